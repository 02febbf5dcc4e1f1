"""Approved lines on their pages: proposed, approved, put into an answer by one press, withdrawn as wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from sqlalchemy import select

from tests.builders import handle_again, in_hand, round_of, verdicts
from tests.clearing_parts import deliver, send_up
from tests.line_parts import BODY, UNTIL, a_draft, approved, drafted_with, line_of, proposed, withdrawn
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.models.lines import ApprovedLine, LineUse
from tracker.services import clearance, lines, ratings

TYPED = {
    "title": "护学岗怎么安排",
    "subject": "护学岗、护学通道",
    "body": BODY,
    "source": "临教办〔2026〕8号",
    "valid_until": UNTIL.isoformat(),
}


def test_a_line_is_proposed_and_approved_on_its_page(world: World, browse: Any) -> None:
    jing, cheng = browse("jing"), browse("cheng")
    jing.open("/lines/new")
    page = jing.send("/lines/new", status=422, **(TYPED | {"valid_until": "2029-01-01"}))
    assert "最长两年" in page.words and BODY in page.words
    page = jing.send("/lines/new", **TYPED)
    assert "等签发人批准" in page.words and "批准第1版" not in page.words
    page = cheng.open("/")
    assert "本单位的答复口径1条" in page.words and "/lines?standing=proposed" in dict(page.links)
    page = cheng.open("/lines")
    assert "请您批准" in page.words
    line_id = db.session.scalars(select(ApprovedLine.id)).one()
    cheng.open(f"/lines/{line_id}")
    page = cheng.send("/decision", button=("outcome", "approve"))
    assert "可以用" in page.words and "还有274天" in page.words and "有效到2026年12月31日" in page.words
    assert line_of(line_id).current_no == 1


def test_other_units_find_nothing_and_the_desk_only_reads(world: World, browse: Any) -> None:
    line_id = approved(world)
    other = browse("jiang")
    assert "护学岗" not in other.open("/lines").words
    other.open(f"/lines/{line_id}", status=404)
    for who in ("chen", "du"):
        page = browse(who).open(f"/lines/{line_id}")
        assert BODY in page.words and "提出新的一版" not in page.words and "撤回口径" not in page.words


def test_what_is_not_approved_stays_in_the_unit_with_the_reason_of_its_return(world: World, browse: Any) -> None:
    line_id, other = approved(world), proposed(world, title="还没有批准的题目")
    how = {"version": line_of(line_id).version, "now": NOW}
    lines.propose_version(world.jing, line_id, a_draft(title="第二稿的题目", body="第二稿的文字。"), **how)
    lines.give_back(world.cheng, line_id, no=2, note="内部的理由。", version=line_of(line_id).version, now=NOW)
    lines.propose_version(
        world.jing, line_id, a_draft(body="第三稿的文字。"), version=line_of(line_id).version, now=NOW
    )
    inside = browse("jing").open(f"/lines/{line_id}").words
    assert all(words in inside for words in ("第二稿的文字。", "内部的理由。", "第三稿的文字。", "第3版等签发人批准"))
    for who in ("chen", "du"):
        reader = browse(who)
        for address in ("/lines", "/lines?standing=proposed", "/lines?standing=returned"):
            page = reader.open(address).words
            assert "护学岗怎么安排" in page and "等签发人批准" not in page and "退回" not in page, address
            assert "还没有批准的题目" not in page
        page = reader.open(f"/lines/{line_id}").words
        assert BODY in page and "第1版" in page
        assert not any(words in page for words in ("第二稿", "内部的理由。", "第三稿", "第3版", "退回"))
        reader.open(f"/lines/{other}", status=404)


def test_two_who_edit_one_line_see_both_texts_and_choose(world: World, browse: Any) -> None:
    line_id = approved(world)
    jing = browse("jing")
    jing.open(f"/lines/{line_id}/edit")
    version = line_of(line_id).version
    lines.propose_version(world.shen, line_id, a_draft(body="另一人的文字。"), version=version, now=NOW)
    page = jing.send("/edit", status=409, **(TYPED | {"subject": "护学岗 护学通道", "body": "我的文字。"}))
    assert "我的文字。" in page.words and "另一人的文字。" in page.words and "主题词" not in page.words
    jing.send("/edit")
    made = line_of(line_id).versions
    assert [(one.body, one.decision.value) for one in made[1:]] == [
        ("另一人的文字。", "replaced"),
        ("我的文字。", "open"),
    ]
    jing.open(f"/lines/{line_id}/edit")
    withdrawn(world.cheng, line_id, is_wrong=False)
    page = jing.send("/edit", status=422, **(TYPED | {"body": "又写的文字。"}))
    assert "这条口径已经撤回" in page.words and "又写的文字。" in page.words


def test_one_press_puts_a_line_into_an_answer_and_loses_nothing_typed(world: World, browse: Any) -> None:
    line_id, case = approved(world), in_hand(world)
    jing = browse("jing")
    address = f"/suggestions/{case}/rounds/{round_of(world, case).id}/reply"
    page = jing.open(address)
    assert page.words.count("护学岗怎么安排") == 2, "under both requests that name it"
    version_id = line_of(line_id).shown.id
    page = jing.send(
        "/reply", button=("line", f"{version_id}/2"), **{"answers-2-body": "正在编制预算。", "opening": "收悉。"}
    )
    one = round_of(world, case)
    assert {answer.request_no: answer.body for answer in one.answers}[2] == f"正在编制预算。\n{BODY}"
    assert one.opening == "收悉。"
    assert [(use.round_id, use.request_no) for use in db.session.scalars(select(LineUse))] == [(one.id, 2)]
    withdrawn(world.jing, line_id, is_wrong=False)
    page = jing.send("/reply", status=422, button=("line", f"{version_id}/1"), **{"answers-1-body": "还没有存的话。"})
    assert "没有放进去" in page.words and "还没有存的话。" in page.words


def went_out(world: World, line_id: int) -> int:
    """A reply that uses the line, delivered; its case."""
    case = drafted_with(world, line_id)
    send_up(world, case)
    one = round_of(world, case)
    clearance.pass_review(world.shen, one.id, version=one.version, now=NOW)
    deliver(world, case, world.cheng)
    return case


def test_an_earlier_answer_brings_its_line_along(world: World, browse: Any) -> None:
    line_id = approved(world)
    case = went_out(world, line_id)
    one = round_of(world, case)
    ratings.rate(world.lin, one.id, verdicts(Level.DISSATISFIED), version=one.version, now=NOW)
    handle_again(world, case)
    withdrawn(world.cheng, line_id)
    again, jing = round_of(world, case), browse("jing")
    jing.open(f"/suggestions/{case}/rounds/{again.id}/reply")
    page = jing.send("/reply", button=("quote", "earlier-1-1/1"))
    assert "用了因为有误已撤回的口径“护学岗怎么安排”" in page.words
    db.session.rollback()
    uses = db.session.execute(select(LineUse.round_id, LineUse.request_no).order_by(LineUse.id)).all()
    assert uses == [(one.id, 1), (again.id, 1)]
    assert "还在起草、送签的答复1份" in jing.open(f"/lines/{line_id}").words


def test_all_lines_are_one_press_away(world: World, browse: Any) -> None:
    approved(world, title="校车怎么安排", subject="校车")
    case = in_hand(world)
    jing = browse("jing")
    page = jing.open(f"/suggestions/{case}/rounds/{round_of(world, case).id}/reply")
    assert "校车怎么安排" not in page.words
    page = jing.send("/reply", button=("lines", "1"), **{"answers-1-body": "先写一句。"})
    assert "校车怎么安排" in page.words and "先写一句。" in page.words


def test_an_expired_line_is_not_offered_and_warns_where_it_is_read(world: World, browse: Any) -> None:
    case = drafted_with(world, approved(world, valid_until=(NOW + timedelta(days=3)).date()))
    address = f"/suggestions/{case}/rounds/{round_of(world, case).id}"
    assert "已过期的口径" not in browse("jing").open(f"{address}/reply").words
    send_up(world, case)
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        page = browse("shen").open(f"{address}/signature")
        assert "答复里用的口径有变动" in page.words and "用了已过期的口径“护学岗怎么安排”" in page.words
        guessed = page.words.partition("按字面找出来的")[2]
        assert "已过期的口径" not in guessed, "what the record knows is no guess by words"
        one = round_of(world, case)
        clearance.recall(world.jing, one.id, version=one.version, now=NOW + timedelta(days=5))
        page = browse("jing").open(f"{address}/reply")
    assert "用了已过期的口径“护学岗怎么安排”" in page.words and "放进第1项" not in page.words


def test_the_page_of_a_wrong_line_lists_the_replies_that_used_it(world: World, browse: Any) -> None:
    line_id = approved(world)
    went_out(world, line_id)
    jing = browse("jing")
    jing.open(f"/lines/{line_id}/withdraw")
    page = jing.send("/withdraw", status=422, reason="经费由区里承担。")
    assert "经费由区里承担。" in page.words
    page = jing.send("/withdraw", why="wrong", reason="经费由区里承担。")
    assert "内容有误" in page.words and "临教复〔2026〕2号" in page.words and "程远" in page.words
    chen = browse("chen")
    assert "因为有误撤回的答复口径1条" in chen.open("/").words
    page = chen.open(f"/lines/{line_id}")
    assert "临教复〔2026〕2号" in page.words
    chen.send("/noted")
    assert "因为有误撤回的答复口径" not in chen.open("/").words
    assert "因为有误撤回的答复口径1条" in browse("cheng").open("/").words


def test_who_signs_returns_a_proposal_only_with_a_reason(world: World, browse: Any) -> None:
    line_id = proposed(world)
    cheng = browse("cheng")
    cheng.open(f"/lines/{line_id}")
    cheng.send("/decision", status=422, button=("outcome", "return"))
    # Words that ask for something else are not thrown away by approving.
    page = cheng.send("/decision", status=422, button=("outcome", "approve"), note="文号不对。")
    assert "文号不对。" in str(page.data("/decision")) and line_of(line_id).current_no is None
    page = cheng.send("/decision", button=("outcome", "return"), note="文号不对。")
    assert "签发人退回" in page.words and "文号不对。" in browse("jing").open(f"/lines/{line_id}").words


def test_the_list_is_narrowed_by_words_and_standing(world: World, browse: Any) -> None:
    approved(world, title="校车怎么安排", subject="校车", body="校车由学校与客运公司签约。")
    soon = approved(world, title="标线什么时候补划", valid_until=(NOW + timedelta(days=20)).date())
    proposed(world, title="经费由谁承担")
    version = line_of(soon).version
    lines.propose_version(world.jing, soon, a_draft(title="标线年年补划"), version=version, now=NOW)
    how = {"note": "先核对。", "version": line_of(soon).version, "now": NOW}
    lines.give_back(world.cheng, soon, no=2, **how)
    jing, titles = browse("jing"), ("校车怎么安排", "标线什么时候补划", "经费由谁承担")

    def shown(query: str) -> list[bool]:
        words = jing.open(f"/lines?{query}").words
        return [title in words for title in titles]

    assert shown("") == [True, True, True]
    assert shown("q=客运公司") == [True, False, False]
    assert shown("standing=in_force") == [True, True, False]
    assert shown("standing=soon") == [False, True, False]
    assert shown("standing=proposed") == [False, False, True]
    assert shown("standing=returned") == [False, True, False]
    assert shown("standing=withdrawn") == [False, False, False]
    assert shown("standing=nothing&unit=x&page=9") == [False, False, False]
