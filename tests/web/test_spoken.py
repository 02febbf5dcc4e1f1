"""What pages are said in: one look into the catalogue for each sentence, in the language of the request."""

from __future__ import annotations

from flask import Flask

from tests.conftest import Browsers
from tests.world import World
from tracker.web.spoken import gettext, lazy_gettext


def test_each_request_has_its_own_language(app: Flask) -> None:
    waits = lazy_gettext("待办")
    with app.test_request_context("/", headers={"Cookie": "lang=en"}):
        english = gettext("待办")
        assert english != "待办" and str(waits) == english
    with app.test_request_context("/"):
        assert gettext("待办") == "待办" and str(waits) == "待办"


def test_variables_and_percent_signs_are_as_in_the_library(app: Flask) -> None:
    with app.test_request_context("/"):
        assert gettext("%(n)s%%", n=3) == "3%" and gettext("100%") == "100%"


def test_a_page_is_english_where_its_reader_asked_for_it(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chinese = chen.open("/").h1
    chen.client.set_cookie("lang", "en")
    page = chen.open("/")
    assert page.h1 != chinese and "Suggestionregister" in page.words
