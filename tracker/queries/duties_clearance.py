"""Replies on their way out that wait for somebody: the SQL twin of `domain.judging_clearance` and `domain.clearing`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import exists as there_is
from sqlalchemy.orm import aliased

from tracker.domain.roles import Role
from tracker.domain.states import ClearanceStage, RoundState, TaskState
from tracker.models.organs import Unit
from tracker.models.people import Membership
from tracker.models.replies import ReplyVersion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import ME, MY_SYSTEM, MY_UNIT, TODAY, stands

_OUT = and_(stands(Task.state, TaskState.HANDLING), stands(Round.state, RoundState.IN_CLEARANCE))
_OURS = and_(Task.unit_id == MY_UNIT, _OUT)


def _holds(post: Any, role: Role) -> ColumnElement[bool]:
    """A post of the unit whose share it is, held today."""
    return and_(
        post.unit_id == Task.unit_id,
        post.role == role,
        post.starts_on <= TODAY,
        or_(post.ends_on.is_(None), post.ends_on >= TODAY),
    )


def _signed_before(person_id: Any) -> ColumnElement[bool]:
    before = aliased(Round)
    mine = before.task_id == Task.id, before.no < Round.no, before.signed_by_id == person_id
    # Said out loud: two selects deep the reply itself would otherwise be any reply of anybody.
    return there_is().where(*mine).correlate_except(before)


def _another_than_before(person_id: Any) -> ColumnElement[bool]:
    """Who may sign a further round: who signed none, or anybody where the unit has nobody else."""
    other = aliased(Membership)
    others = there_is().where(_holds(other, Role.UNIT_SIGNER), ~_signed_before(other.person_id))
    nobody_else = ~others.correlate_except(other)
    return or_(~Round.another_signs, ~_signed_before(person_id), nobody_else)


def _i_sign() -> ColumnElement[bool]:
    mine, principal = aliased(Membership), aliased(Membership)
    i_am = there_is().where(_holds(mine, Role.UNIT_SIGNER), mine.person_id == ME, mine.is_principal)
    asked = _holds(principal, Role.UNIT_SIGNER), principal.is_principal, _another_than_before(principal.person_id)
    there_is_one = there_is().where(*asked).correlate_except(principal)
    return and_(_another_than_before(ME), or_(~Round.principal_signs, i_am, ~there_is_one))


REVIEWED_BY_ME = and_(
    _OURS,
    stands(Round.stage, ClearanceStage.REVIEW),
    or_(Round.drafted_by_id.is_(None), Round.drafted_by_id != ME),
    ~there_is().where(
        ReplyVersion.round_id == Round.id, ReplyVersion.no == Round.versions_sent, ReplyVersion.by_id == ME
    ),
)
_AT_SIGNER = and_(_OURS, stands(Round.stage, ClearanceStage.SIGN), _i_sign())
DELIVERED_BY_ME = and_(_AT_SIGNER, ~Round.needs_check)
SIGNED_BY_ME = and_(_AT_SIGNER, Round.needs_check)


_HAS_COORDINATOR = there_is().where(Unit.id == Task.unit_id, Unit.has_coordinator).correlate(Task)
_CHECKED = and_(_OUT, stands(Round.stage, ClearanceStage.CHECK), Round.signed_by_id.is_distinct_from(ME))


def _coordinator_is_there() -> ColumnElement[bool]:
    """Somebody but who signed holds a post of the coordinator of the system today."""
    post = aliased(Membership)
    today = post.starts_on <= TODAY, or_(post.ends_on.is_(None), post.ends_on >= TODAY)
    theirs = post.role == Role.COORDINATOR, post.system == Task.system
    return there_is().where(*theirs, *today, post.person_id.is_distinct_from(Round.signed_by_id))


CHECKED_BY_COORDINATOR = and_(_CHECKED, _HAS_COORDINATOR, Task.system == MY_SYSTEM)
CHECKED_BY_DESK = and_(_CHECKED, or_(~_HAS_COORDINATOR, ~_coordinator_is_there()))
