"""Packed documents (docx, xlsx, pptx, OFD): judged by their table of contents before anything is unpacked, and by the
declarations in their XML before anything else reads it (FI-02, FI-03)."""

from __future__ import annotations

import re
import zipfile
import zlib
from itertools import pairwise
from typing import BinaryIO

from tracker.domain.file_refusals import Unacceptable

ENTRIES = 5_000
UNPACKED = 300 * 1024 * 1024
XML_UNPACKED = 80 * 1024 * 1024
# A long table packs a hundredfold, nothing honest a thousandfold.
RATIO, RATIO_FROM = 300, 4 * 1024 * 1024
CHUNK = 256 * 1024
HEADER = 30  # bytes before the name of an entry

_ENCRYPTED = 0x1
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# With any other a declaration could be written in letters that are not looked for.
_READABLE = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"gbk", b"gb2312", b"gb18030", b"iso-8859-1", b"windows-1252"}
_XML = (".xml", ".rels", ".vml")


def look_into_package(file: BinaryIO, main: str) -> None:
    """Whether this is a package with that main part and nothing that runs or bursts. Raises `Unacceptable`."""
    file.seek(0)
    # Something before the first entry would be another file with a document behind it.
    if file.read(4) != b"PK\x03\x04":
        raise Unacceptable("not_its_kind")
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            _is_bounded(entries)
            _is_this_kind(package, entries, main)
            for entry in entries:
                if entry.filename.lower().endswith(_XML):
                    _declares_nothing(package, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as broken:
        raise Unacceptable("broken") from broken


def _is_bounded(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES or sum(one.file_size for one in entries) > UNPACKED:
        raise Unacceptable("bursts")
    if sum(one.file_size for one in entries if one.filename.lower().endswith(_XML)) > XML_UNPACKED:
        raise Unacceptable("bursts")
    if any(one.file_size > RATIO_FROM and one.file_size > RATIO * max(one.compress_size, 1) for one in entries):
        raise Unacceptable("bursts")
    in_order = sorted(entries, key=lambda one: one.header_offset)
    for one, after in pairwise(in_order):
        if one.header_offset + HEADER + one.compress_size > after.header_offset:
            raise Unacceptable("bursts")  # the same packed bytes counted many times
    if in_order and in_order[0].header_offset != 0:
        raise Unacceptable("not_its_kind")


def _is_this_kind(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], main: str) -> None:
    if any(one.flag_bits & _ENCRYPTED for one in entries):
        raise Unacceptable("encrypted")
    names = {one.filename for one in entries}
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Unacceptable("macros")
    if main not in names or (main != "OFD.xml" and "[Content_Types].xml" not in names):
        raise Unacceptable("not_its_kind")
    if main != "OFD.xml" and b"macroEnabled" in package.read("[Content_Types].xml"):
        raise Unacceptable("macros")


def _declares_nothing(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with package.open(entry) as part:
        left, before = entry.file_size, b""
        while chunk := part.read(min(CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise Unacceptable("bursts")  # more than the table says
            if not before:
                _is_readable(chunk)
            held = (before + chunk).replace(b"\0", b"")  # UTF-16 without its empty halves
            if _DECLARES.search(held):
                raise Unacceptable("declares")
            before = held[-64:]


def _is_readable(start: bytes) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    declared = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip())
    if declared is not None and declared[1].lower() not in _READABLE | {b"utf-16", b"utf-16le", b"utf-16be"}:
        raise Unacceptable("declares")
