"""Which papers are found to be alike, by whom, in which order."""

from __future__ import annotations

from tests.builders import a_draft, a_registered, a_submitted, an_assigned, fetch, withdrawn
from tests.statements import reads
from tests.world import World
from tracker.db import db
from tracker.queries.alike_candidates import most_alike
from tracker.queries.alike_texts import text_of
from tracker.queries.raised import sessions_of, times_raised
from tracker.queries.similar import KNOWN, WAITING, similar_to, under_review


def alike_to(actor: object, suggestion_id: int, states: object = KNOWN) -> list[int]:
    mine = text_of(fetch(suggestion_id))
    return list(most_alike(actor, mine, states, without=[suggestion_id]))  # type: ignore[arg-type]


def test_what_may_not_be_opened_is_left_out_before_anything_is_compared(world: World) -> None:
    hidden, case = a_registered(world, is_confidential=True), a_registered(world)
    assert alike_to(world.chen, case) == [hidden]
    assert alike_to(world.yuan, case) == []
    assert alike_to(world.lin, case) == [hidden]


def test_a_unit_finds_only_what_it_has_or_had(world: World) -> None:
    held, free = an_assigned(world), a_registered(world)
    case = a_draft(world)
    assert alike_to(world.chen, case) == [free, held]
    assert alike_to(world.he, case) == [held]


def test_equally_alike_ones_come_the_newest_first(world: World) -> None:
    first, second, third = a_registered(world), a_registered(world), a_registered(world)
    assert alike_to(world.chen, third) == [second, first]


def test_drafts_and_what_was_withdrawn_are_found_by_nobody(world: World) -> None:
    a_draft(world)
    withdrawn(world)
    case = a_registered(world)
    assert alike_to(world.chen, case) == [] == alike_to(world.lin, case)


def test_what_waits_is_told_apart_from_what_is_on_record(world: World) -> None:
    waits, case = a_submitted(world), a_registered(world)
    assert alike_to(world.chen, case, WAITING) == [waits]
    assert [one.id for one in under_review(world.chen, fetch(case))] == [waits]
    assert similar_to(world.chen, fetch(case)) == []


def test_a_text_that_says_nothing_is_like_none(world: World) -> None:
    a_registered(world)
    assert alike_to(world.chen, a_draft(world, title="关于建议的建议", problem="", analysis="", requests=())) == []


def test_papers_of_one_session_were_raised_in_one(world: World) -> None:
    a_registered(world)
    case = a_registered(world)
    found = times_raised(world.chen, fetch(case))
    assert [one.is_this for one in found] == [False, True] and sessions_of(found) == 1
    db.session.rollback()


def test_as_many_statements_however_many_are_alike(world: World) -> None:
    case = a_registered(world)
    a_registered(world)
    few = _statements(world, case)
    for _no in range(4):
        a_registered(world)
    assert _statements(world, case) == few


def _statements(world: World, suggestion_id: int) -> int:
    suggestion = fetch(suggestion_id)
    similar_to(world.chen, suggestion)
    with reads() as found:
        similar_to(world.chen, suggestion)
    return len(found)
