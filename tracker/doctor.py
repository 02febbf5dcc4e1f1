"""What must be true of database and instance folder before records may be kept there; `doctor` and `serve` ask it."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from tracker import file_doctor, schema, settings
from tracker.domain.chain import KEYED
from tracker.domain.rulebook import RulebookError
from tracker.rulebooks import all_files
from tracker.rulebooks.model_papers import papers_in

# Older libraries can, very rarely, damage a WAL database when a checkpoint meets a commit.
SOUND_SQLITE = (3, 51, 3)
NETWORK_DISKS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "glusterfs", "ceph", "afs"}
# pragma, what it must answer, in words
PRAGMAS = (
    ("journal_mode",   lambda v: v == "wal",  "readers and the writer do not wait for each other"),
    ("synchronous",    lambda v: v == 2,      "what was acknowledged survives a power cut"),
    ("foreign_keys",   lambda v: v == 1,      "no row points nowhere"),
    ("busy_timeout",   lambda v: v >= 5000,   "a writer waits its turn"),
    ("trusted_schema", lambda v: v == 0,      "a doctored file cannot run functions"),
)  # fmt: skip
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class Verdict(StrEnum):
    """How bad it is; `wrong` keeps the server from starting."""

    FINE = "fine"
    CARE = "care"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    verdict: Verdict
    what: str
    why: str = ""


def findings(engine: Engine, instance: Path) -> list[Finding]:
    """Look at everything; nothing is changed."""
    manners = _sqlite if engine.dialect.name == "sqlite" else _postgresql
    looked = [*manners(engine), *_schema(engine), *_files(engine, instance), *_rulebooks(instance)]
    return [*looked, *_record_key(engine, instance), *_attachments(engine, instance)]


def wrong(engine: Engine, instance: Path) -> list[Finding]:
    """Only what forbids to start."""
    return [finding for finding in findings(engine, instance) if finding.verdict is Verdict.WRONG]


def _judge(good: bool, what: str, why: str = "", *, otherwise: Verdict = Verdict.WRONG) -> Finding:
    return Finding(Verdict.FINE if good else otherwise, what, why)


def _sqlite(engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        for name, good, why in PRAGMAS:
            value = connection.execute(text(f"PRAGMA {name}")).scalar()
            yield _judge(good(value), f"SQLite {name} = {value}", why)
        checkpoint = connection.execute(text("PRAGMA wal_autocheckpoint")).scalar()
    yield _library(sqlite3.sqlite_version_info, left_to_the_worker=checkpoint == 0)
    if engine.url.database:
        kind = _disk(Path(engine.url.database).resolve())
        yield _judge(kind not in NETWORK_DISKS, f"database on disk of kind {kind}", "locks need a local disk")


def _library(version: tuple[int, ...], *, left_to_the_worker: bool) -> Finding:
    name = "SQLite library " + ".".join(map(str, version))
    if version >= SOUND_SQLITE:
        return Finding(Verdict.FINE, name)
    if left_to_the_worker:
        return Finding(Verdict.FINE, name, "older than 3.51.3, so checkpoints are left to the worker alone")
    return Finding(Verdict.CARE, name, "before 3.51.3 a checkpoint may, very rarely, damage the file")


def _postgresql(engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        for name in DURABLE:
            value = connection.execute(text(f"SHOW {name}")).scalar()
            why = "what was acknowledged survives a power cut"
            yield _judge(value != "off", f"PostgreSQL {name} = {value}", why, otherwise=Verdict.CARE)


def _schema(engine: Engine) -> Iterator[Finding]:
    there, here = schema.found(engine), schema.expected()
    if there is not None and there > here:
        yield Finding(Verdict.WRONG, f"database at revision {there}, program at {here}", "a newer program migrated it")
    else:
        yield _judge(there == here, f"database at revision {there}", f"program at {here}", otherwise=Verdict.CARE)


def _files(engine: Engine, instance: Path) -> Iterator[Finding]:
    yield _judge(os.access(instance, os.W_OK), f"instance folder {instance}", "must be writable")
    if os.name == "nt":
        return
    database = [Path(engine.url.database)] if engine.dialect.name == "sqlite" and engine.url.database else []
    for path in (instance / "secret_key", *database):
        if path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
            weight = Verdict.WRONG if path.name == "secret_key" else Verdict.CARE
            yield _judge(not mode & 0o077, f"{path.name} has mode {mode:o}", "its owner's alone: 600", otherwise=weight)


def _rulebooks(instance: Path) -> Iterator[Finding]:
    try:
        books = all_files(instance)
    except (RulebookError, OSError, UnicodeDecodeError) as error:
        yield Finding(Verdict.WRONG, "a rulebook of this installation cannot be read", str(error))
    else:
        yield Finding(Verdict.FINE, f"{len(books)} rulebook file(s) read")
    try:
        papers_in(instance / "rulebooks")
    except (OSError, ValueError) as error:
        yield Finding(Verdict.CARE, "the examples shown beside a draft are those of the program", str(error))


def _record_key(engine: Engine, instance: Path) -> Iterator[Finding]:
    """A record begun under a key must go on under it."""
    if not inspect(engine).has_table("event"):
        return
    with engine.connect() as connection:
        newest = connection.execute(text("SELECT alg FROM event ORDER BY seq DESC LIMIT 1")).scalar() or ""
    if newest.startswith(KEYED):
        there = bool(settings.load(instance)["RECORD_KEY"])
        yield _judge(there, "the record is sealed with a key", "RECORD_KEY must be set, or nobody can go on with it")


def _attachments(engine: Engine, instance: Path) -> Iterator[Finding]:
    for fine, what, why in file_doctor.findings(engine, instance):
        yield _judge(fine, what, why, otherwise=Verdict.CARE)


def _disk(path: Path) -> str | None:
    """The kind of file system under a path, where the system tells (Linux)."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return None
    rows = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    under = [(len(row[1]), row[2]) for row in rows if path.is_relative_to(row[1])]
    return max(under)[1] if under else None
