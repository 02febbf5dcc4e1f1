"""Word and PDF: what was typed comes out as typed, and a template can do nothing but name fields."""

from __future__ import annotations

import io
from functools import cache

import pytest
from docx import Document
from pypdf import PdfReader

from tests.paper_trail import HOSTILE, RARE
from tracker.domain.document_fields import sample_of
from tracker.domain.document_forms import FORMS
from tracker.domain.documents import PaperKind
from tracker.outside import documents
from tracker.outside.documents import Unfit, write_pdf, write_word
from tracker.outside.word_layout import built_in
from tracker.places import code_folder

SOURCES = code_folder("templates") / "documents"


def words_of_word(data: bytes) -> str:
    """Everything written in a Word file, tables too, without the space between."""
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(one.text for one in document.paragraphs), *cells]).split())


def words_of_pdf(data: bytes) -> str:
    """The same of a PDF."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def template(*lines: str) -> bytes:
    """A Word file with these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# All that a reply letter cannot lack, after whatever a test begins with.
REPLY_LINES = (
    *("{{ 发文字号 }}", "{{ 标题 }}", "{{ 主送 }}", "{{ 正文开头 }}"),
    *("{%p for 项 in 答复事项 %}", "{{ 项.答复 }}", "{%p endfor %}"),
    *("{{ 落款 }}", "{{ 成文日期 }}", "{{ 核对码 }}", "{{ 核对图 }}"),
)


@cache
def hostile() -> dict[str, object]:
    return sample_of(PaperKind.REPLY) | {"正文开头": HOSTILE, "主送": RARE}


@pytest.mark.parametrize("kind", FORMS, ids=str)
def test_the_sample_of_every_kind_reads_the_same_in_word_and_pdf(kind: PaperKind) -> None:
    held = sample_of(kind)
    word, pdf = write_word(built_in(kind), held, square="x"), write_pdf(SOURCES, kind, held, square="x")
    for name in ("标题", "建议标题", "承办单位"):
        for words in (held[name],) if name in held and held[name] in words_of_word(word) else ():
            assert "".join(str(words).split()) in words_of_pdf(pdf), name
    assert held["标题"] in words_of_word(word) and held["标题"] in words_of_pdf(pdf)
    assert "{{" not in words_of_word(word) and "{%" not in words_of_word(word)


def test_whatever_was_typed_comes_out_as_typed() -> None:
    wanted = "".join(HOSTILE.split())
    assert wanted in words_of_word(write_word(built_in(PaperKind.REPLY), hostile()))
    assert wanted in words_of_pdf(write_pdf(SOURCES, PaperKind.REPLY, hostile()))


def test_rare_characters_of_a_name_are_there() -> None:
    assert RARE in words_of_word(write_word(built_in(PaperKind.REPLY), hostile()))
    assert RARE[:6] in words_of_pdf(write_pdf(SOURCES, PaperKind.REPLY, hostile()))


def test_a_character_no_typeface_has_is_written_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "is_on_machine", lambda _character: False)
    assert "〔U+20BB7〕" in words_of_pdf(write_pdf(SOURCES, PaperKind.REPLY, hostile()))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{{ 没有的字段 }}", "unknown_field"),
        ("{{ 标题 ", "syntax"),
        ("{%p for 项 in 答复事项 %}", "syntax"),
        ("{{ 标题.__class__.__mro__ }}", "forbidden"),
        ("{{ 标题.upper() }}", "forbidden"),
        ("{{ '一' * 1000000000 }}", "forbidden"),
        ("{% include '/etc/passwd' %}", "forbidden"),
        ("{% set a = 标题 ~ 标题 %}{{ a }}", "forbidden"),
        ("{% macro a() %}{{ 标题 }}{% endmacro %}", "forbidden"),
        ("{% for a in 答复事项 %}{% for b in 答复事项 %}{{ 标题 }}{% endfor %}{% endfor %}", "forbidden"),
        ("{{ 标题" + "|join(标题)" * 8 + " }}", "forbidden"),
        ("{% for a in 标题 %}{{ 标题|join('" + "一" * 1_000_000 + "') }}{% endfor %}", "forbidden"),
        ("{{ cycler.__init__.__globals__ }}", "forbidden"),
    ],
)
def test_a_template_that_wants_more_than_fields_is_refused(line: str, why: str) -> None:
    with pytest.raises(Unfit) as unfit:
        write_word(template(line), sample_of(PaperKind.REPLY))
    assert unfit.value.why == why


def test_the_place_of_what_is_not_allowed_is_told() -> None:
    with pytest.raises(Unfit) as unfit:
        documents.fields_named(template("{{ 标题 }}", "抄送{% set a = 标题 %}各科室", "{{ 承办单位 }}"))
    assert (unfit.value.why, unfit.value.what) == ("forbidden", "抄送{% set a = 标题 %}各科室")


def test_a_list_of_an_item_may_be_repeated_within_it() -> None:
    lines = "{%p for 项 in 答复事项 %}", "{% for 字 in 项.答复 %}{{ 字 }}{% endfor %}", "{%p endfor %}"
    held = sample_of(PaperKind.REPLY)
    assert "".join(held["答复事项"][0]["答复"].split()) in words_of_word(write_word(template(*lines), held))


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(Unfit):
        write_word(b"PK\x03\x04 nothing", sample_of(PaperKind.REPLY))
