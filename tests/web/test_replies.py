"""Replying: the answer matrix, the letter, sending up, signing or sending back, the receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, SEPARATE, fetch, round_of, task_of
from tests.page import Browser, Page
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import TaskRole
from tracker.domain.ratings import Level
from tracker.domain.results import Semantic
from tracker.domain.states import RoundState, TaskState
from tracker.models.contacts import Manner, Phase
from tracker.models.procedures import Disagreement
from tracker.models.tasks import Task
from tracker.services import assignments, contacts, disagreements, groups, handling, opinions, replies
from tracker.services.assignments import Plan, Share
from tracker.services.handling import Talk

EDUCATION, TRAFFIC, COURT = "市教育局", "市交通运输局", "市中级人民法院"
NUMBER = "临教复〔2026〕1号"


def at(world: World, case: int, page: str, unit: str = EDUCATION) -> str:
    return f"/suggestions/{case}/rounds/{round_of(world, case, unit).id}/{page}"


def whole(**changes: str) -> dict[str, str]:
    """Everything a complete reply to two requests holds; underscores in names of parts stand for dashes."""
    held = {
        "answers-1-body": "已在两侧划设通道，设了标线。",
        "answers-1-outcome": "solved",
        "answers-2-body": "正在编制预算，明年列入。",
        "answers-2-outcome": "in_progress",
        "answers-2-promise": "经费列入预算",
        "answers-2-due": "2027-06-30",
        "answers-2-owner": "程远",
        "opening": "来信收悉。",
        "document_no": "",
        "letter": "",
        "contact_name": "景行",
        "contact_phone": "8555 0142",
        "no_contact_reason": "领衔代表出差，约定答复后见面",
        "publication": "full",
        "deputy_view": "agrees",
    }
    return held | changes


def writing(browse: Any, world: World, case: int) -> Browser:
    """The handler with the answer matrix open."""
    jing: Browser = browse("jing")
    jing.open(at(world, case, "reply"))
    return jing


def sent_up(who: Browser, **typed: str) -> Page:
    """Go on to the page where the letter is checked, and send it up from there."""
    who.send("/reply", button=("check", "1"), **typed)
    return who.send("/letter")


def gaps_of(who: Browser, **typed: str) -> Page:
    """Go on to the page where the letter is checked, which cannot be sent yet, and back to what is missing."""
    page = who.send("/reply", button=("check", "1"), **typed)
    assert not [form for form in page.forms if form["action"].endswith("/letter")]
    back = next(href for href, words in page.links if words == "回去写完")
    return who.open(back)


def fields(who: Browser) -> dict[str, Any]:
    return who.page.data("/reply")


# ── from the empty matrix to the receipt ──────────────────────────────────────


def test_a_reply_is_written_sent_up_signed_and_delivered(browse: Any, world: World) -> None:
    case = builders.in_hand(world, cosigned=True)
    jing = writing(browse, world, case)
    page = jing.send("/reply", button=("save", "1"), **whole())
    assert "草稿已保存" in page.words
    page = jing.send("/reply", button=("check", "1"))
    assert "关于市七届人大六次会议闭会期间第20260001号建议的答复" in page.words
    assert "林若溪、方舒代表：" in page.words
    assert "等沈嘉禾审核" in jing.send("/letter").words
    builders.pass_review(world, case)
    assert "等程远签发" in jing.open(at(world, case, "letter")).words
    cheng = browse("cheng")
    page = cheng.open(at(world, case, "signature"))
    assert "送达2名代表" in page.words and "B类：正在解决、已列入计划逐步解决" in page.words
    page = cheng.send("/signature", button=("outcome", "deliver"), document_no=NUMBER)
    assert "答复已送达代表" in page.words and "林若溪、方舒" in page.words and NUMBER in page.words
    assert "兑现第2项的承诺：经费列入预算" in page.words and "2027年6月30日前" in page.words
    one = round_of(world, case)
    assert one.state is RoundState.DELIVERED and one.letter == "B" and one.document_no == NUMBER
    assert fetch(case).tasks[0].state is TaskState.REPLIED
    assert [(a.request_no, a.semantic) for a in one.answers] == [(1, Semantic.SOLVED), (2, Semantic.IN_PROGRESS)]


def test_the_deputy_reads_the_letter_the_signer_read(browse: Any, world: World) -> None:
    case = builders.in_clearance(world)
    cheng = browse("cheng")
    read = cheng.open(at(world, case, "signature")).body
    cheng.send("/signature", button=("outcome", "deliver"), document_no=NUMBER)
    told = browse("lin").open(f"/suggestions/{case}").body
    assert letter_in(told).replace(NUMBER, "") == letter_in(read).replace("（文号待定）", "")


def letter_in(body: str) -> str:
    start = body.index('<article class="paper letter-paper"')
    return body[start : body.index("</article>", start)]


def test_a_first_draft_begins_with_the_usual_opening_and_its_handler(browse: Any, world: World) -> None:
    silent, heard = (builders.in_hand(world, shares=LEAD_AND_CO) for _ in range(2))
    an_opinion(world, heard, is_taken=True)
    held = fields(writing(browse, world, heard))
    assert held["opening"].startswith("您提出的《关于在老城区小学周边设置护学通道的建议》收悉")
    assert "会同市交通运输局研究" in held["opening"] and held["contact_name"] == "景行"
    opening = fields(writing(browse, world, silent))["opening"]
    assert "经研究" in opening and "市交通运输局" not in opening, "nobody has said anything yet"


def test_the_signer_is_told_which_co_unit_has_not_said_its_view(browse: Any, world: World) -> None:
    case = builders.in_clearance(world, shares=LEAD_AND_CO)
    one = round_of(world, case)
    page = browse("cheng").open(f"/suggestions/{case}/rounds/{one.id}/signature")
    assert "市交通运输局的会办意见还没有到" in page.words


def test_a_draft_may_have_gaps(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = jing.send("/reply", button=("save", "1"), **{"answers-1-body": "先写一句。", "opening": ""})
    assert "草稿已保存" in page.words
    assert [one.body for one in round_of(world, case).answers] == ["先写一句。", ""]


def test_a_unit_answers_only_its_own_part(browse: Any, world: World) -> None:
    case = builders.an_assigned(world, shares=SEPARATE)
    handling.sign_for(world.zheng, task_of(world, case, COURT), handler_id=world.han.person_id, now=NOW)
    han = browse("han")
    page = han.open(at(world, case, "reply", COURT))
    assert "answers-2-body" in page.data("/reply") and "answers-1-body" not in page.data("/reply")
    han.send("/reply", button=("save", "1"), **{"answers-1-body": "不归我答", "answers-2-body": "归我答。"})
    assert [(one.request_no, one.body) for one in round_of(world, case, COURT).answers] == [(2, "归我答。")]


def test_the_letter_follows_the_weakest_answer_until_another_is_chosen(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    jing.send("/reply", button=("save", "1"), **whole(**{"answers-1-outcome": "deferred"}))
    assert round_of(world, case).letter == "C" and "现在是C类" in jing.page.words
    jing.send("/reply", button=("save", "1"), letter="B")
    assert round_of(world, case).letter == "B" and fields(jing)["letter"] == "B"


def test_both_kinds_of_b_are_offered_and_told_apart(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    assert "B正在解决" in jing.page.words and "B已列入计划逐步解决" in jing.page.words
    page = jing.send("/reply", button=("check", "1"), **whole(**{"answers-2-outcome": "planned"}))
    assert "B已列入计划逐步解决" in page.words


# ── what is missing is said at its place ──────────────────────────────────────


def test_gaps_are_linked_and_every_word_is_kept(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    gone = {"answers-1-outcome": "", "answers-2-body": "", "answers-2-due": "", "answers-2-owner": ""}
    gappy = whole(**gone, contact_phone="")
    page = gaps_of(jing, **gappy)
    assert page.title.startswith("需要修改") and "还差5处" in page.words
    links = {words: href for href, words in page.links}
    assert links["第1项：请选办理结果"] == "#answers-1-outcome"
    assert links["第2项：请答复这一项，或者说明为什么不能办"] == "#answers-2-body"
    assert links["第2项：B类要写完成日期"] == "#answers-2-due"
    assert links["第2项：B类要写责任人"] == "#answers-2-owner"
    assert links["请填写联系电话"] == "#contact_phone"
    ids = {one["id"] for one in page.controls}
    assert {href[1:] for href in links.values() if href.startswith("#answers-2")} <= ids
    held = fields(jing)
    assert {name: held.get(name, "") for name in gappy} == gappy
    assert round_of(world, case).state is RoundState.DRAFTING


def test_a_telephone_without_a_number_is_no_telephone(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = gaps_of(jing, **whole(contact_phone="问办公室"))
    assert "没有能拨的号码" in page.words and fields(jing)["contact_phone"] == "问办公室"
    assert round_of(world, case).state is RoundState.DRAFTING


def test_what_a_refused_reply_said_is_saved_and_can_be_sent_after_mending(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    gaps_of(jing, **whole(**{"answers-1-body": ""}))
    assert round_of(world, case).answers[1].body == "正在编制预算，明年列入。"
    sent_up(jing, **{"answers-1-body": "已划设，校门两侧各一百米。"})
    assert round_of(world, case).state is RoundState.IN_CLEARANCE


@pytest.mark.parametrize("outcome", ["in_progress", "planned"])
def test_a_class_that_promises_owes_what_and_when(browse: Any, world: World, outcome: str) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    typed = whole(**{"answers-1-outcome": outcome})
    words = gaps_of(jing, **typed).words
    assert "第1项：B类要写做到什么" in words and "第1项：B类要写完成日期" in words


@pytest.mark.parametrize("outcome", ["solved", "deferred", "reference"])
def test_a_class_that_promises_nothing_owes_nothing_and_sends_no_promise(
    browse: Any, world: World, outcome: str
) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = sent_up(jing, **whole(**{"answers-2-outcome": outcome}))
    assert "承诺：" not in page.words
    one = round_of(world, case)
    assert one.state is RoundState.IN_CLEARANCE
    builders.pass_review(world, case)
    assert "承诺" not in letter_in(browse("cheng").open(at(world, case, "signature")).body)
    builders.send_back(world, case)
    held = fields(writing(browse, world, case))
    assert (held["answers-2-promise"], held["answers-2-due"]) == ("经费列入预算", "2027-06-30"), "nothing typed is lost"
    jing.open(at(world, case, "reply"))
    sent_up(jing)
    builders.pass_review(world, case)
    cheng = browse("cheng")
    cheng.open(at(world, case, "signature"))
    words = cheng.send("/signature", button=("outcome", "deliver"), document_no=NUMBER).words
    assert "兑现" not in words and "2027" not in words
    lin = browse("lin")
    assert "经费列入预算" not in lin.open(f"/suggestions/{case}").words
    assert "2027" not in lin.open(at(world, case, "rating")).words
    words = lin.send("/rating", answer="satisfied", process_level="satisfied").words
    assert "承诺" not in words.replace("承诺台账", ""), "but for the ledger in the menu"


@pytest.mark.parametrize("days", [0, -1])
def test_a_promise_lies_in_the_future(browse: Any, world: World, days: int) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    due = (TODAY + timedelta(days=days)).isoformat()
    page = gaps_of(jing, **whole(**{"answers-2-due": due}))
    assert "第2项：承诺的日期要在今天以后" in page.words and fields(jing)["answers-2-due"] == due


@pytest.mark.parametrize("due", ["2036-04-02", "9999-12-31"])
def test_a_promise_further_than_ten_years_ahead_is_kept_and_not_sent(browse: Any, world: World, due: str) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    assert "草稿已保存" in jing.send("/reply", button=("save", "1"), **whole(**{"answers-2-due": due})).words
    page = gaps_of(jing)
    links = {words: href for href, words in page.links}
    told = next(words for words in links if words.startswith("第2项：承诺的日期在十年以后，太远了"))
    assert links[told] == "#answers-2-due" and "还差1处" in page.words and fields(jing)["answers-2-due"] == due
    assert told in jing.open(at(world, case, "letter")).words
    assert round_of(world, case).state is RoundState.DRAFTING
    jing.open(at(world, case, "reply"))
    assert "已送审核人" in sent_up(jing, **{"answers-2-due": "2036-04-01"}).words


def test_a_letter_begins_with_something(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = gaps_of(jing, **whole(opening="  "))
    assert ("#opening", "请写正文开头，说明收悉、致谢、怎么研究的") in page.links
    assert round_of(world, case).state is RoundState.DRAFTING


def test_every_gap_is_told_at_once(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    gappy = whole(**{"answers-2-due": "明年六月"}, contact_name="", contact_phone="问办公室", no_contact_reason="")
    page = jing.send("/reply", button=("check", "1"), status=422, **gappy)
    told = {words for href, words in page.links if href.startswith("#") and href != "#main"}
    assert told >= {
        "第2项：请写成“2026-09-01”这样的日期",
        "请填写联系人",
        "联系电话里没有能拨的号码，请写区号和号码",
        "还没有代表确认过的沟通记录，请先记沟通、等代表确认，或者写明原因",
    }
    assert "有4处需要修改，还没有保存" in page.words
    assert {name: fields(jing).get(name) for name in gappy} == gappy
    mended = {"answers-2-due": "2027-06-30", "contact_name": "景行", "contact_phone": "85550142"}
    assert "已送审核人" in sent_up(jing, no_contact_reason="代表出差", **mended).words


def test_the_letter_page_counts_the_gaps_the_form_counts(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    gappy = whole(contact_name="", contact_phone="", opening="", no_contact_reason="")
    assert "还差4处" in jing.send("/reply", button=("check", "1"), **gappy).words
    jing.open(at(world, case, "reply"))
    assert "还差4处" in gaps_of(jing).words


def test_a_day_that_is_none_is_said_and_kept(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = jing.send("/reply", button=("save", "1"), status=422, **whole(**{"answers-2-due": "明年六月"}))
    assert "第2项：请写成“2026-09-01”这样的日期" in page.words and fields(jing)["answers-2-due"] == "明年六月"


def test_a_class_nobody_offered_is_refused(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = jing.send("/reply", button=("save", "1"), status=422, **whole(**{"answers-1-outcome": "upward"}))
    assert "第1项：请从列表里选一项" in page.words


def test_who_spoke_with_nobody_says_why(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = gaps_of(jing, **whole(no_contact_reason=""))
    assert ("#no_contact_reason", "还没有代表确认过的沟通记录，请先记沟通、等代表确认，或者写明原因") in page.links


def test_after_a_noted_talk_no_reason_is_asked_for(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    talk(world, case, "说明了划线进度。")
    jing = writing(browse, world, case)
    assert "no_contact_reason" in fields(jing) and "代表还没有确认" in jing.page.words
    task = fetch(case).tasks[0]
    contacts.confirm(world.lin, task.id, task.contacts[0].id, now=NOW)
    jing = writing(browse, world, case)
    assert "no_contact_reason" not in fields(jing)
    typed = whole()
    del typed["no_contact_reason"]
    assert "已送审核人" in sent_up(jing, **typed).words


def test_the_letter_page_lists_the_gaps_with_the_way_to_each_box(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = jing.send("/reply", button=("check", "1"), **whole(**{"answers-1-body": ""}))
    assert "还差1处" in page.words
    assert (
        at(world, case, "reply") + "?lacks=1#answers-1-body",
        "第1项：请答复这一项，或者说明为什么不能办",
    ) in page.links
    assert not [form for form in page.forms if form["action"].endswith("/letter")]
    jing.post(at(world, case, "letter"), status=422, once="again", version=str(round_of(world, case).version))
    assert round_of(world, case).state is RoundState.DRAFTING


def test_a_text_marked_as_secret_is_not_stored(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = jing.send("/reply", button=("save", "1"), status=422, **whole(**{"answers-1-body": "机密★5年\n内容"}))
    assert "第1项：这里有密级标志" in page.words
    assert not round_of(world, case).answers


def test_a_very_short_answer_is_only_hinted_at(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    page = jing.send("/reply", button=("save", "1"), **whole(**{"answers-1-body": "已办。"}))
    assert "这一项答得很短" in page.words
    assert "已送审核人" in sent_up(jing).words


# ── two pages, two presses, two persons ───────────────────────────────────────


def test_two_drafts_meet_on_one_page_and_one_is_chosen(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    first, second = writing(browse, world, case), writing(browse, world, case)
    first.send("/reply", button=("save", "1"), **whole())
    second_words = whole(**{"answers-1-body": "第二个窗口写的。"})
    page = second.send("/reply", button=("save", "1"), status=409, **second_words)
    assert "第二个窗口写的。" in page.words and "已在两侧划设通道，设了标线。" in page.words
    assert "第1项的答复" in page.words and "第2项的答复" not in page.words
    assert round_of(world, case).answers[0].body == "已在两侧划设通道，设了标线。"
    assert "草稿已保存" in second.send("/reply").words
    assert round_of(world, case).answers[0].body == "第二个窗口写的。"


def test_a_change_of_answers_alone_is_noticed_too(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    writing(browse, world, case).send("/reply", button=("save", "1"), **whole())
    first, second = writing(browse, world, case), writing(browse, world, case)
    first.send("/reply", button=("save", "1"), **{"answers-1-body": "甲窗口改了这一项的说法。"})
    second.send("/reply", button=("save", "1"), status=409, **{"answers-1-body": "乙窗口也改了这一项的说法。"})
    assert round_of(world, case).answers[0].body == "甲窗口改了这一项的说法。"


def test_a_stale_form_tells_strangers_nothing_of_the_draft(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    one = round_of(world, case)
    replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    for login in ("lin", "chen", "shen"):
        who = browse(login)
        who.open("/")
        page = who.post(at(world, case, "reply"), status=403, once=f"x-{login}", version="1", **whole())
        assert "正在编制预算。" not in page.words
        page = who.post(at(world, case, "reply"), status=403, once=f"y-{login}", **{"answers-1-due": "x"})
        assert "正在编制预算。" not in page.words


def test_a_double_press_sends_once_and_delivers_once(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    typed = fields(jing) | whole() | {"check": "1"}
    for _press in range(2):
        page = jing.post(at(world, case, "reply"), **typed)
    sent = page.data("/letter")
    for _press in range(2):
        assert "已送审核人" in jing.post(at(world, case, "letter"), **sent).words
    builders.pass_review(world, case)
    cheng = browse("cheng")
    page = cheng.open(at(world, case, "signature"))
    signed = page.data("/signature") | {"document_no": NUMBER, "outcome": "deliver"}
    for _press in range(2):
        assert "答复已送达代表" in cheng.post(at(world, case, "signature"), **signed).words
    assert len(round_of(world, case).deliveries) == 1


def test_what_was_sent_up_is_no_longer_open_to_its_handler(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    old = writing(browse, world, case)
    typed = fields(old) | whole(**{"answers-1-body": "晚了一步写的话。"}) | {"save": "1"}
    one = round_of(world, case)
    version = replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    typed["version"] = str(round_of(world, case).version)
    page = old.post(at(world, case, "reply"), status=409, **typed)
    assert "晚了一步写的话。" in page.words
    old.open(at(world, case, "reply"), status=409)


def test_a_refused_page_names_the_last_act_its_reader_may_know_of(browse: Any, world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    handling.sign_for(world.luo, task_of(world, case, TRAFFIC), now=NOW)
    one = round_of(world, case)
    version = replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    words = browse("jing").open(at(world, case, "reply"), status=409).words
    assert "最近一次：沈嘉禾" in words and "审核通过。" in words and "这一件已经到了别的阶段" in words
    for login, page in (("lin", "rating"), ("chen", "decision")):
        words = browse(login).open(at(world, case, page), status=409).words
        assert "最近一次：罗一平" in words and "签收。" in words and "送签" not in words
    builders.send_back(world, case)
    assert "最近一次：程远" in browse("cheng").open(at(world, case, "signature"), status=409).words
    talk(world, case, "说明了划线进度。")
    assert "最近一次：景行" in browse("cheng").open(at(world, case, "signature"), status=409).words


# ── the automatic save ────────────────────────────────────────────────────────


def saved(who: Browser, world: World, case: int, data: dict[str, Any], *, status: int = 200) -> dict[str, Any]:
    who.post(at(world, case, "reply/autosave"), status=status, **data)
    assert who.answer is not None and who.answer.is_json
    told: dict[str, Any] = who.answer.get_json()
    return told


def test_the_page_saves_itself_and_goes_on_from_its_own_saves(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    held = fields(jing)
    told = saved(jing, world, case, held | whole())
    assert told["saved"] == "10:00 已自动保存"
    lost = saved(jing, world, case, held | whole(**{"answers-1-body": "答案丢了以后再存，接着自己的写。"}))
    assert lost["version"] > told["version"]
    assert round_of(world, case).answers[0].body == "答案丢了以后再存，接着自己的写。"


def test_an_automatic_save_never_writes_over_another_page(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    first, second = writing(browse, world, case), writing(browse, world, case)
    saved(first, world, case, fields(first) | whole())
    told = saved(second, world, case, fields(second) | whole(opening="另一页"), status=409)
    assert "没有丢" in told["words"]
    assert round_of(world, case).opening == "来信收悉。"


def test_an_automatic_save_says_what_it_cannot_take(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    told = saved(jing, world, case, fields(jing) | whole(**{"answers-2-body": "字" * 10_001}), status=422)
    assert told["words"] == "还没有存上：第2项：最多10000字，现在10001字，请删去1字"


def test_an_automatic_save_of_who_may_not_is_refused_in_words(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    shen = browse("shen")
    shen.open("/")
    version = str(round_of(world, case).version)
    told = saved(shen, world, case, whole() | {"once": "s", "version": version}, status=409)
    assert told["words"] == "这一步不由您现在的身份来做。"


# ── who may come in ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", ["reply", "letter", "signature", "receipt"])
def test_another_unit_does_not_find_it(browse: Any, world: World, page: str) -> None:
    case = builders.in_clearance(world)
    for login in ("jiang", "su", "han"):
        browse(login).open(at(world, case, page), status=404)


@pytest.mark.parametrize("login", ["shen", "he", "cheng"])
def test_colleagues_read_the_draft_and_do_not_write_it(browse: Any, world: World, login: str) -> None:
    case = builders.in_hand(world)
    one = round_of(world, case)
    replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    who = browse(login)
    page = who.open(at(world, case, "letter"))
    assert "正在编制预算。" in page.words and "送签发人" not in page.words
    page = who.open(f"/suggestions/{case}")
    assert (at(world, case, "letter"), "看全文") in page.links and "正在编制预算。" not in page.words
    who.open(at(world, case, "reply"), status=403)


@pytest.mark.parametrize("login", ["lin", "chen", "du", "ou"])
def test_a_draft_is_the_units_own(browse: Any, world: World, login: str) -> None:
    case = builders.in_clearance(world)
    browse(login).open(at(world, case, "letter"), status=404)
    browse(login).open(at(world, case, "signature"), status=403)
    assert "答复稿" not in browse(login).open(f"/suggestions/{case}").words


def test_a_co_unit_writes_no_reply_and_reads_no_draft(browse: Any, world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    luo = browse("luo")
    luo.open(at(world, case, "letter"), status=404)
    luo.open(at(world, case, "reply"), status=403)


# ── signing ───────────────────────────────────────────────────────────────────


def test_the_signer_sends_it_back_and_the_handler_reads_why(browse: Any, world: World) -> None:
    case = builders.in_clearance(world)
    cheng = browse("cheng")
    cheng.open(at(world, case, "signature"))
    assert "请写明请改什么" in cheng.send("/signature", button=("outcome", "back"), status=422).words
    page = cheng.send("/signature", button=("outcome", "back"), note="第2项请写明金额。")
    assert "已退回经办人" in page.words
    jing = writing(browse, world, case)
    assert "程远" in jing.page.words and "第2项请写明金额。" in jing.page.words
    assert "第2项请写明金额。" in jing.send("/reply", button=("check", "1")).words


def test_a_number_used_before_is_asked_about_once_more(browse: Any, world: World) -> None:
    builders.delivered(world)
    case = builders.in_clearance(world)
    cheng = browse("cheng")
    cheng.open(f"/suggestions/{case}/rounds/{round_of(world, case).id}/signature")
    used = "临教复〔2026〕1号"
    page = cheng.send("/signature", button=("outcome", "deliver"), status=422, document_no=used)
    assert "用这个文号发过另一件" in page.words
    cheng.send("/signature", button=("outcome", "deliver"), document_no=used)
    assert round_of(world, case).document_no == used


def test_a_reply_goes_out_under_a_number(browse: Any, world: World) -> None:
    case = builders.in_clearance(world)
    cheng = browse("cheng")
    cheng.open(at(world, case, "signature"))
    page = cheng.send("/signature", button=("outcome", "deliver"), status=422, document_no="")
    assert any(to == "#document_no" and words.endswith("：请填写这一项") for to, words in page.links)
    assert round_of(world, case).state is RoundState.IN_CLEARANCE


def test_a_promise_that_fell_due_on_the_signers_desk_can_only_go_back(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    sent_up(jing, **whole(**{"answers-2-due": (TODAY + timedelta(days=1)).isoformat()}))
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        cheng = browse("cheng")
        builders.pass_review(world, case)
        page = cheng.open(at(world, case, "signature"))
        assert "第2项：承诺的日期要在今天以后" in page.words and "签发并送达代表" not in page.words
        signed = page.data("/signature") | {"document_no": NUMBER, "outcome": "deliver"}
        page = cheng.post(at(world, case, "signature"), status=422, **signed)
        assert "第2项：承诺的日期要在今天以后" in page.words
        cheng.send("/signature", button=("outcome", "back"), note="请改日期。")
    assert round_of(world, case).state is RoundState.DRAFTING


@pytest.mark.parametrize(
    "outcome", [{"document_no": NUMBER, "outcome": "deliver"}, {"note": "第二项没有日期", "outcome": "back"}]
)
def test_what_was_changed_after_the_signer_read_it_is_not_decided(
    browse: Any, world: World, outcome: dict[str, str]
) -> None:
    case = builders.in_clearance(world)
    cheng = browse("cheng")
    signed = cheng.open(at(world, case, "signature")).data("/signature") | outcome
    one = round_of(world, case)
    builders.send_back(world, case, note="改")
    version = replies.save(world.jing, one.id, builders.a_reply(), version=round_of(world, case).version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    page = cheng.post(at(world, case, "signature"), status=409, **signed)
    assert "内容已经改过" in page.words
    assert round_of(world, case).state is RoundState.IN_CLEARANCE


def test_the_receipt_leads_to_the_day_by_day_count_of_the_rating(browse: Any, world: World) -> None:
    case = builders.delivered(world)
    cheng = browse("cheng")
    page = cheng.open(at(world, case, "receipt"))
    href = next(href for href, words in page.links if words == "评价期限是怎么算的")
    assert "为什么是4月30日" in cheng.open(href).words
    browse("jing").open(at(world, case, "receipt"))
    browse("lin").open(at(world, case, "receipt"), status=404)


def test_a_delivered_letter_is_read_on_the_page_of_the_case(browse: Any, world: World) -> None:
    case = builders.delivered(world)
    jing = browse("jing")
    jing.open(at(world, case, "letter"))
    assert jing.answer is not None and jing.answer.request.path == f"/suggestions/{case}"


# ── what lies at hand ─────────────────────────────────────────────────────────


def talk(world: World, case: int, said: str) -> None:
    met = Talk(Phase.BEFORE, Manner.SITE, TODAY, "程远、景行", world.lin.person_id or 0, said)
    handling.note_contact(world.jing, task_of(world, case), met, now=NOW)


def an_opinion(world: World, case: int, *, is_taken: bool = False) -> None:
    co = task_of(world, case, TRAFFIC)
    handling.sign_for(world.luo, co, handler_id=world.jiang.person_id, now=NOW)
    facts = {"signer_name": "苏婉清", "document_no": "临交函〔2026〕8号"}
    handling.give_opinion(world.jiang, co, body="通道两端可设四个车位。", now=NOW, **facts)
    if is_taken:
        opinions.accept(world.jing, co, version=db.session.get_one(Task, co, populate_existing=True).version, now=NOW)


def test_talks_and_opinions_lie_under_each_request(browse: Any, world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    assert "市交通运输局的会办意见还没有到" in writing(browse, world, case).page.words
    talk(world, case, "先解决校门口的人车混行。")
    an_opinion(world, case)
    page = writing(browse, world, case).page
    shown = [words for _href, words in page.links]
    assert shown.count("市交通运输局会办意见") == 2 and shown.count("4月1日现场办公") == 2
    assert "通道两端可设四个车位。" in page.words and "先解决校门口的人车混行。" in page.words


def test_an_undecided_disagreement_is_waited_for_or_the_signer_reads_why_not(browse: Any, world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    an_opinion(world, case, is_taken=True)
    co = task_of(world, case, TRAFFIC)
    disagreements.raise_one(world.jing, co, point="通道由谁划设", words="应由交通部门划设。", now=NOW)
    jing = writing(browse, world, case)
    page = gaps_of(jing, **whole())
    assert "与市交通运输局的分歧还没有决定，请再等一等，或者写明为什么不等" in page.words
    assert "会办意见还没有到" not in page.words and "会办意见已到，还没有采用或者退回" not in page.words
    why = "代表等着答复，不影响第1项"
    assert "已送审核人" in sent_up(jing, without_co_reason=why).words
    builders.pass_review(world, case)
    read = browse("cheng").open(at(world, case, "signature"))
    assert "与市交通运输局的分歧还没有决定。不等的理由" in read.words and why in read.words
    assert why not in letter_in(read.body) and "分歧" not in letter_in(read.body)


def test_the_signer_reads_what_came_up_after_it_was_sent(browse: Any, world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    an_opinion(world, case, is_taken=True)
    jing = writing(browse, world, case)
    sent_up(jing, **whole())
    co = task_of(world, case, TRAFFIC)
    disagreements.raise_one(world.jiang, co, point="通道由谁划设", words="应由教育部门划设。", now=NOW)
    builders.pass_review(world, case)
    page = browse("cheng").open(at(world, case, "signature"))
    assert "还差1处，请退回经办人补齐" in page.words and "与市交通运输局的分歧还没有决定" in page.words
    dispute = db.session.scalars(select(Disagreement)).one()
    disagreements.decide(world.du, co, decision="由交通部门划设。", version=dispute.version, now=NOW)
    assert "还差1处" not in browse("cheng").open(at(world, case, "signature")).words


def test_an_opinion_is_put_into_an_answer_with_one_press(browse: Any, world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    an_opinion(world, case, is_taken=True)
    jing = writing(browse, world, case)
    anchor = f"opinion-{task_of(world, case, TRAFFIC)}"
    page = jing.send("/reply", button=("quote", f"{anchor}/2"), **whole())
    body = "正在编制预算，明年列入。\n市交通运输局会办意见：通道两端可设四个车位。"
    assert fields(jing)["answers-2-body"] == body and "已引用市交通运输局会办意见" in page.words
    page = jing.send("/reply", button=("check", "1"))
    assert "办理中听取了市交通运输局（临交函〔2026〕8号）的会办意见。" in page.words
    jing.open(at(world, case, "reply"))
    full = "字" * 9_995
    page = jing.send("/reply", button=("quote", f"{anchor}/1"), status=422, **{"answers-1-body": full})
    assert "第1项：加上引用的文字超过10000字" in page.words and fields(jing)["answers-1-body"] == full


@pytest.mark.parametrize("asked", ["opinion-99/1", "opinion-1/7", "opinion-²/²", "", "/"])
def test_a_quotation_of_nothing_changes_nothing(browse: Any, world: World, asked: str) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    an_opinion(world, case)
    jing = writing(browse, world, case)
    jing.send("/reply", button=("quote", asked), **whole())
    assert fields(jing)["answers-1-body"] == "已在两侧划设通道，设了标线。"


def test_an_opinion_that_comes_while_the_signer_reads_is_read_before_it_is_signed(browse: Any, world: World) -> None:
    case = builders.in_clearance(world, shares=LEAD_AND_CO)
    heard = "市交通运输局的会办意见已收到，答复时尚在研究。"
    cheng = browse("cheng")
    assert heard not in cheng.open(at(world, case, "signature")).words
    an_opinion(world, case)
    page = cheng.send("/signature", button=("outcome", "deliver"), status=409, document_no=NUMBER)
    assert "这一页打开以后，内容已经改过" in page.words and "最近一次：姜雨桐" in page.words
    assert round_of(world, case).state is RoundState.IN_CLEARANCE
    page = cheng.open(at(world, case, "signature"))
    assert heard in page.words and "通道两端可设四个车位。" in page.words
    assert "答复已送达代表" in cheng.send("/signature", button=("outcome", "deliver"), document_no=NUMBER).words
    assert heard in browse("lin").open(f"/suggestions/{case}").words


def test_an_opinion_leaves_a_draft_in_work_its_version(browse: Any, world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    jing = writing(browse, world, case)
    held = fields(jing)
    an_opinion(world, case)
    assert saved(jing, world, case, held | whole())["saved"]


def test_an_opinion_that_comes_later_does_not_change_a_letter_that_is_out(browse: Any, world: World) -> None:
    case = builders.delivered(world, shares=LEAD_AND_CO)
    before = letter_in(browse("lin").open(f"/suggestions/{case}").body)
    later = NOW + timedelta(days=1)
    co = task_of(world, case, TRAFFIC)
    handling.sign_for(world.luo, co, handler_id=world.jiang.person_id, now=later)
    handling.give_opinion(world.jiang, co, body="晚到的意见。", signer_name="苏婉清", document_no="", now=later)
    assert letter_in(browse("lin").open(f"/suggestions/{case}").body) == before


def test_a_second_round_shows_what_the_first_answered_and_why_it_is_answered_again(browse: Any, world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, case, reason="第二项未答清，请重新办理。")
    assert round_of(world, case).no == 2
    jing = writing(browse, world, case)
    words = jing.page.words
    assert "第二项未答清，请重新办理。" in words and "答复内容不满意：没有回答第二项" in words
    assert "第1次答复（A类）" in words and "正在编制预算。" in words and "承诺：经费列入预算，2027年6月30日前" in words
    assert fields(jing)["answers-2-body"] == ""
    jing.send("/reply", button=("quote", "earlier-1-1/1"))
    assert fields(jing)["answers-1-body"] == "已在两侧划设通道。"
    page = sent_up(jing, **whole())
    assert "建议的答复（第2次答复）" in page.words


# ── odd input ─────────────────────────────────────────────────────────────────


def test_what_is_typed_is_saved_before_it_is_taken_over_and_a_wrong_title_is_named(browse: Any, world: World) -> None:
    cases = [builders.in_hand(world) for _ in range(2)]
    fetch(cases[1]).title = "北门路口加装护栏"
    db.session.commit()
    pairs = [(case, fetch(case).version) for case in cases]
    groups.merge(world.chen, pairs, name="门口", why="同一个校门口", differ="路段不同", now=NOW)
    jing = writing(browse, world, cases[1])
    first = "您提出的《在老城区小学周边设置护学通道》收悉，谢谢。"
    page = jing.send("/reply", button=("shared", "1"), **whole(opening=first))
    assert "把共同部分套用到并案的其他件" in page.words
    assert round_of(world, cases[1]).opening == first
    jing.open(at(world, cases[1], "letter"))
    assert "信里写到了并案的另一件：《关于在老城区小学周边设置护学通道的建议》" in jing.page.words
    assert "正文开头写的是并案的另一件" in jing.page.words


def test_strange_characters_go_through_and_what_cannot_be_kept_is_named(browse: Any, world: World) -> None:
    case = builders.in_hand(world)
    jing = writing(browse, world, case)
    odd = "𠮷野家<b>&amp;</b>“引号”\n第二段\ttab é 🙂"
    jing.send("/reply", button=("save", "1"), **whole(**{"answers-1-body": odd, "opening": "<script>x</script>"}))
    assert fields(jing)["answers-1-body"] == odd
    page = jing.send("/reply", button=("check", "1"))
    assert "<script>x</script>" not in page.body and "𠮷野家" in page.words
    jing.open(at(world, case, "reply"))
    page = jing.send("/reply", button=("save", "1"), status=422, **{"answers-2-promise": "坏\x00字"})
    assert "第2项：含有不能保存的字符（U+0000，在“坏”后面）" in page.words
    assert round_of(world, case).answers[1].promise == "经费列入预算"


def test_twenty_long_answers_fit(browse: Any, world: World) -> None:
    case = builders.a_registered(world, requests=tuple(f"第{no}项请求。" for no in range(1, 21)))
    plan = Plan(case, fetch(case).version, [Share(world.units[EDUCATION], TaskRole.SOLE)])
    assignments.assign(world.chen, plan, now=NOW)
    assignments.distribute(world.du, case, {task_of(world, case): world.units[EDUCATION]}, now=NOW)
    handling.sign_for(world.he, task_of(world, case), handler_id=world.jing.person_id, now=NOW)
    jing = writing(browse, world, case)
    typed = {f"answers-{no}-body": f"{no}" + "长" * 9_990 for no in range(1, 21)}
    typed |= {f"answers-{no}-outcome": "solved" for no in range(1, 21)}
    rest = {name: value for name, value in whole().items() if not name.startswith("answers-")}
    assert "已送审核人" in sent_up(jing, **typed, **rest).words
    assert len(round_of(world, case).answers) == 20


@pytest.mark.parametrize("path", ["/suggestions/1/rounds/99/reply", "/suggestions/99/rounds/1/reply"])
def test_a_round_that_does_not_exist_is_not_found(browse: Any, world: World, path: str) -> None:
    builders.in_hand(world)
    browse("jing").open(path, status=404)
    browse("jing").open(path.replace("/reply", "/letter"), status=404)
