"""Views of lists: kept, opened, shared, renamed, dropped; each shows its reader his own rows; columns as well."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.page import Browser
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.lists import MOST_VIEWS, Audience, ListCode
from tracker.domain.roles import Role
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.models.views import DefaultView, SavedView
from tracker.services import views
from tracker.services._load import Invalid, Missing, Stale


def kept(browser: Browser, address: str, name: str, **more: str) -> SavedView:
    """A view of what the page at this address shows."""
    page = browser.open(address)
    browser.open(next(href for href, words in page.links if words == "存为视图"))
    browser.send("/views/new", name=name, **more)
    db.session.rollback()
    return db.session.scalars(select(SavedView).where(SavedView.name == name)).one()


def rows(browser: Browser) -> list[int]:
    page = browser.page
    return [int(href.rsplit("/", 1)[1]) for href, _words in page.links if href.removeprefix("/suggestions/").isdigit()]


def colleague(world: World, login: str, role: Role, unit: str = "") -> None:
    """A second post for somebody, so that he is a colleague of others."""
    hat = Membership(person_id=world.actors[login].person_id, role=role, starts_on=NOW.date())
    hat.unit_id = world.units[unit] if unit else None
    db.session.add(hat)
    db.session.commit()


def test_a_view_is_the_address_of_what_is_shown(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    builders.a_registered(world)
    chen = browse("chen")
    view = kept(chen, "/suggestions?status=in_handling&sort=-number&page=1", "在办")
    assert view.query == "status=in_handling&sort=-number"
    page = chen.open("/suggestions")
    href = next(href for href, words in page.links if words == "在办")
    chen.open(href)
    assert rows(chen) == [case]
    assert "存为视图" not in chen.page.words, "what is a view already is not kept twice"


def test_a_shared_view_shows_everybody_his_own_rows(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    he, shen, luo = browse("he"), browse("shen"), browse("luo")
    kept(he, "/suggestions?status=in_handling", "本局在办", shared_with=Audience.UNIT.value)
    page = shen.open("/suggestions")
    href = next(href for href, words in page.links if words.startswith("本局在办（何晓岚）"))
    shen.open(href)
    assert len(rows(shen)) == 1
    assert "本局在办" not in luo.open("/suggestions").words, "another unit does not find it"
    luo.open(href)
    assert rows(luo) == [], "and who types its address sees what he may see"


def test_what_is_kept_for_oneself_nobody_else_finds(browse: Browsers, world: World) -> None:
    view = kept(browse("chen"), "/suggestions?due=overdue", "逾期的")
    assert "逾期的" not in browse("lu").open("/suggestions").words
    browse("lu").open(f"/views/{view.id}", status=404)
    lu = browse("lu")
    lu.open("/account")
    lu.post(f"/views/{view.id}/drop", list="register")
    db.session.rollback()
    assert db.session.get(SavedView, view.id) is not None
    chen = browse("chen")
    chen.open(f"/views/{view.id}")
    chen.send(f"/views/{view.id}", shared_with=Audience.POST.value, name="大家的逾期")
    assert "大家的逾期（陈思远）" in browse("lu").open("/suggestions").words.replace(" ", "")


def test_the_list_opens_with_the_view_one_chose_and_all_of_it_stays_one_press_away(
    browse: Browsers, world: World
) -> None:
    in_hand, other = builders.in_hand(world), builders.a_registered(world)
    chen = browse("chen")
    kept(chen, "/suggestions?status=registered", "待交办的", first="y")
    chen.open("/suggestions")
    assert rows(chen) == [other]
    page = chen.page
    chen.open(next(href for href, words in page.links if words == "全部"))
    assert set(rows(chen)) == {in_hand, other}
    chen.open("/views?list=register")
    chen.send("/views/first", view="")
    chen.open("/suggestions")
    assert set(rows(chen)) == {in_hand, other}


def test_a_condition_that_means_nothing_any_more_is_told_and_not_an_error(browse: Browsers, world: World) -> None:
    builders.a_registered(world)
    how = {"shared_with": Audience.NOBODY, "now": NOW}
    views.keep(world.chen, ListCode.REGISTER, name="老的", query="status=gone&colour=red&unit=77777", **how)
    chen = browse("chen")
    page = chen.open("/suggestions?status=gone&colour=red")
    assert "条件状态“gone”、colour“red”已经不能用，没有按它筛选" in page.words and rows(chen)
    assert "不在名单里" in chen.open("/suggestions?unit=77777").words
    assert "已经不能用的条件：状态“gone”" in chen.open("/views?list=register").words


def test_dropping_a_view_drops_it_as_first_of_everybody_and_costs_no_row(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    view_id = kept(browse("chen"), "/suggestions?status=closed", "办结的", shared_with=Audience.POST.value).id
    views.open_with(world.lu, ListCode.REGISTER, view_id, now=NOW)
    chen = browse("chen")
    chen.open("/views?list=register")
    chen.send(f"/views/{view_id}/drop")
    views.drop(world.chen, view_id, now=NOW)  # once more: it is gone already
    db.session.rollback()
    assert db.session.scalars(select(DefaultView)).all() == [] and db.session.get(SavedView, view_id) is None
    lu = browse("lu")
    lu.open("/suggestions")
    assert rows(lu) == [case]
    told = [one.action for one in db.session.scalars(select(Event).where(Event.subject == f"view:{view_id}"))]
    assert told == ["keep_view", "open_with_view", "drop_view"]


def test_names_are_one_of_a_kind_and_views_are_few(world: World) -> None:
    how = {"shared_with": Audience.NOBODY, "now": NOW, "query": "due=soon"}
    first = views.keep(world.chen, ListCode.REGISTER, name=" 一 个 ", **how)
    for name, problem in (("一 个", "taken"), ("  ", "missing"), ("长" * 41, "name_too_long")):
        with pytest.raises(Invalid) as refused:
            views.keep(world.chen, ListCode.REGISTER, name=name, **how)
        assert refused.value.problems == {"name": problem}
    views.keep(world.chen, ListCode.PROMISES, name="一 个", **how)
    for no in range(MOST_VIEWS - 1):
        views.keep(world.chen, ListCode.REGISTER, name=f"第{no}个", **how)
    with pytest.raises(Invalid):
        views.keep(world.chen, ListCode.REGISTER, name="多一个", **how)
    said = {"name": "改了", "shared_with": Audience.NOBODY, "now": NOW}
    views.change(world.chen, first, version=1, **said)
    with pytest.raises(Stale):
        views.change(world.chen, first, version=1, **said)


def test_nobody_keeps_a_view_of_a_list_he_does_not_have_or_shares_it_beyond_his_office(world: World) -> None:
    how = {"name": "一个", "query": "", "now": NOW}
    with pytest.raises(Missing):
        views.keep(world.ji, ListCode.REGISTER, shared_with=Audience.NOBODY, **how)
    with pytest.raises(Missing):
        views.keep(world.lin, ListCode.SHARES, shared_with=Audience.NOBODY, **how)
    for actor, audience in ((world.lin, Audience.POST), (world.chen, Audience.UNIT)):
        with pytest.raises(Invalid):
            views.keep(actor, ListCode.REGISTER, shared_with=audience, **how)


def test_every_list_has_its_views(browse: Browsers, world: World) -> None:
    for login, address, name in (
        ("chen", "/promises?group=late", "过期的承诺"),
        ("he", "/tasks?stage=replied", "答复过的"),
        ("lin", "/mine?status=closed", "办完的"),
    ):
        browser = browse(login)
        kept(browser, address, name, first="y")
        plain = address.partition("?")[0]
        assert name in browser.open(plain).words
        assert browser.answer is not None and browser.answer.request.full_path.startswith(address)


def test_columns_and_their_order_stand_in_the_address(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    chen = browse("chen")
    chen.open("/suggestions?status=in_handling")
    chen.open(next(href for href, words in chen.page.links if words == "选择列"))
    chosen = "&".join(f"col-{name}={no}" for name, no in (("title", 1), ("category", 2), ("submitted", 3)))
    page = chen.open(f"/suggestions/columns?list=register&query=status%3Din_handling&{chosen}")
    assert chen.answer is not None
    assert chen.answer.request.full_path == "/suggestions?status=in_handling&cols=title%2Ccategory%2Csubmitted"
    assert "教育科技" in page.words and "2026-04-01" in page.words
    heads = page.body[page.body.index("<thead") : page.body.index("</thead>")]
    assert [word in heads for word in ("类别", "提交日期", "承办单位", "期限")] == [True, True, False, False]
    assert "cols=title" in next(href for href, words in page.links if words == "提交日期")


@pytest.mark.parametrize("cols", ["nonsense", "due,due,due", "number", ",,,", "title," * 300])
def test_columns_nobody_knows_are_left_out_and_the_title_is_always_there(
    browse: Browsers, world: World, cols: str
) -> None:
    case = builders.in_hand(world)
    chen = browse("chen")
    chen.open(f"/suggestions?cols={cols}")
    assert rows(chen) == [case]


def test_who_moves_to_another_unit_leaves_its_views_behind(browse: Browsers, world: World) -> None:
    kept(browse("he"), "/suggestions?due=soon", "快到期", shared_with=Audience.POST.value)
    colleague(world, "luo", Role.UNIT_RECEIVER, "市教育局")
    luo = db.session.scalars(select(Person).where(Person.name == "罗一平")).one()
    assert len(luo.memberships) == 2
    assert "快到期" not in browse("luo").open("/suggestions").words, "under the hat of the other unit"
