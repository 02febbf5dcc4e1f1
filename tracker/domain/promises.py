"""Who owes a promise now, when reminders of it fall due, and how late one was kept; nothing here touches a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.limits import PROMISE_QUIET, PROMISE_REMINDERS
from tracker.domain.parties import TaskFacts, TaskRole
from tracker.domain.roles import System


@dataclass(frozen=True)
class Bearer:
    """The unit that owes a promise, as judgement sees a unit's share of the work.

    Mostly the unit that replied. Where another is to keep it - named in the reply, or the successor after a
    reorganisation - that unit's people act, and those of the unit that replied read on.
    """

    unit_id: int
    system: System
    role: TaskRole
    handler_id: int | None
    came_from_id: int | None
    with_unit: bool = True
    was_replaced: bool = False


def bearer(unit_id: int, share: TaskFacts) -> Bearer:
    """Who owes a promise that was made in this share of the work and is owed by this unit now."""
    ours = share.unit_id == unit_id
    return Bearer(
        unit_id=unit_id,
        system=share.system,
        role=share.role,
        # The person in charge of the share has it in hand only where the share's unit keeps the promise.
        handler_id=share.handler_id if ours else None,
        came_from_id=share.came_from_id if ours else share.unit_id,
    )


def reminder_due(due_on: date, reminded_on: date | None, today: date) -> bool:
    """Whether the unit is to be reminded on a day of Asia/Shanghai of a promise that is still to fall due.

    Once for each of the days before; of several that passed while nobody looked, once.
    """
    begun = [due_on - before for before in PROMISE_REMINDERS if due_on - before <= today]
    return bool(begun) and today <= due_on and (reminded_on is None or reminded_on < max(begun))


def presses(due_on: date, moved_on: date | None, today: date) -> bool:
    """Whether a promise that is owed may be chased on a day of Asia/Shanghai: past its day, near it, or so long without
    a word that its deputies are told."""
    is_near = due_on - max(PROMISE_REMINDERS) <= today
    return is_near or (moved_on is not None and today - moved_on > PROMISE_QUIET)


def last_moved(*days: date | None) -> date | None:
    """The last day on which anything was said of a promise, made, reported, or told that nothing was."""
    return max((day for day in days if day is not None), default=None)


def is_same(one: str, other: str) -> bool:
    """Whether two promises say the same word for word; spaces and line ends count for nothing."""
    return "".join(one.split()) == "".join(other.split())
