"""The desk reviews: the queue by age, three outcomes of one page, the receipt."""

from __future__ import annotations

from datetime import timedelta

from tests import builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.world import NOW, World
from tracker.domain.states import SuggestionState
from tracker.services import reviews


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
    assert (review(new), "新来的建议") in page.links


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


def test_not_accepting_names_ground_and_article(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    page = browser.send("/review", button=("outcome", "refused"), ground="no_content", words="没有写请求做什么")
    assert "以后不能恢复" in page.words and "没有写请求做什么" in page.words
    assert fetch(case).state is SuggestionState.SUBMITTED, "shown once more before it is done"
    page = browser.send("/review", button=("outcome", "edit"))
    assert page.data("/review")["words"] == "没有写请求做什么"
    browser.send("/review", button=("outcome", "refused"))
    page = browser.send("/review", button=("outcome", "refused"))
    assert "没有具体内容的" in page.words and "第九条" in page.words
    assert fetch(case).state is SuggestionState.NOT_ACCEPTED


def test_a_missing_reason_is_asked_for_and_nothing_typed_is_lost(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    page = browser.send("/review", status=422, button=("outcome", "returned"), words="想好的说明", ground="personal")
    assert "有1处需要修改" in page.words and "请写明请代表改什么" in page.words
    assert page.data("/review")["words"] == "想好的说明"
    assert page.data("/review")["ground"] == "personal"
    assert fetch(case).state is SuggestionState.SUBMITTED


def test_a_refusal_needs_ground_and_words(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    page = browser.send("/review", status=422, button=("outcome", "refused"))
    assert "有2处需要修改" in page.words and "请选依据哪一条" in page.words and "请写向代表的说明" in page.words
    page = browser.send("/review", status=422, button=("outcome", "refused"), ground="personal", words="")
    assert page.data("/review")["ground"] == "personal"
    browser.send("/review", status=422, button=("outcome", "refused"), ground="invented", words="说明")
    assert fetch(case).state is SuggestionState.SUBMITTED


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
    assert "现在不能立案编号" in page.words


def test_taking_up_tells_colleagues(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(review(case))
    browser.send("/take-up")
    assert fetch(case).state is SuggestionState.IN_REVIEW
    assert "陈思远从2026年4月1日10:00起在审这一件" in browse("lu").open(review(case)).words


def test_grounds_the_text_touches_are_pointed_out(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world, problem="有群众举报工地夜间施工。")
    page = browse("chen").open(review(case))
    assert "问题写到“举报”，对照：属于检举、申诉、控告的" in page.words


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
    assert "理由在" in page.words
    assert fetch(case).state is SuggestionState.SUBMITTED
