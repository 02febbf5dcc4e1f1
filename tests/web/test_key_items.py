"""Pages of key items: proposed, decided on by the meeting, supervised, reported on, concluded; who reads how much."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import keying
from tests.builders import a_registered, fetch
from tests.conftest import Browsers
from tests.keying import COMMITTEE, EDUCATION, LEADER, a_paper, at, decided, item_of, marks, proposed
from tests.services.test_groups import merge
from tests.statements import statements_of
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.key_items import KeyKind, KeyStage
from tracker.models.key_items import KeyItem
from tracker.models.suggestions import Suggestion

PROPOSED = {
    "kind": "supervised",
    "title": "小学门口交通安全",
    "criteria": ["city_wide", "raised_by_many"],
    "grounds": "三年里多名代表提出。",
    "committee": COMMITTEE,
}


def number_of(case: int) -> str:
    return fetch(case).number or ""


def newest() -> int:
    db.session.rollback()
    return db.session.scalars(select(KeyItem.id).order_by(KeyItem.id.desc())).first() or 0


def test_a_committee_looks_at_the_papers_and_proposes(browse: Browsers, world: World) -> None:
    cases = [a_paper(world), a_registered(world)]
    merge(world, *cases)
    ou = browse("ou")
    ou.open(f"/key-items/new?paper={cases[0]}")
    assert ou.page.data("/new")["numbers"] == number_of(cases[0])
    assert ou.page.data("/new")["committee"] == COMMITTEE
    page = ou.send("/new", button=("step", "look"), whole_groups="y", **PROPOSED)
    assert "找到的2件" in page.words and "1名代表提出" in page.words and "与另外1件并案" in page.words
    page = ou.send("/new", status=422, button=("step", "send"), numbers="20269999", grounds="")
    assert "没有找到20269999" in page.words and page.data("/new")["title"] == "小学门口交通安全"
    page = ou.send("/new", button=("step", "send"), numbers=number_of(cases[0]), grounds="多名代表提出。")
    assert "已经提请" in page.words and page.h1 == ["小学门口交通安全"] and "等主任会议决定" in page.words
    assert len(item_of(newest()).papers) == 2


def test_the_desk_enters_what_the_meeting_decided_after_a_look(browse: Browsers, world: World) -> None:
    case = a_paper(world)
    first = proposed(world, case)
    second = proposed(world, a_registered(world), title="另一个题目")
    chen = browse("chen")
    assert "重点督办、领办的提请2项" in chen.open("/").words
    page = chen.open("/key-items/proposals")
    assert "小学门口交通安全" in page.words and "另一个题目" in page.words and "多名代表提出" in page.words
    chen.open("/key-items/decisions")
    page = chen.send("/decisions", status=422, button=("step", "check"))
    assert "每一件都没有选决定" in page.words and "会议：" in page.words
    told = {"meeting": "第四十次主任会议", "lines-0-verdict": "accept", "lines-1-verdict": "refuse"}
    page = chen.send("/decisions", status=422, button=("step", "check"), **told)
    assert "请填督办方案的期限" in page.words and "没有列入的，请写一句原因" in page.words
    days = {"lines-0-plan_due_on": "2026-05-01", "lines-0-report_due_on": "2026-09-30"}
    page = chen.send("/decisions", button=("step", "check"), **days, **{"lines-1-words": "面不够广"})
    assert "核对以后再登记" in page.words and "面不够广" in page.words and marks(case) == (False, False)
    page = chen.send("/decisions", button=("step", "send"))
    assert "已登记2件的决定" in page.words
    assert (item_of(first).stage, item_of(second).stage) == (KeyStage.RUNNING, KeyStage.REFUSED)
    assert marks(case) == (True, False)
    assert "重点督办、领办的提请" not in chen.open("/").words


def test_what_a_colleague_decided_meanwhile_is_not_decided_twice(browse: Browsers, world: World) -> None:
    first = proposed(world, a_paper(world))
    second = proposed(world, a_registered(world), title="另一个题目")
    chen = browse("chen")
    chen.open("/key-items/decisions")
    told = {"meeting": "第四十次主任会议", "lines-1-verdict": "refuse", "lines-1-words": "面不够广"}
    keying.key_decisions.decide(world.lu, keying.MEETING, [keying.a_verdict(first)], now=NOW)
    page = chen.send("/decisions", button=("step", "send"), **told)
    assert "已登记1件的决定" in page.words and item_of(second).stage is KeyStage.REFUSED


def test_the_whole_year_of_an_item_on_its_pages(browse: Browsers, world: World) -> None:
    case = a_paper(world)
    item = decided(world, case)
    ou, place = browse("ou"), f"/key-items/{item}"
    assert "还没有方案的督办件1项" in ou.open("/").words
    ou.open(f"{place}/plan")
    page = ou.send("/plan", status=422, button=("step", "save"), body="先听后看", **{"steps-0-words": "视察"})
    assert "每一步都要写明日子和做什么" in page.words
    page = ou.send("/plan", button=("step", "save"), **{"steps-0-day": "2026-05-20"})
    assert "督办方案已保存" in page.words and "先听后看" in page.words and "2026年5月20日" in page.words
    ou.open(f"{place}/events")
    held = {
        "occasion": "inspection",
        "held_on": "2026-04-01",
        "place": "校门口",
        "who_came": "委员五人",
        "found": "没有护学岗",
    }
    demand = {"demands-0-unit": str(world.units[EDUCATION]), "demands-0-words": "排好护学岗"}
    page = ou.send("/events", status=422, button=("step", "save"), **held, **demand)
    assert "每一项要求都要选单位" in page.words and "没有护学岗" in str(page.data("/events"))
    page = ou.send("/events", button=("step", "save"), **{"demands-0-answer_by": "2026-08-20"})
    assert "督办活动已登记" in page.words and "排好护学岗" in page.words
    he = browse("he")
    assert "有要求等回复的督办件1项" in he.open("/").words
    he.open(place)
    demand_id = item_of(item).events[0].demands[0].id
    he.open(f"{place}/demands/{demand_id}")
    page = he.send("/demands", answer="八月十日前排好。")
    assert "已回复" in page.words and "八月十日前排好。" in page.words
    _reports(browse, place)
    assert "已经报告或者报告期限已过的督办件1项" in ou.open("/").words
    ou.open(f"{place}/conclusion")
    page = ou.send("/conclusion", status=422, result="护学岗在岗")
    assert "请选一项" in page.words or "有1处需要修改" in page.words
    page = ou.send("/conclusion", goes_on="on", heard_on="2026-04-01")
    assert "下一年的提请已经列出" in page.words and page.h1 == ["小学门口交通安全"]
    assert (newest() != item) and marks(case) == (True, False)


def _reports(browse: Browsers, place: str) -> None:
    jing = browse("jing")
    jing.open(f"{place}/report")
    page = jing.send("/report", body="护学岗已经排好。")
    assert "草稿已保存" in page.words and "由单位主要负责人提交" in page.words
    cheng = browse("cheng")
    assert "等本单位报告的督办件1项" in cheng.open("/").words
    cheng.open(f"{place}/report")
    assert "护学岗已经排好。" in str(cheng.page.data("/report"))
    page = cheng.send("/report", button=("hand_in", "1"))
    assert "报告已提交主任会议" in page.words and "（主要负责人）" in page.words


@pytest.mark.parametrize("who", ("lin", "fang", "yuan", "zhou", "he", "jing", "shen", "cheng", "du", "ou", "chen"))
def test_who_may_know_of_a_decided_item_opens_it(browse: Browsers, world: World, who: str) -> None:
    item = decided(world, a_paper(world))
    browser = browse(who)
    assert "小学门口交通安全" in browser.open("/key-items").words
    assert browser.open(f"/key-items/{item}").h1 == ["小学门口交通安全"]


@pytest.mark.parametrize("who", ("tian", "qin", "xi", "an", "ji", "zheng", "luo"))
def test_to_others_it_is_not_there(browse: Browsers, world: World, who: str) -> None:
    item = decided(world, a_paper(world))
    browse(who).open(f"/key-items/{item}", status=404)


@pytest.mark.parametrize("who", ("lin", "he", "cheng", "du"))
def test_a_proposal_is_between_desk_and_committees(browse: Browsers, world: World, who: str) -> None:
    item = proposed(world, a_paper(world))
    browser = browse(who)
    assert "小学门口交通安全" not in browser.open("/key-items").words
    browser.open(f"/key-items/{item}", status=404)


def test_another_deputy_reads_what_was_decided_and_came_of_it_and_no_more(browse: Browsers, world: World) -> None:
    item = decided(world, a_paper(world))
    keying.planned(world, item)
    keying.held(world, item)
    keying.reported(world, item)
    keying.concluded(world, item)
    inner = ("先听后看再问。", "两所没有护学岗。", "三所小学门口都有了护学岗。", "开学前把三所小学门口的护学岗排好。")
    outer = ("视察", "三所小学门口都看过，护学岗在岗。", COMMITTEE)
    page = browse("yuan").open(f"/key-items/{item}")
    assert not [one for one in inner if one in page.words] and all(one in page.words for one in outer)
    page = browse("lin").open(f"/key-items/{item}")
    assert all(one in page.words for one in (*inner, *outer)) and "三年里多名代表提出" not in page.words
    page = browse("ou").open(f"/key-items/{item}")
    assert "三年里多名代表提出" in page.words


def test_a_unit_reads_its_own_report_and_what_it_was_told_and_not_the_others(browse: Browsers, world: World) -> None:
    item = decided(world, keying.two_units(world))
    keying.held(world, item)
    keying.key_reports.draft(world.jing, item, "教育局的草稿", version=0, now=NOW)
    words = browse("luo").open(f"/key-items/{item}").words
    assert "开学前把三所小学门口的护学岗排好。" not in words and "教育局的草稿" not in words
    words = browse("ou").open(f"/key-items/{item}").words
    assert "开学前把三所小学门口的护学岗排好。" in words and "教育局的草稿" not in words
    assert "教育局的草稿" in browse("he").open(f"/key-items/{item}").words


def test_a_paper_the_reader_may_not_see_is_counted_and_not_shown(browse: Browsers, world: World) -> None:
    case, hidden = a_paper(world), a_registered(world)
    item = decided(world, case, hidden)
    one = db.session.get_one(Suggestion, hidden)
    one.is_confidential, one.title = True, "不给别人看的题目"
    db.session.commit()
    page = browse("yuan").open(f"/key-items/{item}")
    assert "另有1件" in page.words and "不给别人看的题目" not in page.words


def test_register_and_dossier_carry_the_marks_and_filter_by_them(browse: Browsers, world: World) -> None:
    case, other = a_paper(world), a_registered(world)
    decided(world, case)
    decided(world, case, by="du", kind=KeyKind.LED, title="护学岗")
    chen = browse("chen")
    page = chen.open("/suggestions?key=key")
    assert number_of(case) in page.words and number_of(other) not in page.words and "重点督办" in page.words
    assert number_of(case) in chen.open("/suggestions?key=led").words
    page = browse("lin").open(f"/suggestions/{case}")
    assert "2026年重点督办“小学门口交通安全”" in page.words and "2026年领办“护学岗”" in page.words
    assert LEADER in page.words and [href for href, _words in page.links if "/key-items/" in href]


def test_an_item_is_let_go_of_and_added_to_by_the_desk(browse: Browsers, world: World) -> None:
    case, more = a_paper(world), a_registered(world)
    item = decided(world, case)
    chen, place = browse("chen"), f"/key-items/{item}"
    chen.open(f"{place}/papers")
    page = chen.send("/papers", status=422, button=("step", "send"), numbers=number_of(case))
    assert "已经在这个督办件里" in page.words
    page = chen.send("/papers", button=("step", "send"), numbers=number_of(more))
    assert "已列入" in page.words and marks(more) == (True, False)
    chen.open(f"{place}/papers/{more}")
    page = chen.send(f"/papers/{more}", why="另案办理")
    assert "已移出" in page.words and marks(more) == (False, False)
    browse("ou").open(f"{place}/papers", status=404)


def test_a_proposal_is_changed_and_taken_back_by_its_organ(browse: Browsers, world: World) -> None:
    case = a_paper(world)
    item = proposed(world, case)
    ou, place = browse("ou"), f"/key-items/{item}"
    ou.open(f"{place}/proposal")
    assert ou.page.data("/proposal")["numbers"] == number_of(case)
    page = ou.send("/proposal", button=("step", "send"), title="校门口的交通")
    assert "已经修改" in page.words and page.h1 == ["校门口的交通"]
    ou.open(f"{place}/take-back")
    page = ou.send("/take-back", why="与另一件合并")
    assert "已经撤回提请" in page.words and item_of(item).stage is KeyStage.TAKEN_BACK
    browse("du").open(f"{place}/take-back", status=404)


def test_a_form_older_than_the_item_shows_both_texts(browse: Browsers, world: World) -> None:
    item = decided(world, a_paper(world))
    ou = browse("ou")
    ou.open(f"/key-items/{item}/plan")
    keying.planned(world, item, by=world.chen)
    page = ou.send("/plan", status=409, button=("step", "save"), body="我写的方案")
    assert "我写的方案" in page.words and "陈思远" in page.words


def test_a_draft_a_colleague_saved_meanwhile_is_shown_above_what_was_typed(browse: Browsers, world: World) -> None:
    item = decided(world, a_paper(world))
    jing, place = browse("jing"), f"/key-items/{item}/report"
    jing.open(place)
    keying.key_reports.draft(world.he, item, "收文员写的", version=0, now=NOW)
    page = jing.send("/report", status=409, body="经办人写的")
    assert "收文员写的" in page.words and "经办人写的" in str(page.data("/report"))
    page = jing.send("/report")
    assert "草稿已保存" in page.words and page.data("/report")["body"] == "经办人写的"


def test_a_double_click_concludes_once(browse: Browsers, world: World) -> None:
    item = decided(world, a_paper(world))
    keying.reported(world, item)
    ou = browse("ou")
    ou.open(f"/key-items/{item}/conclusion")
    form = ou.page.data("/conclusion") | {"result": "护学岗在岗", "goes_on": "on"}
    first = ou.post(f"/key-items/{item}/conclusion", **form).h1
    assert ou.post(f"/key-items/{item}/conclusion", **form).h1 == first
    assert len(db.session.scalars(select(KeyItem)).all()) == 2


def test_who_closes_an_item_is_told_what_is_still_to_come(browse: Browsers, world: World) -> None:
    item = decided(world, a_paper(world))
    keying.planned(world, item)
    words = browse("ou").open(f"/key-items/{item}/conclusion").words
    assert "还有1件建议没有答复完。" in words
    assert "计划里还有没到日子的：2026年4月20日，听承办单位说打算。" in words


def test_a_committee_is_told_that_a_paper_may_be_of_another_field(browse: Browsers, world: World) -> None:
    ou = browse("ou")
    ou.open("/key-items/new")
    page = ou.send("/key-items/new", status=422, numbers="20269999")
    assert "没有找到20269999，或者不属于本委员会" in page.words


def test_lists_and_pages_ask_a_fixed_number_of_questions(browse: Browsers, world: World) -> None:
    item = decided(world, a_paper(world))
    chen = browse("chen")
    few = [statements_of(chen, page) for page in ("/key-items", f"/key-items/{item}")]
    for _n in range(3):
        decided(world, a_paper(world), title="另一个题目")
    more = a_paper(world)
    keying.key_decisions.add_papers(world.chen, item, [more], whole_groups=False, version=at(item), now=NOW)
    keying.held(world, item)
    many = [statements_of(chen, page) for page in ("/key-items", f"/key-items/{item}")]
    assert many[0] == few[0] and many[1] <= few[1] + 2


def test_nobody_supervises_for_another_committee(browse: Browsers, world: World) -> None:
    item = decided(world, a_paper(world))
    for who in ("du", "lin", "he"):
        browse(who).open(f"/key-items/{item}/plan", status=404)
