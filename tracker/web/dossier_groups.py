"""What a dossier shows of the papers around it: its group, the papers it is linked to, the round before assignment."""

from __future__ import annotations

from typing import Any

from flask import url_for

from tracker.domain.actions import Action
from tracker.domain.parties import Party
from tracker.domain.states import SuggestionState
from tracker.models.procedures import HeardOn
from tracker.models.suggestions import Suggestion
from tracker.queries import groups, links
from tracker.queries.circulation import words_on
from tracker.queries.links import Linked
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.group_pages import part_words
from tracker.web.labels import LINKS, SUGGESTION_STATES, TASK_ROLES
from tracker.web.papers import official_title
from tracker.web.register_rows import state_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, number_words


def group(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Who is handled together with it, as far as the reader may read them; groups it was in before.

    Whom merging does not concern finds only the papers open to everybody: neither a name nor a count tells of others.
    """
    if "groups" not in there:
        return None
    knows = reader.sees(Action.JOIN_GROUP)
    before = groups.past(suggestion.id) if reader.sees(Action.LEAVE_GROUP) else ()
    held = groups.find(suggestion.group_id) if suggestion.group_id else None
    members, hidden = groups.members(reader.actor, held.id) if held else ([], 0)
    others = [one for one in members if one.is_in and one.row.id != suggestion.id]
    mine = next((one for one in members if one.is_in and one.row.id == suggestion.id), None)
    if not (held if knows else others) and not before:
        return None
    named = _("“%(name)s”", name=held.name) if held and knows else ""
    return Section(
        "group",
        _("并案"),
        named if held else _("已经移出"),
        "dossier/_group.html",
        {
            "href": url_for("groups.show", group_id=held.id) if held and Party.DESK in reader.who else None,
            "reason": mine.row.why_joined if mine and knows else "",
            "others": [_other(one, reader, knows=knows) for one in others],
            "hidden": hidden if knows else 0,
            "before": [
                (one.name, day_words(one.joined_on, year=True), day_words(one.left_on, year=True), one.why_left)
                for one in before
            ],
        },
    )


def linked(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """The earlier papers it follows and the later ones that follow it, with what was answered to each."""
    if "links" not in there:
        return None
    found = reader.reads(lambda who: links.linked_to(who, suggestion.id), lambda one: one.row.id)
    if not found:
        return None
    sessions = {one.row.session_id for one in found if one.is_earlier} | {suggestion.session_id}
    times = len(sessions - {None})
    return Section(
        "links",
        _("关联的建议"),
        _("%(n)s次会议提过", n=times) if times > 1 else _("%(n)s件", n=len(found)),
        "dossier/_links.html",
        {"rows": [_linked(one, reader) for one in found], "asked": suggestion.state is SuggestionState.DRAFT},
    )


def circulation(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """What the units said before the paper was assigned; for the desk."""
    if "hearings" not in there or not reader.sees(Action.SPEAK):
        return None
    said = [one for one in words_on(suggestion.id) if one.on is HeardOn.DRAFT]
    if not said:
        return None
    spoken = sum(one.said_at is not None for one in said)
    until = suggestion.circulated_until
    running = _("到%(day)s为止，", day=day_words(until)) if suggestion.circulates and until else ""
    return Section(
        "circulation",
        _("预交办"),
        _("%(until)s%(n)s个单位，%(said)s个说了意见", until=running, n=len(said), said=spoken),
        "dossier/_circulation.html",
        {"said": said, "roles": TASK_ROLES},
    )


def _other(one: groups.Member, reader: Reader, *, knows: bool) -> dict[str, Any]:
    return {
        "href": url_for("dossier.show", suggestion_id=one.row.id),
        "title": official_title(one.row.title),
        "number": number_words(one.row.number),
        "author": one.row.author or "",
        "state": str(SUGGESTION_STATES[one.row.state]),
        "parts": [part_words(part, reader.today) for part in one.parts] if knows else [],
    }


def _linked(one: Linked, reader: Reader) -> dict[str, Any]:
    row = one.row
    # The note belongs to the later paper; of a link from there only the desk knows that it may read it.
    reads = reader.sees(Action.LINK) if one.is_earlier else Party.DESK in reader.who
    kind = str(LINKS[one.kind]) if one.kind else _("更早的")
    return {
        "href": url_for("dossier.show", suggestion_id=row.id),
        "title": official_title(row.title, row.kind),
        "number": number_words(row.number) if row.number else "",
        "session": row.session or (row.history or {}).get("session", ""),
        "author": row.author or (row.history or {}).get("author", ""),
        "kind": kind if one.is_earlier else _("后来的：%(kind)s", kind=kind),
        "state": state_words(row.state, row.kind),
        "units": _("、").join(one.units),
        "replies": [
            _(
                "%(unit)s %(day)s答复，%(letter)s类",
                unit=reply.unit,
                day=day_words(reply.delivered_on, year=True),
                letter=reply.letter or "—",
            )
            for reply in one.replies
        ],
        "note": one.note if reads else "",
    }
