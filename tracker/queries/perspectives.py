"""Through whose eyes a case can be looked at: the readers it has, and who each of them is today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import or_, select

from tracker.db import db
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.models.people import Membership, Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.persons import worn


class Eyes(StrEnum):
    """What a reader is to the case."""

    LEAD = "lead"
    COSIGNER = "cosigner"
    OTHER = "other"
    RECEIVER = "receiver"
    HANDLER = "handler"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Perspective:
    """One reader; `code` stands in the address."""

    eyes: Eyes
    code: str
    person_id: int | None = None
    task: Task | None = None
    system: System | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who reads so today; no name where it is anybody of a kind."""

    actor: Actor
    name: str = ""


# A deputy who has nothing to do with the paper, nor with any other: no person has this id.
_ANYBODY = Holder(Actor(0, None, Role.DEPUTY))
_ROLES = {
    Eyes.LEAD: (Role.DEPUTY,),
    Eyes.COSIGNER: (Role.DEPUTY,),
    Eyes.RECEIVER: (Role.UNIT_RECEIVER,),
    Eyes.HANDLER: tuple(sorted(UNIT_ROLES)),
    Eyes.COORDINATOR: (Role.COORDINATOR,),
}


def perspectives(suggestion: Suggestion) -> list[Perspective]:
    """The readers of a case, signers first; no statement. Who was asked to sign and did not is none of them: that is
    told to the signers alone."""
    return [*_deputies(suggestion), *_units(suggestion), *_coordinators(suggestion)]


def _deputies(suggestion: Suggestion) -> Iterator[Perspective]:
    if suggestion.author_id is not None:
        yield Perspective(Eyes.LEAD, "lead", suggestion.author_id)
    for one in suggestion.signatures:
        if one.state is SignatureState.AGREED:
            yield Perspective(Eyes.COSIGNER, f"cosigner-{one.person_id}", one.person_id)
    yield Perspective(Eyes.OTHER, "other")


def _units(suggestion: Suggestion) -> Iterator[Perspective]:
    for task in _held(suggestion):
        yield Perspective(Eyes.RECEIVER, f"receiver-{task.id}", task=task)
        if task.handler_id is not None:
            yield Perspective(Eyes.HANDLER, f"handler-{task.id}", task.handler_id, task)


def _coordinators(suggestion: Suggestion) -> Iterator[Perspective]:
    for system in dict.fromkeys(task.system for task in _held(suggestion) if task.has_coordinator):
        yield Perspective(Eyes.COORDINATOR, f"coordinator-{system.value}", system=system)


def _held(suggestion: Suggestion) -> list[Task]:
    return [task for task in suggestion.tasks if not task.was_replaced]


def holder(one: Perspective, today: date) -> Holder | None:
    """Who wears that hat today (Asia/Shanghai), of several who came first; nobody where it is vacant: one statement."""
    if one.eyes is Eyes.OTHER:
        return _ANYBODY
    wanted = (
        select(Membership, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.role.in_(_ROLES[one.eyes]), Membership.starts_on <= today)
        .where(or_(Membership.ends_on.is_(None), Membership.ends_on >= today))
        .order_by(Membership.id)
        .limit(1)
    )
    if one.person_id is not None:
        wanted = wanted.where(Membership.person_id == one.person_id)
    if one.task is not None:
        wanted = wanted.where(Membership.unit_id == one.task.unit_id)
    if one.system is not None:
        wanted = wanted.where(Membership.system == one.system)
    found = db.session.execute(wanted).one_or_none()
    return Holder(worn(found[0]), found[1]) if found is not None else None
