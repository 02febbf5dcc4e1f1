"""Whether the record is whole: walks the chain of events from the first to the last and says where it breaks (R14).

A lawful redaction empties the note of an event. The chain holds a digest of the note, not its text, but the digest is
made from the text again when verifying: a redaction therefore has to keep that digest beside the emptied note, and none
does so yet. Until then every note has to be there as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select

from tracker.db import db
from tracker.domain.chain import GENESIS, event_body, link
from tracker.models.record import Event

AT_ONCE = 5_000


class Fault(StrEnum):
    """What is wrong where the chain first breaks."""

    MISSING = "missing"  # the sequence has a gap here
    CHANGED = "changed"  # this event, or one put in its place, does not follow from the one before
    HEAD_UNKNOWN = "head_unknown"  # whole in itself, but the head noted earlier is not in it: tail cut or all rewritten


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found. `seq` is where it breaks, `count` how many events were good before that."""

    count: int
    head: str
    fault: Fault | None = None
    seq: int | None = None

    @property
    def whole(self) -> bool:
        return self.fault is None


def verify(*, noted_head: str = "") -> Verdict:
    """Walk the whole chain, a few thousand events at a time.

    `noted_head`: a head hash written down earlier outside this database. Only it can show that the tail was cut off or
    that everything was written anew.
    """
    # The table and not the entity: four hundred thousand objects are not wanted in memory, nor is their making.
    statement = select(*Event.__table__.columns).order_by(Event.seq).execution_options(yield_per=AT_ONCE)
    with db.session.execute(statement) as rows:
        return _walk(rows, noted_head)


def _walk(rows: Iterable[Row[Any]], noted_head: str) -> Verdict:
    count, head, noted_seen = 0, GENESIS, noted_head in ("", GENESIS)
    for row in rows:
        if row.seq != count + 1:
            return Verdict(count, head, Fault.MISSING, count + 1)
        expected = _link(row, head)
        if row.hash != expected:
            return Verdict(count, head, Fault.CHANGED, row.seq)
        count, head = row.seq, expected
        noted_seen = noted_seen or head == noted_head
    if not noted_seen:
        return Verdict(count, head, Fault.HEAD_UNKNOWN)
    return Verdict(count, head)


def head() -> tuple[int, str]:
    """Number and hash of the newest event: what is to be noted outside, every day."""
    row = db.session.execute(select(Event.seq, Event.hash).order_by(Event.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def _link(row: Row[Any], previous: str) -> str:
    try:
        return link(row.alg, previous, _body(row))
    except ValueError:  # an algorithm nobody knows
        return ""


def _body(row: Row[Any]) -> bytes:
    return event_body(
        seq=row.seq,
        at=row.at,
        who=(row.person_id, row.membership_id),
        what=(row.machine, row.action),
        case=(row.suggestion_id, row.task_id, row.round_id, row.subject),
        states=(row.from_state, row.to_state),
        note=row.note,
        facts=row.facts,
    )
