"""Situations of objections to a share (退件) and of more time (延期)."""

from __future__ import annotations

from datetime import date

from tests import builders
from tests.builders import fetch
from tests.situation_parts import EDUCATION, OF_TASK, TRAFFIC, Situation
from tests.world import NOW, World
from tracker.models.tasks import Task
from tracker.services import extensions, objections, rulings
from tracker.services.extensions import Decided
from tracker.services.objections import Claim
from tracker.services.rulings import Ruling

COURT = "市中级人民法院"
ASKED, GRANTED = date(2026, 8, 31), date(2026, 8, 14)


def task_at(world: World, case: int, unit: str = EDUCATION) -> Task:
    """The share a unit holds now."""
    found = [one for one in fetch(case).tasks if one.unit_id == world.units[unit]]
    return found[-1]


def a_claim(world: World, unit: str = TRAFFIC, signer: str = "程远") -> Claim:
    return Claim("护学设施由交通运输部门管理。", "市教育局职责规定第三条", world.units[unit], signer)


def objected(world: World) -> int:
    """Signed for and in hand, and objected to; the traffic bureau is asked for its word."""
    case = builders.in_hand(world)
    one = task_at(world, case)
    objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW)
    return case


def moved(world: World) -> int:
    """Upheld: the traffic bureau has it now, and the education bureau no longer."""
    case = objected(world)
    one = task_at(world, case)
    ruling = Ruling("道路设施属交通运输部门职责。", world.units[TRAFFIC], unheard_for="两局已当面商定。")
    rulings.uphold(world.du, one.id, ruling, version=one.version, now=NOW)
    return case


def objected_again(world: World) -> int:
    """The second objection, by the principal, waits for the arbiter."""
    case = moved(world)
    one = task_at(world, case, TRAFFIC)
    claim = a_claim(world, COURT, "苏婉清")
    objections.object_to(world.su, one.id, claim, version=one.version, now=NOW)
    return case


def objected_at_the_court(world: World) -> int:
    """Of a unit without a coordinator: the desk rules."""
    case = builders.in_hand(world, shares=builders.SEPARATE)
    one = task_at(world, case, COURT)
    objections.object_to(world.zheng, one.id, a_claim(world, TRAFFIC, "顾怀民"), version=one.version, now=NOW)
    return case


def explained_delay(world: World) -> int:
    case = builders.in_hand(world)
    one = task_at(world, case)
    extensions.explain_delay(world.jing, one.id, words="正在核对路段。", version=one.version, now=NOW)
    return case


def extension_asked(world: World) -> int:
    case = explained_delay(world)
    one = task_at(world, case)
    extensions.ask_extension(world.jing, one.id, reason="需要现场勘测", until=ASKED, version=one.version, now=NOW)
    return case


def extension_granted(world: World) -> int:
    case = extension_asked(world)
    one = task_at(world, case)
    extensions.grant(world.du, Decided(one.id, one.version, "勘测确需时间。", GRANTED), now=NOW)
    return case


SITUATIONS: dict[str, Situation] = {
    "objected": Situation(objected, OF_TASK),
    "moved": Situation(moved, OF_TASK),
    "objected_again": Situation(objected_again, OF_TASK),
    "objected_at_the_court": Situation(objected_at_the_court, OF_TASK),
    "explained_delay": Situation(explained_delay, OF_TASK),
    "extension_asked": Situation(extension_asked, OF_TASK),
    "extension_granted": Situation(extension_granted, OF_TASK),
}
