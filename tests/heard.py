"""Who in fact was told of an act: the persons in the rows of tellings, by the names they log in with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tests.world import NOW, World
from tracker.db import db
from tracker.models.record import Event
from tracker.models.tellings import Telling
from tracker.services import tellings


def tell(now: datetime = NOW) -> None:
    """Tell everybody behind what waits."""
    while tellings.tell_due(now=now):
        pass


def heard(world: World, case: int, action: str, *, now: datetime = NOW) -> set[str]:
    """Who was told of this act on this case, once all that waits has been told."""
    tell(now)
    db.session.rollback()
    told = select(Telling.person_id).join(Event, Event.seq == Telling.event_seq)
    persons = set(db.session.scalars(told.where(Event.suggestion_id == case, Event.action == action)))
    return {login for login, actor in world.actors.items() if actor.person_id in persons}
