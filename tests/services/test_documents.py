"""Every paper is written, opened again by a program and compared with the record; what went out stays what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import builders
from tests.builders import fetch, round_of, task_of
from tests.outside.test_documents import words_of_pdf, words_of_word
from tests.paper_trail import HOSTILE, OPENING, RARE, delivered_with_everything, handled_again
from tests.situation_parts import TRAFFIC
from tests.situations_escalations import HELD, PLANNED, minutes, taken_up
from tests.situations_objections import ASKED, extension_asked, task_at
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.document_fields import fields_of
from tracker.domain.document_texts import fields
from tracker.domain.document_words import day
from tracker.domain.documents import Code, Paper, PaperKind, read_code
from tracker.models.commitments import Commitment
from tracker.models.escalations import CameTo, Escalation
from tracker.models.people import Person
from tracker.queries import documents as found
from tracker.queries.beside import beside
from tracker.queries.cases import find_suggestion
from tracker.services import documents, escalations, extensions, handling
from tracker.services.extensions import Decided

K = PaperKind


def papers_of(case: int) -> dict[PaperKind, Paper]:
    """The facts of every paper of a case, the last of each kind."""
    db.session.rollback()
    suggestion = find_suggestion(found.KEEPER, case)
    assert suggestion is not None
    held = {}
    for one in found.listed(found.KEEPER, suggestion, beside(suggestion)):
        paper = found.paper(suggestion, one.kind, one.thing_id, today=TODAY)
        assert paper is not None, one
        held[one.kind] = paper
    return held


def both(paper: Paper) -> tuple[str, str]:
    """The words of the paper as Word and as PDF, opened again."""
    return words_of_word(documents.word(paper)), words_of_pdf(documents.pdf(paper))


def expected(case: int) -> dict[PaperKind, list[str]]:
    """What each paper must say, read from the record itself."""
    suggestion = fetch(case)
    lead, co = suggestion.tasks[0], suggestion.tasks[1]
    reply, opinion = lead.rounds[0], co.opinion
    text = suggestion.text
    assert text is not None and opinion is not None
    requests = [one.body for one in text.requests]
    promise = db.session.query(Commitment).one()
    number, of_unit = f"第{suggestion.number}号", lead.unit.name
    return {
        K.SUGGESTION: [text.title, text.problem, text.analysis, *requests, "林若溪", RARE],
        K.NOTICE: [number, co.unit.name, lead.unit.name, *requests, "林若溪", RARE],
        K.OBJECTION: ["护学设施由交通运输部门管理。", "市教育局职责规定第三条", "中共临江市委宣传部", "程远"],
        K.EXTENSION: ["需要勘测。", HOSTILE, "正在核对路段。", day(ASKED)],
        K.OPINION: [opinion.document_no, opinion.body, opinion.signer_name, co.unit.name, of_unit],
        K.REPLY: [
            *(reply.document_no, "B类", "程远", *OPENING.split("\n"), *requests[:1], reply.answers[0].body, RARE),
            *(reply.closing, promise.promise, day(promise.due_on), "景行", "85550142", "此件主动公开", co.unit.name),
        ],
        K.FORM: [number, of_unit, reply.document_no, "答复内容", "办理过程", "□"],
        K.REHANDLING: [number, of_unit, reply.document_no],
        K.COMMITMENTS: [promise.promise, day(promise.due_on), promise.owner, of_unit],
    }


def test_every_paper_says_in_word_and_pdf_what_the_record_says(world: World) -> None:
    case = handled_again(world)
    wanted, papers = expected(case), papers_of(case)
    assert set(papers) == set(wanted)
    for kind, words in wanted.items():
        for written in both(papers[kind]):
            for one in words:
                bare = "".join(one.rstrip("。").split())
                # A page number may stand in the middle of what was broken over two pages.
                shown = (bare, bare.replace("𠮷", "〔U+20BB7〕"))  # where no typeface of the machine has it
                assert any(words in text for words in shown for text in (written, written.replace("—1—", ""))), (
                    kind,
                    one,
                    written,
                )


def test_a_template_may_name_just_what_each_paper_gives(world: World) -> None:
    for kind, paper in papers_of(handled_again(world)).items():
        assert set(fields(paper)) == {one.name for one in fields_of(kind)}, kind


@pytest.mark.parametrize(("make", "kind"), [(builders.refused, K.REFUSAL), (builders.withdrawn, K.WITHDRAWAL)])
def test_a_case_that_ends_early_has_its_letter(world: World, make, kind: PaperKind) -> None:
    paper = papers_of(make(world))[kind]
    assert set(fields(paper)) == {one.name for one in fields_of(kind)}
    for written in both(paper):
        assert {"没有具体请求" in written, "另有新的提法" in written} == {True, False}
        assert "林若溪代表" in written and fetch(paper.suggestion_id).title in written


def test_a_meeting_has_its_notice_and_its_minutes(world: World) -> None:
    case = taken_up(world)
    notice = papers_of(case)[K.ESCALATION]
    assert K.MINUTES not in papers_of(case), "nothing is written down of a meeting that is planned"
    one = round_of(world, case)
    told = minutes(CameTo.AGAIN, document_no="临人纪〔2026〕4号")
    escalations.close(world.chen, one.id, told, version=one.version, now=NOW)
    papers = papers_of(case)
    number, before = f"第{fetch(case).number}号", f"以{one.document_no}第2次答复"
    both_say = [
        number,
        before,
        fetch(case).tasks[0].unit.name,
        "两次答复都没有说护学通道",
        "代表、承办单位当面会商",
        "林若溪代表",
    ]
    wanted = {
        K.ESCALATION: [*both_say, f"时间：{day(PLANNED)}", "地点：市人大会议室", "关于协调"],
        K.MINUTES: [*both_say, "临人纪〔2026〕4号", day(HELD), "林若溪、程远", "六月底前划出护学通道", "重新办理"],
    }
    for kind, words in wanted.items():
        assert set(fields(papers[kind])) == {one.name for one in fields_of(kind)}
        for written in both(papers[kind]):
            assert [one for one in words if one not in written] == [], kind
        assert compared(papers[kind].code)
    assert papers[K.ESCALATION].code == notice.code, "what was sent out stays what it was"
    db.session.get_one(Escalation, papers[K.MINUTES].thing_id).words = "改过的意见"
    db.session.commit()
    assert not compared(papers[K.MINUTES].code) and compared(notice.code)


def test_nothing_is_ticked_on_the_form(world: World) -> None:
    for written in both(papers_of(builders.delivered(world))[K.FORM]):
        assert "☑" not in written and "■" not in written and written.count("□") >= 6


def test_what_comes_after_a_letter_does_not_change_it(world: World) -> None:
    case = builders.delivered(world, cosigned=True, shares=builders.LEAD_AND_CO)
    before = papers_of(case)[K.REPLY]

    task = task_of(world, case, TRAFFIC)
    handling.sign_for(world.luo, task, handler_id=world.jiang.person_id, now=NOW)
    handling.give_opinion(world.jiang, task, body="可以。", signer_name="苏婉清", document_no="3号", now=NOW)
    after = papers_of(case)[K.REPLY]
    assert after.code == before.code and both(after) == both(before)


def test_a_corrected_name_leaves_the_paper_what_it_was(world: World) -> None:
    case = builders.delivered(world)
    before = papers_of(case)[K.REPLY]
    db.session.get_one(Person, world.lin.person_id).name = "林若谿"
    db.session.commit()
    after = papers_of(case)[K.REPLY]
    assert after.code == before.code and "林若谿代表" in both(after)[0]


def compared(code: str) -> bool:
    db.session.rollback()
    read = read_code(code)
    assert read is not None
    return found.compared(read, today=TODAY)[1]


def test_the_code_of_every_paper_agrees_until_the_record_changes(world: World) -> None:
    case = delivered_with_everything(world)
    codes = {kind: paper.code for kind, paper in papers_of(case).items()}
    assert all(compared(code) for code in codes.values())
    round_of(world, case).opening = "改过的开头"
    db.session.commit()
    assert not compared(codes[K.REPLY])
    assert compared(codes[K.NOTICE])


def test_a_code_of_another_case_or_kind_agrees_with_nothing(world: World) -> None:
    case = builders.delivered(world)
    code = read_code(papers_of(case)[K.REPLY].code)
    assert code is not None
    for wrong in (replace(code, thing_id=999), replace(code, suggestion_id=999), replace(code, kind=K.FORM)):
        assert found.compared(wrong, today=TODAY)[1] is False
    assert found.compared(Code(K.DOSSIER, case, 10**6, "0" * 20), today=TODAY) == (None, False)


def test_the_notice_keeps_the_day_that_was_set_when_more_time_is_given(world: World) -> None:

    case = extension_asked(world)
    before = papers_of(case)[K.NOTICE]
    one = task_at(world, case)
    extensions.grant(world.du, Decided(one.id, one.version, "勘测确需时间。", one.due_on + timedelta(days=20)), now=NOW)
    assert papers_of(case)[K.NOTICE].code == before.code
