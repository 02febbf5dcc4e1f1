"""Rating a promise on screen: what was promised and reported beside one question; who sees it when."""

from __future__ import annotations

from tests.situations_commitments import reported_and_disputed
from tests.situations_ratings import promise_of, reported
from tests.world import World
from tracker.domain.ratings import Level
from tracker.domain.states import CommitmentState

REASON = "列了预算，学校还没有拿到"


def test_one_question_beside_what_was_promised_and_reported(browse, world: World) -> None:
    case = reported(world)
    promise = promise_of(case)
    lin, page = browse("lin"), browse("lin").open("/")
    assert "请评价落实" in page.words
    page = lin.open(f"/promises/{promise.id}/rating")
    rings = [one for one in page.form("/rating")["fields"] if one["kind"] == "radio"]
    assert len(rings) == 3 and not any(one["checked"] for one in rings)
    assert "经费列入预算" in page.words and "护学岗经费已列入预算" in page.words
    page = lin.send("/rating", status=422, level="dissatisfied")
    assert "请写明落实得哪里还不够" in page.words and page.data("/rating")["level"] == "dissatisfied"
    page = lin.send("/rating", level="dissatisfied", reason=REASON, later="1")
    assert promise_of(case).ratings == []
    page = lin.open(f"/promises/{promise.id}/rating")
    assert page.data("/rating")["reason"] == REASON and "您评了一半" in page.words
    page = lin.send("/rating")
    assert page.h1 == ["落实评价已提交给市人大"] and REASON in page.words
    assert promise_of(case).ratings[0].level is Level.DISSATISFIED


def test_the_spread_shows_when_the_window_has_shut(browse, world: World) -> None:
    case = reported(world)
    promise = promise_of(case)
    for login, said in (("lin", "satisfied"), ("fang", "dissatisfied")):
        page = browse("cheng").open(f"/promises/{promise.id}")
        assert "评价期结束以后才看得到结果" in page.words and REASON not in page.words
        who = browse(login)
        who.open(f"/promises/{promise.id}/rating")
        who.send("/rating", level=said, reason=REASON if said == "dissatisfied" else "", private_note="另纸写")
    assert promise_of(case).state is CommitmentState.SETTLED
    page = browse("cheng").open(f"/promises/{promise.id}")
    assert "满意1／已评2，未反馈0（应评2人：满意1、基本满意0、不满意1）" in page.words
    assert REASON in page.words and "另纸写" not in page.body
    assert "另纸写" in browse("chen").open(f"/promises/{promise.id}").words
    browse("lin").open(f"/promises/{promise.id}/rating", status=409)
    browse("jing").open(f"/promises/{promise.id}/rating/receipt", status=404)


def test_no_page_says_the_window_shuts_while_what_a_deputy_denies_is_open(browse, world: World) -> None:
    lin, case = browse("lin"), reported_and_disputed(world)
    promise = promise_of(case)
    page = lin.open(f"/promises/{promise.id}/rating")
    assert "核实清楚以前评价期不结束" in page.words and "随即结束" not in page.words
    page = lin.send("/rating", level="satisfied")
    assert promise_of(case).rating_shut_on is None
    assert "核实清楚以后，评价期才结束" in page.words and "其他代表评价" not in page.words
    page = lin.open(f"/promises/{promise.id}")
    assert "核实清楚以前评价期不结束" in page.words and "还有0" not in page.words
