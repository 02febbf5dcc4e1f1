"""Ratings on paper on screen: typed off by one, compared with the scan by another, marked wherever it is shown."""

from __future__ import annotations

import io

from sqlalchemy import select

from tests import builders, file_samples
from tests.letter_box import Sink, sink
from tests.situations_ratings import entered, promise_of, reported
from tests.web.test_rating_links import ADDRESS, addressed, code_for
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level, Question
from tracker.domain.states import CommitmentState
from tracker.models.attachments import Attachment
from tracker.models.ratings import PaperRating
from tracker.queries import files
from tracker.services import ratings

SAID = {
    "answer": "dissatisfied",
    "answer_reason": "没有写明路段",
    "process_level": "satisfied",
    "signed_on": "2026-04-01",
}


def page_of(world: World, case: int) -> str:
    return f"/suggestions/{case}/rounds/{builders.round_of(world, case).id}/paper-rating"


def test_two_persons_take_one_in_and_both_names_stand_beside_it(browse, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    address, chen, lu = page_of(world, case), browse("chen"), browse("lu")
    page = chen.open(address)
    assert "征询意见表的扫描件</label>" in page.body, "what must be there is not called optional"
    assert not any(one["checked"] for one in page.form("/paper-rating")["fields"] if one["kind"] == "radio")
    page = chen.send("/paper-rating", status=422, **SAID)
    assert "请上传征询意见表的扫描件" in page.words and page.data("/paper-rating")["answer_reason"] == "没有写明路段"
    scan = (io.BytesIO(file_samples.PDF), "征询意见表.pdf")
    who = str(world.fang.person_id)
    page = chen.send("/paper-rating", person=who, **SAID, **{"files-new": scan})
    assert "等另一位工作人员对照扫描件核对" in page.words
    page = chen.open(f"{address}/check")
    assert "这份是您录入的" in page.words and "和扫描件一致" not in page.body
    page = lu.open(f"{address}/check")
    assert "没有写明路段" in page.words and "陈思远" in page.words
    lu.send("/check", button=("answer", "confirm"))
    one = builders.round_of(world, case)
    ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)
    for login in ("chen", "lin", "fang", "he"):
        assert "纸质代录：陈思远录入，陆平川核对" in browse(login).open(f"/suggestions/{case}").words, login


def test_only_the_desk_and_that_deputy_see_that_one_waits_and_only_the_desk_its_scan(browse, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    entered(world, case)
    key = db.session.scalars(select(Attachment.key)).one()
    assert "您的纸质评价已收到" in browse("fang").open(page_of(world, case).replace("paper-rating", "rating")).words
    assert "您的纸质评价已收到" not in browse("lin").open(page_of(world, case).replace("paper-rating", "rating")).words
    assert files.find(world.chen, builders.fetch(case), key) is not None
    for login in ("lin", "fang", "he", "cheng", "du", "ou", "yuan", "zhou"):
        who = browse(login)
        who.open(f"/suggestions/{case}/files/{key}", status=404)
        assert "代录" not in who.open(f"/suggestions/{case}").words, login


def test_sent_twice_it_is_confirmed_once_and_can_go_back_with_a_word(browse, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    entered(world, case)
    address, lu = page_of(world, case), browse("lu")
    lu.open(f"{address}/check")
    page = lu.send("/check", status=422, button=("answer", "reject"))
    assert "请填写" in page.words
    data = page.data("/check") | {"answer": "confirm"}
    for _ in range(2):
        lu.post(f"{address}/check", status=302, follow=False, **data)
    db.session.rollback()
    assert [one.is_open for one in db.session.scalars(select(PaperRating))] == [False]
    assert len(builders.round_of(world, case).ratings) == 2
    assert builders.round_of(world, case).ratings[0].level is Level.BASICALLY


def test_a_promise_too_is_rated_on_paper_by_two_and_through_a_link(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = reported(world)
    promise = promise_of(case)
    address, chen, lu = f"/promises/{promise.id}", browse("chen"), browse("lu")
    page = chen.open(address)
    assert "代录纸质落实评价" in page.words and "发落实评价链接" in page.words
    assert "签了名的评价的扫描件</label>" in chen.open(f"{address}/paper-rating").body
    page = chen.send("/paper-rating", status=422, level="dissatisfied", signed_on="2026-04-01")
    assert "请写明落实得哪里还不够" not in page.words and "请上传征询意见表的扫描件" in page.words
    said = {"level": "dissatisfied", "private_note": "护学岗没有人", "signed_on": "2026-04-01"}
    scan = (io.BytesIO(file_samples.PDF), "落实评价.pdf")
    chen.send("/paper-rating", person=str(world.fang.person_id), **said, **{"files-new": scan})
    assert "核对落实评价" in lu.open("/").words and "核对落实评价" not in chen.open("/").words
    lu.open(f"{address}/paper-rating/check")
    assert "护学岗没有人" in lu.page.words and "纸上没有写理由" in lu.page.words
    lu.send("/check", button=("answer", "confirm"))
    for login in ("cheng", "lin", "du"):
        assert "护学岗没有人" not in browse(login).open(address).words, login
    chen.open(f"{address}/rating-links")
    page = chen.send("/rating-links", button=("how", "slip"), persons=str(world.lin.person_id))
    link, visitor = ADDRESS.search(page.words)[0], browse()
    before = len(promise_of(case).ratings)
    page = visitor.open(f"{link}/rating")
    assert page.h1 == ["请您评价一项承诺落实得怎样"] and promise.promise not in page.words
    code = code_for(visitor, link, sink)
    assert "护学" not in sink.letters[-1].get_content() and len(promise_of(case).ratings) == before
    visitor.open(link)
    page = visitor.send("/enter", code=code)
    assert promise.promise in page.words
    page = visitor.send("/rating", status=422, level="basically_satisfied")
    page = visitor.send("/rating", level="satisfied")
    assert page.h1 == ["评价已提交给市人大"]
    for login in ("chen", "cheng", "lin"):
        assert "纸质代录：陈思远录入，陆平川核对" in browse(login).open(address).words, login
    held = promise_of(case)
    assert held.state is CommitmentState.SETTLED and held.implementation is Level.SATISFIED, "the lead counts"
    assert {one.question for one in held.ratings} == {Question.IMPLEMENTATION}
    assert browse().open(link, status=404).h1 == ["这个链接不能用"]


__all__ = ["sink"]
