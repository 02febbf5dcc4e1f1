"""Hats of every role, given and ended by the security administrator, never by anybody to himself (rule R5)."""

from __future__ import annotations

from datetime import date, datetime

from tracker.db import transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.people import Membership, Person
from tracker.services._hats import Hat, check_first_day, put_on, take_off
from tracker.services._load import Invalid, fresh
from tracker.services._office import require
from tracker.services.people import Contact, add_person

__all__ = ["Hat", "add", "end", "give"]


@transactional
def add(actor: Actor, contact: Contact, *, same_name: bool = False, now: datetime) -> int:
    """Register a person who is to get a hat; returns the id."""
    require(actor, Capability.KEEP_GRANTS)
    return add_person(actor, contact, same_name=same_name, now=now).id


@transactional
def give(actor: Actor, person_id: int, hat: Hat, *, now: datetime) -> int:
    """Give a hat from a day on; returns the membership's id.

    Raises `Invalid` for oneself, for a hat held already, for a first day nobody can mean, and where an administrator's
    hat would meet another one.
    """
    _of_another(actor, person_id)
    made = put_on(actor, fresh(Person, person_id), hat, now=now)
    check_first_day(made, now=now)
    return made.id


@transactional
def end(actor: Actor, hat_id: int, last_day: date, *, version: int, now: datetime, note: str = "") -> int:
    """End a hat with that day (Asia/Shanghai), yesterday at the earliest; when it no longer holds, sessions end."""
    hat = fresh(Membership, hat_id, version=version)
    _of_another(actor, hat.person_id)
    take_off(actor, hat, last_day, now=now, note=note)
    return hat.id


def _of_another(actor: Actor, person_id: int) -> None:
    if require(actor, Capability.KEEP_GRANTS) == person_id:
        raise Invalid(person="own_grant")
