"""The rules page as plain text: columns aligned by the width that Chinese takes in a terminal and in print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime

from tracker.domain.rulebook import Rulebook
from tracker.web.rule_sheet import Part, in_force_words, parts
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words

WIDEST = 44
HANGING = "，。；：、）》”"


def as_lines(book: Rulebook, *, now: datetime) -> Iterator[str]:
    """The page, line by line, with room for signatures at its foot."""
    yield book.name
    yield _("%(place)s，%(day)s，版本%(edition)s", place=book.place, day=in_force_words(book), edition=book.edition)
    yield from _fold(book.note, 2 * WIDEST)
    for number, part in enumerate(parts(book), 1):
        yield ""
        yield _("%(n)s. %(title)s", n=number, title=part.title)
        if part.note:
            yield from _fold(part.note, 2 * WIDEST)
        yield from _table(part)
    yield ""
    yield _("打印时间：%(when)s", when=instant_words(now))
    yield ""
    yield _("核对人：____________________    批准人：____________________    日期：______________")


def _table(part: Part) -> Iterator[str]:
    cells = [[list(_fold(cell, WIDEST)) for cell in row] for row in (part.head, *part.rows)]
    widths = [max(_width(line) for row in cells for line in row[column]) for column in range(len(part.head))]
    for number, row in enumerate(cells):
        for line in range(max(len(cell) for cell in row)):
            padded = (
                _pad(cell[line] if line < len(cell) else "", width) for cell, width in zip(row, widths, strict=True)
            )
            yield "  ".join(padded).rstrip()
        if number == 0:
            yield "-" * (sum(widths) + 2 * (len(widths) - 1))


def _fold(text: str, width: int) -> Iterator[str]:
    line, length = "", 0
    for character in text:
        # A closing sign never begins a line: it hangs over the edge instead.
        if length + _width(character) > width and character not in HANGING:
            yield line
            line, length = "", 0
        line, length = line + character, length + _width(character)
    yield line


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
