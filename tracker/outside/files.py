"""The door to the folder of attachments: bytes under their own digest, written once, never changed (rule R11)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1024 * 1024
DRAFTS = "drafts"
READ_ONLY = 0o400


class Damaged(Exception):
    """A file is not there, or not what was stored; `how` is "missing" or "changed"."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


@dataclass(frozen=True)
class Store:
    """The folder of one installation. A file lies under the first letters of its digest: ab/cd/abcd…"""

    folder: Path

    def path(self, digest: str) -> Path:
        """Where a digest lies."""
        return self.folder / digest[:2] / digest[2:4] / digest

    def put(self, file: BinaryIO, algorithm: str) -> tuple[str, int]:
        """Write it under its digest; returns digest and size. On disk before this returns, or not at all.

        Raises OSError where the disk refuses. The same bytes written before are left as they are when whole.
        """
        drafts = self.folder / DRAFTS
        drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=drafts)  # in the same file system, so that it can be moved whole
        draft = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as out:
                digest, size = _copy(file, out, algorithm)
                out.flush()
                os.fsync(out.fileno())
            self._settle(draft, digest, algorithm)
        finally:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()
        return digest, size

    def _settle(self, draft: Path, digest: str, algorithm: str) -> None:
        target = self.path(digest)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(Damaged):
            self.check(digest, algorithm)
            return
        # New, or the one there is no longer what it says: then the same bytes handed in anew make it whole.
        draft.chmod(READ_ONLY)
        draft.replace(target)
        for folder in (target.parent, target.parent.parent, self.folder):
            _sync(folder)

    def check(self, digest: str, algorithm: str) -> Path:
        """The path of a file that is there and is what was stored. Raises `Damaged`."""
        path = self.path(digest)
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, lambda: hashlib.new(algorithm)).hexdigest()
        except FileNotFoundError:
            raise Damaged("missing") from None
        if found != digest:
            raise Damaged("changed")
        return path

    def remove(self, digest: str) -> bool:
        """Take away what no attachment names any more; whether it was there."""
        with contextlib.suppress(FileNotFoundError):
            self.path(digest).unlink()
            return True
        return False

    def digests(self) -> Iterator[str]:
        """Everything that lies here, by its name."""
        for path in self.folder.glob("??/??/*"):
            yield path.name

    def old_drafts(self, *, before: float) -> list[Path]:
        """Files half written by a process that ended, older than an instant (seconds since 1970)."""
        found = (self.folder / DRAFTS).glob("*") if (self.folder / DRAFTS).exists() else iter(())
        return [path for path in found if path.stat().st_mtime < before]


def _copy(file: BinaryIO, out: BinaryIO, algorithm: str) -> tuple[str, int]:
    seal, size = hashlib.new(algorithm), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        seal.update(chunk)
        out.write(chunk)
        size += len(chunk)
    return seal.hexdigest(), size


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def size_of(file: BinaryIO) -> int:
    """How many bytes; the position is at the beginning afterwards."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size
