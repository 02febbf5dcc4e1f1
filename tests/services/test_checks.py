"""The delegation's first check, where the rulebook has it: until it is done or the session ends nothing goes on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.bill_parts import SITTING, check_first
from tests.builders import a_submitted, fetch
from tests.world import NOW, World
from tracker.domain.actions import Action
from tracker.domain.duties import duty
from tracker.domain.states import SuggestionState
from tracker.domain.whys import Refused, Why
from tracker.queries.inbox import lines
from tracker.services import checks, reviews, submissions
from tracker.services._load import Invalid

TODAY = SITTING.date()
AFTER = datetime(2026, 2, 7, 2, tzinfo=UTC)


@pytest.fixture
def checked_first(world: World) -> None:
    check_first(world)


def test_without_the_switch_nothing_waits_for_a_delegation(world: World) -> None:
    paper_id = a_submitted(world, now=SITTING)
    reviews.take_up(world.qin, paper_id, now=SITTING)
    assert fetch(paper_id).state is SuggestionState.IN_REVIEW


@pytest.mark.usefixtures("checked_first")
def test_the_review_waits_for_the_delegation(world: World) -> None:
    paper_id = a_submitted(world, now=SITTING)
    for who in (world.chen, world.qin):
        with pytest.raises(Refused) as refused:
            reviews.take_up(who, paper_id, now=SITTING)
        assert refused.value.why is Why.AWAITS_DELEGATION
    assert [line.action for line in lines(world.tian, today=TODAY)] == [Action.CHECK]
    assert not lines(world.chen, today=TODAY) and duty(world.chen, fetch(paper_id), today=TODAY) is None
    checks.check(world.tian, paper_id, note="", version=fetch(paper_id).version, now=SITTING)
    assert not lines(world.tian, today=TODAY)
    assert [line.action for line in lines(world.qin, today=TODAY)] == [Action.ACCEPT]
    reviews.take_up(world.qin, paper_id, now=SITTING)


@pytest.mark.usefixtures("checked_first")
def test_the_desk_checks_in_its_place_and_says_why(world: World) -> None:
    paper_id = a_submitted(world, now=SITTING)
    with pytest.raises(Invalid):
        checks.check(world.chen, paper_id, note="", version=fetch(paper_id).version, now=SITTING)
    version = fetch(paper_id).version
    checks.check(world.chen, paper_id, note="代表团工作人员请假。", version=version, now=SITTING)
    assert fetch(paper_id).checked_on == TODAY


@pytest.mark.usefixtures("checked_first")
def test_the_delegation_sends_back_and_looks_again_when_the_paper_returns(world: World) -> None:
    paper_id = a_submitted(world, now=SITTING)
    reviews.send_back(world.tian, paper_id, reason="缺少具体建议。", version=fetch(paper_id).version, now=SITTING)
    assert fetch(paper_id).state is SuggestionState.RETURNED
    submissions.submit(world.lin, paper_id, version=fetch(paper_id).version, now=SITTING)
    assert fetch(paper_id).needs_check and fetch(paper_id).checked_on is None


@pytest.mark.usefixtures("checked_first")
def test_when_the_session_has_closed_nothing_waits_any_more(world: World) -> None:
    paper_id = a_submitted(world, now=SITTING)
    with pytest.raises(Refused):
        checks.check(world.tian, paper_id, note="", version=fetch(paper_id).version, now=AFTER)
    reviews.take_up(world.chen, paper_id, now=AFTER)
    assert fetch(paper_id).state is SuggestionState.IN_REVIEW


def test_a_clerk_sends_nothing_back_where_no_check_is_asked(world: World) -> None:
    paper_id = a_submitted(world, now=NOW)
    with pytest.raises(Refused) as refused:
        reviews.send_back(world.tian, paper_id, reason="不合适。", version=fetch(paper_id).version, now=NOW)
    assert refused.value.why is Why.NO_CHECK_OPEN
