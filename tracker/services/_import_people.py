"""Deputies and unit staff from a file, each with an account that waits for its one-time code."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.intake import Fault
from tracker.domain.intake_reading import Reading, Record, RowFault
from tracker.domain.login_names import folded, is_login_name
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.organs import Delegation, Term, Unit
from tracker.models.people import Account, Membership, Person
from tracker.queries.accounts import names_taken
from tracker.services._hats import Hat, clash, put_on
from tracker.services._import_persons import Somebody, everybody
from tracker.services._import_plan import FIRST, Ground, Plan, Sample, count_gaps
from tracker.services.accounts import proposed_name

Key = tuple[Any, ...]


def plan_people(reading: Reading, ground: Ground) -> Plan:
    """A deputy of this term is known by certificate number (or name and delegation), unit staff by name, role and
    unit. Who sat in an earlier term gets a hat of this one and keeps account and papers, and so does whoever is known
    at the same unit or by the same telephone or mail."""
    plan = Plan(reading.rows_in, faults=list(reading.faults))
    places = _Places(ground)
    there, fresh = _there(places), {}
    for record in reading.records:
        count_gaps(plan, record.gaps)
        fault = places.fault(record)
        key = _key(record, places)
        if fault is not None:
            plan.faults.append(fault)
        elif key in fresh:
            column, said = _told_by(record)
            plan.faults.append(RowFault(record.line, column, said, Fault.TWICE_IN_FILE))
        elif key in there:
            if there[key] != record.values["name"]:
                plan.faults.append(RowFault(record.line, *_told_by(record), Fault.OTHERS_CERTIFICATE))
            plan.there += 1
        else:
            fresh[key] = record
    plan.added = len(fresh)
    plan.first = [places.sample(record) for record in list(fresh.values())[:FIRST]]
    people, faults = everybody(fresh.values(), places.units, term_id=places.term_id, today=day_of(ground.now))
    plan.faults += faults + _login_faults(people) + _hat_faults(people, places, ground)
    new = "、".join(sorted(places.missing_delegations(fresh.values())))
    again = sum(one.sat_before for one in people)
    further = len(fresh) - again - sum(one.person is None for one in people)
    plan.made = {"delegations": new, "again": again, "further": further}
    plan.write = lambda: _write(people, places, ground)
    return plan


class _Places:
    """The delegations and units a file may name."""

    def __init__(self, ground: Ground) -> None:
        today = day_of(ground.now)
        self.term = db.session.scalars(
            select(Term)
            .where(Term.congress_id == ground.ours.id, Term.starts_on <= today)
            .order_by(Term.starts_on.desc())
            .limit(1)
        ).first()
        self.term_id = self.term.id if self.term else None
        self.delegations = dict(
            db.session.execute(select(Delegation.name, Delegation.id).where(Delegation.term_id == self.term_id)).all()
        )
        self.units: dict[str, int] = {}
        self.official: dict[int, str] = {}
        self.closed: set[str] = set()
        for unit in db.session.scalars(select(Unit).where(Unit.congress_id == ground.ours.id, Unit.ended_on.is_(None))):
            for name in (unit.name, unit.short_name, *unit.other_names.split("\n")):
                if unit.is_assignable:
                    self.units.setdefault(name, unit.id)
                    self.official[unit.id] = unit.name
                else:
                    self.closed.add(name)

    def fault(self, record: Record) -> RowFault | None:
        """What keeps the row from being placed."""
        values = record.values
        if values["role"] in UNIT_ROLES:
            if not values.get("unit"):
                return RowFault(record.line, "单位", "", Fault.NEEDS_UNIT)
            if values["unit"] not in self.units:
                fault = Fault.UNIT_CLOSED if values["unit"] in self.closed else Fault.UNKNOWN_UNIT
                return RowFault(record.line, "单位", values["unit"], fault)
            return None
        if self.term is None:
            return RowFault(record.line, "代表团", values.get("delegation") or "", Fault.NEEDS_TERM)
        if not values.get("delegation"):
            return RowFault(record.line, "代表团", "", Fault.MISSING)
        return None

    def sample(self, record: Record) -> Sample:
        """The row with the place it leads to: a unit by its official name, whatever the file calls it."""
        values = record.values
        of_unit = values["role"] in UNIT_ROLES
        place = self.official[self.units[values["unit"]]] if of_unit else values["delegation"]
        return {"name": values["name"], "role": values["role"], "place": place}

    def missing_delegations(self, records: Any) -> set[str]:
        """Delegations the file names and the term does not have yet."""
        named = {record.values.get("delegation") for record in records if record.values["role"] not in UNIT_ROLES}
        return {name for name in named if name and name not in self.delegations}


def _key(record: Record, places: _Places) -> Key:
    values = record.values
    if values["role"] in UNIT_ROLES:
        return (values["role"], values["name"], places.units.get(values.get("unit") or ""))
    if values["role"] is Role.DEPUTY and values.get("certificate_no"):
        return (values["role"], values["certificate_no"])
    return (values["role"], values["name"], values.get("delegation"))


def _told_by(record: Record) -> tuple[str, str]:
    """The column by which a row is known, and what stands in it."""
    certificate, name = record.values.get("certificate_no") or "", record.values["name"]
    by_certificate = certificate and record.values["role"] is Role.DEPUTY
    return ("代表证号", certificate) if by_certificate else ("姓名", name)


def _there(places: _Places) -> dict[Key, str]:
    rows = db.session.execute(
        select(Membership.role, Membership.certificate_no, Membership.unit_id, Person.name, Delegation.name)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.role.in_(UNIT_ROLES) | (Membership.term_id == places.term_id))
    )
    found: dict[Key, str] = {}
    for role, certificate, unit_id, name, delegation in rows:
        found[(role, name, unit_id) if role in UNIT_ROLES else (role, name, delegation)] = name
        if certificate:
            found[(role, certificate)] = name
    return found


def _login_faults(people: list[Somebody]) -> list[RowFault]:
    """Log-in names as an account may have them, none twice; whoever has an account keeps the name of it."""
    faults, taken = [], names_taken()
    for one in people:
        for record in one.records:
            said = record.values.get("login_name") or ""
            if said and not is_login_name(folded(said)):
                faults.append(RowFault(record.line, "登录名", said, Fault.BAD_LOGIN_NAME))
        wished = folded(one.said("login_name"))
        if not wished or (one.person is not None and one.person.account is not None):
            continue
        if wished in taken:
            line = next(record.line for record in one.records if record.values.get("login_name"))
            faults.append(RowFault(line, "登录名", one.said("login_name"), Fault.LOGIN_NAME_TAKEN))
        taken.add(wished)
    return faults


def _hat_faults(people: list[Somebody], places: _Places, ground: Ground) -> list[RowFault]:
    """Hats that somebody we know may not wear beside the others (rule R5)."""
    faults = []
    for one in people:
        for record in one.records if one.person is not None else ():
            assert one.person is not None
            hat = _hat(record, places, ground)
            made = Membership(
                role=hat.role,
                term_id=None if hat.unit_id else places.term_id,
                delegation_id=hat.delegation_id,
                unit_id=hat.unit_id,
                starts_on=hat.starts_on,
            )
            if why := clash(one.person, made):
                faults.append(RowFault(record.line, "姓名", record.values["name"], Fault(why)))
    return faults


def _write(people: list[Somebody], places: _Places, ground: Ground) -> None:
    for name in sorted(places.missing_delegations([record for one in people for record in one.records])):
        delegation = Delegation(term_id=places.term_id or 0, name=name)
        db.session.add(delegation)
        db.session.flush()
        places.delegations[name] = delegation.id
    # What somebody wishes for is not given to another by chance.
    taken = names_taken() | {folded(one.said("login_name")) for one in people}
    for one in people:
        person = one.person or _person(one)
        for record in one.records:
            put_on(ground.actor, person, _hat(record, places, ground), now=ground.now, facts=ground.by)
        if person.account is None:
            db.session.expire(person, ["memberships"])
            login = folded(one.said("login_name")) or proposed_name(person, taken)
            taken.add(login)
            db.session.add(Account(person_id=person.id, login_name=login, made_at=ground.now))
            db.session.flush()
            db.session.expire(person, ["account"])


def _person(one: Somebody) -> Person:
    said = {column: one.said(column) for column in ("name", "phone", "email", "employer")}
    person = Person(**said)
    db.session.add(person)
    db.session.flush()
    return person


def _hat(record: Record, places: _Places, ground: Ground) -> Hat:
    values = record.values
    of_unit = values["role"] in UNIT_ROLES
    starts = values.get("starts_on") or (
        places.term.starts_on if values["role"] is Role.DEPUTY and places.term else day_of(ground.now)
    )
    return Hat(
        role=values["role"],
        starts_on=starts,
        post=values.get("post") or "",
        unit_id=places.units[values["unit"]] if of_unit else None,
        delegation_id=None if of_unit else places.delegations.get(values["delegation"]),
        certificate_no=values.get("certificate_no") or "",
    )
