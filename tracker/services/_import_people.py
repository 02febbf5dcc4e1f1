"""Deputies and unit staff from a file, each with an account that waits for its one-time code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.intake import Fault, Reading, Record, RowFault
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.organs import Delegation, Term, Unit
from tracker.models.people import Account, Membership, Person
from tracker.services._import_plan import Ground, Plan, count_gaps
from tracker.services._record import write_event

Key = tuple[Any, ...]


def plan_people(reading: Reading, ground: Ground) -> Plan:
    """A deputy of this term is known by certificate number (or name and delegation), unit staff by name, role and
    unit. Who sat in an earlier term gets a hat of this one and keeps account and papers."""
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
    again = _sat_before(fresh.values(), places)
    new = "、".join(sorted(places.missing_delegations(fresh.values())))
    plan.made = {"delegations": new, "again": len(again)}
    plan.write = lambda: _write(fresh, again, places, ground)
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
        term_id = self.term.id if self.term else 0
        self.delegations = dict(
            db.session.execute(select(Delegation.name, Delegation.id).where(Delegation.term_id == term_id)).all()
        )
        self.units: dict[str, int] = {}
        for unit in db.session.scalars(select(Unit).where(Unit.congress_id == ground.ours.id, Unit.ended_on.is_(None))):
            for name in (unit.name, unit.short_name, *unit.other_names.split("\n")):
                self.units.setdefault(name, unit.id)

    def fault(self, record: Record) -> RowFault | None:
        """What keeps the row from being placed."""
        values = record.values
        if values["role"] in UNIT_ROLES:
            if not values.get("unit"):
                return RowFault(record.line, "单位", "", Fault.NEEDS_UNIT)
            if values["unit"] not in self.units:
                return RowFault(record.line, "单位", values["unit"], Fault.UNKNOWN_UNIT)
            return None
        if self.term is None:
            return RowFault(record.line, "代表团", values.get("delegation") or "", Fault.NEEDS_TERM)
        if not values.get("delegation"):
            return RowFault(record.line, "代表团", "", Fault.MISSING)
        return None

    def missing_delegations(self, records: Any) -> set[str]:
        """Delegations the file names and the term does not have yet."""
        named = {record.values.get("delegation") for record in records if record.values["role"] not in UNIT_ROLES}
        return {name for name in named if name and name not in self.delegations}


def _key(record: Record, places: _Places) -> Key:
    values = record.values
    if values["role"] in UNIT_ROLES:
        return (values["role"], values["name"], places.units.get(values.get("unit") or ""))
    if values.get("certificate_no"):
        return (values["role"], values["certificate_no"])
    return (values["role"], values["name"], values.get("delegation"))


def _told_by(record: Record) -> tuple[str, str]:
    """The column by which a row is known, and what stands in it."""
    certificate, name = record.values.get("certificate_no") or "", record.values["name"]
    by_certificate = certificate and record.values["role"] not in UNIT_ROLES
    return ("代表证号", certificate) if by_certificate else ("姓名", name)


def _there(places: _Places) -> dict[Key, str]:
    rows = db.session.execute(
        select(Membership.role, Membership.certificate_no, Membership.unit_id, Person.name, Delegation.name)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.role.in_(UNIT_ROLES) | (Membership.term_id == (places.term.id if places.term else None)))
    )
    found: dict[Key, str] = {}
    for role, certificate, unit_id, name, delegation in rows:
        found[(role, name, unit_id) if role in UNIT_ROLES else (role, name, delegation)] = name
        if certificate:
            found[(role, certificate)] = name
    return found


def _sat_before(records: Iterable[Record], places: _Places) -> dict[int, Person]:
    """The persons of rows who were deputies of an earlier term, by the line of the row.

    The name must be that of one such person only, and what both know of telephone, mail or certificate must agree.
    """
    earlier: dict[str, dict[int, tuple[Person, set[str]]]] = {}
    rows = db.session.execute(
        select(Person, Membership.certificate_no)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == Role.DEPUTY, Membership.term_id != (places.term.id if places.term else None))
    )
    for person, certificate in rows:
        earlier.setdefault(person.name, {}).setdefault(person.id, (person, set()))[1].add(certificate)
    found: dict[int, Person] = {}
    for record in records:
        of_that_name = list(earlier.get(record.values["name"], {}).values())
        if record.values["role"] is Role.DEPUTY and len(of_that_name) == 1 and _agree(record, *of_that_name[0]):
            found[record.line] = of_that_name[0][0]
    return found


def _agree(record: Record, person: Person, certificates: set[str]) -> bool:
    told = [(record.values.get("phone"), {person.phone}), (record.values.get("email"), {person.email})]
    told.append((record.values.get("certificate_no"), certificates))
    compared = [said in known for said, known in told if said and any(known)]
    return any(compared) or not compared


def _write(fresh: dict[Key, Record], again: dict[int, Person], places: _Places, ground: Ground) -> None:
    records = list(fresh.values())
    for name in sorted(places.missing_delegations(records)):
        delegation = Delegation(term_id=places.term.id if places.term else 0, name=name)
        db.session.add(delegation)
        db.session.flush()
        places.delegations[name] = delegation.id
    taken = set(db.session.scalars(select(Account.login_name)))
    for record in records:
        person = again.get(record.line) or _person(record)
        db.session.flush()
        hat = _hat(record, person, places, ground)
        db.session.add(hat)
        if person.account is None:
            login = _login_name(record, person, taken)
            taken.add(login)
            db.session.add(Account(person_id=person.id, login_name=login, made_at=ground.now))
        db.session.flush()
        _tell(ground, person, hat)


def _tell(ground: Ground, person: Person, hat: Membership) -> None:
    facts = {"hat": hat.id, "role": hat.role.value}
    write_event(ground.actor, "give_hat", now=ground.now, subject=f"person:{person.id}", facts=facts)


def _person(record: Record) -> Person:
    values = record.values
    person = Person(
        name=values["name"],
        phone=values.get("phone") or "",
        email=values.get("email") or "",
        employer=values.get("employer") or "",
    )
    db.session.add(person)
    return person


def _hat(record: Record, person: Person, places: _Places, ground: Ground) -> Membership:
    values = record.values
    of_unit = values["role"] in UNIT_ROLES
    starts = values.get("starts_on") or (
        places.term.starts_on if values["role"] is Role.DEPUTY and places.term else day_of(ground.now)
    )
    return Membership(
        person_id=person.id,
        role=values["role"],
        post=values.get("post") or "",
        term_id=None if of_unit or places.term is None else places.term.id,
        delegation_id=None if of_unit else places.delegations[values["delegation"]],
        certificate_no=values.get("certificate_no") or "",
        unit_id=places.units[values["unit"]] if of_unit else None,
        starts_on=starts,
    )


def _login_name(record: Record, person: Person, taken: set[str]) -> str:
    wished = record.values.get("login_name") or record.values.get("certificate_no") or f"u{person.id}"
    return wished if wished not in taken else f"u{person.id}"
