"""People of the desk (代表工作机构)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.people import Account, Membership


def desk_actor(login_name: str | None, *, now: datetime) -> Actor | None:
    """The desk person with this log-in name, or the first there is: who answers for what the command line does."""
    wanted = select(Membership).where(Membership.role == Role.DESK).order_by(Membership.id)
    if login_name is not None:
        wanted = wanted.join(Account, Account.person_id == Membership.person_id).where(Account.login_name == login_name)
    holders = [one for one in db.session.scalars(wanted) if one.holds_on(day_of(now))]
    return Actor(holders[0].person_id, holders[0].id, Role.DESK) if holders else None
