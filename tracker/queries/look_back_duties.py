"""What of look-backs waits for a hat, as counts for home: lines to fill in, to check, to rate; campaigns to end."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from tracker.domain.parties import SignatureState
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import ME, MY_FIELD, MY_UNIT, TODAY
from tracker.queries.look_backs import to_check, to_rate

L = LookBackLine
# The unit's reviewer follows the work of others.
WAITED_FOR = (UNIT_ROLES - {Role.UNIT_REVIEWER}) | {Role.COMMITTEE, Role.DEPUTY}


def waiting_lines(role: Role | None) -> ColumnElement[int]:
    """How many lines of running campaigns wait for this hat, with the parameters of `asker`."""
    runs = and_(LookBack.closed_on.is_(None), L.taken_off_at.is_(None))
    wanted = select(func.count(L.id)).join(LookBack, LookBack.id == L.look_back_id)
    if role in UNIT_ROLES:
        open_ = and_(L.unit_id == MY_UNIT, L.filled_at.is_(None), L.finding.is_(None))
        return wanted.where(runs, open_).scalar_subquery()
    wanted = (
        wanted.join(Round, Round.id == L.round_id)
        .join(Task, Task.id == Round.task_id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
    )
    if role is Role.COMMITTEE:
        field = or_(Suggestion.is_key.is_(True), Suggestion.category_id.in_(MY_FIELD))
        return wanted.where(runs, to_check(TODAY), field).scalar_subquery()
    signed = exists().where(
        Signature.suggestion_id == Suggestion.id,
        Signature.person_id == ME,
        Signature.state == SignatureState.AGREED,
    )
    mine = or_(Suggestion.author_id == ME, signed)
    return wanted.where(runs, to_rate(ME, TODAY), mine).scalar_subquery()


def campaigns_to_close() -> ColumnElement[int]:
    """How many campaigns nobody has anything to do in any more."""
    return (
        select(func.count(LookBack.id)).where(LookBack.closed_on.is_(None), LookBack.rate_by < TODAY).scalar_subquery()
    )
