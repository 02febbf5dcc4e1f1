"""Who held cases for how long, as of any day: from the acts on record, for one case or for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Select, and_, case, literal_column, or_, select, type_coerce

from tracker.clock import day_of, end_of
from tracker.db import db
from tracker.domain.actions import Action, Machine
from tracker.domain.holding import PROCEDURES, Act, Span, paper_spans, share_spans
from tracker.domain.lifecycle import STEPS
from tracker.domain.own_days import Judged, Owed, judged
from tracker.domain.parties import TaskRole
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock, Event
from tracker.models.tasks import Task
from tracker.queries.dossier import MOVE_DUE_DATE

REPLIES = (ClockKind.REPLY, ClockKind.REHANDLE_REPLY)
OPINIONS = (ClockKind.CO_OPINION, ClockKind.CO_OPINION_AGAIN)
# Acts that leave a case where it was tell nothing of who holds it, but for those that ask somebody else to decide.
_TELLING = [one.value for one in Action if one in PROCEDURES or one is Action.SIGN or STEPS[one].to is not None]
# Of these the record keeps more than the moment: the day on the paper, the end of a window, what the deputies said.
_DATED = [one.value for one in (Action.ENTER_SIGN_FOR, Action.ENTER_REPLY, Action.SHUT_RATING, Action.LAPSE)]
_BAD = Level.DISSATISFIED.value
_DONE = (Action.REPLIED, Action.OPINE)
_MACHINES, _ACTIONS = {one.value: one for one in Machine}, {one.value: one for one in Action}
Tasks = Collection[int] | Select[tuple[int]]


@dataclass(frozen=True)
class HeldShare:
    """One unit's share (件次): who held it, and each reply it owed (轮次) judged on its own days; days of Shanghai."""

    task_id: int
    unit_id: int
    role: TaskRole
    spans: tuple[Span, ...]
    replies: tuple[Judged, ...]

    @property
    def last(self) -> Judged | None:
        return self.replies[-1] if self.replies else None


@dataclass(frozen=True)
class HeldCase:
    """A whole paper: who held it before it went to the units, and each share since."""

    paper: tuple[Span, ...]
    shares: tuple[HeldShare, ...]


@dataclass(frozen=True)
class _Read:
    """What the statements found, by suggestion."""

    acts: dict[int, list[Act]]
    clocks: dict[int, list[_Limit]]


@dataclass(frozen=True)
class _Limit:
    task_id: int
    kind: ClockKind
    first: date
    due: date
    stopped: date | None


def held_case(suggestion_id: int, day: date) -> HeldCase:
    """One case as of the end of a day: three statements."""
    shares = _shares(Task.suggestion_id == suggestion_id)
    found = _read(Event.suggestion_id == suggestion_id, Clock.suggestion_id == suggestion_id, day)
    acts = found.acts.get(suggestion_id, [])
    paper = paper_spans(acts, until=day)
    return HeldCase(tuple(paper), tuple(_held(share, shares, found, day) for share in shares))


def held_days(tasks: Tasks, day: date) -> dict[int, HeldShare]:
    """Shares by id as of the end of a day, as many as are named or found by a select of their ids: three statements."""
    wanted = _shares(Task.suggestion_id.in_(select(Task.suggestion_id).where(Task.id.in_(tasks))))
    mine = set(db.session.scalars(tasks)) if isinstance(tasks, Select) else set(tasks)
    cases = select(Task.suggestion_id).where(Task.id.in_(tasks))
    of_shares = and_(Event.suggestion_id.in_(cases), or_(Event.task_id.is_not(None), Event.action == MOVE_DUE_DATE))
    found = _read(of_shares, Clock.suggestion_id.in_(cases), day)
    beside: dict[int, list[Any]] = defaultdict(list)
    for share in wanted:
        beside[share.suggestion_id].append(share)
    return {one.id: _held(one, beside[one.suggestion_id], found, day) for one in wanted if one.id in mine}


def _shares(where: ColumnElement[bool]) -> list[Any]:
    columns = (Task.id, Task.suggestion_id, Task.unit_id, Task.role)
    return list(db.session.execute(select(*columns).where(where).order_by(Task.suggestion_id, Task.id)))


def _read(of_event: ColumnElement[bool], of_clock: ColumnElement[bool], day: date) -> _Read:
    acts: dict[int, list[Act]] = defaultdict(list)
    later: dict[int, date] = {}
    for row in db.session.execute(_events(of_event, day)):
        if row.action == MOVE_DUE_DATE:
            _undo(later, row.facts)
        else:
            acts[row.suggestion_id].append(_act(row))
    return _Read(acts, _limits(of_clock, day, later))


def _events(of: ColumnElement[bool], day: date) -> Select[Any]:
    """Acts until the end of the day; after it only the moving of due dates, which is undone."""
    told = and_(Event.action.in_(_TELLING), Event.at <= end_of(day))
    moved = and_(Event.action == MOVE_DUE_DATE, Event.at > end_of(day))
    facts = case((Event.action.in_([*_DATED, MOVE_DUE_DATE]), Event.facts), else_=literal_column("NULL"))
    columns = (
        # Hundreds of thousands of them: an instant is read as it is written, in UTC.
        type_coerce(Event.at, DateTime()).label("at"),
        Event.suggestion_id,
        Event.machine,
        Event.action,
        Event.to_state,
        Event.task_id,
        Event.round_id,
    )
    return select(*columns, facts.label("facts")).where(of, or_(told, moved)).order_by(Event.suggestion_id, Event.seq)


def _undo(later: dict[int, date], facts: dict[str, Any]) -> None:
    """A due date moved after the day asked about was another on that day; of several moves the first one tells."""
    for clock_id, (_kind, was, _becomes) in zip(facts.get("clocks", ()), facts["moved"], strict=False):
        later.setdefault(clock_id, date.fromisoformat(was))


def _act(row: Any) -> Act:
    at, _of, machine, action, state, task_id, round_id, held = row
    if held is None:
        return Act(_day(at.date(), at.hour), _MACHINES[machine], _ACTIONS[action], state, task_id, round_id)
    on_paper = held.get("on_paper_of") or held.get("window_ended_on")
    on = date.fromisoformat(on_paper) if on_paper else _day(at.date(), at.hour)
    bad = held.get("headline") == _BAD
    return Act(on, _MACHINES[machine], _ACTIONS[action], state, task_id, round_id, bad)


@lru_cache(maxsize=8192)
def _day(day: date, hour: int) -> date:
    """The day of Shanghai of an hour of UTC: asked of very many acts, which share their hours."""
    return day_of(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def _limits(of: ColumnElement[bool], day: date, later: dict[int, date]) -> dict[int, list[_Limit]]:
    columns = (Clock.id, Clock.suggestion_id, Clock.task_id, Clock.kind, Clock.started_on, Clock.due_on)
    kinds = Clock.kind.in_((*REPLIES, *OPINIONS))
    rows = db.session.execute(select(*columns, Clock.stopped_on).where(of, kinds).order_by(Clock.id))
    found: dict[int, list[_Limit]] = defaultdict(list)
    for row in rows:
        if row.started_on <= day:
            due = later.get(row.id, row.due_on)
            stopped = row.stopped_on if row.stopped_on is not None and row.stopped_on <= day else None
            found[row.suggestion_id].append(_Limit(row.task_id, row.kind, row.started_on, due, stopped))
    return found


def _held(share: Any, beside: Iterable[Any], found: _Read, day: date) -> HeldShare:
    acts = [act for act in found.acts.get(share.suggestion_id, ()) if act.task_id == share.id]
    limits = found.clocks.get(share.suggestion_id, [])
    co = {one.id for one in beside if one.role is TaskRole.CO} if share.role is TaskRole.LEAD else set()
    late = [(one.due, one.stopped or day) for one in limits if one.task_id in co and one.kind in OPINIONS]
    spans = share_spans(acts, until=day, late=[(due, end) for due, end in late if due < end])
    owed = _owed([one for one in limits if one.task_id == share.id and one.kind in REPLIES + OPINIONS], acts)
    replies = tuple(judged(spans, one, until=day) for one in owed)
    return HeldShare(share.id, share.unit_id, share.role, tuple(spans), replies)


def _owed(limits: Iterable[_Limit], acts: Iterable[Act]) -> Iterator[Owed]:
    """The replies a share owed; more time stops one clock and starts another from the same day, which is one reply."""
    acts = list(acts)
    paper = {act.on for act in acts if act.action is Action.ENTER_REPLY}
    taken = {act.on for act in acts if act.action is Action.END} - {act.on for act in acts if act.action in _DONE}
    held: dict[tuple[ClockKind, date], _Limit] = {}
    for one in limits:
        known = held.get((one.kind, one.first))
        # As of an earlier day the clock that was to follow had not begun while the one before it still ran.
        if known is None or known.stopped is not None:
            held[one.kind, one.first] = one
    for one in sorted(held.values(), key=lambda each: each.first):
        entered = [day for day in paper if one.stopped and one.first <= day <= one.stopped]
        yield Owed(one.first, one.due, max(entered, default=one.stopped), one.stopped in taken)
