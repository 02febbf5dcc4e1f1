"""Counting what a page asks of the database, beside the statement that says who asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.page import Browser

READS = ("SELECT", "WITH")


@contextmanager
def reads() -> Iterator[list[str]]:
    """The reading statements of the block, in their order."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(READS):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def statements_of(browser: Browser, address: str) -> int:
    """How many a page takes when the process knows the calendar already."""
    browser.open(address)
    with reads() as found:
        browser.open(address)
    return len([one for one in found if "login_session" not in one])
