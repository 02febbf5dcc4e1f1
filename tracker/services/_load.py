"""Loading afresh inside the writing transaction; a stale version is refused here, before anything is judged."""

from __future__ import annotations

from typing import TypeVar

from tracker.db import Base, db
from tracker.domain.whys import Refused
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task

M = TypeVar("M", bound=Base)


class Missing(LookupError):
    """There is no such row."""


class Stale(Exception):
    """Somebody changed the row after the form was opened: nothing was done, both texts are still there."""

    def __init__(self, row: Suggestion | Task | Round | Base, version: int) -> None:
        super().__init__(f"{type(row).__name__} is past version {version}")
        self.row_type = type(row).__name__
        self.row_id: int = row.id  # type: ignore[union-attr]
        is_case = isinstance(row, (Suggestion, Task, Round, Commitment))
        self.suggestion_id: int | None = row.suggestion.id if is_case else None  # type: ignore[union-attr]


class Invalid(ValueError):
    """What was handed in cannot be taken; `problems` maps a field to a code with its words in `web/labels.py`.

    `refused` holds what the rules said no to among the lines of a batch.
    """

    refused: tuple[Refused, ...] = ()

    def __init__(self, **problems: str) -> None:
        super().__init__(", ".join(f"{field}: {code}" for field, code in problems.items()))
        self.problems = problems


def fresh(model: type[M], row_id: int, *, version: int | None = None) -> M:
    """The row as it is now. Raises `Missing`, or `Stale` when the form was opened at another version."""
    row = db.session.get(model, row_id, populate_existing=True)
    if row is None:
        raise Missing(f"{model.__name__} {row_id}")
    if version is not None and getattr(row, "version") != version:  # noqa: B009 - not every table has one
        raise Stale(row, version)
    return row
