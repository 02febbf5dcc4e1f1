"""The views of a list that somebody finds over it: his own and those colleagues share, and the one it opens with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.lists import Audience, ListCode
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.views import DefaultView, SavedView
from tracker.queries.cases import BIGGEST


@dataclass(frozen=True)
class Views:
    """What stands over a list: one's own views first, then those of colleagues; the id of the one it opens with."""

    views: Sequence[SavedView]
    first_id: int | None

    @property
    def first(self) -> SavedView | None:
        """The view the list opens with, if it is still there for this reader."""
        return next((one for one in self.views if one.id == self.first_id), None)


def found_by(actor: Actor, code: ListCode) -> ColumnElement[bool]:
    """The views of a list this hat finds: kept in the same post by himself, or shared by a colleague of the office."""
    own = and_(SavedView.owner_id == actor.person_id, SavedView.role == actor.role)
    same_place = and_(SavedView.unit_id.is_not_distinct_from(actor.unit_id), _same_system(actor))
    post = and_(SavedView.shared_with == Audience.POST, SavedView.role == actor.role, same_place)
    unit = and_(SavedView.shared_with == Audience.UNIT, SavedView.unit_id == actor.unit_id)
    shared = or_(post, unit) if actor.role in UNIT_ROLES else post
    return and_(SavedView.list == code, or_(own, shared))


def _same_system(actor: Actor) -> ColumnElement[bool]:
    # Only a coordinator is one of a system; of the others the unit says enough.
    same: ColumnElement[bool] = SavedView.system.is_not_distinct_from(actor.system)
    return same if actor.role is Role.COORDINATOR else SavedView.id.is_not(None)


def views_of(actor: Actor, code: ListCode) -> Views:
    """The views over a list: one statement."""
    mine = and_(
        DefaultView.view_id == SavedView.id,
        DefaultView.person_id == actor.person_id,
        DefaultView.role == actor.role,
    )
    wanted = (
        select(SavedView, DefaultView.view_id)
        .outerjoin(DefaultView, mine)
        .where(found_by(actor, code))
        .options(joinedload(SavedView.owner))
        .order_by(SavedView.owner_id != actor.person_id, SavedView.name, SavedView.id)
    )
    rows = db.session.execute(wanted).all()
    return Views([row.SavedView for row in rows], next((row.view_id for row in rows if row.view_id), None))


def view_of(actor: Actor, view_id: int) -> SavedView | None:
    """A view of one's own, to change it."""
    if view_id > BIGGEST:
        return None
    wanted = select(SavedView).where(SavedView.id == view_id, SavedView.owner_id == actor.person_id)
    return db.session.scalars(wanted.where(SavedView.role == actor.role)).one_or_none()
