"""The key items in hand (重点督办) of a board's scope: how far each is, what is late, what its plan asks for next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.key_items import LIVING
from tracker.domain.parties import Actor
from tracker.domain.states import TaskState
from tracker.models.key_items import KeyItem, KeyPaper
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import values
from tracker.queries.board_pressure import inside
from tracker.queries.figures import Scope
from tracker.queries.key_items import seen

SOON = timedelta(days=AMBER_DAYS)


class KeyNow(StrEnum):
    """What is looked at: all in hand, those with something late, those whose plan asks for something within days."""

    HELD = "key"
    LATE = "key_late"
    PLANNED = "key_planned"


@dataclass(frozen=True)
class KeyLine:
    """One item in hand: its papers and how many of them are replied to, how many of its shares are late, and the next
    step of its plan that is due (a day of Asia/Shanghai)."""

    item: KeyItem
    papers: int
    replied: int
    late: int
    next_on: date | None
    next_words: str
    unit_ids: frozenset[int]
    report_is_late: bool
    plan_is_late: bool

    @property
    def is_late(self) -> bool:
        return bool(self.late) or self.report_is_late or self.plan_is_late

    def is_planned(self, today: date) -> bool:
        return self.next_on is not None and self.next_on <= today + SOON


def key_lines(actor: Actor, scope: Scope, *, today: date) -> list[KeyLine]:
    """The items in hand this actor may know of with a paper in the scope, what is late first: four statements."""
    shares = _shares(scope)
    wanted = select(KeyItem).options(selectinload(KeyItem.plans), selectinload(KeyItem.events))
    known = wanted.where(KeyItem.id.in_(sorted(shares)), seen(actor.role)).order_by(KeyItem.year, KeyItem.id)
    items = db.session.scalars(known, values(actor, today=today)).all()
    found = [_line(one, shares[one.id], today) for one in items]
    return sorted(found, key=lambda one: (not one.is_late, not one.is_planned(today), one.next_on or date.max))


def among(found: list[KeyLine], which: KeyNow, today: date) -> list[KeyLine]:
    """Those of the lines one number counts."""
    if which is KeyNow.LATE:
        return [one for one in found if one.is_late]
    return [one for one in found if which is KeyNow.HELD or one.is_planned(today)]


def _shares(scope: Scope) -> dict[int, list[Any]]:
    """The shares of the scope on papers that stand in an item in hand, by item."""
    wanted = (
        select(KeyPaper.item_id, Task.suggestion_id, Task.unit_id, Task.due_on, Task.state, Suggestion.replied_on)
        .join(KeyItem, KeyItem.id == KeyPaper.item_id)
        .join(Suggestion, Suggestion.id == KeyPaper.suggestion_id)
        .join(Task, Task.suggestion_id == Suggestion.id)
        .where(KeyItem.stage.in_(sorted(LIVING)), KeyPaper.left_on.is_(None), Task.was_replaced.is_(False))
        .where(Task.state != TaskState.WITH_COORDINATOR, *inside(scope))
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(wanted):
        found.setdefault(row.item_id, []).append(row)
    return found


def _line(item: KeyItem, shares: list[Any], today: date) -> KeyLine:
    at_unit = (TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)
    late = sum(one.state in at_unit and one.due_on is not None and one.due_on < today for one in shares)
    next_on, next_words = next(_steps(item), (None, ""))
    report = item.report_due_on is not None and item.reported_on is None and item.report_due_on < today
    plan = item.plan_due_on is not None and not item.plans and item.plan_due_on < today
    papers = {one.suggestion_id for one in shares}
    replied = {one.suggestion_id for one in shares if one.replied_on is not None}
    units = frozenset(one.unit_id for one in shares)
    return KeyLine(item, len(papers), len(replied), late, next_on, next_words, units, report, plan)


def _steps(item: KeyItem) -> Iterator[tuple[date | None, str]]:
    """The steps of the plan as it is now that no event since answers for, the nearest first."""
    held = max((one.held_on for one in item.events), default=date.min)
    for one in item.plans[-1].steps if item.plans else ():
        on = date.fromisoformat(one["day"])
        if on > held:
            yield on, one["words"]
