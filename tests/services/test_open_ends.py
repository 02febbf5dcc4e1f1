"""What is open about a share ends with it: no objection, disagreement or hearing outlives what it was about."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, round_of, task_of
from tests.invariants import broken
from tests.situation_parts import EDUCATION, TRAFFIC
from tests.situations_cohandling import COURT, disputed, version_of
from tests.situations_objections import a_claim, task_at
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import TaskRole
from tracker.domain.permissions import Sight, sight
from tracker.domain.states import SuggestionState, TaskState
from tracker.domain.whys import Refused, Why
from tracker.models.procedures import Disagreement, Objection
from tracker.models.record import Clock, Event
from tracker.services import acts, disagreements, hand_overs, handling, objections, opinions, ratings, replies, rulings
from tracker.services.hand_overs import Plan
from tracker.services.rulings import Ruling


def replied_and_rated(world: World, case: int) -> None:
    one = round_of(world, case)
    version = replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    replies.deliver(world.cheng, one.id, document_no="1号", version=round_of(world, case).version, now=NOW)
    ratings.rate(world.lin, one.id, builders.verdicts(), version=round_of(world, case).version, now=NOW)


def the_dispute() -> Disagreement:
    db.session.rollback()
    return db.session.scalars(select(Disagreement)).one()


def is_laid_down(world: World, case: int) -> None:
    """Both views stay, nobody has decided, and the record says that nobody will."""
    one = the_dispute()
    assert (one.decided_at, one.decided_by_id, one.decision) == (NOW, None, "") and one.lead_words
    assert not any(task.disagreement_is_open for task in fetch(case).tasks)
    assert db.session.scalars(select(Event).where(Event.action == Action.DROP_DISAGREEMENT)).one()
    assert not db.session.scalars(select(Clock).where(Clock.kind == "disagreement", Clock.stopped_on.is_(None))).all()
    assert broken(world, today=TODAY) == []


def test_closing_a_case_ends_the_objection_of_a_co_unit(world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    co = task_at(world, case, TRAFFIC)
    objections.object_to(world.luo, co.id, a_claim(world, COURT), version=co.version, now=NOW)
    replied_and_rated(world, case)
    one = fetch(case)
    assert one.state is SuggestionState.CLOSED and not task_at(world, case, TRAFFIC).objection_is_open
    assert db.session.scalars(select(Objection.is_upheld)).all() == [False]
    assert one.open_hearings == 0 and sight(world.zheng, one) is not Sight.FULL
    assert broken(world, today=TODAY) == []


def test_one_that_is_raised_while_the_reply_lies_with_the_signer_keeps_it_there(world: World) -> None:
    case = disputed(world)
    dispute = the_dispute()
    disagreements.decide(world.du, dispute.task_id, decision="各出一半。", version=dispute.version, now=NOW)
    one = round_of(world, case)
    co = task_of(world, case, TRAFFIC)
    handling.give_opinion(world.jiang, co, body="没有意见。", signer_name="苏婉清", document_no="", now=NOW)
    opinions.accept(world.jing, co, version=version_of(case, co), now=NOW)
    silent = replace(builders.a_reply(), without_co_reason="")
    version = replies.save(world.jing, one.id, silent, version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    disagreements.raise_one(world.jiang, co, point="由谁养护", words="应由教育部门养护。", now=NOW)
    with pytest.raises(Refused) as raised:
        replies.deliver(world.cheng, one.id, document_no="1号", version=round_of(world, case).version, now=NOW)
    assert raised.value.why is Why.REPLY_INCOMPLETE


def test_closing_a_case_ends_a_disagreement(world: World) -> None:
    case = disputed(world)
    replied_and_rated(world, case)
    assert fetch(case).state is SuggestionState.CLOSED
    is_laid_down(world, case)


def test_withdrawal_ends_a_disagreement(world: World) -> None:
    case = disputed(world)
    acts.act(world.lin, Action.WITHDRAW, case, now=NOW, note="先调研")
    is_laid_down(world, case)


def test_a_ruling_that_gives_the_lead_to_the_co_unit_ends_their_disagreement(world: World) -> None:
    case = disputed(world)
    lead = task_at(world, case)
    objections.object_to(world.he, lead.id, a_claim(world), version=lead.version, now=NOW)
    ruling = Ruling("属交通部门。", world.units[TRAFFIC], unheard_for="该单位已在会办中说过")
    rulings.uphold(world.du, lead.id, ruling, version=task_at(world, case).version, now=NOW)
    assert [task.role for task in fetch(case).tasks if not task.was_replaced] == [TaskRole.SOLE]
    is_laid_down(world, case)


def test_a_hand_over_that_makes_one_unit_of_both_ends_their_disagreement(world: World) -> None:
    case = disputed(world)
    made = hand_overs.draw_up(
        world.chen, Plan(world.units[EDUCATION], world.units[TRAFFIC], [task_of(world, case)]), now=NOW
    )
    hand_overs.confirm(world.he, made, version=1, now=NOW)
    hand_overs.confirm(world.luo, made, version=2, now=NOW)
    assert [task.state for task in fetch(case).tasks if task.role is TaskRole.CO] == [TaskState.ENDED]
    is_laid_down(world, case)
