"""The section of a dossier on what came on paper and was entered by staff (代录): what, by whom, confirmed or not."""

from __future__ import annotations

from flask_babel import gettext as _

from tracker.domain.actions import Action
from tracker.domain.entries import Entered
from tracker.models.joint import PaperEntry
from tracker.models.suggestions import Suggestion
from tracker.queries.entries import entries_of
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.entry_words import ENTERED, channel_words, stands_words
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
    return Section("entries", _("纸质代录"), left, "dossier/_entries.html", {"rows": rows})


def _row(one: PaperEntry, reader: Reader) -> dict[str, str]:
    answered = reader.sees(Action.DISPUTE_ENTRY, one.task_id)
    whose = one.person.name if one.person else one.unit.short_name if one.unit else ""
    return {
        "what": _("%(who)s的%(what)s", who=whose, what=ENTERED[one.what]),
        "paper": channel_words(one.channel.value) + _("，") + day_words(one.on_paper_of, year=True),
        "by": f"{one.entered_by.name if one.entered_by else ''} {instant_words(one.entered_at)}",
        "stands": stands_words(one) if answered or one.is_open else _("已答复"),
        "words": one.words if answered else "",
    }
