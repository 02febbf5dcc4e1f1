"""The pages of an outcome put to the deputy: both sides read both texts, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests import bill_parts, builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.states import SuggestionState
from tracker.models.joint import SuggestionLink
from tracker.models.reviews import Intended
from tracker.models.suggestions import Suggestion
from tracker.services import acts, bills, outcomes, reviews


def outcome(case: int, page: str = "") -> str:
    return f"/suggestions/{case}/outcome{page}"


def test_the_desk_puts_an_outcome_with_a_model_letter_it_may_change(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    page = browser.open(outcome(case))
    assert "第九条。今年还没有用过" in page.words and "到4月9日" in page.words
    page = browser.send("/outcome", button=("step", "fill"), kind="refuse", ground="no_content")
    letter = page.data("/outcome")["words"]
    assert letter.startswith("林若溪代表：您提出的《关于在老城区") and "4月9日前" in letter and "{" not in letter
    page = browser.send("/outcome", button=("step", "put"), words=letter + "谢谢您。")
    assert "已告知领衔代表" in page.words and "谢谢您。" in page.words
    assert fetch(case).intended == "refuse"


def test_what_is_missing_is_said_at_once_and_what_was_typed_stays(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(outcome(case))
    page = browser.send("/outcome", status=422, button=("step", "put"), kind="refuse", words="")
    assert "有2处需要修改" in page.words
    page = browser.send("/outcome", status=422, button=("step", "put"), words="写好的话", kind="")
    assert page.data("/outcome")["words"] == "写好的话" and "请选一项" in page.words
    page = browser.send("/outcome", button=("step", "fill"), words="写好的话", ground="personal")
    words = page.data("/outcome")["words"]
    assert words.startswith("写好的话\n\n林若溪代表"), "the model is added below"


def test_the_deputy_reads_it_and_contests_it(browse: Browsers, world: World) -> None:
    case = builders.outcome_put(world)
    browser = browse("lin")
    assert "请答复拟处理意见" in browser.open("/").words
    page = browser.open(outcome(case, "/answer"))
    assert "没有写明请求办什么" in page.words and "请在4月9日前答复" in page.words
    browser.send("/answer", status=422, button=("answer", "contest"), words=" ")
    page = browser.send("/answer", button=("answer", "contest"), words="第二段写明了地点。")
    assert "改由另一位同志决定" in page.words
    page = browse("chen").open(f"/suggestions/{case}/review")
    assert "第二段写明了地点。" in page.words and "要由另一位同志作决定" in page.words
    browse("chen").open(f"/suggestions/{case}/refusal", status=409)
    browse("lu").open(f"/suggestions/{case}/refusal")


def test_agreeing_to_withdraw_says_what_became_of_the_paper(browse: Browsers, world: World) -> None:
    alone, joint = (builders.outcome_put(world, kind=Intended.WITHDRAW, cosigned=one) for one in (False, True))
    lin = browse("lin")
    form = lin.open(outcome(alone, "/answer")).data("/answer") | {"answer": "agree"}
    assert "已撤回这一件。" in lin.send("/answer", button=("answer", "agree")).words
    assert fetch(alone).state is SuggestionState.WITHDRAWN
    assert "已撤回这一件。" in lin.post(outcome(alone, "/answer"), **form).words, "the same press once more"
    lin.open(outcome(joint, "/answer"))
    assert "已请附议代表表示意见" in lin.send("/answer", button=("answer", "agree")).words
    letter = builders.outcome_put(world, kind=Intended.LETTER)
    lin.open(outcome(letter, "/answer"))
    assert "您没有不同意见" in lin.send("/answer", button=("answer", "agree")).words


def test_another_decides_with_both_texts_in_sight(browse: Browsers, world: World) -> None:
    case = builders.outcome_contested(world)
    browser = browse("lu")
    page = browser.open(f"/suggestions/{case}/refusal")
    assert "第二段写明了地点和要求。" in page.words
    assert "请在说明里逐点回答" in page.words
    assert page.data("/refusal")["words"] == "", "the letter of the mere intention is no answer to an objection"
    browser.send("/refusal", status=422)
    page = browser.send("/refusal", words="第二段没有写明请求谁做什么，仍不作为建议处理。")
    assert "已告知代表不作为建议处理" in page.words and "第九条" in page.words
    assert fetch(case).state is SuggestionState.NOT_ACCEPTED


def test_a_letter_is_sent_on(browse: Browsers, world: World) -> None:
    case = builders.outcome_agreed(world, kind=Intended.LETTER)
    browser = browse("chen")
    words = str(browser.open(f"/suggestions/{case}/letter").data("/letter")["words"])
    assert "您表示没有不同意见。现作为代表来信" in words and "如有不同意见" not in words
    page = browser.send("/letter", status=422, sent_to="")
    assert "请写明转送哪里" in page.words
    page = browser.send("/letter", sent_to="市信访局")
    assert "已作为代表来信处理" in page.words
    assert "转送市信访局" in browse("lin").open(f"/suggestions/{case}").words


def test_it_is_taken_back_with_a_reason(browse: Browsers, world: World) -> None:
    case = builders.outcome_put(world)
    browser = browse("lu")
    browser.open(outcome(case, "/recall"))
    browser.send("/recall", status=422, words="")
    page = browser.send("/recall", words="依据写错了。")
    assert "已收回拟处理意见" in page.words and fetch(case).intended is None
    page = browse("lin").open(f"/suggestions/{case}")
    assert "依据写错了。" in page.words and "已收回" in page.words


def test_what_lies_between_desk_and_deputy_is_not_for_others(browse: Browsers, world: World) -> None:
    case = builders.outcome_contested(world)
    category = world.categories["教育科技"]
    reviews.accept(world.lu, case, category_id=category, version=fetch(case).version, now=NOW)
    assert "拟处理意见" in browse("lin").open(f"/suggestions/{case}").words
    assert "拟处理意见" not in browse("yuan").open(f"/suggestions/{case}").words
    browse("yuan").open(outcome(case, "/answer"), status=403)


def test_grounds_tell_how_often_they_were_used_and_overturned(browse: Browsers, world: World) -> None:
    overturned = builders.outcome_contested(world)
    category = world.categories["教育科技"]
    reviews.accept(world.lu, overturned, category_id=category, version=fetch(overturned).version, now=NOW)
    builders.outcome_contested(world)
    page = browse("chen").open(outcome(builders.a_submitted(world)))
    assert "今年告知过2件，代表有不同意见2件，后来立案1件" in page.words


def test_a_form_opened_before_a_colleague_acted_meets_both_texts(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(outcome(case))
    reviews.take_up(world.lu, case, now=NOW)
    typed = {"kind": "refuse", "ground": "personal", "words": "写了半天"}
    page = browser.send("/outcome", status=409, button=("step", "put"), **typed)
    assert "写了半天" in page.words and "陆平川" in page.words


def test_silence_is_told_as_silence(browse: Browsers, world: World) -> None:
    case = builders.outcome_put(world, now=NOW - timedelta(days=12))
    outcomes.lapse_due(now=NOW)
    words = browse("lin").open(f"/suggestions/{case}").words
    assert "没有答复拟处理意见" in words and "视为没有不同意见" in words


def test_filing_anew_copies_the_text_and_ties_both_together(browse: Browsers, world: World) -> None:
    case = builders.refused(world)
    browser = browse("lin")
    assert "重新提出" in browser.open(f"/suggestions/{case}").words
    page = browser.open(f"/suggestions/{case}/refile")
    assert "为什么没有立案" in page.words and "没有写明请求办什么" in page.words
    page = browser.send("/refile")
    assert "已另起一份草稿" in page.words
    link = db.session.scalars(select(SuggestionLink)).one()
    later = db.session.get_one(Suggestion, link.later_id)
    assert (link.earlier_id, later.title, later.state) == (case, fetch(case).title, SuggestionState.DRAFT)
    browse("yuan").open(f"/suggestions/{case}/refile", status=404)
    page = browser.open(f"/suggestions/{case}/refile")
    assert "已经另起过一份草稿" in page.words
    assert (f"/suggestions/{later.id}/edit", "接着写那一份") in page.links
    acts.act(world.lin, Action.DISCARD, later.id, now=NOW)
    assert "已经另起过" not in browser.open(f"/suggestions/{case}/refile").words


def test_a_bill_filed_anew_after_the_hour_is_said_to_be_a_suggestion(browse: Browsers, world: World) -> None:
    bill = bill_parts.a_bill(world)
    bills.refuse_bill(world.qin, bill, bill_parts.decision("没有写明方案。"), **bill_parts.how(bill))
    browser = browse("lin")
    assert "现在不接收议案，按建议提出" in browser.open(f"/suggestions/{bill}/refile").words
    assert "已另起一份建议草稿" in browser.send("/refile").words
