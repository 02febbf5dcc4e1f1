"""Situations of chasing (催办): chased and not answered yet, late, with a note out, supervised, on the chair's list."""

from __future__ import annotations

from datetime import date, timedelta

from tests import builders
from tests.builders import task_of
from tests.situation_parts import OF_TASK, Situation
from tests.world import NOW, World
from tracker.services import chases, ladder
from tracker.services.chases import Said

# Assigned so long ago that the reply was due on Friday 20 March 2026.
LONG_AGO = NOW - timedelta(days=102)
DUE = date(2026, 3, 20)


def chased(world: World) -> int:
    """In hand, and chased by the deputy who leads it."""
    case = builders.in_hand(world)
    chases.chase(world.lin, task_of(world, case), Said("请尽快答复。"), now=NOW)
    return case


def late(world: World) -> int:
    """In hand, and past its day."""
    return builders.in_hand(world, now=LONG_AGO)


def noted(world: World) -> int:
    """Past its day, and time has issued its note."""
    case = late(world)
    ladder.issue_due(now=NOW - timedelta(days=9))
    return case


def supervised(world: World) -> int:
    """Past its day, supervised, and on the list for the chair meeting."""
    case = noted(world)
    task = task_of(world, case)
    ladder.supervise(world.du, task, Said("请主要负责人过问。"), now=NOW)
    ladder.put_to_chair(world.chen, task, Said("两次催办没有答复。"), now=NOW)
    return case


SITUATIONS: dict[str, Situation] = {
    "chased": Situation(chased, OF_TASK),
    "late": Situation(late, OF_TASK),
    "supervised": Situation(supervised, OF_TASK),
}
