"""Every situation a case can stand in, by name: what the matrix walks through. Each builder returns the case's id."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import ModuleType

from sqlalchemy import select

from tests import (
    builders,
    situations_bills,
    situations_chases,
    situations_clearance,
    situations_cohandling,
    situations_commitments,
    situations_entries,
    situations_escalations,
    situations_joint,
    situations_merging,
    situations_objections,
    situations_ratings,
    situations_review,
)
from tests.builders import LEAD_AND_CO, SEPARATE, a_reply, fetch, round_of, task_of, verdicts
from tests.situation_parts import EDUCATION, LONG_AGO, OF_PROMISE, OF_ROUND, OF_SUGGESTION, OF_TASK, TRAFFIC, Situation
from tests.world import NOW, World
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.ratings import Level
from tracker.models.organs import Congress
from tracker.services import acts, adopt, cosigning, handling, ratings, replies, reviews, submissions
from tracker.services.histories import OldPaper, OldReply, OldShare, archived


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


SITUATIONS: dict[str, Situation] = {
    "draft": Situation(builders.a_draft, OF_SUGGESTION),
    "empty_draft": Situation(an_empty_draft, OF_SUGGESTION),
    "discarded_draft": Situation(a_discarded_draft, OF_SUGGESTION),
    "cosigning": Situation(builders.a_cosigned_draft, OF_SUGGESTION),
    "jointly_signed_draft": Situation(a_jointly_signed_draft, OF_SUGGESTION),
    "declined_draft": Situation(a_declined_draft, OF_SUGGESTION),
    "submitted": Situation(builders.a_submitted, OF_SUGGESTION),
    "in_review": Situation(builders.in_review, OF_SUGGESTION),
    "returned": Situation(builders.returned, OF_SUGGESTION),
    "not_accepted": Situation(builders.refused, OF_SUGGESTION),
    "withdrawn": Situation(builders.withdrawn, OF_SUGGESTION),
    "joint_paper": Situation(a_joint_paper, OF_SUGGESTION),
    "joint_paper_sent_back": Situation(a_joint_paper_sent_back, OF_SUGGESTION),
    "joint_paper_changed": Situation(a_joint_paper_changed_after_it_was_signed, OF_SUGGESTION),
    "registered": Situation(builders.a_registered, OF_SUGGESTION),
    "confidential": Situation(a_confidential_paper, OF_SUGGESTION),
    "archived": Situation(an_archived_paper, OF_SUGGESTION + OF_TASK + OF_ROUND),
    "with_coordinator": Situation(with_the_coordinator, OF_TASK + OF_ROUND),
    "assigned": Situation(assigned, OF_SUGGESTION + OF_TASK + OF_ROUND),
    "signed_for": Situation(signed_for, OF_TASK + OF_ROUND),
    "in_hand": Situation(in_hand, OF_TASK + OF_ROUND),
    "kept_by_the_receiver": Situation(kept_by_the_receiver, OF_TASK + OF_ROUND),
    "co_in_hand": Situation(co_in_hand, OF_TASK + OF_ROUND),
    "co_replied": Situation(co_replied, OF_TASK),
    "separate": Situation(separate, OF_TASK + OF_ROUND),
    "drafted": Situation(drafted, OF_ROUND),
    "half_drafted": Situation(half_drafted, OF_ROUND),
    "in_clearance": Situation(in_clearance, OF_ROUND),
    "delivered": Situation(builders.delivered, OF_SUGGESTION + OF_TASK + OF_ROUND + OF_PROMISE),
    "delivered_to_both": Situation(delivered_to_both, OF_ROUND),
    "rated_by_one_of_two": Situation(rated_by_one_of_two, OF_ROUND),
    "past_its_rating_window": Situation(past_its_rating_window, OF_ROUND),
    "without_feedback": Situation(without_feedback, OF_TASK + OF_ROUND),
    "rated_dissatisfied": Situation(rated_dissatisfied, OF_TASK + OF_ROUND),
    "explained": Situation(explained, OF_ROUND),
    "in_its_second_round": Situation(in_its_second_round, OF_TASK + OF_ROUND),
    "closed": Situation(builders.closed, OF_SUGGESTION + OF_TASK + OF_ROUND),
}

# Those of each further part of the life; a part is a module with such a table.
PARTS: tuple[ModuleType, ...] = (
    situations_bills,
    situations_chases,
    situations_clearance,
    situations_cohandling,
    situations_commitments,
    situations_entries,
    situations_escalations,
    situations_joint,
    situations_merging,
    situations_objections,
    situations_ratings,
    situations_review,
)
for _part in PARTS:
    assert not SITUATIONS.keys() & _part.SITUATIONS.keys(), f"{_part.__name__}: two situations of one name"
    SITUATIONS |= _part.SITUATIONS

__all__ = ["SITUATIONS", "Situation"]
