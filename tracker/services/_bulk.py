"""Inserting very many rows at once inside the running transaction: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Enum, func, inspect, select, text
from sqlalchemy.types import TypeEngine

from tracker.db import Base, UtcDateTime, db

T = TypeVar("T", bound=Base)

# Rows of these name later ones of their own table, which go first: a promise names the one that took its place.
LATER_FIRST = frozenset({"commitment"})
# SQLite keeps changed pages in memory up to here (KiB) instead of writing some of them many times over.
ROOM = 128 * 1024


class _Shape:
    """How the twins of one model become tuples of what the driver takes."""

    def __init__(self, model: type[Base], connection: Connection) -> None:
        # What is looked up beside the table is not written into it.
        attributes = [one for one in inspect(model).column_attrs if isinstance(one.columns[0], Column)]
        columns = [attribute.columns[0] for attribute in attributes]
        self.name = connection.dialect.identifier_preparer.format_table(model.__table__)
        self.columns = [connection.dialect.identifier_preparer.quote(column.name) for column in columns]
        self._read = attrgetter(*(attribute.key for attribute in attributes))
        kinds = [column.type.dialect_impl(connection.dialect) for column in columns]
        processors = [kind.bind_processor(connection.dialect) for kind in kinds]
        self._changes = [
            (place, _changing(column.type, change, connection.dialect.name))
            for place, (column, change) in enumerate(zip(columns, processors, strict=True))
            if change is not None
        ]

    def tuples(self, rows: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """The rows as the driver takes them; changed by columns, which is several times faster than by rows."""
        columns: list[Iterable[Any]] = list(zip(*map(self._read, rows), strict=True))
        for place, change in self._changes:
            columns[place] = map(change, columns[place])
        return zip(*columns, strict=True)


class _Remembered(dict[Any, Any]):
    """What a value becomes, worked out once for each of a few values."""

    def __init__(self, change: Callable[[Any], Any]) -> None:
        self._change = change

    def __missing__(self, value: Any) -> Any:
        self[value] = changed = self._change(value)
        return changed


def _changing(kind: TypeEngine[Any], change: Callable[[Any], Any], dialect: str) -> Callable[[Any], Any]:
    if isinstance(kind, UtcDateTime) and dialect == "sqlite":
        return _instant
    if isinstance(kind, JSON):
        # Most facts are empty.
        empty = change({})
        return lambda value: empty if value == {} else change(value)
    return _Remembered(change).__getitem__ if isinstance(kind, (Date, Enum, Boolean)) else change


def _instant(value: datetime | None) -> str | None:
    # What the type makes of it too, four times slower.
    return None if value is None else value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class Bulk:
    """Rows that wait to be written. Ids are given at once, so that rows can refer to each other; parents go first."""

    def __init__(self) -> None:
        db.session.flush()
        self._connection = db.session.connection()
        self._rows: dict[type[Base], list[Any]] = {}
        self._shapes: dict[type[Base], _Shape] = {}
        self._last: dict[type[Base], int] = {}
        self._room = self._make_room(-ROOM)

    def add(self, row: T) -> T:
        """Keep a twin for writing; it may still be changed until `write`. Returns it, with its id."""
        model = row.__class__
        if model not in self._rows:
            self._open(model)
        if model in self._last:
            self._last[model] += 1
            row.id = self._last[model]  # type: ignore[attr-defined]
        self._rows[model].append(row)
        return row

    def write(self) -> None:
        """Insert what waits and forget it."""
        order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
        for model in sorted(self._rows, key=lambda model: order[model.__table__]):  # type: ignore[index]
            rows, self._rows[model] = self._rows[model], []
            if model.__tablename__ in LATER_FIRST:
                rows.reverse()
            if rows:
                self._insert(self._shapes[model], rows)

    def finish(self) -> None:
        """Write the rest and let the database's own counting of ids go on after ours."""
        self.write()
        if self._connection.dialect.name == "postgresql":
            for model, last in self._last.items():
                name = self._shapes[model].name
                statement = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
                if last:
                    self._connection.execute(statement, {"name": name, "last": last})
        if self._room is not None:
            self._make_room(self._room)
        db.session.expire_all()

    def _make_room(self, size: int) -> int | None:
        """Let SQLite keep so much in memory (negative: in KiB); returns what it kept before, None elsewhere."""
        if self._connection.dialect.name != "sqlite":
            return None
        before = self._connection.exec_driver_sql("PRAGMA cache_size").scalar()
        self._connection.exec_driver_sql(f"PRAGMA cache_size={size}")
        return before

    def _open(self, model: type[Base]) -> None:
        self._rows[model] = []
        self._shapes[model] = _Shape(model, self._connection)
        if "id" in inspect(model).columns:
            self._last[model] = self._connection.scalar(select(func.max(model.id))) or 0  # type: ignore[attr-defined]

    def _insert(self, shape: _Shape, rows: list[Any]) -> None:
        driver: Any = self._connection.connection.driver_connection
        columns = ", ".join(shape.columns)
        if self._connection.dialect.name == "postgresql":
            with driver.cursor().copy(f"COPY {shape.name} ({columns}) FROM STDIN") as copy:
                _each(copy.write_row, shape.tuples(rows))
        else:
            marks = ", ".join("?" * len(shape.columns))
            driver.executemany(f"INSERT INTO {shape.name} ({columns}) VALUES ({marks})", shape.tuples(rows))  # noqa: S608


def _each(act: Callable[[Any], object], rows: Iterable[Any]) -> None:
    for row in rows:
        act(row)
