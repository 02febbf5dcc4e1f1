"""The procedures of the demo congress before the reply and after the rating, walked through the real services."""

from __future__ import annotations

from collections.abc import Callable

from tracker.services import _demo_after as after
from tracker.services import _demo_bases as bases
from tracker.services import _demo_handling as handling
from tracker.services import _demo_promises as promises
from tracker.services import _demo_signing as signing
from tracker.services._demo_key_items import key_items_of_the_year
from tracker.services._demo_lines import approved_lines
from tracker.services._demo_papers import chase_late, stop_a_robot, write_from_figures
from tracker.services._demo_scene import Scene
from tracker.services._demo_walk import Walk

# In the order of a morning.
ACTS: tuple[Callable[[Walk], None], ...] = (
    signing.sign_together,
    signing.take_back_and_lead,
    signing.review,
    signing.merge_and_link,
    signing.circulate,
    signing.enter_paper,
    handling.object_,
    handling.ask_for_time,
    handling.give_opinions,
    handling.dispute,
    handling.talk,
    handling.answer,
    handling.send_draft_back,
    handling.hand_over,
    promises.keep,
    after.take_up,
    after.look_back,
    key_items_of_the_year,
    approved_lines,
    chase_late,
    stop_a_robot,
    write_from_figures,
)


def count() -> int:
    """How many papers they add: those they stand on, and the one entered from paper."""
    return bases.count() + 1


def walk(scene: Scene) -> int:
    """Do all of it, each act a transaction of its own, none after now; returns how many papers came in by it."""
    held = Walk.begin(scene)
    for act in ACTS:
        act(held)
    return 1
