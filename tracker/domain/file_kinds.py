"""Which files may be attached, told by what they hold and by their ending, both; and what they are called.

Only the outside of a file is read: how it begins, the table of a packed one, declarations in its XML. Nothing is run,
drawn or unpacked to disk (rule R28).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from tracker.domain.characters import UNSAVABLE
from tracker.domain.file_compounds import look_into_compound
from tracker.domain.file_packages import look_into_package
from tracker.domain.file_refusals import Unacceptable

NAME_LENGTH = 255
# Signs that turn the direction of writing: with them "exe.pdf" can be made to read "fdp.exe", and the other way round.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PDF_TAIL, PNG_TAIL = 4096, 4096


@dataclass(frozen=True)
class Kind:
    """One kind of file: its ending, the type it is served under, whether a browser may show it in its window.

    A PDF is downloaded: it may hold a script, and browsers show none inside a sandbox.
    """

    ending: str
    media_type: str
    inline: bool = False


def _pdf(file: BinaryIO) -> None:
    if _head(file, 5) != b"%PDF-":
        raise Unacceptable("not_its_kind")
    if b"%%EOF" not in _tail(file, PDF_TAIL):
        raise Unacceptable("cut_short")


def _jpg(file: BinaryIO) -> None:
    if _head(file, 3) != b"\xff\xd8\xff":
        raise Unacceptable("not_its_kind")
    file.seek(0)
    # Telephones put films and depth maps behind the picture: its end may lie anywhere.
    if b"\xff\xd9" not in file.read():
        raise Unacceptable("cut_short")


def _png(file: BinaryIO) -> None:
    if _head(file, 8) != b"\x89PNG\r\n\x1a\n":
        raise Unacceptable("not_its_kind")
    if b"IEND" not in _tail(file, PNG_TAIL):
        raise Unacceptable("cut_short")


def _txt(file: BinaryIO) -> None:
    file.seek(0)
    data = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if UNSAVABLE.search(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")):
            raise Unacceptable("not_its_kind")
        return
    raise Unacceptable("unknown_encoding")


def _head(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def _tail(file: BinaryIO, size: int) -> bytes:
    end = file.seek(0, 2)
    file.seek(max(0, end - size))
    return file.read(size)


def _office(compound: str, package: str) -> Callable[[BinaryIO], None]:
    """A document in the old form of one file of sectors or the new one of packed XML; WPS writes both."""

    def look(file: BinaryIO) -> None:
        if _head(file, 8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            look_into_compound(file, compound)
        else:
            look_into_package(file, package)

    return look


_WORD, _SHEET, _SLIDES = (
    ("WordDocument", "word/document.xml"),
    ("Workbook", "xl/workbook.xml"),
    (
        "PowerPoint Document",
        "ppt/presentation.xml",
    ),
)
_OPEN = "application/vnd.openxmlformats-officedocument."
_LOOKS: dict[Kind, Callable[[BinaryIO], None]] = {
    Kind("pdf", "application/pdf"): _pdf,
    Kind("ofd", "application/ofd"): lambda file: look_into_package(file, "OFD.xml"),
    Kind("doc", "application/msword"): _office(*_WORD),
    Kind("wps", "application/kswps"): _office(*_WORD),
    Kind("docx", _OPEN + "wordprocessingml.document"): lambda file: _packed(file, _WORD),
    Kind("xls", "application/vnd.ms-excel"): _office(*_SHEET),
    Kind("et", "application/kset"): _office(*_SHEET),
    Kind("xlsx", _OPEN + "spreadsheetml.sheet"): lambda file: _packed(file, _SHEET),
    Kind("ppt", "application/vnd.ms-powerpoint"): _office(*_SLIDES),
    Kind("dps", "application/ksdps"): _office(*_SLIDES),
    Kind("pptx", _OPEN + "presentationml.presentation"): lambda file: _packed(file, _SLIDES),
    Kind("txt", "text/plain"): _txt,
    Kind("jpg", "image/jpeg", inline=True): _jpg,
    Kind("png", "image/png", inline=True): _png,
}
KINDS = {kind.ending: kind for kind in _LOOKS}
_SAME = {"jpeg": "jpg", "jpe": "jpg"}
# What a browser offers to choose from.
ENDINGS = tuple(f".{ending}" for ending in (*KINDS, "jpeg"))


def _packed(file: BinaryIO, names: tuple[str, str]) -> None:
    # A protected docx is a file of sectors with the real one inside: looked into only to say so.
    if _head(file, 8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        look_into_compound(file, names[0])
        raise Unacceptable("not_its_kind")
    look_into_package(file, names[1])


def kind_of(name: str, file: BinaryIO) -> Kind:
    """The kind of a file; ending and content must agree. Raises `Unacceptable` with a code when it may not be taken.

    The position in the file is at its beginning afterwards.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(_SAME.get(ending, ending))
    if kind is None:
        raise Unacceptable("unknown_kind")
    if not _head(file, 1):
        raise Unacceptable("empty")
    _LOOKS[kind](file)
    file.seek(0)
    return kind


def fit_name(given: str) -> str:
    """The name exactly as given but for what never belongs to one: folders before it.

    Raises `Unacceptable` for signs that cannot be seen or turn the writing round, and for more than 255 characters.
    """
    name = given.replace("\\", "/").rpartition("/")[2].strip()
    if any(sign in _TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in name):
        raise Unacceptable("bad_name")
    if UNSAVABLE.search(name) or not name.strip(". "):
        raise Unacceptable("bad_name")
    if len(name) > NAME_LENGTH or len(name.encode()) > 4 * NAME_LENGTH:
        raise Unacceptable("long_name")
    return name


__all__ = ["ENDINGS", "KINDS", "Kind", "Unacceptable", "fit_name", "kind_of"]
