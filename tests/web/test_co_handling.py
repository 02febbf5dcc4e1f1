"""The pages of co-handling: what one reads before judging, deciding, confirming, and what stays when it is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import builders
from tests.builders import SEPARATE, a_reply, fetch, round_of, task_of
from tests.conftest import Browsers
from tests.situation_parts import EDUCATION, TRAFFIC
from tests.situations import SITUATIONS
from tests.situations_cohandling import COURT, a_talk
from tests.web.test_files import upload
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.queries.inbox import lines
from tracker.services import disagreements, handling, replies


def at(world: World, case: int, page: str, unit: str = TRAFFIC) -> str:
    return f"/suggestions/{case}/tasks/{task_of(world, case, unit)}/{page}"


def test_the_co_unit_reads_what_it_is_asked_where_it_writes_and_in_its_list(browse: Browsers, world: World) -> None:
    case = SITUATIONS["co_in_hand"].reach(world)
    jing = browse("jing")
    jing.open(at(world, case, "asked"))
    page = jing.send("/asked", **{"asked-2-words": "经费从哪里出", "more": "请派人一同见代表"})
    assert "已告知市交通运输局" in page.words and "第2项：经费从哪里出" in page.words
    jiang = browse("jiang")
    assert "第2项：经费从哪里出" in jiang.open(at(world, case, "opinion")).words
    assert "请会办：第2项：经费从哪里出" in jiang.open("/tasks").words
    assert "请本单位：第2项：经费从哪里出" in jiang.open("/").words
    assert "经费从哪里出" not in browse("lin").open(f"/suggestions/{case}").words, "between units"


def test_asking_for_nothing_is_said_and_a_choice_is_needed_to_judge(browse: Browsers, world: World) -> None:
    case = SITUATIONS["co_replied"].reach(world)
    jing = browse("jing")
    jing.open(at(world, case, "opinion/judgement"))
    page = jing.send("/judgement", status=422, button=("outcome", "back"), note="")
    assert "请填写这一项" in page.words and "没有意见。" in page.words
    jing.post(at(world, case, "asked"), status=409, once="later", more="再问一句")


def test_one_sent_back_is_written_on_from_where_it_was(browse: Browsers, world: World) -> None:
    case = SITUATIONS["opinion_sent_back"].reach(world)
    page = browse("jiang").open(at(world, case, "opinion"))
    assert page.data("/opinion")["body"] == "没有意见。" and "没有写能不能做" in page.words
    assert "请重报会办" in browse("jiang").open("/").words
    assert "已退回重报" in browse("chen").open(f"/suggestions/{case}").words


def test_what_came_with_an_opinion_lies_where_it_is_judged_and_answered(browse: Browsers, world: World) -> None:
    case = SITUATIONS["co_in_hand"].reach(world)
    jiang, jing = browse("jiang"), browse("jing")
    jiang.open(at(world, case, "opinion"))
    words = {"body": "可以划线，四月底前完成。", "signer_name": "苏婉清"}
    jiang.send("/opinion", button=("step", "check"), **words, **{"files-new": upload("划线方案.wps")})
    jiang.send("/opinion", button=("step", "send"))
    assert "划线方案.wps" in jing.open(at(world, case, "opinion/judgement")).words
    assert "划线方案.wps" in jing.open(f"/suggestions/{case}/rounds/{round_of(world, case).id}/reply").words


def test_an_opinion_to_be_looked_at_stands_under_the_day_of_the_reply(browse: Browsers, world: World) -> None:
    case = SITUATIONS["co_replied"].reach(world)
    jing = browse("jing")
    lead = next(task for task in fetch(case).tasks if task.id == task_of(world, case, EDUCATION))
    (line,) = [one for one in lines(world.jing, today=TODAY) if one.action is Action.ACCEPT_OPINION]
    assert line.row.due_on == lead.due_on
    words = "市交通运输局的会办意见还没有采用或者退回，请先看过再送签、签发。"
    assert words in jing.open(f"/suggestions/{case}/rounds/{round_of(world, case).id}/reply").words
    jing.open(at(world, case, "opinion/judgement"))
    jing.send("/judgement", button=("outcome", "taken"))
    assert words not in jing.open(f"/suggestions/{case}/rounds/{round_of(world, case).id}/reply").words


def test_lateness_is_the_co_units(browse: Browsers, world: World) -> None:
    case = SITUATIONS["co_replied"].reach(world)
    task = fetch(case).tasks[1]
    task.due_on = task.replied_on - timedelta(days=3)
    db.session.commit()
    assert "晚了3天" in browse("chen").open(f"/suggestions/{case}").words


def test_both_views_stand_side_by_side_and_only_the_offices_read_them(browse: Browsers, world: World) -> None:
    case = SITUATIONS["disputed"].reach(world)
    page = browse("du").open(at(world, case, "disagreement/decision"))
    words = page.words
    assert words.index("市教育局（主办）") < words.index("应由交通部门划设。") < words.index("市交通运输局（会办）")
    assert "还没有写意见" in words and "参照《浙江省" in words and "由督查室在7日内" in words
    for login, sees in (("jing", True), ("su", True), ("chen", True), ("lin", False), ("yuan", False), ("tian", False)):
        assert ("应由交通部门划设" in browse(login).open(f"/suggestions/{case}").words) is sees, login
    browse("chen").open(at(world, case, "disagreement/decision"), status=409)
    browse("han").open(at(world, case, "disagreement/decision"), status=404)


def test_a_view_that_comes_while_the_decision_is_written_is_read_first(browse: Browsers, world: World) -> None:
    case = SITUATIONS["disputed"].reach(world)
    du = browse("du")
    du.open(at(world, case, "disagreement/decision"))
    one = fetch(case).tasks[1].disagreement
    disagreements.answer(world.jiang, one.task_id, words="应由教育部门负责。", version=one.version, now=NOW)
    page = du.send("/disagreement/decision", status=409, decision="由交通部门划设。")
    assert "应由教育部门负责。" in page.words and "决定还没有作出" in page.words
    assert page.data("/disagreement/decision")["decision"] == "由交通部门划设。"
    page = du.send("/disagreement/decision", decision="由交通部门划设。")
    assert "决定已告知两个单位" in page.words
    assert "照此办理" in browse("jing").open(f"/suggestions/{case}/rounds/{round_of(world, case).id}/reply").words


def test_a_talk_is_confirmed_with_one_press_on_the_dossier(browse: Browsers, world: World) -> None:
    case = SITUATIONS["talk_noted"].reach(world)
    lin = browse("lin")
    assert "待代表确认" in lin.open(f"/suggestions/{case}").words
    assert "代表已确认" in lin.send("/contacts/answer", button=("answer", "confirm")).words
    assert fetch(case).tasks[0].has_talked
    fang = browse("fang").open(f"/suggestions/{case}")
    assert "代表已确认" in fang.words and not [one for one in fang.forms if "/contacts/answer" in one["action"]]


def test_entries_are_answered_one_after_the_other_and_a_correction_stays_typed(browse: Browsers, world: World) -> None:
    case = SITUATIONS["talk_noted"].reach(world)
    task = task_of(world, case, EDUCATION)
    handling.note_contact(world.jing, task, a_talk(world, said="第二次谈了经费。"), now=NOW)
    lin = browse("lin")
    page = lin.open(at(world, case, "contacts/answer", EDUCATION))
    assert "在校门口看了放学时段。" in page.words and "还有1条" in page.words
    page = lin.send("/contacts/answer", status=422, button=("answer", "correct"), correction="")
    assert "请选一项" in page.words and "请写实际是怎样的" in page.words
    lin.send("/contacts/answer", button=("answer", "correct"), took_place="yes", correction="是上学时段。")
    assert "第二次谈了经费。" in lin.page.words, "the next one"
    page = lin.send("/contacts/answer", button=("answer", "confirm"))
    assert "代表更正：是上学时段。" in page.words and "2次，2次代表已确认" in page.words
    assert "代表更正：是上学时段。" in browse("jing").open(at(world, case, "contacts/new", EDUCATION)).words


def test_a_deputy_says_that_there_was_no_such_talk(browse: Browsers, world: World) -> None:
    case = SITUATIONS["talk_noted"].reach(world)
    lin = browse("lin")
    page = lin.open(at(world, case, "contacts/answer", EDUCATION))
    assert "没有这次沟通" in page.words and "这一条不作数" in page.words
    page = lin.send("/contacts/answer", button=("answer", "correct"), took_place="no", correction="没有见过面。")
    assert "已记下没有这次沟通" in page.words and "代表说没有这次沟通，不作数" in page.words
    assert "1次，0次代表已确认" in page.words and "代表更正：没有见过面。" in page.words
    assert "还没有" in browse("jing").open(at(world, case, "contacts/new", EDUCATION)).words


@pytest.mark.parametrize(("login", "reads"), [("chen", True), ("cheng", True), ("ou", False), ("yuan", False)])
def test_what_was_said_is_not_for_everybody(browse: Browsers, world: World, login: str, reads: bool) -> None:
    case = SITUATIONS["talk_noted"].reach(world)
    assert ("在校门口看了放学时段" in browse(login).open(f"/suggestions/{case}").words) is reads


def test_answers_of_several_units_stand_in_the_order_of_the_requests(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world, shares=SEPARATE)
    handling.sign_for(world.zheng, task_of(world, case, COURT), handler_id=world.han.person_id, now=NOW)
    for handler, signer, unit, part in ((world.han, world.gu, COURT, (2,)), (world.jing, world.cheng, EDUCATION, (1,))):
        one = round_of(world, case, unit)
        version = replies.save(handler, one.id, a_reply(part), version=one.version, now=NOW)
        replies.send_up(handler, one.id, version=version, now=NOW)
        if unit == EDUCATION:
            builders.pass_review(world, case)
        replies.deliver(signer, one.id, document_no="1号", version=round_of(world, case, unit).version, now=NOW)
    words = browse("yuan").open(f"/suggestions/{case}").words
    section = words[words.index("按请求看答复") :]
    assert section.index("在校门两侧划设护学通道") < section.index("市教育局")
    assert section.index("市教育局") < section.index("护学岗经费列入年度预算") < section.index("市中级人民法院")
