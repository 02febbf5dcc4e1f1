"""Whether a unit may object to a share (退件) or ask for more time (延期), who rules, and whom it is asked of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from tracker.domain.facts import Case, JudgedTask
from tracker.domain.guards import Guard
from tracker.domain.parties import Actor, HearingFacts, Party, parties
from tracker.domain.roles import Role
from tracker.domain.whys import Why

# The first is ruled on by an office, the second by the arbiter.
TIMES = 2


class Asked(Protocol):
    """Who asks about which case, on which day of Asia/Shanghai."""

    @property
    def case(self) -> Case: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def today(self) -> date: ...
    @property
    def task(self) -> JudgedTask: ...


def is_further(task: JudgedTask) -> bool:
    """Whether an objection would be the second or a later one to this share of the work, whoever raised the first."""
    return task.objections > 0


def is_settled(task: JudgedTask) -> bool:
    """Whether the second objection to this share of the work was made: the arbiter's word on it is the last."""
    return task.objections >= TIMES


def window_is_shut(task: JudgedTask, today: date) -> bool:
    """Whether the days for objecting have passed: silence was acceptance."""
    return task.objection_due_on is not None and today > task.objection_due_on


def _may_object(asked: Asked) -> Why | None:
    task = asked.task
    if task.objection_is_open:
        return Why.OBJECTION_IS_OPEN
    if window_is_shut(task, asked.today):
        return Why.OBJECTION_TOO_LATE
    if task.reply_is_up:
        return Why.REPLY_IS_UP
    # Who has replied or given an opinion has accepted the share, also when it is handled again.
    if task.has_answered:
        return Why.HAS_ANSWERED
    if is_settled(task):
        return Why.OBJECTED_TWICE
    # A further one is signed by the head of the unit himself.
    return Why.PRINCIPAL_OBJECTS if is_further(task) and not _is_principal(asked.actor) else None


def _is_principal(actor: Actor) -> bool:
    return actor.role is Role.UNIT_SIGNER and actor.is_principal


def _is_heard_here(asked: Asked) -> Why | None:
    if not asked.task.objection_is_open:
        return Why.NOT_HEARD
    hearings = [
        one
        for one in asked.case.suggestion.hearings
        if one.is_open and one.unit_id == asked.actor.unit_id and one.task_id == asked.task.id
    ]
    if not hearings:
        return Why.NOT_HEARD
    return None if asked.today <= max(one.answer_by for one in hearings) else Why.HEARING_IS_OVER


def _recalls_objection(asked: Asked) -> Why | None:
    if not asked.task.objection_is_open:
        return Why.NO_OBJECTION
    # What the head of the unit signed, only he takes back.
    return Why.PRINCIPAL_OBJECTS if asked.task.objection_is_arbiters and not _is_principal(asked.actor) else None


def leaves_its_system(task: JudgedTask, hearings: Iterable[HearingFacts]) -> bool:
    """Whether the objection points to a unit outside the share's system: the one it names, or the one that names."""
    asked = [one for one in hearings if one.is_open and one.task_id == task.id]
    return any(system is not task.system for one in asked for system in one.systems)


def _rules_objection(asked: Asked) -> Why | None:
    task = asked.task
    if not task.objection_is_open:
        return Why.NO_OBJECTION
    if task.objection_is_arbiters:
        return None if asked.actor.role is Role.DESK else Why.ARBITER_RULES
    # A coordinator rules inside its own system; what may leave it is the desk's, which gives to all.
    leaves = task.has_coordinator and leaves_its_system(task, asked.case.suggestion.hearings)
    return _by_office(asked, coordinators=task.has_coordinator and not leaves)


def _by_office(asked: Asked, *, coordinators: bool) -> Why | None:
    coordinates = Party.COORDINATOR in parties(asked.actor, asked.case.suggestion, asked.case.task)
    if coordinators:
        return None if coordinates else Why.COORDINATOR_DECIDES
    return Why.DESK_DECIDES if coordinates else None


def _may_ask_extension(asked: Asked) -> Why | None:
    task = asked.task
    if task.extension_is_open:
        return Why.EXTENSION_IS_OPEN
    if task.due_on is None:
        return Why.NO_DUE_DATE
    if asked.today > task.due_on:
        return Why.EXTENSION_TOO_LATE
    return Why.DELAY_UNEXPLAINED if task.delay_explained_on is None else None


def _decides_extension(asked: Asked) -> Why | None:
    if not asked.task.extension_is_open:
        return Why.NO_EXTENSION
    # Who decides was settled by the rulebook when it was asked for.
    return _by_office(asked, coordinators=asked.task.extension_is_coordinators)


GUARDS = {
    Guard.MAY_OBJECT: _may_object,
    Guard.IS_HEARD_HERE: _is_heard_here,
    Guard.RECALLS_OBJECTION: _recalls_objection,
    Guard.RULES_OBJECTION: _rules_objection,
    Guard.MAY_ASK_EXTENSION: _may_ask_extension,
    Guard.DECIDES_EXTENSION: _decides_extension,
}
