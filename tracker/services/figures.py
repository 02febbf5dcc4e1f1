"""Keeping the figures: what the record says since it was last counted, in small pieces, repeatable without harm.

Nothing is counted while people act: the worker follows the record some seconds behind, and every page says how far it
has come. A paper that was touched is counted anew as a whole, so no half-counted act can be left over by a crash.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.breakdowns import Part, parts_of
from tracker.domain.calendar import ONE_DAY
from tracker.domain.statistics import DEFINITIONS, Measure
from tracker.domain.tallies import entries
from tracker.models.figures import FigureEntry, FigureMark, FigureSum
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.queries.figure_stories import Case, cases
from tracker.services import _figure_days

BATCH = 60  # papers in one transaction: the write lock is held for about a tenth of a second
FEW = 20  # transactions in one round of the worker, so that its jobs wait a few seconds at most

Changes = dict[Part, Counter[Measure]]


def keep_up(*, now: datetime, most: int | None = FEW) -> int:
    """Count what has not been counted yet, `most` pieces of it; returns how many pieces there were."""
    done = 0
    while (most is None or done < most) and is_behind(now=now) and count_some(now=now):
        done += 1
    return done


def is_behind(*, now: datetime) -> bool:
    """Whether there is anything to count; reads only."""
    mark = db.session.get(FigureMark, 1)
    behind = mark is None or (mark.definitions, mark.rebuilt_to, mark.seq, mark.through) != (
        DEFINITIONS,
        None,
        _last(),
        max(mark.through, day_of(now)),
    )
    behind = behind or (mark is not None and _figure_days.are_behind(mark))
    db.session.rollback()
    return behind


def _last() -> int:
    return db.session.scalar(select(func.max(Event.seq))) or 0


@transactional
def count_some(*, now: datetime) -> bool:
    """Do one piece: begin anew, go on with that, let a day pass, follow the record, or keep what past days came to.
    Says whether there was one."""
    mark = db.session.get(FigureMark, 1)
    if mark is None or mark.definitions != DEFINITIONS:
        _begin_anew(mark, now=now)
        return True
    mark.made_at = now
    if mark.rebuilt_to is not None:
        return _go_on(mark)
    if mark.through < day_of(now):
        _let_pass(mark, day_of(now))
        return True
    if mark.seq != _last():
        return _follow(mark)
    return _figure_days.keep_some(mark, _COLUMNS)


@transactional
def recount(*, now: datetime) -> bool:
    """Throw all figures away and begin to count from the beginning; `keep_up` does the work."""
    _begin_anew(db.session.get(FigureMark, 1), now=now)
    return True


def _begin_anew(mark: FigureMark | None, *, now: datetime) -> None:
    """The entries stay until their paper's turn comes: millions of them at once would hold the write lock for seconds.
    Nothing reads them while `rebuilt_to` stands."""
    db.session.execute(delete(FigureSum))
    if mark is None:
        mark = FigureMark(id=1)
        db.session.add(mark)
    mark.definitions, mark.through, mark.rebuilt_to, mark.made_at = DEFINITIONS, day_of(now), 0, now
    _figure_days.forget(mark)
    # What is written while the count is under way is followed afterwards.
    mark.seq = _last()


def _go_on(mark: FigureMark) -> bool:
    wanted = select(Suggestion.id).where(Suggestion.id > mark.rebuilt_to).order_by(Suggestion.id).limit(BATCH)
    ids = db.session.scalars(wanted).all()
    last = ids[-1] if len(ids) == BATCH else None
    left_over = [FigureEntry.suggestion_id > mark.rebuilt_to]
    if last is not None:
        left_over.append(FigureEntry.suggestion_id <= last)
    db.session.execute(delete(FigureEntry).where(*left_over))
    _count(ids, mark)
    mark.rebuilt_to = last
    return True


def _let_pass(mark: FigureMark, today: date) -> None:
    """Days begin by themselves: what was to be late from one of them is."""
    begun = FigureEntry.day.between(mark.through + ONE_DAY, today)
    _add(_changes((row, 1) for row in db.session.execute(select(*_COLUMNS).where(begun))))
    mark.through = today


def _follow(mark: FigureMark) -> bool:
    wanted = select(Event.seq, Event.suggestion_id).where(Event.seq > mark.seq).order_by(Event.seq)
    ids: set[int] = set()
    for seq, suggestion_id in db.session.execute(wanted):
        if suggestion_id is not None and suggestion_id not in ids:
            if len(ids) == BATCH:
                break
            ids.add(suggestion_id)
        mark.seq = seq
    _count(sorted(ids), mark)
    return True


_COLUMNS = (
    FigureEntry.day,
    FigureEntry.measure,
    FigureEntry.number,
    FigureEntry.session_id,
    FigureEntry.in_session,
    FigureEntry.delegation_id,
    FigureEntry.category_id,
    FigureEntry.unit_id,
    FigureEntry.letter,
    FigureEntry.is_key,
    FigureEntry.due_on,
    FigureEntry.task_id,
)


def _count(ids: Sequence[int], mark: FigureMark) -> None:
    """Count these papers anew: their entries are replaced, and the sums move by the difference."""
    if not ids:
        return
    ours = FigureEntry.suggestion_id.in_(ids)
    known = select(*_COLUMNS).where(ours, FigureEntry.day <= mark.through)
    old = Counter(db.session.execute(known).all())
    db.session.execute(delete(FigureEntry).where(ours))
    rows = [row for case in cases(ids) for row in _rows(case)]
    if rows:
        db.session.execute(insert(FigureEntry), rows)
    moved = Counter(db.session.execute(known).all())
    # Most entries are what they were: the same act is told again.
    moved.subtract(old)
    changed = [(row, times) for row, times in moved.items() if times]
    _add(_changes(changed))
    _figure_days.amend(mark, changed)


def _rows(case: Case) -> Iterable[dict[str, Any]]:
    for told in case.told:
        for one in entries(told.story, case.homes):
            yield {
                "suggestion_id": case.suggestion_id,
                "task_id": told.task_id,
                "round_id": told.round_id,
                "commitment_id": told.commitment_id,
                "day": one.day,
                "measure": one.measure,
                "number": one.number,
                "until": one.until,
                "session_id": case.session_id,
                "in_session": case.in_session,
                "delegation_id": one.under.delegation_id,
                "category_id": case.category_id,
                "unit_id": one.under.unit_id,
                "letter": one.under.letter,
                "is_key": one.under.is_key,
                "due_on": one.under.due_on,
            }


def _changes(rows: Iterable[tuple[Any, int]]) -> Changes:
    """What entries that came (so many times) or went (as many times less) are to the sums."""
    found: Changes = defaultdict(Counter)
    for row, times in rows:
        for part in parts_of(row):
            found[part][row.measure] += times * row.number
    return found


def _add(changes: Changes) -> None:
    moved = {part: counts for part, counts in changes.items() if any(counts.values())}
    sessions, parts = {one.session_id for one in moved}, {one.part for one in moved}
    there = {
        Part(one.session_id, one.in_session, one.by, one.part): one
        for one in db.session.scalars(
            select(FigureSum).where(FigureSum.session_id.in_(sessions), FigureSum.part.in_(parts))
        )
    }
    for part, counts in moved.items():
        if part not in there:
            there[part] = FigureSum(**part._asdict(), counts={})
            db.session.add(there[part])
        one = there[part]
        summed = Counter({Measure(code): number for code, number in one.counts.items()})
        summed.update(counts)
        one.counts = {measure.value: number for measure, number in summed.items() if number}
    db.session.flush()
