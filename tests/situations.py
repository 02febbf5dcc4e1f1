"""Every situation a case can stand in, by name: what the matrix walks through. Each builder returns the case's id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, SEPARATE, a_reply, fetch, round_of, task_of, verdicts
from tests.world import NOW, World
from tracker.db import db, transactional
from tracker.domain.actions import Action, Machine
from tracker.domain.ratings import Level
from tracker.models.organs import Congress
from tracker.services import acts, adopt, cosigning, handling, ratings, replies, reviews, submissions
from tracker.services.histories import OldPaper, OldReply, OldShare, archived

# Long enough ago for every rating window to have shut: twenty working days.
LONG_AGO = NOW - timedelta(days=50)
EDUCATION, TRAFFIC = "市教育局", "市交通运输局"


def an_empty_draft(world: World) -> int:
    return builders.a_draft(world, problem="", requests=(), consent=None)


def a_discarded_draft(world: World) -> int:
    case = builders.a_cosigned_draft(world)
    acts.act(world.lin, Action.DISCARD, case, now=NOW)
    return case


def a_jointly_signed_draft(world: World) -> int:
    case = builders.a_cosigned_draft(world)
    cosigning.agree(world.fang, case, text_no=1, now=NOW)
    return case


def a_declined_draft(world: World) -> int:
    case = builders.a_cosigned_draft(world)
    cosigning.decline(world.fang, case, now=NOW)
    return case


def a_joint_paper(world: World) -> int:
    return builders.a_submitted(world, cosigned=True)


def a_joint_paper_sent_back(world: World) -> int:
    case = a_joint_paper(world)
    reviews.send_back(world.chen, case, reason="请写明路段", version=fetch(case).version, now=NOW)
    return case


def a_joint_paper_changed_after_it_was_signed(world: World) -> int:
    case = a_joint_paper_sent_back(world)
    paper = builders.a_paper(world, problem="改过的问题。")
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    return case


def a_confidential_paper(world: World) -> int:
    return builders.a_registered(world, is_confidential=True)


@transactional
def _adopt(world: World, paper: OldPaper) -> int:
    return adopt.adopt([archived(world.chen, paper, now=NOW)], now=NOW)


def an_archived_paper(world: World) -> int:
    ours = db.session.scalars(select(Congress.id).where(Congress.is_ours)).one()
    reply = OldReply(date(2019, 9, 1), "临教复〔2019〕3号", "已办。", "A")
    share = OldShare(world.units[EDUCATION], reply=reply)
    _adopt(
        world,
        OldPaper(
            ours,
            "旧日的建议",
            source_key="old-1",
            number="20190001",
            author_id=world.lin.person_id,
            requests=("请办。",),
            submitted_on=date(2019, 3, 1),
            registered_on=date(2019, 3, 2),
            assigned_on=date(2019, 3, 20),
            closed_on=date(2019, 10, 1),
            shares=(share,),
        ),
    )
    return db.session.scalars(select(builders.Suggestion.id).order_by(builders.Suggestion.id.desc())).first() or 0


def with_the_coordinator(world: World) -> int:
    return builders.an_assigned(world, distributed=False)


def assigned(world: World) -> int:
    return builders.an_assigned(world, shares=LEAD_AND_CO)


def signed_for(world: World) -> int:
    case = builders.an_assigned(world)
    handling.sign_for(world.he, task_of(world, case), now=NOW)
    return case


def in_hand(world: World) -> int:
    """The lead has it in hand, the co-unit has only signed for it."""
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    handling.sign_for(world.luo, task_of(world, case, TRAFFIC), now=NOW)
    return case


def kept_by_the_receiver(world: World) -> int:
    """A small task the receiver handles herself: two parties in one person."""
    case = builders.an_assigned(world)
    handling.sign_for(world.he, task_of(world, case), handler_id=world.he.person_id, now=NOW)
    return case


def co_in_hand(world: World) -> int:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    handling.sign_for(world.luo, task_of(world, case, TRAFFIC), handler_id=world.jiang.person_id, now=NOW)
    return case


def co_replied(world: World) -> int:
    case = co_in_hand(world)
    task = task_of(world, case, TRAFFIC)
    handling.give_opinion(world.jiang, task, body="没有意见。", signer_name="苏婉清", document_no="", now=NOW)
    return case


def separate(world: World) -> int:
    """Two units that owe each a reply to their own part, one of them outside the coordinator's system."""
    return builders.in_hand(world, shares=SEPARATE)


def drafted(world: World) -> int:
    case = builders.in_hand(world)
    one = round_of(world, case)
    replies.save(world.jing, one.id, a_reply(), version=one.version, now=NOW)
    return case


def half_drafted(world: World) -> int:
    case = builders.in_hand(world)
    one = round_of(world, case)
    replies.save(world.jing, one.id, replace(a_reply((1,)), contact_name=""), version=one.version, now=NOW)
    return case


def in_clearance(world: World) -> int:
    return builders.in_clearance(world)


def delivered_to_both(world: World) -> int:
    return builders.delivered(world, cosigned=True)


def rated_by_one_of_two(world: World) -> int:
    case = builders.delivered(world, cosigned=True)
    one = round_of(world, case)
    ratings.rate(world.fang, one.id, verdicts(), version=one.version, now=NOW)
    return case


def past_its_rating_window(world: World) -> int:
    """The worker has not looked yet; the window is shut all the same."""
    return builders.delivered(world, now=LONG_AGO)


def without_feedback(world: World) -> int:
    case = past_its_rating_window(world)
    ratings.lapse_due(now=NOW)
    return case


def rated_dissatisfied(world: World) -> int:
    return builders.closed(world, level=Level.DISSATISFIED)


def explained(world: World) -> int:
    case = rated_dissatisfied(world)
    one = round_of(world, case)
    ratings.explain(world.chen, one.id, reason="已经逐项核对。", version=one.version, now=NOW)
    return case


def in_its_second_round(world: World) -> int:
    case = rated_dissatisfied(world)
    builders.handle_again(world, case)
    return case


@dataclass(frozen=True)
class Situation:
    """How to reach it, and which machines it shows in a state that no earlier situation of the list shows."""

    reach: Callable[[World], int]
    machines: tuple[Machine, ...]


_S, _T, _R = (Machine.SUGGESTION,), (Machine.TASK,), (Machine.ROUND,)
SITUATIONS: dict[str, Situation] = {
    "draft": Situation(builders.a_draft, _S),
    "empty_draft": Situation(an_empty_draft, _S),
    "discarded_draft": Situation(a_discarded_draft, _S),
    "cosigning": Situation(builders.a_cosigned_draft, _S),
    "jointly_signed_draft": Situation(a_jointly_signed_draft, _S),
    "declined_draft": Situation(a_declined_draft, _S),
    "submitted": Situation(builders.a_submitted, _S),
    "in_review": Situation(builders.in_review, _S),
    "returned": Situation(builders.returned, _S),
    "not_accepted": Situation(builders.refused, _S),
    "withdrawn": Situation(builders.withdrawn, _S),
    "joint_paper": Situation(a_joint_paper, _S),
    "joint_paper_sent_back": Situation(a_joint_paper_sent_back, _S),
    "joint_paper_changed": Situation(a_joint_paper_changed_after_it_was_signed, _S),
    "registered": Situation(builders.a_registered, _S),
    "confidential": Situation(a_confidential_paper, _S),
    "archived": Situation(an_archived_paper, _S + _T + _R),
    "with_coordinator": Situation(with_the_coordinator, _T + _R),
    "assigned": Situation(assigned, _S + _T + _R),
    "signed_for": Situation(signed_for, _T + _R),
    "in_hand": Situation(in_hand, _T + _R),
    "kept_by_the_receiver": Situation(kept_by_the_receiver, _T + _R),
    "co_in_hand": Situation(co_in_hand, _T + _R),
    "co_replied": Situation(co_replied, _T),
    "separate": Situation(separate, _T + _R),
    "drafted": Situation(drafted, _R),
    "half_drafted": Situation(half_drafted, _R),
    "in_clearance": Situation(in_clearance, _R),
    "delivered": Situation(builders.delivered, _S + _T + _R),
    "delivered_to_both": Situation(delivered_to_both, _R),
    "rated_by_one_of_two": Situation(rated_by_one_of_two, _R),
    "past_its_rating_window": Situation(past_its_rating_window, _R),
    "without_feedback": Situation(without_feedback, _T + _R),
    "rated_dissatisfied": Situation(rated_dissatisfied, _T + _R),
    "explained": Situation(explained, _R),
    "in_its_second_round": Situation(in_its_second_round, _T + _R),
    "closed": Situation(builders.closed, _S + _T + _R),
}

__all__ = ["SITUATIONS", "Situation"]
