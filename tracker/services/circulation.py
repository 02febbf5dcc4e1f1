"""The round before assignment (预交办): the draft shares go to the units, each says whether it is its business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import require
from tracker.domain.rulebook import ClockKind
from tracker.models.procedures import HeardOn, Hearing, Say
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.queries import law as laws
from tracker.services._advance import advance, keep_nearest
from tracker.services._batch import all_or_none
from tracker.services._circulation import close_drafts, end_circulation, open_drafts
from tracker.services._load import Invalid, fresh
from tracker.services.assignments import Plan, assignable, problems

AT_ONCE = 100


@dataclass(frozen=True)
class Word:
    """What a unit says of the share meant for it: ours or not, whose instead, and why."""

    say: Say
    better_unit_id: int | None = None
    words: str = ""
    # The version of what the unit had said before, as it was shown to who says it anew.
    over: int | None = None


@transactional
def pre_assign(actor: Actor, plan: Plan, *, answer_by: date | None, now: datetime) -> int:
    """Send a draft distribution to its units; returns the suggestion's id.

    `answer_by` is the last day to speak (Asia/Shanghai), else that of `last_day`. Nothing is assigned by it and
    no unit's clock runs. Raises `Invalid` for shares that could not be assigned, or a day that is
    past or missing.
    """
    return _pre_assign(actor, plan, answer_by, now=now)


@transactional
def pre_assign_batch(actor: Actor, plans: Sequence[Plan], *, answer_by: date | None, now: datetime) -> list[int]:
    """Send many, all or none; returns their ids. Raises one `Invalid` naming every line as `line-<suggestion id>`."""
    return all_or_none(
        ((f"line-{plan.suggestion_id}", partial(_pre_assign, actor, plan, answer_by, now=now)) for plan in plans),
        empty="lines",
    )


@transactional
def speak(actor: Actor, suggestion_id: int, word: Word, *, now: datetime) -> int:
    """A unit's word on the share meant for it, said anew until the round is over. Returns the suggestion's id.

    When the last unit has spoken the round is over. Raises `Invalid` for a unit that says it is not its business
    without saying why, or names itself or one that takes no papers, and over a word that was not shown.
    """
    return _speak(actor, suggestion_id, word, now=now)


@transactional
def speak_batch(actor: Actor, words: Mapping[int, Word], *, now: datetime) -> list[int]:
    """Words on many drafts at once, by suggestion id, all or none; faults are named as `line-<suggestion id>`."""
    return all_or_none(
        (
            (f"line-{suggestion_id}", partial(_speak, actor, suggestion_id, word, now=now))
            for suggestion_id, word in words.items()
        ),
        empty="lines",
    )


@transactional
def close(actor: Actor, suggestion_id: int, *, version: int, now: datetime) -> int:
    """The desk ends the round before its day; who has not spoken is noted as silent. Returns the suggestion's id."""
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    end_circulation(actor, suggestion, on=day_of(now), now=now)
    return suggestion.id


@transactional
def close_due(*, now: datetime) -> int:
    """End the rounds whose last day is over, a hundred at a time; returns how many."""
    due = select(Suggestion).where(Suggestion.circulates, Suggestion.circulated_until < day_of(now))
    found = db.session.scalars(due.order_by(Suggestion.id).limit(AT_ONCE)).all()
    for suggestion in found:
        end_circulation(CLOCK, suggestion, on=suggestion.circulated_until or day_of(now), now=now)
    return len(found)


def last_day(answer_by: date | None, *, assign_by: date | None, now: datetime) -> date:
    """Writes nothing: the last day to speak. Raises `Invalid` for one that is past, or where there is none.

    Where none is chosen it is that of the rulebook, or the last working day before `assign_by`, the last day for
    assigning the paper, where that is earlier and not over yet.
    """
    today, calendar = day_of(now), laws.calendar_now()
    if answer_by is not None and answer_by < today:
        raise Invalid(answer_by="day_is_past")
    until = answer_by or laws.rulebook_for(today).due_on(ClockKind.PRE_ASSIGNMENT, today, calendar)
    if until is None:
        raise Invalid(answer_by="missing")
    if answer_by is not None or assign_by is None or assign_by > until:
        return until
    before = (assign_by - timedelta(days=back) for back in range(1, (assign_by - today).days + 1))
    return next((day for day in before if calendar.is_workday(day)), until)


def _pre_assign(actor: Actor, plan: Plan, answer_by: date | None, *, now: datetime) -> int:
    suggestion = fresh(Suggestion, plan.suggestion_id, version=plan.version)
    numbers = [request.no for request in suggestion.text.requests] if suggestion.text else []
    if found := problems(plan.shares, numbers):
        raise Invalid(**found)
    for share in plan.shares:
        assignable(share.unit_id, day_of(now))
    until = last_day(answer_by, assign_by=_assign_by(suggestion), now=now)
    named = [{"unit": share.unit_id, "role": share.role.value, "part": list(share.part)} for share in plan.shares]
    advance(suggestion, Action.PRE_ASSIGN, actor, now=now, facts={"shares": named, "until": until.isoformat()})
    for share in plan.shares:
        db.session.add(
            Hearing(
                suggestion=suggestion,
                unit_id=share.unit_id,
                on=HeardOn.DRAFT,
                role=share.role,
                part=list(share.part or numbers),
                asked=share.asked,
                asked_at=now,
                answer_by=until,
            )
        )
    suggestion.open_hearings += len(plan.shares)
    suggestion.circulates, suggestion.circulated_until = True, until
    _move_clock(suggestion, until)
    return suggestion.id


def _assign_by(suggestion: Suggestion) -> date | None:
    return suggestion.due_on if suggestion.due_kind in (ClockKind.ASSIGN, ClockKind.KICK_OFF) else None


def _move_clock(suggestion: Suggestion, until: date) -> None:
    # A desk may set another day than the rulebook's; the running clock then says that day.
    running = list(
        db.session.scalars(select(Clock).where(Clock.suggestion_id == suggestion.id, Clock.stopped_on.is_(None)))
    )
    for clock in running:
        if clock.kind is ClockKind.PRE_ASSIGNMENT:
            clock.due_on = until
    keep_nearest(suggestion, running)


def _speak(actor: Actor, suggestion_id: int, word: Word, *, now: datetime) -> int:
    suggestion = fresh(Suggestion, suggestion_id)
    require(actor, Action.SPEAK, suggestion, today=day_of(now))
    hearing = next((one for one in open_drafts(suggestion) if one.unit_id == actor.unit_id), None)
    if hearing is None or word.say is Say.SILENT:
        raise Invalid(say="choose_one")
    if hearing.say is not None and word.over != hearing.version:
        raise Invalid(say="said_meanwhile")
    _check(word, hearing, now=now)
    facts = {"unit": hearing.unit_id, "say": word.say.value, "proposed": word.better_unit_id}
    advance(suggestion, Action.SPEAK, actor, now=now, note=word.words, facts=facts)
    hearing.say, hearing.words, hearing.better_unit_id = word.say, word.words, word.better_unit_id
    hearing.said_by_id, hearing.said_at = actor.person_id, now
    if all(one.say is not None for one in open_drafts(suggestion)):
        close_drafts(suggestion, on=day_of(now))
        end_circulation(CLOCK, suggestion, on=day_of(now), now=now)
    return suggestion.id


def _check(word: Word, hearing: Hearing, *, now: datetime) -> None:
    if word.say is Say.OURS:
        return
    if not word.words.strip():
        raise Invalid(words="not_ours_why")
    if word.better_unit_id == hearing.unit_id:
        raise Invalid(better="own_unit")
    if word.better_unit_id is not None:
        assignable(word.better_unit_id, day_of(now))
