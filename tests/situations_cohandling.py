"""Co-handling: an opinion taken or sent back, units that dispute, a talk that waits for its deputy."""

from __future__ import annotations

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, task_of
from tests.situation_parts import OF_TASK, TRAFFIC, Situation
from tests.world import NOW, TODAY, World
from tracker.domain.parties import TaskRole
from tracker.models.contacts import Manner, Phase, Rank
from tracker.services import disagreements, handling, opinions
from tracker.services.handling import Talk

COURT = "市中级人民法院"
WITH_COURT = (("市教育局", TaskRole.LEAD, ()), (COURT, TaskRole.CO, ()))


def _co_in_hand(world: World) -> int:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    handling.sign_for(world.luo, task_of(world, case, TRAFFIC), handler_id=world.jiang.person_id, now=NOW)
    return case


def _co_replied(world: World) -> tuple[int, int]:
    case = _co_in_hand(world)
    task = task_of(world, case, TRAFFIC)
    handling.give_opinion(world.jiang, task, body="没有意见。", signer_name="苏婉清", document_no="", now=NOW)
    return case, task


def version_of(case: int, task: int) -> int:
    """The version of a share as it is now."""
    return next(one.version for one in fetch(case).tasks if one.id == task)


def opinion_sent_back(world: World) -> int:
    case, task = _co_replied(world)
    opinions.send_back(world.jing, task, note="没有写能不能做", version=version_of(case, task), now=NOW)
    return case


def opinion_taken(world: World) -> int:
    case, task = _co_replied(world)
    opinions.accept(world.jing, task, version=version_of(case, task), now=NOW)
    return case


def disputed(world: World) -> int:
    """The lead raised it, the co-unit has still to write, the coordinator of both decides."""
    case = _co_in_hand(world)
    task = task_of(world, case, TRAFFIC)
    disagreements.raise_one(world.jing, task, point="护学通道由谁划设", words="应由交通部门划设。", now=NOW)
    return case


def disputed_across_systems(world: World) -> int:
    """The court raised it against a bureau: the lead has still to write, the desk decides."""
    case = builders.in_hand(world, shares=WITH_COURT)
    task = task_of(world, case, COURT)
    handling.sign_for(world.zheng, task, handler_id=world.han.person_id, now=NOW)
    disagreements.raise_one(world.han, task, point="由谁主持调解", words="不属审判工作。", now=NOW)
    return case


def a_talk(world: World, **changes: object) -> Talk:
    """With the lead deputy, before handling, today."""
    held = {
        "phase": Phase.BEFORE,
        "manner": Manner.SITE,
        "on": TODAY,
        "who_came": "程远，副局长",
        "with_person_id": world.lin.person_id,
        "said": "在校门口看了放学时段。",
        "rank": Rank.DEPUTY_HEAD,
    }
    return Talk(**(held | changes))  # type: ignore[arg-type]


def talk_noted(world: World) -> int:
    case = builders.in_hand(world, cosigned=True)
    handling.note_contact(world.jing, task_of(world, case), a_talk(world), now=NOW)
    return case


SITUATIONS: dict[str, Situation] = {
    "opinion_sent_back": Situation(opinion_sent_back, OF_TASK),
    "opinion_taken": Situation(opinion_taken, OF_TASK),
    "disputed": Situation(disputed, OF_TASK),
    "disputed_across_systems": Situation(disputed_across_systems, OF_TASK),
    "talk_noted": Situation(talk_noted, OF_TASK),
}
