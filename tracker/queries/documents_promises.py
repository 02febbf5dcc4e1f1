"""The facts of papers about promises: a second reply (再次答复函) for each time one was reported as kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.documents import Paper, PaperKind
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.queries.documents_case import Office, label_of, sealed_of, shown_of
from tracker.queries.documents_past import unit_at


def second_replies(suggestion: Suggestion) -> Sequence[Event]:
    """The acts with which its promises were reported as kept, in their order: one statement."""
    wanted = select(Event).where(Event.suggestion_id == suggestion.id, Event.action == Action.FULFIL)
    return db.session.scalars(wanted.order_by(Event.seq)).all()


def second_reply(suggestion: Suggestion, seq: int, where: Office) -> Paper | None:
    """再次答复函 as it went out: the act holds its number, its letter and the day that was promised. Four statements.

    A report that the desk took back later keeps its letter: it was sent.
    """
    act = db.session.get(Event, seq)
    if act is None or act.suggestion_id != suggestion.id or act.action != Action.FULFIL:
        return None
    one = db.session.get_one(Commitment, act.facts["commitment"])
    to = [each.person_id for each in one.round.deliveries if each.delivered_at <= act.at]
    unit = _unit_then(one, act)
    sealed = sealed_of(suggestion) | {
        "no": one.request_no,
        "unit_id": unit.id,
        "document_no": act.facts["document_no"],
        "letter": act.facts["letter"],
        "promise": one.promise,
        "due": date.fromisoformat(act.facts["due_on"]),
        "first_no": one.round.document_no,
        "signed_by": act.person_id,
        "to": to,
        "on": day_of(act.at),
    }
    found = {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(to)))}
    shown = shown_of(suggestion, where, act.at) | {
        "unit": unit.name,
        "to_names": [found[each] for each in to if each in found],
        "signer_words": act.person.name if act.person else "",
        "copies": [where.desk, *([where.coordinator] if unit_at(one.task, act.at).has_coordinator else [])],
    }
    label = label_of(suggestion, where, document_no=sealed["document_no"], unit=unit.name, on=sealed["on"])
    return Paper(PaperKind.SECOND, suggestion.id, seq, label, sealed, shown, at=act.at)


def _unit_then(one: Commitment, act: Event) -> Unit:
    """The unit that reported it: what is handed on later is owed by another."""
    passed_on = Event.suggestion_id == one.suggestion_id, Event.action == Action.ENTRUST_PROMISE.value
    later = db.session.scalars(select(Event).where(*passed_on, Event.seq > act.seq).order_by(Event.seq)).all()
    ours = [each.facts for each in later if each.facts.get("commitment") == one.id and "from_unit" in each.facts]
    return db.session.get_one(Unit, ours[0]["from_unit"]) if ours else one.unit
