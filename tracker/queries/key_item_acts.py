"""The story of a key item: every act on it that a reader reads, in the order in which they were done."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.key_items import KeyAct, reads
from tracker.domain.parties import Actor
from tracker.models.record import Event
from tracker.queries.key_item_files import subject_of
from tracker.queries.key_items import Found


def acts_of(actor: Actor, one: Found) -> list[Event]:
    """One statement."""
    wanted = select(Event).where(Event.subject == subject_of(one.item.id)).options(joinedload(Event.person))
    found = db.session.scalars(wanted.order_by(Event.seq))
    return [act for act in found if reads(actor, one.detail, KeyAct(act.action), unit_id=act.facts.get("unit"))]
