"""What a line of home says beside its case, looked up for the few lines that are shown."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, select
from sqlalchemy.orm import aliased

from tracker.domain.actions import Action
from tracker.domain.parties import TaskRole
from tracker.domain.roles import UNIT_ROLES
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.people import Membership, Person
from tracker.models.suggestions import Signature
from tracker.models.tasks import Answer, Task
from tracker.queries.asker import ME


def lead_task(hit: FromClause) -> ColumnElement[Any]:
    """The share of the lead of a paper a co-unit gave its opinion on: its limit is what presses who reads that."""
    lead = aliased(Task)
    is_lead = lead.suggestion_id == hit.c.suggestion_id, lead.role == TaskRole.LEAD, lead.was_replaced.is_(False)
    return select(lead.id).where(*is_lead).limit(1).scalar_subquery()


def answer_by(hit: FromClause) -> ColumnElement[Any]:
    """The day an invitation to sign lapses: its inviter's, so no clock of the law runs to it."""
    invited = and_(Signature.suggestion_id == hit.c.suggestion_id, Signature.person_id == ME)
    return select(Signature.answer_by).where(hit.c.action == Action.AGREE.value, invited).scalar_subquery()


def promise(hit: FromClause, fact: Any) -> ColumnElement[Any]:
    """What a promise says, looked up for the few lines that are about one."""
    return select(fact).where(Commitment.id == hit.c.commitment_id).scalar_subquery()


def gone_handler(hit: FromClause) -> ColumnElement[Any]:
    handler = aliased(Person)
    return (
        select(handler.name).where(hit.c.action == Action.GIVE.value, handler.id == Task.handler_id).scalar_subquery()
    )


def gone_on(hit: FromClause) -> ColumnElement[Any]:
    """The last day on which who was given it held a post of the unit."""
    last = select(func.max(Membership.ends_on)).where(
        hit.c.action == Action.GIVE.value,
        Membership.person_id == Task.handler_id,
        Membership.unit_id == Task.unit_id,
        Membership.role.in_(sorted(UNIT_ROLES)),
    )
    return last.scalar_subquery()


def lead_unit(hit: FromClause) -> ColumnElement[Any]:
    lead, unit = aliased(Task), aliased(Unit)
    return (
        select(unit.short_name)
        .join(lead, lead.unit_id == unit.id)
        .where(
            hit.c.action == Action.OPINE.value,
            lead.suggestion_id == hit.c.suggestion_id,
            lead.role == TaskRole.LEAD,
            lead.was_replaced.is_(False),
        )
        .limit(1)
        .scalar_subquery()
    )


def answered(hit: FromClause) -> ColumnElement[Any]:
    written = select(func.count()).where(
        hit.c.action == Action.DRAFT_REPLY.value, Answer.round_id == hit.c.round_id, Answer.body != ""
    )
    return written.scalar_subquery()
