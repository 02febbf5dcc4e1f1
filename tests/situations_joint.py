"""Situations of signing together: invitations past their day, taking back together, a new lead."""

from __future__ import annotations

from tests import builders
from tests.situation_parts import LONG_AGO, OF_ROUND, OF_SUGGESTION, OF_TASK, Situation
from tests.world import NOW, World
from tracker.services import cosigning, leads, reviews, submissions, withdrawals


def past_its_invitation(world: World) -> int:
    """The worker has not looked yet; the day to answer is over all the same."""
    return builders.a_cosigned_draft(world, now=LONG_AGO)


def with_a_lapsed_invitation(world: World) -> int:
    case = past_its_invitation(world)
    cosigning.lapse_due(now=NOW)
    return case


def asked_to_take_back(world: World) -> int:
    case = builders.a_registered(world, cosigned=True)
    withdrawals.ask(world.lin, case, reason="区里已经着手办理", now=NOW)
    return case


def asked_to_take_back_after_a_change(world: World) -> int:
    """Sent back and changed; who signed what was handed in is asked, though he has not signed the new text."""
    case = builders.a_submitted(world, cosigned=True)
    reviews.send_back(world.chen, case, reason="请补数据", version=builders.fetch(case).version, now=NOW)
    paper = builders.a_paper(world, problem="改一个字。")
    submissions.revise(world.lin, case, paper, version=builders.fetch(case).version, now=NOW)
    withdrawals.ask(world.lin, case, reason="先不提了", now=NOW)
    return case


def taken_back_in_handling(world: World) -> int:
    case = builders.in_hand(world, cosigned=True)
    withdrawals.ask(world.lin, case, reason="区里已经着手办理", now=NOW)
    withdrawals.consent(world.fang, case, now=NOW)
    return case


def lead_offered(world: World) -> int:
    case = builders.a_submitted(world, cosigned=True)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="本人将出国访问", now=NOW)
    return case


def led_by_another(world: World) -> int:
    case = builders.in_hand(world, cosigned=True)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="本人将出国访问", now=NOW)
    leads.take(world.fang, case, now=NOW)
    return case


SITUATIONS: dict[str, Situation] = {
    "past_its_invitation": Situation(past_its_invitation, OF_SUGGESTION),
    "with_a_lapsed_invitation": Situation(with_a_lapsed_invitation, OF_SUGGESTION),
    "asked_to_take_back": Situation(asked_to_take_back, OF_SUGGESTION),
    "asked_to_take_back_after_a_change": Situation(asked_to_take_back_after_a_change, OF_SUGGESTION),
    "taken_back_in_handling": Situation(taken_back_in_handling, OF_SUGGESTION + OF_TASK + OF_ROUND),
    "lead_offered": Situation(lead_offered, OF_SUGGESTION),
    "led_by_another": Situation(led_by_another, OF_SUGGESTION),
}
