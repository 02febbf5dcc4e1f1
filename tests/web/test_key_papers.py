"""Papers of key items: the list for a meeting and of it, the plan, a unit's report; who has each, and its code."""

from __future__ import annotations

import io
from contextvars import Context
from typing import Any

import pytest
from docx import Document

from tests import keying
from tests.conftest import Browsers
from tests.keying import a_paper, decided, item_of, proposed
from tests.world import TODAY, World
from tracker.db import db
from tracker.domain.documents import Paper, read_code
from tracker.queries import documents_keys, key_items
from tracker.queries.documents import KEEPER, compared


def got(browse: Browsers, who: str, address: str) -> tuple[int, bytes]:
    answer = Context().run(browse(who).client.get, address)
    told = answer.status_code, answer.data
    answer.close()
    return told


def words_in(data: bytes) -> str:
    made = Document(io.BytesIO(data))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def agrees(paper: Paper | None) -> bool:
    code = read_code(paper.code) if paper is not None else None
    assert code is not None
    db.session.rollback()
    return compared(code, today=TODAY)[1]


@pytest.fixture
def item(world: World) -> int:
    made = decided(world, a_paper(world))
    keying.planned(world, made)
    keying.reported(world, made)
    return made


def test_the_list_for_the_meeting_is_a_draft_with_grounds_and_criteria(browse: Browsers, world: World) -> None:
    proposed(world, a_paper(world))
    status, data = got(browse, "chen", "/key-items/proposals.docx")
    words = words_in(data)
    assert status == 200 and "提请重点督办建议清单" in words and "草稿" in words
    assert "小学门口交通安全（2026年重点督办）" in words and "全市性或者社会关注度高、多名代表提出" in words
    assert "三年里多名代表提出" in words and got(browse, "ou", "/key-items/proposals.pdf")[1][:4] == b"%PDF"
    assert got(browse, "du", "/key-items/proposals.docx")[0] == 404, "a coordinator knows of its own proposals alone"
    assert got(browse, "lin", "/key-items/proposals.docx")[0] in (403, 404)
    assert "保存讨论稿" in browse("chen").open("/key-items/proposals").words


def test_without_proposals_there_is_no_list(browse: Browsers, world: World) -> None:
    assert got(browse, "chen", "/key-items/proposals.docx")[0] == 404
    assert "保存讨论稿" not in browse("chen").open("/key-items/proposals").words


def test_the_list_of_a_meeting_names_all_it_decided(browse: Browsers, world: World, item: int) -> None:
    other = decided(world, a_paper(world), title="老旧小区加装电梯")
    status, data = got(browse, "chen", f"/key-items/{other}/list.docx")
    words = words_in(data)
    assert status == 200 and "2026年4月1日第四十次主任会议决定，共2项" in words
    assert (
        "小学门口交通安全" in words and "老旧小区加装电梯" in words and "方案2026年5月1日，报告2026年9月30日" in words
    )
    assert got(browse, "du", f"/key-items/{other}/list.docx")[0] == 404
    waiting = proposed(world, a_paper(world))
    assert got(browse, "chen", f"/key-items/{waiting}/list.docx")[0] == 404


def test_the_plan_goes_to_all_inside_with_its_steps_and_papers(browse: Browsers, world: World, item: int) -> None:
    for who in ("ou", "jing", "lin"):
        status, data = got(browse, who, f"/key-items/{item}/plans/1.docx")
        words = words_in(data)
        assert status == 200 and "关于“小学门口交通安全”的督办方案" in words and "临江市教育局：" in words
        assert "2026年5月20日：到三所小学门口视察" in words and "2026年9月30日前向主任会议报告" in words
    assert got(browse, "yuan", f"/key-items/{item}/plans/1.docx")[0] == 404
    assert got(browse, "ou", f"/key-items/{item}/plans/9.docx")[0] == 404
    assert "保存：Word、PDF" in browse("jing").open(f"/key-items/{item}").words


def test_a_report_carries_the_units_number_and_its_draft_proves_nothing(
    browse: Browsers, world: World, item: int
) -> None:
    jing = browse("jing")
    jing.open(f"/key-items/{item}/report")
    jing.send("/report", button=("save", "1"), body="补充报告。", document_no="临教〔2026〕30号")
    draft = item_of(item).reports[-1].id
    status, data = got(browse, "jing", f"/key-items/{item}/reports/{draft}.docx")
    assert status == 200 and "草稿" in words_in(data) and "临教〔2026〕30号" in words_in(data)
    assert got(browse, "chen", f"/key-items/{item}/reports/{draft}.docx")[0] == 404
    cheng = browse("cheng")
    cheng.open(f"/key-items/{item}/report")
    cheng.send("/report", button=("hand_in", "1"))
    words = words_in(got(browse, "chen", f"/key-items/{item}/reports/{draft}.docx")[1])
    assert "临江市人大常委会主任会议：" in words and "补充报告。" in words and "草稿" not in words
    assert "临江市教育局关于“小学门口交通安全”办理情况的报告" in words.replace("\n", "")


@pytest.mark.parametrize("what", ["list", "plan", "report"])
def test_the_code_of_each_agrees_until_its_text_is_another(
    world: World, item: int, what: str, browse: Browsers
) -> None:
    one = key_items.find(KEEPER, item)
    assert one is not None
    held: Any = {"list": one.item, "plan": one.item.plans[0], "report": one.item.reports[0]}[what]
    made = {
        "list": lambda: documents_keys.decided_list(KEEPER, item, today=TODAY),
        "plan": lambda: documents_keys.plan_paper(KEEPER, one, 1),
        "report": lambda: documents_keys.report_paper(KEEPER, one, held.id),
    }[what]()
    assert made is not None and agrees(made)
    page = browse("jing").open(f"/check/{made.code}")
    assert "相符" in page.words and "打开督办件" in page.words
    assert "打开督办件" not in browse().open(f"/check/{made.code}").words
    kind, its_id = type(held), held.id
    db.session.rollback()
    setattr(db.session.get_one(kind, its_id), "leader" if what == "list" else "body", "改过")
    db.session.commit()
    assert not agrees(made)
