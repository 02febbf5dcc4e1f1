"""Pages of objections, hearings, rulings and precedents: what is shown beside a form, what is said, what is kept."""

from __future__ import annotations

from datetime import date, timedelta

import time_machine
from sqlalchemy import select

from tests import builders
from tests.situations_objections import a_claim, extension_asked, moved, objected, objected_again, task_at
from tests.web.test_files import upload
from tests.world import NOW, World
from tracker.db import db
from tracker.models.procedures import Objection, Say
from tracker.services import objections, rulings
from tracker.services.objections import Word
from tracker.services.rulings import Ruling

TRAFFIC = "市交通运输局"


def page_of(world: World, case: int, what: str, unit: str = "市教育局") -> str:
    return f"/suggestions/{case}/tasks/{task_at(world, case, unit).id}/{what}"


def refused(world: World) -> int:
    case = objected(world)
    one = task_at(world, case)
    rulings.reject(world.du, one.id, Ruling("校门以内由学校负责。"), version=one.version, now=NOW)
    return case


def refused_after_word(world: World) -> int:
    case = objected(world)
    objections.hear(world.luo, task_at(world, case).id, Word(Say.OURS), version=task_at(world, case).version, now=NOW)
    rulings.reject(
        world.du, task_at(world, case).id, Ruling("校门以内由学校负责。"), version=task_at(world, case).version, now=NOW
    )
    return case


def test_a_unit_sees_window_rule_and_precedents_of_its_own_beside_the_form(browse, world: World) -> None:
    refused(world)
    page = browse("he").open(page_of(world, builders.an_assigned(world), "objection"))
    assert "4月13日前提出退件" in page.words and "《深圳市办理人大代表建议和政协提案的规定》" in page.words
    assert "校门以内由学校负责" in page.words and "不同意" in page.words


def test_what_is_missing_is_said_and_what_was_typed_is_kept(browse, world: World) -> None:
    he = browse("he")
    he.open(page_of(world, builders.an_assigned(world), "objection"))
    page = he.send("/objection", status=422, reason="归交通部门管", better_unit="没有的单位", signer_name="程远")
    assert "归交通部门管" in page.body and "没有的单位" in page.body and "请引用职能配置" in page.words
    assert db.session.scalars(select(Objection)).all() == []


def test_too_late_the_page_says_until_when_it_was_and_by_which_rule(browse, world: World) -> None:
    case = builders.an_assigned(world)
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        page = browse("he").open(page_of(world, case, "objection"), status=409)
    assert "视为接受" in page.words and "期限是2026年4月13日（10日，依据：" in page.words


def test_a_unit_that_was_let_go_is_named_again_with_a_tick(browse, world: World) -> None:
    case = moved(world)
    su = browse("su")
    su.open(page_of(world, case, "objection", TRAFFIC))
    typed = {
        "reason": "没有移交。",
        "duty_clause": "第四条",
        "better_unit": "市教育局",
        "signer_name": "苏婉清",
    }
    page = su.send("/objection", status=422, **typed)
    assert "退件申请得到了同意" in page.words
    page = su.send("/objection", sure="y", **typed)
    assert "退件申请已提交" in page.words


def test_the_second_is_signed_by_who_hands_it_in_and_says_who_decides(browse, world: World) -> None:
    page = browse("su").open(page_of(world, moved(world), "objection", TRAFFIC))
    assert "签发人：苏婉清" in page.words and "由裁决人作出" in page.words and "督查室或者" not in page.words


def test_who_is_heard_says_whose_it_is_and_may_say_it_anew(browse, world: World) -> None:
    case = objected(world)
    luo = browse("luo")
    page = luo.open(page_of(world, case, "hearing"))
    assert "护学设施由交通运输部门管理" in page.words and "2026年4月8日前没有说的" in page.words
    assert "请选一项" in luo.send("/hearing", status=422).words
    luo.send("/hearing", say="ours")
    page = luo.open(page_of(world, case, "hearing"))
    assert "本单位说过" in page.words and page.data("/hearing")["say"] == "ours"
    page = luo.send("/hearing", say="not_ours", better_unit="市委宣传部", words="没有移交。")
    assert "意见已经交给裁定的人" in page.words and "不属于本单位职责，应由市委宣传部办理" in page.words
    assert "改对退件说过的意见" in page.words
    held = luo.open(page_of(world, case, "hearing")).data("/hearing")
    assert (held["better_unit"], held["words"]) == ("市委宣传部", "没有移交。")


def test_what_both_units_attached_lies_where_it_is_ruled_on(browse, world: World) -> None:
    case = builders.an_assigned(world)
    he, luo = browse("he"), browse("luo")
    he.open(page_of(world, case, "objection"))
    typed = {"reason": "归交通管。", "duty_clause": "第三条", "better_unit": TRAFFIC, "signer_name": "程远"}
    he.send("/objection", **typed, **{"files-new": upload("三定规定.wps")})
    assert "三定规定.wps" in luo.open(page_of(world, case, "hearing")).words
    luo.send("/hearing", say="ours", **{"files-new": upload("移交清单.wps")})
    page = browse("du").open(page_of(world, case, "ruling"))
    assert "三定规定.wps" in page.words and "移交清单.wps" in page.words


def test_what_happens_next_names_who_has_to_decide(browse, world: World) -> None:
    case = objected(world)
    words = "市教育局已申请退件，等督查室裁定；裁定以前由它继续办理。"
    assert all(words in browse(login).open(f"/suggestions/{case}").words for login in ("jing", "luo", "du"))
    assert "已申请退件，等" not in browse("lin").open(f"/suggestions/{case}").words
    again = browse("chen").open(f"/suggestions/{objected_again(world)}").words
    assert "市交通运输局已申请退件，等裁决人裁定" in again
    asked = browse("jing").open(f"/suggestions/{extension_asked(world)}").words
    assert "市教育局已申请延期，等督查室决定；决定以前原期限照算。" in asked


def test_what_was_said_on_an_earlier_objection_stands_with_that(browse, world: World) -> None:
    case = builders.an_assigned(world)
    one = task_at(world, case)
    objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW)
    objections.hear(world.luo, one.id, Word(Say.OURS, "第一次说的。"), version=task_at(world, case).version, now=NOW)
    rulings.reject(world.du, one.id, Ruling("维持。"), version=task_at(world, case).version, now=NOW)
    again = a_claim(world, "市中级人民法院")
    objections.object_to(world.cheng, one.id, again, version=task_at(world, case).version, now=NOW)
    page = browse("chen").open(page_of(world, case, "ruling"))
    asked, before = page.words.split("以前的退件")
    assert "第一次说的。" not in asked and "第一次说的。" in before


def test_the_ruling_shows_both_units_and_what_each_decision_leads_to(browse, world: World) -> None:
    page = browse("du").open(page_of(world, objected(world), "ruling"))
    assert "护学设施由交通运输部门管理" in page.words and "还没有说，4月8日前" in page.words
    assert "整件的最长期限2026年10月8日不变" in page.words and "原单位和原期限都不变" in page.words
    assert not any(one["checked"] for one in page.form("/ruling")["fields"])


def test_a_ruling_is_read_once_more_before_it_is_made(browse, world: World) -> None:
    case = objected(world)
    du = browse("du")
    du.open(page_of(world, case, "ruling"))
    typed = {"outcome": "uphold", "unit": TRAFFIC, "words": "属交通管理。"}
    page = du.send("/ruling", status=422, button=("step", "check"), **typed)
    assert "现在就同意退件的，请写明为什么不等" in page.words
    typed |= {"unheard_for": "两局已当面商定。", "files-new": upload("会议纪要.wps")}
    page = du.send("/ruling", button=("step", "check"), **typed)
    assert "由市教育局改到市交通运输局" in page.words and "作出以后不能撤回" in page.words
    assert "会议纪要.wps" in page.words and task_at(world, case).objection_is_open
    page = du.send("/ruling", button=("step", "edit"))
    assert page.data("/ruling")["words"] == "属交通管理。" and task_at(world, case).objection_is_open
    du.send("/ruling", button=("step", "check"))
    assert "已改由市交通运输局办理" in du.send("/ruling", button=("step", "send")).words
    assert task_at(world, case, TRAFFIC).moves == 1


def test_what_cannot_be_refused_any_more_is_said_without_two_denials(browse, world: World) -> None:
    page = browse("du").open(page_of(world, refused(world), "ruling"), status=409)
    assert "现在不能选“不同意退件”" in page.words


def test_a_ruling_needs_a_choice_and_a_reason(browse, world: World) -> None:
    du = browse("du")
    du.open(page_of(world, objected(world), "ruling"))
    page = du.send("/ruling", status=422)
    assert "请选一项" in page.words and "请填写这一项" in page.words
    assert du.send("/ruling", status=422, outcome="uphold", unit="", words="是。").words.count("请填写承办单位")


def test_who_does_not_wait_for_the_named_unit_is_told_and_says_why(browse, world: World) -> None:
    case = objected(world)
    du = browse("du")
    page = du.open(page_of(world, case, "ruling"))
    assert "市交通运输局还没有说，4月8日以前可以说" in page.words
    typed = {"outcome": "uphold", "unit": TRAFFIC, "words": "属交通管理。"}
    page = du.send("/ruling", status=422, **typed)
    assert "现在就同意退件的，请写明为什么不等" in page.words and "属交通管理。" in page.form("/ruling").__str__()
    page = du.send("/ruling", **typed, unheard_for="两局已当面商定。")
    assert "已改由市交通运输局办理" in page.words and "两局已当面商定。" in page.words


def test_the_coordinator_is_told_who_rules_on_what_leaves_his_system(browse, world: World) -> None:
    case = objected(world)
    du = browse("du")
    du.open(page_of(world, case, "ruling"))
    page = du.send("/ruling", status=422, outcome="uphold", unit="市委宣传部", words="属宣传。", unheard_for="急。")
    assert "不在您协调的系统内" in page.words
    one = task_at(world, case)
    word = Word(Say.NOT_OURS, "没有移交。", world.units["市委宣传部"])
    objections.hear(world.luo, one.id, word, version=one.version, now=NOW)
    assert "待裁定0件次" in browse("du").open("/objections").words
    assert "请裁定退件" in browse("chen").open("/").words and "请裁定退件" not in browse("du").open("/").words


def test_the_arbiters_ruling_names_him_his_day_and_his_paper(browse, world: World) -> None:
    case = objected_again(world)
    chen = browse("chen")
    page = chen.open(page_of(world, case, "ruling", TRAFFIC))
    assert "这是第2次退件" in page.words and "以前的退件" in page.words
    page = chen.send("/ruling", status=422)
    assert "有5处需要修改" in page.words and "请写裁决人" in page.words, "everything at once"
    page = chen.send("/ruling", status=422, outcome="reject", words="仍由该局办理。")
    assert "请写裁决人" in page.words
    page = chen.send(
        "/ruling",
        outcome="reject",
        words="仍由该局办理。",
        arbiter_name="主任会议",
        decided_on="2026-04-01",
        document_no="临府阅〔2026〕9号",
    )
    assert "主任会议没有同意退件，仍由市交通运输局办理" in page.words


def test_the_deputy_reads_who_has_it_now_and_not_why_a_unit_objected(browse, world: World) -> None:
    page = browse("lin").open(f"/suggestions/{moved(world)}")
    assert "现在由市交通运输局办理；整件的最长期限自首次交办之日起算，没有因改办推迟" in page.words
    assert "同意退件：市教育局提出不属于本单位职责，改由市交通运输局办理" in page.words
    assert "道路设施属交通运输部门职责" in page.words and "护学设施由交通运输部门管理" not in page.words


def test_the_unit_that_lost_it_reads_its_own_objection_and_no_more(browse, world: World) -> None:
    case = moved(world)
    he = browse("he")
    he.open(f"/suggestions/{case}", status=404)
    page = he.open("/precedents")
    assert "同意，改由市交通运输局办理" in page.words
    page = he.open(f"/precedents/{db.session.scalars(select(Objection.id)).one()}")
    assert "护学设施由交通运输部门管理" in page.words and "道路设施属交通运输部门职责" in page.words
    assert not any(href.startswith(f"/suggestions/{case}") for href, _words in page.links)


def test_precedents_are_searched_by_words_unit_year_and_outcome(browse, world: World) -> None:
    moved(world)
    refused(world)
    du = browse("du")
    assert "2件" in du.open("/precedents").words
    for query in (
        "words=校门以内",
        f"unit={world.units[TRAFFIC]}&outcome=refused",
        f"category={world.categories['教育科技']}&year=2026&outcome=refused",
    ):
        page = du.open(f"/precedents?{query}")
        assert "1件" in page.words and "校门以内由学校负责" in page.words, query
    assert "没有符合这些条件的先例" in du.open("/precedents?year=2019").words
    assert "没有符合这些条件的先例" in du.open("/precedents?words=%25&unit=x&year=99999999").words


def test_precedents_of_another_system_and_confidential_ones_are_not_read(browse, world: World) -> None:
    case = moved(world)
    assert "还没有" in browse("zheng").open("/precedents").words
    number = db.session.scalars(select(Objection.id)).one()
    browse("zheng").open(f"/precedents/{number}", status=404)
    browse("lin").open("/precedents", status=404)
    builders.fetch(case).is_confidential = True
    db.session.commit()
    assert "还没有" in browse("du").open("/precedents").words
    assert "1件" in browse("he").open("/precedents").words


def test_a_unit_that_was_asked_finds_its_word_and_what_became_of_it(browse, world: World) -> None:
    ruled, recalled = refused_after_word(world), objected(world)
    one = task_at(world, recalled)
    objections.recall(world.he, one.id, reason="两局商定由我局办。", version=one.version, now=NOW)
    luo = browse("luo")
    luo.open(f"/suggestions/{ruled}", status=404)
    page = luo.open("/precedents")
    assert "征求过本单位意见的" in page.words and "申请单位已收回" in page.words
    ids = db.session.scalars(select(Objection.id).order_by(Objection.id)).all()
    assert "属于本单位职责" in luo.open(f"/precedents/{ids[0]}").words and "校门以内由学校负责" in luo.page.words
    assert "两局商定由我局办。" in luo.open(f"/precedents/{ids[1]}").words
    assert "护学设施由交通运输部门管理" not in luo.page.words, "why the other unit objected"
    browse("zheng").open(f"/precedents/{ids[1]}", status=404)


def test_what_waits_for_a_ruling_is_listed_with_what_the_other_unit_says(browse, world: World) -> None:
    case = objected(world)
    page = browse("du").open("/objections")
    assert "待裁定1件次" in page.words and "市交通运输局还没有说" in page.words
    assert "待裁定0件次" in browse("chen").open("/objections").words
    one = task_at(world, case)
    objections.hear(world.luo, one.id, Word(Say.OURS), version=one.version, now=NOW)
    assert "愿意接" in browse("du").open("/objections").words


def test_home_says_until_when_one_may_object(browse, world: World) -> None:
    builders.an_assigned(world)
    assert "不属于本单位职责的，4月13日前可以申请退件" in browse("he").open("/").words


def test_a_paper_that_went_twice_from_unit_to_unit_is_marked_in_the_register(browse, world: World) -> None:
    case = objected_again(world)
    one = task_at(world, case, TRAFFIC)
    ruling = Ruling(
        "由宣传部门办理。", world.units["市委宣传部"], "市分管领导", date(2026, 4, 1), "9号", unheard_for="已商定。"
    )
    rulings.uphold(world.chen, one.id, ruling, version=one.version, now=NOW)
    assert "改办2次" in browse("chen").open("/suggestions").words
