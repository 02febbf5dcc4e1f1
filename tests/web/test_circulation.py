"""The pages of pre-assignment: drafts go out, units speak on many at once, the assignment shows what they said."""

from __future__ import annotations

from tests.builders import a_registered, fetch
from tests.conftest import Browsers
from tests.situations_merging import circulating, to_circulate
from tests.world import NOW, World
from tracker.models.procedures import Say
from tracker.services import circulation
from tracker.services.circulation import Word


def test_drafts_are_beside_what_is_to_be_assigned_where_there_are_any(browse: Browsers, world: World) -> None:
    a_registered(world)
    assert "预交办" not in browse("chen").open("/assignments").words
    to_circulate(world)
    page = browse("chen").open("/assignments")
    assert "待预交办1" in page.words and "待交办1件" in page.words
    assert "第20260002号" in browse("chen").open("/circulation").words


def test_one_draft_is_looked_through_and_sent(browse: Browsers, world: World) -> None:
    case = to_circulate(world)
    browser, here = browse("chen"), f"/suggestions/{case}/circulation"
    browser.open(here)
    browser.send(here, button=("step", "add"), names="市教育局、市交通运输局")
    roles = {"units-0-role": "lead", "units-1-role": "co", "units-1-asked": "请说明标线"}
    page = browser.send(here, button=("step", "check"), **roles)
    assert "这还不是交办" in page.words and "请说明标线" in page.words and not fetch(case).hearings
    page = browser.send(here, button=("step", "send"))
    assert "等2个单位说意见" in page.words and "0个单位已说，共2个" in page.words
    assert [one.asked for one in fetch(case).hearings] == ["", "请说明标线"]


def test_a_day_that_is_past_keeps_what_was_chosen(browse: Browsers, world: World) -> None:
    case = to_circulate(world)
    browser, here = browse("chen"), f"/suggestions/{case}/circulation"
    browser.open(here)
    browser.send(here, button=("step", "add"), names="市教育局")
    page = browser.send(here, button=("step", "check"), status=422, answer_by="2026-03-31", **{"units-0-role": "lead"})
    assert "日期已经过了" in page.words and page.data(here)["units-0-role"] == "lead"


def test_a_unit_speaks_on_what_it_chooses_and_leaves_the_rest(browse: Browsers, world: World) -> None:
    cases = [circulating(world), circulating(world)]
    browser, here = browse("he"), "/tasks/drafts"
    page = browser.open(here)
    assert "预交办2" in page.words and "4月9日" in page.words
    page = browser.send(here, **{"rows-0-say": "not_ours"}, status=422)
    assert "请写明为什么" in page.words
    why = {"rows-0-words": "没有这项职责", "rows-0-better": "市委宣传部"}
    assert "已对1件说了意见" in browser.send(here, **why).words
    assert [fetch(case).hearings[0].say for case in cases] == [Say.NOT_OURS, None]


def said(case: int, no: int = 0, **more: str) -> dict[str, str]:
    """One line of the page of drafts as it is sent."""
    return {f"rows-{no}-{name}": value for name, value in ({"suggestion": str(case)} | more).items()}


def test_words_on_a_round_that_ended_meanwhile_are_given_back_and_nothing_goes(browse: Browsers, world: World) -> None:
    over, open_ = circulating(world), circulating(world)
    browser, here = browse("he"), "/tasks/drafts"
    browser.open(here)
    circulation.close(world.chen, over, version=fetch(over).version, now=NOW)
    why = {"say": "not_ours", "better": "市委宣传部", "words": "本单位没有这项职责"}
    page = browser.send(here, status=422, **said(over, **why), **said(open_, 1, say="ours"))
    assert "1件已经不再征求本单位的意见" in page.words and "都没有发出" in page.words
    assert "第20260001号" in page.words and "本单位没有这项职责" in page.words
    assert [one.say for one in fetch(open_).hearings] == [None, None]
    assert [value for name, value in page.data(here).items() if name.endswith("-suggestion")] == [str(open_)]
    assert "已对1件说了意见" in browser.send(here).words
    page = browser.post(here, status=422, **said(over, **why))
    assert "本单位没有这项职责" in page.words and "看现在还要说意见的" in page.words


def test_the_last_word_of_a_round_sent_twice_gets_the_same_receipt(browse: Browsers, world: World) -> None:
    case = circulating(world)
    circulation.speak(world.he, case, Word(Say.OURS), now=NOW)
    browser, here = browse("luo"), "/tasks/drafts"
    form = browser.open(here).data(here) | {"rows-0-say": "ours"}
    for _ in range(2):
        assert "已对1件说了意见" in browser.post(here, **form).words


def test_what_is_written_without_a_choice_is_not_passed_over(browse: Browsers, world: World) -> None:
    cases = [circulating(world), circulating(world)]
    browser, here = browse("he"), "/tasks/drafts"
    browser.open(here)
    page = browser.send(here, status=422, **{"rows-0-say": "ours", "rows-1-words": "属宣传职责"})
    assert "请选一项" in page.words and page.data(here)["rows-1-words"] == "属宣传职责"
    assert fetch(cases[0]).hearings[0].say is None


def test_the_assignment_shows_each_units_word_beside_it(browse: Browsers, world: World) -> None:
    case = circulating(world)
    circulation.speak(world.he, case, Word(Say.OURS), now=NOW)
    circulation.speak(world.luo, case, Word(Say.NOT_OURS, world.units["市委宣传部"], "属宣传职责"), now=NOW)
    browser, here = browse("chen"), f"/suggestions/{case}/assignment"
    page = browser.open(here)
    assert "预交办：没有不同意见" in page.words and "应当由市委宣传部办" in page.words and "属宣传职责" in page.words
    held = page.data(here)
    assert (held["units-0-role"], held["units-1-role"]) == ("lead", "co")
    assert held["units-2-unit"] == str(world.units["市委宣传部"])


def test_who_said_the_draft_is_not_its_own_is_named_before_it_is_sent(browse: Browsers, world: World) -> None:
    case = circulating(world)
    circulation.speak(world.he, case, Word(Say.NOT_OURS, world.units["市委宣传部"], "属宣传职责"), now=NOW)
    circulation.speak(world.luo, case, Word(Say.OURS), now=NOW)
    browser, here = browse("chen"), f"/suggestions/{case}/assignment"
    browser.open(here)
    page = browser.send(here, button=("step", "check"), **{"units-2-role": ""})
    assert "应当由市委宣传部办" in page.words and "属宣传职责" in page.words and "没有不同意见" not in page.words
    browser.open("/assignments/batch")
    chosen = {"lines-0-pick": "y", "lines-0-lead": "市教育局", "lines-0-co": ""}
    page = browser.send("/assignments/batch", button=("step", "check"), **chosen)
    assert "预交办时市教育局说不属于本单位，应当由市委宣传部办" in page.words


def test_a_day_that_leaves_none_to_assign_is_remarked_on(browse: Browsers, world: World) -> None:
    case = to_circulate(world)
    browser, here = browse("chen"), f"/suggestions/{case}/circulation"
    browser.open(here)
    browser.send(here, button=("step", "add"), names="市教育局")
    page = browser.send(here, button=("step", "check"), answer_by="2026-04-18", **{"units-0-role": "lead"})
    assert "2026年4月18日是休息日" in page.words and "会超过交办期限" in page.words
    browser.open("/circulation/batch")
    chosen = {"lines-0-pick": "y", "lines-0-lead": "市教育局"}
    page = browser.send("/circulation/batch", button=("step", "check"), answer_by="2026-04-18", **chosen)
    assert "2026年4月18日是休息日" in page.words and "会超过交办期限" in page.words


def test_whether_the_city_circulates_is_said_where_nothing_waits(browse: Browsers, world: World) -> None:
    assert "本市不实行预交办" in browse("chen").open("/circulation").words


def test_assigning_too_early_is_told_with_the_reason(browse: Browsers, world: World) -> None:
    case = circulating(world)
    page = browse("chen").open(f"/suggestions/{case}/assignment", status=409)
    assert "正在预交办" in page.words


def test_a_unit_reads_the_paper_only_while_it_is_asked(browse: Browsers, world: World) -> None:
    case = circulating(world)
    browse("zheng").open(f"/suggestions/{case}", status=404)
    assert "对预交办说意见" in browse("luo").open(f"/suggestions/{case}").words
    circulation.speak(world.luo, case, Word(Say.OURS), now=NOW)
    browse("luo").open(f"/suggestions/{case}")
    circulation.close(world.chen, case, version=fetch(case).version, now=NOW)
    browse("luo").open(f"/suggestions/{case}", status=404)


def test_a_unit_finds_what_it_said_and_changes_it_while_the_round_is_open(browse: Browsers, world: World) -> None:
    case = circulating(world)
    he, here = browse("he"), f"/suggestions/{case}/word"
    he.open(here)
    assert "请说意见" in he.open("/").words
    he.open(here)
    page = he.send(here, status=422, **{"rows-0-say": "not_ours"})
    assert "请写明为什么" in page.words and "第1项：" not in page.words and "为什么选填" not in page.words
    he.send(here, **{"rows-0-say": "not_ours", "rows-0-words": "没有这项职责", "rows-0-better": "市委宣传部"})
    assert "请说意见" not in he.open("/").words
    page = he.open(here)
    held = page.data(here)
    assert "本单位说过" in page.words
    assert (held["rows-0-say"], held["rows-0-better"], held["rows-0-words"]) == (
        "not_ours",
        "市委宣传部",
        "没有这项职责",
    )
    assert "意见已告诉代表工作机构" in he.send(here, **{"rows-0-say": "ours"}).words
    assert fetch(case).hearings[0].say is Say.OURS
    page = he.post(here, status=422, **held | {"once": "late"})
    assert "本单位已经有人说过意见" in page.words and fetch(case).hearings[0].say is Say.OURS
