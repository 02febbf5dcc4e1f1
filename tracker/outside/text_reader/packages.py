"""Packed XML: within limits, without declarations, read as it comes and never kept as a tree."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from .signs import Unreadable

ENTRIES = 5_000
UNPACKED = 300 * 1024 * 1024
XML_UNPACKED = 80 * 1024 * 1024
DEPTH = 1_000
CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")

Attributes = dict[str, str]


class _Begun(Exception):
    """The first element is reached: nothing can be declared any more."""


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """The package, judged by its table of contents and by the beginnings of its parts. Raises `Unreadable`."""
    package = zipfile.ZipFile(file)
    entries = package.infolist()
    if len(entries) > ENTRIES or sum(one.file_size for one in entries) > UNPACKED:
        raise Unreadable("bursts")
    if any(one.flag_bits & _ENCRYPTED for one in entries):
        raise Unreadable("encrypted")
    for entry in entries:
        if entry.filename.lower().endswith(_XML):
            _declares_nothing(package, entry.filename)
    return package


def _refuse(*_declared: object) -> None:
    raise Unreadable("declares")


def _begun(*_element: object) -> None:
    raise _Begun


def _declares_nothing(package: zipfile.ZipFile, name: str) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _begun
    try:
        with package.open(name) as part:
            while chunk := part.read(CHUNK):
                parser.Parse(chunk, False)
    except (_Begun, expat.ExpatError, LookupError, ValueError):
        return  # what is broken is told of when it is read, if it is


class Walk:
    """Told of every element of a part; a subclass gathers what it wants of them."""

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element begins, by its name without the namespace."""

    def end(self, name: str) -> None:
        """It ends."""

    def said(self, words: str) -> None:
        """Characters, perhaps not all of them yet."""


def walked(package: zipfile.ZipFile, name: str, walk: Walk) -> Iterator[None]:
    """Walk through a part; stops after every stretch, so that whoever asks may take what was gathered and leave.

    Raises `Unreadable` for declarations, for what is nested too deep and for more than 80 MB.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = _counted(walk)
    parser.CharacterDataHandler = walk.said
    if package.getinfo(name).file_size > XML_UNPACKED:
        raise Unreadable("bursts")
    with package.open(name) as part:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    yield


def _counted(walk: Walk) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
    depth = 0

    def begin(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise Unreadable("deep")
        walk.begin(name.rpartition(" ")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        walk.end(name.rpartition(" ")[2])

    return begin, end


def part_names(package: zipfile.ZipFile) -> set[str]:
    """The names of all parts."""
    return set(package.namelist())
