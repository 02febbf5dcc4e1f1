"""Documents of the old form, one file of sectors (doc, wps, ppt, dps): their streams, and the text in them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from .signs import MOST, Unreadable

_END, _NOTHING = 0xFFFFFFFE, 0xFFFFFFFA
_ENTRY, _STREAM, _ROOT = 128, 2, 5
# A document of the new form under a password lies whole in here.
_WRAPPED = "EncryptedPackage"


class Compound:
    """The streams of such a file by their names. Raises `Unreadable` where its tables lead in a circle or away."""

    def __init__(self, file: BinaryIO) -> None:
        self._data = data = file.read()
        if len(data) < 512:
            raise Unreadable("broken")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or not 5 <= mini_shift <= 8:
            raise Unreadable("broken")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        first_entry, self._small = struct.unpack_from("<I4xI", data, 48)
        first_mini, _minis, more, _mores = struct.unpack_from("<IIII", data, 60)
        self._next = self._table(more)
        self._entries = self._listed(self._chain(first_entry))
        self._mini_next = _numbers(self._chain(first_mini))
        start, size = next(((at, size) for kind, at, size in self._entries.values() if kind == _ROOT), (_END, 0))
        self._mini = self._chain(start)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if at >= len(self._data):
            raise Unreadable("broken")
        return self._data[at : at + self._size]

    def _table(self, more: int) -> list[int]:
        """Which sector follows which: its own sectors are named in the head and, of large files, in a chain."""
        named = list(struct.unpack_from("<109I", self._data, 76))
        for _each in range(len(self._data) // self._size + 1):
            if more >= _NOTHING:
                break
            listed = _numbers(self._sector(more))
            named += listed[:-1]
            more = listed[-1]
        found: list[int] = []
        for number in named:
            if number < _NOTHING:
                found += _numbers(self._sector(number))
        return found

    def _chain(self, number: int) -> bytes:
        found: list[bytes] = []
        while number < _NOTHING:
            if number >= len(self._next) or len(found) > len(self._data) // self._size:
                raise Unreadable("broken")
            found.append(self._sector(number))
            number = self._next[number]
        return b"".join(found)

    def _mini_chain(self, number: int) -> bytes:
        found: list[bytes] = []
        while number < _NOTHING:
            if number >= len(self._mini_next) or len(found) > len(self._mini_next):
                raise Unreadable("broken")
            found.append(self._mini[number * self._mini_size :][: self._mini_size])
            number = self._mini_next[number]
        return b"".join(found)

    def _listed(self, directory: bytes) -> dict[str, tuple[int, int, int]]:
        found: dict[str, tuple[int, int, int]] = {}
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind in (_STREAM, _ROOT) and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", directory, at + 116)
                found.setdefault(name, (kind, start, size))
        return found

    def stream(self, name: str) -> bytes:
        """What is in a stream. Raises `Unreadable` where there is none of that name."""
        if name not in self._entries:
            raise Unreadable("encrypted" if _WRAPPED in self._entries else "broken")
        _kind, start, size = self._entries[name]
        return (self._mini_chain(start) if size < self._small else self._chain(start))[:size]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


_LOCKED, _SECOND_TABLE = 0x0100, 0x0200
_PIECES, _PROPERTIES = 2, 1
_PACKED = 0x40000000
# The words of a field stand between the first two of its three marks; what it came to, after them.
_FIELD = re.compile("\x13[^\x13-\x15]*\x14?")
_BREAKS = str.maketrans({"\r": "\n", "\x07": "\n", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x15": None, "\x14": None})


def texts(file: BinaryIO) -> Iterator[str]:
    """The paragraphs of a text document with its notes, heads and feet, without comments."""
    compound = Compound(file)
    main = compound.stream("WordDocument")
    flags = struct.unpack_from("<H", main, 10)[0]
    if flags & _LOCKED:
        raise Unreadable("encrypted")
    table = compound.stream("1Table" if flags & _SECOND_TABLE else "0Table")
    # How many characters: text, footnotes, heads and feet, (macros), comments; then endnotes and boxes.
    text, notes, heads, macros, comments = struct.unpack_from("<5I", main, 76)
    where, length = struct.unpack_from("<II", main, 0x1A2)
    said = "".join(_pieces(main, table[where : where + length]))
    before = text + notes + heads + macros
    plain = said[:before] + said[before + comments :]
    while _FIELD.search(plain):
        plain = _FIELD.sub("", plain)
    yield from plain.translate(_BREAKS).split("\n")


def _pieces(main: bytes, listed: bytes) -> Iterator[str]:
    at = 0
    while at + 3 <= len(listed) and listed[at] == _PROPERTIES:
        at += 3 + struct.unpack_from("<H", listed, at + 1)[0]
    if at + 5 > len(listed) or listed[at] != _PIECES:
        raise Unreadable("broken")
    body = listed[at + 5 :][: struct.unpack_from("<I", listed, at + 1)[0]]
    count, told = (len(body) - 4) // 12, 0
    ends = struct.unpack_from(f"<{count + 1}I", body)
    for number in range(count):
        place = struct.unpack_from("<I", body, 4 * (count + 1) + 8 * number + 2)[0]
        length = max(0, ends[number + 1] - ends[number])
        if place & _PACKED:
            start = (place & ~_PACKED) // 2
            piece = main[start : start + length].decode("cp1252", "replace")
        else:
            piece = main[place : place + 2 * length].decode("utf-16-le", "replace")
        yield piece
        told += len(piece)
        if told > 4 * MOST:
            return  # pieces may lie over each other, as often as somebody likes


_SIGNS, _BYTES, _MASTER, _CONTAINER = 4000, 4008, 1016, 0xF


def slides(file: BinaryIO) -> Iterator[str]:
    """The paragraphs of all slides; what only stands on the master is not told."""
    stream, at = Compound(file).stream("PowerPoint Document"), 0
    while at + 8 <= len(stream):
        version, kind, length = struct.unpack_from("<HHI", stream, at)
        at += 8
        if kind == _SIGNS:
            yield stream[at : at + length].decode("utf-16-le", "replace").translate(_BREAKS)
        elif kind == _BYTES:
            yield stream[at : at + length].decode("latin-1").translate(_BREAKS)
        if version & 0xF != _CONTAINER or kind == _MASTER:
            at += length
