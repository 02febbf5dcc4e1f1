"""Units, categories, terms and imports as the desk keeps them on screen."""

import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.situations import SITUATIONS
from tests.world import NOW, World
from tracker.db import db
from tracker.models.organs import Category, CongressSession, Delegation, Unit
from tracker.models.record import Event, ImportFile

PAGES = ("/settings", "/units", "/units/new", "/units/1", "/units/1/end", "/categories", "/categories/1", "/terms",
         "/terms/new", "/terms/1", "/sessions/new", "/sessions/1", "/delegations/new", "/delegations/1",
         "/imports")  # fmt: skip


def now_in(statement):
    """What the database says now, after what the browser did."""
    db.session.rollback()
    return db.session.scalars(statement)


def acts() -> list[str]:
    db.session.rollback()
    return [event.action for event in db.session.scalars(select(Event).where(Event.machine == "office"))]


@pytest.mark.parametrize("address", PAGES)
def test_only_the_desk_enters(browse: Browsers, address: str) -> None:
    browse("chen").open(address)
    for login in ("lin", "he", "du", "ou", "xi", "an", "ji"):
        browse(login).open(address, status=404)


def test_a_unit_is_added_and_corrected(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open("/units/new")
    page = chen.send(
        "/units/new", name="临江市水务局", short_name="市水务局", duty_words="排水 河道", has_coordinator="y"
    )
    assert "单位已登记" in page.words
    unit = now_in(select(Unit).where(Unit.short_name == "市水务局")).one()
    chen.open(f"/units/{unit.id}")
    chen.send(f"/units/{unit.id}", duty_words="排水 河道 供水")
    db.session.rollback()
    assert db.session.get_one(Unit, unit.id).duty_words == "排水 河道 供水"
    assert acts()[-2:] == ["add_unit", "correct_unit"]


def test_a_name_that_is_taken_is_said_beside_the_field(browse: Browsers) -> None:
    chen = browse("chen")
    chen.open("/units/new")
    page = chen.send("/units/new", status=422, name="临江市水务局", short_name="市教育局", kind="工作部门")
    assert "已经有了" in page.words
    assert page.data("/units/new")["kind"] == "工作部门"


@pytest.mark.parametrize(
    ("address", "first", "second", "kept"),
    [
        ("/units/1", {"kind": "市政府工作部门"}, {"duty_words": "学校"}, (Unit, "kind", "市政府工作部门")),
        ("/sessions/1", {"closes_on": "2026-02-08"}, {"closes_on": "2026-02-09"},
         (CongressSession, "closes_on", date(2026, 2, 8))),
    ],
)  # fmt: skip
def test_two_people_correcting_one_thing_do_not_overwrite_each_other(
    browse: Browsers, world: World, address: str, first: dict[str, str], second: dict[str, str], kept: tuple
) -> None:
    chen, lu = browse("chen"), browse("lu")
    chen.open(address)
    lu.open(address)
    lu.send(address, **first)
    page = chen.send(address, status=409, **second)
    assert "没有被覆盖" in page.words and all(words in page.words for words in second.values())
    db.session.rollback()
    model, column, value = kept
    assert getattr(db.session.get_one(model, 1), column) == value


def test_a_unit_with_work_in_hand_is_not_ended(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    chen = browse("chen")
    assert "手里还有1件" in chen.open("/units/1/end").words
    chen.open("/units/4/end")
    assert "已撤并" in chen.send("/units/4/end", successor="1").words
    db.session.rollback()
    ended = db.session.get_one(Unit, 4)
    assert (ended.successor_id, ended.is_assignable) == (1, False)


def test_what_keeps_a_unit_is_told_by_its_reason_and_every_number_opens_just_that(
    browse: Browsers, everywhere: dict[str, int], world: World
) -> None:
    chen = browse("chen")
    for unit in (world.units["市教育局"], world.units["市交通运输局"], world.units["市中级人民法院"]):
        page = chen.open(f"/units/{unit}/end")
        whole = int(re.findall(r"手里还有(\d+)件没有办结", page.words)[0])
        told = re.findall(rf'<a href="(/suggestions\?unit={unit}&amp;status=\w+)">[^<]*?(\d+)件</a>', page.body)
        assert whole == sum(int(number) for _href, number in told) and told
        for href, number in told:
            assert f"<b>{number}</b>件" in chen.open(href.replace("&amp;", "&")).body, href
        owed = re.findall(r"没有答复(\d+)件：", page.words)
        in_hand = chen.open("/units").body.partition(f'href="/units/{unit}"')[2]
        assert owed == re.findall(r'class="num"[^>]*>(\d+)', in_hand)[:1]


def test_a_unit_that_has_answered_everything_is_not_said_to_owe_a_reply(browse: Browsers, world: World) -> None:
    SITUATIONS["co_replied"].reach(world)
    page = browse("chen").open(f"/units/{world.units['市交通运输局']}/end")
    assert "手里还有1件没有办结" in page.words and "没有答复" not in page.words
    assert "答复了或者提了会办意见1件，等其他单位答复、等代表评价或者等决定是否重新办理" in page.words


def test_a_unit_whose_reply_may_come_back_is_not_ended(browse: Browsers, world: World) -> None:
    builders.delivered(world)
    chen = browse("chen")
    assert "手里还有1件" in chen.open("/units/1/end").words
    builders.closed(world)
    assert "手里还有1件" in chen.open("/units/1/end").words, "the closed one is over"


def test_categories_grow_move_and_end(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open("/categories")
    chen.send("/categories", name="公共交通", parent=str(world.categories["城建交通"]))
    chen.send(f"/categories/{world.categories['政法']}/up")
    order = [c.name for c in now_in(select(Category).where(Category.parent_id.is_(None)).order_by(Category.ordinal))]
    assert order == ["教育科技", "政法", "城建交通"]
    chen.open(f"/categories/{world.categories['城建交通']}/end")
    page = chen.send("/end", status=422)
    assert "下面还有在用的类别" in page.words
    chen.open(f"/categories/{world.categories['城建交通']}")
    chen.send(f"/categories/{world.categories['城建交通']}", name="城市建设")
    db.session.rollback()
    assert now_in(select(Category.path).where(Category.name == "公共交通")).one() == "城市建设/公共交通"


def test_sessions_do_not_overlap_and_say_whether_we_sit(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    assert "今天是闭会期间" in chen.open("/terms").words
    chen.open("/sessions/new")
    page = chen.send("/sessions/new", status=422, ordinal="7", opens_on="2026-02-05", closes_on="2026-02-09")
    assert "重叠" in page.words
    page = chen.send("/sessions/new", ordinal="7", opens_on="2026-03-31", closes_on="2026-04-03")
    assert "今天是第七届第七次会议期间" in page.words
    assert now_in(select(CongressSession.name).where(CongressSession.ordinal == 7)).one() == "第七次会议"
    chen.open("/delegations/new")
    chen.send("/delegations/new", delegation="城南代表团")
    assert "城南代表团" in now_in(select(Delegation.name)).all()


CSV = "单位名称,简称,上级\n临江市水务局,市水务局,临江市人民政府\n"


def test_a_file_is_looked_at_before_it_is_taken(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open("/imports")
    page = chen.send("/imports", subject="units", file=(io.BytesIO(CSV.encode("gb18030")), "单位.csv"))
    assert "现在还没有写入" in page.words
    assert db.session.scalar(select(Unit.id).where(Unit.short_name == "市水务局")) is None
    address = page.form("/imports/")["action"]
    sent = page.data("/imports/")
    assert "已导入1条" in chen.send("/imports/").words
    assert now_in(select(ImportFile.taken_at)).one() == NOW
    chen.client.post(address, data=sent)
    db.session.rollback()
    assert len(now_in(select(Unit.id).where(Unit.short_name == "市水务局")).all()) == 1
    browse("lu").open(address, status=404)


def test_errors_are_told_by_row_and_column_and_nothing_is_taken(browse: Browsers) -> None:
    chen = browse("chen")
    chen.open("/imports")
    page = chen.send("/imports", subject="units", file=(io.BytesIO((CSV + ",无名,\n").encode()), "a.csv"))
    assert re.search(r"3单位名称必须填写", page.words)
    assert not any("/imports/" in form["action"] for form in page.forms if form["method"] == "post")


def test_a_file_that_is_no_table_says_so(browse: Browsers) -> None:
    chen = browse("chen")
    chen.open("/imports")
    assert "只读xlsx" in chen.send("/imports", status=422, file=(io.BytesIO(b"x"), "a.pdf")).words
