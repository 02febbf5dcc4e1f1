"""Templates the office replaces: tried before they are taken, kept in every version, never a hold-up of a letter."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.outside.test_documents import REPLY_LINES, template, words_of_word
from tests.paper_trail import delivered_with_everything
from tests.services.test_documents import papers_of
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.document_forms import FORMS
from tracker.domain.documents import PaperKind
from tracker.models.documents import DocumentTemplate
from tracker.models.record import Event
from tracker.outside.word_layout import built_in
from tracker.services import document_templates, documents, files
from tracker.services._load import Invalid, Missing
from tracker.services.document_templates import Refused
from tracker.services.files import Upload

REPLY = PaperKind.REPLY
OURS = template("本机关版式", *REPLY_LINES)


def put(world: World, data: bytes = OURS, *, after: int = 0, name: str = "答复函.docx", now: datetime = NOW) -> int:
    digest = document_templates.hand_in(world.chen, REPLY, Upload(name, io.BytesIO(data)), now=now)
    return document_templates.replace(world.chen, REPLY, digest, name=name, note="换版式", after=after, now=now)


def letter(world: World, case: int) -> str:
    return words_of_word(documents.word(papers_of(case)[REPLY]))


def test_a_letter_keeps_the_layout_it_went_out_in(app: object, world: World) -> None:
    at = [NOW + timedelta(minutes=n) for n in range(7)]
    first = builders.delivered(world, now=at[0])
    put(world, now=at[1])
    ours = builders.delivered(world, now=at[2])
    document_templates.restore(world.chen, REPLY, no=0, after=1, now=at[3])
    plain = builders.delivered(world, now=at[4])
    document_templates.restore(world.chen, REPLY, no=1, after=0, now=at[5])
    again = builders.delivered(world, now=at[6])
    put(world, template("第二版", *REPLY_LINES), after=1, now=at[6] + timedelta(minutes=1))
    assert letter(world, first).startswith("B类") and letter(world, plain).startswith("B类")
    for case in (ours, again):
        assert letter(world, case).startswith("本机关版式") and "已在两侧划设通道。" in letter(world, case)
    draft = replace(papers_of(first)[REPLY], is_draft=True, at=None)
    assert words_of_word(documents.word(draft)).startswith("第二版"), "what has not gone out takes the one in use"


def test_every_paper_that_went_out_knows_when(app: object, world: World) -> None:
    papers = papers_of(delivered_with_everything(world))
    assert len(papers) > 7 and {kind for kind, one in papers.items() if one.at != NOW} == set()


def test_every_version_is_kept_and_who_put_it_there_is_on_record(world: World) -> None:
    put(world)
    put(world, template("第二版", *REPLY_LINES), after=1)
    kept = db.session.scalars(select(DocumentTemplate).order_by(DocumentTemplate.no)).all()
    assert [(one.no, one.is_current) for one in kept] == [(1, False), (2, True)]
    events = db.session.scalars(select(Event).where(Event.action == "replace_template")).all()
    assert [one.facts["no"] for one in events] == [1, 2] and events[0].person_id == world.chen.person_id


def test_two_people_do_not_put_one_over_the_other(world: World) -> None:
    put(world)
    with pytest.raises(Invalid) as invalid:
        put(world, template(*REPLY_LINES), after=0)
    assert invalid.value.problems == {"file": "changed_meanwhile"}


def test_a_kept_template_outlives_the_sweep_of_what_nobody_handed_in(world: World) -> None:
    put(world)
    case = builders.delivered(world)
    files.sweep({}, now=NOW + timedelta(days=3))
    assert letter(world, case).startswith("本机关版式")


@pytest.mark.parametrize(
    ("data", "name", "why", "what"),
    [
        (template("{{ 发文号 }}"), "a.docx", "unknown_field", "发文号"),
        (template("{{ 标题.upper() }}"), "a.docx", "forbidden", ""),
        (template("{%p for 项 in 答复事项 %}{{ 项.没有 }}"), "a.docx", "syntax", ""),
        (
            template("没有任何字段"),
            "a.docx",
            "lacking",
            "发文字号、标题、主送、正文开头、答复事项（项.答复）、落款、成文日期、核对码",
        ),
        (template("{%p if 核对码 %}", "有编码", "{%p endif %}", *REPLY_LINES[:-2]), "a.docx", "lacking", "核对码"),
        (built_in(REPLY), "a.doc", "not_word", ""),
        (b"PK nothing", "a.docx", "broken", ""),
    ],
)
def test_what_cannot_serve_is_refused_with_the_place(world: World, data: bytes, name: str, why: str, what: str) -> None:
    with pytest.raises(Refused) as refused:
        put(world, data, name=name)
    assert refused.value.why == why and what in refused.value.what
    assert db.session.scalars(select(DocumentTemplate)).all() == []


@pytest.mark.parametrize("kind", FORMS, ids=str)
def test_every_built_in_template_holds_what_its_paper_cannot_lack(kind: PaperKind) -> None:
    assert document_templates.try_out(kind, built_in(kind))


def test_only_the_desk_keeps_templates(world: World) -> None:
    for actor in (world.lin, world.cheng, world.du, world.xi):
        with pytest.raises(Missing):
            document_templates.hand_in(actor, REPLY, Upload("a.docx", io.BytesIO(OURS)), now=NOW)
        with pytest.raises(Missing):
            document_templates.restore(actor, REPLY, no=0, after=0, now=NOW)


def test_a_template_that_is_gone_from_the_disk_does_not_hold_up_a_letter(world: World) -> None:
    put(world)
    case = builders.delivered(world)
    digest = db.session.scalars(select(DocumentTemplate.digest)).one()
    db.session.rollback()
    files.store().remove(digest)
    assert letter(world, case).startswith("B类")
