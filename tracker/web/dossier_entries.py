"""The section of a dossier on what came on paper and was entered by staff (代录): what, by whom, confirmed or not."""

from __future__ import annotations

from typing import Any

from tracker.domain.actions import Action
from tracker.domain.entries import Entered
from tracker.models.joint import PaperEntry
from tracker.models.suggestions import Suggestion
from tracker.queries.entries import entries_of
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.entry_words import ENTERED, channel_words, stands_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, instant_words

_ENTERING = {
    Entered.SUGGESTION: Action.ENTER_PAPER,
    Entered.SIGNATURE: Action.ENTER_SIGNATURE,
    Entered.SIGN_FOR: Action.ENTER_SIGN_FOR,
    Entered.REPLY: Action.ENTER_REPLY,
}


def entered(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """For those who read the case in full; whoever reads it open sees the mark on the paper."""
    if "entries" not in there or not reader.full:
        return None
    rows = [_row(one, reader) for one in entries_of(suggestion) if reader.sees(_ENTERING[one.what], one.task_id)]
    if not rows:
        return None
    left = _("待确认%(n)s项", n=suggestion.open_entries) if suggestion.open_entries else _("都已答复")
    left = _("有异议%(n)s项，待核实", n=suggestion.disputed_entries) if suggestion.disputed_entries else left
    return Section("entries", _("纸质代录"), left, "dossier/_entries.html", {"rows": rows})


def _row(one: PaperEntry, reader: Reader) -> dict[str, Any]:
    answered = reader.sees(Action.DISPUTE_ENTRY, one.task_id)
    whose = one.person.name if one.person else one.unit.short_name if one.unit else ""
    return {
        "what": _("%(who)s的%(what)s", who=whose, what=ENTERED[one.what]),
        "paper": channel_words(one.channel.value) + _("，") + day_words(one.on_paper_of, year=True),
        "by": f"{one.entered_by.name if one.entered_by else ''} {instant_words(one.entered_at)}",
        "stands": stands_words(one) if answered or one.is_open else _("已答复"),
        "words": one.words if answered else "",
        "settled": _settled(one) if answered else "",
        "texts": _texts(one, reader),
    }


def _settled(one: PaperEntry) -> str:
    """陈静4月3日：与原件核对，是本人签的"""
    if not one.is_disputed or one.settled_at is None:
        return ""
    told = {"who": one.settled_by.name if one.settled_by else "", "when": instant_words(one.settled_at)}
    return _("%(who)s %(when)s核实：%(words)s", words=one.settlement, **told)


def _texts(one: PaperEntry, reader: Reader) -> list[tuple[str, list[str]]]:
    """What gave way to the entry, for its unit; what was entered and is void, for the offices."""
    found = []
    if reader.sees(Action.DRAFT_REPLY, one.task_id) and "draft" in one.kept_texts:
        found.append((_("代录以前本单位的草稿，没有送出"), _lines(one.kept_texts["draft"])))
    if reader.inner and "entered" in one.kept_texts:
        found.append((_("代录的文字，已经作废"), _lines(one.kept_texts["entered"])))
    return found


def _lines(held: dict[str, Any]) -> list[str]:
    lines = [held["document_no"], held["opening"]]
    for answer in held["answers"]:
        lines.append(_("第%(n)s项：%(words)s", n=answer["request_no"], words=answer["body"]) if answer["body"] else "")
        promise = [answer[name] for name in ("promise", "promise_due_on", "promise_owner") if answer[name]]
        lines.append(_("，").join(promise))
    return [line for line in lines if line.strip()]
