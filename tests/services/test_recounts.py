"""What a change of the law moves: as previewed, in one transaction, recorded by name, told to those concerned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests import builders, situations, situations_commitments, situations_objections
from tests.domain.calendars import NOTICE_2027
from tests.heard import heard
from tests.statements import reads
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.calendar import Limit, Unit
from tracker.domain.recount import CONCERNED, Move, digest
from tracker.domain.rulebook import ClockKind, Rulebook
from tracker.domain.rulebook_text import parse
from tracker.models.calendar import CalendarChange, RulebookEdition
from tracker.models.commitments import Commitment
from tracker.models.record import Clock, Event
from tracker.queries.dossier import Seer, story
from tracker.queries.law import rulebook_for
from tracker.queries.recounts import calendar_moves, calendar_with, rulebook_moves
from tracker.services import calendars, rulebooks
from tracker.services._proposals import Objection, ProposalRefused

AUTUMN = datetime(2026, 11, 5, 2, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 31, 2, tzinfo=UTC)
TITLE = "国务院办公厅关于2027年部分节假日安排的通知"


def proposed(world: World, notice: str = NOTICE_2027) -> int:
    return calendars.propose(world.chen, year=2027, notice=notice, document_no=TITLE, official=True, now=AUTUMN)


def previewed(change_id: int) -> list[Move]:
    db.session.rollback()
    change = db.session.get_one(CalendarChange, change_id)
    return calendar_moves(change, calendar_with(change))


def dates() -> dict[int, tuple[date, bool]]:
    db.session.rollback()
    columns = (Clock.id, Clock.due_on, Clock.is_provisional)
    return {row.id: (row.due_on, row.is_provisional) for row in db.session.execute(select(*columns))}


def corrected(book: Rulebook, kind: ClockKind, days: int) -> Rulebook:
    limit = Limit(days, Unit.WORKING_DAY)
    return replace(book, rules=dict(book.rules) | {kind: replace(book.rule(kind), limit=limit)})


def many(world: World) -> list[int]:
    """Cases at every step, begun late in a year whose next notice is missing."""
    return [
        builders.an_assigned(world, now=AUTUMN),
        builders.an_assigned(world, now=AUTUMN, shares=builders.LEAD_AND_CO),
        builders.delivered(world, now=DECEMBER),
        builders.a_registered(world, now=DECEMBER),
    ]


def test_a_notice_moves_exactly_what_was_previewed_and_nothing_else(world: World) -> None:
    many(world)
    change_id = proposed(world, NOTICE_2027 + "\n测试：1月4日放假。")
    moves, before = previewed(change_id), dates()
    assert {move.running.kind for move in moves} >= {ClockKind.REPLY, ClockKind.RATING, ClockKind.ASSIGN}
    moved = calendars.approve(world.lu, change_id, version=1, now=DECEMBER, seen=digest(moves))
    expected = before | {move.running.clock_id: (move.end.on, move.end.is_provisional) for move in moves}
    assert dates() == expected
    assert moved == sum(move.moves_day for move in moves)


def test_a_correction_of_a_provisional_limit_moves_exactly_what_was_previewed(world: World) -> None:
    many(world)
    base = rulebook_for(AUTUMN.date())
    edition_id = rulebooks.propose(
        world.chen,
        corrected(base, ClockKind.SIGN_FOR, 15),
        based_on=base.edition,
        reason="本市规定十五个工作日",
        corrects_running=True,
        now=AUTUMN,
    )
    edition = db.session.get_one(RulebookEdition, edition_id)
    moves, before = rulebook_moves(edition, parse(edition.source, source=edition.edition)), dates()
    assert {move.running.kind for move in moves} == {ClockKind.SIGN_FOR}
    rulebooks.approve(world.lu, edition_id, version=1, now=AUTUMN, seen=digest(moves))
    assert dates() == before | {move.running.clock_id: (move.end.on, move.end.is_provisional) for move in moves}
    events = db.session.scalars(select(Event).where(Event.action == "move_due_date")).all()
    assert {event.suggestion_id for event in events} == {move.running.suggestion_id for move in moves}
    assert {event.person_id for event in events} == {world.lu.person_id}
    assert {event.note for event in events} == {"本市规定十五个工作日"}


def test_what_changed_after_the_preview_is_refused_and_nothing_is_moved(world: World) -> None:
    many(world)
    change_id = proposed(world)
    seen = digest(previewed(change_id))
    builders.an_assigned(world, now=AUTUMN)
    before = dates()
    with pytest.raises(ProposalRefused) as refused:
        calendars.approve(world.lu, change_id, version=1, now=AUTUMN, seen=seen)
    assert refused.value.objection is Objection.PREVIEW_CHANGED
    assert dates() == before
    calendars.approve(world.lu, change_id, version=1, now=AUTUMN, seen=digest(previewed(change_id)))


def test_everybody_who_works_by_a_moved_limit_is_told(world: World) -> None:
    case = builders.in_hand(world, now=AUTUMN)
    moves = previewed(change_id := proposed(world))
    calendars.approve(world.lu, change_id, version=1, now=AUTUMN)
    event = db.session.scalars(select(Event).where(Event.action == "move_due_date")).one()
    assert event.suggestion_id == case
    assert event.facts["clocks"] == [move.running.clock_id for move in moves if move.moves_day]
    assert heard(world, case, "move_due_date", now=AUTUMN) == {"lin", "he", "jing"}


def test_of_two_units_the_people_of_the_one_whose_day_moved_are_told(world: World) -> None:
    case = situations.co_in_hand(world)
    base = rulebook_for(NOW.date())
    changed = corrected(base, ClockKind.CO_OPINION, 45)
    edition_id = rulebooks.propose(
        world.chen, changed, based_on=base.edition, reason="改正", corrects_running=True, now=NOW
    )
    assert rulebooks.approve(world.lu, edition_id, version=1, now=NOW) == 1
    assert heard(world, case, "move_due_date") == {"luo", "jiang"}


def test_every_limit_says_who_is_told(world: World) -> None:
    assert set(CONCERNED) == set(ClockKind)


def test_the_day_on_which_a_promise_is_rated_moves_with_its_clock(world: World) -> None:
    situations_commitments.reported_and_disputed(world)
    clock = db.session.scalars(
        select(Clock).where(Clock.kind == ClockKind.IMPLEMENTATION, Clock.stopped_on.is_(None))
    ).one()
    base, clock_id, promise_id = rulebook_for(NOW.date()), clock.id, clock.commitment_id
    changed = corrected(base, ClockKind.IMPLEMENTATION, 45)
    edition_id = rulebooks.propose(
        world.chen, changed, based_on=base.edition, reason="改正", corrects_running=True, now=NOW
    )
    assert rulebooks.approve(world.lu, edition_id, version=1, now=NOW)
    db.session.rollback()
    moved = db.session.get_one(Clock, clock_id).due_on
    assert db.session.get_one(Commitment, promise_id).rating_due_on == moved


def test_applying_asks_no_more_for_more_cases(world: World) -> None:
    for _n in range(2):
        builders.an_assigned(world, now=AUTUMN)
    few_id = proposed(world)
    with reads() as few:
        calendars.approve(world.lu, few_id, version=1, now=AUTUMN)
    for _n in range(4):
        builders.an_assigned(world, now=AUTUMN)
    notice = NOTICE_2027.replace("2月5日至11日", "2月5日至12日")
    more_id = proposed(world, notice)
    with reads() as more:
        assert calendars.approve(world.lu, more_id, version=1, now=AUTUMN) >= 6
    assert len(more) == len(few)


def test_deputies_are_not_told_that_a_limit_between_the_offices_moved(world: World) -> None:
    case = situations_objections.extension_asked(world)
    base = rulebook_for(NOW.date())
    edition_id = rulebooks.propose(
        world.chen,
        corrected(base, ClockKind.EXTENSION, 15),
        based_on=base.edition,
        reason="改正",
        corrects_running=True,
        now=NOW,
    )
    assert rulebooks.approve(world.lu, edition_id, version=1, now=NOW) == 1
    suggestion = builders.fetch(case)
    told = {
        who: [one.action for one in story(suggestion, Seer(getattr(world, who), suggestion))] for who in ("lin", "jing")
    }
    assert "move_due_date" in told["jing"] and "move_due_date" not in told["lin"]
