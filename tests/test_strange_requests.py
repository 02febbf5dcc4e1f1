"""Strange requests: odd addresses, numbers and bodies never lead to a failure of the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zlib import crc32

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests import builders, posting
from tests.addressing import PART, addresses, filled, ids_of, rules, some
from tests.builders import fetch
from tests.frozen import hasten, signature
from tests.page import Page
from tests.posting import EXAMPLES
from tests.posting_ratings import SHOWN
from tests.situations import SITUATIONS
from tests.turns import is_up, some_of
from tests.visiting import arranged, visitor
from tests.world import NOW, PEOPLE, World
from tracker import create_app
from tracker.db import db
from tracker.domain.actions import Action, Machine
from tracker.domain.lifecycle import STEPS
from tracker.models.record import Event

# One person of each kind, and nobody.
SOME = ("lin", "yuan", "chen", "du", "jing", "gu", "xi", "ji", "")
# What a browser and Python may both take for a number, and what a router may take for the end of an address.
ODD_NUMBERS = [
    "１", "٣", "²", "Ⅷ", "一", "1.0", "+1", "-1", "1e0", "0x1", "1_0", " 1", "1 ", "1;x", "1.json", "1.", "", "0",
    "9" * 30, "1\x00", "%31", "..", "1'--", "null",
]  # fmt: skip


@pytest.fixture(autouse=True)
def one_morning(world: World) -> Iterator[None]:
    hasten()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_no_page_answers_to_other_methods(app: Flask, world: World, method: str) -> None:
    ids = ids_of(builders.delivered(world))
    visitors = [visitor(app, world, login) for login in ("lin", "chen", "")]
    before = signature()
    known = sorted({*addresses(app, "GET", ids), *addresses(app, "POST", ids)})
    assert not [address for address in known if leads_somewhere(app, method, address)]
    for who in visitors:
        # Addresses decide before anybody is looked at; how that is told is read of a share of them, by each another.
        for address in (one for one in known if crc32(f"{who.login} {one}".encode()) % 4 == 0):
            answer = who.ask(method, address, data={"csrf_token": who.csrf_token}, headers={"X-CSRFToken": "x"})
            assert answer.status_code == 405, f"{who.login} {method} {address}: {answer.status_code}"
            assert answer.headers["Allow"]
            assert len(Page(answer.get_data(as_text=True)).h1) == 1
    assert signature() == before


def test_head_is_get_without_a_body_and_changes_nothing(app: Flask, world: World) -> None:
    ids = ids_of(builders.delivered(world))
    for who in [visitor(app, world, login) for login in SOME]:
        before = signature()
        for rule in some(who.login, rules(app)):
            address = filled(rule, ids)
            head, get = who.ask("HEAD", address), who.ask("GET", address)
            assert (head.status_code, head.location) == (get.status_code, get.location), f"{who.login} {address}"
            assert not head.get_data()
        assert signature() == before, who.login


def test_a_method_cannot_be_smuggled_in(app: Flask, world: World) -> None:
    case = builders.a_draft(world)
    lin = visitor(app, world, "lin")
    before = signature()
    for smuggled in ("POST", "DELETE", "PUT"):
        how = {"headers": {"X-HTTP-Method-Override": smuggled}, "query_string": {"_method": smuggled}}
        assert lin.ask("GET", f"/suggestions/{case}/acts/discard", **how).status_code == 200
        answer = lin.ask(
            "POST", f"/suggestions/{case}", data={"_method": smuggled, "csrf_token": lin.csrf_token}, **how
        )
        assert answer.status_code == 405
    assert signature() == before


@pytest.mark.parametrize("action", some_of(5, EXAMPLES, "another hat"))
def test_a_form_of_another_hat_does_nothing(
    app: Flask, world: World, everywhere: dict[str, int], action: Action
) -> None:
    _case, who, post = arranged(app, world, action, among=everywhere)
    before = signature()
    for hat in ("999999", str((who.hat_id or 0) + 1), "-1", "１", "x"):
        assert who.send(post, hat=hat).status_code == 409
    assert signature() == before


# A promise is no child: a unit may owe one of a paper it has no share in.
CHILDREN = [action for action in EXAMPLES if STEPS[action].machine in (Machine.TASK, Machine.ROUND)]


@pytest.mark.parametrize("action", some_of(5, CHILDREN, "another parent"))
def test_a_child_is_found_under_its_own_parent_only(app: Flask, world: World, action: Action) -> None:
    """Both cases are alike and both may be read: only the address is wrong."""
    example = EXAMPLES[action]
    here, there = (SITUATIONS[example.situation].reach(world) for _ in range(2))
    post = posting.post_for(app, world, action, posting.case_for(fetch(here), action))
    if action is Action.DISTRIBUTE:
        wrong = posting.Post(f"/suggestions/{there}/distribution", post.fields)
    else:
        wrong = posting.Post(post.address.replace(f"/suggestions/{here}/", f"/suggestions/{there}/"), post.fields)
    assert wrong.address != post.address
    db.session.rollback()
    who = visitor(app, world, example.login)
    before = signature()
    if action is not Action.DISTRIBUTE:
        assert who.ask("GET", wrong.address).status_code == 404
    # The coordinator's form names the share itself; there it is dropped like one that does not exist.
    assert who.send(wrong).status_code == (422 if action is Action.DISTRIBUTE else 404)
    assert signature() == before
    assert who.send(post).status_code in ((200,) if action in SHOWN else (302, 303))


def leads_somewhere(app: Flask, method: str, address: str) -> bool:
    """Whether the addresses of the application have a page for this, there or where they lead on to."""
    try:
        app.url_map.bind("localhost").match(address, method=method)
    except RequestRedirect as elsewhere:
        return leads_somewhere(app, method, unquote(urlsplit(elsewhere.new_url).path))
    except HTTPException:
        return False
    return True


@pytest.mark.parametrize("odd", some_of(5, ODD_NUMBERS, "odd number"), ids=ascii)
def test_an_odd_number_is_no_address(app: Flask, world: World, odd: str) -> None:
    case = builders.delivered(world)
    ids = ids_of(case)
    people = [visitor(app, world, login) for login in ("lin", "chen", "xi", "an")]
    before = signature()
    for rule in rules(app):
        for name in re.findall(r"<int:([^<>]+)>", rule.rule):
            address = filled(rule, ids | {name: odd})
            if odd == "0" and name == "no":
                continue  # the template of the house, before anybody changed it
            # Where addresses have no place for it, all get the same page: each of these people asks for some of them.
            decided = not leads_somewhere(app, "GET", unquote(address))
            for who in people:
                if decided and not is_up(48, who.login, address):
                    continue
                answer = who.ask("GET", address, follow_redirects=True)
                assert answer.status_code == 404, f"{who.login} {address}: {answer.status_code}"
    assert signature() == before


def test_odd_ends_of_an_address_decide_as_the_plain_one(app: Flask, world: World) -> None:
    case = builders.a_draft(world)
    for login in ("lin", "chen", "xi"):
        who = visitor(app, world, login)
        plain = who.ask("GET", f"/suggestions/{case}").status_code
        for odd in (
            f"/suggestions//{case}",
            f"/suggestions/0{case}",
            f"/suggestions/{case}?id=9",
            f"/./suggestions/{case}",
        ):
            assert who.ask("GET", odd, follow_redirects=True).status_code in (plain, 404), odd
        for odd in (
            f"/suggestions/{case}/",
            f"/suggestions/{case}.json",
            f"/Suggestions/{case}",
            f"/suggestions/{case};a",
        ):
            assert who.ask("GET", odd, follow_redirects=True).status_code == 404, odd


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "", "a b", "[::1", "１２７.0.0.1"]
)
def test_another_host_name_gets_400_and_no_page(app: Flask, world: World, host: str) -> None:
    chen = visitor(app, world, "chen")
    for method, address in (("GET", "/"), ("GET", "/log-in"), ("POST", "/log-out"), ("GET", "/nowhere")):
        answer = chen.ask(method, address, headers={"Host": host.encode().decode("latin-1")})
        assert answer.status_code == 400, address
        assert "Content-Security-Policy" in answer.headers and "陈思远" not in answer.get_data(as_text=True)


def test_what_one_may_not_see_looks_like_what_is_not_there(app: Flask, world: World) -> None:
    """Byte for byte, headers too, but for the tokens that are new on every page."""
    case = builders.a_cosigned_draft(world)
    builders.in_clearance(world)
    hidden, nowhere = ids_of(case), ids_of(case) | {"suggestion_id": 987_654}
    for login in (login for login, *_rest in PEOPLE if login not in ("lin", "fang", "zhou")):
        who = visitor(app, world, login)
        body = {"csrf_token": who.csrf_token, "once": "one-form", "version": "1"}
        for method in ("GET", "POST"):
            for rule in some(who.login, rules(app, method)):
                if "suggestion_id" in PART.findall(rule.rule):
                    how = {"data": body} if method == "POST" else {}
                    one, other = (_seen(who.ask(method, filled(rule, ids), **how)) for ids in (hidden, nowhere))
                    assert one == other, f"{login} {method} {rule.rule}"
                    assert one[0] == 404, f"{login} {method} {rule.rule}"


def test_nobody_learns_from_the_way_to_the_log_in(app: Flask, world: World) -> None:
    case = builders.a_registered(world)
    nobody = visitor(app, world)
    for ids in (ids_of(case), ids_of(case) | {"suggestion_id": 987_654}):
        for address in addresses(app, "GET", ids):
            answer = nobody.ask("GET", address)
            if address.startswith("/suggestions"):
                assert answer.status_code == 302 and answer.location.startswith("/log-in?next=/suggestions")


def _seen(answer: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    body = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))
    headers = [(name, value) for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length")]
    return answer.status_code, re.sub(r"987654|/suggestions/1\b", "", body), headers


def test_a_refused_act_on_a_paper_one_may_not_see_looks_like_none_and_is_on_record(app: Flask, world: World) -> None:
    case, post = builders.a_submitted(world), "/suggestions/{}/review"
    stranger = visitor(app, world, "he")
    for suggestion_id, recorded in ((case, 1), (case + 99, 0)):
        answer = stranger.ask("POST", post.format(suggestion_id), data={"csrf_token": stranger.csrf_token})
        assert answer.status_code == 404
        db.session.rollback()
        wanted = select(Event).where(Event.action == "refused", Event.subject == f"suggestion:{suggestion_id}")
        found = db.session.scalars(wanted).all()
        assert [(one.person_id, one.facts["why"]) for one in found] == [(world.he.person_id, "not_visible")] * recorded


def test_a_database_without_tables_is_named_and_not_called_busy(tmp_path: Path) -> None:
    made = create_app({"INSTANCE": str(tmp_path), "SECRET_KEY": "k" * 40})
    client = made.test_client()
    client.set_cookie("tracker_login", "x" * 43)
    answer = client.get("/")
    assert answer.status_code == 503 and "数据库还没有建好" in answer.get_data(as_text=True)


def refusals() -> list[tuple[int | None, str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Event).where(Event.action == "refused").order_by(Event.seq))
    return [(one.person_id, one.facts["action"], one.facts["why"]) for one in rows]


def test_a_form_of_a_page_one_does_not_have_is_on_record(app: Flask, world: World) -> None:
    deputy = visitor(app, world, "lin")
    assert deputy.ask("GET", "/assignments").status_code == 404
    assert refusals() == []
    answer = deputy.ask("POST", "/assignments/batch", data={"csrf_token": deputy.csrf_token})
    assert answer.status_code == 404
    assert refusals() == [(world.lin.person_id, "assign", "not_yours")]


def test_the_share_of_another_unit_among_the_lines_of_a_batch_is_on_record(app: Flask, world: World) -> None:
    task = builders.task_of(world, builders.an_assigned(world))
    other = visitor(app, world, "luo")
    data = {"csrf_token": other.csrf_token, "once": "one", "tasks": [task, task]}
    assert other.ask("POST", "/tasks/sign-for", data=data).status_code == 422
    assert refusals() == [(world.luo.person_id, "sign_for", "not_visible")]


def test_a_refused_automatic_save_is_on_record(app: Flask, world: World) -> None:
    case = builders.in_hand(world)
    one = builders.round_of(world, case)
    reviewer = visitor(app, world, "shen")
    data = {"csrf_token": reviewer.csrf_token, "once": "one", "version": one.version}
    answer = reviewer.ask("POST", f"/suggestions/{case}/rounds/{one.id}/reply/autosave", data=data)
    assert answer.status_code == 409
    assert refusals() == [(world.shen.person_id, "draft_reply", "not_yours")]


@pytest.mark.parametrize("path", ["/nowhere", "/suggestions/987654/review"])
def test_what_is_too_large_to_be_read_is_no_error_of_ours_wherever_it_goes(app: Flask, world: World, path: str) -> None:
    for who in (visitor(app, world, "chen"), visitor(app, world)):
        data = {"csrf_token": who.csrf_token, "reason": "x" * app.config["MAX_CONTENT_LENGTH"]}
        answer = who.ask("POST", path, data=data)
        assert answer.status_code in (404, 413), answer.get_data(as_text=True)[:200]
