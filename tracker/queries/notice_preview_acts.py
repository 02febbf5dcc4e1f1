"""Whom a rule about acts would have told of what was done in the last thirty days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Party
from tracker.domain.telling import Rule, rule_for
from tracker.models.record import Event, Notice
from tracker.models.tellings import Telling
from tracker.queries.notice_preview_limits import DAY, DAYS, Hats, Told, chosen, hats_of
from tracker.queries.recipients import Cases, Directory

Parties = list[tuple[Party, int | None]]


def acted(draft: Rule, directory: Directory, *, now: datetime) -> list[Told]:
    """Who was told by this rule of which act; and of acts of which nobody was, who would be."""
    since = now - DAY * DAYS
    was = select(Telling.event_seq, Telling.person_id, Telling.membership_id)
    known = db.session.execute(was.where(Telling.rule == draft.code, Telling.made_at >= since)).all()
    told = [Told(seq, person, hat) for seq, person, hat in known if seq is not None]
    silent = _silent(draft, {one.moment for one in told}, since)
    judged = chosen(sorted(silent))
    people = _judged(silent, judged, directory)
    weigh = len(silent) / max(len(judged), 1)
    return told + [Told(seq, *who, weigh) for seq in judged for who in people[seq]]


def _silent(draft: Rule, heard: Collection[object], since: datetime) -> dict[int, Parties]:
    """The acts this rule is about and of which it told nobody, with the parties it is about."""
    wanted = select(Notice.event_seq, Notice.party, Notice.unit_id, Event.action)
    rows = wanted.join(Event, Event.seq == Notice.event_seq).where(Notice.made_at >= since)
    found: dict[int, Parties] = {}
    for seq, party, unit_id, action in db.session.execute(rows):
        if seq not in heard and rule_for(action, party).code == draft.code:
            found.setdefault(seq, []).append((party, unit_id))
    return found


def _judged(silent: dict[int, Parties], seqs: Collection[int], directory: Directory) -> dict[int, Hats]:
    events = list(db.session.scalars(select(Event).where(Event.seq.in_(seqs))))
    others = select(Telling.person_id, Telling.event_seq).where(Telling.event_seq.in_(seqs))
    elsewhere = {(person, seq) for person, seq in db.session.execute(others)}
    cases, found = Cases(events), {}
    for event in events:
        case = cases.case_of(event)
        each = [
            one
            for party, unit_id in silent[event.seq]
            for one in (
                directory.recipients(party, case, unit_id=unit_id, action=event.action)
                if case is not None
                else directory.in_office(party, unit_id)
                if event.suggestion_id is None
                else []
            )
            if one.person_id != event.person_id and (one.person_id, event.seq) not in elsewhere
        ]
        found[event.seq] = hats_of(each)
    return found
