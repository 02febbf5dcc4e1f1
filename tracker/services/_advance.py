"""The only code that changes a state; event, clocks and notices are written in the same breath."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.calendar import ONE_DAY
from tracker.domain.consequences import ClockStart, Consequences, Days, Law, consequences
from tracker.domain.parties import LEAD_SIDE, UNIT_SIDE, Actor, Party, lead_of
from tracker.domain.permissions import require
from tracker.domain.ratings import Level
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import TaskState
from tracker.domain.unasked import TELLINGS
from tracker.models.commitments import Commitment
from tracker.models.record import Clock, Event, Notice
from tracker.models.suggestions import FAR, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import law as laws
from tracker.services._files import bind, facts_of, handed_in
from tracker.services._pressing import ease
from tracker.services._record import write_event

Case = Suggestion | Task | Round | Commitment


def advance(
    case: Case,
    action: Action,
    actor: Actor,
    *,
    now: datetime,
    note: str = "",
    facts: dict[str, Any] | None = None,
    files: Sequence[str] = (),
    among: frozenset[Party] | None = None,
) -> Event:
    """Do the act: judge, move, record, turn clocks, file notices. Raises `Refused` when the rules say no.

    `files` are the keys of attachments handed in with it; `Invalid` as in `_files.handed_in`. `among`: of those the law
    has told, only these, where a rulebook says whom a step of the ladder goes to.
    """
    today = day_of(now)
    # A case being born is not yet in the session; a flush in between would meet it without a state.
    with db.session.no_autoflush:
        step = require(actor, action, case, today=today)
        law = Law(laws.rulebook_of(case.suggestion.assigned_on, today), laws.calendar_now())
        outcome = consequences(step, case, days_of(case, today), law)
    case.state = outcome.to_state
    if action not in TELLINGS:
        case.suggestion.changed_at = now
    db.session.add(case)
    db.session.flush()
    held = handed_in(files, actor, case)
    told = (facts or {}) | facts_of(held) | (named_promise(case) if isinstance(case, Commitment) else {})
    event = _record(case, action, actor, outcome, now=now, note=note, facts=told)
    bind(held, event)
    _turn_clocks(case, outcome, law, today)
    ease(case, action, event, today=today)
    _tell(case, outcome, event, among)
    return event


def named_promise(case: Commitment) -> dict[str, int]:
    """What every event of a promise says of which it is: an event has a place for the reply, not for the promise."""
    return {"commitment": case.id, "no": case.request_no}


def case_ids(case: Case) -> tuple[int, int | None, int | None]:
    """Suggestion, task and round id of a case; a promise stands where the reply stands that made it."""
    if isinstance(case, Suggestion):
        return case.id, None, None
    if isinstance(case, Task):
        return case.suggestion_id, case.id, None
    if isinstance(case, Commitment):
        return case.suggestion_id, case.round.task_id, case.round_id
    return case.task.suggestion_id, case.task_id, case.id


def days_of(case: Case, today: date) -> Days:
    """The days of a case that clocks start from."""
    suggestion = case.suggestion
    return Days(
        today=today,
        received_on=suggestion.received_on or suggestion.submitted_on,
        session_closes_on=suggestion.session.closes_on if suggestion.session else None,
        in_session=suggestion.in_session,
        is_bill=suggestion.is_bill,
        first_assigned_on=suggestion.assigned_on,
        task_role=case.task.role if case.task is not None else None,
        headline=case.headline if isinstance(case, Round) else None,
        dissatisfied_on=_dissatisfied_on(case),
    )


def _dissatisfied_on(case: Case) -> date | None:
    """The day the last dissatisfied rating was settled, however late the worker looked."""
    if isinstance(case, Round):
        return settled_on(case) if case.headline is Level.DISSATISFIED else None
    if not isinstance(case, Task) or case.state is not TaskState.REPLIED:
        return None
    settled = [one for one in case.rounds if one.headline is Level.DISSATISFIED]
    return settled_on(settled[-1]) if settled else None


def settled_on(one: Round) -> date | None:
    """The day a rating was settled: when the last signer rated, or the last seat of who had not ended; else the last
    day of the window."""
    ended = [each.seat_until for each in one.unrated]
    last = one.rating_due_on
    if any(day is None or last is None or day >= last for day in ended):
        return last
    days = [day_of(rating.made_at) for rating in one.ratings] + [day + ONE_DAY for day in ended if day is not None]
    return max(days, default=last)


def _record(
    case: Case,
    action: Action,
    actor: Actor,
    outcome: Consequences,
    *,
    now: datetime,
    note: str,
    facts: dict[str, Any] | None,
) -> Event:
    before = outcome.from_state.value if outcome.from_state else None
    if actor.role is Role.ASSISTANT:
        facts = (facts or {}) | {"on_behalf": case.suggestion.author_id}
    return write_event(
        actor,
        action.value,
        now=now,
        machine=case.machine.value,
        case=case_ids(case),
        states=(before, outcome.to_state.value),
        note=note,
        facts=facts,
    )


def _turn_clocks(case: Case, outcome: Consequences, law: Law, today: date) -> None:
    if not outcome.starts and not outcome.stops:
        return
    suggestion_id, task_id, round_id = case_ids(case)
    running = list(
        db.session.scalars(select(Clock).where(Clock.suggestion_id == suggestion_id, Clock.stopped_on.is_(None)))
    )
    for clock in running:
        if clock.kind in outcome.stops and _is_of(clock, case, task_id, round_id):
            clock.stopped_on = today
    started = [Clock(**clock_facts(case, start, law)) for start in outcome.starts]
    db.session.add_all(started)
    db.session.flush()
    keep_dates(case, started)
    keep_nearest(case.suggestion, [*running, *started])


def _is_of(clock: Clock, case: Case, task_id: int | None, round_id: int | None) -> bool:
    return (clock.task_id, clock.round_id, clock.commitment_id) == (task_id, round_id, commitment_of(case))


def commitment_of(case: Case) -> int | None:
    """The promise an act is about, where it is about one."""
    return case.id if isinstance(case, Commitment) else None


def clock_facts(case: Case, start: ClockStart, law: Law) -> dict[str, Any]:
    """The columns of a clock that starts."""
    suggestion_id, task_id, round_id = case_ids(case)
    return {
        "kind": start.kind,
        "machine": case.machine,
        "suggestion_id": suggestion_id,
        "task_id": task_id,
        "round_id": round_id,
        "commitment_id": commitment_of(case),
        "started_on": start.started_on,
        "due_on": start.due_on,
        "rules_of": law.book.edition,
        "calendar_version": law.calendar.version,
        "is_provisional": start.is_provisional,
        "is_capped": start.is_capped,
    }


_TASK_DATES = (
    ClockKind.REPLY,
    ClockKind.CO_OPINION,
    ClockKind.CO_OPINION_AGAIN,
    ClockKind.REHANDLE_REPLY,
)


def keep_dates(case: Case, started: list[Clock]) -> None:
    """Store due dates on the row itself: lists and judgement read them there instead of joining clocks."""
    for clock in started:
        if isinstance(case, Task) and clock.kind in _TASK_DATES:
            case.due_on = clock.due_on
        if isinstance(case, Task) and clock.kind is ClockKind.OBJECTION:
            case.objection_due_on = clock.due_on
        if isinstance(case, Round) and clock.kind is ClockKind.RATING:
            case.rating_due_on = clock.due_on
        if isinstance(case, Commitment) and clock.kind is ClockKind.IMPLEMENTATION:
            case.rating_due_on, case.rating_shut_on = clock.due_on, None
            case.rating_window += 1


# The statutory maximum is shown beside the case but is never what one works towards while a nearer limit runs.
_BACKGROUND = ClockKind.SUGGESTION_REPLY
# The days within which a unit may object are a right of its own: when they pass nobody is late.
_RIGHTS = frozenset({ClockKind.OBJECTION})


def keep_nearest(suggestion: Suggestion, clocks: list[Clock]) -> None:
    """Store the nearest running due date on the suggestion, so that lists sort by an index."""
    # Promises live on beside the case, with days of their own: no case is late because one of them is asked about.
    asked = [clock for clock in clocks if clock.stopped_on is None and clock.commitment_id is None]
    running = [clock for clock in asked if clock.kind not in _RIGHTS]
    nearest = min(running, key=lambda one: (one.due_on, one.kind is _BACKGROUND), default=None)
    suggestion.due_on = nearest.due_on if nearest else None
    suggestion.due_kind = nearest.kind.value if nearest else None
    suggestion.due_sort = nearest.due_on if nearest else FAR


def _tell(case: Case, outcome: Consequences, event: Event, among: frozenset[Party] | None) -> None:
    for party in (party for party in outcome.tells if among is None or party in among):
        db.session.add(
            Notice(event_seq=event.seq, party=party, unit_id=unit_told(case, party), made_at=event.at),
        )


def unit_told(case: Case, party: Party) -> int | None:
    """The unit whose people a notice is for, where it is for a unit's."""
    if party in LEAD_SIDE:
        lead = lead_of(case.suggestion.tasks)
        return lead.unit_id if lead is not None else None
    if party not in UNIT_SIDE:
        return None
    if isinstance(case, Commitment):
        return case.unit_id
    return case.task.unit_id if case.task is not None else None


__all__ = [
    "Case",
    "advance",
    "case_ids",
    "clock_facts",
    "commitment_of",
    "days_of",
    "keep_dates",
    "keep_nearest",
    "named_promise",
    "settled_on",
    "unit_told",
]
