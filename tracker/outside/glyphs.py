"""Which characters the typefaces of papers hold. Those they lack are looked for among the machine's own typefaces, and
one that is nowhere is written by its number: a name never turns into an empty box without a word.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

SHIPPED = Path(pylopdf_fonts_zh_cn.__file__).parent
_LINUX = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_WINDOWS = (os.path.join(os.environ.get("WINDIR", "C:\\Windows"), "Fonts"),)
_ENDINGS = frozenset({".otf", ".ttf", ".ttc", ".otc"})
_SEGMENTED = 12  # the one form of a character map that reaches beyond the first 65,536


def lacking(words: str) -> frozenset[str]:
    """The characters of a text that the shipped typefaces do not hold; space and controls need none."""
    held = _shipped()
    return frozenset(one for one in set(words) if one > " " and ord(one) not in held)


@cache
def is_on_machine(character: str) -> bool:
    """Whether any typeface of this machine holds it."""
    return any(ord(character) in found for found in _machine())


@cache
def _shipped() -> frozenset[int]:
    return frozenset.intersection(*(held_by(path) for path in SHIPPED.glob("*.otf")))


@cache
def _machine() -> tuple[frozenset[int], ...]:
    places = _WINDOWS if sys.platform == "win32" else _LINUX
    paths = (path for place in places for path in Path(place).expanduser().rglob("*"))
    return tuple(held_by(path) for path in paths if path.suffix.lower() in _ENDINGS)


def held_by(path: Path) -> frozenset[int]:
    """The characters a font file maps to a glyph; nothing for one that cannot be read."""
    try:
        data = path.read_bytes()
        return frozenset(_mapped(data))
    except (OSError, struct.error):
        return frozenset()


def _mapped(data: bytes) -> Iterator[int]:
    for at in _faces(data):
        table = _character_map(data, at)
        count = struct.unpack_from(">H", data, table + 2)[0] if table else 0
        for no in range(count):
            start = table + struct.unpack_from(">I", data, table + 8 + 8 * no)[0]
            if struct.unpack_from(">H", data, start)[0] == _SEGMENTED:
                yield from _segments(data, start)


def _faces(data: bytes) -> Iterable[int]:
    if data[:4] != b"ttcf":
        return (0,)
    count: int = struct.unpack_from(">I", data, 8)[0]
    offsets: tuple[int, ...] = struct.unpack_from(f">{count}I", data, 12)
    return offsets[:1]  # the faces of a collection share their characters


def _character_map(data: bytes, at: int) -> int:
    count = struct.unpack_from(">H", data, at + 4)[0]
    for no in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, at + 12 + 16 * no)
        if tag == b"cmap":
            return int(offset)
    return 0


def _segments(data: bytes, start: int) -> Iterator[int]:
    count = struct.unpack_from(">I", data, start + 12)[0]
    for no in range(count):
        first, last, _glyph = struct.unpack_from(">III", data, start + 16 + 12 * no)
        yield from range(first, last + 1)
