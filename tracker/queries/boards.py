"""What boards show beside the figures: what falls due when and how far that is, who was late at the end of each week,
who handles what. All of it from the ledger of figures, as of the day of its mark or an earlier one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.breakdowns import By, Kept
from tracker.domain.statistics import NOT_SENT_UP, REPLIED, STEPS, Measure
from tracker.models.figures import FigureEntry, FigureSum
from tracker.models.people import Person
from tracker.models.tasks import Task
from tracker.queries.figures import Scope, conditions, figures, whole

E = FigureEntry
OPEN = (Measure.RUNNING, Measure.OVERDUE)

Late = Mapping[int, Sequence[int]]


@dataclass(frozen=True)
class Lateness:
    """Shares that were late (逾期未答复) at the end of some days, by unit, and since when the oldest of now is due."""

    ends: Sequence[date]
    units: Late
    oldest: Mapping[int, date]


def due_days(scope: Scope, first: date, last: date, *, on: date) -> dict[date, Counter[Measure]]:
    """The counts of what falls due from a day to a day, by that day, as of the day of the mark."""
    found: dict[date, Counter[Measure]] = defaultdict(Counter)
    if not scope.is_narrow and scope.unit_ids is None:
        wanted = select(FigureSum.part, FigureSum.counts).where(
            FigureSum.by == Kept.DUE.value, FigureSum.part.between(first.isoformat(), last.isoformat())
        )
        if scope.session_ids:
            wanted = wanted.where(FigureSum.session_id.in_(scope.session_ids))
        if scope.in_session is not None:
            wanted = wanted.where(FigureSum.in_session == scope.in_session)
        for part, counts in db.session.execute(wanted):
            found[date.fromisoformat(part)].update({Measure(code): number for code, number in counts.items()})
        return dict(found)
    entries = select(E.due_on, E.measure, func.sum(E.number)).where(
        *conditions(scope), E.due_on.between(first, last), E.day <= on, E.measure.in_((*REPLIED, *OPEN, *STEPS))
    )
    for due_on, measure, number in db.session.execute(entries.group_by(E.due_on, E.measure)):
        if number and due_on is not None:
            found[due_on][measure] = number
    return dict(found)


def late_at(scope: Scope, ends: Sequence[date]) -> Lateness:
    """How many shares of each unit were late at the end of each of these days, the last of which is the latest; from
    the entries of what was ever late, a small part of all."""
    wanted = (
        select(E.unit_id, E.due_on, E.day, func.sum(E.number))
        .where(E.measure == Measure.OVERDUE, E.day <= ends[-1], *conditions(scope))
        .group_by(E.unit_id, E.due_on, E.day)
    )
    units: dict[int, list[int]] = defaultdict(lambda: [0] * len(ends))
    still: Counter[tuple[int, date]] = Counter()
    for unit_id, due_on, day, number in db.session.execute(wanted):
        if unit_id is None or due_on is None:
            continue
        still[unit_id, due_on] += number
        for at, end in enumerate(ends):
            if day <= end:
                units[unit_id][at] += number
    oldest: dict[int, date] = {}
    for (unit_id, due_on), number in still.items():
        if number:
            oldest[unit_id] = min(due_on, oldest.get(unit_id, due_on))
    return Lateness(ends, {one: row for one, row in units.items() if any(row)}, oldest)


@dataclass(frozen=True)
class Soon:
    """Shares that fall due within the days of an amber light, and how many of them are not sent up for a signature."""

    due: int
    not_sent: int


def soon_by_unit(scope: Scope, first: date, last: date, *, on: date) -> dict[int, Soon]:
    """What each unit has still to reply to by a day, as of the day of the mark; few days, an index of due days."""
    # Named here, the measures would send SQLite down the whole ledger of each; there are few others on these days.
    wanted = select(E.unit_id, E.measure, func.sum(E.number)).where(
        *conditions(scope), E.due_on.between(first, last), E.day <= on
    )
    found: dict[int, Counter[bool]] = defaultdict(Counter)
    for unit_id, measure, number in db.session.execute(wanted.group_by(E.unit_id, E.measure)):
        if unit_id is not None and measure in STEPS:
            found[unit_id][measure in NOT_SENT_UP] += number
    return {one: Soon(counts[True] + counts[False], counts[True]) for one, counts in found.items()}


def steps_by_handler(scope: Scope, *, on: date) -> dict[tuple[int, str], Counter[Measure]]:
    """With whom of a unit the shares lie that are not replied to, by handler (0: nobody yet) and step."""
    wanted = (
        select(Task.handler_id, Person.name, E.measure, func.sum(E.number))
        .join(Task, Task.id == E.task_id)
        .outerjoin(Person, Person.id == Task.handler_id)
        .where(*conditions(scope), E.day <= on, E.measure.in_((*STEPS, Measure.OVERDUE)))
        .group_by(Task.handler_id, Person.name, E.measure)
    )
    found: dict[tuple[int, str], Counter[Measure]] = defaultdict(Counter)
    for handler_id, name, measure, number in db.session.execute(wanted):
        if number:
            found[handler_id or 0, name or ""][measure] = number
    return {who: counts for who, counts in found.items() if any(counts[one] for one in STEPS)}


def sums(scope: Scope, *, on: date | None = None) -> Counter[Measure]:
    """The counts of all of it; those of a delegation or of some categories are kept sums too."""
    by = By.CATEGORY if scope.category_ids is not None else By.DELEGATION
    plain = replace(scope, category_ids=None, delegation_id=None)
    one_only = (scope.category_ids is None) is not (scope.delegation_id is None)
    if not one_only or plain.is_narrow or plain.unit_ids is not None:
        return whole(scope, on=on)
    parts = {str(one) for one in (scope.category_ids or (scope.delegation_id,))} if scope.category_ids != () else set()
    return sum((counts for part, counts in figures(plain, by, on=on).items() if part in parts), Counter())


def of_units(scope: Scope) -> dict[str, Counter[Measure]]:
    """The figures of each unit, from kept sums for some topmost categories too."""
    if scope.category_ids is None:
        return figures(scope, By.UNIT)
    return _of_field(scope, scope.category_ids)


def _of_field(scope: Scope, category_ids: Collection[int]) -> dict[str, Counter[Measure]]:
    wanted = select(FigureSum.part, FigureSum.counts).where(FigureSum.by == Kept.FIELD.value)
    if scope.session_ids:
        wanted = wanted.where(FigureSum.session_id.in_(scope.session_ids))
    if scope.in_session is not None:
        wanted = wanted.where(FigureSum.in_session == scope.in_session)
    found: dict[str, Counter[Measure]] = defaultdict(Counter)
    for part, counts in db.session.execute(wanted):
        category, _colon, unit = part.partition(":")
        if category and int(category) in category_ids:
            found[unit].update({Measure(code): number for code, number in counts.items()})
    return dict(found)


def by_session(scope: Scope, *, on: date) -> dict[int, Counter[Measure]]:
    """The figures of a narrow scope by session (0: of none), from the entries of its papers alone."""
    wanted = select(E.session_id, E.measure, func.sum(E.number)).where(*conditions(scope), E.day <= on)
    found: dict[int, Counter[Measure]] = defaultdict(Counter)
    for session_id, measure, number in db.session.execute(wanted.group_by(E.session_id, E.measure)):
        if number:
            found[session_id or 0][measure] = number
    return dict(found)
