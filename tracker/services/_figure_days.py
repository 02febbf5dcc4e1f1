"""The figures of past days, kept so that a page need not add up years: what changed on each day before the mark's, and
at the end of each month everything up to it.

Derived from the entries, in the transaction that writes them: a correction of the past goes into its day and into the
end of every month since. A count from the beginning makes them last, some days at a time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select

from tracker.db import db
from tracker.domain.breakdowns import By, parts_of
from tracker.domain.calendar import ONE_DAY, month_end
from tracker.models.figures import FigureEntry, FigureMark, FigurePast

PIECE = 2000  # entries after which a piece of days ends: the write lock is held for a few hundredths of a second

Slot = tuple[int, bool, str]  # a session, its papers of while it sat or not, a breakdown
Parts = defaultdict[str, Counter[str]]
Days = dict[date, dict[Slot, Parts]]
P = FigurePast
_BREAKDOWNS = frozenset(one.value for one in By)


def forget(mark: FigureMark) -> None:
    """Everything is counted anew."""
    db.session.execute(delete(P))
    mark.days_to = None


def are_behind(mark: FigureMark) -> bool:
    """Whether a day has passed that is not kept."""
    return mark.days_to != mark.through - ONE_DAY


def keep_some(mark: FigureMark, columns: Iterable[Any]) -> bool:
    """Keep the next days, to the end of a month at most. Says whether there were any."""
    last = mark.through - ONE_DAY
    begun = mark.days_to + ONE_DAY if mark.days_to else db.session.scalar(select(func.min(FigureEntry.day)))
    if begun is None or begun > last:
        was_behind, mark.days_to = are_behind(mark), last
        return was_behind
    end = min(last, month_end(begun), _filled(begun) or last)
    entries = db.session.execute(select(*columns).where(FigureEntry.day.between(begun, end)))
    rows = [
        _row(slot, day, parts, is_sum=False)
        for day, slots in _by_day((row, 1) for row in entries).items()
        for slot, parts in slots.items()
    ]
    if rows:
        db.session.execute(insert(P), rows)
    if end == month_end(end):
        _close(end)
    mark.days_to = end
    return True


def amend(mark: FigureMark, moved: Iterable[tuple[Any, int]]) -> None:
    """Entries that came (1) or went (-1) change the days that are kept already."""
    days_to = mark.days_to
    if days_to is None:
        return
    changed = _by_day((row, times) for row, times in moved if row.day <= days_to)
    slots: dict[Slot, dict[date, Parts]] = defaultdict(dict)
    for day, found in changed.items():
        for slot, parts in found.items():
            slots[slot][day] = parts
    for slot, days in slots.items():
        _amend(slot, days, days_to)


def _filled(begun: date) -> date | None:
    """The day on which a piece has become big enough."""
    days = select(FigureEntry.day).where(FigureEntry.day >= begun).order_by(FigureEntry.day)
    return db.session.scalar(days.limit(1).offset(PIECE))


def _by_day(rows: Iterable[tuple[Any, int]]) -> Days:
    found: Days = defaultdict(lambda: defaultdict(lambda: defaultdict(Counter)))
    # Thousands of entries of a day lie in a few hundred places.
    places: dict[Any, list[Counter[str]]] = {}
    for row, times in rows:
        where = _where(row)
        if where not in places:
            slots = found[row.day]
            places[where] = [slots[slot][part] for slot, part in _places(row)]
        code, number = row.measure.value, times * row.number
        for counts in places[where]:
            counts[code] += number
    return found


def _where(row: Any) -> tuple[Any, ...]:
    return (*_placed(row), row.task_id is None)


_placed = attrgetter("day", "session_id", "in_session", "delegation_id", "category_id", "unit_id", "letter", "is_key")


def _places(row: Any) -> Iterator[tuple[Slot, str]]:
    for session_id, in_session, by, part in parts_of(row):
        if by in _BREAKDOWNS:
            yield (session_id, in_session, by), part


def _row(slot: Slot, day: date, parts: Mapping[str, Counter[str]], *, is_sum: bool) -> dict[str, Any]:
    session_id, in_session, by = slot
    return {
        "session_id": session_id,
        "in_session": in_session,
        "by": by,
        "day": day,
        "is_sum": is_sum,
        "parts": _written(parts),
    }


def _written(parts: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    told = {part: {code: number for code, number in sorted(counts.items()) if number} for part, counts in parts.items()}
    return {part: counts for part, counts in sorted(told.items()) if counts}


def _close(end: date) -> None:
    """Everything up to the end of a month: what it was a month before, and the days since."""
    before = end.replace(day=1) - ONE_DAY
    wanted = or_(and_(P.is_sum, P.day == before), and_(P.is_sum.is_(False), P.day > before, P.day <= end))
    found: dict[Slot, Parts] = defaultdict(lambda: defaultdict(Counter))
    for session_id, in_session, by, parts in db.session.execute(
        select(P.session_id, P.in_session, P.by, P.parts).where(wanted)
    ):
        _add(found[session_id, in_session, by], parts)
    if rows := [_row(slot, end, parts, is_sum=True) for slot, parts in found.items()]:
        db.session.execute(insert(P), rows)


def _amend(slot: Slot, days: Mapping[date, Parts], days_to: date) -> None:
    session_id, in_session, by = slot
    since = and_(P.is_sum, P.day >= min(days))
    wanted = select(P).where(
        P.by == by,
        P.session_id == session_id,
        P.in_session == in_session,
        or_(since, and_(P.is_sum.is_(False), P.day.in_(days))),
    )
    there = {(one.day, one.is_sum): one for one in db.session.scalars(wanted)}
    summed: dict[tuple[date, bool], Parts] = {}
    for day, parts in days.items():
        for place in [(day, False), *((end, True) for end in _month_ends(day, days_to))]:
            if place not in summed:
                summed[place] = defaultdict(Counter)
                _add(summed[place], there[place].parts if place in there else {})
            _add(summed[place], parts)
    for (day, is_sum), parts in summed.items():
        if (day, is_sum) in there:
            there[day, is_sum].parts = _written(parts)
        else:
            db.session.add(P(**_row(slot, day, parts, is_sum=is_sum)))
    db.session.flush()


def _month_ends(day: date, days_to: date) -> Iterator[date]:
    """The ends of months from a day on that are kept."""
    end = month_end(day)
    while end <= days_to:
        yield end
        end = month_end(end + ONE_DAY)


def _add(found: Parts, parts: Mapping[str, Mapping[str, int]]) -> None:
    for part, counts in parts.items():
        of_part = found[part]
        for code, number in counts.items():
            of_part[code] += number
