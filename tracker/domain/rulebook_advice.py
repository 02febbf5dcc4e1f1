"""The checks of a draft read from a rulebook's text, strictly, and written as one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .advice import Advice, Check
from .rulebook_ladder import Reader


def advice(reader: Reader, rows: list[Any]) -> tuple[Advice, ...]:
    """Raises RulebookError through the reader. A check without a row rests."""
    found = tuple(_one(reader, row, f"advice[{n}]") for n, row in enumerate(rows, 1))
    reader.unlike([one.check for one in found], "advice")
    return found


def _one(reader: Reader, row: Any, at: str) -> Advice:
    reader.keys(row, at, ("code", "article", "words"))
    check, article = reader.code(row, at, "code", Check), reader.words(row, at, "article")
    return Advice(check, article, reader.listed(row, at, "words"))


def as_text(held: Iterable[Advice]) -> Iterator[list[str]]:
    """The parts of a rulebook's text that say them."""
    for one in held:
        pairs = {"code": one.check.value, "article": one.article, "words": list(one.words)}
        yield ["[[advice]]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs.items())]
