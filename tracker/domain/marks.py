"""Passages of a paper that are to be mended: finding one in a text, and telling whether a later text still has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Fate(StrEnum):
    """What became of a marked passage in the text as it stands now."""

    UNTOUCHED = "untouched"
    MENDED = "mended"


def located(text: str, passage: str, near: int | None = None) -> tuple[int, int] | None:
    """Where the passage stands, in characters of the text; of several places the one nearest to `near`, or the first.

    Breaks and blanks may differ: a page shows them otherwise than they were written. None when the text does not hold
    it.
    """
    signs = "".join(passage.split())
    if not signs:
        return None
    pattern = r"\s*".join(re.escape(sign) for sign in signs)
    places = [found.span() for found in re.finditer(pattern, text)]
    if not places:
        return None
    return places[0] if near is None else min(places, key=lambda place: abs(place[0] - near))


def fate(field: str, passage: str, before: Mapping[str, str], after: Mapping[str, str]) -> Fate:
    """Whether the passage was changed; texts by field, requests as `requests-0` and so on.

    A request that only changed its number still has its passage. Where the same words stood several times, one fewer
    is enough.
    """
    kind = field.partition("-")[0]
    then = sum(text.count(passage) for name, text in before.items() if name.partition("-")[0] == kind)
    now = sum(text.count(passage) for name, text in after.items() if name.partition("-")[0] == kind)
    return Fate.MENDED if now < max(then, 1) else Fate.UNTOUCHED


def fields_of(title: str, problem: str, analysis: str, requests: list[str]) -> dict[str, str]:
    """The parts of a paper that can be marked, by the names of their fields."""
    numbered = {f"requests-{at}": body for at, body in enumerate(requests)}
    return {"title": title, "problem": problem, "analysis": analysis, **numbered}
