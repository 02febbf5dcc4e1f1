"""The dossier: the one page of a suggestion, and how much of it each reader sees."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zlib import crc32

import pytest

from tests import bill_parts, builders
from tests.builders import fetch, round_of, task_of, verdicts
from tests.conftest import Browsers
from tests.page import Browser, Page
from tests.situations import SITUATIONS
from tests.statements import statements_of
from tests.turns import is_up
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.lifecycle import CONSEQUENCES, STEPS
from tracker.domain.parties import Actor
from tracker.domain.permissions import Sight, open_actions, sight
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.models.contacts import Manner, Phase
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.dossier import FILE_INFECTED, MOVE_DUE_DATE, Names, Told
from tracker.services import bills, handling, ratings, replies, submissions
from tracker.services.handling import Talk
from tracker.web import actions, timeline
from tracker.web.dossier_next import cases_of
from tracker.web.teller import Teller
from tracker.web.timeline_words import SENTENCES

REASON = "没有回答第二项"


def rated(world: World, *, level: Level = Level.BASICALLY) -> int:
    """Both signers have rated, the lead with a word for the congress alone."""
    case = builders.delivered(world, cosigned=True)
    one = round_of(world, case)
    ratings.rate(world.fang, one.id, verdicts(level, REASON), version=one.version, now=NOW)
    one = round_of(world, case)
    said = verdicts(level, REASON)
    ratings.rate(world.lin, one.id, said, version=one.version, now=NOW, private_note="只说给市人大")
    return case


def open_page(browse: Browsers, who: str, case: int) -> Page:
    return browse(who).open(f"/suggestions/{case}")


@pytest.mark.parametrize("login", [login for login, *_ in PEOPLE])
def test_every_reader_can_open_and_print_what_judgement_allows_with_the_buttons_of_the_law_and_nothing_else(
    browse: Browsers, everywhere: dict[str, int], world: World, login: str
) -> None:
    cases = everywhere.values()
    allowed = {
        case for case in cases if sight(world.actors[login], db.session.get_one(Suggestion, case)) is not Sight.NOTHING
    }
    browser = browse(login)
    for at, case in enumerate(cases):
        status = 200 if case in allowed else 404
        # What the law opens is tried by the matrix; here that the page offers it, of each reader another share.
        if not is_up(6 if status == 404 else 4, "dossier", login, at):
            continue
        page = browser.open(f"/suggestions/{case}", status=status)
        if status == 200 and login not in ("xi", "an", "ji"):
            _offers_what_the_law_opens(browser, page, world.actors[login], case)
        # The same judgement guards the printed one; each person prints some, others print the rest.
        if crc32(f"{login} {at}".encode()) % 3 == 0:
            browser.open(f"/suggestions/{case}/paper", status=status)


def _offers_what_the_law_opens(browser: Browser, page: Page, actor: Actor, case: int) -> None:
    paper = db.session.get_one(Suggestion, case)
    with browser.app.test_request_context():
        wanted = {
            actions.action_address(action, case, task.id if task else None, one.id if one else None)
            for judged, task, one in cases_of(paper)
            for action in open_actions(actor, judged, today=TODAY)
        }
    endings = {url.rpartition("/")[2] for url in wanted} | {action.value for action in actions.PLAIN}
    offered = {href for href, _words in page.links}
    acting = {
        href for href in offered if href.startswith(f"/suggestions/{case}/") and href.rpartition("/")[2] in endings
    }
    # The way to a draft as it stands is a page to read; taking it back is done there.
    drafts = {href for href in acting | wanted if re.search(r"/rounds/\d+/letter$", href)}
    assert acting - drafts == wanted - drafts, case


def test_every_action_has_a_page_or_follows_by_itself() -> None:
    acts = {action for action, step in STEPS.items() if not step.is_birth} - CONSEQUENCES
    assert acts == set(actions.PAGES) | set(actions.PLAIN)


def test_every_page_of_an_action_exists(browse: Browsers) -> None:
    endpoints = browse().app.view_functions
    assert {name for name, _ids in actions.PAGES.values()} <= endpoints.keys()


def test_the_paper_stands_as_its_official_form(browse: Browsers, world: World) -> None:
    page = open_page(browse, "chen", builders.a_registered(world, cosigned=True))
    for words in ("代表建议、批评和意见", "林若溪（滨湖代表团）", "方舒", "教育科技", "同意全文公开", "第20260001号"):
        assert words in page.words
    assert "在校门两侧划设护学通道。" in page.words and "护学岗经费列入年度预算。" in page.words


def test_what_happens_next_names_who(browse: Browsers, world: World) -> None:
    expected = {
        "submitted": "等代表工作机构审查。",
        "registered": "等代表工作机构交办。",
        "assigned": "等市教育局签收。",
        "in_hand": "等市教育局答复代表。",
        "delivered": "市教育局已答复，等代表评价。",
        "rated_dissatisfied": "等代表工作机构决定是否重新办理。",
        "closed": "已办结，没有下一步。",
        "archived": "历史资料，只供查阅",
    }
    for name, words in expected.items():
        assert words in open_page(browse, "chen", SITUATIONS[name].reach(world)).words, name


def test_an_expected_button_that_is_absent_says_why(browse: Browsers, world: World) -> None:
    expected = (
        ("empty_draft", "lin", "还不能提交给市人大：建议还没有写完整。"),
        ("joint_paper", "lin", "还不能撤回：有其他代表附议"),
        ("submitted", "lin", "还不能修改：已经提交"),
        ("submitted", "chen", "还不能交办：还没有立案编号。"),
        ("drafted", "lin", "还不能评价答复：答复还没有送到。"),
        ("half_drafted", "jing", "还不能送审：答复还没有写完整。"),
        ("drafted", "cheng", "还不能签发并送达代表：经办人还没有送签。"),
        ("in_clearance", "jing", "还不能起草答复：已经送审送签"),
        ("past_its_rating_window", "lin", "还不能评价答复：评价期已经结束。"),
    )
    for name, who, words in expected:
        assert words in open_page(browse, who, SITUATIONS[name].reach(world)).words, (name, who)


def test_of_several_units_the_one_that_keeps_a_button_away_is_named(browse: Browsers, world: World) -> None:
    case = builders.delivered(world, shares=builders.SEPARATE)
    page = open_page(browse, "lin", case)
    assert "评价答复（市教育局）" in [words for _href, words in page.links]
    assert "还不能评价答复（市中级人民法院）：答复还没有送到。" in page.words
    assert "还不能评价答复：" not in page.words and "还不能评价答复（市教育局）" not in page.words


def test_a_unit_only_proposed_keeps_no_button_away_by_name(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world, shares=builders.SEPARATE, distributed=False)
    page = open_page(browse, "lin", case)
    assert "还不能评价答复（市中级人民法院）" in page.words and "还不能评价答复（市教育局）" not in page.words


def test_who_can_no_longer_withdraw_is_sent_to_nobody(browse: Browsers, world: World) -> None:
    page = open_page(browse, "lin", builders.delivered(world))
    assert "还不能撤回：承办单位已经答复，不能再撤回。" in page.words


def test_limits_lead_to_their_explanation(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    page = open_page(browse, "chen", case)
    assert "答复代表" in page.words and "法定最长" in page.words
    assert len([href for href, _ in page.links if href.startswith(f"/suggestions/{case}/clocks/")]) >= 2


def test_a_unit_reads_no_limits_that_are_another_units_affair(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    words = browse("he").open(f"/suggestions/{case}").words
    assert "市教育局提出退件" in words and "市交通运输局提出退件" not in words and "市交通运输局签收还有" not in words
    assert "市交通运输局提出退件" in browse("chen").open(f"/suggestions/{case}").words


def test_the_tag_tells_the_same_step_as_the_register(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    assert "办理中" not in browse("lin").open(f"/suggestions/{case}").words.partition("第20260001号")[0]


def test_steps_and_units_tell_where_it_lies_and_how_long(browse: Browsers, world: World) -> None:
    page = open_page(browse, "chen", SITUATIONS["co_replied"].reach(world))
    assert "签收2/2" in page.words and "办理答复" in page.words
    assert "景行，已停留0天" in page.words and "姜雨桐，用时0天" in page.words


def test_a_colleague_reads_text_units_and_replies_but_no_names_notes_or_talks(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    talk = Talk(Phase.DURING, Manner.PHONE, TODAY, "程远", world.lin.person_id, "电话里说的话")
    handling.note_contact(world.jing, task_of(world, case), talk, now=NOW)
    one = round_of(world, case)
    version = replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    own = open_page(browse, "lin", case).words
    assert "电话里说的话" in own and "景行" in own
    seen = open_page(browse, "yuan", case).words
    assert "护学通道" in seen and "市教育局" in seen and "签收了本件" in seen
    for words in ("电话里说的话", "景行", "已在两侧划设通道", "送签"):
        assert words not in seen, words
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=NOW)
    seen = open_page(browse, "yuan", case).words
    assert "已在两侧划设通道" in seen and "临教复〔2026〕1号" in seen and "经费列入预算" in seen
    assert "8555" not in seen


# reader -> what they see while one of two has rated, and when both have
RATINGS = {
    "lin": ((False, False, False), (True, True, False)),  # she has not rated yet
    "fang": ((True, True, False), (True, True, False)),
    "chen": ((True, True, False), (True, True, True)),
    "cheng": ((False, False, False), (True, True, False)),
    "jing": ((False, False, False), (True, True, False)),
    "du": ((False, False, False), (True, True, False)),
    "yuan": ((False, False, False), (True, False, False)),
}


@pytest.mark.parametrize("login", sorted(RATINGS))
def test_who_sees_levels_reasons_and_private_notes_and_when(browse: Browsers, world: World, login: str) -> None:
    case = builders.delivered(world, cosigned=True)
    one = round_of(world, case)
    ratings.rate(world.fang, one.id, verdicts(Level.BASICALLY, REASON), version=one.version, now=NOW)
    half = open_page(browse, login, case).words
    whole = open_page(browse, login, rated(world)).words
    for words, expected in ((half, RATINGS[login][0]), (whole, RATINGS[login][1])):
        assert ("基本满意" in words, REASON in words, "只说给市人大" in words) == expected


def test_promises_stand_with_their_day_and_owner(browse: Browsers, world: World) -> None:
    page = open_page(browse, "yuan", builders.closed(world))
    assert "共1项，在落实1项" in page.words and "经费列入预算" in page.words
    promised = builders.a_reply().answers[1].promise_due_on
    assert promised is not None
    assert f"{promised.year}年{promised.month}月{promised.day}日" in page.words and "程远" in page.words


def test_what_a_second_reply_promises_takes_the_place_of_the_first(browse: Browsers, world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    first = round_of(world, case)
    builders.handle_again(world, case)
    second = round_of(world, case)
    assert "共1项，在落实1项" in open_page(browse, "lin", case).words, "nothing has taken its place yet"
    version = replies.save(world.jing, second.id, builders.a_reply(), version=second.version, now=NOW)
    replies.send_up(world.jing, second.id, version=version, now=NOW)
    builders.pass_review(world, case)
    assert "共1项，在落实1项" in open_page(browse, "lin", case).words
    version = round_of(world, case).version
    replies.deliver(world.cheng, second.id, document_no="临教复〔2026〕2号", version=version, now=NOW)
    for address in (f"/suggestions/{case}", f"/suggestions/{case}/paper"):
        words = browse("lin").open(address).words
        assert "共2项，在落实1项" in words and words.count("由新的承诺代替") == 1
        assert words.count("承诺：经费列入预算，2027年6月30日前") == 2, "both letters stay as they went out"
    for one, owed in ((first, False), (second, True)):
        page = browse("jing").open(f"/suggestions/{case}/rounds/{one.id}/receipt")
        assert ("兑现第2项的承诺" in page.words) is owed


def test_co_opinions_stay_between_the_offices(browse: Browsers, world: World) -> None:
    case = SITUATIONS["co_replied"].reach(world)
    for who in ("chen", "jing", "du", "jiang"):
        assert "没有意见。" in open_page(browse, who, case).words, who
    for who in ("lin", "yuan", "tian"):
        assert "没有意见。" not in open_page(browse, who, case).words, who


@pytest.mark.parametrize("login", ["lin", "yuan", "zheng"])
def test_a_unit_only_proposed_is_named_to_the_two_offices_alone(browse: Browsers, world: World, login: str) -> None:
    case = builders.an_assigned(world, shares=builders.SEPARATE, distributed=False)
    for who in ("chen", "du"):
        assert open_page(browse, who, case).words.count("市教育局") > 1
    page = open_page(browse, login, case)
    assert "市教育局" not in page.words and "等督查室转办" in page.words


def test_who_declined_is_told_to_the_signers_alone(browse: Browsers, world: World) -> None:
    case = SITUATIONS["declined_draft"].reach(world)
    assert "未附议" in open_page(browse, "lin", case).words
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    assert "方舒" not in open_page(browse, "chen", case).words


def test_the_story_is_told_by_day_and_filtered_by_kind(browse: Browsers, world: World) -> None:
    case = builders.closed(world)
    browser = browse("lin")
    page = browser.open(f"/suggestions/{case}")
    told = (
        "林若溪代表提交本建议。",
        "审查立案，编为第20260001号。",
        "交办：市教育局独办。",
        "市教育局签收了本件。",
        "市教育局答复代表（临教复〔2026〕1号，B类），送达1名代表。",
        "林若溪代表评价答复：满意。",
        "本件办结。",
    )
    places = [page.words.index(words) for words in told]
    assert places == sorted(places, reverse=True), "the newest stands on top"
    only = browser.open(f"/suggestions/{case}?kind=rating").words
    assert "代表评价答复" in only and "签收了本件" not in only
    assert "签收了本件" in browser.open(f"/suggestions/{case}?kind=nothing").words


def test_what_a_unit_does_inside_is_seen_by_its_own_people_only(browse: Browsers, world: World) -> None:
    case = builders.in_clearance(world, shares=builders.LEAD_AND_CO)
    builders.send_back(world, case)
    for who in ("jing", "shen", "he", "cheng"):
        assert "第二项没有日期" in open_page(browse, who, case).words, who
    for who in ("chen", "lin", "luo", "du", "tian", "yuan"):
        assert "第二项没有日期" not in open_page(browse, who, case).words, who


def test_what_a_unit_says_among_itself_and_with_the_deputy_no_other_unit_reads(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world, shares=builders.LEAD_AND_CO)
    task = task_of(world, case)
    talk = Talk(Phase.BEFORE, Manner.PHONE, TODAY, "景行", world.lin.person_id or 0, "代表同意分两期做")
    handling.note_contact(world.jing, task, talk, now=NOW)
    version = db.session.get_one(Task, task).version
    handling.give(world.he, task, handler_id=world.he.person_id or 0, note="因病休假", version=version, now=NOW)
    for who, reads in (("chen", True), ("jing", True), ("luo", False), ("su", False), ("lin", None)):
        words = open_page(browse, who, case).words
        assert ("代表同意分两期做" in words) is (reads is not False), who
        assert ("因病休假" in words) is bool(reads), who


def test_the_agreed_day_stands_beside_the_legal_one(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    fetch(case).tasks[0].agreed_due_on = TODAY + timedelta(days=40)
    db.session.commit()
    for who in ("chen", "jing", "lin"):
        assert "商定答复5月11日" in open_page(browse, who, case).words, who


def test_who_has_still_to_rate_learns_nothing_from_the_story_either(browse: Browsers, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    one = round_of(world, case)
    ratings.rate(world.fang, one.id, verdicts(Level.BASICALLY, REASON), version=one.version, now=NOW)
    assert "代表评价答复：基本满意" in open_page(browse, "chen", case).words
    assert "代表评价了答复" in open_page(browse, "lin", case).words


def a_told(action: str, facts: dict[str, object]) -> Told:
    return Told(action, NOW, "某人", None, "", None, None, "", facts)


def test_every_event_has_a_sentence_a_kind_and_a_drawing(browse: Browsers, world: World) -> None:
    codes = {action.value for action in Action} | {MOVE_DUE_DATE, FILE_INFECTED}
    assert {str(one) for one in SENTENCES} == codes == {str(one) for one in timeline.LOOKS}
    suggestion = fetch(builders.a_draft(world))
    facts: dict[str, dict[str, object]] = {
        Action.INVITE: {"asked": list(range(1, 12))},
        Action.ASSIGN: {"shares": [{"unit": 99, "role": "lead", "part": [1]}]},
        Action.DISTRIBUTE: {"unit": 1, "proposed": 2},
        Action.GIVE: {"handler": 1, "before": 2, "first": False},
        Action.NOTE_CONTACT: {"manner": "phone", "on": "2026-04-01", "with": 1, "who": "程远"},
        Action.LAPSE: {"window_ended_on": "2026-04-01"},
        Action.SHUT_RATING: {"headline": "satisfied", "rated": 2},
        Action.REVISE: {"text": 2, "lapsed": 1},
        MOVE_DUE_DATE: {"moved": [[ClockKind.REPLY.value, "2026-07-01", "2026-07-02"]]},
    }
    with browse().app.test_request_context():
        teller = Teller(suggestion, Names())
        for code in codes:
            for held in ({}, facts.get(code, {})):
                item = timeline.item(a_told(code, held), teller)
                assert item["actor"] and item["words"] and item["words"].endswith("。"), code
                assert "None" not in item["words"], code


def test_a_day_moved_by_the_law_is_told(browse: Browsers, world: World) -> None:
    facts = {"moved": [[ClockKind.REPLY.value, "2026-07-01", "2026-07-02"]]}
    with browse().app.test_request_context():
        item = timeline.item(a_told(MOVE_DUE_DATE, facts), Teller(fetch(builders.a_draft(world)), Names()))
    assert item["words"] == "重新计算：答复代表从2026年7月1日改到2026年7月2日。"


def test_history_shows_what_it_has_and_says_what_it_has_not(browse: Browsers, world: World) -> None:
    case = SITUATIONS["archived"].reach(world)
    paper = db.session.get_one(Suggestion, case)
    paper.author_id, paper.submitted_on = None, None
    paper.history = {"gaps": ["deputy", "number"], "author": "佚名", "source_url": "某处", "undated_replies": [
        {"unit": None, "document_no": "", "letter": "B", "body": "已经办了。"}]}  # fmt: skip
    db.session.commit()
    for who in ("chen", "yuan", "tian"):
        page = open_page(browse, who, case)
        for words in (
            "历史资料",
            "来源没有提供",
            "佚名",
            "已经办了。",
            "文号未提供",
            "日期未提供",
            "来源：某处",
            "未提供",
        ):
            assert words in page.words, (who, words)
        assert not [href for href, _ in page.links if "/acts/" in href]
    browse("he").open(f"/suggestions/{case}", status=404)


def test_history_does_not_say_that_nobody_rated_where_its_source_is_silent(browse: Browsers, world: World) -> None:
    case = SITUATIONS["archived"].reach(world)
    silent = "代表评价市教育局：未提供"
    for who in ("chen", "lin", "yuan"):
        page = open_page(browse, who, case)
        assert silent in page.words, who
        assert not [words for words in ("未反馈", "没有评价", "才看得到结果") if words in page.words], who
    one = fetch(case).tasks[0].rounds[0]
    one.headline = Level.BASICALLY
    db.session.commit()
    assert "代表评价市教育局：基本满意" in open_page(browse, "yuan", case).words


def test_the_neighbours_are_the_next_numbers_one_may_read(browse: Browsers, world: World) -> None:
    cases = [
        builders.a_registered(world),
        builders.a_registered(world, is_confidential=True),
        builders.a_registered(world),
    ]
    page = open_page(browse, "chen", cases[1])
    assert [href for href, words in page.links if words in ("上一件", "下一件")] == [
        f"/suggestions/{cases[0]}",
        f"/suggestions/{cases[2]}",
    ]
    page = open_page(browse, "yuan", cases[0])
    assert [href for href, words in page.links if words == "下一件"] == [f"/suggestions/{cases[2]}"]


@pytest.mark.parametrize("login", ["chen", "lin", "yuan", "jing", "du", "tian", "ou"])
def test_the_dossier_asks_at_most_fourteen_times(browse: Browsers, world: World, login: str) -> None:
    browser = browse(login)
    for name in ("co_replied", "in_its_second_round", "separate", "closed", "archived"):
        case = SITUATIONS[name].reach(world)
        if sight(world.actors[login], fetch(case)) is not Sight.NOTHING:
            assert statements_of(browser, f"/suggestions/{case}") <= 14, name


def test_a_long_case_breaks_nothing(browse: Browsers, world: World) -> None:
    requests = tuple(f"第{n}件要办的事，写得很长。" * 20 for n in range(1, 21))
    case = builders.a_submitted(world, title="长" * 200, requests=requests, analysis="")
    assert "第20件要办的事" in open_page(browse, "chen", case).words


# The plain acts.


def test_withdrawing_says_what_will_happen_asks_why_and_does_it(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("lin")
    assert f"/suggestions/{case}/acts/withdraw" in [href for href, _ in browser.open(f"/suggestions/{case}").links]
    page = browser.open(f"/suggestions/{case}/acts/withdraw")
    assert "会发生什么" in page.words and "不能恢复" in page.words
    assert fetch(case).state == "submitted", "looking changes nothing"
    assert "请填写这一项" in browser.send("", status=422).words
    page = browser.send("", note="另有新的提法")
    assert "已撤回" in page.words and "另有新的提法" in page.words
    assert fetch(case).state == "withdrawn"


def test_a_plain_act_sent_twice_acts_once(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    browser = browse("chen")
    browser.open(f"/suggestions/{case}/acts/take_up")
    form = browser.page.data("")
    for _ in range(2):
        page = browser.post(f"/suggestions/{case}/acts/take_up", **form)
        assert "审查中" in page.words
    assert open_page(browse, "chen", case).words.count("（代表工作机构）开始审查。") == 1


def test_discarding_a_draft_leaves_it_to_its_author(browse: Browsers, world: World) -> None:
    case = builders.a_cosigned_draft(world)
    browser = browse("lin")
    browser.open(f"/suggestions/{case}/acts/discard")
    assert "草稿已作废" in browser.send("").words
    browse("chen").open(f"/suggestions/{case}", status=404)


def test_plain_acts_are_refused_to_others_and_at_other_stages(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browse("lin").open(f"/suggestions/{builders.delivered(world)}/acts/withdraw", status=409)
    browse("chen").open(f"/suggestions/{case}/acts/withdraw", status=403)
    browse("yuan").open(f"/suggestions/{builders.a_submitted(world)}/acts/take_up", status=404)
    for name in ("accept", "deliver", "nothing", "START"):
        browse("chen").open(f"/suggestions/{case}/acts/{name}", status=404)
    assert fetch(case).registered_on == date(2026, 4, 1)


def test_a_refused_bill_is_called_the_same_on_its_page_as_in_the_register(browse: Browsers, world: World) -> None:
    case = bill_parts.a_bill(world)
    bills.refuse_bill(world.qin, case, bill_parts.decision("没有写明方案。"), **bill_parts.how(case))
    chen = browse("chen")
    assert "不作为议案" in chen.open("/suggestions").words
    for address in (f"/suggestions/{case}", f"/suggestions/{case}/paper"):
        words = chen.open(address).words
        assert "不作为议案" in words and "不作为建议处理" not in words, address
