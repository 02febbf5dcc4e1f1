"""Who owes a promise now, when reminders of it fall due, and how late one was kept; nothing here touches a row."""

from __future__ import annotations

from dataclasses import dataclass

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
