"""Re-handling by itself, and taking a matter up after a second dissatisfied rating."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import fetch, round_of
from tests.conftest import Browsers
from tests.situations_escalations import HELD, a_plan, dissatisfied_again, minutes, taken_up
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind, Switch
from tracker.domain.states import RoundState, SuggestionState
from tracker.domain.whys import Refused, Why
from tracker.models.escalations import CameTo, Escalation, Way
from tracker.models.record import Clock, Event
from tracker.models.tasks import Rating
from tracker.queries.escalations import ordered
from tracker.queries.law import rulebook_for
from tracker.queries.register import listing
from tracker.queries.register_filters import Filters
from tracker.services import escalations, ratings, rulebooks
from tracker.services._load import Invalid
from tracker.services.escalations import Plan

LATER = NOW + timedelta(days=1)


def rated() -> list[tuple[Any, ...]]:
    """Every rating there is, and the headlines of the rounds."""
    return [
        (one.id, one.round_id, one.person_id, one.question, one.level, one.reason, one.is_current)
        for one in db.session.scalars(select(Rating).order_by(Rating.id))
    ]


def close(world: World, case: int, came_to: CameTo, **more: object) -> None:
    one = round_of(world, case)
    escalations.close(world.chen, one.id, minutes(came_to, **more), version=one.version, now=NOW)


def opens_by_itself(world: World) -> None:
    """From tomorrow the city does not wait for the desk."""
    held = rulebook_for(TODAY)
    switches = dict(held.switches) | {Switch.DESK_CONFIRMS_REHANDLING: False}
    changed = dataclasses.replace(held, switches=switches, valid_from=TODAY + timedelta(days=1))
    why = {"based_on": held.edition, "reason": "不满意即重新办理", "corrects_running": False}
    edition = rulebooks.propose(world.chen, changed, **why, now=NOW)  # type: ignore[arg-type]
    rulebooks.approve(world.lu, edition, version=1, now=NOW)


def running(kind: ClockKind) -> list[Clock]:
    return list(db.session.scalars(select(Clock).where(Clock.kind == kind, Clock.stopped_on.is_(None))))


def test_only_a_second_dissatisfied_rating_is_taken_up(world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    one = round_of(world, case)
    with pytest.raises(Refused) as refused:
        escalations.escalate(world.chen, one.id, a_plan(), version=one.version, now=NOW)
    assert refused.value.why is Why.FIRST_ROUND


def test_while_it_is_taken_up_the_case_waits_and_no_rating_changes(world: World) -> None:
    case = dissatisfied_again(world)
    before = rated()
    one = round_of(world, case)
    escalations.escalate(world.chen, one.id, a_plan(), version=one.version, now=NOW)
    one = round_of(world, case)
    assert one.escalation_is_open and not one.awaits_decision and not fetch(case).every_round_is_settled
    assert fetch(case).state is SuggestionState.IN_HANDLING
    assert len(running(ClockKind.ESCALATION)) == 1 and not running(ClockKind.REHANDLE_DECISION)
    close(world, case, CameTo.CLOSED)
    found = fetch(case)
    assert (found.state, found.headline) == (SuggestionState.CLOSED, Level.DISSATISFIED)
    assert [one.headline for one in found.tasks[0].rounds] == [Level.DISSATISFIED, Level.DISSATISFIED]
    assert rated() == before and not running(ClockKind.ESCALATION)


def test_that_it_ends_here_is_asked_once_more_and_keeps_what_was_typed(browse: Browsers, world: World) -> None:
    case = taken_up(world)
    chen, one = browse("chen"), round_of(world, case)
    chen.open(f"/suggestions/{case}/rounds/{one.id}/escalation-result")
    assert "到此办结，不再开新一轮" not in chen.page.words
    told = {"held_on": HELD.isoformat(), "who_came": "林若溪、程远", "words": "双方各述己见。", "came_to": "closed"}
    page = chen.send("/escalation-result", status=422, **told)
    assert "登记以后收不回来" in page.words and "双方各述己见。" in str(page.data("/escalation-result"))
    assert round_of(world, case).escalation_is_open
    assert "评价照实保留为“不满意”" in chen.send("/escalation-result", sure="y").words
    assert fetch(case).state is SuggestionState.CLOSED


def test_what_a_meeting_decided_binds_the_round_that_follows(world: World) -> None:
    case = taken_up(world)
    close(world, case, CameTo.AGAIN)
    rounds = fetch(case).tasks[0].rounds
    assert [one.state for one in rounds] == [RoundState.RATED, RoundState.RATED, RoundState.DRAFTING]
    told = ordered(rounds[-1])
    assert told is not None and told.bound_by is not None and told.bound_by.is_binding
    assert told.asks == "六月底前划出护学通道。"


def test_where_it_was_held_and_who_presided_stand_beside_the_place_of_the_notice(
    browse: Browsers, world: World
) -> None:
    case = taken_up(world)
    chen, one = browse("chen"), round_of(world, case)
    assert 'value="市人大会议室"' in chen.open(f"/suggestions/{case}/rounds/{one.id}/escalation-result").body
    close(world, case, CameTo.CLOSED, place="学校门口", chaired_by="陆平川")
    held = db.session.scalars(select(Escalation)).one()
    assert (held.place, held.where_held, held.chaired_by) == ("市人大会议室", "学校门口", "陆平川")
    words = chen.open(f"/suggestions/{case}").words
    assert "学校门口" in words and "陆平川" in words


def test_one_step_higher_goes_another_way(world: World) -> None:
    case = taken_up(world)
    with pytest.raises(Invalid) as wrong:
        close(world, case, CameTo.HIGHER, higher=a_plan(Way.MEETING))
    assert wrong.value.problems == {"higher_way": "same_way"}
    close(world, case, CameTo.HIGHER, higher=a_plan(Way.CHAIR_MEETING))
    steps = db.session.scalars(select(Escalation).order_by(Escalation.id)).all()
    assert [(one.way, one.came_to) for one in steps] == [(Way.MEETING, CameTo.HIGHER), (Way.CHAIR_MEETING, None)]
    assert round_of(world, case).escalation_is_open and len(running(ClockKind.ESCALATION)) == 1


def test_it_says_what_is_missing(world: World) -> None:
    case = dissatisfied_again(world)
    one = round_of(world, case)
    with pytest.raises(Invalid) as wrong:
        escalations.escalate(world.chen, one.id, Plan(None), version=one.version, now=NOW)
    assert wrong.value.problems == {"way": "choose_one", "reason": "missing", "planned_on": "missing"}


def test_where_the_desk_does_not_confirm_the_second_round_opens_by_itself(world: World) -> None:
    opens_by_itself(world)
    case = builders.closed(world, level=Level.DISSATISFIED, now=LATER)
    rounds = fetch(case).tasks[0].rounds
    assert [(one.state, one.decision) for one in rounds] == [
        (RoundState.RATED, Action.REHANDLE.value),
        (RoundState.DRAFTING, None),
    ]
    event = db.session.scalars(select(Event).where(Event.action == Action.REHANDLE.value)).one()
    assert event.person_id is None and event.facts["by_itself"] is True
    told = ordered(rounds[-1])
    assert told is not None and told.by_itself and not running(ClockKind.REHANDLE_DECISION)


def test_the_first_round_stays_and_the_second_says_what_it_has_to_answer(world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    one = round_of(world, case)
    ratings.rehandle(world.chen, one.id, reason="确未答复", asks="第二项何时列入预算", version=one.version, now=NOW)
    first, second = fetch(case).tasks[0].rounds
    told = ordered(second)
    assert told is not None and (told.asks, told.by) == ("第二项何时列入预算", "陈思远")
    assert (first.state, first.headline, first.opening) == (RoundState.RATED, Level.DISSATISFIED, "来信收悉。")


def test_the_register_lists_what_did_not_satisfy_twice(world: World) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    twice = dissatisfied_again(world)
    found = listing(world.chen, Filters(status="dissatisfied_again"), today=TODAY)
    assert [one.row.id for one in found.entries] == [twice]


def test_who_sits_at_the_table_reads_day_and_place_on_home(browse: Browsers, world: World) -> None:
    taken_up(world)
    for login in ("lin", "he", "cheng"):
        person = browse(login)
        assert "已经定了日子的会商1次" in person.open("/").words
        assert "2026年4月10日" in person.open("/escalations").words and "市人大会议室" in person.page.words
    assert "会商1次" not in browse("luo").open("/").words
    assert "市人大会议室" not in browse("yuan").open("/escalations").words
