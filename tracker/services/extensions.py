"""More time (延期): the deputies are told why first, then it is asked for, and somebody else decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain import more_time
from tracker.domain.actions import Action
from tracker.domain.more_time import Present
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.domain.rulebook import ClockKind, Switch
from tracker.domain.whys import Refused, Why
from tracker.models.procedures import Explanation, Extension
from tracker.models.record import Clock
from tracker.models.tasks import Task
from tracker.queries import law as laws
from tracker.services._advance import advance, keep_nearest
from tracker.services._batch import all_or_none
from tracker.services._load import Invalid, fresh
from tracker.services._requests import open_extension

REPLY_CLOCKS = (ClockKind.REPLY, ClockKind.REHANDLE_REPLY)


@transactional
def explain_delay(
    actor: Actor, task_id: int, *, words: str, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """Tell every signer how things stand and why it takes longer (说明), which a request for more time needs.

    Returns the suggestion's id.
    """
    task = fresh(Task, task_id, version=version)
    require(actor, Action.EXPLAIN_DELAY, task, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    db.session.add(Explanation(task_id=task.id, words=words, by_id=actor.person_id, made_at=now))
    advance(task, Action.EXPLAIN_DELAY, actor, now=now, note=words, files=files)
    task.delay_explained_on = day_of(now)
    return task.suggestion_id


@transactional
def ask_extension(
    actor: Actor,
    task_id: int,
    *,
    reason: str,
    until: date | None,
    version: int,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """Ask for a later day (Asia/Shanghai), after the one that runs and never past the longest the law allows.

    Who decides is settled now, by the switch of the rulebook: the coordinator of the unit's system, or the desk.
    Raises `Refused` once the day has passed or while the deputies were told nothing. Returns the suggestion's id.
    """
    task = fresh(Task, task_id, version=version)
    require(actor, Action.ASK_EXTENSION, task, today=day_of(now))
    wrong = ({} if reason.strip() else {"reason": "missing"}) | wrong_day(task, until, "until", today=day_of(now))
    if wrong or until is None or task.due_on is None:
        raise Invalid(**wrong)
    facts = {"until": until.isoformat(), "was": task.due_on.isoformat()}
    advance(task, Action.ASK_EXTENSION, actor, now=now, note=reason, facts=facts, files=files)
    db.session.add(
        Extension(
            suggestion_id=task.suggestion_id,
            task_id=task.id,
            reason=reason,
            was_due_on=task.due_on,
            asked_until=until,
            by_id=actor.person_id,
            made_at=now,
        )
    )
    task.extension_is_open = True
    task.extension_is_coordinators = coordinator_decides(task, today=day_of(now))
    return task.suggestion_id


def coordinator_decides(task: Task, *, today: date) -> bool:
    """Whether a request of this unit goes to the coordinator of its system rather than to the desk."""
    book = laws.rulebook_of(task.suggestion.assigned_on, today)
    return task.unit.has_coordinator and book.is_on(Switch.COORDINATOR_GRANTS_EXTENSION)


def latest_day(task: Task, *, today: date) -> date:
    """The last day to which time may be given: so many months from the suggestion's first assignment (c.11, 3)."""
    first = task.suggestion.assigned_on or today
    return laws.rulebook_of(task.suggestion.assigned_on, today).latest_on(first, laws.calendar_now())


def wrong_day(task: Task, until: date | None, field: str, *, today: date) -> dict[str, str]:
    """What is wrong with a day asked for or granted, by field; nothing when it may be."""
    present = Present(task.due_on, latest_day(task, today=today), today)
    code = more_time.wrong_day(until, present)
    return {field: code} if code else {}


@dataclass(frozen=True)
class Decided:
    """One decision on one request; `until` is the day granted, nothing where it is refused."""

    task_id: int
    version: int
    words: str = ""
    until: date | None = None
    files: Sequence[str] = ()


@transactional
def grant(actor: Actor, decided: Decided, *, now: datetime) -> int:
    """Give more time, until the day asked for or another; the first day stays on record. Returns the suggestion's id.

    Raises `Refused` for who asked himself.
    """
    return _grant(actor, decided, now=now)


@transactional
def grant_batch(actor: Actor, decided: Sequence[Decided], *, now: datetime) -> list[int]:
    """Grant many at once, all or none; returns the suggestions' ids.

    Raises one `Invalid` that names every line at fault as `line-<task id>`.
    """
    return all_or_none(
        ((f"line-{one.task_id}", partial(_grant, actor, one, now=now)) for one in decided), empty="picks"
    )


def _grant(actor: Actor, decided: Decided, *, now: datetime) -> int:
    task, one = _asked(actor, decided, Action.GRANT_EXTENSION, now=now)
    wrong = wrong_day(task, decided.until, "until", today=day_of(now))
    if wrong or decided.until is None:
        raise Invalid(**wrong)
    facts = _days(one) | {"until": decided.until.isoformat()}
    advance(task, Action.GRANT_EXTENSION, actor, now=now, note=decided.words, facts=facts, files=decided.files)
    one.is_granted, one.granted_until = True, decided.until
    one.decision, one.decided_by_id, one.decided_at = decided.words, actor.person_id, now
    task.extended_from = task.extended_from or task.due_on
    # What the assignment meeting agreed no longer holds, and a further request needs a word of its own first.
    task.extension_is_open, task.agreed_due_on, task.delay_explained_on = False, None, None
    _move_clock(task, decided.until, today=day_of(now))
    return task.suggestion_id


@transactional
def refuse(actor: Actor, decided: Decided, *, now: datetime) -> int:
    """Refuse more time, with a reason; the day stays. Returns the suggestion's id."""
    task, one = _asked(actor, decided, Action.REFUSE_EXTENSION, now=now)
    if not decided.words.strip():
        raise Invalid(words="missing")
    advance(task, Action.REFUSE_EXTENSION, actor, now=now, note=decided.words, facts=_days(one), files=decided.files)
    one.is_granted, one.decision, one.decided_by_id, one.decided_at = False, decided.words, actor.person_id, now
    task.extension_is_open = False
    return task.suggestion_id


def _days(one: Extension) -> dict[str, object]:
    # "asked" holds persons in the facts of other acts.
    return {"was": one.was_due_on.isoformat(), "wanted": one.asked_until.isoformat()}


def _asked(actor: Actor, decided: Decided, action: Action, *, now: datetime) -> tuple[Task, Extension]:
    task = fresh(Task, decided.task_id, version=decided.version)
    require(actor, action, task, today=day_of(now))
    one = open_extension(task)
    if one.by_id == actor.person_id:
        raise Refused(Why.SAME_PERSON, action)
    return task, one


def _move_clock(task: Task, until: date, *, today: date) -> None:
    """Stop the clock of the reply and start one like it that ends on the granted day."""
    running = list(
        db.session.scalars(select(Clock).where(Clock.suggestion_id == task.suggestion_id, Clock.stopped_on.is_(None)))
    )
    started = []
    for clock in running:
        if clock.task_id == task.id and clock.kind in REPLY_CLOCKS:
            clock.stopped_on = today
            started.append(
                Clock(
                    kind=clock.kind,
                    machine=clock.machine,
                    suggestion_id=clock.suggestion_id,
                    task_id=clock.task_id,
                    round_id=clock.round_id,
                    started_on=clock.started_on,
                    due_on=until,
                    rules_of=clock.rules_of,
                    calendar_version=clock.calendar_version,
                )
            )
    db.session.add_all(started)
    task.due_on = until
    keep_nearest(task.suggestion, [*running, *started])
    db.session.flush()
