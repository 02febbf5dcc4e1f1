"""What becomes of an entry from paper that its side denies (代录有异议): the desk looks at the original and decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.entries import Entered
from tracker.domain.limits import NOTE
from tracker.domain.parties import Actor
from tracker.domain.rulebook import ClockKind
from tracker.models.joint import PaperEntry
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.services._advance import advance, keep_nearest
from tracker.services._entering import recount, twins_of
from tracker.services._kept_replies import files_put_back, put_aside, put_back
from tracker.services._load import Invalid, fresh
from tracker.services._promises import void_all
from tracker.services._rating import drop_papers
from tracker.services._rating_links import take_back_links
from tracker.services._withdrawing import take_back


@dataclass(frozen=True)
class Settlement:
    """What the desk found: the entry is void, or it stands; and why, which every side reads."""

    is_void: bool
    words: str


@transactional
def settle(actor: Actor, suggestion_id: int, entry_id: int, found: Settlement, *, now: datetime) -> int:
    """Let a disputed entry stand or make it void; returns the suggestion's id.

    A void paper ends here, its number and texts stay. A void receipt leaves the share unsigned for, a void reply gives
    the share back to its unit with the draft it had before, and neither paper nor link rates the next; their clocks run
    on as if nothing had been entered. A disputed signature was taken off already and can only be void. Raises `Invalid`
    without a reason, for an entry that is settled, and for one that later acts were built on: it can only stand.
    """
    suggestion = fresh(Suggestion, suggestion_id)
    entry = next((one for one in suggestion.entries if one.id == entry_id), None)
    facts = {"what": [entry.what.value], "is_void": found.is_void} | _whose(entry) if entry is not None else {}
    advance(suggestion, Action.SETTLE_ENTRY, actor, now=now, note=found.words, facts=facts)
    entry = _checked(entry, found)
    if found.is_void:
        _VOID[entry.what](entry, actor, now)
    for one in (entry, *twins_of(entry)):
        one.settled_by_id, one.settled_at = actor.person_id, now
        one.is_void, one.settlement = found.is_void, found.words
        recount(one.suggestion)
    return suggestion.id


def _checked(entry: PaperEntry | None, found: Settlement) -> PaperEntry:
    if entry is None or not entry.is_unsettled:
        raise Invalid(form="entry_settled")
    if not found.words.strip():
        raise Invalid(words="settlement_missing")
    if len(found.words) > NOTE:
        raise Invalid(words="too_long")
    if found.is_void and not entry.can_be_voided:
        raise Invalid(form="cannot_be_voided")
    if not found.is_void and entry.what is Entered.SIGNATURE:
        raise Invalid(form="signature_is_off")
    return entry


def _whose(entry: PaperEntry) -> dict[str, Any]:
    return {"for_person": entry.person_id} if entry.person_id is not None else {"unit": entry.unit_id}


def _void_paper(entry: PaperEntry, actor: Actor, now: datetime) -> None:
    take_back(entry.suggestion, actor, now=now, note="", action=Action.VOID_PAPER)


def _void_signature(_entry: PaperEntry, _actor: Actor, _now: datetime) -> None:
    """It counts no longer since it was disputed."""


def _void_receipt(entry: PaperEntry, actor: Actor, now: datetime) -> None:
    task = fresh(Task, entry.task_id or 0)
    advance(task, Action.VOID_SIGN_FOR, actor, now=now)
    _run_again(task, {ClockKind.SIGN_FOR})


def _void_reply(entry: PaperEntry, actor: Actor, now: datetime) -> None:
    """The deputies got what their unit never sent: it is theirs no longer, and the unit owes its own reply."""
    task = fresh(Task, entry.task_id or 0)
    one = task.rounds[-1]
    draft = entry.kept_texts.get("draft")
    drop_papers(one, now=now)
    take_back_links(one, now=now)
    db.session.flush()
    entry.kept_texts = {"entered": put_aside(one) | {"to": [each.person_id for each in one.deliveries]}}
    flag_modified(entry, "kept_texts")
    if draft:
        put_back(one, draft)
        files_put_back(draft["files"])
    for row in one.deliveries:
        db.session.delete(row)
    advance(one, Action.VOID_REPLY, actor, now=now)
    void_all(one, now=now)
    one.delivered_at = one.delivered_on = one.rating_due_on = one.by_unit_id = None
    db.session.flush()
    db.session.expire(one, ["deliveries"])
    # Whoever the unit gave it to before, its receiver gives it again: what was entered came at nobody's desk there.
    advance(task, Action.REOPEN, actor, now=now)
    task.handler_id = None
    before = task.rounds[-2] if len(task.rounds) > 1 else None
    task.replied_on = before.delivered_on if before is not None else None
    clocks = {ClockKind.REHANDLE_REPLY}
    if before is None:
        task.suggestion.replied_on = None
        clocks = {ClockKind.REPLY, ClockKind.SUGGESTION_REPLY}
    _run_again(task, clocks)


def _run_again(task: Task, kinds: set[ClockKind]) -> None:
    """The clocks the entry had stopped were never rightly stopped: the last of each kind runs on to its old day."""
    clocks = list(db.session.scalars(select(Clock).where(Clock.suggestion_id == task.suggestion_id).order_by(Clock.id)))
    ours = [one for one in clocks if one.kind in kinds and one.task_id in (None, task.id)]
    last = {one.kind: one for one in ours}
    for one in last.values():
        one.stopped_on = None
    db.session.flush()
    keep_nearest(task.suggestion, clocks)


_VOID: dict[Entered, Callable[[PaperEntry, Actor, datetime], None]] = {
    Entered.SUGGESTION: _void_paper,
    Entered.SIGNATURE: _void_signature,
    Entered.SIGN_FOR: _void_receipt,
    Entered.REPLY: _void_reply,
}

__all__ = ["Settlement", "settle"]
