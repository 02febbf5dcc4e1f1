"""Bringing files in: looked at first, then taken whole or not at all, and the same file twice adds nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import Once, db, transactional
from tracker.domain.intake import Fault, Subject
from tracker.domain.intake_reading import Reading, RowFault, believable, read
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.organs import Congress
from tracker.models.record import ImportFile
from tracker.outside.spreadsheets import read_sheet
from tracker.services._import_organs import plan_categories, plan_units
from tracker.services._import_people import plan_people
from tracker.services._import_plan import Ground, Plan, Sample
from tracker.services._import_suggestions import plan_suggestions
from tracker.services._load import Missing
from tracker.services._office import require
from tracker.services._record import write_event

KEPT_FOR = timedelta(hours=24)

PLANNERS: dict[Subject, Callable[[Reading, Ground], Plan]] = {
    Subject.UNITS: plan_units,
    Subject.CATEGORIES: plan_categories,
    Subject.PEOPLE: plan_people,
    Subject.SUGGESTIONS: plan_suggestions,
}


@dataclass(frozen=True)
class Outcome:
    """What a file would do; nothing is written."""

    counts: dict[str, int]
    gaps: dict[str, int]
    made: dict[str, int | str]
    faults: tuple[RowFault, ...]
    # Headings of columns that are not taken, each with the known one that may be meant, or nothing.
    untaken: dict[str, str]
    # The first of the rows to be added, as they would be taken.
    first: list[Sample]


class HasFaults(Exception):
    """The file has errors, so none of it was taken."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{len(outcome.faults)} errors")
        self.outcome = outcome


def look(actor: Actor, subject: Subject, data: bytes, name: str, *, now: datetime) -> Outcome:
    """What taking the file would do; writes nothing. Raises `Unreadable` for a file that is no table."""
    require(actor, Capability.IMPORT)
    reading = read_file(subject, data, name)
    return _outcome(_plan(subject, reading, _ground(actor, now=now)), reading)


def read_file(subject: Subject, data: bytes, name: str) -> Reading:
    """Read and judge every cell, outside any transaction."""
    sheet = read_sheet(data, name)
    return read(subject, sheet.header, sheet.rows)


@transactional
def take(
    actor: Actor,
    subject: Subject,
    reading: Reading,
    *,
    name: str,
    digest: str,
    now: datetime,
    key: str = "",
    at_server: bool = False,
) -> dict[str, int]:
    """Write the whole file or nothing; returns the counts. Raises `HasFaults` when a single row cannot be taken.

    `key` is that of the kept file, which is marked as taken. `at_server`: the operator of the server does it in the
    name of the actor, and the record says so of the file and of each paper and hat.
    """
    person_id = require(actor, Capability.IMPORT)
    ground = _ground(actor, now=now, at_server=at_server)
    plan = _plan(subject, reading, ground)
    outcome = _outcome(plan, reading)
    if plan.faults:
        raise HasFaults(outcome)
    plan.write()
    db.session.flush()
    facts = {"name": name, "digest": digest, **outcome.counts, **(ground.by if ground else {})}
    write_event(actor, "import", now=now, subject=f"import:{subject}", facts=facts)
    if key:
        file = _own_file(person_id, key, now=now)
        if file is None:
            raise Missing("import file")
        file.taken_at, file.counts = now, outcome.counts
    return outcome.counts


def keep_file(
    actor: Actor, subject: Subject, data: bytes, name: str, *, now: datetime, once: Once | None = None
) -> str:
    """Keep an uploaded file for 24 hours so that it need not be sent again after the preview; returns its key."""
    person_id = require(actor, Capability.IMPORT)
    key = secrets.token_urlsafe(24)
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        if datetime.fromtimestamp(old.stat().st_mtime, tz=now.tzinfo) < now - KEPT_FOR:
            old.unlink(missing_ok=True)
    # Before the transaction: nobody waits for the writing of a large file.
    (folder / key).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    file = ImportFile(key=key, kind=subject.value, name=name[:255], digest=digest, by_id=person_id, made_at=now)
    return _note_file(file, once=once)


@transactional
def _note_file(file: ImportFile) -> str:
    db.session.add(file)
    return file.key


def kept_file(actor: Actor, key: str, *, now: datetime) -> tuple[ImportFile, bytes]:
    """The file kept under a key for the same person; raises `Missing` when it is gone or somebody else's."""
    person_id = require(actor, Capability.IMPORT)
    found = _own_file(person_id, key, now=now)
    path = _folder() / key
    if found is None or not path.is_file():
        raise Missing("import file")
    return found, path.read_bytes()


def _own_file(person_id: int, key: str, *, now: datetime) -> ImportFile | None:
    return db.session.scalars(
        select(ImportFile).where(
            ImportFile.key == key, ImportFile.by_id == person_id, ImportFile.made_at > now - KEPT_FOR
        )
    ).one_or_none()


def _folder() -> Path:
    return Path(current_app.instance_path) / "imports"


def _ground(actor: Actor, *, now: datetime, at_server: bool = False) -> Ground | None:
    ours = db.session.scalars(select(Congress).where(Congress.is_ours)).one_or_none()
    return Ground(actor, ours, now, at_server) if ours is not None else None


def _plan(subject: Subject, reading: Reading, ground: Ground | None) -> Plan:
    if ground is None:
        return Plan(reading.rows_in, faults=[RowFault(1, "", "", Fault.NEEDS_TERM)])
    return PLANNERS[subject](believable(reading, day_of(ground.now)), ground)


def _outcome(plan: Plan, reading: Reading) -> Outcome:
    return Outcome(plan.counts, plan.gaps, plan.made, tuple(plan.faults), reading.untaken, plan.first)
