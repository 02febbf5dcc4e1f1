"""Whatever is asked or sent, by whomever: never an answer of ours that says we were at fault."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests import posting
from tests.addressing import filled, ids_of, rules, some
from tests.builders import fetch
from tests.frozen import hasten
from tests.posting import EXAMPLES
from tests.situations import SITUATIONS
from tests.turns import is_up, some_of
from tests.visiting import Visitor, visitor
from tests.world import NOW, PEOPLE, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.roles import Role
from tracker.places import PACKAGE

# The same every time; another seed is another walk.
SEED = 20260401
# One person of each role, and nobody.
ROLES = {role: next(login for login, _name, one, _place in PEOPLE if one is role) for role in Role}
EVERYBODY = [*ROLES.values(), ""]

ODD = [
    "", " ", "0", "-1", "1", "2", "99999999", "2147483648", "9" * 25, "1e9", "0x1F", "１２", "²", "٣", "½",
    "NaN", "Infinity", "-0",
    "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31", "10000-01-01", "2026-04-01", "0001-01-01",
    "20260401", "四月一日",
    "draft", "assigned", "rehandle", "deputy", "desk", "null", "None", "true", "[]", "{}", "[1]", "a" * 70, "长" * 500,
    "'", "\"", "' OR 1=1 --", "%", "%%", "_", "\\", "%s", "{0}", "{{7*7}}", "${7*7}",
    "<script>alert(1)</script>", "&lt;",
    "../../etc/passwd", "..", ".", "/", "//evil.example", "http://evil.example/", "\\\\evil", "javascript:alert(1)",
    "\x00", "a\x00b", "\x01", "\x0b", "\x1f", "\r\n", "Set-Cookie: a=b\r\n", "\ud800", "\ufffe", "\uffff",
    "\u202e", "\u200b",
    "😀", "𠮷", "é", "e\u0301", "ﷺ", "教育", "、", "，", "市教育局、市教育局", "市", "局局局",
    "2026-0１-01", "1.5", "1,000", "+1",
]  # fmt: skip
# One situation of each part, so that every page meets a case that has what it shows.
SHOWN = (
    "draft", "in_clearance", "co_in_hand", "rated_dissatisfied", "archived",
    "in_a_group", "objected", "handed_over", "disputed", "bill", "outcome_put", "circulating", "reply_on_paper",
)  # fmt: skip
# Names that pages of ours ask for in the query.
ASKED = re.compile(r"""(?:args|values)(?:\.get|\.getlist)?[\[(]\s*["'](\w+)["']""")


@pytest.fixture(autouse=True)
def one_morning(world: World) -> Iterator[None]:
    hasten()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dice() -> random.Random:
    return random.Random(SEED)


def people(app: Flask, world: World) -> list[Visitor]:
    return [visitor(app, world, login) for login in EVERYBODY]


def every_situation(world: World) -> list[int]:
    return [SITUATIONS[name].reach(world) for name in SHOWN]


def is_no_fault(who: Visitor, method: str, address: str, **how: Any) -> None:
    answer = who.ask(method, address, **how)
    told = str(how)[:400]
    assert answer.status_code < 500, f"{who.login or 'nobody'} {method} {address} {told}: {answer.status_code}"
    assert "Traceback" not in answer.get_data().decode(errors="replace")


@pytest.mark.timeout(600)  # when all is tried
def test_every_page_with_the_ids_of_every_kind_of_case(app: Flask, world: World) -> None:
    cases = every_situation(world)
    ids = [ids_of(case) for case in cases]
    for who in people(app, world):
        for rule in some(who.login, rules(app)):
            if "suggestion_id" not in rule.rule:
                is_no_fault(who, "GET", filled(rule, ids[0]))
        # Of each case other addresses, so that every page meets every part.
        for at, of_case in enumerate(ids):
            for rule in (one for one in rules(app) if "suggestion_id" in one.rule):
                if is_up(48, who.login, at, rule.rule):
                    is_no_fault(who, "GET", filled(rule, of_case))


def test_every_page_with_odd_parts_in_its_address(app: Flask, world: World, dice: random.Random) -> None:
    ids = ids_of(every_situation(world)[1])
    clean = [odd for odd in ODD if not re.search(r"[\ud800-\udfff]", odd)]
    for who in people(app, world):
        for rule in some(who.login, rules(app)):
            for name in re.findall(r"<(?:[^:<>]+:)?([^<>]+)>", rule.rule):
                for odd in dice.sample(clean, 4):
                    is_no_fault(who, "GET", filled(rule, ids | {name: odd}))


def test_every_page_with_odd_questions(app: Flask, world: World, dice: random.Random) -> None:
    ids = ids_of(every_situation(world)[1])
    names = _names_asked()
    assert {"q", "page", "whose", "kind", "list", "stage", "day"} <= names
    for who in people(app, world):
        for rule in some(who.login, rules(app)):
            asked = {name: dice.choice(ODD) for name in dice.sample(sorted(names), len(names) // 2)}
            is_no_fault(who, "GET", filled(rule, ids), query_string=_sendable(asked))


def test_the_lists_with_odd_values_for_all_they_ask(app: Flask, world: World, dice: random.Random) -> None:
    every_situation(world)
    lists = {
        "lin": ("/", "/suggestions", "/mine", "/rules", "/help", "/search"),
        "chen": (
            "/reviews",
            "/search",
            "/assignments",
            "/assignments/batch",
            "/assignments/sent",
            "/suggestions",
            "/people",
            "/bills",
            "/circulation",
            "/groups",
            "/groups/new",
            "/hand-overs",
            "/precedents",
            "/seats/leaderless",
            "/units",
        ),
        "du": ("/distribution", "/objections", "/precedents"),
        "jing": ("/tasks",),
        "he": ("/tasks/drafts", "/hand-overs"),
        "tian": ("/checks", "/entries/new"),
        "xi": ("/accounts", "/accounts/codes"),
        "an": ("/grants",),
        "ji": ("/audit",),
    }
    for login, places in lists.items():
        who = visitor(app, world, login)
        for place in places:
            for odd in dice.sample(ODD, 3):
                is_no_fault(who, "GET", place, query_string=_sendable(dict.fromkeys(sorted(_names_asked()), odd)))


def test_every_form_with_garbage(app: Flask, world: World, everywhere: dict[str, int], dice: random.Random) -> None:
    """Names of fields we know, values nobody would send; and names nobody knows."""
    cases = [everywhere[name] for name in SHOWN]
    names = sorted(_names_posted(app, world, everywhere))
    for who in people(app, world):
        for rule in some(who.login, rules(app, "POST")):
            if rule.endpoint in ("account.log_out", "account.log_out_everywhere", "account.end_session"):
                continue
            body = {name: dice.choice(ODD) for name in dice.sample(names, min(40, len(names)))}
            body |= {"csrf_token": who.csrf_token, "once": f"g{dice.random()}", "x" * 300: "1", "": "1"}
            is_no_fault(who, "POST", filled(rule, ids_of(dice.choice(cases))), data=_sendable(body))


@pytest.mark.parametrize("action", some_of(8, EXAMPLES, "spoiled"))
def test_a_good_form_with_one_field_spoiled(
    app: Flask, world: World, everywhere: dict[str, int], action: Action, dice: random.Random
) -> None:
    """The person who may, the page that is open: only one value is odd, so everything behind the form is reached."""
    example = EXAMPLES[action]
    case = everywhere[example.situation]
    who = visitor(app, world, example.login)
    post = posting.post_for(app, world, action, posting.case_for(fetch(case), action))
    db.session.rollback()
    for name in [*post.fields, "hat", "once"]:
        if not is_up(2, "spoiled", action, name):
            continue
        for odd in dice.sample(ODD, 4):
            body = post.sent_by(csrf_token=who.csrf_token, hat_id=who.hat_id) | {name: odd}
            is_no_fault(who, "POST", post.address, data=_sendable(body))


def test_a_token_no_table_can_hold(app: Flask, world: World) -> None:
    """Looked up before the form is read: to see whether it acted already, and whose paper it was."""
    draft, over = (SITUATIONS[name].reach(world) for name in ("draft", "delivered"))
    for login, address in (
        ("lin", f"/suggestions/{over}/kind"),
        ("tian", f"/suggestions/{draft}/edit"),
        ("tian", "/entries/new"),
    ):
        who = visitor(app, world, login)
        is_no_fault(who, "POST", address, data={"csrf_token": who.csrf_token, "once": "a\x00b"})


def test_bodies_that_are_no_form(app: Flask, world: World) -> None:
    case = every_situation(world)[0]
    lin, nobody = visitor(app, world, "lin"), visitor(app, world)
    for who in (lin, nobody):
        for address in (
            "/log-in",
            "/activate",
            "/suggestions/new",
            f"/suggestions/{case}/edit",
            "/display",
            "/account/hat",
        ):
            for kind in (
                "application/json",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "text/plain",
                "x",
            ):
                for body in (b"", b"\xff\xfe\x00", b"{}", b"--x\r\n", b"a=%ZZ&b=%ff%fe&=&&&", b"csrf_token"):
                    is_no_fault(
                        who, "POST", address, data=body, headers={"Content-Type": kind, "X-CSRFToken": who.csrf_token}
                    )


def test_odd_headers(app: Flask, world: World) -> None:
    who = visitor(app, world, "chen")
    for name in (
        "Accept-Language",
        "Accept-Encoding",
        "Accept",
        "Referer",
        "Cookie",
        "User-Agent",
        "X-Forwarded-For",
        "HX-Request",
    ):
        for odd in (
            "",
            "x" * 5000,
            "\xff\xfe",
            "q=;;;,,,",
            "zh;q=abc",
            "tracker_login=\xff; tracker_form=garbage",
            "..",
            "*;q=9",
        ):
            is_no_fault(who, "GET", "/", headers={name: odd})
            is_no_fault(who, "GET", "/log-in", headers={name: odd})


def _names_asked() -> set[str]:
    """Every name some page reads from the question, found in the code."""
    words = "\n".join(path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "web").glob("*.py")))
    return set(ASKED.findall(words)) | {
        "q",
        "page",
        "sort",
        "state",
        "unit",
        "role",
        "kind",
        "day",
        "stage",
        "whose",
        "list",
    }


def _names_posted(app: Flask, world: World, everywhere: dict[str, int]) -> set[str]:
    """The names in every valid form of every act, and of the forms of the office."""
    found = {
        "name",
        "short_name",
        "ordinal",
        "opens_on",
        "closes_on",
        "starts_on",
        "ends_on",
        "last_day",
        "note",
        "role",
        "unit_id",
    }
    found |= {
        "login_name",
        "password",
        "accounts",
        "people",
        "tasks",
        "hat",
        "notice",
        "official",
        "lines-0-suggestion",
        "subject",
    }
    found |= {
        "lines-0-at",
        "lines-0-pick",
        "lines-0-lead",
        "units-0-part",
        "units-²-role",
        "requests-1e9",
        "answers-1-due",
        "step",
    }
    for action, example in EXAMPLES.items():
        case = fetch(everywhere[example.situation])
        found |= set(posting.post_for(app, world, action, posting.case_for(case, action)).fields)
    db.session.rollback()
    return found


def _sendable(fields: dict[str, Any]) -> dict[str, str]:
    """As a client can send them: lone surrogates are no UTF-8, of several values the first."""
    first = {name: value[0] if isinstance(value, list) else value for name, value in fields.items()}
    return {name: value.encode("utf-8", "replace").decode() for name, value in first.items()}
