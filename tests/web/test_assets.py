"""What a page loads beside itself: how much, how often, and that the files of others are the ones the list names."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest
from flask import Flask

from tests.web.gallery.pages import PAGES, make_app
from tracker.web import assets

VENDOR = assets.STATIC / "vendor"
REQUESTS, KILOBYTES, LINES = 6, 100, 120


@pytest.fixture(scope="module")
def gallery() -> Flask:
    return make_app()


def _addresses(body: str) -> set[str]:
    return {address.split("#")[0] for address in re.findall(r'(?:src|href)="(/assets/[^"]+)"', body)}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_an_empty_cache_stays_small(gallery: Flask, name: str) -> None:
    client = gallery.test_client()
    body = client.get(f"/{name}").get_data(as_text=True)
    found = _addresses(body)
    sizes = [len(client.get(address, headers={"Accept-Encoding": "gzip"}).data) for address in found]
    assert 1 + len(found) <= REQUESTS
    assert len(gzip.compress(body.encode(), 1)) + sum(sizes) <= KILOBYTES * 1024


def test_files_are_kept_for_a_year_and_named_by_their_content(gallery: Flask) -> None:
    client = gallery.test_client()
    for one in assets.built().values():
        answer = client.get(f"/assets/{one.path}")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.data == one.plain and answer.mimetype == one.kind.split(";")[0]
        assert hashlib.sha256(answer.data).hexdigest()[:12] in one.path
        packed = client.get(f"/assets/{one.path}", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == one.plain
        assert packed.headers["Vary"] == "Accept-Encoding" and "Set-Cookie" not in packed.headers


def test_an_old_name_is_not_found(gallery: Flask) -> None:
    assert gallery.test_client().get("/assets/app.000000000000.css").status_code == 404


def test_the_files_of_others_are_the_ones_the_list_names() -> None:
    listed = re.findall(
        r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert {name for name, _sum in listed} == {"bootstrap.min.css", "echarts.simple.min.js", "htmx.min.js"}
    for name, digest in listed:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


def test_the_list_of_drawings_is_true() -> None:
    told = set(re.findall(r"`([a-z0-9-]+)`", (VENDOR / "README.md").read_text("utf-8").rsplit("There are:")[1]))
    assert told == assets.icon_names()


def test_an_unknown_drawing_is_refused(gallery: Flask) -> None:
    with pytest.raises(KeyError, match="no drawing"):
        gallery.jinja_env.globals["draw_icon"]("no-such-drawing")


def test_one_sheet_one_component() -> None:
    for path in assets.css_parts():
        assert path.read_text("utf-8").count("\n") <= LINES, path.name
    assert [path.stem for path in assets.css_parts()][:2] == ["theme", "base"]


def test_scripts_are_closed_and_hold_no_words_of_their_own() -> None:
    for path in assets.js_parts():
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert text.strip().startswith("(function () {") and text.strip().endswith("}());"), path.name
        assert not re.search(r"[\u4e00-\u9fff]", text), (
            f"{path.name}: words belong into the page, where they are translated"
        )
        assert "innerHTML" not in text and "eval(" not in text, path.name
