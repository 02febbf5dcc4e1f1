"""The seat a deputy writes from: his own, or that of the deputy an assistant prepares for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.people import Membership
from tracker.models.suggestions import Suggestion


def seat_of(actor: Actor, today: date) -> Membership | None:
    """The seat held on a day of Asia/Shanghai; None for somebody who writes for nobody."""
    if actor.role is not Role.ASSISTANT:
        return db.session.get(Membership, actor.membership_id or 0)
    seats = db.session.scalars(
        select(Membership)
        .where(Membership.person_id == actor.assists_id, Membership.role == Role.DEPUTY)
        .order_by(Membership.starts_on.desc(), Membership.id.desc())
    )
    return next((one for one in seats if one.holds_on(today)), None)


def sit_now(suggestion: Suggestion, actor: Actor, today: date) -> None:
    """A draft begun in an earlier term goes on from the seat its author holds today (Asia/Shanghai).

    With it goes the delegation, and whom he can ask to sign. What was handed in keeps the seat it was handed in from.
    """
    writes = suggestion.author_id in (actor.person_id, actor.assists_id)
    seat = seat_of(actor, today) if writes and suggestion.submitted_on is None else None
    if seat is None or seat.id == suggestion.author_membership_id or seat.person_id != suggestion.author_id:
        return
    suggestion.author_membership_id, suggestion.delegation_id = seat.id, seat.delegation_id
    db.session.flush()
    db.session.expire(suggestion, ["delegation"])
