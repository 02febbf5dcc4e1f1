"""A form acts once: a double click, a reload or a lost answer does nothing twice and gets the same receipt."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests import posting
from tests.builders import fetch
from tests.conftest import Browsers
from tests.frozen import hasten, signature
from tests.page import Page
from tests.posting import EXAMPLES, LONGEST
from tests.posting_many import MANY
from tests.posting_ratings import SHOWN
from tests.turns import some_of
from tests.visiting import arranged, visitor
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion

TIMES = 5
# A page that saves many times: the same page with other words is a later save, not another form.
DONE, SHOWN_ONCE = {302, 303}, {200}
SAVING = {Action.REVISE, Action.DRAFT_REPLY}


@pytest.fixture(autouse=True)
def one_morning(world: World) -> object:
    hasten()
    with time_machine.travel(NOW, tick=False):
        yield


def acts() -> int:
    """How many events there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.action != "log_in")) or 0


@pytest.mark.parametrize("action", some_of(5, EXAMPLES, "once"))
def test_the_same_form_five_times_is_one_act_with_one_receipt(
    app: Flask, world: World, everywhere: dict[str, int], action: Action
) -> None:
    _case, who, post = arranged(app, world, action, among=everywhere)
    first = who.send(post, once="one-form")
    assert first.status_code in (DONE | SHOWN_ONCE if action in SHOWN else DONE), first.get_data(as_text=True)[:500]
    after, told = signature(), acts()
    for _ in range(TIMES - 1):
        again = who.send(post, once="one-form")
        if action in SHOWN:
            assert again.status_code == 422
            continue
        assert again.status_code in DONE
        assert again.location == first.location or _is_home(again.location)
    assert (signature(), acts()) == (after, told)


def _is_home(address: str | None) -> bool:
    # Who declines to sign has left the case; there is no receipt on it any more to be led to.
    return address == "/"


@pytest.mark.parametrize("action", some_of(2, [action for action in LONGEST if action not in SAVING], "other words"))
def test_the_same_form_with_other_words_is_told_so_and_keeps_the_words(
    app: Flask, world: World, everywhere: dict[str, int], action: Action
) -> None:
    _case, who, post = arranged(app, world, action, "第一次写的话。", among=everywhere)
    assert who.send(post, once="one-form").status_code in (302, 303)
    after = signature()
    other = posting.Post(post.address, {**post.fields, **_said(post, "第二次写的另一番话。")})
    answer = who.send(other, once="one-form")
    assert answer.status_code == 409
    assert "第二次写的另一番话。" in Page(answer.get_data(as_text=True)).words
    assert signature() == after


def _said(post: posting.Post, words: str) -> posting.Fields:
    return {name: words for name, value in post.fields.items() if value == "第一次写的话。"}


@pytest.mark.parametrize("action", [Action.TAKE_UP, Action.RETURN, Action.ACCEPT])
def test_a_token_is_its_persons_own(app: Flask, world: World, everywhere: dict[str, int], action: Action) -> None:
    """A colleague with the same token is judged by herself: told that it is over, not given the other's receipt."""
    _case, chen, post = arranged(app, world, action, among=everywhere)
    assert chen.send(post, once="one-form").status_code in (302, 303)
    lu = visitor(app, world, "lu")
    after = signature()
    assert lu.send(post, once="one-form").status_code == 409
    assert signature() == after


@pytest.mark.parametrize("action", [Action.SUBMIT, Action.DELIVER, Action.RATE, Action.ASSIGN, Action.DECLINE])
def test_the_token_outlives_the_log_in(app: Flask, world: World, everywhere: dict[str, int], action: Action) -> None:
    _case, who, post = arranged(app, world, action, among=everywhere)
    first = who.send(post, once="one-form")
    who.ask("POST", "/log-out", data={"csrf_token": who.csrf_token})
    again = visitor(app, world, who.login)
    told = acts()
    second = again.send(post, once="one-form")
    assert second.status_code in (302, 303)
    assert second.location == first.location or _is_home(second.location)
    assert acts() == told


def test_a_token_is_good_for_its_own_form_only(app: Flask, world: World) -> None:
    case, chen, post = arranged(app, world, Action.TAKE_UP)
    chen.send(post, once="one-form")
    returning = posting.post_for(app, world, Action.RETURN, fetch(case), words="请写明路段。")
    after = signature()
    answer = chen.send(returning, once="one-form")
    assert answer.status_code == 409
    assert "请写明路段。" in Page(answer.get_data(as_text=True)).words
    assert signature() == after


def test_a_new_paper_saved_five_times_is_one_draft_with_the_last_words(app: Flask, world: World) -> None:
    lin = visitor(app, world, "lin")
    for no in range(TIMES):
        fields = posting.paper_fields(world, f"第{no}次写的问题。")
        answer = lin.send(posting.Post("/suggestions/new", fields), once="one-page")
        assert answer.status_code in (302, 303)
    papers = list(db.session.scalars(select(Suggestion)))
    assert len(papers) == 1
    assert papers[0].text and papers[0].text.problem == f"第{TIMES - 1}次写的问题。"


def test_a_form_without_a_token_still_acts_by_the_law(app: Flask, world: World) -> None:
    """What the page carries is missing: the act is judged all the same, and its state lets it happen once."""
    _case, chen, post = arranged(app, world, Action.TAKE_UP)
    body = post.fields | {"csrf_token": chen.csrf_token}
    assert chen.ask("POST", post.address, data=body).status_code in (302, 303)
    assert chen.ask("POST", post.address, data=body).status_code == 409
    assert visitor(app, world, "yuan").ask("POST", post.address, data=body).status_code in (403, 404)


# Who, the page the form stands on, where it goes ('' is the same page), what is filled in.
OFFICE = [
    ("chen", "/units/new", "", {"name": "临江市水务局", "short_name": "市水务局"}),
    ("chen", "/units/1", "", {"duty_words": "学校\n教师"}),
    ("chen", "/units/4/end", "", {}),
    ("chen", "/categories", "", {"name": "生态环境"}),
    ("chen", "/categories", "/categories/2/up", {}),
    ("chen", "/categories/1", "", {"name": "教育与科技"}),
    ("chen", "/categories/3/end", "", {}),
    ("chen", "/terms/new", "", {"ordinal": "8", "starts_on": "2026-05-01"}),
    ("chen", "/terms/1", "", {"name": "临江第七届"}),
    ("chen", "/delegations/1", "", {"delegation": "滨湖区代表团"}),
    ("chen", "/sessions/new", "", {"ordinal": "7", "opens_on": "2026-09-01", "closes_on": "2026-09-03"}),
    ("chen", "/sessions/1", "", {"closes_on": "2026-02-07"}),
    ("chen", "/delegations/new", "", {"delegation": "江南代表团"}),
    ("chen", "/people/new", "", {"name": "闻人秋", "delegation_id": "1", "starts_on": "2026-04-01"}),
    ("chen", "/people/1/edit", "", {"phone": "8555 0199"}),
    ("chen", "/people/seats/1/edit", "", {"certificate_no": "0007"}),
    ("chen", "/people/seats/3/end", "", {"last_day": "2026-04-30", "reason": "moved_away", "note": "调离本市"}),
    ("chen", "/terms/1/end?last_day=2026-12-30", "/terms/1/end", {"sure": "y"}),
    (
        "tian",
        "/entries/new",
        "",
        {
            "lead": "林若溪",
            "signed_on": "2026-03-30",
            "received_on": "2026-03-31",
            "channel": "paper",
            "original": "文书柜",
            "title": "增设护学岗",
            "problem": "拥挤。",
            "requests-0": "设护学岗。",
            "category": "1",
            "consent": "full",
        },
    ),
    (
        "chen",
        "/calendars/2027/propose",
        "",
        {"notice": "元旦：1月1日放假。", "document_no": "试验通知", "partial": "y"},
    ),
    ("xi", "/accounts/2/stop", "", {"note": "已离任"}),
    ("xi", "/accounts/2", "/accounts/2/demand-change", {}),
    ("an", "/grants/5/give/unit_receiver", "", {"unit_id": "1", "starts_on": "2026-04-01"}),
    ("an", "/grants/hats/5/end", "", {"last_day": "2026-04-30", "note": "调岗"}),
    ("an", "/grants/new", "", {"name": "端木青"}),
]


@pytest.mark.parametrize(("login", "page", "to", "filled"), OFFICE, ids=lambda value: str(value)[:30])
def test_a_form_of_the_office_five_times_is_one_act(
    browse: Browsers, login: str, page: str, to: str, filled: dict[str, str]
) -> None:
    browser = browse(login)
    browser.open(page)
    form = next(one for one in browser.page.forms if one["method"] == "post" and one["action"] == (to or page))
    body = {one["name"]: one["value"] or "" for one in form["fields"] if one["kind"] not in ("checkbox", "radio")}
    before = acts()
    first = browser._ask("POST", form["action"], body | filled, follow=False)
    assert first.status_code in (302, 303), Page(first.get_data(as_text=True)).words[:800]
    assert acts() > before
    after = signature()
    for _ in range(TIMES - 1):
        again = browser._ask("POST", form["action"], body | filled, follow=False)
        assert (again.status_code, again.location) == (first.status_code, first.location)
    assert signature() == after


@pytest.mark.parametrize("name", MANY)
def test_a_form_about_several_papers_five_times_is_one_act(browse: Browsers, world: World, name: str) -> None:
    browser, (address, body) = MANY[name](world, browse)
    untouched = signature()
    first = browser._ask("POST", address, body, follow=False)
    assert first.status_code in (302, 303), Page(first.get_data(as_text=True)).words[:800]
    assert signature() != untouched
    after, told = signature(), acts()
    for _ in range(TIMES - 1):
        again = browser._ask("POST", address, body, follow=False)
        assert (again.status_code, again.location) == (first.status_code, first.location)
    assert (signature(), acts()) == (after, told)
