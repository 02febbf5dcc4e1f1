"""Files of key items on their pages: uploaded, listed, opened by whoever reads the act; kept when a form is refused."""

from __future__ import annotations

import io
from contextvars import Context

import pytest
from sqlalchemy import select

from tests import keying
from tests.conftest import Browsers
from tests.keying import EDUCATION, a_paper, decided, item_of
from tests.world import World
from tracker.db import db
from tracker.models.attachments import Attachment

HELD = {
    "occasion": "tv_inquiry",
    "held_on": "2026-04-01",
    "place": "电视台",
    "who_came": "委员五人",
    "found": "问了三个问题",
}
LONG = "电视问政现场记录" * 20 + ".txt"


def upload(name: str = LONG) -> tuple[io.BytesIO, str]:
    return io.BytesIO(name.encode()), name


def all_files() -> list[Attachment]:
    db.session.rollback()
    return list(db.session.scalars(select(Attachment).order_by(Attachment.uploaded_at, Attachment.key)))


def opened(browse: Browsers, who: str, address: str) -> tuple[int, bytes]:
    answer = Context().run(browse(who).client.get, address)
    told = answer.status_code, answer.data
    answer.close()
    return told


@pytest.fixture
def item(world: World) -> int:
    return decided(world, a_paper(world))


def test_a_file_of_an_occasion_is_kept_through_mistakes_and_further_rows(
    browse: Browsers, world: World, item: int
) -> None:
    ou, place = browse("ou"), f"/key-items/{item}"
    ou.open(f"{place}/events")
    page = ou.send("/events", button=("step", "more"), **HELD, **{"files-new": upload()})
    assert LONG in page.words and len(all_files()) == 1
    demand = {"demands-0-unit": str(world.units[EDUCATION]), "demands-0-words": "答应的要做到"}
    page = ou.send("/events", status=422, button=("step", "save"), **demand)
    assert LONG in page.words and "每一项要求都要选单位" in page.words
    page = ou.send("/events", button=("step", "save"), **{"demands-0-answer_by": "2026-08-20"})
    assert "督办活动已登记" in page.words and page.words.count(LONG) == 2 and "登记督办活动：电视问政" in page.words
    assert [one.key_item_id for one in all_files()] == [item]


def test_it_is_opened_under_its_name_by_those_inside_and_by_nobody_else(
    browse: Browsers, world: World, item: int
) -> None:
    ou, place = browse("ou"), f"/key-items/{item}"
    ou.open(f"{place}/events")
    ou.send("/events", button=("step", "save"), **HELD, **{"files-new": upload("记录.txt")})
    address = f"{place}/files/{all_files()[0].key}"
    for who in ("ou", "chen", "jing", "lin"):
        assert opened(browse, who, address) == (200, "记录.txt".encode())
    for who in ("yuan", "xi", "han"):
        assert opened(browse, who, address)[0] in (403, 404)
    assert "记录.txt" not in browse("yuan").open(place).words
    other = decided(world, a_paper(world))
    assert opened(browse, "ou", f"/key-items/{other}/files/{all_files()[0].key}")[0] == 404
    assert opened(browse, "ou", f"/key-items/{10**30}/files/{all_files()[0].key}")[0] == 404


def test_a_report_keeps_its_files_from_draft_to_the_principals_hand(browse: Browsers, item: int) -> None:
    jing, place = browse("jing"), f"/key-items/{item}"
    jing.open(f"{place}/report")
    page = jing.send("/report", button=("save", "1"), body="排好了。", **{"files-new": upload("排班表.txt")})
    assert "排班表.txt" in page.words and "草稿已保存" in page.words
    assert "排班表.txt" not in browse("chen").open(place).words
    cheng = browse("cheng")
    assert "排班表.txt" in cheng.open(f"{place}/report").words
    page = cheng.send("/report", button=("hand_in", "1"))
    assert "报告已提交主任会议" in page.words and "排班表.txt" in page.words
    assert "排班表.txt" in browse("chen").open(place).words


def test_an_upload_outlives_a_colleagues_save(browse: Browsers, world: World, item: int) -> None:
    jing, place = browse("jing"), f"/key-items/{item}"
    jing.open(f"{place}/report")
    keying.key_reports.draft(world.cheng, item, "程远先存的", version=0, now=keying.NOW)
    page = jing.send("/report", status=409, button=("save", "1"), body="景行写的", **{"files-new": upload("表.txt")})
    assert "表.txt" in page.words and "程远先存的" in page.words
    jing.send("/report", button=("save", "1"))
    draft = next(one for one in item_of(item).reports)
    assert draft.body == "景行写的" and [one.key_report_id for one in all_files()] == [draft.id]


def test_an_upload_outlives_a_stale_plan(browse: Browsers, world: World, item: int) -> None:
    ou, place = browse("ou"), f"/key-items/{item}"
    ou.open(f"{place}/plan")
    keying.planned(world, item, by=world.chen)
    page = ou.send("/plan", status=409, button=("step", "save"), body="我的方案", **{"files-new": upload("表.txt")})
    assert "我的方案" in page.words and len(all_files()) == 1
    assert "先听后看再问" in page.words and "保存督办方案" in page.words
    ou.send("/plan", button=("step", "save"))
    assert [one.key_item_id for one in all_files()] == [item]


def test_the_story_of_an_item_tells_each_reader_what_he_reads(browse: Browsers, world: World, item: int) -> None:
    keying.planned(world, item)
    keying.held(world, item)
    keying.reported(world, item)
    place = f"/key-items/{item}"
    inside = browse("chen").open(place).words
    assert "登记列入重点督办或领办的决定" in inside and "提交办理情况报告" in inside and "提请重点督办或领办" in inside
    told = browse("jing").open(place).words
    assert "保存督办方案" in told and "提请重点督办或领办" not in told
    outside = browse("yuan").open(place).words
    assert "登记列入重点督办或领办的决定" in outside and "保存督办方案" not in outside
