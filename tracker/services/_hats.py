"""One hat for one person: what each role needs beside it, and which hats must not meet in one person (rule R5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.limits import FAR_AHEAD, FIRST_DAY
from tracker.domain.parties import Actor
from tracker.domain.roles import ADMIN_ROLES, UNIT_ROLES, Role, System
from tracker.models.organs import Category, Delegation, Term, Unit
from tracker.models.people import Account, Membership, Person
from tracker.queries.places import our_term
from tracker.services import log_ins
from tracker.services._load import Invalid
from tracker.services._record import write_event

OF_DELEGATION = frozenset({Role.DEPUTY, Role.DELEGATION_CLERK})


@dataclass(frozen=True)
class Hat:
    """A hat as somebody proposes it; days of Asia/Shanghai, the last one included."""

    role: Role
    starts_on: date
    ends_on: date | None = None
    post: str = ""
    unit_id: int | None = None
    delegation_id: int | None = None
    certificate_no: str = ""
    system: System | None = None
    committee: str = ""
    assists_id: int | None = None
    is_principal: bool = False
    category_ids: tuple[int, ...] = field(default=())


def put_on(
    actor: Actor, person: Person, hat: Hat, *, now: datetime, facts: Mapping[str, str] | None = None
) -> Membership:
    """Give the hat, inside another service's transaction. Raises `Invalid` on the field that is wrong.

    `facts` are told with the act. Whoever gets or loses a hat logs in again (rule R22).
    """
    _check_days(hat.starts_on, hat.ends_on)
    made = Membership(
        person_id=person.id,
        role=hat.role,
        post=hat.post,
        starts_on=hat.starts_on,
        ends_on=hat.ends_on,
        certificate_no=hat.certificate_no if hat.role is Role.DEPUTY else "",
    )
    _place(made, hat, now=now)
    _check_others(person, made)
    db.session.add(made)
    db.session.flush()
    _note(actor, "give_hat", made, now=now, more=facts)
    _log_out(person.id, now=now)
    return made


def clash(person: Person, hat: Membership) -> str:
    """Why this person may not wear that hat beside the others, as a code; empty when they may. Writes nothing."""
    try:
        _check_others(person, hat)
    except Invalid as invalid:
        return invalid.problems["role"]
    return ""


def take_off(
    actor: Actor,
    hat: Membership,
    last_day: date,
    *,
    now: datetime,
    note: str = "",
    facts: Mapping[str, str] | None = None,
) -> None:
    """End the hat with that day, yesterday at the earliest; never delete it."""
    if last_day < date.fromordinal(day_of(now).toordinal() - 1):
        raise Invalid(last_day="hat_ended_before")
    if hat.ends_on is not None and hat.ends_on <= last_day:
        raise Invalid(last_day="hat_ends_earlier")
    hat.ends_on = last_day
    _note(actor, "end_hat", hat, now=now, note=note, more=facts)
    if not hat.holds_on(day_of(now)):
        _log_out(hat.person_id, now=now)


def move_first_day(hat: Membership, starts_on: date, *, now: datetime) -> None:
    """Let the hat hold from another day on, where the other hats of its person allow it.

    A day that stays is not judged. Whose hat no longer holds today logs in again.
    """
    if hat.starts_on == starts_on:
        return
    hat.starts_on = starts_on
    check_first_day(hat, now=now)
    if why := clash(hat.person, hat):
        raise Invalid(starts_on=why)
    if not hat.holds_on(day_of(now)):
        _log_out(hat.person_id, now=now)


def check_first_day(hat: Membership, *, now: datetime) -> None:
    """Raise `Invalid` for a first day before the hat's term begins, or one nobody can mean."""
    if not FIRST_DAY <= hat.starts_on <= day_of(now) + FAR_AHEAD:
        raise Invalid(starts_on="day_implausible")
    if hat.term is not None and hat.starts_on < hat.term.starts_on:
        raise Invalid(starts_on="before_term")


def place_deputy(hat: Membership, delegation_id: int | None) -> None:
    """Put a deputy's or clerk's hat into a delegation of its term."""
    delegation = db.session.get(Delegation, delegation_id) if delegation_id else None
    if delegation is None or delegation.term_id != hat.term_id:
        raise Invalid(delegation_id="unknown")
    hat.delegation_id = delegation.id


def _place(made: Membership, hat: Hat, *, now: datetime) -> None:
    if hat.role in OF_DELEGATION:
        term: Term | None = our_term(day_of(now))
        if term is None:
            raise Invalid(delegation_id="no_term")
        made.term_id = term.id
        place_deputy(made, hat.delegation_id)
    elif hat.role in UNIT_ROLES:
        unit = db.session.get(Unit, hat.unit_id) if hat.unit_id else None
        if unit is None or not unit.is_assignable or unit.ended_on is not None:
            raise Invalid(unit_id="unknown")
        made.unit_id = unit.id
        # Only who signs for the unit can be its head here (主要负责人).
        made.is_principal = hat.is_principal and hat.role is Role.UNIT_SIGNER
    elif hat.role is Role.COORDINATOR:
        if hat.system is None:
            raise Invalid(system="missing")
        made.system = hat.system
    elif hat.role is Role.ASSISTANT:
        made.assists_id = _deputy(hat.assists_id, made.person_id, day_of(now))
    elif hat.role is Role.COMMITTEE:
        if not hat.committee:
            raise Invalid(committee="missing")
        made.committee, made.category_ids = hat.committee, _categories(hat.category_ids)


def _deputy(person_id: int | None, assistant_id: int, day: date) -> int:
    """The deputy an assistant is to prepare for: somebody else, who holds a seat on that day (Asia/Shanghai)."""
    wanted = select(Membership).where(Membership.person_id == (person_id or 0), Membership.role == Role.DEPUTY)
    seats = [one for one in db.session.scalars(wanted) if one.holds_on(day)]
    if not seats or person_id == assistant_id:
        raise Invalid(assists_id="unknown")
    return seats[0].person_id


def _categories(wanted: tuple[int, ...]) -> list[int]:
    ours = select(Category.id).where(Category.scheme == "", Category.id.in_(wanted))
    found = sorted(db.session.scalars(ours))
    if len(found) != len(set(wanted)):
        raise Invalid(category_ids="unknown")
    return found


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(ends_on="ends_before_start")


def _check_others(person: Person, made: Membership) -> None:
    for other in db.session.scalars(select(Membership).where(Membership.person_id == person.id)):
        if other.id == made.id or not _overlap(other, made):
            continue
        if _same(other, made):
            raise Invalid(role="already_held")
        if {other.role, made.role} & ADMIN_ROLES and other.role is not made.role:
            raise Invalid(role="admin_alone")


def _overlap(one: Membership, other: Membership) -> bool:
    starts, ends = max(one.starts_on, other.starts_on), min(_last(one), _last(other))
    return starts <= ends


def _last(hat: Membership) -> date:
    return hat.ends_on or date.max


def _same(one: Membership, other: Membership) -> bool:
    def place(hat: Membership) -> tuple[object, ...]:
        # A deputy sits in one delegation of a term, whichever.
        where = None if hat.role is Role.DEPUTY else hat.delegation_id
        return hat.role, hat.unit_id, hat.term_id, where, hat.system, hat.committee or "", hat.assists_id

    return place(one) == place(other)


def _log_out(person_id: int, *, now: datetime) -> None:
    account_id = db.session.scalar(select(Account.id).where(Account.person_id == person_id))
    if account_id is not None:
        log_ins.end_all(account_id, now=now)


def _note(
    actor: Actor, action: str, hat: Membership, *, now: datetime, note: str = "", more: Mapping[str, str] | None = None
) -> None:
    facts = {
        "hat": hat.id,
        "role": hat.role.value,
        "unit": hat.unit_id,
        "delegation": hat.delegation_id,
        "from": hat.starts_on.isoformat(),
        "to": hat.ends_on.isoformat() if hat.ends_on else None,
        **({"principal": True} if hat.is_principal else {}),
        **(more or {}),
    }
    write_event(actor, action, now=now, subject=f"person:{hat.person_id}", note=note, facts=facts)
