"""What the form library says of a field, it says in our words: every form of the program is filled with nonsense."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wtforms
from babel.messages.pofile import read_po
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField

from tests.conftest import Browsers
from tests.world import World
from tracker import web
from tracker.domain.rulebook import ClockKind
from tracker.web.form_words import SENTENCES
from tracker.web.forms import Form, _leaves

ENGLISH = re.compile(r"[A-Za-z]{3}")
NONSENSE = ("abc", "2.5", "99", "99999999999999999999", "2026-02-30", "0000-00-00", "", " ", "长" * 30_000)


def forms() -> list[type[Form]]:
    for module in pkgutil.iter_modules(web.__path__, "tracker.web."):
        importlib.import_module(module.name)
    found, waiting = [], [Form]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        found += kinds
        waiting += kinds
    return sorted(set(found), key=lambda kind: (kind.__module__, kind.__name__))


def names(fields: Any) -> Iterator[str]:
    """What a browser would send; of rows the first, even where the page begins without one."""
    for field in fields:
        if isinstance(field, FieldList):
            row = field.entries[0] if field.entries else field.append_entry()
            yield from names([row])
        elif isinstance(field, FormField):
            yield from names(field.form)
        else:
            yield field.name


def filled(kind: type[Form], nonsense: str) -> Form:
    sent = MultiDict((name, nonsense) for name in names(kind(formdata=None, meta={"csrf": False})))
    form = kind(formdata=sent, meta={"csrf": False})
    for field in _leaves(form):
        if getattr(field, "choices", ...) is None:
            field.choices = [("1", "甲")]
    form.validate()
    return form


@pytest.mark.parametrize("kind", forms(), ids=lambda kind: kind.__name__)
def test_no_form_answers_nonsense_in_english_or_twice(app: Flask, kind: type[Form]) -> None:
    for nonsense in NONSENSE:
        with app.test_request_context("/", method="POST"):
            for field in _leaves(filled(kind, nonsense)):
                said = [str(words) for words in field.errors]
                assert not [words for words in said if ENGLISH.search(words)], (nonsense, field.name)
                if field.process_errors:
                    assert len(said) <= 1, (nonsense, field.name, said)


def test_every_sentence_of_the_library_has_its_own() -> None:
    catalogue = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
    with catalogue.open("rb") as file:
        ids = [one.id if isinstance(one.id, str) else one.id[0] for one in read_po(file) if one.id]
    assert len(ids) > 30 and not set(ids) - set(SENTENCES)


def test_the_forms_are_all_there() -> None:
    assert len(forms()) > 40


RULES = "/rulebooks/2021-01-01-shenzhen/change"
FIELDS = (
    ("chen", "/people/new", "starts_on", "2026-02-30", "从哪一天起任代表：请写成真实的日期，例如2026-03-05"),
    ("chen", "/terms/new", "starts_on", "昨天", "从哪一天起：请写成真实的日期，例如2026-03-05"),
    ("chen", "/terms/new", "ordinal", "2.5", "第几届：请填整数"),
    ("chen", "/sessions/1", "opens_on", "2026-2", "开幕：请写成真实的日期，例如2026-03-05"),
    ("an", "/grants/5/give/desk", "starts_on", "abc", "从哪一天起：请写成真实的日期，例如2026-03-05"),
    ("chen", "/units/new", "system", "99", "所属系统：请从列出的选项里选"),
    ("chen", RULES, "valid_from", "abc", "起用日期：请写成真实的日期，例如2026-03-05"),
    ("chen", RULES, "mode", "99", "怎样起用：请从列出的选项里选"),
    ("chen", RULES, "switches", "99", "采用的做法：请从列出的选项里选"),
)  # fmt: skip


@pytest.mark.parametrize(("login", "address", "field", "typed", "words"), FIELDS, ids=lambda value: str(value)[:30])
def test_the_summary_names_the_field_and_says_it_once(
    browse: Browsers, world: World, login: str, address: str, field: str, typed: str, words: str
) -> None:
    browser = browse(login)
    browser.open(address)
    page = browser.send(address, status=422, **{field: typed})
    summary = page.body.partition('<div class="errors"')[2].partition("</div>")[0]
    assert re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", summary)).count(words) == 1
    assert summary.count(f'href="#{field}"') == 1


def test_an_amount_that_is_no_number_is_named_once(browse: Browsers, world: World) -> None:
    one = list(ClockKind).index(ClockKind.ASSIGN)
    chen = browse("chen")
    chen.open(RULES)
    for typed in ("abc", "2.5"):
        page = chen.send("/change", status=422, mode="correct", reason="核对", **{f"limits-{one}-amount": typed})
        assert page.words.count("数量：请填整数") == 1 and page.words.count("请填整数") == 2
        assert page.data("/change")[f"limits-{one}-amount"] == typed


def test_a_page_whose_hidden_marks_were_changed_is_opened_again(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open("/sessions/1")
    page = chen.send("/sessions/1", status=422, version="abc")
    assert "请重新打开后再提交" in page.words and "Version" not in page.body
