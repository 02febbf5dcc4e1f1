"""The database: declarative base, how each engine is spoken to, and the one way to write."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Enum, Index, MetaData, String, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

# One writer at a time, on PostgreSQL too: numbers and the chain of events must have no gap and no fork.
WRITE_LOCK = 7_210_455_001
BUSY_TIMEOUT_MS = 10_000
AT_END = "at_end"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored as UTC without zone so that both engines sort and print it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def sorted_text(length: int) -> String:
    """Text that lists are ordered by: by code point on both engines, whatever the locale of the cluster."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def index_of_few(name: str, *columns: str, where: str, sqlite: str = "") -> Index:
    """An index of few rows among many; `sqlite` where that engine says the condition differently."""
    return Index(name, *columns, sqlite_where=text(sqlite or where), postgresql_where=text(where))


class Base(DeclarativeBase):
    """Every table. Enums are stored by value in plain text columns, so a new state needs no migration."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            StrEnum: Enum(
                StrEnum,
                values_callable=lambda kind: [member.value for member in kind],
                native_enum=False,
                create_constraint=False,
                length=32,
            ),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
        },
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class Once(Protocol):
    """What makes a form act a single time (rule R9): it knows whether its act was done and what came of it."""

    def earlier_receipt(self) -> Any: ...

    def keep_receipt(self, receipt: Any) -> None: ...


class NestedWrite(RuntimeError):
    """A service called another service: their transactions would be one without saying so."""


def transactional(function: Callable[P, R]) -> Callable[..., R]:
    """Make a public service function one writing transaction.

    Drops what the reading transaction had loaded, takes the write lock, runs, commits. Any exception rolls back.
    `once=` may carry the token of the form: a repeated form gets the first receipt and nothing happens again.
    """

    @wraps(function)
    def whole(*args: Any, once: Once | None = None, **kwargs: Any) -> R:
        session = db.session()
        if session.info.get("writing"):
            raise NestedWrite(function.__name__)
        was_reading = end_reading()
        session.info["writing"] = True
        try:
            take_write_lock()
            if once is not None and (earlier := once.earlier_receipt()) is not None:
                session.rollback()
                return earlier  # type: ignore[no-any-return]
            receipt = function(*args, **kwargs)
            if once is not None:
                once.keep_receipt(receipt)
            _do_at_end(session.info)
            session.commit()
            return receipt
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False
            session.info.pop(AT_END, None)
            if was_reading:
                begin_reading()

    return whole


def at_end(act: Callable[[list[Any]], object], thing: Any) -> None:
    """Have an act done at the end of the running writing transaction, still inside it, with all things named for it.

    For what follows from everything the transaction writes, and is to be worked out once.
    """
    db.session().info.setdefault(AT_END, {}).setdefault(act, {})[thing] = None


def _do_at_end(info: dict[Any, Any]) -> None:
    for act, things in info.pop(AT_END, {}).items():
        act(list(things))


def begin_reading() -> None:
    """Begin the session's transaction, unless it has begun, as one that only reads; PostgreSQL sees to that."""
    if not db.session().in_transaction():
        db.session.connection(execution_options={"postgresql_readonly": True})


def end_reading() -> bool:
    """End the session's transaction without keeping anything, and forget what it had loaded.

    The driver of PostgreSQL throws away its prepared statements at a rollback, which would have every page planned
    anew. Where the database itself saw to it that nothing was written, the commit that spares them keeps nothing.
    Says whether it was such a transaction.
    """
    session = db.session()
    if session.in_transaction() and not (session.new or session.dirty or session.deleted):
        connection = session.connection()
        if connection.dialect.name == "postgresql" and connection.get_execution_options().get("postgresql_readonly"):
            session.commit()
            return True
    session.rollback()
    return False


def finish_request(problem: BaseException | None) -> None:
    """End what a page has read; when something went wrong it is rolled back with the session."""
    if problem is None:
        try:
            end_reading()
        except DBAPIError as lost:  # the page is made; its connection will not be used again
            log.warning("reading not ended: %s", lost.orig)


def take_write_lock() -> None:
    """Begin the session's transaction as the only writer."""
    connection = db.session.connection(execution_options={"tracker_write": True})
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})


def engine_options(url: str) -> dict[str, Any]:
    """How connections to this database are made and kept."""
    if url.startswith("sqlite"):
        # The pages of all roles ask some two hundred statements; making one of the long ones ready takes a millisecond.
        return {"connect_args": {"timeout": 10, "cached_statements": 512}}
    # Pages ask short questions: compiling them or calling helper processes costs many times the question itself.
    # Whoever waits too long for the write lock is told so, as on SQLite, instead of waiting without end.
    quick = f"-c jit=off -c max_parallel_workers_per_gather=0 -c lock_timeout={BUSY_TIMEOUT_MS}"
    # The whole congress fits in memory: reading by an index costs hardly more than reading in order.
    quick += " -c random_page_cost=1.1"
    # The last one given back goes out first: few connections are used, and these know their statements.
    pool = {"pool_pre_ping": True, "pool_use_lifo": True, "pool_size": 8, "max_overflow": 8}
    return {**pool, "connect_args": {"options": quick}}


def teach_manners(engine: Engine) -> None:
    """Install the listeners that make the engine keep the promises of rules R16 and R17."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)


def _sqlite_connect(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions start late and not at all for DDL; we begin ourselves.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
        # Without it INSERT OR REPLACE would delete an event behind the back of the trigger that forbids deleting.
        "recursive_triggers=ON",
        "cache_size=-32000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    # A deferred transaction that reads first and writes later fails at once under load (BUSY_SNAPSHOT).
    writes = connection.get_execution_options().get("tracker_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


__all__ = [
    "Base",
    "NestedWrite",
    "Once",
    "UtcDateTime",
    "at_end",
    "begin_reading",
    "db",
    "end_reading",
    "engine_options",
    "finish_request",
    "take_write_lock",
    "teach_manners",
    "transactional",
]
