"""Handling units (承办单位) as the desk keeps them: added, corrected, ended with a successor; never deleted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, System
from tracker.models.commitments import Commitment
from tracker.models.lines import ApprovedLine
from tracker.models.organs import Congress, Unit
from tracker.models.procedures import Hearing
from tracker.queries.commitment_duties import owed_promises, still_owed
from tracker.queries.hand_overs import open_lists
from tracker.queries.organs import open_shares
from tracker.services._load import Invalid, fresh
from tracker.services._office import require
from tracker.services._promises import entrust
from tracker.services._record import write_event
from tracker.services._succession import looked_back_on_go_along


@dataclass(frozen=True)
class UnitFacts:
    """What the desk writes of a unit. Duty words (职责词) are what its matters are called, for finding it."""

    name: str
    short_name: str
    parent_name: str = ""
    kind: str = ""
    system: System = System.GOVERNMENT
    has_coordinator: bool = False
    duty_words: str = ""
    other_names: str = ""


@transactional
def add(actor: Actor, facts: UnitFacts, *, now: datetime) -> int:
    """Add a unit of our own congress; returns its id. Raises `Invalid` for a name that is taken."""
    require(actor, Capability.KEEP_UNITS)
    _check(facts)
    ours = db.session.scalars(select(Congress.id).where(Congress.is_ours)).one()
    unit = Unit(congress_id=ours, is_assignable=True, **asdict(facts))
    db.session.add(unit)
    db.session.flush()
    write_event(actor, "add_unit", now=now, subject=f"unit:{unit.id}", facts={"name": unit.name})
    return unit.id


@transactional
def correct(actor: Actor, unit_id: int, facts: UnitFacts, *, version: int, now: datetime) -> int:
    """Correct a unit; returns its id. Whether the coordinator stands between counts for later assignments only."""
    require(actor, Capability.KEEP_UNITS)
    unit = fresh(Unit, unit_id, version=version)
    _check(facts, but=unit.id)
    changed = sorted(name for name, value in asdict(facts).items() if getattr(unit, name) != value)
    for name in changed:
        setattr(unit, name, getattr(facts, name))
    if changed:
        before = {"changed": changed}
        write_event(actor, "correct_unit", now=now, subject=f"unit:{unit.id}", facts=before)
    return unit.id


@transactional
def end(actor: Actor, unit_id: int, *, successor_id: int | None, version: int, now: datetime) -> int:
    """End a unit from today (Asia/Shanghai), naming who goes on with its work; returns its id.

    Raises `Invalid` while a paper it has a share in is not closed: a reply can come back to it until then; and while a
    hand-over list that names it is neither in force nor cancelled. Without a successor also while it owes a promise, or
    one it reported is being rated: somebody has to answer for it.
    """
    require(actor, Capability.KEEP_UNITS)
    unit = fresh(Unit, unit_id, version=version)
    if unit.ended_on is not None:
        raise Invalid(unit="already_ended")
    if open_shares(unit.id):
        raise Invalid(unit="has_open_tasks")
    if open_lists(unit.id):
        raise Invalid(unit="on_open_list")
    if successor_id is not None:
        _successor(successor_id, unit)
        _pass_on(unit.id, successor_id, now=now)
        _pass_lines_on(actor, unit.id, successor_id, now=now)
    elif owed_promises(unit.id):
        raise Invalid(successor="owes_promises")
    unit.ended_on, unit.successor_id, unit.is_assignable = day_of(now), successor_id, False
    db.session.flush()
    looked_back_on_go_along(unit, now=now)
    write_event(actor, "end_unit", now=now, subject=f"unit:{unit.id}", facts={"successor": successor_id})
    return unit.id


def _pass_on(unit_id: int, successor_id: int, *, now: datetime) -> None:
    """What hangs on no open share: promises of closed papers, and questions the unit was asked and has not answered."""
    for promise in db.session.scalars(still_owed(unit_id).order_by(Commitment.id)).all():
        entrust(promise, successor_id, now=now)
    for one in db.session.scalars(select(Hearing).where(Hearing.unit_id == unit_id, Hearing.closed_on.is_(None))):
        one.unit_id = successor_id


def _pass_lines_on(actor: Actor, unit_id: int, successor_id: int, *, now: datetime) -> None:
    """Its approved lines, the withdrawn too: somebody has to be able to renew them, and to say that one is wrong."""
    for line in db.session.scalars(select(ApprovedLine).where(ApprovedLine.unit_id == unit_id)).all():
        line.unit_id = successor_id
        held = {"from_unit": unit_id, "to_unit": successor_id}
        write_event(actor, "pass_line_on", now=now, subject=f"line:{line.id}", facts=held)


def _successor(successor_id: int, unit: Unit) -> None:
    other = fresh(Unit, successor_id)
    if other.id == unit.id or other.ended_on is not None or not other.is_assignable:
        raise Invalid(successor="not_assignable")


def _check(facts: UnitFacts, *, but: int = 0) -> None:
    missing = {name: "missing" for name in ("name", "short_name") if not getattr(facts, name).strip()}
    if missing:
        raise Invalid(**missing)
    same = select(Unit.id).where(Unit.id != but, Unit.congress_id.is_not(None))
    if db.session.scalar(same.where(Unit.name == facts.name, Unit.parent_name == facts.parent_name)):
        raise Invalid(name="taken")
    if db.session.scalar(same.where(Unit.short_name == facts.short_name, Unit.ended_on.is_(None))):
        raise Invalid(short_name="taken")
