"""Pages on which every line has its place (PDF, OFD): lines that go on in the next one are put together again, or a
word at their end would not be found."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from .packages import Attributes, Walk, opened, part_names, walked
from .signs import Unreadable

try:
    import pypdfium2
except ImportError:  # pragma: no cover - where there is no wheel for the machine
    pypdfium2 = None

_WRONG_PASSWORD = 4
# Of two lines the first goes on in the second when it is so nearly as long as the longest of the page.
FULL = 0.85
_ENDS = "。！？；：.!?;:"
_HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Blanks that a typesetter put between two signs of a line to make it as long as the others.
_SPREAD = re.compile(rf"(?<=[{_HAN}，、。；：！？（）《》“”]) +(?=[{_HAN}，、。；：！？（）《》“”])")
_LATIN_END, _LATIN_START = re.compile(r"[0-9A-Za-z,]$"), re.compile(r"^[0-9A-Za-z]")
# Where a PDF breaks a word with a hyphen.
_BROKEN = re.compile("[\ufffe\x02]\\s*\n")
# On one line in an OFD: so many millimetres up or down.
SAME_LINE = 1.0


def pdf(file: BinaryIO) -> Iterator[str]:
    """The paragraphs of a PDF, page by page; a page that cannot be read is left out while any other can."""
    if pypdfium2 is None:
        raise Unreadable("no_reader")
    try:
        document = pypdfium2.PdfDocument(file.read())
    except pypdfium2.PdfiumError as error:
        raise Unreadable("encrypted" if error.err_code == _WRONG_PASSWORD else "broken") from error
    count, broken = len(document), 0
    for number in range(count):
        try:
            page = document[number]
            words = page.get_textpage().get_text_range()
        except pypdfium2.PdfiumError:
            broken += 1
            continue
        page.close()
        yield from joined(_BROKEN.sub("", words.replace("\r\n", "\n")).split("\n"))
    if count and broken == count:
        raise Unreadable("broken")


def ofd(file: BinaryIO) -> Iterator[str]:
    """The paragraphs of an OFD, page by page."""
    package = opened(file)
    names = part_names(package)
    for page in _ofd_pages(package, names):
        walk = _Placed()
        for _stretch in walked(package, page, walk):
            pass
        yield from joined(walk.lines())


def _ofd_pages(package: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    root = _Named("DocRoot", "Page")
    _walk_all(package, "OFD.xml", root)
    for document in root.spoken:
        at = _placed("", document)
        if at not in names:
            raise Unreadable("broken")
        listed = _Named("DocRoot", "Page")
        _walk_all(package, at, listed)
        yield from (page for each in listed.places if (page := _placed(at, each)) in names)


def _walk_all(package: zipfile.ZipFile, name: str, walk: Walk) -> None:
    for _stretch in walked(package, name, walk):
        pass


def _placed(base: str, place: str) -> str:
    """The name of a part as another names it: from the root, or from where that other lies."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), place.strip())).lstrip("/")


class _Named(Walk):
    """The words of one kind of element, and the places another kind names."""

    def __init__(self, spoken: str, placed: str) -> None:
        self.spoken: list[str] = []
        self.places: list[str] = []
        self._wanted, self._placed, self._inside = spoken, placed, False

    def begin(self, name: str, attributes: Attributes) -> None:
        self._inside = name == self._wanted
        if self._inside:
            self.spoken.append("")
        if name == self._placed and "BaseLoc" in attributes:
            self.places.append(attributes["BaseLoc"])

    def end(self, name: str) -> None:
        self._inside = False

    def said(self, words: str) -> None:
        if self._inside:
            self.spoken[-1] += words


class _Placed(Walk):
    """The words of a page with how far down they stand, in the order in which they were written."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, list[str]]] = []
        self._top, self._speaking = 0.0, False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "TextObject":
            boundary = attributes.get("Boundary", "").split()
            self._top = _number(boundary[1]) if len(boundary) > 1 else 0.0
        self._speaking = name == "TextCode"
        if self._speaking:
            down = self._top + _number(attributes.get("Y", "0"))
            if not self._rows or abs(self._rows[-1][0] - down) > SAME_LINE:
                self._rows.append((down, []))

    def end(self, name: str) -> None:
        self._speaking = False

    def said(self, words: str) -> None:
        if self._speaking:
            self._rows[-1][1].append(words)

    def lines(self) -> Iterator[str]:
        """The words of each line."""
        return ("".join(words) for _down, words in self._rows)


def _number(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        return 0.0


def joined(lines: Iterable[str]) -> Iterator[str]:
    """Lines put together to paragraphs: one that is full and ends with no full stop goes on in the next."""
    held = [_SPREAD.sub("", line.strip()) for line in lines]
    held = [line for line in held if line]
    full = FULL * max(map(_width, held), default=0)
    paragraph = ""
    for line in held:
        between = " " if _LATIN_END.search(paragraph) and _LATIN_START.search(line) else ""
        paragraph += between + line
        if _width(line) < full or line.endswith(tuple(_ENDS)):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _width(line: str) -> float:
    return sum(0.5 if sign < "\u2000" else 1.0 for sign in line)
