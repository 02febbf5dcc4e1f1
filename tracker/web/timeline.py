"""The story of a case in plain words: one sentence for each act, by day, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import format_date

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.roles import Role
from tracker.queries.dossier import MOVE_DUE_DATE, Told
from tracker.web import (
    timeline_bills,
    timeline_chases,
    timeline_cohandling,
    timeline_commitments,
    timeline_entries,
    timeline_escalations,
    timeline_files,
    timeline_joint,
    timeline_key_items,
    timeline_look_backs,
    timeline_merging,
    timeline_objections,
    timeline_ratings,
    timeline_reorganised,
    timeline_reviews,
)
from tracker.web.dossier_files import chips
from tracker.web.labels import ROLES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Teller
from tracker.web.timeline_words import SENTENCES
from tracker.web.words import clock_words, day_words

A = Action
# What kind of thing it is, for the filter above the story.
KINDS = {"paper": _l("文书"), "talk": _l("沟通"), "work": _l("办理"), "rating": _l("评价"), "limit": _l("期限")}
# kind, drawing
LOOKS: dict[str, tuple[str, str]] = {
    A.START: ("paper", "pencil"),
    A.REVISE: ("paper", "pencil"),
    A.INVITE: ("talk", "person-plus"),
    A.AGREE: ("talk", "person-check"),
    A.DECLINE: ("talk", "person-x"),
    A.SUBMIT: ("paper", "send"),
    A.DISCARD: ("paper", "trash3"),
    A.WITHDRAW: ("paper", "arrow-counterclockwise"),
    A.TAKE_UP: ("work", "eye"),
    A.ACCEPT: ("paper", "journal-check"),
    A.RETURN: ("paper", "arrow-counterclockwise"),
    A.REFUSE: ("paper", "dash-circle"),
    A.ASSIGN: ("paper", "send"),
    A.COMPLETE: ("limit", "check-circle"),
    A.CLOSE: ("limit", "check-circle-fill"),
    A.ARCHIVE: ("paper", "folder"),
    A.MOVE_IN: ("paper", "folder"),
    A.OPEN_WITH_COORDINATOR: ("work", "signpost-split"),
    A.OPEN: ("work", "inbox"),
    A.DISTRIBUTE: ("work", "diagram-3"),
    A.SIGN_FOR: ("work", "inbox"),
    A.GIVE: ("work", "person-badge"),
    A.NOTE_CONTACT: ("talk", "chat-left-text"),
    A.OPINE: ("paper", "file-earmark-text"),
    A.REPLIED: ("work", "check2"),
    A.RESUME: ("work", "arrow-repeat"),
    A.END: ("work", "check2"),
    A.OPEN_ROUND: ("work", "arrow-repeat"),
    A.DRAFT_REPLY: ("work", "pencil"),
    A.SEND_UP: ("work", "arrow-up"),
    A.SEND_BACK: ("work", "arrow-down"),
    A.RECALL_DRAFT: ("work", "arrow-down"),
    A.PASS_REVIEW: ("work", "check-circle"),
    A.SIGN: ("work", "pencil"),
    A.SEND_BACK_CHECK: ("work", "arrow-down"),
    A.PASS_CHECK: ("paper", "file-earmark-text"),
    A.DROP_CHECK: ("work", "arrow-down"),
    A.DELIVER: ("paper", "file-earmark-text"),
    A.SHUT_RATING: ("rating", "clipboard-check"),
    A.LAPSE: ("rating", "hourglass"),
    A.REHANDLE: ("rating", "arrow-repeat"),
    A.EXPLAIN: ("rating", "chat-left-text"),
    MOVE_DUE_DATE: ("limit", "calendar3"),
}
LOOKS |= timeline_joint.LOOKS | timeline_files.LOOKS
LOOKS |= timeline_merging.LOOKS | timeline_cohandling.LOOKS
LOOKS |= timeline_reviews.LOOKS | timeline_bills.LOOKS
LOOKS |= timeline_objections.LOOKS | timeline_escalations.LOOKS | timeline_look_backs.LOOKS
LOOKS |= timeline_entries.LOOKS | timeline_reorganised.LOOKS
LOOKS |= timeline_chases.LOOKS | timeline_key_items.LOOKS | timeline_commitments.LOOKS | timeline_ratings.LOOKS

Item = dict[str, Any]
Day = tuple[str, str, list[Item]]


def item(event: Told, teller: Teller) -> Item:
    """What the macro `timeline` shows of one event."""
    behalf = event.facts.get("on_behalf")
    told = replace(event, name=teller.person(behalf)) if behalf else event
    actor, words = SENTENCES[event.action](teller, told)
    by_name = actor == told.name and bool(told.name)
    return {
        "time": clock_words(event.at),
        "icon": LOOKS[event.action][1],
        "actor": actor,
        "organ": _organ(event) if by_name or behalf else "",
        "words": words,
        "quote": event.note,
        "files": chips(teller.suggestion_id, event),
    }


def days(teller: Teller, told: Sequence[Told], *, today: date, kind: str = "") -> list[Day]:
    """The story by day, newest first, of one kind or of all."""
    wanted = [event for event in reversed(told) if not kind or LOOKS[event.action][0] == kind]
    return [
        (day_words(day, year=day.year != today.year), _weekday(day, today), [item(event, teller) for event in events])
        for day, events in groupby(wanted, key=lambda event: day_of(event.at))
    ]


def kinds(told: Sequence[Told], chosen: str, address: Callable[[str], str]) -> list[tuple[str, int, str, bool]]:
    """The filter above the story: words, count, address, whether it is chosen; kinds that do not occur are left out."""
    counts = {code: sum(LOOKS[event.action][0] == code for event in told) for code in KINDS}
    every = [(_("全部"), len(told), address(""), not chosen)]
    return every + [(str(KINDS[code]), n, address(code), code == chosen) for code, n in counts.items() if n]


def _weekday(day: date, today: date) -> str:
    weekday = format_date(day, "EEEE")
    return _("%(weekday)s，今天", weekday=weekday) if day == today else weekday


def _organ(event: Told) -> str:
    if event.role is None or event.role is Role.DEPUTY:
        return ""
    if event.role is Role.ASSISTANT:
        return _("代表助理%(name)s代办", name=event.name)
    return event.place or str(ROLES[event.role])
