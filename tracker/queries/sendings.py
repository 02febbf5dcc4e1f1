"""What went out, what waits and what failed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.roles import Capability, Role, can
from tracker.models.people import Account, Membership, Person
from tracker.models.suggestions import Suggestion
from tracker.models.tellings import GroupRobot, Sending, SendingState, Telling


def failed_count(role: Role | None) -> int:
    """How many sendings failed and are nobody's any more, for those whose task they are; 0 for all others."""
    if role is None or not can(role, Capability.KEEP_NOTICES):
        return 0
    return db.session.scalar(select(func.count()).where(Sending.state == SendingState.FAILED)) or 0


def page_of(state: SendingState, page: int) -> tuple[list[Sending], int]:
    """A page of the sendings in one state, the latest first, and how many there are."""
    where = Sending.state == state
    total = db.session.scalar(select(func.count()).select_from(Sending).where(where)) or 0
    wanted = select(Sending).where(where).order_by(Sending.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    beside = (joinedload(Sending.person), joinedload(Sending.robot), joinedload(Sending.settled_by))
    return list(db.session.scalars(wanted.options(*beside, selectinload(Sending.tellings)))), total


def numbers_of(sendings: Sequence[Sending]) -> dict[int, list[tuple[int, str]]]:
    """Which papers they were about, for those who may read of papers: id and number, by sending."""
    ids = [one.id for one in sendings]
    wanted = select(Telling.sending_id, Suggestion.id, Suggestion.number).join(
        Suggestion, Suggestion.id == Telling.suggestion_id
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for sending_id, paper_id, number in db.session.execute(wanted.where(Telling.sending_id.in_(ids)).distinct()):
        found.setdefault(sending_id or 0, []).append((paper_id, number or ""))
    return found


def undelivered_of(suggestion_id: int) -> list[Sending]:
    """What about one paper reached nobody: failed, or failed and told otherwise since."""
    states = (SendingState.FAILED, SendingState.SETTLED)
    of = select(Telling.sending_id).where(Telling.suggestion_id == suggestion_id, Telling.sending_id.is_not(None))
    wanted = select(Sending).where(Sending.id.in_(of), Sending.state.in_(states)).order_by(Sending.id)
    return list(db.session.scalars(wanted.options(joinedload(Sending.person), joinedload(Sending.settled_by))))


def without_address(today_hats: ColumnElement[bool]) -> int:
    """How many persons with a hat of today have no address or no account in use, so that no mail reaches them."""
    reached = select(Account.person_id).where(Account.is_active)
    held = select(Membership.person_id).where(today_hats)
    missing = or_(Person.email == "", Person.id.not_in(reached))
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.id.in_(held), missing)) or 0


def holding_on(today: object) -> ColumnElement[bool]:
    """Hats that may be worn on a day."""
    ends: ColumnElement[bool] = or_(Membership.ends_on.is_(None), Membership.ends_on >= today)
    return ends & (Membership.starts_on <= today)


def robots() -> list[GroupRobot]:
    """The robots of groups, those in use first."""
    wanted = select(GroupRobot).options(joinedload(GroupRobot.unit))
    return list(db.session.scalars(wanted.order_by(GroupRobot.is_active.desc(), GroupRobot.id)))


def latest_of_robots(ids: Sequence[int]) -> dict[int, Sending]:
    """The last message to each group, a trial or any other."""
    last = select(func.max(Sending.id)).where(Sending.robot_id.in_(ids)).group_by(Sending.robot_id)
    return {one.robot_id or 0: one for one in db.session.scalars(select(Sending).where(Sending.id.in_(last)))}


def robot_of(robot_id: int) -> GroupRobot | None:
    """One robot."""
    return db.session.get(GroupRobot, robot_id)
