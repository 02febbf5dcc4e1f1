"""Whether the record is whole: walks the chain of events from the first to the last and says where it breaks (R14).

A lawful redaction empties the note of an event. The chain holds a digest of the note, not its text, but the digest is
made from the text again when verifying: a redaction therefore has to keep that digest beside the emptied note, and none
does so yet. Until then every note has to be there as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select

from tracker.db import db
from tracker.domain.chain import GENESIS, KEYED, event_body, link
from tracker.models.record import Event

AT_ONCE = 5_000


class Fault(StrEnum):
    """What is wrong where the chain first breaks."""

    MISSING = "missing"  # the sequence has a gap here
    CHANGED = "changed"  # this event, or one put in its place, does not follow from the one before
    NO_KEY = "no_key"  # sealed with a key that is not at hand
    KEYLESS = "keyless"  # an event without the key's seal after one that has it
    HEAD_UNKNOWN = "head_unknown"  # whole in itself, but the head noted earlier is not in it: tail cut or all rewritten


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found. `seq` is where it breaks, `count` how many events were good before that,
    `keyed` how many of these are sealed with the key."""

    count: int
    head: str
    keyed: int = 0
    fault: Fault | None = None
    seq: int | None = None

    @property
    def whole(self) -> bool:
        return self.fault is None


def verify(*, noted_head: str = "", key: bytes = b"") -> Verdict:
    """Walk the whole chain, a few thousand events at a time. `key`: that of the installation, where it has one.

    `noted_head`: a head hash written down earlier outside this database. Only it can show that the tail was cut off or
    that everything was written anew.
    """
    # The table and not the entity: four hundred thousand objects are not wanted in memory, nor is their making.
    statement = select(*Event.__table__.columns).order_by(Event.seq).execution_options(yield_per=AT_ONCE)
    with db.session.execute(statement) as rows:
        return _walk(rows, noted_head, key)


def _walk(rows: Iterable[Row[Any]], noted_head: str, key: bytes) -> Verdict:
    count, head, keyed, noted_seen = 0, GENESIS, 0, noted_head in ("", GENESIS)
    for row in rows:
        sealed = row.alg.startswith(KEYED)
        if row.seq != count + 1:
            return Verdict(count, head, keyed, Fault.MISSING, count + 1)
        if keyed and not sealed:
            return Verdict(count, head, keyed, Fault.KEYLESS, row.seq)
        if sealed and not key:
            return Verdict(count, head, keyed, Fault.NO_KEY, row.seq)
        expected = _link(row, head, key)
        if row.hash != expected:
            return Verdict(count, head, keyed, Fault.CHANGED, row.seq)
        count, head, keyed = row.seq, expected, keyed + sealed
        noted_seen = noted_seen or head == noted_head
    return Verdict(count, head, keyed, None if noted_seen else Fault.HEAD_UNKNOWN)


def lines() -> Iterator[str]:
    """Every event as a line of JSON, in order: what was sealed, its algorithm and its hash."""
    statement = select(*Event.__table__.columns).order_by(Event.seq).execution_options(yield_per=AT_ONCE)
    with db.session.execute(statement) as rows:
        for row in rows:
            yield json.dumps({"alg": row.alg, "hash": row.hash, "body": _body(row).decode()}, ensure_ascii=False)


def head() -> tuple[int, str]:
    """Number and hash of the newest event: what is to be noted outside, every day."""
    row = db.session.execute(select(Event.seq, Event.hash).order_by(Event.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def _link(row: Row[Any], previous: str, key: bytes) -> str:
    try:
        return link(row.alg, previous, _body(row), key=key)
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
