"""Documents of the old form, one file of sectors with a directory (doc, xls, ppt, wps, et, dps): which streams are in
them, and whether macros or a password are."""

from __future__ import annotations

from typing import BinaryIO

from tracker.domain.file_refusals import Unacceptable

_ENTRY = 128
_STREAM, _STORAGE, _ROOT = 2, 1, 5
# Other names under which the main stream of a kind is found.
_ALSO = {"Workbook": ("Workbook", "Book")}
_MACROS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"}
_LOCKED = {"EncryptedPackage", "EncryptionInfo"}
_WORD_LOCKED = 0x0100


def look_into_compound(file: BinaryIO, main: str) -> None:
    """Whether this is such a document with that main stream, without macros and password. Raises `Unacceptable`."""
    file.seek(0)
    data = file.read()
    found = _directory(data)
    if _LOCKED & found.keys():
        raise Unacceptable("encrypted")
    if _MACROS & found.keys():
        raise Unacceptable("macros")
    streams = [name for name in _ALSO.get(main, (main,)) if name in found]
    if not streams:
        raise Unacceptable("not_its_kind")
    if main == "WordDocument" and _is_locked(data, found[main]):
        raise Unacceptable("encrypted")


def _directory(data: bytes) -> dict[str, int]:
    """The entries of the directory with their first sectors. They stand on multiples of their size wherever the
    directory lies, so that a broken table of sectors hides none."""
    found: dict[str, int] = {}
    for at in range(512, len(data) - _ENTRY + 1, _ENTRY):
        kind, length = data[at + 66], data[at + 64] | data[at + 65] << 8
        if kind not in (_STREAM, _STORAGE, _ROOT) or not 4 <= length <= 64 or length % 2:
            continue
        name = data[at : at + length]
        if name[-2:] == b"\0\0" and not any(data[at + length : at + 64]) and data[at + 67] in (0, 1):
            found[name[:-2].decode("utf-16-le", "replace")] = int.from_bytes(data[at + 116 : at + 120], "little")
    return found


def _is_locked(data: bytes, sector: int) -> bool:
    """The flag of a password, in the first bytes of a text document."""
    size = 1 << int.from_bytes(data[30:32], "little") if data[30:32] in (b"\x09\0", b"\x0c\0") else 512
    start = (sector + 1) * size
    return bool(int.from_bytes(data[start + 10 : start + 12], "little") & _WORD_LOCKED)
