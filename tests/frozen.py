"""A database held still: whether anything in it has changed since, and back again to how it was."""

from __future__ import annotations

import sqlite3
import uuid
from functools import cache
from typing import Any

from sqlalchemy import event

from tests.conftest import POSTGRES, _administer, _clone
from tracker.db import Base, db

# Many rows that hardly anything writes: compared where a test asks for it, not after every step.
BULKY = frozenset({"calendar_day"})
# What a refused act may leave behind: its own line in the record, and the words that were typed.
TRACES = {"event": "action <> 'refused'", "kept_text": "1 = 0"}

Signature = dict[str, int]


class Frozen:
    """The database as it is at this moment. Nobody else may be writing."""

    def __init__(self) -> None:
        db.session.remove()
        self._name = db.engine.url.database or ""
        if POSTGRES:
            self._copy = f"frozen_{uuid.uuid4().hex[:12]}"
            self._let_copy(self._name, self._copy)
        else:
            self._held = sqlite3.connect(":memory:")
            with sqlite3.connect(self._name) as here:
                here.backup(self._held)
            here.close()

    def restore(self) -> None:
        """Put everything back."""
        db.session.remove()
        if POSTGRES:
            db.engine.dispose()
            _administer(f"DROP DATABASE {self._name} WITH (FORCE)")
            self._let_copy(self._copy, self._name)
        else:
            here = sqlite3.connect(self._name)
            self._held.backup(here)
            here.close()

    def close(self) -> None:
        """Let go of the copy."""
        if POSTGRES:
            _administer(f"DROP DATABASE {self._copy} WITH (FORCE)")
        else:
            self._held.close()

    @staticmethod
    def _let_copy(source: str, copy: str) -> None:
        db.engine.dispose()
        _clone(source, copy)


def signature(*, whole: bool = False) -> Signature:
    """One number for the rows of each table, whatever their order; `whole` looks into the bulky tables too."""
    db.session.rollback()
    # Straight from the driver: thousands of tests ask for it twice, and nothing here needs more than the bare rows.
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        return {name: _of_table(cursor, name) for name in _tables() if whole or name not in BULKY}
    finally:
        connection.close()


@cache
def _tables() -> tuple[str, ...]:
    return tuple(table.name for table in Base.metadata.sorted_tables)


def _of_table(cursor: Any, name: str) -> int:
    cursor.execute(f'SELECT * FROM "{name}" WHERE {TRACES.get(name, "1 = 1")}')
    return sum(map(hash, map(repr, cursor)))


def hasten() -> None:
    """Let SQLite not wait for the disk: what is proved here does not hang on a power cut."""
    if POSTGRES:
        return
    if not event.contains(db.engine, "connect", _quick):
        event.listen(db.engine, "connect", _quick)
    db.session.rollback()
    db.engine.dispose()


def _quick(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
