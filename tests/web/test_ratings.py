"""Rating a reply: nothing chosen beforehand, reasons below satisfied, who sees it when; never the unit."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from tests import builders
from tests.page import Browser
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.limits import NOTE, REASON
from tracker.domain.ratings import Level, Question, Wish
from tracker.domain.states import RoundState, SuggestionState
from tracker.models.record import KeptText
from tracker.models.tasks import Rating
from tracker.services import jobs, ratings

REASONED = {"answer": "basically_satisfied", "answer_reason": "第二项没有日期", "process_level": "satisfied"}


def rating_page(world: World, suggestion_id: int) -> str:
    return f"/suggestions/{suggestion_id}/rounds/{builders.round_of(world, suggestion_id).id}/rating"


def current(world: World, suggestion_id: int) -> dict[tuple[int, Question], tuple[Level, str, str]]:
    one = builders.round_of(world, suggestion_id)
    return {
        (row.person_id, row.question): (row.level, row.reason, row.private_note)
        for row in one.ratings
        if row.is_current
    }


def rated(who: Browser, address: str, **answers: str) -> None:
    who.open(address)
    who.send("/rating", **answers)


def test_nothing_is_chosen_beforehand(browse, world: World) -> None:
    page = browse("lin").open(rating_page(world, builders.delivered(world)))
    rings = [one for one in page.form("/rating")["fields"] if one["kind"] == "radio"]
    assert len(rings) == 9 and not any(one["checked"] for one in rings)
    assert page.data("/rating")["answer_reason"] == ""


def test_of_two_windows_neither_draws_the_others_draft_over_unseen(browse, world: World) -> None:
    address = rating_page(world, builders.delivered(world))
    first, second = browse("lin"), browse("lin")
    first.open(address)
    second.open(address)
    first.send("/rating", answer="dissatisfied", answer_reason="甲窗口写的很长的理由", later="1")
    page = second.send("/rating", status=422, answer="dissatisfied", answer_reason="乙", later="1")
    assert "这一份还没有存" in page.words and "甲窗口写的很长的理由" in page.words
    assert page.data("/rating")["answer_reason"] == "乙"
    assert "甲窗口写的很长的理由" in str(browse("lin").open(address).data("/rating"))
    # Pressed again after a look at it, and the same words twice, there is nothing to ask.
    assert "已存着" in second.send("/rating", later="1").words
    assert browse("lin").open(address).data("/rating")["answer_reason"] == "乙"


def test_what_is_put_aside_waits_for_its_deputy_alone_and_rates_nothing(browse, world: World) -> None:
    suggestion_id, words = builders.delivered(world, cosigned=True), "只写了“逐步配齐”"
    address, lin = rating_page(world, suggestion_id), browse("lin")
    lin.open(address)
    page = lin.send("/rating", answer="dissatisfied", answer_reason=words, wish="meeting", later="1")
    assert "已存着，还没有提交" in page.words and current(world, suggestion_id) == {}
    assert words not in browse("fang").open(address).body
    later = NOW + timedelta(days=20)
    with time_machine.travel(later, tick=False):
        db.session.rollback()
        jobs.sweep({}, now=later)
        page = browse("lin").open(address)
    held = page.data("/rating")
    assert (held["answer"], held["answer_reason"], held["wish"]) == ("dissatisfied", words, "meeting")
    assert "process_level" not in held and "您评了一半" in page.words
    lin.open(address)
    lin.send("/rating", process_level="satisfied")
    assert "您评了一半" not in lin.open(address).words
    assert db.session.scalar(select(func.count()).select_from(KeptText)) == 0


def test_what_is_wished_next_goes_to_the_desk_and_the_signers(browse, world: World) -> None:
    suggestion_id = builders.delivered(world, cosigned=True)
    for login, level, wish in (("lin", "dissatisfied", "meeting"), ("fang", "satisfied", "again")):
        who = browse(login)
        who.open(rating_page(world, suggestion_id))
        who.send("/rating", answer=level, answer_reason="没有日期", process_level="satisfied", wish=wish)
    one = builders.round_of(world, suggestion_id)
    wishes = {row.person_id: row.wish for row in one.ratings if row.question is Question.ANSWER}
    assert wishes == {world.lin.person_id: Wish.MEETING, world.fang.person_id: None}, "who is satisfied wishes nothing"
    page = browse("chen").open(f"/suggestions/{suggestion_id}/rounds/{one.id}/decision")
    assert "希望" in page.words and "当面沟通" in page.words
    assert "当面沟通" in browse("fang").open(f"/suggestions/{suggestion_id}").words


def test_who_rated_in_another_window_meanwhile_is_asked_which_counts(browse, world: World) -> None:
    suggestion_id = builders.delivered(world, cosigned=True)
    address, first, second = rating_page(world, suggestion_id), browse("lin"), browse("lin")
    first.open(address)
    second.open(address)
    first.send("/rating", **REASONED)
    page = second.send("/rating", status=422, answer="satisfied", process_level="satisfied")
    assert "您在另一处已经评过" in page.words and "第二项没有日期" in page.words
    lin = (world.lin.person_id, Question.ANSWER)
    assert current(world, suggestion_id)[lin][0] is Level.BASICALLY and page.data("/rating")["answer"] == "satisfied"
    second.send("/rating")
    assert current(world, suggestion_id)[lin][0] is Level.SATISFIED


def test_the_answers_in_short_stand_beside(browse, world: World) -> None:
    page = browse("lin").open(rating_page(world, builders.delivered(world)))
    assert "您提的2项，答复如下" in page.words and "在校门两侧划设护学通道。" in page.words
    assert "已解决" in page.words and "临教复〔2026〕1号" in page.words and "景行85550142" in page.words
    assert "4月30日前评价" in page.words


def test_two_satisfied_answers_close_the_case(browse, world: World) -> None:
    suggestion_id = builders.delivered(world)
    lin = browse("lin")
    lin.open(rating_page(world, suggestion_id))
    page = lin.send("/rating", answer="satisfied", process_level="satisfied")
    assert page.h1 == ["评价已提交给市人大"]
    assert "这件建议已办结" in page.words
    assert builders.fetch(suggestion_id).state is SuggestionState.CLOSED


def test_both_questions_are_owed(browse, world: World) -> None:
    suggestion_id = builders.delivered(world)
    lin = browse("lin")
    address = rating_page(world, suggestion_id)
    lin.open(address)
    page = lin.send("/rating", status=422, private_note="先记一句")
    assert page.words.count("请选一项") >= 2 and page.data("/rating")["private_note"] == "先记一句"
    assert {"#answer", "#process_level"} <= {href for href, _words in page.links}
    page = lin.send("/rating", status=422, answer="satisfied")
    assert page.data("/rating")["answer"] == "satisfied"
    lin.send("/rating", status=422, answer="satisfied", process_level="splendid")
    assert current(world, suggestion_id) == {}


def test_below_satisfied_a_reason_is_owed(browse, world: World) -> None:
    suggestion_id = builders.delivered(world)
    lin = browse("lin")
    lin.open(rating_page(world, suggestion_id))
    for level in ("basically_satisfied", "dissatisfied"):
        page = lin.send("/rating", status=422, answer=level, answer_reason="  ", process_level="satisfied")
        assert "请写明答复内容哪里还不够" in page.words
        assert page.data("/rating")["answer"] == level
    assert current(world, suggestion_id) == {}
    lin.send("/rating", **REASONED)
    assert current(world, suggestion_id)[world.lin.person_id, Question.ANSWER] == (
        Level.BASICALLY,
        "第二项没有日期",
        "",
    )


def test_what_was_written_is_kept_and_shown_whatever_the_level(browse, world: World) -> None:
    suggestion_id, words = builders.delivered(world, cosigned=True), "日期再早些更好"
    address, lin = rating_page(world, suggestion_id), browse("lin")
    lin.open(address)
    page = lin.send("/rating", answer="satisfied", answer_reason=words, process_level="satisfied")
    assert current(world, suggestion_id)[world.lin.person_id, Question.ANSWER] == (Level.SATISFIED, words, "")
    assert words in page.words
    again = lin.open(address)
    assert again.data("/rating")["answer_reason"] == words
    assert again.body.count("choices__more--open") == 1, "what is sent stands in sight"
    assert words in lin.open(f"/suggestions/{suggestion_id}").words
    assert words in browse("chen").open(f"/suggestions/{suggestion_id}").words


def test_lengths_and_characters(browse, world: World) -> None:
    lin = browse("lin")
    suggestion_id = builders.delivered(world)
    address = rating_page(world, suggestion_id)
    for field, text in (
        ("answer_reason", "𠮷" * (REASON + 1)),
        ("private_note", "𠮷" * (NOTE + 1)),
        ("private_note", "护" * 100_000),
        ("answer_reason", "前\x00后"),
    ):
        lin.open(address)
        page = lin.send("/rating", status=422, **(REASONED | {field: text}))
        assert page.data("/rating")["process_level"] == "satisfied"
    lin.open(address)
    lin.send("/rating", **(REASONED | {"answer_reason": "𠮷" * REASON, "private_note": "𠮷" * NOTE}))
    assert current(world, suggestion_id)[world.lin.person_id, Question.ANSWER][1:] == ("𠮷" * REASON, "𠮷" * NOTE)


def test_who_sees_it_when_is_said_with_real_dates(browse, world: World) -> None:
    page = browse("lin").open(rating_page(world, builders.delivered(world, cosigned=True)))
    assert "还有1位代表没有评价" in page.words
    assert "最迟5月1日起，承办单位看到评价和理由" in page.words
    assert "在那以前，您可以改" in page.words


def test_the_only_rater_is_told_that_the_window_shuts_at_once(browse, world: World) -> None:
    page = browse("lin").open(rating_page(world, builders.delivered(world)))
    assert "您提交后评价期随即结束" in page.words and "不能再改" in page.words
    assert "在那以前，您可以改" not in page.words


def test_a_rating_can_be_changed_and_nothing_is_overwritten(browse, world: World) -> None:
    suggestion_id = builders.delivered(world, cosigned=True)
    address, lin = rating_page(world, suggestion_id), browse("lin")
    rated(lin, address, **REASONED, private_note="局长没有来")
    page = lin.open(address)
    assert "您已经评过" in page.words and "答复内容：基本满意。" in page.words
    sent = page.data("/rating")
    assert (sent["answer"], sent["answer_reason"], sent["private_note"]) == (
        "basically_satisfied",
        "第二项没有日期",
        "局长没有来",
    )
    page = lin.send("/rating", answer="dissatisfied", answer_reason="去看过，没有做")
    assert "修改评价" in page.words and "4月30日前" in page.words
    assert current(world, suggestion_id)[world.lin.person_id, Question.ANSWER][:2] == (
        Level.DISSATISFIED,
        "去看过，没有做",
    )
    assert db.session.scalar(select(func.count()).select_from(Rating)) == 4


def test_one_deputy_never_sees_the_choice_of_another(browse, world: World) -> None:
    suggestion_id = builders.delivered(world, cosigned=True)
    address = rating_page(world, suggestion_id)
    rated(browse("lin"), address, **REASONED)
    page = browse("fang").open(address)
    assert not any(one["checked"] for one in page.form("/rating")["fields"])
    assert "第二项没有日期" not in page.body
    browse("fang").open(f"{address}/receipt", status=404)


def test_the_window_shuts_on_its_day(browse, world: World) -> None:
    suggestion_id = builders.delivered(world, cosigned=True)
    address = rating_page(world, suggestion_id)
    lin = browse("lin")
    lin.open(address)
    with time_machine.travel(NOW + timedelta(days=29), tick=False):  # the last day, 30 April
        browse("lin").open(address)
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        assert "评价期已经结束" in browse("lin").open(address, status=409).words


def test_sent_twice_it_counts_once(browse, world: World) -> None:
    suggestion_id = builders.delivered(world)
    address, lin = rating_page(world, suggestion_id), browse("lin")
    data = lin.open(address).data("/rating") | REASONED
    for _ in range(2):
        lin.post(address, status=302, follow=False, **data)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Rating)) == 2


def test_a_dissatisfied_deputy_reads_who_decides_by_when(browse, world: World) -> None:
    suggestion_id = builders.delivered(world)
    lin = browse("lin")
    lin.open(rating_page(world, suggestion_id))
    page = lin.send("/rating", answer="dissatisfied", answer_reason="没有答复", process_level="satisfied")
    assert "决定重新办理，或者向您说明为什么不再办理" in page.words and "4月8日前" in page.words
    assert "修改评价" not in page.words


def test_the_unit_can_neither_open_nor_send_it(browse, world: World) -> None:
    suggestion_id = builders.delivered(world)
    address = rating_page(world, suggestion_id)
    sent = {"answer": "satisfied", "process_level": "satisfied"}
    version = str(builders.round_of(world, suggestion_id).version)
    for login in ("he", "jing", "shen", "cheng"):
        who = browse(login)
        who.open(address, status=403)
        who.open(f"{address}/receipt", status=404)
        who.post(address, status=403, once="k", version=version, **sent)
    for login, status in (("chen", 403), ("yuan", 403), ("luo", 404), ("ji", 404), ("du", 403)):
        browse(login).open(address, status=status)
    assert current(world, suggestion_id) == {}


def test_a_rating_needs_a_delivered_reply(browse, world: World) -> None:
    for suggestion_id in (builders.in_hand(world), builders.in_clearance(world), builders.closed(world)):
        browse("lin").open(rating_page(world, suggestion_id), status=409)


def test_a_round_of_another_paper_is_not_found(browse, world: World) -> None:
    one, other = builders.delivered(world), builders.delivered(world)
    number = builders.round_of(world, other).id
    browse("lin").open(f"/suggestions/{one}/rounds/{number}/rating", status=404)
    browse("lin").open(f"/suggestions/{one}/rounds/{number}/rating/receipt", status=404)


def test_the_receipt_stays_after_the_window(browse, world: World) -> None:
    suggestion_id = builders.closed(world, level=Level.BASICALLY)
    assert builders.round_of(world, suggestion_id).state is RoundState.RATED
    page = browse("lin").open(f"{rating_page(world, suggestion_id)}/receipt")
    assert "没有回答第二项" in page.words and "总的评价是“基本满意”" in page.words


def test_the_last_of_several_is_told_that_all_others_have_rated(browse, world: World) -> None:
    suggestion_id = builders.delivered(world, cosigned=True)
    one = builders.round_of(world, suggestion_id)
    ratings.rate(world.fang, one.id, builders.verdicts(), version=one.version, now=NOW)
    page = browse("lin").open(rating_page(world, suggestion_id))
    assert "其他代表都已评价" in page.words
