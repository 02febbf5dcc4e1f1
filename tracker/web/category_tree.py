"""Categories as choices: the tree drawn by indents, parents before their children."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.models.organs import Category

INDENT = "\u3000"


def tree(categories: Sequence[Category]) -> list[tuple[int, str]]:
    """Id and indented name of each, in the order of the tree."""
    return [(one.id, INDENT * level + one.name) for one, level in levels(categories)]


def levels(categories: Sequence[Category]) -> list[tuple[Category, int]]:
    """Each category with its depth below the roots; one whose parent is not among them counts as a root."""
    known = {one.id for one in categories}
    below: dict[int | None, list[Category]] = {}
    for one in categories:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    found: list[tuple[Category, int]] = []

    def add(parent_id: int | None, level: int) -> None:
        for one in below.get(parent_id, ()):
            found.append((one, level))
            add(one.id, level + 1)

    add(None, 0)
    return found
