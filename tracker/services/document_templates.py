"""Templates of papers as the desk keeps them (文书模板): put in the place of the built-in one, taken out again; every
version is kept. A template is tried on a sample in the sandbox before it is taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from tracker.db import db, transactional
from tracker.domain.document_fields import closest, fields_of, sample_of
from tracker.domain.document_musts import lacking, marked_sample
from tracker.domain.documents import PaperKind
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.attachments import StoredFile
from tracker.models.documents import DocumentTemplate
from tracker.outside.documents import SQUARE, Unfit, fields_named, words_of, write_word
from tracker.queries import document_templates as kept
from tracker.services import files
from tracker.services._load import Invalid
from tracker.services._office import require
from tracker.services._record import write_event
from tracker.services.files import Upload

# A template of a page or two with a crest in it.
BIGGEST = 4 * 1024 * 1024
_EXAMPLE = "https://example.org/check"


class Refused(Exception):
    """A file that cannot serve as a template: a code of why, the place it is about, and what may be meant instead."""

    def __init__(self, why: str, what: str = "", like: str = "") -> None:
        super().__init__(f"{why} {what}")
        self.why, self.what, self.like = why, what, like


def try_out(kind: PaperKind, template: bytes) -> bytes:
    """The sample written with this template. Raises `Refused` when it names what is not there, wants more than that or
    leaves out what the paper cannot lack.

    No transaction: nothing is kept by it.
    """
    if len(template) > BIGGEST:
        raise Refused("too_large")
    known = {one.name for one in fields_of(kind)} | set(sample_of(kind)) | {SQUARE}
    try:
        unknown = sorted(fields_named(template) - known)
        if unknown:
            raise Refused("unknown_field", unknown[0], closest(unknown[0], kind))
        marked = write_word(template, marked_sample(kind), square=_EXAMPLE)
        if missing := lacking(kind, words_of(marked)):
            raise Refused("lacking", "、".join(missing))
        return write_word(template, sample_of(kind), square=_EXAMPLE)
    except Unfit as unfit:
        raise Refused(unfit.why, unfit.what) from unfit


def hand_in(actor: Actor, kind: PaperKind, upload: Upload, *, now: datetime) -> str:
    """Try a template out and keep its bytes; returns their digest, for `replace`.

    Not a transaction: the file is judged and written as every attachment is. Raises `Refused`.
    """
    require(actor, Capability.KEEP_TEMPLATES)
    if not upload.name.lower().endswith(".docx"):
        raise Refused("not_word")
    upload.file.seek(0)
    try_out(kind, upload.file.read(BIGGEST + 1))
    found = files.keep(actor, [upload], now=now)
    if found.refused:
        raise Refused("file", found.refused[0][1], upload.name)
    return found.digests[0]


@transactional
def replace(actor: Actor, kind: PaperKind, digest: str, *, name: str, note: str, after: int, now: datetime) -> int:
    """Put a file that was handed in into the place of the one in use; returns the number of the new version.

    `after` is the number of the version the page showed, 0 for the built-in one. Raises `Invalid` when another has been
    put there since.
    """
    person_id = require(actor, Capability.KEEP_TEMPLATES)
    if db.session.get(StoredFile, digest) is None:
        raise Invalid(file="file_gone")
    _end_current(kind, after, now=now)
    last = select(func.coalesce(func.max(DocumentTemplate.no), 0)).where(DocumentTemplate.kind == kind.value)
    no = int(db.session.scalar(last) or 0) + 1
    made = DocumentTemplate(kind=kind.value, no=no, digest=digest, name=name[:255], note=note, uploaded_at=now)
    made.uploaded_by_id = person_id
    db.session.add(made)
    db.session.flush()
    facts = {"kind": kind.value, "no": no, "name": made.name, "digest": digest}
    write_event(actor, "replace_template", now=now, subject=f"template:{kind}", note=note, facts=facts)
    return no


@transactional
def restore(actor: Actor, kind: PaperKind, *, no: int, after: int, now: datetime) -> int:
    """Take an earlier version into use again, or with 0 the built-in template; returns `no`. Raises like `replace`."""
    require(actor, Capability.KEEP_TEMPLATES)
    chosen = kept.version(kind, no) if no else None
    if no and chosen is None:
        raise Invalid(no="unknown")
    _end_current(kind, after, now=now)
    if chosen is not None:
        chosen.is_current, chosen.ended_at = True, None
        db.session.flush()
    facts = {"kind": kind.value, "no": no}
    write_event(actor, "restore_template", now=now, subject=f"template:{kind}", facts=facts)
    return no


def _end_current(kind: PaperKind, after: int, *, now: datetime) -> None:
    current = kept.current(kind)
    if (current.no if current is not None else 0) != after:
        raise Invalid(file="changed_meanwhile")
    if current is not None:
        current.is_current, current.ended_at = False, now
        db.session.flush()
