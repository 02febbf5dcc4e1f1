"""What is to be searched, read from where it is written: papers with their replies, promises, attachments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.finding import folded
from tracker.domain.lifecycle import STEPS
from tracker.domain.readers import IN_FULL, Reader, readers_of_act
from tracker.domain.states import CommitmentState, SuggestionState
from tracker.models.attachments import Attachment, FileText, Scan, StoredFile
from tracker.models.commitments import Commitment, CommitmentProgress
from tracker.models.record import Event
from tracker.models.search import Beside
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.dossier import OF_PAPER as WITH_PAPER
from tracker.queries.dossier import WITH_REPLY
from tracker.queries.scope import handed_in
from tracker.queries.search_passages import OF_PAPER, written


@dataclass(frozen=True, slots=True)
class PaperTexts:
    """What of one paper is searched, folded; `day` is the day it was handed in, None where history does not say."""

    suggestion_id: int
    day: date | None
    title: str
    body: str
    reply: str

    @property
    def texts(self) -> tuple[str, ...]:
        return self.title, self.body, self.reply


@dataclass(frozen=True, slots=True)
class BesideTexts:
    """What of a promise or an attachment is searched, folded, and who reads it."""

    kind: Beside
    suggestion_id: int
    commitment_id: int | None
    attachment_key: str | None
    unit_id: int | None
    readers: int
    title: str
    body: str

    @property
    def texts(self) -> tuple[str, ...]:
        return self.title, self.body

    @property
    def source(self) -> tuple[Beside, int | str]:
        """Which promise or attachment it is."""
        return self.kind, self.commitment_id or self.attachment_key or 0


def paper_texts(ids: Collection[int]) -> list[PaperTexts]:
    """Of these papers those that are searched, in the order of their days: five statements, one more for each paper
    that was sent back and written anew."""
    rows = db.session.execute(
        select(Suggestion.id, Suggestion.number, Suggestion.title, Suggestion.submitted_on)
        .where(Suggestion.id.in_(ids), handed_in())
        .order_by(Suggestion.submitted_on.asc().nulls_first(), Suggestion.id)
    ).all()
    parts = written([row.id for row in rows])
    return [
        PaperTexts(
            row.id,
            row.submitted_on,
            folded("\n".join(filter(None, (row.title, row.number)))),
            folded("\n".join(one.text for one in parts[row.id] if one.part in OF_PAPER)),
            folded("\n".join(one.text for one in parts[row.id] if one.part not in OF_PAPER)),
        )
        for row in rows
    ]


def beside_texts(ids: Collection[int]) -> list[BesideTexts]:
    """The promises and attachments of these papers that are searched, the oldest first: three statements."""
    return [*_promises(ids), *_files(ids)]


def _promises(ids: Collection[int]) -> Iterator[BesideTexts]:
    said = _gathered(
        db.session.execute(
            select(CommitmentProgress.commitment_id, CommitmentProgress.words)
            .join(Commitment, Commitment.id == CommitmentProgress.commitment_id)
            .where(Commitment.suggestion_id.in_(ids))
            .order_by(CommitmentProgress.id)
        )
    )
    wanted = select(Commitment).join(Suggestion, Suggestion.id == Commitment.suggestion_id)
    kept = and_(Commitment.state != CommitmentState.REPLACED, Suggestion.state != SuggestionState.ARCHIVED)
    for one in db.session.scalars(wanted.where(Commitment.suggestion_id.in_(ids), kept).order_by(Commitment.id)):
        words = filter(None, (one.measure, one.owner, *said.get(one.id, ()), one.second_reply))
        yield BesideTexts(
            Beside.PROMISE, one.suggestion_id, one.id, None, one.unit_id, IN_FULL, folded(one.promise),
            folded("\n".join(words)),
        )  # fmt: skip


def _files(ids: Collection[int]) -> Iterator[BesideTexts]:
    rows = db.session.execute(
        select(Attachment, Event.action, Event.task_id, Task.unit_id, FileText.text)
        .join(Event, Event.seq == Attachment.event_seq)
        .outerjoin(Task, Task.id == Event.task_id)
        .outerjoin(StoredFile, and_(StoredFile.digest == Attachment.digest, StoredFile.scan == Scan.CLEAN))
        .outerjoin(FileText, FileText.digest == StoredFile.digest)
        .where(Attachment.suggestion_id.in_(ids))
        .order_by(Attachment.event_seq, Attachment.uploaded_at, Attachment.key)
    ).all()
    for file, action, task_id, unit_id, words in rows:
        readers = _readers(file, action, task_id)
        if readers and file.suggestion_id is not None:
            texts = folded(file.name), folded(words or "")
            yield BesideTexts(Beside.FILE, file.suggestion_id, None, file.key, unit_id, readers, *texts)


def _readers(file: Attachment, action: str, task_id: int | None) -> int:
    if action in WITH_PAPER and file.taken_out_at is None:
        return Reader.EVERYBODY | IN_FULL
    if action not in STEPS:
        return 0
    found = readers_of_act(Action(action), of_unit=task_id is not None)
    return found | Reader.EVERYBODY if action in WITH_REPLY else found


def _gathered(rows: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, text in rows:
        if text:
            found.setdefault(key, []).append(text)
    return found
