"""Bringing the database to the schema this code expects. Slow to import: only the `db` commands and tests do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate

from tracker import schema
from tracker.db import db
from tracker.places import code_folder


def attach(app: Flask) -> Migrate:
    """Give the application the `flask db` commands, with our folder and numbered file names."""
    migrate = Migrate(app, db, directory=str(code_folder("migrations")))
    migrate.configure(_name_files)
    return migrate


def upgrade(app: Flask) -> None:
    """Run every migration the database has not had; a copy of an SQLite database is laid aside before.

    Refuses (schema.TooNew) a database that a newer version of this program has already migrated.
    """
    with app.app_context():
        schema.refuse_newer(db.engine)
        if schema.found(db.engine) not in (None, schema.expected()):
            _lay_copy_aside(Path(app.instance_path) / "backups")
        command.upgrade(attach(app).get_config(), "head")
        db.engine.dispose()


def note_head(app: Flask) -> None:
    """Write the newest revision into migrations/HEAD, where two branches that both add one will conflict."""
    head = ScriptDirectory.from_config(attach(app).get_config()).get_current_head()
    (code_folder("migrations") / "HEAD").write_text(f"{head}\n", encoding="utf-8")


def _name_files(config: Config) -> Config:
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("revision_environment", "true")  # numbers empty revisions too
    return config


def _lay_copy_aside(folder: Path) -> None:
    """Copy the SQLite database through its backup interface, which sees one consistent state, and check the copy."""
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"before-{schema.expected()}-from-{schema.found(db.engine)}.sqlite"
    source, copy = sqlite3.connect(db.engine.url.database), sqlite3.connect(path)
    try:
        source.backup(copy)
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise RuntimeError(f"{path} is not a sound copy; the migration was not started")
    finally:
        source.close()
        copy.close()
