"""What stands where something was entered from paper (代录)."""

from __future__ import annotations

from datetime import timedelta

from tests import builders
from tests.builders import a_paper, a_reply, fetch, round_of, task_of
from tests.situation_parts import OF_SUGGESTION, OF_TASK, Situation
from tests.world import NOW, TODAY, World
from tracker.domain.entries import Channel
from tracker.services import entries, hand_overs, unit_entries
from tracker.services.entries import Came, PaperSigner
from tracker.services.hand_overs import Plan
from tracker.services.unit_entries import Signed

EARLIER = TODAY - timedelta(days=3)
CAME = Came(Channel.PAPER, EARLIER, "选联任工委文书柜2026-3")
TODAYS = Came(Channel.FAX, TODAY, "传真存档")


def entered_on_paper(world: World) -> int:
    """Entered by the delegation's clerk: neither the lead nor the co-signer has confirmed it."""
    lead, other = (PaperSigner(one.membership_id or 0, EARLIER) for one in (world.lin, world.fang))
    return entries.enter_paper(world.tian, a_paper(world), lead, [other], CAME, now=NOW)


def signature_disputed(world: World) -> int:
    case = entered_on_paper(world)
    entries.confirm(world.lin, case, now=NOW)
    entries.dispute(world.fang, case, words="我没有签过", now=NOW)
    return case


def receipt_on_paper(world: World) -> int:
    case = builders.an_assigned(world)
    task, version = task_of(world, case), fetch(case).tasks[0].version
    unit_entries.enter_sign_for(world.du, task, TODAY, TODAYS, version=version, now=NOW)
    return case


def reply_on_paper(world: World) -> int:
    case = builders.in_hand(world)
    one, letter = round_of(world, case), Signed("临教复〔2026〕9号", "程远", TODAY)
    unit_entries.enter_reply(world.du, one.id, a_reply(), letter, TODAYS, version=one.version, now=NOW)
    return case


def paper_denied(world: World) -> int:
    """Its lead says that it is not hers, and the desk has not looked into that yet."""
    case = entered_on_paper(world)
    entries.dispute(world.lin, case, words="这不是我写的", now=NOW)
    return case


def reply_denied(world: World) -> int:
    case = reply_on_paper(world)
    entries.dispute(world.cheng, case, words="不是我们的答复", now=NOW)
    return case


def handed_over(world: World) -> int:
    """In the hands of the education bureau, which handed it to the traffic bureau when it was reorganised."""
    case = builders.in_hand(world)
    plan = Plan(world.units["市教育局"], world.units["市交通运输局"], [task_of(world, case)])
    made = hand_overs.draw_up(world.chen, plan, now=NOW)
    hand_overs.confirm(world.he, made, version=1, now=NOW)
    hand_overs.confirm(world.luo, made, version=2, now=NOW)
    return case


SITUATIONS = {
    "entered_on_paper": Situation(entered_on_paper, OF_SUGGESTION),
    "signature_disputed": Situation(signature_disputed, OF_SUGGESTION),
    "paper_denied": Situation(paper_denied, OF_SUGGESTION),
    "reply_denied": Situation(reply_denied, OF_SUGGESTION),
    "receipt_on_paper": Situation(receipt_on_paper, OF_SUGGESTION),
    "reply_on_paper": Situation(reply_on_paper, OF_SUGGESTION),
    "handed_over": Situation(handed_over, OF_TASK),
}
