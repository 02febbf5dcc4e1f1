"""The versions of a paper: who reads which, and what changed between two."""

from __future__ import annotations

from tests import builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.situations_entries import entered_on_paper
from tests.world import NOW, World
from tracker.domain.actions import Action
from tracker.services import acts, cosigning, entries, reviews, submissions


def corrected(world: World) -> int:
    """Rewritten as a draft that was read, handed in, sent back, corrected and handed in again: three versions."""
    case = builders.a_cosigned_draft(world)
    paper = builders.a_paper(world, problem="上学时段人车混行。")
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    cosigning.agree(world.fang, case, text_no=2, now=NOW)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    reviews.send_back(world.chen, case, reason="请写明路段", version=fetch(case).version, now=NOW)
    requests = ("护学岗经费列入年度预算。", "在校门两侧划设护学通道。", "请市交通局调整公交站点。")
    paper = builders.a_paper(world, problem="中山路两所小学上学时段人车混行。", requests=requests)
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    return case


def test_the_page_compares_the_last_two_and_any_other_two(browse: Browsers, world: World) -> None:
    case = corrected(world)
    browser = browse("lin")
    page = browser.open(f"/suggestions/{case}/versions")
    assert "第2稿改成第3稿" in page.words
    assert "<ins>" in page.body and "中山路两所小学" in page.words
    assert "第3项请求新增" in page.words and "移到这里" in page.words
    assert "第1稿改成第3稿" in browser.open(f"/suggestions/{case}/versions?old=1&new=3").words
    assert "第1稿改成第3稿" in browser.open(f"/suggestions/{case}/versions?old=3&new=1").words
    assert "第2稿改成第3稿" in browser.open(f"/suggestions/{case}/versions?old=²&new=99").words


def test_a_version_is_shown_as_it_was(browse: Browsers, world: World) -> None:
    case = corrected(world)
    page = browse("lin").open(f"/suggestions/{case}/versions/2")
    assert "上学时段人车混行。" in page.words and "中山路" not in page.words


def test_the_desk_reads_what_was_handed_in_and_no_draft(browse: Browsers, world: World) -> None:
    case = corrected(world)
    browser = browse("chen")
    page = browser.open(f"/suggestions/{case}/versions")
    assert "第2稿" in page.words and "第3稿" in page.words and "第1稿" not in page.words
    browser.open(f"/suggestions/{case}/versions/1", status=404)
    browse("fang").open(f"/suggestions/{case}/versions/1")


def test_who_does_not_read_the_case_in_full_finds_no_versions(browse: Browsers, world: World) -> None:
    case = corrected(world)
    category = world.categories["教育科技"]
    reviews.accept(world.chen, case, category_id=category, version=fetch(case).version, now=NOW)
    assert "历次文稿" not in browse("yuan").open(f"/suggestions/{case}").words
    browse("yuan").open(f"/suggestions/{case}/versions", status=404)
    browse("he").open(f"/suggestions/{case}/versions", status=404)


def test_the_dossier_leads_there_only_where_there_is_more_than_one(browse: Browsers, world: World) -> None:
    assert "历次文稿" in browse("lin").open(f"/suggestions/{corrected(world)}").words
    assert "历次文稿" not in browse("lin").open(f"/suggestions/{builders.a_submitted(world)}").words


TITLE, WRITTEN = "在中山路增设护学岗", "这几句还没有提交。"
CORRECTED = "/suggestions/{case}", "/suggestions/{case}/paper", "/suggestions/{case}/versions", "/suggestions?q=护学"


def being_corrected(world: World, case: int) -> int:
    """Sent back, and rewritten by its author under another title, but not handed in again."""
    reviews.send_back(world.chen, case, reason="请写明路段", version=fetch(case).version, now=NOW)
    paper = builders.a_paper(world, title=TITLE, problem=WRITTEN, requests=("在中山路增设护学岗三处。",))
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    return case


def read_by(browse: Browsers, login: str, case: int) -> str:
    browser = browse(login)
    return "".join(browser.open(page.format(case=case)).words for page in CORRECTED)


def test_staff_read_a_returned_paper_as_it_was_handed_in_until_it_comes_again(browse: Browsers, world: World) -> None:
    case = being_corrected(world, builders.a_submitted(world, cosigned=True))
    for login in ("chen", "lu", "tian"):
        words = read_by(browse, login, case)
        assert "在校门两侧划设护学通道。" in words and "关于在老城区小学周边设置护学通道的建议" in words, login
        assert WRITTEN not in words and "中山路" not in words, login
    for login in ("lin", "fang"):
        words = browse(login).open(f"/suggestions/{case}").words
        assert WRITTEN in words and "关于在中山路增设护学岗的建议" in words, login
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    words = read_by(browse, "chen", case)
    assert WRITTEN in words and "关于在中山路增设护学岗的建议" in words


def test_the_author_goes_on_with_the_new_title_and_is_told_who_reads_what(browse: Browsers, world: World) -> None:
    case = being_corrected(world, builders.a_submitted(world))
    lin = browse("lin")
    assert lin.open(f"/suggestions/{case}/edit").data("/edit")["title"] == TITLE
    assert "工作人员看到的还是上次提交的那一稿" in lin.send("/edit", button=("save", "1")).words
    assert TITLE in lin.open(f"/suggestions/{case}/submit").words


def test_a_draft_that_was_never_handed_in_stays_unread_when_the_paper_is_taken_back(
    browse: Browsers, world: World
) -> None:
    case = being_corrected(world, builders.a_submitted(world))
    acts.act(world.lin, Action.WITHDRAW, case, note="另行提出", now=NOW)
    assert WRITTEN not in read_by(browse, "chen", case)
    assert WRITTEN in browse("lin").open(f"/suggestions/{case}").words


def test_a_paper_that_came_on_paper_was_handed_in_as_it_was_entered(browse: Browsers, world: World) -> None:
    case = entered_on_paper(world)
    entries.confirm(world.lin, case, now=NOW)
    being_corrected(world, case)
    words = read_by(browse, "chen", case)
    assert WRITTEN not in words and "中山路" not in words
