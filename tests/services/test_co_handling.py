"""What a co-unit owes can be accounted for: asked, given, taken or sent back; disputes have two texts and one end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, round_of, task_of
from tests.situation_parts import EDUCATION, TRAFFIC
from tests.situations import SITUATIONS
from tests.situations_cohandling import COURT, opinion_taken, version_of
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Party
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, TaskState
from tracker.domain.whys import Refused, Why
from tracker.models.procedures import Disagreement
from tracker.models.record import Clock, Event, Notice
from tracker.models.tasks import Task
from tracker.services import disagreements, handling, opinions, replies
from tracker.services._load import Invalid, Stale

LATER = NOW + timedelta(days=40)


def co_task(world: World, case: int, unit: str = TRAFFIC) -> Task:
    return next(task for task in fetch(case).tasks if task.unit_id == world.units[unit])


def clock(task_id: int, kind: ClockKind) -> Clock:
    return db.session.scalars(select(Clock).where(Clock.task_id == task_id, Clock.kind == kind)).one()


def the_dispute() -> Disagreement:
    db.session.rollback()
    return db.session.scalars(select(Disagreement)).one()


def test_what_the_lead_asks_stands_after_what_the_assignment_asked(world: World) -> None:
    case = SITUATIONS["co_in_hand"].reach(world)
    task = co_task(world, case)
    task.asked = "请说明划线计划。"
    db.session.commit()
    due_on = task.due_on
    opinions.ask(world.jing, task.id, words="第1项：能否设四个车位", version=version_of(case, task.id), now=NOW)
    task = co_task(world, case)
    assert task.asked == "请说明划线计划。\n第1项：能否设四个车位" and task.due_on == due_on
    with pytest.raises(Refused) as raised:
        opinions.ask(world.cheng, task.id, words="再问", version=task.version, now=NOW)
    assert raised.value.why is Why.NOT_YOURS


def test_an_opinion_tells_the_lead_and_not_its_own_unit(world: World) -> None:
    SITUATIONS["co_replied"].reach(world)
    told = select(Notice.party, Notice.unit_id).join(Event, Event.seq == Notice.event_seq)
    rows = db.session.execute(told.where(Event.action == Action.OPINE)).all()
    assert [tuple(row) for row in rows] == [(Party.LEAD_HANDLER, world.units[EDUCATION])]


def test_an_opinion_without_substance_is_given_again_within_its_own_limit(world: World) -> None:
    case = SITUATIONS["opinion_sent_back"].reach(world)
    task = co_task(world, case)
    again = clock(task.id, ClockKind.CO_OPINION_AGAIN)
    assert task.state is TaskState.HANDLING and task.replied_on is None
    # Five working days after 1 April 2026; Qingming is off from Saturday the 4th to Monday the 6th.
    assert task.due_on == again.due_on == date(2026, 4, 9) and again.stopped_on is None
    handling.give_opinion(world.jiang, task.id, body="可以划设。", signer_name="苏婉清", document_no="2号", now=NOW)
    task = co_task(world, case)
    first, second = task.opinions
    assert (first.no, first.is_current, first.is_accepted, first.judgement) == (1, False, False, "没有写能不能做")
    assert (second.no, second.is_current, second.is_accepted, second.body) == (2, True, None, "可以划设。")
    assert clock(task.id, ClockKind.CO_OPINION_AGAIN).stopped_on is not None
    opinions.accept(world.jing, task.id, version=task.version, now=NOW)
    assert co_task(world, case).opinion.is_accepted
    with pytest.raises(Refused) as raised:
        opinions.send_back(world.jing, task.id, note="再想想", version=version_of(case, task.id), now=NOW)
    assert raised.value.why is Why.NO_OPINION_TO_JUDGE


def test_sending_back_needs_a_word(world: World) -> None:
    case = SITUATIONS["co_replied"].reach(world)
    task = co_task(world, case)
    with pytest.raises(Invalid):
        opinions.send_back(world.jing, task.id, note=" ", version=task.version, now=NOW)
    assert co_task(world, case).opinion.is_accepted is None


def without_an_opinion(world: World) -> int:
    return builders.in_hand(world, shares=LEAD_AND_CO)


def with_an_opinion_and_a_dispute(world: World) -> int:
    """The opinion is there: only the decision is awaited."""
    case = opinion_taken(world)
    disagreements.raise_one(world.jing, task_of(world, case, TRAFFIC), point="谁出资", words="各半。", now=NOW)
    return case


def with_an_opinion_nobody_read(world: World) -> int:
    return SITUATIONS["co_replied"].reach(world)


AWAITING = [without_an_opinion, with_an_opinion_nobody_read, with_an_opinion_and_a_dispute]


@pytest.mark.parametrize("awaiting", AWAITING)
def test_the_lead_waits_for_opinions_and_decisions_or_says_why_not(
    world: World, awaiting: Callable[[World], int]
) -> None:
    case = awaiting(world)
    one = round_of(world, case)
    waiting = replace(builders.a_reply(), without_co_reason="")
    version = replies.save(world.jing, one.id, waiting, version=one.version, now=NOW)
    assert round_of(world, case).reply_gaps == ["without_co_reason"]
    with pytest.raises(Refused) as raised:
        replies.send_up(world.jing, one.id, version=version, now=NOW)
    assert raised.value.why is Why.REPLY_INCOMPLETE
    version = replies.save(world.jing, one.id, builders.a_reply(), version=version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    assert round_of(world, case).state is RoundState.IN_CLEARANCE


@pytest.mark.parametrize(
    ("when", "words"),
    [(NOW, "答复时尚未收到市交通运输局的会办意见。"), (LATER, "市交通运输局的会办意见未按期提交。")],
)
def test_the_letter_says_which_opinion_was_not_there_and_goes_on_saying_it(world: World, when, words: str) -> None:
    case = builders.in_clearance(world, shares=LEAD_AND_CO)
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="1号", version=one.version, now=when)
    assert round_of(world, case).closing == words
    co = task_of(world, case, TRAFFIC)
    handling.sign_for(world.luo, co, handler_id=world.jiang.person_id, now=LATER)
    handling.give_opinion(world.jiang, co, body="晚到的。", signer_name="苏婉清", document_no="", now=LATER)
    assert round_of(world, case).closing == words


@pytest.mark.parametrize(
    ("situation", "words"),
    [
        ("co_replied", "市交通运输局的会办意见已收到，答复时尚在研究。"),
        ("opinion_taken", "办理中听取了市交通运输局的会办意见。"),
    ],
)
def test_the_letter_hears_an_opinion_once_the_lead_has_taken_it(world: World, situation: str, words: str) -> None:
    case = SITUATIONS[situation].reach(world)
    one = round_of(world, case)
    names = {task.unit_id: task.unit.short_name for task in fetch(case).tasks}
    assert replies.closing_of(one, names, today=NOW.date()) == words


def test_one_sent_back_is_not_heard(world: World) -> None:
    case = SITUATIONS["opinion_sent_back"].reach(world)
    one = round_of(world, case)
    assert [task.unit_id for task in one.co_units_waited_for] == [world.units[TRAFFIC]]
    version = replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    replies.deliver(world.cheng, one.id, document_no="1号", version=round_of(world, case).version, now=NOW)
    assert round_of(world, case).closing == "答复时尚未收到市交通运输局的会办意见。"


def test_two_units_of_one_system_dispute_and_its_coordinator_decides(world: World) -> None:
    case = SITUATIONS["disputed"].reach(world)
    task, one = co_task(world, case), the_dispute()
    assert task.disagreement_is_open and (one.lead_words, one.co_words) == ("应由交通部门划设。", "")
    limit = clock(task.id, ClockKind.DISAGREEMENT)
    assert limit.stopped_on is None and limit.due_on == date(2026, 4, 8)
    with pytest.raises(Refused) as raised:
        disagreements.raise_one(world.jiang, task.id, point="另一点", words="不同意", now=NOW)
    assert raised.value.why is Why.DISAGREEMENT_OPEN
    with pytest.raises(Refused) as raised:
        disagreements.answer(world.jing, task.id, words="再说一遍", version=one.version, now=NOW)
    assert raised.value.why is Why.NO_DISAGREEMENT_TO_ANSWER
    disagreements.answer(world.jiang, task.id, words="校门内外由教育部门负责。", version=one.version, now=NOW)
    with pytest.raises(Refused) as raised:
        disagreements.decide(world.chen, task.id, decision="由交通部门做", version=the_dispute().version, now=NOW)
    assert raised.value.why is Why.COORDINATOR_DECIDES
    disagreements.decide(world.du, task.id, decision="由交通部门划设。", version=the_dispute().version, now=NOW)
    one = the_dispute()
    assert (one.co_words, one.decision, one.decided_by_id) == (
        "校门内外由教育部门负责。",
        "由交通部门划设。",
        world.du.person_id,
    )
    assert not co_task(world, case).disagreement_is_open
    assert clock(task.id, ClockKind.DISAGREEMENT).stopped_on is not None


def test_units_of_different_systems_are_decided_on_by_the_desk(world: World) -> None:
    case = SITUATIONS["disputed_across_systems"].reach(world)
    task, one = co_task(world, case, COURT), the_dispute()
    assert task.disagreement_asks == world.units[EDUCATION]
    disagreements.answer(world.jing, task.id, words="应由法院主持。", version=one.version, now=NOW)
    assert the_dispute().lead_words == "应由法院主持。"
    disagreements.decide(world.chen, task.id, decision="由法院指导。", version=the_dispute().version, now=NOW)
    assert the_dispute().decision == "由法院指导。"


def test_who_decides_reads_a_view_that_came_meanwhile_first(world: World) -> None:
    case = SITUATIONS["disputed"].reach(world)
    task, opened = co_task(world, case), the_dispute().version
    disagreements.answer(world.jiang, task.id, words="由教育部门负责。", version=opened, now=NOW)
    with pytest.raises(Stale):
        disagreements.decide(world.du, task.id, decision="由交通部门做", version=opened, now=NOW)
    assert the_dispute().decision == ""
