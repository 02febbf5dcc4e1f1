"""What the body of a paper is built of: lines, repeated lines, tables, and the fields their words hold between double
braces."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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


@dataclass(frozen=True, slots=True)
class Field:
    """One field; a list has `parts`, the fields of each of its entries 项."""

    name: str
    meaning: str
    example: str = ""
    parts: tuple[Field, ...] = ()

    @property
    def sample(self) -> Any:
        """What stands in for it while a template is tried; a list shows two entries."""
        return [{one.name: one.example for one in self.parts}] * 2 if self.parts else self.example


def field_of(name: str, meaning: str, example: str = "", *parts: Field) -> Field:
    """A field with its parts, as the tables of fields are written."""
    return Field(name, meaning, example, parts)
