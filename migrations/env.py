"""How a migration runs: in one explicit transaction on either engine, SQLite's foreign keys off until its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from alembic.operations import MigrationScript
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from tracker import models  # noqa: F401  (fills the metadata)
from tracker.db import WRITE_LOCK, UtcDateTime, db

# Built by the search index itself; Alembic would want to drop them.
SHADOW_SUFFIXES = ("_fts", "_fts_data", "_fts_idx", "_fts_docsize", "_fts_config", "_fts_content")


# Made of a function of the text, which only PostgreSQL has: the models do not speak of them.
TOKENS = "_tokens"


def include_object(_thing: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    ours = name or ""
    return not (kind == "table" and ours.endswith(SHADOW_SUFFIXES)) and not (kind == "index" and ours.endswith(TOKENS))


def render_item(kind: str, item: Any, _context: object) -> str | bool:
    """Write our own column types as what they are in the database: a migration must not change with our code."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def number_revision(_context: object, _revision: object, scripts: list[MigrationScript]) -> None:
    """Call a new revision 0002, 0003 …; write none when models and database already agree."""
    script = scripts[0]
    wanted = getattr(context.config.cmd_opts, "autogenerate", False)
    if wanted and script.upgrade_ops is not None and script.upgrade_ops.is_empty():
        scripts[:] = []
        return
    head = ScriptDirectory.from_config(context.config).get_current_head() or "0000"
    script.rev_id = f"{int(head) + 1:04d}"


@contextmanager
def migrating() -> Iterator[Connection]:
    """A connection inside the one transaction that holds all tables, rows and the revision mark."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
                yield connection
            return
        # A batch operation drops and rebuilds the parent table; with foreign keys on that would delete the children.
        # The pragma does nothing inside a transaction, hence the driver's connection, before BEGIN.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            connection.execution_options(tracker_write=True)
            with connection.begin():
                yield connection
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise RuntimeError(f"the migration would leave {len(broken)} rows pointing nowhere: {broken[:3]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("Migrations need the database itself: some of them read rows.")

with migrating() as bind:
    context.configure(
        connection=bind,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        include_object=include_object,
        render_item=render_item,
        process_revision_directives=number_revision,
    )
    context.run_migrations()
