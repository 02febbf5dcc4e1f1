"""催办单 and 督办通知 in Word and PDF, compared with the record; what was sent stays what it was."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import fetch, task_of
from tests.services.test_documents import both, compared, day, papers_of
from tests.situations_chases import DUE, late, noted, supervised
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.document_fields import fields_of
from tracker.domain.document_texts import fields
from tracker.domain.documents import PaperKind
from tracker.models.chases import Chase
from tracker.queries.beside import beside
from tracker.queries.documents import listed
from tracker.services import chases
from tracker.services.chases import Said

K = PaperKind


def test_the_papers_say_what_the_record_says(world: World) -> None:
    case = supervised(world)
    papers = papers_of(case)
    number, unit = f"第{fetch(case).number}号", fetch(case).tasks[0].unit.name
    both_say = [number, fetch(case).title, unit, day(DUE), "答复代表", "2025年12月20日"]
    wanted = {
        K.CHASE: [*both_say, "催办〔2026〕1号", "已逾期3天", "第1次催办", "关于催办", "选联任工委"],
        K.SUPERVISION: [*both_say, "督办〔2026〕1号", "已逾期12天", "请主要负责人过问。", "关于督办", "临江市督查室"],
    }
    for kind, words in wanted.items():
        assert set(fields(papers[kind])) == {one.name for one in fields_of(kind)}
        for written in both(papers[kind]):
            assert [one for one in words if "".join(one.split()) not in written] == [], (kind, written)
        assert compared(papers[kind].code)
    db.session.get_one(Chase, papers[K.CHASE].thing_id).count = 9
    db.session.commit()
    assert not compared(papers[K.CHASE].code) and compared(papers[K.SUPERVISION].code)


def test_what_was_sent_stays_what_it_was_when_the_day_moves(world: World) -> None:
    case = noted(world)
    code = papers_of(case)[K.CHASE].code
    fetch(case).tasks[0].due_on = date(2026, 5, 20)
    chases.chase(world.lin, task_of(world, case), Said("还没有答复。"), now=NOW)
    db.session.commit()
    assert papers_of(case)[K.CHASE].code == code and compared(code)


def test_an_office_that_chases_signs_its_own_paper(world: World) -> None:
    case = late(world)
    chases.chase(world.ou, task_of(world, case), Said("请说明进展。", answer_by=date(2026, 4, 8)), now=NOW)
    for written in both(papers_of(case)[K.CHASE]):
        assert "教育科学文化卫生委员会" in written and "请说明进展。" in written and "2026年4月8日前说明" in written


@pytest.mark.parametrize(
    ("who", "reads"), [("lin", True), ("jing", True), ("du", True), ("yuan", False), ("gu", False)]
)
def test_whoever_reads_of_a_chase_may_have_its_paper(world: World, who: str, reads: bool) -> None:
    case = supervised(world)
    suggestion = fetch(case)
    kinds = {one.kind for one in listed(getattr(world, who), suggestion, beside(suggestion))}
    assert (K.CHASE in kinds and K.SUPERVISION in kinds) is reads


def test_what_a_deputy_says_is_no_paper(world: World) -> None:
    case = late(world)
    chases.chase(world.lin, task_of(world, case), Said("请答复。"), now=NOW)
    assert K.CHASE not in papers_of(case)
