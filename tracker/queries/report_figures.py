"""What a report freezes: the figures of a scope as of a day, broken down every way it prints them, and the cases behind
every one of them, packed. Read from the entries of the ledger in one statement a day, outside of any transaction that
writes."""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import String, select, type_coerce

from tracker.db import db
from tracker.domain.breakdowns import By, Kept, parts_of
from tracker.domain.report_figures import Frozen
from tracker.domain.reports import BETWEEN, DEPUTIES, HALF, IN, SYSTEM, Ref, ReportKind, When, title_of
from tracker.domain.statistics import Measure
from tracker.models.figures import FigureEntry, FigureMark
from tracker.models.organs import Unit
from tracker.queries.figures import Scope, as_of, conditions, deputy_ids, holds, part_names
from tracker.queries.report_papers import listed

E = FigureEntry
T = TypeVar("T")
_TRIES = 5
_NAMED = (By.UNIT, By.DELEGATION, By.CATEGORY)
_MEASURES = tuple(Measure)
_PLACE = {one.value: number for number, one in enumerate(_MEASURES)}


class Row(NamedTuple):
    """One thing that is counted, in one place of the breakdowns, with all that is true of it."""

    suggestion_id: int
    task_id: int | None
    round_id: int | None
    commitment_id: int | None
    session_id: int | None
    in_session: bool
    delegation_id: int | None
    category_id: int | None
    unit_id: int | None
    letter: str
    is_key: bool
    counts: list[list[int]]  # pairs of a measure's place and how often

    @property
    def due_on(self) -> None:
        """No table of a report goes by due dates."""


@dataclass(frozen=True)
class Side:
    """One of the days a report tells of: whose papers, in words, as of when."""

    scope: Scope
    words: str
    on: date


@dataclass(frozen=True)
class Wanted:
    """What is to be frozen; `compared` is what the day before is called (上年同期, 上月底)."""

    kind: ReportKind
    code: str
    sides: dict[When, Side]
    compared: str = ""
    unit_id: int | None = None
    unit: str = ""

    @property
    def title(self) -> str:
        """The title it is drafted with."""
        side = self.sides[When.NOW]
        return title_of(self.kind, side.words, side.on, self.unit)


@dataclass(frozen=True)
class Gathered:
    """What a report keeps: figures, lists, and how far the record had been counted."""

    wanted: Wanted
    kept: dict[str, Any]
    lists: bytes
    seq: int

    @property
    def frozen(self) -> Frozen:
        return Frozen(self.kept)


@dataclass
class _Read:
    wanted: Wanted
    rows: dict[When, list[Row]]
    people: dict[When, dict[str, list[int]]] = field(default_factory=dict)


class NotCounted(LookupError):
    """The figures have not been counted yet, or are being counted from the beginning."""


def gather(wanted: Wanted) -> Gathered:
    """Read what a report of one scope, or of one unit, freezes. Raises `NotCounted`."""
    return _steady(lambda: _gather(wanted))


def gather_units(wanted: Wanted) -> dict[int, Gathered]:
    """The same for every unit with a share in the scope, from one reading. Raises `NotCounted`."""
    return _steady(lambda: _gather_units(wanted))


def _steady(read: Callable[[], T]) -> T:
    """Read again where the ledger moved meanwhile, as it may between two statements on PostgreSQL: one report holds the
    figures of one moment."""
    for _ in range(_TRIES):
        before = _moment()
        found = read()
        if before == _moment():
            return found
    raise NotCounted


def _moment() -> Any:
    return db.session.execute(select(FigureMark.seq, FigureMark.through, FigureMark.rebuilt_to)).one_or_none()


def _gather(wanted: Wanted) -> Gathered:
    read = _Read(wanted, {when: _rows(side, when, wanted.unit_id) for when, side in wanted.sides.items()})
    if wanted.unit_id is None:
        read.people = {when: _people(side) for when, side in wanted.sides.items() if when is not When.LAST}
    return _gathered(read, _names(), _systems())


def _gather_units(wanted: Wanted) -> dict[int, Gathered]:
    names, systems = _names(), _systems()
    official = {row.id: row.name for row in db.session.execute(select(Unit.id, Unit.name))}
    split: dict[int, dict[When, list[Row]]] = defaultdict(lambda: {when: [] for when in wanted.sides})
    for when, side in wanted.sides.items():
        for row in _rows(side, when, None):
            if row.task_id is not None and row.unit_id is not None:
                split[row.unit_id][when].append(row)
    found = {}
    for unit_id, rows in sorted(split.items()):
        if rows[When.NOW]:
            of = Wanted(wanted.kind, wanted.code, wanted.sides, wanted.compared, unit_id, official[unit_id])
            found[unit_id] = _gathered(_Read(of, rows), names, systems)
    return found


def _gathered(read: _Read, names: dict[str, dict[str, str]], systems: dict[int, str]) -> Gathered:
    reach = as_of()
    if reach is None or not reach.is_whole:
        raise NotCounted
    moment = _moment()
    wanted = read.wanted
    figures: dict[str, dict[str, Any]] = {}
    for when, side in wanted.sides.items():
        parts = _summed(read.rows[when], systems)
        people = {name: len(ids) for name, ids in read.people.get(when, {}).items()}
        figures[when.value] = {
            "on": side.on.isoformat(), "scope": side.words, "parts": parts, "deputies": people
        }  # fmt: skip
    used = {by: {part for one in figures.values() for part in one["parts"].get(by, {})} for by in names}
    kept = {
        "figures": figures,
        "compared": wanted.compared,
        "unit": wanted.unit,
        "systems": {str(one): system for one, system in systems.items() if str(one) in used[By.UNIT]},
        "names": {by: {part: name for part, name in known.items() if part in used[by]} for by, known in names.items()},
        "papers": listed(wanted.kind, _shares(read.rows[When.NOW]), on=wanted.sides[When.NOW].on),
    }
    return Gathered(wanted, kept, _packed(read), moment.seq)


def _names() -> dict[str, dict[str, str]]:
    return {by.value: part_names(by) for by in _NAMED}


def _systems() -> dict[int, str]:
    return {number: system.value for number, system in db.session.execute(select(Unit.id, Unit.system))}


def _rows(side: Side, when: When, unit_id: int | None) -> list[Row]:
    """Everything that holds at the end of the day. Of last year's papers only the promises are told."""
    things = (
        E.suggestion_id, E.task_id, E.round_id, E.commitment_id, E.session_id, E.in_session, E.delegation_id,
        E.category_id, E.unit_id, E.letter, E.is_key,
    )  # fmt: skip
    # Hundreds of thousands of entries: codes are read as they are written, and nothing is added up on the way.
    wanted = select(*things, type_coerce(E.measure, String)).where(*conditions(side.scope), holds(side.on))
    if unit_id is not None:
        wanted = wanted.where(E.task_id.is_not(None), E.unit_id == unit_id)
    if when is When.LAST:
        wanted = wanted.where(E.commitment_id.is_not(None))
    found: dict[Any, dict[int, int]] = {}
    for row in db.session.execute(wanted):
        counts = found.setdefault(row[:-1], {})
        place = _PLACE[row[-1]]
        counts[place] = counts.get(place, 0) + 1
    rows = [Row._make([*thing, sorted(list(pair) for pair in counts.items())]) for thing, counts in found.items()]
    return sorted(rows, key=lambda row: [one or 0 for one in (*row[:4], row.unit_id)])


def _people(side: Side) -> dict[str, list[int]]:
    leads, both = deputy_ids(side.scope, on=side.on)
    return {
        "leading": sorted(set(db.session.scalars(leads))),
        "taking_part": sorted(set(db.session.scalars(both))),
    }


def _places(row: Row, systems: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Every part of every breakdown a thing belongs to: those of the ledger, and those a report adds to them."""
    for _session, _half, by, part in parts_of(row):
        if by != Kept.FIELD:
            yield by, part
    yield HALF, IN if row.in_session else BETWEEN
    if row.task_id is not None:
        yield SYSTEM, systems.get(row.unit_id, "") if row.unit_id is not None else ""


def _summed(rows: Iterable[Row], systems: dict[int, str]) -> dict[str, dict[str, dict[str, int]]]:
    # Added up for each combination of parts first: many things lie in the same ones.
    alike: dict[Any, tuple[Row, Counter[int]]] = {}
    for row in rows:
        where = (*row[4:-1], row.task_id is None)
        if where not in alike:
            alike[where] = row, Counter()
        counts = alike[where][1]
        for measure, number in row.counts:
            counts[measure] += number
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(_MEASURES))
    for row, counts in alike.values():
        for place in _places(row, systems):
            of_part = sums[place]
            for measure, number in counts.items():
                of_part[measure] += number
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    for (by, part), numbers in sorted(sums.items()):
        counted = {_MEASURES[place].value: number for place, number in enumerate(numbers) if number}
        if counted:
            found[by][part] = counted
    return dict(found)


def _shares(rows: Sequence[Row]) -> list[tuple[int, Counter[Measure]]]:
    """The shares of the work with what is true of each."""
    return [
        (row.task_id, Counter({_MEASURES[place]: number for place, number in row.counts}))
        for row in rows
        if row.task_id is not None and row.round_id is None
    ]


def _packed(read: _Read) -> bytes:
    kept = {
        "measures": [one.value for one in _MEASURES],
        "rows": {when.value: rows for when, rows in read.rows.items()},
        "people": {when.value: people for when, people in read.people.items()},
    }
    return zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), 6)


def cases_of(lists: bytes, kept: Frozen, ref: Ref) -> list[tuple[tuple[int, int | None, int | None, int | None], int]]:
    """The things behind a frozen figure with how often each counts, in the order they were frozen."""
    held = json.loads(zlib.decompress(lists))
    places = {held["measures"].index(one.value) for one in ref.measures if one.value in held["measures"]}
    systems = {int(one): system for one, system in kept.kept["systems"].items()}
    found: Counter[Any] = Counter()
    for raw in held["rows"].get(ref.when.value, ()):
        row = Row(*raw)
        times = sum(number for place, number in row.counts if place in places)
        if times and (ref.by, ref.part) in _places(row, systems):
            found[row[:4]] += times
    return [(thing, times) for thing, times in found.items() if times > 0]


def people_of(lists: bytes, ref: Ref) -> list[int]:
    """The ids of the deputies behind a frozen figure of deputies."""
    held = json.loads(zlib.decompress(lists))
    return list(held["people"].get(ref.when.value, {}).get(ref.part, ())) if ref.by == DEPUTIES else []
