"""The desk reviews: the queue by age, three outcomes of one page, the receipt."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from tests import builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.situations_merging import to_circulate
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.people import Membership
from tracker.models.reviews import Intended, ReviewMark
from tracker.services import outcomes, reviews, submissions


def review(suggestion_id: int) -> str:
    return f"/suggestions/{suggestion_id}/review"


def test_the_queue_is_by_age_and_says_who_took_it_up(browse: Browsers, world: World) -> None:
    late = builders.a_submitted(world, now=NOW - timedelta(days=9), title="早来的建议")
    new = builders.a_submitted(world, title="新来的建议")
    reviews.take_up(world.lu, late, now=NOW - timedelta(days=1))
    page = browse("chen").open("/reviews")
    assert page.words.index("早来的建议") < page.words.index("新来的建议")
    assert "待审2件，逾期1件" in page.words
    assert "陆平川" in page.words
    assert (review(new), "关于新来的建议") in page.links


def test_the_queue_is_graded_by_what_is_left_and_by_what_lies_with_deputies(browse: Browsers, world: World) -> None:
    builders.a_submitted(world, now=NOW - timedelta(days=9), title="早来的建议")
    builders.a_submitted(world, now=NOW - timedelta(days=5), title="快到期的建议")
    builders.a_submitted(world, title="新来的建议")
    asked = builders.a_submitted(world, title="问过代表的建议")
    opinion = outcomes.Opinion(Intended.LETTER, "citizens_letter", "拟作为来信处理。")
    outcomes.put(world.chen, asked, opinion, version=fetch(asked).version, now=NOW)
    browser = browse("chen")
    late = browser.open("/reviews?grade=late")
    assert "早来的建议" in late.words and "快到期的建议" not in late.words and "新来的建议" not in late.words
    assert "快到期的建议" in browser.open("/reviews?grade=soon").words
    with_deputy = browser.open("/reviews?grade=with_deputy")
    assert "问过代表的建议" in with_deputy.words and "等代表4月9日前答复" in with_deputy.words
    assert "没有这样的建议" in browser.open("/reviews?grade=to_decide").words
    assert "新来的建议" in browser.open("/reviews?grade=nonsense").words


def test_the_queue_has_parts(browse: Browsers, world: World) -> None:
    builders.a_submitted(world, title="没人审")
    mine = builders.a_submitted(world, title="我审的")
    reviews.take_up(world.chen, mine, now=NOW)
    browser = browse("chen")
    page = browser.open("/reviews?whose=mine")
    assert "我审的" in page.words and "没人审" not in page.words
    page = browser.open("/reviews?whose=nobody")
    assert "没人审" in page.words and "我审的" not in page.words
    assert "同事没有正在审的建议" in browser.open("/reviews?whose=others").words
    assert "没人审" in browser.open("/reviews?whose=nonsense&page=x").words


def test_the_queue_is_the_desks_alone(browse: Browsers, world: World) -> None:
    for login in ("lin", "tian", "he", "xi"):
        browse(login).open("/reviews", status=404)


def test_many_are_shown_in_pages(browse: Browsers, world: World) -> None:
    for no in range(27):
        builders.a_submitted(world, title=f"第{no}条路")
    browser = browse("chen")
    assert "第26条路" not in browser.open("/reviews").words
    assert "第26条路" in browser.open("/reviews?page=2").words


def test_accepting_gives_the_number_and_the_next_one(browse: Browsers, world: World) -> None:
    first, second = builders.a_submitted(world), builders.a_submitted(world)
    browser = browse("chen")
    page = browser.open(review(first))
    assert "第20260001号" in page.words
    page = browser.send("/review", button=("outcome", "accepted"), category=str(world.categories["政法"]))
    assert page.h1 == ["已立案"] and "第20260001号" in page.words
    assert any(href == review(second) for href, _words in page.links)
    suggestion = fetch(first)
    assert (suggestion.state, suggestion.number) == (SuggestionState.REGISTERED, "20260001")
    assert suggestion.category_id == world.categories["政法"]


def test_returning_keeps_the_filing_day_and_tells_the_reason(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world, now=NOW - timedelta(days=2))
    browser = browse("chen")
    browser.open(review(case))
    page = browser.send("/review", button=("outcome", "returned"), reason="请写明是哪一段路")
    assert "请写明是哪一段路" in page.words and "3月30日" in page.words
    assert fetch(case).state is SuggestionState.RETURNED
    assert fetch(case).reviews[-1].words == "请写明是哪一段路"


def test_passages_are_marked_and_a_day_is_set(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    mark = {"field": "problem", "passage": "接送车辆和 步行学生", "remark": "请写明是哪几所学校"}
    fields = {f"marks-0-{name}": value for name, value in mark.items()}
    browser.send("/review", button=("outcome", "returned"), reason="请改", answer_by="2026-04-20", **fields)
    found = db.session.scalars(select(ReviewMark)).one()
    assert (found.field, found.passage, found.remark) == ("problem", "接送车辆和步行学生", "请写明是哪几所学校")
    text = fetch(case).text
    assert text is not None and text.problem[found.starts : found.ends] == found.passage
    assert (fetch(case).due_on, fetch(case).due_kind) == (date(2026, 4, 20), "correction")
    page = browse("lin").open(f"/suggestions/{case}/edit")
    assert "接送车辆和步行学生" in page.words and "请写明是哪几所学校" in page.words and "还没有改" in page.words
    assert "请在4月20日前改好再提交" in page.words


def test_a_mark_that_is_not_in_the_text_or_says_nothing_is_refused_and_kept(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    fields = {"marks-0-field": "problem", "marks-0-passage": "哪里都没有的话", "marks-0-remark": "请改"}
    page = browser.send("/review", status=422, button=("outcome", "returned"), reason="请改", **fields)
    assert "没有找到这段原文" in page.words and page.data("/review")["marks-0-passage"] == "哪里都没有的话"
    fields["marks-0-remark"] = ""
    page = browser.send("/review", status=422, button=("outcome", "returned"), reason="请改", **fields)
    assert "请写明这一处要怎么改" in page.words
    browser.send("/review", status=422, button=("outcome", "returned"), reason="请改", answer_by="2026-04-01")
    assert fetch(case).state is SuggestionState.SUBMITTED


def test_a_row_more_is_added_without_a_script_and_nothing_is_decided(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    page = browser.send("/review", button=("add_mark", "1"), reason="写到一半")
    assert page.data("/review")["reason"] == "写到一半" and "marks-1-passage" in page.data("/review")
    assert fetch(case).state is SuggestionState.SUBMITTED


def test_the_desk_sees_what_changed_since_it_sent_the_paper_back(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    marks = [reviews.Mark("problem", "半小时", "请写明时段"), reviews.Mark("requests-0", "护学通道", "请写明长度")]
    version = fetch(case).version
    reviews.send_back(world.chen, case, reason="请改两处", marks=marks, version=version, now=NOW)
    paper = builders.a_paper(world, problem="上学、放学的七点半到八点里，接送车辆和步行学生挤在一处。")
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    page = browse("chen").open(review(case))
    assert "标出的2处，已改1处" in page.words and "七点半到八点" in page.words and "<ins>" in page.body


def test_a_button_the_page_does_not_have_decides_nothing(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    browser.send("/review", status=422, button=("outcome", "refused"))
    browser.send("/review", status=422, button=("outcome", "nonsense"))
    assert fetch(case).state is SuggestionState.SUBMITTED


def test_a_missing_reason_is_asked_for_and_nothing_typed_is_lost(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    typed = {"marks-0-passage": "半小时", "marks-0-remark": "写明时段", "marks-0-field": "problem"}
    page = browser.send("/review", status=422, button=("outcome", "returned"), **typed)
    assert "有1处需要修改" in page.words and "请写明请代表改什么" in page.words
    assert page.data("/review")["marks-0-passage"] == "半小时"
    assert fetch(case).state is SuggestionState.SUBMITTED


def test_a_colleague_takes_a_review_over_and_the_text_of_the_first_is_kept(browse: Browsers, world: World) -> None:
    case = builders.in_review(world)
    first, second = browse("chen"), browse("lu")
    first.open(review(case))
    assert ("接手审查" in second.open(review(case)).words) and "接手审查" not in first.page.words
    second.open(f"/suggestions/{case}/acts/take_over")
    page = second.send("")
    assert "已接手" in page.words and "接手审查（原由陈思远审查）" in page.words
    page = first.send("/review", status=409, button=("outcome", "returned"), reason="写了半天的理由")
    assert "写了半天的理由" in page.words and "陆平川" in page.words
    browse("lu").open(f"/suggestions/{case}/acts/take_over", status=409)


def test_an_unknown_category_and_a_long_reason_are_refused(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    for category in ("", "9999", "²", "-1"):
        browser.send("/review", status=422, button=("outcome", "accepted"), category=category)
    page = browser.send("/review", status=422, button=("outcome", "returned"), reason="长" * 2001)
    assert "最多2000字" in page.words and page.data("/review")["reason"] == "长" * 2001
    browser.send("/review", status=422, button=("outcome", "returned"), reason="坏\x00字")
    assert fetch(case).number is None


def test_a_double_click_registers_once(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    sent = browser.page.data("/review") | {"outcome": "accepted"}
    for _ in range(2):
        page = browser.post(review(case), **sent)
        assert "第20260001号" in page.words
    assert fetch(builders.a_registered(world)).number == "20260002"


def test_a_form_opened_before_a_colleague_acted_changes_nothing(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    reviews.take_up(world.lu, case, now=NOW)
    page = browser.send("/review", status=409, button=("outcome", "returned"), reason="写了半天的理由")
    assert "写了半天的理由" in page.words and "陆平川" in page.words
    assert fetch(case).state is SuggestionState.IN_REVIEW


def test_a_paper_reviewed_meanwhile_is_no_longer_open(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    page = browse("chen").open(review(case), status=409)
    assert "现在不能退回修改" in page.words


def test_taking_up_tells_colleagues(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    browser.send("/take-up")
    assert fetch(case).state is SuggestionState.IN_REVIEW
    assert "陈思远从2026年4月1日10:00起在审这一件" in browse("lu").open(review(case)).words


def test_grounds_the_text_touches_are_pointed_out(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world, problem="现实名举报工地负责人收受贿赂。")
    page = browse("chen").open(review(case))
    assert "问题写到“实名举报”，对照：属于检举、申诉、控告的" in page.words


def test_a_word_that_is_part_of_the_matter_is_not_pointed_out(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world, problem="有群众举报工地夜间施工，举报电话没有人接。")
    assert "请留意" not in browse("chen").open(review(case)).words


def test_other_people_find_nothing_there(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browse("lin").open(review(case), status=403)
    for login in ("yuan", "he", "xi"):
        browse(login).open(review(case), status=404)
    browse("chen").open(review(builders.a_draft(world)), status=404)
    browse("chen").open(review(case) + "/receipt", status=404)
    browse("lin").open(review(builders.a_registered(world)) + "/receipt", status=404)


def test_a_form_of_another_hat_is_not_taken(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    page = browser.send("/review", status=409, button=("outcome", "returned"), hat="99999", reason="理由在")
    assert "理由在" in page.words and "换回原来的身份" in page.words
    assert fetch(case).state is SuggestionState.SUBMITTED


def test_a_form_of_a_hat_that_has_ended_says_since_when_and_whom_to_ask(browse: Browsers, world: World) -> None:
    case, ended = builders.a_submitted(world), TODAY - timedelta(days=1)
    over = Membership(person_id=world.chen.person_id, role=Role.DESK, starts_on=ended, ends_on=ended)
    db.session.add(over)
    db.session.commit()
    hat, browser = str(over.id), browse("chen")
    browser.open(review(case))
    page = browser.send("/review", status=409, button=("outcome", "returned"), hat=hat, reason="理由在")
    assert "理由在" in page.words and "2026年4月1日起已经结束" in page.words and "系统管理员" in page.words
    assert "换回原来的身份" not in page.words


def test_a_paper_nobody_hands_in_again_ends_with_a_reason_its_lead_reads(browse: Browsers, world: World) -> None:
    case = builders.returned(world, now=NOW - timedelta(days=20))
    chen = browse("chen")
    assert "没有重新提交，不再处理" in chen.open(f"/suggestions/{case}").words
    page = chen.open(f"/suggestions/{case}/acts/set_aside")
    assert "不能恢复" in page.words and "不再等待的理由" in page.words
    page = chen.send("", note="过了期限没有补充路段。")
    assert "这一件到此为止" in page.words
    assert fetch(case).state is SuggestionState.NOT_ACCEPTED
    words = browse("lin").open(f"/suggestions/{case}").words
    assert "过了期限没有补充路段" in words and "重新提出" in words


def test_a_paper_still_being_corrected_is_not_set_aside(browse: Browsers, world: World) -> None:
    case = builders.returned(world)
    chen = browse("chen")
    assert "没有重新提交，不再处理" not in chen.open(f"/suggestions/{case}").words
    page = chen.open(f"/suggestions/{case}/acts/set_aside", status=409)
    assert "还在等领衔代表修改后重新提交" in page.words


def test_the_receipt_leads_to_the_draft_distribution_where_that_comes_first(browse: Browsers, world: World) -> None:
    case = to_circulate(world)
    page = browse("chen").open(f"{review(case)}/receipt")
    assert "预交办：先请承办单位说意见" in page.words
    assert [href for href, words in page.links if "现在" in words] == [f"/suggestions/{case}/circulation"]
    plain = builders.a_registered(world)
    page = browse("chen").open(f"{review(plain)}/receipt")
    assert [href for href, words in page.links if "现在" in words] == [f"/suggestions/{plain}/assignment"]


def test_what_lies_with_its_deputy_is_not_said_to_be_due_today(browse: Browsers, world: World) -> None:
    asked = builders.a_submitted(world, now=NOW - timedelta(days=8), title="问过代表的建议")
    opinion = outcomes.Opinion(Intended.LETTER, "citizens_letter", "拟作为来信处理。")
    outcomes.put(world.chen, asked, opinion, version=fetch(asked).version, now=NOW)
    for page in ("/", "/reviews"):
        words = browse("chen").open(page).words
        assert "等代表4月9日前答复" in words and "逾期1天" not in words and "今天到期" not in words
