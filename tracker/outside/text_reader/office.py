"""Texts and slides in packed XML (docx, pptx, and the wps and dps of the same form): what stands in them as it is
shown, with heads, feet and notes under the text, without what was struck out, comments and the words of fields."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from .packages import Attributes, Walk, opened, part_names, walked
from .signs import PARAGRAPH, Unreadable

_BESIDE = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_MAIN = "word/document.xml"
# The second of two forms of the same; what was moved away; what was struck out.
_PASSED_OVER = {"Fallback", "moveFrom", "del"}
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class _Paragraphs(Walk):
    """The words in `t`, a paragraph for each `p`."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._held: list[str] = []
        self._length = 0
        self._passing, self._speaking, self._in_properties = 0, 0, 0

    def begin(self, name: str, attributes: Attributes) -> None:
        self._passing += name in _PASSED_OVER
        self._speaking += name == "t"
        self._in_properties += name in ("pPr", "rPr")
        # In the properties of a paragraph `tab` is a stop on the ruler.
        if name in _SPACES and not self._in_properties:
            self._say(_SPACES[name])

    def end(self, name: str) -> None:
        self._passing -= name in _PASSED_OVER
        self._speaking -= name == "t"
        self._in_properties -= name in ("pPr", "rPr")
        if name == "p":
            self._settle()

    def said(self, words: str) -> None:
        if self._speaking:
            self._say(words)

    def _say(self, words: str) -> None:
        if self._passing:
            return
        self._held.append(words)
        self._length += len(words)
        if self._length > PARAGRAPH:
            self._settle()

    def _settle(self) -> None:
        if self._held:
            self.done.append("".join(self._held))
            self._held, self._length = [], 0

    def taken(self) -> list[str]:
        """What is whole so far; it is forgotten here."""
        done, self.done = self.done, []
        return done


def texts(file: BinaryIO) -> Iterator[str]:
    """The paragraphs of a text document."""
    package = opened(file)
    names = part_names(package)
    if _MAIN not in names:
        raise Unreadable("broken")
    for name in [_MAIN, *sorted(filter(_BESIDE.fullmatch, names))]:
        yield from _paragraphs(package, name)


def slides(file: BinaryIO) -> Iterator[str]:
    """The paragraphs of all slides, by their numbers."""
    package = opened(file)
    found = [(int(match[1]), name) for name in part_names(package) if (match := _SLIDE.fullmatch(name))]
    for _number, name in sorted(found):
        yield from _paragraphs(package, name)


def _paragraphs(package: zipfile.ZipFile, name: str) -> Iterator[str]:
    walk = _Paragraphs()
    for _stretch in walked(package, name, walk):
        yield from walk.taken()
