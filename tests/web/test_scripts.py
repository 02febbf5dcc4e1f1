"""What the scripts add to pages that work without them, in a real browser, on the sample pages."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, request
from werkzeug.serving import make_server

from tests.chromium import CHROMIUM
from tests.turns import some_of
from tests.web.gallery.pages import ERRORS, PAGES, PLAIN, make_app

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
EVERY_PAGE = [*PAGES, *PLAIN, "errors/kept", "errors/409", "guest/errors/500"]


def _with_autosave(app: Flask, answers: list[tuple[int, dict[str, Any]]], seen: list[dict[str, str]]) -> None:
    def save() -> Response:
        seen.append(request.form.to_dict())
        status, body = answers.pop(0) if len(answers) > 1 else answers[0]
        return Response(json.dumps(body), status, content_type="application/json")

    app.add_url_rule("/write", "save", save, methods=["POST"])


@pytest.fixture(scope="module")
def saving() -> tuple[list[tuple[int, dict[str, Any]]], list[dict[str, str]]]:
    return [(200, {"saved": "10:43 已自动保存", "version": 4})], []


@pytest.fixture(scope="module")
def address(saving: tuple[list[tuple[int, dict[str, Any]]], list[dict[str, str]]]) -> Iterator[str]:
    app = make_app()
    _with_autosave(app, *saving)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
    assert not [words for words in opened.complaints if "409" not in words]


@pytest.mark.parametrize("look", [(1280, {}), (1280, {"theme": "dark"}), (640, {"size": "large"}), (360, {})], ids=str)
def test_axe_finds_nothing_serious_and_nothing_overflows(chromium: Any, address: str, look: tuple[int, Any]) -> None:
    width, cookies = look
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    judge, opened = axe.Axe(), context.new_page()
    for name in some_of(2, EVERY_PAGE, "axe", look):
        opened.goto(f"{address}/{name}")
        found = [one for one in judge.run(opened).response["violations"] if one["impact"] in ("serious", "critical")]
        assert not found, (name, [(one["id"], one["nodes"][0]["html"]) for one in found])
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()


def test_every_page_keeps_the_content_policy(page: Any, address: str) -> None:
    for name in (*EVERY_PAGE, *(f"errors/{one}" for one in ERRORS)):
        page.goto(f"{address}/{name}")


def test_requests_are_added_moved_removed_and_renumbered(page: Any, address: str) -> None:
    page.goto(f"{address}/write")
    boxes = page.locator("[data-request] textarea")
    page.get_by_role("button", name="再加一项请求").click()
    page.keyboard.type("第四项")
    assert boxes.count() == 4 and boxes.nth(3).get_attribute("name") == "requests-3"
    page.locator("[data-request]").nth(3).get_by_role("button", name="往上移").click()
    assert boxes.nth(2).input_value() == "第四项" and boxes.nth(2).get_attribute("name") == "requests-2"
    page.locator("[data-request]").first.get_by_role("button", name="删去这一项").click()
    assert [boxes.nth(i).get_attribute("name") for i in range(3)] == ["requests-0", "requests-1", "requests-2"]
    assert boxes.nth(0).get_attribute("aria-label") == "第1项请求"


def test_characters_are_counted_and_too_many_are_marked(page: Any, address: str) -> None:
    page.goto(f"{address}/write")
    mark = page.locator('[data-count="title"]')
    assert mark.inner_text() == "16字，最多40字"
    page.fill("#title", "字" * 41)
    assert mark.inner_text() == "41字，最多40字" and "count--over" in (mark.get_attribute("class") or "")


def test_a_draft_saves_itself_and_says_when(page: Any, address: str, saving: Any) -> None:
    answers, seen = saving
    page.goto(f"{address}/write")
    page.fill("#title", "换一个标题")
    page.locator("[data-saved-by=draft]", has_text="10:43").wait_for(timeout=8000)
    assert seen[-1]["title"] == "换一个标题" and page.locator("[name=version]").input_value() == "4"
    answers[:] = [(409, {"words": "周明远 10:44 改过这一件，您这里的还没有存。"})]
    page.fill("#title", "再换一个标题")
    page.locator("[data-saved-by=draft]", has_text="周明远").wait_for(timeout=8000)
    assert "saved--failed" in (page.locator("[data-saved-by=draft]").get_attribute("class") or "")


def test_arrows_move_between_rows_and_slash_goes_to_the_search_box(page: Any, address: str) -> None:
    page.goto(f"{address}/register")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_a_whole_row_is_the_link(page: Any, address: str) -> None:
    page.goto(f"{address}/register")
    place = page.locator(".register__row").nth(2).locator(".register__status").bounding_box()
    page.mouse.click(place["x"] + 4, place["y"] + 4)
    page.wait_for_url("**/dossier")


def test_a_reason_opens_under_the_chosen_level_without_a_script(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{address}/rating")
    reason = opened.locator("#process_reason")
    assert not reason.is_visible()
    opened.locator("label[for=process_level-2]").click()
    below = opened.locator("label[for=process_level-2]").bounding_box()
    assert reason.is_visible() and below and reason.bounding_box()["y"] > below["y"]
    opened.locator("label[for=process_level-0]").click()
    assert not reason.is_visible()
    context.close()


def test_a_promise_is_asked_for_where_the_letter_needs_one(page: Any, address: str) -> None:
    page.goto(f"{address}/matrix")
    what = page.locator("#answers-2-promise")
    assert not what.is_visible()
    page.locator("#answers-2-outcome-1").check()
    assert what.is_visible()


def test_the_error_summary_has_the_focus_and_leads_to_the_field(page: Any, address: str) -> None:
    page.goto(f"{address}/matrix")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.get_by_role("link", name="第3项：").click()
    assert page.evaluate("document.activeElement.id") == "answers-2-body"


def test_leaving_with_unsaved_words_asks_first(page: Any, address: str) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{address}/rating")
    page.fill("#to_congress", "还没有存")
    page.goto(f"{address}/home")
    assert asked == ["beforeunload"]


def test_the_drawer_opens_and_closes_on_a_phone(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{address}/home")
    places = opened.locator("#places .place").first
    assert not places.is_visible()
    opened.get_by_role("link", name="更多").click()
    assert places.is_visible()
    opened.get_by_role("link", name="关上菜单").click()
    assert not places.is_visible()
    context.close()


def test_turning_a_page_swaps_the_list_alone_and_keeps_the_address(page: Any, address: str) -> None:
    page.goto(f"{address}/register")
    page.evaluate("() => { window.sameDocument = true; }")
    page.get_by_role("link", name="2", exact=True).click()
    page.wait_for_url("**/register?page=2")
    page.locator("#list .register__row").first.wait_for()
    assert page.evaluate("() => window.sameDocument") and page.locator("#list").count() == 1
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.className") == "register__link"
    page.go_back()
    page.wait_for_url("**/register")
    # A page closed in the middle of going back can keep the browser waiting for itself.
    page.locator("#list .register__row").first.wait_for()
    page.wait_for_load_state("networkidle")
