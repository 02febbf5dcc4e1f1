"""Compiles the catalogues of the screens into the instance folder, so that no build step stands before a start."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tracker.places import PACKAGE

SOURCES = PACKAGE / "translations"


def compiled_folder(instance: Path, *, sources: Path = SOURCES) -> Path:
    """Compile each `LANGUAGE/LC_MESSAGES/*.po` that is newer than its compiled twin; return where the twins are."""
    target = instance / "translations"
    for source in sorted(sources.glob("*/LC_MESSAGES/*.po")):
        twin = (target / source.relative_to(sources)).with_suffix(".mo")
        if not twin.exists() or twin.stat().st_mtime_ns != source.stat().st_mtime_ns:
            _compile(source, twin)
    return target


def _compile(source: Path, twin: Path) -> None:
    """Write beside and rename: another process may be reading, or doing the same."""
    twin.parent.mkdir(parents=True, exist_ok=True)
    draft = twin.with_suffix(f".{os.getpid()}")
    with source.open("rb") as text, draft.open("wb") as binary:
        write_mo(binary, read_po(text, locale=source.parts[-3]))
    stamp = source.stat().st_mtime_ns
    os.utime(draft, ns=(stamp, stamp))  # equal, not newer: going back to an older source must show too
    draft.replace(twin)
