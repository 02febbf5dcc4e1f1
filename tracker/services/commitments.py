"""What a unit does about a promise it owes: how far it is, why it is late, and the second reply when it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.models.commitments import Commitment, CommitmentProgress
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._promises import end_change, put_level_aside
from tracker.services._rating import drop_promise_papers
from tracker.services._rating_links import take_back_links

WHOLE = 100


@dataclass(frozen=True)
class Progress:
    """How far a promise is: in words, in per cent, and with files that show it."""

    words: str
    percent: int | None
    files: Sequence[str] = ()


@transactional
def note_progress(actor: Actor, commitment_id: int, progress: Progress, *, version: int, now: datetime) -> int:
    """Note how far a promise is; its deputies are told. Returns the promise's id.

    Raises `Invalid` without words or with a figure that is no percentage. A hundred per cent does not make it kept: the
    signing leader reports that with a second reply.
    """
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, Action.NOTE_PROGRESS, one, today=day_of(now))
    wrong = {} if progress.words.strip() else {"words": "missing"}
    percent = progress.percent
    if percent is None or not 0 <= percent <= WHOLE:
        wrong["percent"] = "not_a_percentage"
    if wrong or percent is None:
        raise Invalid(**wrong)
    facts = {"percent": percent, "before": one.percent}
    event = advance(one, Action.NOTE_PROGRESS, actor, now=now, note=progress.words, facts=facts, files=progress.files)
    db.session.add(
        CommitmentProgress(
            commitment_id=one.id,
            percent=percent,
            words=progress.words,
            event_seq=event.seq,
            files=len(set(progress.files)),
            by_id=actor.person_id,
            made_at=now,
        )
    )
    one.percent, one.progress_on = percent, day_of(now)
    return one.id


@transactional
def explain_unkept(
    actor: Actor, commitment_id: int, *, words: str, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """Say why a promise was not kept on its day; told to its deputies and the desk. Returns the promise's id."""
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, Action.EXPLAIN_UNKEPT, one, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    advance(one, Action.EXPLAIN_UNKEPT, actor, now=now, note=words, files=files)
    one.progress_on = day_of(now)
    return one.id


@dataclass(frozen=True)
class SecondReply:
    """The reply that says a promise is kept (再次答复): its number, its letter, and what shows it."""

    document_no: str
    letter: str
    files: Sequence[str] = ()


@transactional
def fulfil(actor: Actor, commitment_id: int, reply: SecondReply, *, version: int, now: datetime) -> int:
    """Report a promise as kept with a second reply to every signer, who may then rate what became of it.

    A request to move or drop it that nobody has decided falls away. Raises `Invalid` without number or letter.
    Returns the promise's id.
    """
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, Action.FULFIL, one, today=day_of(now))
    wrong = {name: "missing" for name in ("document_no", "letter") if not getattr(reply, name).strip()}
    if wrong:
        raise Invalid(**wrong)
    # What was asked about a promise that was late is another question than the one now put.
    drop_promise_papers(one, now=now)
    take_back_links(one, now=now)
    one.fulfilled_on, one.signed_by_id = day_of(now), actor.person_id
    one.second_document_no, one.second_reply = reply.document_no, reply.letter
    one.rating_shut_on = None
    put_level_aside(one)
    facts = {
        "document_no": reply.document_no,
        "letter": reply.letter,
        "due_on": one.due_on.isoformat(),
        "first_due_on": one.first_due_on.isoformat() if one.first_due_on else None,
    }
    advance(one, Action.FULFIL, actor, now=now, facts=facts, files=reply.files)
    end_change(one, now=now)
    one.percent, one.progress_on = WHOLE, day_of(now)
    return one.id
