"""Whether what waits to be sent is still true: a notice dies with its reason, and nobody is told what he lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Party
from tracker.domain.rulebook import ClockKind
from tracker.domain.telling import RULES, lets_go
from tracker.models.commitments import Commitment
from tracker.models.record import Clock, Event
from tracker.models.tasks import Round
from tracker.models.tellings import Reminder, Telling
from tracker.queries.recipients import Cases, Directory


def untrue(tellings: Sequence[Telling], *, today: date) -> dict[int, str]:
    """Those that are not to be sent (any more), each with the reason as a code."""
    seqs = [one.event_seq for one in tellings if one.event_seq]
    events = {one.seq: one for one in db.session.scalars(select(Event).where(Event.seq.in_(seqs)))}
    reminders, clocks = _clocks([one.reminder_id for one in tellings if one.reminder_id])
    cases, directory = Cases([*events.values(), *clocks.values()]), Directory(today)
    found = {}
    for one in tellings:
        reminder = reminders.get(one.reminder_id or 0)
        about = clocks[reminder.clock_id] if reminder is not None else events[one.event_seq or 0]
        why = "read" if one.read_at is not None else None
        if why is None and reminder is not None and isinstance(about, Clock):
            why = "limit_over" if about.stopped_on is not None or about.due_on != reminder.due_on else None
        if why := why or _left(one, about, cases, directory):
            found[one.id] = why
    return found


def _clocks(ids: Sequence[int]) -> tuple[dict[int, Reminder], dict[int, Clock]]:
    if not ids:
        return {}, {}
    reminders = {one.id: one for one in db.session.scalars(select(Reminder).where(Reminder.id.in_(ids)))}
    wanted = select(Clock).where(Clock.id.in_(sorted({one.clock_id for one in reminders.values()})))
    return reminders, {one.id: one for one in db.session.scalars(wanted)}


def _left(one: Telling, about: Event | Clock, cases: Cases, directory: Directory) -> str | None:
    """Why it is no longer this person's, if so: the hat, the part in the case, what was asked."""
    hat = directory.by_hat.get(one.membership_id)
    if hat is None:
        return "hat_ended"
    case = cases.case_of(about)
    if case is None:
        return None if about.suggestion_id is None else "not_theirs"
    left = isinstance(about, Event) and lets_go(about.action, Party(one.party))
    if not left and not directory.fits(hat, Party(one.party), case):
        return "not_theirs"
    if isinstance(about, Event):
        moved = RULES[one.rule].asks and about.to_state is not None and case.state.value != about.to_state
        return "moved_on" if moved else None
    rates = about.kind in (ClockKind.RATING, ClockKind.IMPLEMENTATION) and isinstance(case, Round | Commitment)
    if rates and one.person_id not in case.still_to_rate(directory.today):  # type: ignore[union-attr]
        return "not_theirs"
    return None
