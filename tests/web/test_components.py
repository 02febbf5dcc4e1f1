"""Every component renders, keeps the content policy, has what a page owes its readers, and is used somewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from tests.page import UNLABELLED, Page
from tests.web.gallery.pages import ERRORS, HERE, PAGES, PLAIN, TEMPLATES, make_app
from tracker.web import assets
from tracker.web.frame import PLACES

ADDRESSES = [*PAGES, *PLAIN, *(f"errors/{name}" for name in ERRORS), *(f"guest/errors/{name}" for name in ERRORS)]
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
# Hooks for scripts and tests, drawn by nothing.
UNDRAWN = {"refusal", "ticks", "matrix__letter", "matrix__promise", "steps__words", "letter-paper"}


@pytest.fixture(scope="module")
def gallery() -> Flask:
    return make_app()


def _body(gallery: Flask, address: str) -> str:
    answer = gallery.test_client().get(f"/{address}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_sample_page_is_in_order(gallery: Flask, address: str) -> None:
    body = _body(gallery, address)
    page = Page(body)
    assert page.title.strip() and len(page.h1) == 1 and page.h1[0].strip()
    assert not page.faults
    for one in page.controls:
        assert one["labelled"] or one["id"] in page.labels or one["kind"] in UNLABELLED, one
    ids = Counter(re.findall(r'\sid="([^"]*)"', re.sub(r"<template>.*?</template>", "", body, flags=re.DOTALL)))
    assert not [name for name, times in ids.items() if times > 1 or not name]
    said = set(re.findall(r'aria-(?:describedby|labelledby)="([^"]*)"', body))
    assert {name for names in said for name in names.split()} <= ids.keys()
    assert "Undefined" not in body and "None" not in page.words and "!" not in page.words and "！" not in page.words


@pytest.mark.parametrize("address", ADDRESSES)
def test_jumps_within_a_page_lead_somewhere(gallery: Flask, address: str) -> None:
    body = _body(gallery, address)
    ids = set(re.findall(r'\sid="([^"]*)"', body))
    assert set(re.findall(r'href="#([\w-]{3,})"', body)) <= ids


def _defined(path: Path) -> set[str]:
    tree = Environment(autoescape=True).parse(path.read_text("utf-8"))
    return {macro.name for macro in tree.find_all(nodes.Macro)}


def _words_of(path: Path) -> set[str]:
    return set(re.findall(r"\b[a-z_]+\b(?=\()", re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_macro_is_used_and_told_of(path: Path) -> None:
    text = path.read_text("utf-8")
    head = text[: text.index("#}")]
    elsewhere: set[str] = set()
    for other in (*TEMPLATES.rglob("*.html"), *(HERE / "templates").rglob("*.html")):
        elsewhere |= _words_of(other) if other != path else set()
    inside = re.sub(r"\{%-? macro \w+", "", text[text.index("#}") :])
    assert text.startswith("{#")
    for name in _defined(path):
        at_home = re.search(rf"\b{name}\(", inside)
        assert name in elsewhere or at_home, f"{path.name}: nobody uses {name}"
        assert at_home or re.search(rf"\b{name}\b", head), f"{path.name}: its head does not tell of {name}"


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_components_take_parameters_only(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\b(request|session|g|current_user|config)\.", text)
    assert not re.search(r"""\sstyle=|<style|<script|\son\w+=""", text)


def test_every_class_on_the_sample_pages_is_drawn(gallery: Flask) -> None:
    sheets = assets.built()["app.css"].plain.decode() + assets.built()["bootstrap.css"].plain.decode()
    drawn = set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", sheets)) | UNDRAWN
    used = {
        name
        for address in ADDRESSES
        for names in re.findall(r'\sclass="([^"]*)"', _body(gallery, address))
        for name in names.split()
    }
    lone = {name for name in used - drawn if not _is_a_state(name, drawn)}
    assert not lone


def _is_a_state(name: str, drawn: set[str]) -> bool:
    """A state such as clock--ok may be drawn by its base alone."""
    base, mark, _state = name.partition("--")
    return bool(mark) and base in drawn


def test_the_places_have_their_drawings() -> None:
    assert {icon for _endpoint, icon, *_rest in PLACES} <= assets.icon_names()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_choice_of_theme_and_size_is_kept(gallery: Flask, theme: str) -> None:
    client = gallery.test_client()
    went = client.post(
        "/display", data={"theme": theme, "size": "large"}, headers={"Referer": "http://localhost/home?a=1"}
    )
    assert went.status_code == 302 and went.location == "/home?a=1"
    body = client.get("/home").get_data(as_text=True)
    assert f'data-bs-theme="{theme}"' in body and 'data-size="large"' in body
    client.post("/display", data={"size": ""})
    assert "data-size" not in client.get("/home").get_data(as_text=True)


def test_the_choice_leads_back_to_this_site_only(gallery: Flask) -> None:
    went = gallery.test_client().post(
        "/display", data={"theme": "no"}, headers={"Referer": "http://elsewhere.example/x"}
    )
    assert went.location == "/" and "theme=" not in went.headers.get("Set-Cookie", "")
