"""The SQL of what one may read says the same as the judgement, for every situation and every person."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import builders
from tests.situations import SITUATIONS
from tests.world import NOW, PEOPLE, World
from tracker.db import db
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import CLOCK
from tracker.domain.permissions import Sight, sight
from tracker.domain.states import PRIVATE
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import values
from tracker.queries.cases import find_suggestion
from tracker.queries.scope import listed_for, visible_to
from tracker.services import cosigning, reviews, submissions


def an_unanswered_invitation(world: World, *, confidential: bool) -> int:
    """On record, and one who was asked to sign it never answered."""
    suggestion_id = builders.a_draft(world, is_confidential=confidential)
    cosigning.invite(world.lin, suggestion_id, [world.fang.membership_id or 0], now=NOW)
    submissions.submit(world.lin, suggestion_id, version=builders.fetch(suggestion_id).version, now=NOW)
    category, version = world.categories["教育科技"], builders.fetch(suggestion_id).version
    reviews.accept(world.chen, suggestion_id, category_id=category, version=version, now=NOW)
    return suggestion_id


def everything(world: World, everywhere: dict[str, int]) -> dict[int, str]:
    """Every situation once, and a confidential paper that has gone the whole way."""
    reached = {case: name for name, case in everywhere.items()}
    reached |= {an_unanswered_invitation(world, confidential=one): f"unanswered {one}" for one in (False, True)}
    for suggestion_id in [one for one, name in reached.items() if name in ("closed", "co_in_hand")]:
        db.session.get_one(Suggestion, suggestion_id).is_confidential = True
    db.session.commit()
    return reached


def test_lists_and_pages_show_what_judgement_allows(everywhere: dict[str, int], world: World) -> None:
    reached = everything(world, everywhere)
    db.session.rollback()
    papers = {one: db.session.get_one(Suggestion, one) for one in reached}
    for login, *_ in PEOPLE:
        actor = world.actors[login]
        allowed = {reached[one] for one, paper in papers.items() if sight(actor, paper) is not Sight.NOTHING}
        single = {reached[one] for one in db.session.scalars(select(Suggestion.id).where(visible_to(actor)))}
        listed = select(Suggestion.id).where(listed_for(actor.role))
        many = {reached[one] for one in db.session.scalars(listed, values(actor))}
        assert single == allowed, login
        assert many == allowed, login


@pytest.mark.parametrize(("confidential", "left"), [(False, Sight.OPEN), (True, Sight.NOTHING)])
def test_who_never_answered_reads_a_paper_on_record_like_any_deputy(
    world: World, confidential: bool, left: Sight
) -> None:
    paper = builders.fetch(an_unanswered_invitation(world, confidential=confidential))
    assert (sight(world.fang, paper), sight(world.yuan, paper)) == (left, left)


def test_time_itself_sees_everything(everywhere: dict[str, int], world: World) -> None:
    reached = everything(world, everywhere)
    assert set(db.session.scalars(select(Suggestion.id).where(visible_to(CLOCK)))) == set(reached)


def test_a_case_is_found_only_by_whoever_may_read_it(world: World) -> None:
    confidential = SITUATIONS["confidential"].reach(world)
    assert find_suggestion(world.lin, confidential) is not None
    assert find_suggestion(world.yuan, confidential) is None
    assert find_suggestion(world.xi, confidential) is None


def test_a_number_too_long_for_an_id_is_nobodys(world: World) -> None:
    assert find_suggestion(world.chen, 10**30) is None


def test_a_found_case_has_its_parts_in_order(world: World) -> None:
    found = find_suggestion(world.chen, SITUATIONS["in_its_second_round"].reach(world))
    assert found is not None and found.text is not None
    assert [request.no for request in found.text.requests] == [1, 2]
    assert [one.no for one in found.tasks[0].rounds] == [1, 2]
    first = found.tasks[0].rounds[0]
    assert [answer.request_no for answer in first.answers] == [1, 2]
    assert first.task is found.tasks[0] and found.tasks[0].suggestion is found
    assert {one.person_id for one in first.deliveries} == {world.lin.person_id}


def test_what_was_handed_in_never_becomes_a_draft_again() -> None:
    for step in STEPS.values():
        if step.to in PRIVATE:
            assert step.frm <= PRIVATE, step.action
