"""No way to rate for another: by ids, by another's form, under another hat, by another role, from anywhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import tracker
from tests import builders
from tests.world import PEOPLE, World
from tracker.db import db

SAID = {"answer": "dissatisfied", "answer_reason": "不好", "process_level": "dissatisfied", "process_reason": "不好"}
# Where rows of ratings are made: by the deputy's own act or off a paper two persons stand for, and of imported history.
MAKERS = {"services/_rating.py", "services/implementation_ratings.py", "services/_replay_rounds.py"}


def page_of(world: World, case: int) -> str:
    return f"/suggestions/{case}/rounds/{builders.round_of(world, case).id}/rating"


def raters(world: World, case: int) -> set[int]:
    db.session.rollback()
    return {one.person_id for one in builders.round_of(world, case).ratings}


def test_a_rating_is_always_the_word_of_who_is_logged_in(browse, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    fang, lin = browse("fang"), world.lin
    fang.open(page_of(world, case))
    names = {"person": lin.person_id, "person_id": lin.person_id, "membership_id": lin.membership_id, "for": "lin"}
    fang.send("/rating", **SAID, **{name: str(value) for name, value in names.items()})
    assert raters(world, case) == {world.fang.person_id}


def test_another_deputys_form_rates_for_nobody(browse, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    address = page_of(world, case)
    theirs = browse("lin").open(address).data("/rating")
    fang = browse("fang")
    fang.open(address)
    fang.post(address, status=409, **(theirs | SAID | {"csrf_token": fang.page.data("/rating")["csrf_token"]}))
    assert raters(world, case) == set(), "it says that it was opened under another hat"


def test_no_other_role_rates_in_a_deputys_place(browse, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    address, version = page_of(world, case), str(builders.round_of(world, case).version)
    for login, *_ in PEOPLE:
        if login not in ("lin", "fang"):
            who = browse(login)
            who.open("/account")
            token = who.page.data("/log-out")["csrf_token"]
            answer = who._ask("POST", address, {"csrf_token": token, "version": version} | SAID)
            assert answer.status_code in (403, 404), login
    assert raters(world, case) == set()


def test_a_reply_of_another_case_is_not_reached_through_ones_own(browse, world: World) -> None:
    mine, other = builders.delivered(world), builders.delivered(world)
    number = builders.round_of(world, other).id
    lin = browse("lin")
    lin.open(page_of(world, mine))
    lin.post(f"/suggestions/{mine}/rounds/{number}/rating", status=404, **SAID)
    assert raters(world, mine) == raters(world, other) == set()


def test_nothing_else_makes_a_rating() -> None:
    root = Path(tracker.__file__).parent
    found = set()
    for file in root.rglob("*.py"):
        calls = [node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
        names = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
        if "Rating" in names:
            found.add(file.relative_to(root).as_posix())
    assert found == MAKERS
