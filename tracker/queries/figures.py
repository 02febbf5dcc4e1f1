"""The figures as of a day: of terms, sessions and parts of them, broken down; and the cases behind each of them.

As of the day of the mark they are kept sums; as of an earlier day the sums of the end of a month and the changes of the
days since, and while those are not kept the entries themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    case,
    cast,
    distinct,
    func,
    literal,
    or_,
    select,
    union,
)

from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.calendar import ONE_DAY, month_end
from tracker.domain.parties import SignatureState
from tracker.domain.roles import System
from tracker.domain.statistics import DEFINITIONS, Measure
from tracker.models.figures import FigureEntry, FigureMark, FigurePast, FigureSum
from tracker.models.organs import Category, Delegation, Unit
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Task

Figures = Mapping[str, Counter[Measure]]
E, P = FigureEntry, FigurePast
_OF_CODE = {one.value: one for one in Measure}
# So far back it is quicker to take away what has changed since than to add up everything.
NEAR = timedelta(days=35)


@dataclass(frozen=True)
class AsOf:
    """How far the figures go: all acts of the record up to `seq`, and the days up to `through` (Asia/Shanghai)."""

    through: date
    made_at: datetime
    seq: int
    is_whole: bool  # not while they are being counted from the beginning


@dataclass(frozen=True)
class Scope:
    """Whose papers: of these sessions (0: of none, nothing: all), handed in while they sat, between them, or both."""

    session_ids: tuple[int, ...] = ()
    in_session: bool | None = None
    # Only the shares of these units, where somebody watches no more than those.
    unit_ids: tuple[int, ...] | None = None
    # Narrower than any kept sum: of topmost categories, of a delegation, of papers a deputy leads or signed, of shares
    # somebody handles (0: nobody), of what falls due between two days.
    category_ids: tuple[int, ...] | None = None
    delegation_id: int | None = None
    led_by: int | None = None
    signed_by: int | None = None
    handler_id: int | None = None
    due: tuple[date, date] | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it is to be added up from the entries."""
        narrow = (self.category_ids, self.delegation_id, self.led_by, self.signed_by, self.handler_id, self.due)
        return any(one is not None for one in narrow)


def as_of() -> AsOf | None:
    """How far the figures go; None while nothing has been counted yet."""
    mark = db.session.get(FigureMark, 1)
    if mark is None:
        return None
    return AsOf(mark.through, mark.made_at, mark.seq, mark.rebuilt_to is None and mark.definitions == DEFINITIONS)


def figures(scope: Scope, by: By = By.WHOLE, *, on: date | None = None) -> dict[str, Counter[Measure]]:
    """The counts of each part of a breakdown; as of a past day where `on` says one."""
    mark = db.session.get(FigureMark, 1)
    if mark is None:
        return {}
    # Units' sums know no other breakdown: what somebody watches of them is added up from the entries.
    day = min(on or mark.through, mark.through)
    kept = not scope.is_narrow and (scope.unit_ids is None or by is By.UNIT)
    if kept and mark.days_to is not None and day <= mark.days_to:
        found = _then(scope, by, day, mark.days_to)
    elif not kept or mark.through - day > NEAR:
        return _added(scope, by, E.day <= day)
    else:
        found = _kept(scope, by)
        if day < mark.through:
            found = _without(found, _added(scope, by, E.day > day, E.day <= mark.through))
    ours = None if scope.unit_ids is None else {str(one) for one in scope.unit_ids}
    return {part: counts for part, counts in found.items() if ours is None or part in ours}


def _without(kept: Figures, since: Figures) -> dict[str, Counter[Measure]]:
    """What was counted before these changes."""
    found = {}
    for part, counts in kept.items():
        then = Counter(counts)
        then.subtract(since.get(part, {}))
        found[part] = Counter({measure: number for measure, number in then.items() if number})
    return found


def whole(scope: Scope, *, on: date | None = None) -> Counter[Measure]:
    """The counts of all of it."""
    if scope.unit_ids is None:
        return figures(scope, on=on).get("", Counter())
    return sum(figures(scope, By.UNIT, on=on).values(), Counter())


@dataclass(frozen=True)
class Deputies:
    """How many deputies stand behind the registered papers (名): who leads one, and who leads or signed one."""

    leading: int
    taking_part: int


def deputies(scope: Scope, *, on: date) -> Deputies:
    """Deputies behind what was registered by a day, each counted once."""
    leads, both = deputy_ids(scope, on=on)
    leading = db.session.scalar(select(func.count(distinct(leads.subquery().c.who)))) or 0
    return Deputies(leading, db.session.scalar(select(func.count()).select_from(both.subquery())) or 0)


def deputy_ids(scope: Scope, *, on: date) -> tuple[Select[Any], CompoundSelect[Any]]:
    """Who they are, as statements: who leads one, and who leads or signed one."""
    registered = E.measure == Measure.REGISTERED
    papers = select(E.suggestion_id).where(registered, holds(on), *conditions(scope))
    leads = select(Suggestion.author_id.label("who")).where(
        Suggestion.id.in_(papers), Suggestion.author_id.is_not(None)
    )
    signs = select(Signature.person_id.label("who")).where(
        Signature.suggestion_id.in_(papers), Signature.state == SignatureState.AGREED
    )
    return leads, union(leads, signs)


def by_system(of_units: Figures) -> dict[str, Counter[Measure]]:
    """The figures of units added up by their systems (government, party, court …)."""
    systems = {row.id: row.system for row in db.session.execute(select(Unit.id, Unit.system))}
    found: dict[str, Counter[Measure]] = defaultdict(Counter)
    for part, counts in of_units.items():
        found[systems[int(part)].value if part else ""].update(counts)
    return found


def _kept(scope: Scope, by: By) -> dict[str, Counter[Measure]]:
    wanted = select(FigureSum.part, FigureSum.counts).where(FigureSum.by == by.value, *_slots(FigureSum, scope))
    return _as_measures(({part: counts}, 1) for part, counts in db.session.execute(wanted))


def _then(scope: Scope, by: By, day: date, days_to: date) -> dict[str, Counter[Measure]]:
    """From the nearer end of a month: with the days after it, or without those up to it."""
    before, after = day.replace(day=1) - ONE_DAY, month_end(day)
    back = after <= days_to and after - day < day - before
    first, last = (day + ONE_DAY, after) if back else (before + ONE_DAY, day)
    days = and_(P.is_sum.is_(False), P.day.between(first, last))
    at_end = and_(P.is_sum, P.day == (after if back else before))
    wanted = select(P.is_sum, P.parts).where(P.by == by.value, or_(at_end, days), *_slots(P, scope))
    return _as_measures((parts, -1 if back and not is_sum else 1) for is_sum, parts in db.session.execute(wanted))


def _slots(table: type[FigureSum | FigurePast], scope: Scope) -> Iterator[ColumnElement[bool]]:
    if scope.session_ids:
        yield table.session_id.in_(scope.session_ids)
    if scope.in_session is not None:
        yield table.in_session == scope.in_session


def _as_measures(rows: Iterable[tuple[Mapping[str, Mapping[str, int]], int]]) -> dict[str, Counter[Measure]]:
    """Kept counts added up, by part; a hundred thousand numbers on a page of a whole term."""
    found: dict[str, dict[str, int]] = {}
    for parts, sign in rows:
        for part, counts in parts.items():
            of_part = found.setdefault(part, {})
            for code, number in counts.items():
                of_part[code] = of_part.get(code, 0) + sign * number
    return {
        part: Counter({_OF_CODE[code]: number for code, number in counts.items() if number})
        for part, counts in found.items()
    }


def _added(scope: Scope, by: By, *days: ColumnElement[bool]) -> dict[str, Counter[Measure]]:
    part = _PARTS[by]
    wanted = select(part, E.measure, func.sum(E.number)).where(*conditions(scope), *days)
    if by in (By.UNIT, By.LETTER):
        wanted = wanted.where(E.task_id.is_not(None))
    found: dict[str, Counter[Measure]] = defaultdict(Counter)
    for name, measure, number in db.session.execute(wanted.group_by(part, E.measure)):
        if number:
            found[name or ""][measure] = number
    return dict(found)


_PARTS: dict[By, Any] = {
    By.WHOLE: literal(""),
    By.DELEGATION: cast(E.delegation_id, String),
    By.CATEGORY: cast(E.category_id, String),
    By.KEY: case((E.is_key, "1"), else_="0"),
    By.UNIT: cast(E.unit_id, String),
    By.LETTER: E.letter,
}


def holds(on: date) -> ColumnElement[bool]:
    """Entries that came by a day and were not taken back by then: what is counted at its end, one by one."""
    return and_(E.number > 0, E.day <= on, or_(E.until.is_(None), E.until > on))


def conditions(scope: Scope) -> list[ColumnElement[bool]]:
    """What of the entries belongs to it."""
    found: list[ColumnElement[bool]] = []
    if scope.session_ids:
        ids = [one for one in scope.session_ids if one]
        none = E.session_id.is_(None) if 0 in scope.session_ids else None
        found.append(E.session_id.in_(ids) if none is None else or_(none, E.session_id.in_(ids)))
    if scope.in_session is not None:
        found.append(E.in_session == scope.in_session)
    if scope.unit_ids is not None:
        found += [E.task_id.is_not(None), E.unit_id.in_(scope.unit_ids)]
    if scope.category_ids is not None:
        found.append(E.category_id.in_(scope.category_ids))
    if scope.delegation_id is not None:
        found.append(E.delegation_id == scope.delegation_id)
    return [*found, *_of_people(scope), *([E.due_on.between(*scope.due)] if scope.due is not None else [])]


def _of_people(scope: Scope) -> Iterator[ColumnElement[bool]]:
    if scope.led_by is not None:
        yield E.suggestion_id.in_(select(Suggestion.id).where(Suggestion.author_id == scope.led_by))
    if scope.signed_by is not None:
        signed = select(Signature.suggestion_id).where(
            Signature.person_id == scope.signed_by, Signature.state == SignatureState.AGREED
        )
        yield E.suggestion_id.in_(signed)
    if scope.handler_id is not None:
        handler = Task.handler_id.is_(None) if scope.handler_id == 0 else Task.handler_id == scope.handler_id
        yield E.task_id.in_(select(Task.id).where(handler))


def units_of_system(system: System) -> tuple[int, ...]:
    """Ids of the units of a system, those that have ended too."""
    return tuple(db.session.scalars(select(Unit.id).where(Unit.system == system).order_by(Unit.id)))


def part_names(by: By) -> dict[str, str]:
    """The names of units, delegations or categories by the id a breakdown holds."""
    column: Any = {By.UNIT: Unit.short_name, By.DELEGATION: Delegation.name, By.CATEGORY: Category.name}[by]
    ids = column.class_.id
    return {str(number): name for number, name in db.session.execute(select(ids, column))}
