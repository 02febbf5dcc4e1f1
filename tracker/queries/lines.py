"""Approved lines (常用答复口径): those a unit may use, those in a reply, the list, and the replies that used one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.lines import ENDS_SOON, Used
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import RoundState
from tracker.models.lines import ApprovedLine, LineDecision, LineUse, LineVersion
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import ME, MY_UNIT, stands
from tracker.queries.scope import visible_to

# The list is told by the version in force, or by the latest while none is.
_EACH = aliased(LineVersion)
_LATEST = select(func.max(_EACH.no)).where(_EACH.line_id == ApprovedLine.id).correlate(ApprovedLine)
_SHOWN = func.coalesce(ApprovedLine.current_no, _LATEST.scalar_subquery())
_IS_SHOWN = and_(LineVersion.line_id == ApprovedLine.id, LineVersion.no == _SHOWN)
_LAST = aliased(LineVersion)
_IS_RETURNED = exists().where(
    _LAST.line_id == ApprovedLine.id, _LAST.no == _LATEST.scalar_subquery(), _LAST.decision == LineDecision.RETURNED
)
_HELD = ApprovedLine.withdrawn_at.is_(None)
_APPROVED = ApprovedLine.current_no.is_not(None)
# What was never approved went into no reply: nobody is told of it.
_WRONG = and_(ApprovedLine.is_wrong, ~_HELD, _APPROVED)
_UNDECIDED = ApprovedLine.versions.any(stands(LineVersion.decision, LineDecision.OPEN))


@dataclass(frozen=True)
class Wanted:
    """What the list shows: words in title, text or source, how it stands, which unit, which page."""

    words: str = ""
    standing: str = ""
    unit_id: int | None = None
    page: int = 1


def mine(actor: Actor) -> ColumnElement[bool]:
    """The lines this reader may know of: a unit its own; of those that were ever approved a coordinator those of its
    system, the desk all."""
    if actor.role in UNIT_ROLES:
        return ApprovedLine.unit_id == (actor.unit_id or 0)
    if actor.role is Role.COORDINATOR:
        return and_(_APPROVED, ApprovedLine.unit_id.in_(select(Unit.id).where(Unit.system == actor.system)))
    return _APPROVED if actor.role is Role.DESK else false()


def is_inside(actor: Actor, line: ApprovedLine) -> bool:
    """Whether the reader belongs to the unit: nobody else reads what is only proposed, or was returned, and why."""
    return actor.role in UNIT_ROLES and actor.unit_id == line.unit_id


def standings(today: date) -> dict[str, ColumnElement[bool]]:
    """Every way to look at the list, by code, on a day of Asia/Shanghai."""
    approved = and_(_HELD, _APPROVED)
    holds = and_(approved, LineVersion.valid_until >= today)
    return {
        "in_force": holds,
        "soon": and_(holds, LineVersion.valid_until <= today + ENDS_SOON),
        "expired": and_(approved, LineVersion.valid_until < today),
        "proposed": and_(_HELD, _UNDECIDED),
        "returned": and_(_HELD, _IS_RETURNED),
        "withdrawn": ApprovedLine.withdrawn_at.is_not(None),
    }


def page(actor: Actor, wanted: Wanted, *, today: date) -> tuple[Sequence[ApprovedLine], int]:
    """The lines of a page, those that end first at the top and the withdrawn last, and how many there are."""
    chosen = standings(today).get(wanted.standing, true())
    found = select(ApprovedLine).join(LineVersion, _IS_SHOWN).where(mine(actor), chosen)
    if wanted.unit_id is not None:
        found = found.where(ApprovedLine.unit_id == wanted.unit_id)
    if words := wanted.words.strip():
        places = (LineVersion.title, LineVersion.subject, LineVersion.body, LineVersion.source)
        found = found.where(or_(*(one.contains(words, autoescape=True) for one in places)))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    order = (ApprovedLine.withdrawn_at.is_not(None), LineVersion.valid_until, ApprovedLine.id)
    rows = found.options(joinedload(ApprovedLine.unit), selectinload(ApprovedLine.versions)).order_by(*order)
    return db.session.scalars(rows.limit(PAGE).offset(PAGE * (wanted.page - 1))).all(), total


def line_of(actor: Actor, line_id: int) -> ApprovedLine | None:
    """One line with its versions and their people, where this reader may know of it."""
    people = (joinedload(LineVersion.proposed_by), joinedload(LineVersion.decided_by))
    wanted = select(ApprovedLine).options(
        joinedload(ApprovedLine.unit),
        joinedload(ApprovedLine.withdrawn_by),
        selectinload(ApprovedLine.versions).options(*people),
    )
    return db.session.scalars(wanted.where(ApprovedLine.id == line_id, mine(actor))).one_or_none()


def in_force(unit_id: int, *, today: date) -> Sequence[LineVersion]:
    """What a unit may use on a day (Asia/Shanghai), by title. One statement."""
    wanted = (
        select(LineVersion)
        .join(ApprovedLine, and_(LineVersion.line_id == ApprovedLine.id, LineVersion.no == ApprovedLine.current_no))
        .where(ApprovedLine.unit_id == unit_id, _HELD, LineVersion.valid_until >= today)
    )
    return db.session.scalars(wanted.order_by(LineVersion.title, LineVersion.id)).all()


def used_in(round_id: int) -> list[Used]:
    """What was put into the answers of a reply, in the order of its requests. One statement."""
    wanted = (
        select(LineUse.request_no, LineVersion, ApprovedLine)
        .join(LineVersion, LineVersion.id == LineUse.line_version_id)
        .join(ApprovedLine, ApprovedLine.id == LineVersion.line_id)
        .where(LineUse.round_id == round_id)
        .order_by(LineUse.request_no, LineUse.id)
    )
    return [
        Used(
            no,
            line.id,
            made.no,
            made.title,
            made.body,
            made.valid_until,
            line.current_no,
            line.withdrawn_at is not None,
            line.is_wrong,
        )
        for no, made, line in db.session.execute(wanted)
    ]


def replies_with(actor: Actor, line: ApprovedLine) -> Sequence[Any]:
    """Every delivered reply this line went into and this reader may open, the latest first: paper, day, who signed,
    which version into which answer, and that answer. One statement."""
    rows = _uses(actor, line).where(Round.delivered_on.is_not(None))
    return db.session.execute(rows.order_by(Round.delivered_on.desc(), Round.id.desc(), LineUse.request_no)).all()


def drafts_with(actor: Actor, line: ApprovedLine) -> Sequence[Any]:
    """The same of what is still written or on its way out, for the unit that writes it alone. One statement."""
    if actor.unit_id is None or actor.unit_id != line.unit_id:
        return []
    rows = _uses(actor, line).where(Round.state.in_((RoundState.DRAFTING, RoundState.IN_CLEARANCE)))
    rows = rows.where(Task.unit_id == actor.unit_id)
    return db.session.execute(rows.order_by(Round.id.desc(), LineUse.request_no)).all()


def _uses(actor: Actor, line: ApprovedLine) -> Select[*tuple[Any, ...]]:
    return (
        select(
            LineUse.request_no,
            LineVersion.no.label("version_no"),
            LineVersion.body.label("line_body"),
            Round,
            Suggestion.id.label("suggestion_id"),
            Suggestion.title,
            Suggestion.number,
            Person.name.label("signed_by"),
        )
        .join(LineVersion, LineVersion.id == LineUse.line_version_id)
        .join(Round, Round.id == LineUse.round_id)
        .join(Task, Task.id == Round.task_id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .outerjoin(Person, Person.id == Round.signed_by_id)
        .options(selectinload(Round.answers))
        .where(LineVersion.line_id == line.id, visible_to(actor))
    )


def to_note(actor: Actor) -> Sequence[ApprovedLine]:
    """The wrong lines this signer, or the desk, has still to take note of, the latest first. Two statements."""
    if actor.role is Role.DESK:
        waits = ApprovedLine.desk_told_at.is_(None)
    elif actor.role is Role.UNIT_SIGNER:
        waits = ApprovedLine.unit_told_at.is_(None)
    else:
        return []
    wanted = select(ApprovedLine).options(joinedload(ApprovedLine.unit), selectinload(ApprovedLine.versions))
    wanted = wanted.where(_WRONG, waits, mine(actor))
    return db.session.scalars(wanted.order_by(ApprovedLine.withdrawn_at.desc(), ApprovedLine.id)).all()


def waiting_of_lines(role: Role | None) -> dict[str, ColumnElement[int]]:
    """How many lines wait for this hat, with the parameters of `asker`: proposals for a signer of the own unit who did
    not make them; wrong lines such a signer, or the desk, has still to take note of."""
    wrong = select(func.count(ApprovedLine.id)).where(_WRONG)
    if role is Role.DESK:
        return {"wrong": wrong.where(ApprovedLine.desk_told_at.is_(None)).scalar_subquery()}
    if role is not Role.UNIT_SIGNER:
        return {}
    proposed = (
        select(func.count(LineVersion.id))
        .join(ApprovedLine, ApprovedLine.id == LineVersion.line_id)
        .where(
            ApprovedLine.unit_id == MY_UNIT,
            _HELD,
            stands(LineVersion.decision, LineDecision.OPEN),
            LineVersion.proposed_by_id.is_distinct_from(ME),
        )
    )
    wrong = wrong.where(ApprovedLine.unit_id == MY_UNIT, ApprovedLine.unit_told_at.is_(None))
    return {"proposed": proposed.scalar_subquery(), "wrong": wrong.scalar_subquery()}
