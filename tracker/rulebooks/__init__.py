"""The law as files: rulebooks (`YYYY-MM-DD-place.toml`) of the package and of an installation, and the first calendar.

Read once per process: an installation that adds a file to `instance/rulebooks/` starts again to use it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker.domain.notices import NoticeDay, read_notice
from tracker.domain.rulebook import Rulebook
from tracker.domain.rulebook_text import parse

PACKAGED = Path(__file__).parent


@dataclass(frozen=True)
class ShippedYear:
    """A year of the calendar as it comes with the program."""

    year: int
    official: bool
    document_no: str
    note: str
    days: tuple[NoticeDay, ...]


@cache
def shipped_text() -> str:
    """The text of the newest packaged rulebook: what it says stands in for what an older book does not know."""
    return max(PACKAGED.glob("[0-9]*.toml")).read_text(encoding="utf-8")


@cache
def books_in(folder: Path) -> tuple[Rulebook, ...]:
    """The rulebooks of a folder in the order of their names; none when there is no such folder.

    Raises RulebookError, which names the file, for a text that is not a rulebook.
    """
    return tuple(
        parse(path.read_text(encoding="utf-8"), source=path.stem, shipped="" if folder == PACKAGED else shipped_text())
        for path in sorted(folder.glob("[0-9]*.toml"))
    )


def all_files(instance: Path) -> tuple[Rulebook, ...]:
    """The packaged rulebooks and those of the installation; a file of the same name replaces the packaged one."""
    books = {book.edition: book for book in (*books_in(PACKAGED), *books_in(instance / "rulebooks"))}
    return tuple(books.values())


def shipped_calendar() -> tuple[ShippedYear, ...]:
    """The years that the calendar is first filled with."""
    table = tomllib.loads((PACKAGED / "calendar.toml").read_text(encoding="utf-8"))
    return tuple(
        ShippedYear(int(year), row["official"], row["document_no"], row["note"], read_notice(row["notice"], int(year)))
        for year, row in table.items()
    )
