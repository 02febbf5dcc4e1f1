"""One case that leaves every paper of handling behind: objected to, given more time, co-handled, answered, done anew.

Names and texts hold rare characters and whatever a template or a typesetter might take for its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, round_of, task_of
from tests.situation_parts import TRAFFIC
from tests.situations_objections import ASKED, a_claim, task_at
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.models.people import Person
from tracker.services import extensions, handling, objections, ratings, replies, rulings
from tracker.services.rulings import Ruling

RARE = "方䶮堃喆㛃𬭎𠮷"
HOSTILE = '{{7*7}} & <b>粗</b> #read("/etc/passwd") *星* _线_ @引 $式$ {%p if 1 %} \\a'
OPENING = f"来信收悉。{HOSTILE}\n第二段照样写。"
PROMISED = date(2027, 6, 30)


def delivered_with_everything(world: World) -> int:
    """Answered once, after an objection that was refused, a request for more time and a co-opinion."""
    db.session.get_one(Person, world.fang.person_id).name = RARE
    db.session.commit()
    case = builders.in_hand(world, cosigned=True, shares=LEAD_AND_CO)
    one = task_at(world, case)
    objections.object_to(world.he, one.id, a_claim(world, "市委宣传部"), version=one.version, now=NOW)
    one = task_at(world, case)
    rulings.reject(
        world.chen, one.id, Ruling("护学属教育部门职责。", unheard_for="已当面商定。"), version=one.version, now=NOW
    )
    one = task_at(world, case)
    extensions.explain_delay(world.jing, one.id, words="正在核对路段。", version=one.version, now=NOW)
    one = task_at(world, case)
    extensions.ask_extension(
        world.jing, one.id, reason=f"需要勘测。{HOSTILE}", until=ASKED, version=one.version, now=NOW
    )
    task = task_of(world, case, TRAFFIC)
    handling.sign_for(world.luo, task, handler_id=world.jiang.person_id, now=NOW)
    number = "临交会〔2026〕3号"
    handling.give_opinion(world.jiang, task, body=f"可以。{HOSTILE}", signer_name="苏婉清", document_no=number, now=NOW)
    answered(world, case, "临教复〔2026〕1号")
    return case


def answered(world: World, case: int, number: str) -> None:
    """The education bureau answers, points taken one by one."""
    one = round_of(world, case)
    draft = replace(builders.a_reply(), opening=OPENING)
    version = replies.save(world.jing, one.id, draft, version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no=number, version=one.version, now=NOW)


def handled_again(world: World) -> int:
    """Both deputies were dissatisfied, and the desk opened a second round."""
    case = delivered_with_everything(world)
    for who in (world.lin, world.fang):
        one = round_of(world, case)
        ratings.rate(who, one.id, builders.verdicts(Level.DISSATISFIED), version=one.version, now=NOW)
    if len(fetch(case).tasks[0].rounds) == 1:
        builders.handle_again(world, case)
    return case
