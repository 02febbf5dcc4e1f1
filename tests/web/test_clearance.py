"""Pages of a reply on its way out: remarks on passages, only what changed, the check, the versions, the hints."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests import builders, clearing_parts
from tests.builders import round_of
from tests.clearing_parts import another_signer, deliver, send_up
from tests.world import NOW, World
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.ratings import Level
from tracker.domain.states import ClearanceStage, RoundState
from tracker.services import replies


def at(world: World, case: int, page: str) -> str:
    return f"/suggestions/{case}/rounds/{round_of(world, case).id}/{page}"


def mended(world: World, case: int) -> None:
    draft = builders.a_reply()
    better = replace(draft.answers[0], body="已在柳荫、北桥两所小学两侧划好通道。")
    send_up(world, case, replace(draft, answers=[better, draft.answers[1]]))


def test_the_office_marks_a_passage_and_the_handler_reads_it_beside_the_box(browse: Any, world: World) -> None:
    case = clearing_parts.in_review(world)
    shen = browse("shen")
    shen.open(at(world, case, "signature"))
    mark = {"marks-0-field": "answers-1-body", "marks-0-passage": "划设通道", "marks-0-remark": ""}
    page = shen.send("/signature", status=422, button=("outcome", "back"), **mark)
    assert "请写明这一处要怎么改" in page.words
    page = shen.send("/signature", button=("outcome", "back"), **{"marks-0-remark": "写明哪几所学校。"})
    assert "已退回经办人" in page.words
    words = browse("jing").open(at(world, case, "reply")).words
    assert "标出1处，已改0处" in words and "写明哪几所学校。" in words and "还没有改" in words


def test_a_passage_that_is_not_there_keeps_every_typed_character(browse: Any, world: World) -> None:
    case = clearing_parts.in_review(world)
    shen = browse("shen")
    shen.open(at(world, case, "signature"))
    mark = {"marks-0-field": "opening", "marks-0-passage": "没有这句", "marks-0-remark": "改掉"}
    page = shen.send("/signature", status=422, button=("outcome", "back"), note="总的意见", **mark)
    assert "没有找到这段原文" in page.words
    held = page.data("/signature")
    assert (held["note"], held["marks-0-passage"], held["marks-0-remark"]) == ("总的意见", "没有这句", "改掉")
    assert round_of(world, case).stage is ClearanceStage.REVIEW


def test_words_of_what_to_mend_are_never_lost_by_letting_it_pass(browse: Any, world: World) -> None:
    case = clearing_parts.in_review(world)
    shen, where = browse("shen"), at(world, case, "signature")
    shen.open(where)
    page = shen.send("/signature", status=422, button=("outcome", "pass"), note="另：注意措辞")
    assert "所以什么都没有做" in page.words and page.data("/signature")["note"] == "另：注意措辞"
    assert round_of(world, case).stage is ClearanceStage.REVIEW
    mark = {"marks-0-field": "answers-1-body", "marks-0-passage": "划设通道", "marks-0-remark": "写明学校"}
    page = shen.send("/signature", status=422, button=("outcome", "pass"), note="", **mark)
    assert page.data("/signature")["marks-0-remark"] == "写明学校"
    shen.open(where)
    assert "审核通过" in shen.send("/signature", button=("outcome", "pass")).words
    cheng = browse("cheng")
    cheng.open(where)
    told = {"document_no": "临教复〔2026〕12号", "note": "先压一压"}
    assert "先压一压" in str(
        cheng.send("/signature", status=422, button=("outcome", "deliver"), **told).data("/signature")
    )
    assert round_of(world, case).delivered_on is None


def test_the_enter_key_in_the_number_signs_nothing(browse: Any, world: World) -> None:
    case = clearing_parts.in_review(world)
    builders.pass_review(world, case)
    cheng = browse("cheng")
    page = cheng.open(at(world, case, "signature"))
    # A browser presses the first button of the form.
    assert 'name="outcome"' in page.body.split('value="look"')[0].rpartition("<button")[2]
    page = cheng.send("/signature", button=("outcome", "look"), document_no="临教复〔2026〕12号")
    assert page.data("/signature")["document_no"] == "临教复〔2026〕12号"
    assert round_of(world, case).delivered_on is None


def test_who_read_it_before_sees_what_changed_and_may_see_all(browse: Any, world: World) -> None:
    case = clearing_parts.sent_back_by_office(world)
    mended(world, case)
    page = browse("shen").open(at(world, case, "signature"))
    assert "您上次看的是第1稿" in page.words and "第1项的答复有改动" in page.words
    assert "letter-paper" not in page.body
    assert "letter-paper" in browse("shen").open(f"{at(world, case, 'signature')}?whole=1").body
    builders.pass_review(world, case)
    page = browse("cheng").open(at(world, case, "signature"))
    assert "letter-paper" in page.body and "您上次看的是" not in page.words, "the first look shows all"


def test_the_checker_says_how_he_sees_it_and_lets_it_out(browse: Any, world: World) -> None:
    case = clearing_parts.in_check(world)
    du = browse("du")
    du.open(at(world, case, "check"))
    page = du.send("/check", status=422, button=("outcome", "pass_check"), checked_letter="C")
    assert "请填写这一项" in page.words
    page = du.send("/check", button=("outcome", "pass_check"), check_words="还没有列入计划")
    assert "答复已送达代表" in page.words and "检查时认为是C类，单位定的是B类。" in page.words
    assert round_of(world, case).state is RoundState.DELIVERED
    seen = browse("lin").open(f"/suggestions/{case}").words
    assert "主动公开" in seen and "还没有列入计划" not in seen


def test_the_page_before_it_is_sent_up_names_only_who_may_sign_it(browse: Any, world: World) -> None:
    other = another_signer(world)
    case = builders.in_hand(world)
    round_ = round_of(world, case)
    replies.save(world.jing, round_.id, builders.a_reply(), version=round_.version, now=NOW)
    words = browse("jing").open(at(world, case, "letter")).words
    assert "程远签发" in words and "施敏" not in words, "the principal signs"
    again = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, again)
    round_ = round_of(world, again)
    replies.save(world.jing, round_.id, builders.a_reply(), version=round_.version, now=NOW)
    words = browse("jing").open(at(world, again, "letter")).words
    assert "施敏签发" in words and "程远、施敏" not in words, "another signs than the first time"
    send_up(world, again)
    builders.pass_review(world, again)
    deliver(world, again, other)


def test_who_opens_it_out_of_turn_is_told_of_what_he_wanted(browse: Any, world: World) -> None:
    case = clearing_parts.in_review(world)
    assert "现在不能签发" in browse("cheng").open(at(world, case, "signature"), status=409).words
    builders.pass_review(world, case)
    assert "现在不能审核" in browse("shen").open(at(world, case, "signature"), status=409).words
    assert "现在不能检查" in browse("du").open(at(world, case, "check"), status=409).words


def test_versions_are_for_the_people_of_the_unit(browse: Any, world: World) -> None:
    case = clearing_parts.sent_back_by_office(world)
    mended(world, case)
    words = browse("cheng").open(at(world, case, "versions")).words
    assert "第1稿改成第2稿" in words and "写明哪几所学校。" in words and "其余" in words
    for login in ("lin", "chen", "du", "luo"):
        browse(login).open(at(world, case, "versions"), status=404)


def test_the_handler_takes_it_back_from_the_letter(browse: Any, world: World) -> None:
    case = clearing_parts.in_review(world)
    jing = browse("jing")
    page = jing.open(at(world, case, "letter"))
    assert "等沈嘉禾审核" in page.words
    assert "已收回" in jing.send("/letter", button=("recall", "1")).words
    assert round_of(world, case).state is RoundState.DRAFTING


def test_hints_are_shown_to_who_lets_it_pass_and_stop_nobody(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    draft = builders.a_reply()
    loose = replace(draft.answers[1], body="正在和财政部门商量，有事请打13900001234。", promise="适时推进")
    public = {"publication": PublicMode.NONE, "publication_reason": "涉密", "deputy_view": DeputyView.NOT_ASKED}
    send_up(world, case, replace(draft, answers=[draft.answers[0], loose], **public))
    shen = browse("shen")
    words = shen.open(at(world, case, "signature")).words
    assert "“13900001234”像是电话" in words and "写的是“适时”" in words and "不予公开：涉密" in words
    assert "审核通过" in shen.send("/signature", button=("outcome", "pass")).words
