"""The process: limits first, then the file on its input, then its text on its output, as JSON.

    python -m text_reader KIND SECONDS MEGABYTES < file > text.json

Says `{"text": …, "cut": …}`, or `{"why": …}` with a code, `no_reader` among them.
"""

from __future__ import annotations

import contextlib
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from . import compounds, office, pages, tables
from .signs import Unreadable, gathered, is_legible

try:
    import resource
except ImportError:  # pragma: no cover - Windows has only the clock of whoever started this
    resource = None  # type: ignore[assignment]

OUTPUT_MB, FILES, MB = 4, 32, 1024 * 1024
_OLD = b"\xd0\xcf\x11\xe0"
Reader = Callable[[BinaryIO], Iterator[str]]


def _either(new: Reader, old: Reader) -> Reader:
    """The same ending is used for packed XML and for the old form; how the file begins tells them apart."""

    def read(file: BinaryIO) -> Iterator[str]:
        head = file.read(4)
        file.seek(0)
        return old(file) if head == _OLD else new(file)

    return read


def _plain(file: BinaryIO) -> Iterator[str]:
    data = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            yield from data.decode(encoding).splitlines()
            return
    raise Unreadable("broken")


_TEXTS, _SLIDES = _either(office.texts, compounds.texts), _either(office.slides, compounds.slides)
READERS: dict[str, Reader] = {
    "pdf": pages.pdf, "ofd": pages.ofd, "txt": _plain,
    "docx": _TEXTS, "doc": _TEXTS, "wps": _TEXTS,
    "pptx": _SLIDES, "ppt": _SLIDES, "dps": _SLIDES,
    "xlsx": tables.tables, "xls": tables.tables, "et": tables.tables,
}  # fmt: skip


def limit(seconds: int, megabytes: int) -> None:
    """Let this process take no more than that: of time, of memory, of what it writes; and start no other."""
    if resource is None:
        return
    for which, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * MB),
        (resource.RLIMIT_FSIZE, OUTPUT_MB * MB),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (most, most))


def answer(kind: str, file: BinaryIO) -> dict[str, Any]:
    """The text of a file of that kind, or why there is none."""
    if kind not in READERS:
        return {"why": "no_reader"}
    try:
        text, cut = gathered(READERS[kind](file))
    except Unreadable as why:
        return {"why": why.code}
    except MemoryError:
        return {"why": "memory"}
    except RecursionError:
        return {"why": "deep"}
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, EOFError, LookupError, ValueError, OSError):
        return {"why": "broken"}
    return {"text": text if is_legible(text) else "", "cut": cut}


def main(kind: str, seconds: str, megabytes: str) -> None:
    """Read what is on the input and say it."""
    limit(int(seconds), int(megabytes))
    try:
        found = answer(kind, sys.stdin.buffer)
    except BaseException:  # a parser in another language panics past every other net
        found = {"why": "broken"}
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
