"""The numbers (文号) under which a unit has sent something to deputies or to a lead unit."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from tracker.db import db
from tracker.domain.actions import Action
from tracker.models.contacts import CoOpinion
from tracker.models.people import Membership
from tracker.models.record import Event
from tracker.models.tasks import Round, Task
from tracker.queries.asker import stands


def is_used(unit_id: int, number: str, *, but: int = 0) -> bool:
    """Whether a unit has sent a reply, a second reply or a co-opinion under that number; `but`: the reply being signed.

    A second reply that was taken back counts: it was sent. One statement.
    """
    if not number:
        return False
    replies = (
        select(Round.id)
        .join(Task)
        .where(Round.document_no == number, Round.delivered_on.is_not(None), Round.id != but)
        .where(func.coalesce(Round.by_unit_id, Task.unit_id) == unit_id)
    )
    seconds = (
        select(Event.seq)
        .join(Membership, (Membership.person_id == Event.person_id) & (Membership.id == Event.membership_id))
        .where(Membership.unit_id == unit_id, stands(Event.action, Action.FULFIL))
        .where(Event.facts["document_no"].as_string() == number)
    )
    opinions = select(CoOpinion.id).join(Task).where(CoOpinion.document_no == number, Task.unit_id == unit_id)
    return bool(db.session.scalar(select(or_(replies.exists(), seconds.exists(), opinions.exists()))))
