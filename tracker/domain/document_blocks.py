"""What the body of a paper is built of: lines, repeated lines, tables. Words hold fields between double braces."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a line looks: 正文, 一级标题 (黑体), 二级标题 (楷体), without indent, centred."""

    BODY = "body"
    HEAD = "head"
    SUB = "sub"
    PLAIN = "plain"
    CENTRE = "centre"


class Shape(StrEnum):
    """LETTER: an official document with a red head (GB/T 9704). SHEET: a form or a list under a plain title."""

    LETTER = "letter"
    SHEET = "sheet"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; `when` names the field without which it is left out."""

    words: str
    style: Style = Style.BODY
    when: str = ""


@dataclass(frozen=True, slots=True)
class Each:
    """Lines repeated for every entry 项 of a list."""

    of: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row for every entry 项 of a list; widths in millimetres."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    of: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of labels and what stands beside them; `tall` rows leave room to write by hand."""

    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    tall: frozenset[int] = frozenset()


Block = Line | Each | Table | Grid


@dataclass(frozen=True, slots=True)
class Form:
    """The shape of a kind of paper and its body."""

    shape: Shape
    body: tuple[Block, ...]
