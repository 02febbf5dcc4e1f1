"""Writing into the record: the only code that adds an event, inside the transaction of the act (rule R15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from tracker.db import db
from tracker.domain.chain import GENESIS, Seal, event_body
from tracker.domain.parties import Actor
from tracker.models.record import Event
from tracker.services import _search

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
    entry = Entry(case, machine, subject, states, note, facts or {})
    return write_events(actor, action, [entry], now=now)[0]


@dataclass(frozen=True)
class Entry:
    """What one event says beside who did what, and when."""

    case: tuple[int | None, int | None, int | None] = (None, None, None)
    machine: str = OFFICE
    subject: str = ""
    states: tuple[str | None, str | None] = (None, None)
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def write_events(actor: Actor, action: str, entries: Iterable[Entry], *, now: datetime) -> list[Event]:
    """Append the same act on many things, in their order; the caller holds the write lock as above."""
    last = db.session.execute(select(Event.seq, Event.hash).order_by(Event.seq.desc()).limit(1)).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    mark, found = seal(), []
    for entry in entries:
        seq += 1
        event = _event(actor, action, entry, seq=seq, now=now)
        who, what, case = (event.person_id, event.membership_id), (event.machine, action), (*entry.case, entry.subject)
        body = event_body(
            seq=seq, at=now, who=who, what=what, case=case, states=entry.states, note=entry.note, facts=entry.facts
        )
        previous = event.hash = mark.link(previous, body)
        event.alg = mark.algorithm
        found.append(event)
        _search.note(action, event.suggestion_id, entry.facts)
    db.session.add_all(found)
    db.session.flush()
    return found


def _event(actor: Actor, action: str, entry: Entry, *, seq: int, now: datetime) -> Event:
    event = Event(seq=seq, at=now, note=entry.note, facts=entry.facts)
    event.person_id, event.membership_id = actor.person_id, actor.membership_id
    event.machine, event.action = entry.machine, action
    event.suggestion_id, event.task_id, event.round_id = entry.case
    event.subject, (event.from_state, event.to_state) = entry.subject, entry.states
    return event


def seal() -> Seal:
    """What this installation seals its record with."""
    return Seal.of(current_app.config["RECORD_HASH"], current_app.config["RECORD_KEY"])
