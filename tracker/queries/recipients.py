"""Who a notice reaches: the persons behind a party of a case, judged by the same rules as who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.domain.actions import Machine
from tracker.domain.parties import Actor, Party, lead_of
from tracker.domain.permissions import Sight, sight, standing_of
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.telling import lets_go
from tracker.models.commitments import Commitment
from tracker.models.people import Membership
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task

Case = Suggestion | Task | Round | Commitment
T = TypeVar("T", Suggestion, Round, Commitment)
# The post in a unit that a party names.
_POSTS = {
    Party.RECEIVER: Role.UNIT_RECEIVER,
    Party.REVIEWER: Role.UNIT_REVIEWER,
    Party.UNIT_SIGNER: Role.UNIT_SIGNER,
    Party.HEARD: Role.UNIT_RECEIVER,
    Party.LEAD: Role.UNIT_RECEIVER,
}
_OFFICES = {Party.DESK: Role.DESK, Party.BILL_GROUP: Role.BILL_GROUP, Party.COMMITTEE: Role.COMMITTEE}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person and the hat under which it concerns him."""

    person_id: int
    membership_id: int
    party: Party


class Directory:
    """Every hat that may be worn on a day (Asia/Shanghai), found by role, person and unit; one statement."""

    def __init__(self, today: date) -> None:
        self.today = today
        held = or_(Membership.ends_on.is_(None), Membership.ends_on >= today)
        wanted = select(
            Membership.person_id,
            Membership.id,
            Membership.role,
            Membership.unit_id,
            Membership.system,
            Membership.delegation_id,
            Membership.category_ids,
            Membership.assists_id,
            Membership.is_principal,
        ).where(Membership.starts_on <= today, held)
        self.by_hat: dict[int, Actor] = {}
        self.by_role: dict[Role, list[Actor]] = {}
        self.by_person: dict[int, list[Actor]] = {}
        self.by_post: dict[tuple[int | None, Role], list[Actor]] = {}
        for person, hat, role, unit, system, delegation, field, assists, principal in db.session.execute(
            wanted.order_by(Membership.id)
        ):
            one = Actor(person, hat, role, unit, system, delegation, frozenset(field or ()), assists, principal)
            self.by_hat[hat] = one
            self.by_role.setdefault(role, []).append(one)
            self.by_person.setdefault(person, []).append(one)
            self.by_post.setdefault((unit, role), []).append(one)

    def recipients(self, party: Party, case: Case, *, unit_id: int | None, action: str = "") -> list[Recipient]:
        """Who stands in this party to the case and may read it, each person once; of an act that lets them go, who did
        until then."""
        found: dict[int, Recipient] = {}
        left = lets_go(action, party)
        for one in self._let_go(party, case, unit_id) if left else self._candidates(party, case, unit_id):
            if one.person_id is None or one.person_id in found or one.membership_id is None:
                continue
            if left or self.fits(one, party, case):
                found[one.person_id] = Recipient(one.person_id, one.membership_id, party)
        return list(found.values())

    def fits(self, one: Actor, party: Party, case: Case) -> bool:
        """Whether that hat stands in the party to the case now and may read it."""
        return party in standing_of(one, case) and sight(one, case.suggestion) is not Sight.NOTHING

    def in_office(self, party: Party, unit_id: int | None) -> list[Recipient]:
        """Who is told of what belongs to no case: the desk, or who holds a post in a unit."""
        role = _OFFICES.get(party)
        found = self.by_role.get(role, []) if role is not None else []
        if role is None and party in _POSTS:
            found = self.by_post.get((unit_id, _POSTS[party]), [])
        each = {one.person_id: one for one in reversed(found)}
        return [Recipient(p, one.membership_id, party) for p, one in each.items() if p and one.membership_id]

    def _candidates(self, party: Party, case: Case, unit_id: int | None) -> Iterable[Actor]:
        paper = case.suggestion
        if party in _OFFICES:
            return self.by_role.get(_OFFICES[party], [])
        if party is Party.CLERK:
            return self.by_role.get(Role.DELEGATION_CLERK, [])
        if party is Party.COORDINATOR:
            return self.by_role.get(Role.COORDINATOR, [])
        if party is Party.ASSISTANT:
            return self.by_role.get(Role.ASSISTANT, [])
        return self._of_unit(party, case, unit_id) or self._named(_persons(party, paper))

    def _let_go(self, party: Party, case: Case, unit_id: int | None) -> list[Actor]:
        if party is not Party.HEARD or case.task is None:
            return self._of_unit(party, case, unit_id)
        asked = [one.unit_id for one in case.suggestion.hearings if one.task_id == case.task.id]
        return [one for unit in asked[-1:] for one in self.by_post.get((unit, _POSTS[party]), [])]

    def _of_unit(self, party: Party, case: Case, unit_id: int | None) -> list[Actor]:
        if party is Party.HEARD:
            units = [one.unit_id for one in case.suggestion.hearings if one.is_open]
            return [one for unit in units for one in self.by_post.get((unit, _POSTS[party]), [])]
        if party in _POSTS:
            units = [unit_id] if unit_id is not None else [one.unit_id for one in _shares(case, None)]
            return [one for unit in units for one in self.by_post.get((unit, _POSTS[party]), [])]
        if party is Party.HANDLER:
            shares = _shares(case, unit_id)
            return [one for held in shares for one in self._named([held.handler_id]) if one.unit_id == held.unit_id]
        if party is Party.LEAD_HANDLER and (lead := lead_of(case.suggestion.tasks)) is not None:
            return [one for one in self._named([lead.handler_id]) if one.role in UNIT_ROLES]
        return []

    def _named(self, persons: Iterable[int | None]) -> list[Actor]:
        return [one for person in persons if person for one in self.by_person.get(person, [])]


def _shares(case: Case, unit_id: int | None) -> list[Task]:
    """The shares of the work a case is about: of a whole paper all that units hold, or one unit's where it is named."""
    if not isinstance(case, Suggestion):
        return [case.task]
    # One that ended with the coordinator never came to the unit it names.
    held = [one for one in case.tasks if one.assigned_on is not None and not one.was_replaced]
    return [one for one in held if unit_id in (None, one.unit_id)]


def _persons(party: Party, paper: Suggestion) -> list[int | None]:
    if party is Party.AUTHOR:
        return [paper.author_id]
    if party in (Party.COSIGNER, Party.INVITEE):
        return [one.person_id for one in paper.signatures]
    return [paper.lead_offered_to_id] if party is Party.SUCCESSOR else []


class Cases:
    """The cases that events and clocks are about, looked up for many at once: a fixed number of statements."""

    def __init__(self, about: Iterable[Event | Clock]) -> None:
        wanted = list(about)
        self.suggestions = _by_id(
            Suggestion,
            [one.suggestion_id for one in wanted],
            selectinload(Suggestion.signatures),
            selectinload(Suggestion.tasks),
        )
        self.rounds = _by_id(Round, [one.round_id for one in wanted])
        tasks = {task.id: task for paper in self.suggestions.values() for task in paper.tasks}
        self.tasks = tasks
        self.promises = _by_id(Commitment, [promise_of(one) for one in wanted])

    def case_of(self, one: Event | Clock) -> Case | None:
        """What it happened to, or runs on; None for what belongs to no case."""
        promise = promise_of(one)
        if promise and one.machine == Machine.COMMITMENT:
            return self.promises.get(promise)
        if one.round_id and one.machine == Machine.ROUND:
            return self.rounds.get(one.round_id)
        if one.task_id and one.machine in (Machine.TASK, Machine.ROUND):
            return self.tasks.get(one.task_id)
        return self.suggestions.get(one.suggestion_id or 0)


def promise_of(one: Event | Clock) -> int | None:
    """The promise an event or a clock is about."""
    if isinstance(one, Clock):
        return one.commitment_id
    promise = one.facts.get("commitment")
    return promise if isinstance(promise, int) else None


def unit_of(case: Case) -> int | None:
    """The unit whose people act for it."""
    if isinstance(case, Commitment):
        return case.unit_id
    return case.task.unit_id if case.task is not None else None


def _by_id(kind: type[T], ids: Iterable[int | None], *options: Any) -> dict[int, T]:
    wanted = sorted({one for one in ids if one})
    if not wanted:
        return {}
    found = db.session.scalars(select(kind).where(kind.id.in_(wanted)).options(*options))
    return {one.id: one for one in found}


__all__ = ["Case", "Cases", "Directory", "Recipient", "promise_of", "unit_of"]
