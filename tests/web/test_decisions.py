"""The desk decides after a dissatisfied rating: handle again, or explain why not."""

from __future__ import annotations

from sqlalchemy import func, select

from tests import builders
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.ratings import Level, Question
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.record import Event
from tracker.services import ratings
from tracker.services.ratings import Verdict


def decision_page(world: World, suggestion_id: int) -> str:
    return f"/suggestions/{suggestion_id}/rounds/{builders.round_of(world, suggestion_id).id}/decision"


def dissatisfied(world: World) -> int:
    """Two deputies rated, the lead one dissatisfied, with a word for the congress alone."""
    suggestion_id = builders.delivered(world, cosigned=True)
    one = builders.round_of(world, suggestion_id)
    said = {
        Question.ANSWER: Verdict(Level.DISSATISFIED, "没有答复护学通道"),
        Question.PROCESS: Verdict(Level.BASICALLY, "只打过一次电话"),
    }
    ratings.rate(world.lin, one.id, said, version=one.version, now=NOW, private_note="经办人说没有预算")
    one = builders.round_of(world, suggestion_id)
    ratings.rate(world.fang, one.id, builders.verdicts(), version=one.version, now=NOW)
    return suggestion_id


def test_the_desk_reads_what_each_deputy_said_and_what_each_decision_leads_to(browse, world: World) -> None:
    page = browse("chen").open(decision_page(world, dissatisfied(world)))
    assert "没有答复护学通道" in page.words and "只打过一次电话" in page.words and "经办人说没有预算" in page.words
    assert page.words.index("林若溪答复内容") < page.words.index("方舒答复内容")
    assert "进入第2轮办理，5月6日前重新答复" in page.words and "4月8日前决定" in page.words
    assert "评价照实保留为“不满意”" in page.words
    assert any("/clocks/" in href for href, _words in page.links)
    assert not any(one["checked"] for one in page.form("/decision")["fields"])


def test_re_handling_opens_a_second_round_and_keeps_the_first(browse, world: World) -> None:
    suggestion_id = dissatisfied(world)
    chen = browse("chen")
    chen.open(decision_page(world, suggestion_id))
    page = chen.send("/decision", decision="rehandle", reason="第二项确实没有答复")
    assert "已决定重新办理" in page.words
    task = builders.fetch(suggestion_id).tasks[0]
    assert [one.state for one in task.rounds] == [RoundState.RATED, RoundState.DRAFTING]
    assert (task.state, task.rounds[0].headline) == (TaskState.HANDLING, Level.DISSATISFIED)


def test_an_explanation_closes_the_case_and_keeps_the_rating(browse, world: World) -> None:
    suggestion_id = dissatisfied(world)
    chen = browse("chen")
    chen.open(decision_page(world, suggestion_id))
    page = chen.send("/decision", decision="explain", reason="已列入明年计划，今年办不了")
    assert "已决定不再办理" in page.words
    found = builders.fetch(suggestion_id)
    assert (found.state, found.headline) == (SuggestionState.CLOSED, Level.DISSATISFIED)


def test_a_choice_and_a_reason_are_owed(browse, world: World) -> None:
    suggestion_id = dissatisfied(world)
    chen = browse("chen")
    chen.open(decision_page(world, suggestion_id))
    page = chen.send("/decision", status=422)
    assert {"#decision", "#reason"} <= {href for href, _words in page.links}
    page = chen.send("/decision", status=422, decision="rehandle", reason=" \n ")
    assert page.data("/decision")["decision"] == "rehandle" and "请填写这一项" in page.words
    chen.send("/decision", status=422, decision="forget", reason="理由")
    page = chen.send("/decision", status=422, decision="explain", reason="𠮷" * (NOTE + 1))
    assert page.data("/decision")["reason"] == "𠮷" * (NOTE + 1)
    chen.send("/decision", status=422, decision="explain", reason="前\x00后")
    assert builders.round_of(world, suggestion_id).decision is None
    chen.send("/decision", decision="explain", reason="𠮷" * NOTE)
    assert builders.round_of(world, suggestion_id).decision == "explain"


def test_sent_twice_it_decides_once(browse, world: World) -> None:
    suggestion_id = dissatisfied(world)
    address, chen = decision_page(world, suggestion_id), browse("chen")
    data = chen.open(address).data("/decision") | {"decision": "rehandle", "reason": "没有答复"}
    for _ in range(2):
        chen.post(address, status=302, follow=False, **data)
    db.session.rollback()
    decided = select(func.count()).select_from(Event).where(Event.action == Action.REHANDLE.value)
    assert db.session.scalar(decided) == 1
    assert len(builders.fetch(suggestion_id).tasks[0].rounds) == 2


def test_a_colleague_who_was_slower_is_told(browse, world: World) -> None:
    suggestion_id = dissatisfied(world)
    address = decision_page(world, suggestion_id)
    chen, lu = browse("chen"), browse("lu")
    chen.open(address)
    lu.open(address)
    chen.send("/decision", decision="rehandle", reason="没有答复第一项")
    page = lu.send("/decision", status=409, decision="explain", reason="已列入明年计划")
    assert "已列入明年计划" in page.words and "陈思远" in page.words
    assert len(builders.fetch(suggestion_id).tasks[0].rounds) == 2


def test_there_is_nothing_to_decide_without_a_dissatisfied_rating(browse, world: World) -> None:
    for suggestion_id in (
        builders.delivered(world),
        builders.closed(world),
        builders.closed(world, level=Level.BASICALLY),
    ):
        browse("chen").open(decision_page(world, suggestion_id), status=409)


def test_only_the_desk_decides(browse, world: World) -> None:
    suggestion_id = dissatisfied(world)
    address = decision_page(world, suggestion_id)
    for login, status in (
        ("lin", 403),
        ("fang", 403),
        ("yuan", 403),
        ("he", 403),
        ("cheng", 403),
        ("luo", 404),
        ("ji", 404),
    ):
        who = browse(login)
        page = who.open(address, status=status)
        assert "经办人说没有预算" not in page.body
        who.post(address, status=status, once="k", decision="explain", reason="理由")
    assert builders.round_of(world, suggestion_id).decision is None


def test_a_form_that_lacks_something_shows_nobody_a_page_that_is_not_theirs(browse, world: World) -> None:
    suggestion_id = dissatisfied(world)
    address = decision_page(world, suggestion_id)
    for login in ("jing", "lin", "fang", "du"):
        browser = browse(login)
        browser.open("/")
        page = browser.post(address, status=403, once=f"form-of-{login}")
        assert "经办人说没有预算" not in page.words and "只打过一次电话" not in page.words
