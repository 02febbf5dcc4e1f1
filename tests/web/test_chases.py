"""Pages of chasing one share: what it does, when one may again, the unit's word, and what comes next."""

from __future__ import annotations

from datetime import date, timedelta

from tests import builders
from tests.builders import task_of
from tests.situations_chases import LONG_AGO, chased, late, noted, supervised
from tests.world import NOW, World
from tracker.db import db
from tracker.models.tasks import Task
from tracker.services import chases
from tracker.services.chases import Said


def page_of(world: World, case: int, what: str) -> str:
    return f"/suggestions/{case}/tasks/{task_of(world, case)}/{what}"


def test_a_deputy_reads_what_a_chase_does_and_when_the_next_is_possible(browse, world: World) -> None:
    case = builders.in_hand(world)
    lin = browse("lin")
    assert "催办" in lin.open(f"/suggestions/{case}").words
    page = lin.open(page_of(world, case, "chase"))
    assert "市教育局的收文员和经办人马上看得到" in page.words and "分量1" in page.words
    assert "催过以后隔3天才能再催" in page.words and "请在哪天前回应" not in page.words
    page = lin.send("/chase", words="学期快结束了。")
    assert "已催办，市教育局看得到。4月4日起可以再催" in page.words
    assert "林若溪催市教育局答复（第1次）" in page.words and "学期快结束了" in page.words
    assert "还不能催办：这一方不久前刚催过" in page.words and "4月4日起可以再催" in page.words
    page = lin.open(page_of(world, case, "chase"), status=409)
    assert "这一方不久前刚催过这个单位" in page.words and "4月4日起可以再催" in page.words


def test_an_office_sends_a_numbered_paper_with_a_day_for_the_word(browse, world: World) -> None:
    case = builders.in_hand(world)
    chen = browse("chen")
    chen.open(page_of(world, case, "chase"))
    assert "日期已经过了" in chen.send("/chase", status=422, words="快", answer_by="2026-03-01").words
    page = chen.send("/chase", words="请说明进展。", answer_by="2026-04-08")
    assert "发催办单〔2026〕1号" in page.words and "请在2026年4月8日前回应" in page.words


def test_the_unit_finds_it_on_home_answers_and_the_chaser_reads_that(browse, world: World) -> None:
    case = chased(world)
    jing = browse("jing")
    page = jing.open("/")
    assert "请回应催办" in page.words and "林若溪4月1日催问" in page.words
    assert "已被催办1次" in page.words  # the line of the reply itself says why it stands there
    jing.open(page_of(world, case, "chase-answer"))
    assert "请写办到哪一步" in jing.send("/chase-answer", status=422, words="").words
    page = jing.send("/chase-answer", words="会签中，下周送签。")
    assert "已回应" in page.words
    assert "请回应催办" not in jing.open("/").words
    page = browse("lin").open(f"/suggestions/{case}")
    assert "会签中，下周送签" in page.words and "景行" in page.words
    assert "回应催办" in browse("lin").open("/").words


def test_what_comes_next_stands_on_the_page_with_its_day_and_addressee(browse, world: World) -> None:
    case = late(world)
    desk = browse("chen").open(f"/suggestions/{case}").words
    assert "催办单：3月23日由系统自动发出，发给承办单位收文员、经办人。" not in desk
    assert "督办通知：3月30日起等着发出，发给承办单位签发人，抄送督查室。" in desk
    assert "督办通知：3月30日起等着发出" in browse("jing").open(f"/suggestions/{case}").words
    assert "还不答复的，3月30日起由市人大或者督查室发出：督办通知。" in browse("lin").open(f"/suggestions/{case}").words
    # Another deputy reads the suggestion, not how the office presses the unit.
    assert "督办通知" not in browse("yuan").open(f"/suggestions/{case}").words


def test_before_it_is_late_the_reminder_comes_next(browse, world: World) -> None:
    case = builders.in_hand(world)
    assert "到期前提醒：6月16日由系统自动发出" in browse("chen").open(f"/suggestions/{case}").words
    assert "6月16日系统提醒承办单位" in browse("lin").open(f"/suggestions/{case}").words


def test_a_supervision_notice_asks_for_its_words(browse, world: World) -> None:
    case = noted(world)
    du = browse("du")
    page = du.open(page_of(world, case, "supervision"))
    assert "发给承办单位签发人，抄送督查室" in page.words and "催办单〔2026〕1号" in page.words
    assert "请写督办的要求" in du.send("/supervision", status=422, words="").words
    page = du.send("/supervision", words="请主要负责人过问。", answer_by="2026-04-08")
    assert "督办通知已发出" in page.words and "发督办通知〔2026〕1号，已逾期12天" in page.words
    assert "报告主任会议：4月9日起可以发出" in page.words


def test_who_supervises_a_second_time_for_the_day_it_was_due_again_reads_that_it_was_done(browse, world: World) -> None:
    """The share remembers a later day only, as where its day moved away and back before that was looked at."""
    case = supervised(world)
    task = db.session.get_one(Task, task_of(world, case))
    later = dict.fromkeys(task.ladder_steps, "2026-03-24")
    task.ladder_steps, task.supervised_for = later, date(2026, 3, 24)
    db.session.commit()
    chen = browse("chen")
    chen.open(page_of(world, case, "supervision"))
    page = chen.send("/supervision", status=409, words="请分管负责人过问。")
    assert "对这个期限已经发过督办通知" in page.words and "请分管负责人过问。" in page.words


def test_the_desk_puts_it_on_the_list_for_the_chair_meeting(browse, world: World) -> None:
    case = noted(world)
    chen = browse("chen")
    chen.open(page_of(world, case, "chair"))
    page = chen.send("/chair", words="两次催办没有答复。")
    assert "已列入报告主任会议的名单" in page.words and "把市教育局列入报告主任会议的名单" in page.words
    page = chen.open("/chasing?which=chair")
    assert "主任会议名单1" in page.words


def test_a_chase_answered_by_the_reply_waits_for_nothing(browse, world: World) -> None:
    case = builders.in_hand(world, now=LONG_AGO)
    chases.chase(world.chen, task_of(world, case), Said("请答复。"), now=NOW - timedelta(days=1))
    assert "单位还没有回应" in browse("chen").open(f"/suggestions/{case}").words


def test_what_is_pressed_stands_first_on_the_unit_s_home_and_list(browse, world: World) -> None:
    builders.in_hand(world, now=NOW - timedelta(days=60))
    case = builders.in_hand(world)
    chases.chase(world.chen, task_of(world, case), Said(), now=NOW)
    later = f"第{builders.fetch(case).number}号"
    jing = browse("jing")
    for address in ("/", "/tasks?stage=mine"):
        words = jing.open(address).words
        assert later in words and "催办1次" in words
    numbers = [words for words in jing.open("/tasks?stage=mine").words.split("第") if "号" in words[:12]]
    assert f"第{numbers[0]}".startswith(later)
