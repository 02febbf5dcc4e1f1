"""Attachments: which there are, and which of them a reader may open. A file is read by whoever may read the line of the
story it came with; those of the paper by whoever reads the paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import READ_DRAFTS, Actor
from tracker.models.attachments import LOOSE, Attachment, Scan, StoredFile
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.queries.dossier import OF_PAPER, WITH_REPLY, Seer


@dataclass(frozen=True)
class Handed:
    """One attachment with the act it came with; no act while the paper or the reply is still being written."""

    file: Attachment
    action: str | None

    @property
    def is_clean(self) -> bool:
        return self.file.file.scan is Scan.CLEAN


def loose(person_id: int, keys: Iterable[str]) -> list[Attachment]:
    """Those of these that this person has uploaded and not yet handed in."""
    wanted = list(keys)
    if not wanted:
        return []
    found = db.session.scalars(
        select(Attachment)
        .where(Attachment.key.in_(wanted), Attachment.uploaded_by_id == person_id, LOOSE)
        .options(joinedload(Attachment.file))
    ).all()
    return sorted(found, key=lambda one: wanted.index(one.key))


def of_paper(suggestion_id: int) -> Sequence[Attachment]:
    """The attachments of the paper as it stands now, in the order in which they were added."""
    return _listed(
        Attachment.suggestion_id == suggestion_id,
        Attachment.task_id.is_(None),
        Attachment.round_id.is_(None),
        Attachment.taken_out_at.is_(None),
        or_(Attachment.event_seq.is_(None), Event.action.in_(sorted(OF_PAPER))),
    )


def of_reply(round_id: int) -> Sequence[Attachment]:
    """The attachments of a reply that is being written."""
    return _listed(Attachment.round_id == round_id, Attachment.event_seq.is_(None), Attachment.taken_out_at.is_(None))


def of_report(report_id: int) -> Sequence[Attachment]:
    """The attachments of a unit's report on a key item that is being written."""
    return _listed(Attachment.key_report_id == report_id, Attachment.event_seq.is_(None))


def _listed(*where: ColumnElement[bool]) -> Sequence[Attachment]:
    return db.session.scalars(
        select(Attachment)
        .outerjoin(Event, Event.seq == Attachment.event_seq)
        .where(*where)
        .options(joinedload(Attachment.file))
        .order_by(Attachment.uploaded_at, Attachment.key)
    ).all()


def readable(actor: Actor, suggestion: Suggestion) -> list[Handed]:
    """All attachments of a case this actor may open, oldest act first: one statement. The case is one he may read."""
    seer = Seer(actor, suggestion)
    rows = db.session.execute(_of_case(suggestion))
    return [Handed(file, action) for file, action in rows if _may_read(seer, suggestion, file, action)]


def find(actor: Actor, suggestion: Suggestion, key: str) -> Handed | None:
    """One of them by its key, reached through its case (rule R3)."""
    row = db.session.execute(_of_case(suggestion).where(Attachment.key == key)).one_or_none()
    if row is None or not _may_read(Seer(actor, suggestion), suggestion, *row):
        return None
    return Handed(*row)


def _of_case(suggestion: Suggestion) -> Select[Attachment, str]:
    return (
        select(Attachment, Event.action)
        .outerjoin(Event, Event.seq == Attachment.event_seq)
        .where(Attachment.suggestion_id == suggestion.id)
        .options(joinedload(Attachment.file).joinedload(StoredFile.text_read))
        .order_by(Attachment.event_seq.is_(None), Attachment.event_seq, Attachment.uploaded_at, Attachment.key)
    )


def _may_read(seer: Seer, suggestion: Suggestion, file: Attachment, action: str | None) -> bool:
    if action is not None:
        is_on_paper = action in OF_PAPER and file.taken_out_at is None
        return is_on_paper or seer.reads_files(action, file.task_id)
    if file.round_id is not None:
        return seer.may_see(Action.DRAFT_REPLY, file.task_id)
    # Added to a paper that is being written, the first time or after it came back.
    return bool(seer.standing & READ_DRAFTS)


__all__ = ["OF_PAPER", "WITH_REPLY", "Handed", "find", "loose", "of_paper", "of_reply", "of_report", "readable"]
