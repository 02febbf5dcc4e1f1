"""Deputies and the people of handling units as data, kept by the desk; only a deputy's seat is a hat the desk gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.limits import can_be_mailed
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, Role
from tracker.domain.seats import SeatEnd
from tracker.models.people import Membership, Person
from tracker.queries.people import is_kept_by_desk
from tracker.services._hats import Hat, check_first_day, move_first_day, place_deputy, put_on, take_off
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import require
from tracker.services._record import write_event
from tracker.services._seat_ends import facts_of, follow


@dataclass(frozen=True)
class Contact:
    """How a person is called and reached."""

    name: str
    phone: str = ""
    email: str = ""
    employer: str = ""


@dataclass(frozen=True)
class Seat:
    """A deputy's place: delegation and certificate of the present term; days of Asia/Shanghai."""

    delegation_id: int | None
    certificate_no: str
    starts_on: date
    post: str = ""


@transactional
def add_deputy(actor: Actor, contact: Contact, seat: Seat, *, same_name: bool = False, now: datetime) -> int:
    """Register a newly elected deputy; returns the person's id. `same_name` says that a namesake is somebody else."""
    require(actor, Capability.KEEP_PEOPLE)
    person = add_person(actor, contact, same_name=same_name, now=now)
    _seat(actor, person, seat, now=now)
    return person.id


@transactional
def seat(actor: Actor, person_id: int, place: Seat, *, now: datetime) -> int:
    """Register somebody who is known already as deputy of the present term; returns the hat's id."""
    require(actor, Capability.KEEP_PEOPLE)
    person = fresh(Person, person_id)
    require_kept(actor, person.id, day=day_of(now))
    return _seat(actor, person, place, now=now)


@transactional
def correct(actor: Actor, person_id: int, contact: Contact, *, version: int, now: datetime) -> int:
    """Correct name and addresses of a person; the record keeps which of them changed, not what they were."""
    person = fresh(Person, person_id, version=version)
    require_kept(actor, person.id, day=day_of(now))
    check(contact)
    changed = sorted(name for name, value in asdict(contact).items() if getattr(person, name) != value)
    if changed:
        for name in changed:
            setattr(person, name, getattr(contact, name))
        write_event(actor, "correct_person", now=now, subject=f"person:{person.id}", facts={"changed": changed})
    return person.id


@transactional
def correct_seat(actor: Actor, hat_id: int, place: Seat, *, version: int, now: datetime) -> int:
    """Correct a deputy's delegation, certificate, post or first day.

    Raises `Invalid` for a first day before the term, and for one on which another hat of the person stands in the way.
    """
    require(actor, Capability.KEEP_PEOPLE)
    hat = _deputy_hat(hat_id, version=version)
    if hat.ends_on is not None and place.starts_on > hat.ends_on:
        raise Invalid(starts_on="ends_before_start")
    _check_certificate(place.certificate_no, hat.term_id, but=hat.id)
    place_deputy(hat, place.delegation_id)
    hat.certificate_no, hat.post = place.certificate_no, place.post
    move_first_day(hat, place.starts_on, now=now)
    facts = {"hat": hat.id, "delegation": hat.delegation_id, "from": hat.starts_on.isoformat()}
    write_event(actor, "correct_seat", now=now, subject=f"person:{hat.person_id}", facts=facts)
    return hat.id


@transactional
def unseat(
    actor: Actor,
    hat_id: int,
    last_day: date,
    *,
    version: int,
    now: datetime,
    reason: SeatEnd = SeatEnd.OTHER,
    note: str = "",
) -> int:
    """A deputy's mandate ends with that day, yesterday at the earliest; papers and ratings stay as they are.

    Open invitations and offers to lead end with it. Returns the hat's id.
    """
    require(actor, Capability.KEEP_PEOPLE)
    hat = _deputy_hat(hat_id, version=version)
    facts = facts_of(reason, follow(actor, hat, last_day, now=now))
    take_off(actor, hat, last_day, now=now, note=note, facts=facts)
    return hat.id


def add_person(actor: Actor, contact: Contact, *, same_name: bool, now: datetime) -> Person:
    """A new person, inside another service's transaction. Raises `Invalid`, on `same_name` when the name is known."""
    check(contact)
    if not same_name and db.session.scalar(select(exists().where(Person.name == contact.name))):
        raise Invalid(same_name="name_is_known")
    person = Person(**asdict(contact))
    db.session.add(person)
    db.session.flush()
    write_event(actor, "add_person", now=now, subject=f"person:{person.id}")
    return person


def check(contact: Contact) -> None:
    """Raise `Invalid` for a person without a name or with an address no mail could go to."""
    if not contact.name:
        raise Invalid(name="missing")
    if contact.email and not can_be_mailed(contact.email):
        raise Invalid(email="bad_email")


def require_kept(actor: Actor, person_id: int, *, day: date) -> None:
    """The desk keeps deputies and unit people who are no administrators; the security administrator keeps all others.

    Raises `Missing`.
    """
    of_desk = is_kept_by_desk(person_id, day=day)
    require(actor, Capability.KEEP_PEOPLE if of_desk else Capability.KEEP_GRANTS)


def _seat(actor: Actor, person: Person, place: Seat, *, now: datetime) -> int:
    hat = Hat(
        Role.DEPUTY,
        place.starts_on,
        post=place.post,
        delegation_id=place.delegation_id,
        certificate_no=place.certificate_no,
    )
    made = put_on(actor, person, hat, now=now)
    check_first_day(made, now=now)
    _check_certificate(place.certificate_no, made.term_id, but=made.id)
    return made.id


def _check_certificate(number: str, term_id: int | None, *, but: int) -> None:
    same = exists().where(
        Membership.term_id == term_id,
        Membership.role == Role.DEPUTY,
        Membership.certificate_no == number,
        Membership.id != but,
    )
    if number and db.session.scalar(select(same)):
        raise Invalid(certificate_no="certificate_taken")


def _deputy_hat(hat_id: int, *, version: int) -> Membership:
    hat = fresh(Membership, hat_id, version=version)
    if hat.role is not Role.DEPUTY:
        raise Missing("deputy")
    return hat
