"""Which rows of a file are one human being, and who of them is known here already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from sqlalchemy import select

from tracker.db import db
from tracker.domain.intake import Fault
from tracker.domain.intake_reading import Record, RowFault
from tracker.domain.login_names import folded
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.people import Membership, Person

# Where two rows of one person may not say different things, by the name of the column.
TOLD_ONCE = {"phone": "电话", "email": "邮箱", "login_name": "登录名"}


@dataclass
class Somebody:
    """One human being with the rows that give hats to him or her; `person` where we know them already."""

    records: list[Record]
    person: Person | None = None
    sat_before: bool = False

    def said(self, column: str) -> str:
        """What the first row that says anything in this column says."""
        return next((record.values[column] for record in self.records if record.values.get(column)), "")


@dataclass
class _Known:
    """A person of our tables: the units they work at today and what tells them from namesakes."""

    person: Person
    units: set[int] = field(default_factory=set)
    certificates: set[str] = field(default_factory=set)
    sat_before: bool = False


def everybody(
    records: Iterable[Record], units: Mapping[str, int], *, term_id: int | None, today: date
) -> tuple[list[Somebody], list[RowFault]]:
    """The people of the rows: of one name are one person the rows that share unit, certificate, telephone or mail.

    Rows that share one of them and contradict each other in another are faults: two persons or one, nobody can tell.
    """
    named: dict[str, list[Record]] = {}
    for record in records:
        named.setdefault(record.values["name"], []).append(record)
    known = _known(set(named), term_id=term_id, today=today)
    found: list[Somebody] = []
    faults: list[RowFault] = []
    for name, rows in named.items():
        people = [Somebody(group) for group in _groups(rows, units)]
        for one in people:
            _recognise(one, known.get(name, []), units)
        found += _joined(people)
    for one in found:
        faults += _contradictions(one.records)
    return found, faults


def _joined(people: list[Somebody]) -> list[Somebody]:
    """Those who were taken for the same person are that person; two deputies are not, so it may be neither."""
    found: list[Somebody] = []
    for one in people:
        same = [other for other in people if one.person is not None and other.person is one.person]
        if sum(any(row.values["role"] is Role.DEPUTY for row in other.records) for other in same) > 1:
            found.append(Somebody(one.records))
        elif not same or one is same[0]:
            rows = [row for other in same or [one] for row in other.records]
            found.append(Somebody(rows, one.person, any(other.sat_before for other in same)))
    return found


def _groups(rows: list[Record], units: Mapping[str, int]) -> list[list[Record]]:
    groups: list[list[Record]] = []
    for row in rows:
        touched = [group for group in groups if any(_linked(row, other, units) for other in group)]
        groups = [group for group in groups if not any(group is each for each in touched)]
        groups.append([*(record for group in touched for record in group), row])
    return groups


def _linked(one: Record, other: Record, units: Mapping[str, int]) -> bool:
    certificates = {_told(one, "certificate_no"), _told(other, "certificate_no")} - {""}
    if len(certificates) == 2:
        return False
    for column in ("certificate_no", "phone", "email"):
        if _told(one, column) and _told(one, column) == _told(other, column):
            return True
    return _unit(one, units) is not None and _unit(one, units) == _unit(other, units)


def _contradictions(group: list[Record]) -> list[RowFault]:
    faults = []
    for earlier, later in combinations(sorted(group, key=lambda record: record.line), 2):
        for column, title in TOLD_ONCE.items():
            if _told(earlier, column) and _told(later, column) and _told(earlier, column) != _told(later, column):
                faults.append(RowFault(later.line, title, str(later.values[column]), Fault.ONE_OR_TWO))
    deputies = [record for record in group if record.values["role"] is Role.DEPUTY]
    # A deputy sits once in a term, whatever certificate or delegation a second row names.
    return faults + [RowFault(one.line, "姓名", one.values["name"], Fault.TWICE_IN_FILE) for one in deputies[1:]]


def _told(record: Record, column: str) -> str:
    """What a row says, as it is compared: how a number is written makes no difference."""
    said = record.values.get(column) or ""
    return _digits(said) if column == "phone" else folded(said)


def _digits(phone: str) -> str:
    return "".join(sign for sign in folded(phone) if sign.isalnum())


def _unit(record: Record, units: Mapping[str, int]) -> int | None:
    return units.get(record.values.get("unit") or "") if record.values["role"] in UNIT_ROLES else None


def _known(names: set[str], *, term_id: int | None, today: date) -> dict[str, list[_Known]]:
    """Our people of these names."""
    found: dict[int, _Known] = {}
    rows = db.session.execute(select(Person, Membership).join(Membership, Membership.person_id == Person.id))
    for person, hat in rows:
        if person.name not in names:
            continue
        one = found.setdefault(person.id, _Known(person))
        if hat.unit_id is not None and hat.holds_on(today):
            one.units.add(hat.unit_id)
        if hat.role is Role.DEPUTY and hat.term_id != term_id:
            one.sat_before = True
            one.certificates.add(hat.certificate_no)
    named: dict[str, list[_Known]] = {}
    for one in found.values():
        named.setdefault(one.person.name, []).append(one)
    return named


def _recognise(one: Somebody, namesakes: list[_Known], units: Mapping[str, int]) -> None:
    """Say who it is, where exactly one of our people can be meant: a deputy of an earlier term, a colleague."""
    deputy = next((record for record in one.records if record.values["role"] is Role.DEPUTY), None)
    before = [other for other in namesakes if other.sat_before]
    if deputy is not None and len(before) == 1 and _agree(deputy, before[0]):
        one.person, one.sat_before = before[0].person, True
        return
    meant = [other for other in namesakes if _is_meant(one, other, units)]
    if len(meant) == 1:
        one.person = meant[0].person


def _agree(record: Record, other: _Known) -> bool:
    """Whether what both know of telephone, mail and certificate agrees, or nothing can be compared."""
    told = [(_told(record, "phone"), {_digits(other.person.phone)})]
    told += [(_told(record, "email"), {folded(other.person.email)})]
    told += [(_told(record, "certificate_no"), {folded(number) for number in other.certificates})]
    compared = [said in known for said, known in told if said and any(known)]
    return any(compared) or not compared


def _is_meant(one: Somebody, other: _Known, units: Mapping[str, int]) -> bool:
    same = bool(other.units & {_unit(record, units) for record in one.records})
    for column, known in (("phone", _digits(other.person.phone)), ("email", folded(other.person.email))):
        told = {_told(record, column) for record in one.records} - {""}
        if known and told and told != {known}:
            return False
        same = same or bool(known and told)
    return same
