"""What of key items waits for a hat: proposals to be decided on, a plan, a report, an answer, a conclusion.

The conditions are those of the list behind each line of home, so that it opens what it counts.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select

from tracker.domain.key_items import LIVING, KeyKind, KeyStage
from tracker.domain.parties import TaskRole
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import TaskState
from tracker.models.key_items import KeyDemand, KeyEvent, KeyItem, KeyPaper, KeyPlan, KeyReport
from tracker.models.people import Membership
from tracker.models.tasks import Task
from tracker.queries.asker import MY_COMMITTEE, MY_SYSTEM, MY_UNIT, TODAY, stands

RUNS = stands(KeyItem.stage, *sorted(LIVING))
# The unit's reviewer follows the work of others.
ANSWERING_HATS = UNIT_ROLES - {Role.UNIT_REVIEWER}
DRAFTING_HATS = ANSWERING_HATS - {Role.UNIT_SIGNER}


def to_decide(role: Role | None) -> ColumnElement[bool]:
    """Proposals the desk puts before the chair meeting."""
    return stands(KeyItem.stage, KeyStage.PROPOSED) if role is Role.DESK else false()


def to_plan(role: Role | None) -> ColumnElement[bool]:
    """Running items without any plan, for who supervises them."""
    planned = exists(select(KeyPlan.id).where(KeyPlan.item_id == KeyItem.id).correlate(KeyItem))
    return and_(RUNS, not_(planned), _supervises(role))


def to_report(role: Role | None) -> ColumnElement[bool]:
    """Running items on which the own unit owes its report; told to who signs for it."""
    if role is not Role.UNIT_SIGNER:
        return false()
    handed = select(KeyReport.id).where(
        KeyReport.item_id == KeyItem.id, KeyReport.unit_id == MY_UNIT, KeyReport.handed_in_at.is_not(None)
    )
    owes = and_(Task.unit_id == MY_UNIT, Task.role != TaskRole.CO)
    return and_(RUNS, _has_share(owes), not_(exists(handed.correlate(KeyItem))))


def to_draft(role: Role | None) -> ColumnElement[bool]:
    """Running items on which the own unit owes its report and nobody has begun to write; told to who works on it. From
    the first draft on it waits for who signs alone."""
    if role not in DRAFTING_HATS:
        return false()
    begun = select(KeyReport.id).where(KeyReport.item_id == KeyItem.id, KeyReport.unit_id == MY_UNIT)
    owes = and_(Task.unit_id == MY_UNIT, Task.role != TaskRole.CO)
    return and_(RUNS, _has_share(owes), not_(exists(begun.correlate(KeyItem))))


def to_answer(role: Role | None) -> ColumnElement[bool]:
    """Running items with a demand to the own unit that is not answered."""
    if role not in ANSWERING_HATS:
        return false()
    wanted = (
        select(KeyDemand.id)
        .join(KeyEvent, KeyEvent.id == KeyDemand.event_id)
        .where(KeyEvent.item_id == KeyItem.id, KeyDemand.unit_id == MY_UNIT, KeyDemand.answered_at.is_(None))
    )
    return and_(RUNS, exists(wanted.correlate(KeyItem)))


def to_conclude(role: Role | None) -> ColumnElement[bool]:
    """Items on which all have reported, or the day for it is over, for who supervises them."""
    over = or_(stands(KeyItem.stage, KeyStage.REPORTED), and_(RUNS, KeyItem.report_due_on < TODAY))
    return and_(over, _supervises(role))


def _supervises(role: Role | None) -> ColumnElement[bool]:
    if role is Role.COMMITTEE:
        return and_(KeyItem.kind != KeyKind.LED, KeyItem.committee == MY_COMMITTEE, MY_COMMITTEE != "")
    if role is Role.COORDINATOR:
        return and_(KeyItem.kind == KeyKind.LED, _has_share(Task.system == MY_SYSTEM))
    if role is Role.DESK:
        # Where no coordinator stands between, as with the court, nobody else follows what a leader is in charge of.
        coordinated = select(Membership.id).where(Membership.role == Role.COORDINATOR, Membership.system == Task.system)
        return and_(KeyItem.kind == KeyKind.LED, not_(_has_share(exists(coordinated.correlate(Task)))))
    return false()


def _has_share(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    wanted = select(Task.id).join(KeyPaper, KeyPaper.suggestion_id == Task.suggestion_id)
    with_unit = Task.state != TaskState.WITH_COORDINATOR, Task.was_replaced.is_(False)
    of_item = KeyPaper.item_id == KeyItem.id, KeyPaper.left_on.is_(None)
    return exists(wanted.where(*of_item, *with_unit, condition).correlate(KeyItem))


WAITS: dict[str, Callable[[Role | None], ColumnElement[bool]]] = {
    "to_decide": to_decide,
    "to_plan": to_plan,
    "to_draft": to_draft,
    "to_report": to_report,
    "to_answer": to_answer,
    "to_conclude": to_conclude,
}
_HATS = {
    "to_decide": {Role.DESK},
    "to_plan": {Role.COMMITTEE, Role.COORDINATOR, Role.DESK},
    "to_draft": DRAFTING_HATS,
    "to_report": {Role.UNIT_SIGNER},
    "to_answer": ANSWERING_HATS,
    "to_conclude": {Role.COMMITTEE, Role.COORDINATOR, Role.DESK},
}


def waits_for(role: Role | None) -> list[str]:
    """The kinds of waiting a hat may meet."""
    return [code for code, hats in _HATS.items() if role in hats]


def waiting_items(role: Role | None) -> dict[str, ColumnElement[int]]:
    """How many items wait for this hat, by what is waited for, with the parameters of `asker`."""
    return {code: select(func.count(KeyItem.id)).where(WAITS[code](role)).scalar_subquery() for code in waits_for(role)}
