"""Papers: the code compares what is sealed and nothing else; what a template may name is what a paper gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.document_fields import FIELDS, closest
from tracker.domain.document_forms import FORMS
from tracker.domain.document_words import TITLES, file_name, ordinal
from tracker.domain.documents import FIXED, Label, Paper, PaperKind, digest, read_code

PAPER = Paper(PaperKind.REPLY, 12, 34, Label(), {"title": "甲", "on": date(2026, 4, 1), "no": 1}, {"unit": "市教育局"})


def test_the_code_holds_kind_case_and_digest() -> None:
    code = read_code(f" {PAPER.code.upper()} ")
    assert code is not None
    assert (code.kind, code.suggestion_id, code.thing_id, code.digest) == (PaperKind.REPLY, 12, 34, digest(PAPER))


def test_the_order_of_facts_and_names_beside_them_do_not_matter() -> None:
    turned = dict(reversed(PAPER.sealed.items()))
    assert digest(replace(PAPER, sealed=turned, shown={"unit": "临江市教育局"})) == digest(PAPER)


@pytest.mark.parametrize("changed", [{"title": "乙"}, {"on": date(2026, 4, 2)}, {"no": 2}])
def test_another_fact_is_another_digest(changed: dict[str, object]) -> None:
    assert digest(replace(PAPER, sealed={**PAPER.sealed, **changed})) != digest(PAPER)


def test_a_draft_proves_nothing() -> None:
    assert replace(PAPER, is_draft=True).code == ""


@pytest.mark.parametrize("text", ["", "reply", "reply-1-2-xyz", "letter-1-2-" + "0" * 20, "reply-1-2-" + "0" * 19])
def test_what_is_no_code_of_ours_is_none(text: str) -> None:
    assert read_code(text) is None


def test_every_kind_has_a_form_fields_and_a_name() -> None:
    written = set(PaperKind) - FIXED
    assert set(FORMS) == set(FIELDS) == written
    assert set(TITLES) == set(PaperKind)


def test_a_file_is_named_in_chinese_and_fits_every_disk() -> None:
    assert file_name(PaperKind.REPLY, "第3号", unit="市/教育局", no=2) == "第3号答复函（市／教育局，第2次）"


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")])
def test_points_are_counted_in_chinese(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_a_wrong_field_is_told_the_one_it_looks_like() -> None:
    assert closest("发文号", PaperKind.REPLY) == "发文字号"
    assert closest("xyz", PaperKind.REPLY) == ""
