"""The page on which a handler reads the letter once more before it is sent up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests import builders
from tests.builders import round_of
from tests.page import Browser
from tests.web.test_files import upload
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.states import RoundState
from tracker.services import replies
from tracker.services.replies import ReplyDraft


def at(world: World, case: int, page: str) -> str:
    return f"/suggestions/{case}/rounds/{round_of(world, case).id}/{page}"


def saved(world: World, case: int, draft: ReplyDraft) -> None:
    one = round_of(world, case)
    replies.save(world.jing, one.id, draft, version=one.version, now=NOW)


def checking(browse: Any, world: World, draft: ReplyDraft) -> tuple[int, Browser]:
    """A case whose draft the handler reads once more."""
    case = builders.in_hand(world)
    saved(world, case, draft)
    jing: Browser = browse("jing")
    jing.open(at(world, case, "letter"))
    return case, jing


def speaking_of_a_file() -> ReplyDraft:
    draft = builders.a_reply()
    return replace(
        draft, answers=[replace(draft.answers[0], body="已在两侧划设通道，路段详见附件。"), draft.answers[1]]
    )


def buttons(who: Browser, action: str) -> list[str]:
    return [one["name"] for one in who.page.form(action)["buttons"]]


def test_a_reply_is_sent_up_only_from_the_page_that_shows_it_as_it_goes_out(browse: Any, world: World) -> None:
    case, jing = checking(browse, world, builders.a_reply())
    jing.open(at(world, case, "reply"))
    assert "send" not in buttons(jing, "/reply") and "送审核人" not in jing.page.words
    page = jing.send("/reply", button=("check", "1"), opening="来信收悉，已经研究。")
    assert page.h1 == ["送审前再看一遍"] and "letter-paper" in page.body and "来信收悉，已经研究。" in page.words
    asked = ("第20260001号建议的答复", "林若溪代表：", "经费列入预算", "2027年6月30日", "市教育局程远")
    beside = ("送达1名代表", "主动公开（全文）", "代表同意", "附件没有", "沈嘉禾审核", "程远签发")
    assert [words for words in (*asked, *beside) if words not in page.words] == []
    assert (at(world, case, "reply") + "#publication", "修改公开方式") in page.links
    assert "已送审核人" in jing.send("/letter").words
    assert round_of(world, case).state is RoundState.IN_CLEARANCE


def test_what_is_saved_in_another_window_is_not_sent_up_unread(browse: Any, world: World) -> None:
    case, jing = checking(browse, world, builders.a_reply())
    saved(world, case, replace(builders.a_reply(), opening="另一个窗口写的。"))
    jing.send("/letter", status=409)
    assert round_of(world, case).state is RoundState.DRAFTING


def test_a_letter_that_speaks_of_an_attachment_and_has_none_is_only_hinted_at(browse: Any, world: World) -> None:
    case, jing = checking(browse, world, speaking_of_a_file())
    hint = "写了“详见附件”，还没有上传附件。"
    assert f"第1项{hint}" in jing.page.words
    jing.open(at(world, case, "reply"))
    assert hint in jing.page.words
    assert "已送审核人" in (jing.send("/reply", button=("check", "1")) and jing.send("/letter")).words
    assert hint in browse("shen").open(at(world, case, "signature")).words


def test_with_the_file_the_hint_is_gone(browse: Any, world: World) -> None:
    case, jing = checking(browse, world, speaking_of_a_file())
    jing.open(at(world, case, "reply"))
    page = jing.send("/reply", button=("check", "1"), **{"files-new": upload("路段.wps")})
    assert "还没有上传附件" not in page.words and "附件路段.wps" in page.words
    assert "还没有上传附件" not in jing.open(at(world, case, "reply")).words


def test_what_only_the_service_finds_is_listed_with_the_way_to_its_box(browse: Any, world: World) -> None:
    case, jing = checking(browse, world, builders.a_reply())
    promise = next(one for one in round_of(world, case).answers if one.is_promise)
    promise.promise_unit_id = world.units["市中级人民法院"]
    db.session.commit()
    page = jing.send("/letter", status=422)
    there = f"{at(world, case, 'reply')}?lacks=1#answers-{promise.request_no}-unit"
    assert there in [href for href, _words in page.links] and "还差1处" in page.words
    assert round_of(world, case).state is RoundState.DRAFTING
