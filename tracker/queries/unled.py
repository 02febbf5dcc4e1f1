"""A column that the engine may read but is not to be led by.

SQLite takes an index whose first column is compared with a value, whatever order and limit the question has. PostgreSQL
weighs them itself, so there the column stays as it is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Unled(FunctionElement[Any]):
    """`+column`: the same value, no index of its own."""

    name = "unled"
    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


def unled(column: Any) -> ColumnElement[Any]:
    """The column, compared as always."""
    return Unled(column)


@compiles(Unled, "sqlite")
def _with_plus(element: Unled, compiler: Any, **how: Any) -> str:
    return f"+{compiler.process(element.clauses, **how)}"


@compiles(Unled)
def _plain(element: Unled, compiler: Any, **how: Any) -> str:
    words: str = compiler.process(element.clauses, **how)
    return words
