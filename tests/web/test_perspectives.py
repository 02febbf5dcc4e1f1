"""The desk sees a case through the eyes of its readers: exactly their page, less what it may not read itself, and
nothing to press."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from tests import builders
from tests.builders import fetch, round_of, task_of, verdicts
from tests.conftest import Browsers
from tests.page import Browser, Page
from tests.situations import SITUATIONS
from tests.statements import statements_of
from tests.turns import is_up
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.permissions import Sight, sight
from tracker.domain.ratings import Level
from tracker.domain.roles import Role
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.models.people import Membership
from tracker.queries.cases import find_suggestion
from tracker.queries.perspectives import holder, perspectives
from tracker.services import ratings, submissions

HEADINGS = re.compile(r"<h[23][^>]*>(.*?)</h[23]>", re.DOTALL)
STORY = re.compile(r'<li class="story__one.*?</li>', re.DOTALL)
FILES = re.compile(r'href="(/suggestions/\d+/files/[^"]+)"')
RATED = re.compile(r'<section class="section" id="ratings">.*?</section>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>|\s+")


def main_of(page: Page) -> str:
    """What stands between the frame's two sides."""
    return page.body.partition('<main class="main"')[2].partition("</main>")[0]


def told(found: list[str]) -> list[str]:
    return [TAGS.sub("", one) for one in found]


def through(browser: Browser, case: int, code: str, *, status: int = 200) -> Page:
    return browser.open(f"/suggestions/{case}/as/{code}", status=status)


def codes(world: World, case: int) -> dict[str, Actor | None]:
    """The readers the desk can choose, and who each of them is."""
    found = find_suggestion(world.chen, case)
    assert found is not None
    held = {one.code: holder(one, TODAY) for one in perspectives(found)}
    return {code: one.actor if one else None for code, one in held.items()}


def login_of(world: World, actor: Actor, case: int) -> str:
    """Who it is, where it is somebody of the world; anybody who has not signed is Yuan, where she has not."""
    if actor.person_id == 0:
        return "yuan" if sight(world.yuan, fetch(case)) is Sight.OPEN else ""
    return next((login for login, one in world.actors.items() if one == actor), "")


def test_each_reader_is_shown_his_own_page_and_nothing_the_desk_may_not_read(
    browse: Browsers, everywhere: dict[str, int], world: World
) -> None:
    chen, seen = browse("chen"), 0
    for at, (name, case) in enumerate(everywhere.items()):
        if sight(world.chen, fetch(case)) is not Sight.FULL:
            assert through(chen, case, "other", status=404)
            continue
        for code, actor in codes(world, case).items():
            if not is_up(12, "perspective", code, at):
                continue
            page, seen = through(chen, case, code), seen + 1
            assert "不能在这里操作" in page.words and f'href="/suggestions/{case}"' in main_of(page), (name, code)
            assert not re.search(r"<(form|button|input|textarea|select)\b", main_of(page)), (name, code)
            if actor is None or sight(actor, fetch(case)) is Sight.NOTHING:
                assert "打不开这一件" in page.words or "没有人担任" in page.words, (name, code)
                continue
            if login := login_of(world, actor, case):
                _is_the_page_of(browse(login), page, case, world, (name, code))
    assert seen > 10


def _is_the_page_of(browser: Browser, page: Page, case: int, world: World, where: Any) -> None:
    """What both he and the desk have on their own pages, in his order; his ratings as they stand there."""
    desk = Browser(browser.app, world.accounts["chen"]).open(f"/suggestions/{case}")
    own, of_desk, shown = main_of(browser.open(f"/suggestions/{case}")), main_of(desk), main_of(page)
    for pieces in (HEADINGS, STORY):
        his, known, here = (told(pieces.findall(one)) for one in (own, of_desk, shown))
        assert [one for one in his if one in here] == here, where
        assert not (set(his) - set(here)) & set(known), where
    assert set(FILES.findall(shown)) == set(FILES.findall(own)) & set(FILES.findall(of_desk)), where
    assert told(RATED.findall(shown)) == told(RATED.findall(own)), where


def test_every_other_role_is_refused_and_so_is_every_form(browse: Browsers, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    for login, *_ in PEOPLE:
        if world.actors[login].role is not Role.DESK:
            through(browse(login), case, "lead", status=404)
    chen = browse("chen")
    for code in ("nobody", "receiver-0", f"cosigner-{world.yuan.person_id}", "coordinator-court", "lead "):
        through(chen, case, code, status=404)
    chen.open(f"/suggestions/{case}")
    chen.post(f"/suggestions/{case}/as/lead", status=405)
    words = browse("lin").open(f"/suggestions/{case}").words
    assert "换个身份看" not in words and "换个身份看" in chen.open(f"/suggestions/{case}").words


def test_what_a_unit_writes_and_says_inside_is_not_shown(browse: Browsers, world: World) -> None:
    case = builders.in_clearance(world)
    builders.send_back(world, case)
    own = browse("jing").open(f"/suggestions/{case}").words
    assert "第二项没有日期" in own and "答复稿只有本单位看得到" in own
    for code in (f"handler-{task_of(world, case)}", f"receiver-{task_of(world, case)}"):
        page = through(browse("chen"), case, code)
        for words in ("第二项没有日期", "答复稿只有本单位", "已在两侧划设通道", "/letter", "送签"):
            assert words not in main_of(page), (code, words)


def test_who_was_asked_to_sign_and_did_not_is_not_shown(browse: Browsers, world: World) -> None:
    case = SITUATIONS["declined_draft"].reach(world)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    assert "方舒" in browse("lin").open(f"/suggestions/{case}").words
    assert "方舒" not in through(browse("chen"), case, "lead").words
    through(browse("chen"), case, f"cosigner-{world.fang.person_id}", status=404)


def test_a_text_nobody_has_handed_in_and_a_draft_that_follows_are_not_shown(browse: Browsers, world: World) -> None:
    case = SITUATIONS["returned"].reach(world)
    paper = submissions.Paper("改过的金丝雀题目", "改过的金丝雀问题", "", ("改过的金丝雀请求",))
    later = builders.a_draft(world, title="金丝雀的草稿")
    db.session.add(SuggestionLink(later_id=later, earlier_id=case, kind=LinkKind.REFILED, made_at=NOW))
    db.session.commit()
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    own = browse("lin").open(f"/suggestions/{case}").body
    assert "改过的金丝雀题目" in own and "金丝雀的草稿" in own
    assert "金丝雀" not in through(browse("chen"), case, "lead").body


def test_a_reader_who_may_not_read_a_rating_yet_is_shown_without_it(browse: Browsers, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    one = round_of(world, case)
    said = verdicts(Level.DISSATISFIED, "没有回答第二项")
    ratings.rate(world.fang, one.id, said, version=one.version, now=NOW, private_note="只说给市人大")
    chen = browse("chen")
    for code, reads in (
        ("lead", False),
        (f"cosigner-{world.fang.person_id}", True),
        (f"handler-{task_of(world, case)}", False),
        ("coordinator-government", False),
        ("other", False),
    ):
        page = through(chen, case, code)
        assert ("没有回答第二项" in page.words) is reads, code
        assert "只说给市人大" not in page.words, code
    assert "只看得到登记信息" in through(chen, case, "other").words


def test_who_cannot_open_it_is_told_in_words(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    proposed = builders.an_assigned(world, shares=builders.SEPARATE, distributed=False)
    task = fetch(proposed).tasks[0]
    assert "督查室转办给这个单位以后" in through(chen, proposed, f"receiver-{task.id}").words
    assert "已经立案" in through(chen, builders.a_submitted(world), "other").words
    assert "不公开的件" in through(chen, builders.a_registered(world, is_confidential=True), "other").words
    hat = db.session.scalars(select(Membership).where(Membership.person_id == world.lin.person_id)).one()
    hat.ends_on = TODAY.replace(month=3)
    db.session.commit()
    assert "现在没有人担任这个身份" in through(chen, proposed, "lead").words


def test_looking_writes_nothing_and_answers_nothing(browse: Browsers, world: World) -> None:
    case = SITUATIONS["talk_noted"].reach(world)
    chen = browse("chen")
    chen.open(f"/suggestions/{case}")
    before = everything()
    for code in codes(world, case):
        through(chen, case, code)
        assert "确认属实" not in through(chen, case, f"{code}?kind=talk").words
    db.session.rollback()
    assert everything() == before


def everything() -> dict[str, list[Any]]:
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in db.metadata.sorted_tables
    }


def test_the_menu_costs_the_dossier_nothing(browse: Browsers, world: World) -> None:
    case = builders.closed(world, cosigned=True)
    chen = browse("chen")
    page = chen.open(f"/suggestions/{case}")
    menu = [words for href, words in page.links if f"/suggestions/{case}/as/" in href]
    assert menu == [
        "领衔代表林若溪",
        "附议代表方舒",
        "没有署名的其他代表",
        "市教育局的收文员",
        "市教育局的经办人景行",
        "督查室（政府系统）",
    ]
    assert statements_of(chen, f"/suggestions/{case}") <= 14
