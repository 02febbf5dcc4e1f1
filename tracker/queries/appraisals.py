"""Schemes of appraisal a hat may see, the units each is for, and what was given or decided for them by persons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.appraisal import Correction
from tracker.domain.appraisal_text import Shipped
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Capability, Role, can
from tracker.models.appraisals import Appraisal, AppraisalContest, AppraisalEntry, AppraisalResult, Outcome, Standing
from tracker.models.organs import Congress, Unit
from tracker.queries.asker import ME, MY_SYSTEM, stands
from tracker.queries.cases import BIGGEST
from tracker.rulebooks.appraisals import shipped_schemes

A, C = Appraisal, AppraisalContest
# What those who are appraised, and their coordinator, may see: nothing that is still being drawn up.
OPEN_TO_ALL = frozenset({Standing.IN_FORCE, Standing.CLOSED, Standing.REPLACED})


@dataclass(frozen=True)
class Appraised:
    """A unit a scheme is for."""

    id: int
    name: str
    system: str


def keeps(actor: Actor, one: Appraisal | None = None) -> bool:
    """Whether this hat draws up schemes at all, or keeps this one and decides its objections: the desk keeps all, a
    coordinator those that are for the units of its system alone."""
    if actor.role is None or not can(actor.role, Capability.KEEP_APPRAISALS):
        return False
    if one is None or actor.role is not Role.COORDINATOR:
        return True
    return actor.system is not None and list(one.systems) == [actor.system.value]


def schemes(actor: Actor) -> list[Appraisal]:
    """Every version this hat may see, the latest period first: two statements."""
    wanted = select(A).options(joinedload(A.session)).order_by(A.ends_on.desc(), A.series, A.edition.desc())
    found = db.session.scalars(wanted).all()
    system = _system(actor)
    return [one for one in found if keeps(actor, one) or _is_open_to(one, system)]


def find(actor: Actor, appraisal_id: int) -> Appraisal | None:
    """One version with its indicators, if this hat may see it."""
    if appraisal_id > BIGGEST:
        return None
    one = db.session.get(A, appraisal_id, options=[selectinload(A.indicators), joinedload(A.session)])
    if one is None or not (keeps(actor, one) or _is_open_to(one, _system(actor))):
        return None
    return one


def _is_open_to(one: Appraisal, system: str) -> bool:
    return one.standing in OPEN_TO_ALL and system != "" and (not one.systems or system in one.systems)


def _system(actor: Actor) -> str:
    """Whose units a hat looks at: its own unit's system, or the one it coordinates."""
    if actor.role is Role.COORDINATOR:
        return actor.system or ""
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return db.session.scalar(select(Unit.system).where(Unit.id == actor.unit_id)) or ""
    return ""


def all_units(one: Appraisal) -> list[Appraised]:
    """Every unit a scheme is for, by name, whoever asks: places are among all of them. One statement."""
    wanted = (
        select(Unit.id, Unit.short_name, Unit.system)
        .join(Congress, Congress.id == Unit.congress_id)
        .where(Congress.is_ours, or_(Unit.ended_on.is_(None), Unit.ended_on >= one.begins_on))
    )
    if one.systems:
        wanted = wanted.where(Unit.system.in_(one.systems))
    return [Appraised(*row) for row in db.session.execute(wanted.order_by(Unit.short_name, Unit.id))]


def units_of(actor: Actor, one: Appraisal) -> list[Appraised]:
    """The units of a scheme whose scores this hat may see: all, those of its system, or its own."""
    found = all_units(one)
    if keeps(actor, one):
        return found
    if actor.role is Role.COORDINATOR:
        return [each for each in found if each.system == actor.system]
    return [each for each in found if each.id == actor.unit_id]


def version_in_force(series: str) -> Appraisal | None:
    """The version units are scored by now, or were when it was made final."""
    wanted = select(A).options(selectinload(A.indicators)).where(A.series == series, A.in_force_at.is_not(None))
    return db.session.scalars(wanted.where(A.replaced_at.is_(None))).one_or_none()


def latest_before(one: Appraisal) -> Appraisal | None:
    """The version that was in force before this one of the same series."""
    wanted = select(A).options(selectinload(A.indicators)).where(A.series == one.series, A.edition < one.edition)
    return db.session.scalars(wanted.order_by(A.edition.desc()).limit(1)).first()


def versions_of(one: Appraisal) -> Sequence[Appraisal]:
    """All versions of the series, the first first."""
    return db.session.scalars(select(A).where(A.series == one.series).order_by(A.edition)).all()


def templates() -> tuple[Shipped, ...]:
    """The schemes that come with the program."""
    return shipped_schemes()


def entries(series: str, unit_ids: Collection[int] | None = None) -> dict[tuple[int, str], AppraisalEntry]:
    """Points given by hand, by unit and indicator."""
    wanted = select(AppraisalEntry).options(joinedload(AppraisalEntry.by)).where(AppraisalEntry.series == series)
    if unit_ids is not None:
        wanted = wanted.where(AppraisalEntry.unit_id.in_(unit_ids))
    return {(one.unit_id, one.code): one for one in db.session.scalars(wanted)}


def contests(series: str, unit_ids: Collection[int] | None = None) -> list[AppraisalContest]:
    """Objections, the first first."""
    people = (joinedload(C.made_by), joinedload(C.decided_by), joinedload(C.unit))
    wanted = select(C).options(*people).where(C.series == series)
    if unit_ids is not None:
        wanted = wanted.where(C.unit_id.in_(unit_ids))
    return list(db.session.scalars(wanted.order_by(C.id)))


def find_contest(actor: Actor, contest_id: int) -> AppraisalContest | None:
    """One objection, if this hat may see its unit's score."""
    one = db.session.get(C, contest_id, options=[joinedload(C.appraisal), joinedload(C.unit)])
    if one is None or find(actor, one.appraisal_id) is None:
        return None
    return one if one.unit_id in {unit.id for unit in units_of(actor, one.appraisal)} else None


def correction_of(found: Sequence[AppraisalContest], unit_id: int, code: str) -> Correction | None:
    """What the last decision on a line put in its place; leaving out a case is none.

    The last that was decided, not the last that was made: an objection to a line and one to a case in it lie open
    together, and either may be decided first.
    """
    set_anew = [
        one
        for one in found
        if (one.unit_id, one.code, one.outcome) == (unit_id, code, Outcome.ACCEPTED) and not one.excludes
    ]
    last = max(set_anew, key=lambda one: (one.decided_at, one.id), default=None)
    return Correction(last.points, last.grade) if last is not None else None


def period_end(session_id: int) -> date | None:
    """The last day units were appraised by for the papers of a session; nothing where nobody was."""
    wanted = select(func.max(A.ends_on)).where(A.session_id == session_id, A.in_force_at.is_not(None))
    return db.session.scalar(wanted)


def results(one: Appraisal) -> dict[int, AppraisalResult]:
    """What a closed one came to, by unit."""
    wanted = select(AppraisalResult).where(AppraisalResult.appraisal_id == one.id)
    return {each.unit_id: each for each in db.session.scalars(wanted)}


def waiting(*, of_my_system: bool = False) -> dict[str, ColumnElement[int]]:
    """How many schemes and objections a person of the desk may decide, or a coordinator of those of its system; not
    one's own."""
    proposed = and_(A.proposed_at.is_not(None), A.in_force_at.is_(None), A.proposed_by_id != ME)
    objected = and_(stands(C.outcome, Outcome.OPEN), C.made_by_id != ME)
    ours = (
        cast(A.systems, String) == literal('["', String) + MY_SYSTEM + literal('"]', String) if of_my_system else true()
    )
    contested = select(func.count(C.id)).join(A, A.id == C.appraisal_id).where(objected, ours)
    return {
        "appraisals": select(func.count(A.id)).where(proposed, ours).scalar_subquery(),
        "contests": contested.scalar_subquery(),
    }


def open_contests(series: str) -> int:
    """How many objections nobody has decided yet."""
    wanted = select(func.count(C.id)).where(C.series == literal(series), C.outcome == Outcome.OPEN)
    return db.session.scalar(wanted) or 0
