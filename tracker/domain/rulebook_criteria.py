"""The criteria of key items read from a rulebook's text, strictly, and written as one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .key_criteria import KeyCriterion, Measure
from .limits import NAME
from .rulebook_ladder import Reader

MOST = 30
# More deputies than a congress has: a slip of the pen.
MANY = 1000
_KEYS = ("code", "words", "required", "measure", "at_least", "legal_basis", "provisional")


def criteria(reader: Reader, rows: list[Any]) -> tuple[KeyCriterion, ...]:
    """Raises RulebookError through the reader."""
    found = tuple(_criterion(reader, row, f"key_criteria[{n}]") for n, row in enumerate(rows, 1))
    reader.unlike([one.code for one in found], "key_criteria")
    if len(found) > MOST:
        reader.refuse("key_criteria", f"has more than {MOST} entries")
    return found


def _criterion(reader: Reader, row: Any, at: str) -> KeyCriterion:
    reader.keys(row, at, _KEYS)
    measure, at_least = reader.code(row, at, "measure", Measure), reader.value(row, at, "at_least", int)
    one = KeyCriterion(
        code=reader.words(row, at, "code"),
        words=reader.words(row, at, "words"),
        required=reader.value(row, at, "required", bool),
        measure=measure,
        at_least=at_least,
        basis=reader.words(row, at, "legal_basis"),
        provisional=reader.value(row, at, "provisional", bool),
    )
    if not one.code.replace("_", "").isalnum() or not one.code.isascii() or len(one.code) > 30:
        reader.refuse(f"{at}.code", "must be letters, digits and underscores")
    if len(one.words) > NAME:
        reader.refuse(f"{at}.words", f"must be {NAME} characters or fewer")
    least = 0 if measure is Measure.NONE else 1
    if not least <= at_least <= (0 if measure is Measure.NONE else MANY):
        reader.refuse(f"{at}.at_least", f"must be between 1 and {MANY}, and 0 where nothing is counted")
    return one


def as_text(held: Iterable[KeyCriterion]) -> Iterator[list[str]]:
    """The parts of a rulebook's text that say them."""
    for one in held:
        what = {"code": one.code, "words": one.words, "required": one.required}
        counted = {"measure": one.measure.value, "at_least": one.at_least}
        pairs = {**what, **counted, "legal_basis": one.basis, "provisional": one.provisional}
        yield [
            "[[key_criteria]]",
            *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs.items()),
        ]
