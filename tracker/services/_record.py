"""Writing into the record: the only code that adds an event, inside the transaction of the act (rule R15)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from tracker.db import db
from tracker.domain.chain import GENESIS, Seal, event_body
from tracker.domain.parties import Actor
from tracker.models.record import Event

OFFICE = "office"


def write_event(
    actor: Actor,
    action: str,
    *,
    now: datetime,
    machine: str = OFFICE,
    case: tuple[int | None, int | None, int | None] = (None, None, None),
    subject: str = "",
    states: tuple[str | None, str | None] = (None, None),
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> Event:
    """Append one event to the chain; the caller holds the write lock, so the sequence has no gap and no fork."""
    last = db.session.execute(select(Event.seq, Event.hash).order_by(Event.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    held = facts or {}
    who, what = (actor.person_id, actor.membership_id), (machine, action)
    body = event_body(seq=seq, at=now, who=who, what=what, case=(*case, subject), states=states, note=note, facts=held)
    mark = seal()
    event = Event(seq=seq, at=now, note=note, facts=held, alg=mark.algorithm, hash=mark.link(previous, body))
    event.person_id, event.membership_id = who
    event.machine, event.action = what
    event.suggestion_id, event.task_id, event.round_id = case
    event.subject, (event.from_state, event.to_state) = subject, states
    db.session.add(event)
    db.session.flush()
    return event


def seal() -> Seal:
    """What this installation seals its record with."""
    return Seal.of(current_app.config["RECORD_HASH"], current_app.config["RECORD_KEY"])
