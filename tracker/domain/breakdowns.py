"""By what figures are broken down, and where each thing that is counted belongs in each breakdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol


class By(StrEnum):
    """Papers, replies and promises are all of a delegation and a category; of a unit and a letter are shares of the
    work, their replies and promises alone."""

    WHOLE = "whole"
    DELEGATION = "delegation"
    CATEGORY = "category"
    KEY = "key"
    UNIT = "unit"
    LETTER = "letter"


class Kept(StrEnum):
    """Further breakdowns that boards read and nobody chooses: by the day something falls due, and the units of each
    category."""

    DUE = "due"
    FIELD = "field"


class Placed(Protocol):
    """A change of a figure with what it can be broken down by."""

    @property
    def session_id(self) -> int | None: ...
    @property
    def in_session(self) -> bool: ...
    @property
    def delegation_id(self) -> int | None: ...
    @property
    def category_id(self) -> int | None: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def letter(self) -> str: ...
    @property
    def is_key(self) -> bool: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def task_id(self) -> int | None: ...


class Part(NamedTuple):
    """One part of one breakdown of one session's papers; `session_id` is 0 for those of none."""

    session_id: int
    in_session: bool
    by: str
    part: str


def parts_of(one: Placed) -> Iterator[Part]:
    """Every part a change belongs to; the empty part holds what has no value there, so that parts add up."""
    placed: dict[StrEnum, str] = {
        By.WHOLE: "",
        By.DELEGATION: _written(one.delegation_id),
        By.CATEGORY: _written(one.category_id),
        By.KEY: "1" if one.is_key else "0",
    }
    if one.task_id is not None:
        placed |= {By.UNIT: _written(one.unit_id), By.LETTER: one.letter}
        placed[Kept.FIELD] = field_part(one.category_id, one.unit_id)
    if one.due_on is not None:
        placed[Kept.DUE] = one.due_on.isoformat()
    for by, part in placed.items():
        yield Part(one.session_id or 0, one.in_session, by.value, part)


def field_part(category_id: int | None, unit_id: int | None) -> str:
    """A unit within a category."""
    return f"{_written(category_id)}:{_written(unit_id)}"


def _written(number: int | None) -> str:
    return "" if number is None else str(number)
