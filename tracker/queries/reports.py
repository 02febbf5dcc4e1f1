"""Reports as their readers find them: the desk all of its own and what units handed in, a unit its own summaries, a
committee what is signed off; and the cases behind a frozen figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload, undefer

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.report_figures import Frozen
from tracker.domain.reports import Ref, ReportKind
from tracker.domain.roles import UNIT_ROLES, Capability, Role, can
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.reports import Report, ReportBlock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.figure_cases import Behind
from tracker.queries.report_figures import cases_of, people_of
from tracker.queries.scope import visible_to

_AT_ONCE = 500
_later = aliased(Report)


def listed_to(actor: Actor) -> ColumnElement[bool]:
    """Which reports an actor finds in the list; the desk also sees there which summaries are still to come."""
    if actor.role is None:
        return true()
    if not can(actor.role, Capability.SEE_REPORTS):
        return false()
    if can(actor.role, Capability.KEEP_REPORTS):
        return true()
    if actor.role in UNIT_ROLES:
        return and_(Report.kind == ReportKind.UNIT, Report.unit_id == actor.unit_id)
    return Report.finished_at.is_not(None)


def readable_to(actor: Actor) -> ColumnElement[bool]:
    """Which reports an actor may open: a unit's summary is its own until it is handed in."""
    if actor.role is Role.DESK:
        return or_(Report.kind != ReportKind.UNIT, Report.finished_at.is_not(None))
    return listed_to(actor)


def may_write(actor: Actor, report: Report) -> bool:
    """Whether a draft is this actor's to write: a unit's own summary, any other report the desk's."""
    if report.finished_at is not None or actor.role is None:
        return False
    if report.kind is ReportKind.UNIT:
        return actor.role in UNIT_ROLES and actor.unit_id == report.unit_id
    return can(actor.role, Capability.KEEP_REPORTS)


def may_finish(actor: Actor, report: Report) -> bool:
    """Whether this actor may sign it off: of a unit only its signer, who answers for it."""
    return may_write(actor, report) and (report.kind is not ReportKind.UNIT or actor.role is Role.UNIT_SIGNER)


def may_correct(actor: Actor, report: Report) -> bool:
    """Whether this actor may begin a correction of what is signed off."""
    if report.finished_at is None or actor.role is None:
        return False
    if report.kind is ReportKind.UNIT:
        return actor.role is Role.UNIT_SIGNER and actor.unit_id == report.unit_id
    return can(actor.role, Capability.KEEP_REPORTS)


def may_discard(actor: Actor, report: Report) -> bool:
    """Whether this actor may throw a draft away: never a summary its unit still owes, only a correction of one."""
    owed = report.kind is ReportKind.UNIT and report.corrects_id is None
    return may_finish(actor, report) and not owed


@dataclass(frozen=True)
class Found:
    """One page of reports and how many there are; each with the id of what corrects it, and whether it opens."""

    rows: Sequence[Row[Any]]
    total: int


def reports(actor: Actor, *, of_units: bool | None = None, page: int = 1) -> Found:
    """The reports an actor finds, drafts first, then the latest: two statements. `of_units`: only the summaries of
    units, or all but those."""
    mine = [listed_to(actor)]
    if of_units is not None:
        mine.append((Report.kind == ReportKind.UNIT) == of_units)
    total = db.session.scalar(select(func.count()).select_from(Report).where(*mine)) or 0
    wanted = (
        select(Report, _corrected_by(), readable_to(actor).label("opens"))
        .where(*mine)
        .options(joinedload(Report.unit), joinedload(Report.finished_by), joinedload(Report.made_by))
        .order_by(Report.finished_at.is_not(None), Report.made_at.desc(), Report.id.desc())
    )
    return Found(db.session.execute(wanted.limit(PAGE).offset((page - 1) * PAGE)).all(), total)


def _corrected_by() -> Any:
    """The correction that is signed off; a draft of one takes nothing away yet."""
    later = select(_later.id).where(_later.corrects_id == Report.id, _later.finished_at.is_not(None))
    return later.correlate(Report).scalar_subquery().label("corrected_by")


def find(actor: Actor, report_id: int) -> Report | None:
    """A report with its figures and blocks, where the actor may open it."""
    wanted = _whole().where(Report.id == report_id, readable_to(actor))
    return db.session.scalars(wanted).one_or_none()


def _whole() -> Select[Report]:
    return select(Report).options(
        undefer(Report.figures),
        joinedload(Report.unit),
        joinedload(Report.finished_by),
        selectinload(Report.blocks).joinedload(ReportBlock.edited_by),
    )


def standing(kind: ReportKind, scope: str, on: date, unit_id: int | None) -> Sequence[Report]:
    """The reports of a kind and scope as of a day that no signed correction has replaced: what is signed off first,
    then the latest. A unit has one summary of a session, whatever its day."""
    wanted = _whole().where(Report.kind == kind, Report.scope == scope, _unmended())
    wanted = wanted.where(Report.as_of == on) if unit_id is None else wanted.where(Report.unit_id == unit_id)
    return db.session.scalars(wanted.order_by(Report.finished_at.is_(None), Report.id.desc())).all()


def alike(title: str, on: date) -> Sequence[Report]:
    """What might be taken for a report of this title as of this day: drafts of it, and what is signed off of that very
    day and not corrected; the newest first."""
    same = or_(Report.finished_at.is_(None), and_(Report.as_of == on, _unmended()))
    wanted = select(Report).where(Report.title == title, same).options(joinedload(Report.made_by))
    return db.session.scalars(wanted.order_by(Report.id.desc())).all()


def _unmended() -> ColumnElement[bool]:
    return ~exists().where(_later.corrects_id == Report.id, _later.finished_at.is_not(None))


def correction_of(report_id: int) -> Report | None:
    """What corrects a report, a draft too."""
    return db.session.scalars(select(Report).where(Report.corrects_id == report_id)).one_or_none()


def unit_named(name: str) -> Unit | None:
    """A unit by its short or official name."""
    named = or_(Unit.short_name == name, Unit.name == name)
    return db.session.scalars(select(Unit).where(named).order_by(Unit.id).limit(1)).first()


def behind(actor: Actor, report: Report, ref: Ref, *, most: int) -> tuple[list[Behind], int, int]:
    """The frozen cases behind a figure: those the actor may open (at most so many, by number), how many these are, and
    what the figure says."""
    frozen = Frozen(report.figures)
    things = cases_of(report.lists, frozen, ref)
    ids = sorted({thing[0] for thing, _times in things})
    papers = {row.id: row for some in _pieces(ids) for row in db.session.execute(_papers(actor, some))}
    open_to = [(papers[thing[0]], thing, times) for thing, times in things if thing[0] in papers]
    open_to.sort(key=lambda one: (one[0].number_sort, [part or 0 for part in one[1]]))
    tasks = sorted({thing[1] for _paper, thing, _times in open_to[:most] if thing[1] is not None})
    units = {one: name for some in _pieces(tasks) for one, name in db.session.execute(_units(some))}
    rows = [
        Behind(
            paper.id, paper.number or "", paper.title, units.get(thing[1], "") if thing[1] else "", *thing[1:], times
        )
        for paper, thing, times in open_to[:most]
    ]
    return rows, len(open_to), frozen.number(ref)


def _papers(actor: Actor, ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    columns = select(Suggestion.id, Suggestion.number, Suggestion.number_sort, Suggestion.title)
    return columns.where(Suggestion.id.in_(ids), visible_to(actor))


def _units(task_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return select(Task.id, Unit.short_name).join(Unit, Unit.id == Task.unit_id).where(Task.id.in_(task_ids))


def deputies_behind(report: Report, ref: Ref) -> list[str]:
    """The names of the deputies a frozen figure counts."""
    ids = people_of(report.lists, ref)
    names = {one: name for some in _pieces(ids) for one, name in db.session.execute(_people(some))}
    return [names[one] for one in ids if one in names]


def _people(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return select(Person.id, Person.name).where(Person.id.in_(ids))


def _pieces(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
