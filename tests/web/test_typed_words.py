"""What was typed is given back under the names of its boxes, with what was chosen in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests import posting
from tests.page import Page
from tests.visiting import arranged
from tests.world import NOW, PASSWORD, World
from tracker.domain.actions import Action


@pytest.fixture(autouse=True)
def one_morning(world: World) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("act", sorted(posting.EXAMPLES))
def test_no_box_of_any_form_comes_back_without_its_name(
    app: Flask, world: World, everywhere: dict[str, int], act: Action
) -> None:
    _case, who, post = arranged(app, world, act, among=everywhere)
    page = Page(who.send(post, csrf_token="expired", **{"files-shown": "1"}).get_data(as_text=True))
    assert "请再点一次提交" in page.words
    assert not re.search(r"第\d+段", page.words) and "写法不对" not in page.words


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (Action.REFUSE_EXTENSION, ["怎么决定不同意延期", "说明写得明白的一句话。"]),
        (Action.OPINE, ["会办意见写得明白的一句话。", "签发人苏婉清", "文号临交函〔2026〕3号"]),
        (
            Action.DRAFT_REPLY,
            ["第2项，答复写得明白的一句话。", "第2项，办理结果B正在解决", "第1项，完成日期2027-06-30"],
        ),
        (Action.RETURN, ["标出要改的地方第1项，怎么改请写明地点"]),
        (Action.NOTE_CONTACT, ["其中职务最高的分管负责人"]),
    ],
)
def test_after_a_new_log_in_each_box_has_its_name_and_its_choice(
    app: Flask, world: World, everywhere: dict[str, int], act: Action, told: list[str]
) -> None:
    _case, who, post = arranged(app, world, act, among=everywhere)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        answer = who.send(post, **{"files-shown": "1"})
        log_in = Page(who.ask("GET", answer.location).get_data(as_text=True)).data("/log-in")
        body = log_in | {"login_name": who.login, "password": PASSWORD}
        page = Page(who.ask("POST", "/log-in", data=body, follow_redirects=True).get_data(as_text=True))
        assert all(words in page.words for words in told), page.words


def test_a_form_of_a_page_that_is_not_there_is_given_back_without_names(app: Flask, world: World) -> None:
    _case, who, _post = arranged(app, world, Action.OPINE)
    answer = who.ask("POST", "/nowhere", data={"csrf_token": who.csrf_token, "body": "写了很久的话。"})
    assert "第1段写了很久的话。" in Page(answer.get_data(as_text=True)).words
