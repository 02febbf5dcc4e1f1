"""Which revision of the tables the database has and which this code expects; cheap enough to ask at every start."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

from tracker.places import code_folder


class TooNew(RuntimeError):
    """The database was migrated by a newer version of this program; running on would damage it."""


def expected() -> str:
    """The newest revision among the migrations."""
    return (code_folder("migrations") / "HEAD").read_text(encoding="utf-8").strip()


def found(engine: Engine) -> str | None:
    """The revision the database is at; None when it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def refuse_newer(engine: Engine) -> None:
    """Raise TooNew for a revision beyond ours (revisions are numbers, so that one can tell)."""
    there, here = found(engine), expected()
    if there is not None and there > here:
        raise TooNew(f"The database is at revision {there}, this program knows {here}: install the newer program.")
