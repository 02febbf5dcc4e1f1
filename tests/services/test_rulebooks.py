"""A rulebook changes by two persons: a later book moves nothing begun before it, a correction moves what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.builders import a_registered, an_assigned, fetch, outcome_put, returned
from tests.situations import SITUATIONS
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.calendar import LONGEST, Limit, Unit
from tracker.domain.permissions import why_not
from tracker.domain.rulebook import ClockKind, Rulebook, Switch
from tracker.domain.whys import Why
from tracker.models.calendar import Decision, RulebookEdition
from tracker.models.record import Clock, Event
from tracker.models.reviews import IntendedOutcome
from tracker.queries.law import books_now, rulebook_for, rulebook_named
from tracker.services import rulebooks
from tracker.services._proposals import Objection, ProposalRefused

SHIPPED = "2021-01-01-shenzhen"
LATER = TODAY + timedelta(days=30)


def _with(clock: ClockKind, *, valid_from: date = LATER, **changes: object) -> Rulebook:
    book = rulebook_named(SHIPPED)
    rule = replace(book.rule(clock), **changes)  # type: ignore[arg-type]
    return replace(book, rules={**book.rules, clock: rule}, valid_from=valid_from)


def _propose(world: World, changed: Rulebook, *, corrects: bool = False, reason: str = "市里的新规定") -> int:
    return rulebooks.propose(world.chen, changed, based_on=SHIPPED, reason=reason, corrects_running=corrects, now=NOW)


def _refused(world: World, changed: Rulebook, **how: object) -> Objection:
    with pytest.raises(ProposalRefused) as refused:
        _propose(world, changed, **how)  # type: ignore[arg-type]
    return refused.value.objection


TEN_WORKING_DAYS = Limit(10, Unit.WORKING_DAY)


def test_a_later_book_begins_on_its_day(world: World) -> None:
    edition_id = _propose(world, _with(ClockKind.SIGN_FOR, limit=TEN_WORKING_DAYS, provisional=False))
    assert rulebook_for(LATER).edition == SHIPPED
    rulebooks.approve(world.lu, edition_id, version=1, now=NOW)
    assert rulebook_for(LATER - timedelta(days=1)).edition == SHIPPED
    assert rulebook_for(LATER).rule(ClockKind.SIGN_FOR).limit == TEN_WORKING_DAYS
    assert not rulebook_for(LATER).rule(ClockKind.SIGN_FOR).provisional


def test_a_later_book_moves_nothing_begun_before(world: World) -> None:
    suggestion_id = an_assigned(world)
    before = _clock(suggestion_id, ClockKind.SIGN_FOR).due_on
    moved = rulebooks.approve(
        world.lu, _propose(world, _with(ClockKind.SIGN_FOR, limit=TEN_WORKING_DAYS)), version=1, now=NOW
    )
    assert moved == 0
    assert _clock(suggestion_id, ClockKind.SIGN_FOR).due_on == before


def test_a_correction_of_a_provisional_limit_moves_running_dates(world: World) -> None:
    suggestion_id = a_registered(world)
    assert _clock(suggestion_id, ClockKind.ASSIGN).due_on == date(2026, 4, 13)
    changed = _with(ClockKind.ASSIGN, limit=TEN_WORKING_DAYS, provisional=False)
    edition_id = _propose(world, changed, corrects=True, reason="核对条文为十个工作日")
    moved = rulebooks.approve(world.lu, edition_id, version=1, now=NOW)
    clock = _clock(suggestion_id, ClockKind.ASSIGN)
    assert moved == 1
    assert clock.due_on == date(2026, 4, 16) == fetch(suggestion_id).due_on
    assert clock.rules_of == rulebook_for(TODAY).edition != SHIPPED
    event = db.session.scalars(select(Event).where(Event.action == "move_due_date")).one()
    assert (event.suggestion_id, event.note) == (suggestion_id, "核对条文为十个工作日")


def _corrected(world: World, kind: ClockKind) -> date:
    """The new day of the one clock of this kind, after its provisional limit was corrected to fifteen working days."""
    before = db.session.scalars(select(Clock.due_on).where(Clock.kind == kind)).one()
    edition_id = _propose(world, _with(kind, limit=Limit(15, Unit.WORKING_DAY)), corrects=True)
    assert rulebooks.approve(world.lu, edition_id, version=1, now=NOW) == 1
    after = db.session.scalars(select(Clock.due_on).where(Clock.kind == kind)).one()
    assert after > before
    return after


def test_a_correction_moves_the_day_by_which_the_deputy_may_contest(world: World) -> None:
    case = outcome_put(world)
    day = _corrected(world, ClockKind.INTENDED)
    paper, put = fetch(case), db.session.scalars(select(IntendedOutcome)).one()
    assert (paper.intended_until, put.answer_by) == (day, day)
    assert why_not(world.lin, Action.CONTEST_OUTCOME, paper, today=day) is None
    assert why_not(world.chen, Action.REFUSE, paper, today=day) is Why.OUTCOME_WAITS


def test_a_correction_moves_the_day_a_returned_paper_is_asked_back_by(world: World) -> None:
    case = returned(world)
    day = _corrected(world, ClockKind.CORRECTION)
    assert [one.answer_by for one in fetch(case).reviews] == [day]


def test_a_correction_moves_the_day_by_which_units_speak_on_a_draft_distribution(world: World) -> None:
    case = SITUATIONS["circulating"].reach(world)
    day = _corrected(world, ClockKind.PRE_ASSIGNMENT)
    paper = fetch(case)
    assert paper.circulated_until == day and {one.answer_by for one in paper.hearings} == {day}
    assert why_not(world.he, Action.SPEAK, paper, today=day) is None


def test_a_correction_moves_the_day_until_which_the_better_unit_is_heard(world: World) -> None:
    case = SITUATIONS["objected"].reach(world)
    day = _corrected(world, ClockKind.OBJECTION_DECISION)
    assert [one.answer_by for one in fetch(case).hearings] == [day]
    assert why_not(world.luo, Action.HEAR, fetch(case).tasks[0], today=day) is None


def test_a_second_correction_moves_what_the_first_left_alone(world: World) -> None:
    suggestion_id = an_assigned(world)
    assert _clock(suggestion_id, ClockKind.SIGN_FOR).rules_of == SHIPPED
    first = _propose(world, _with(ClockKind.ASSIGN, limit=TEN_WORKING_DAYS), corrects=True)
    rulebooks.approve(world.lu, first, version=1, now=NOW)
    base = rulebook_for(TODAY)
    rule = replace(base.rule(ClockKind.SIGN_FOR), limit=TEN_WORKING_DAYS)
    changed = replace(base, rules={**base.rules, ClockKind.SIGN_FOR: rule})
    second = rulebooks.propose(
        world.chen, changed, based_on=base.edition, reason="再核对", corrects_running=True, now=NOW
    )
    assert rulebooks.approve(world.lu, second, version=1, now=NOW) == 1
    clock = _clock(suggestion_id, ClockKind.SIGN_FOR)
    assert clock.due_on == date(2026, 4, 16)
    assert clock.rules_of == rulebook_for(TODAY).edition != base.edition


def test_a_correction_may_only_touch_provisional_limits(world: World) -> None:
    confirmed = _with(ClockKind.REPLY, limit=Limit(2, Unit.MONTH))
    assert _refused(world, confirmed, corrects=True) is Objection.NOT_PROVISIONAL
    book = rulebook_named(SHIPPED)
    switched = replace(book, switches={**book.switches, Switch.PRE_ASSIGNMENT: True})
    assert _refused(world, switched, corrects=True) is Objection.NOT_PROVISIONAL


@pytest.mark.parametrize("day", [TODAY, date(2020, 1, 1)])
def test_a_later_book_must_be_later(world: World, day: date) -> None:
    assert _refused(world, _with(ClockKind.SIGN_FOR, limit=TEN_WORKING_DAYS, valid_from=day)) is Objection.TOO_EARLY


def test_a_book_whose_day_came_before_its_approval_is_proposed_again(world: World) -> None:
    edition_id = _propose(world, _with(ClockKind.SIGN_FOR, limit=TEN_WORKING_DAYS))
    with pytest.raises(ProposalRefused) as refused:
        rulebooks.approve(world.lu, edition_id, version=1, now=NOW + timedelta(days=31))
    assert refused.value.objection is Objection.TOO_EARLY
    assert db.session.get_one(RulebookEdition, edition_id).decision is Decision.OPEN


def test_of_two_changes_of_one_book_the_second_does_not_undo_the_first(world: World) -> None:
    first = _propose(world, _with(ClockKind.ASSIGN, limit=TEN_WORKING_DAYS), corrects=True)
    second = _propose(world, _with(ClockKind.SIGN_FOR, limit=TEN_WORKING_DAYS), corrects=True)
    rulebooks.approve(world.lu, first, version=1, now=NOW)
    with pytest.raises(ProposalRefused) as refused:
        rulebooks.approve(world.lu, second, version=1, now=NOW)
    assert refused.value.objection is Objection.BASE_CHANGED
    assert rulebook_for(TODAY).rule(ClockKind.ASSIGN).limit == TEN_WORKING_DAYS


@pytest.mark.parametrize("limit", [Limit(25, Unit.MONTH), Limit(732, Unit.CALENDAR_DAY), Limit(732, Unit.WORKING_DAY)])
def test_a_limit_longer_than_two_years_is_refused(world: World, limit: Limit) -> None:
    assert _refused(world, _with(ClockKind.CO_OPINION, limit=limit)) is Objection.LIMIT_TOO_LONG
    longest = Limit(LONGEST[limit.unit], limit.unit)
    assert _propose(world, _with(ClockKind.CO_OPINION, limit=longest))


def test_a_limit_proposed_before_the_question_was_asked_is_not_approved(world: World) -> None:
    edition_id = _propose(world, _with(ClockKind.CO_OPINION, limit=Limit(24, Unit.MONTH)))
    edition = db.session.get_one(RulebookEdition, edition_id)
    edition.source = edition.source.replace("amount = 24", "amount = 100")
    db.session.commit()
    with pytest.raises(ProposalRefused) as refused:
        rulebooks.approve(world.lu, edition_id, version=edition.version, now=NOW)
    assert refused.value.objection is Objection.LIMIT_TOO_LONG


def test_nothing_changed_and_no_reason_are_refused(world: World) -> None:
    same = replace(rulebook_named(SHIPPED), valid_from=LATER)
    assert _refused(world, same) is Objection.NOTHING_CHANGED
    changed = _with(ClockKind.SIGN_FOR, limit=TEN_WORKING_DAYS)
    assert _refused(world, changed, reason=" ") is Objection.REASON_MISSING


def test_two_persons_and_only_the_desk(world: World) -> None:
    edition_id = _propose(world, _with(ClockKind.SIGN_FOR, limit=TEN_WORKING_DAYS))
    for actor, objection in ((world.chen, Objection.SAME_PERSON), (world.xi, Objection.NOT_YOURS)):
        with pytest.raises(ProposalRefused) as refused:
            rulebooks.approve(actor, edition_id, version=1, now=NOW)
        assert refused.value.objection is objection


def test_rejected_and_withdrawn_editions_never_come_into_force(world: World) -> None:
    rejected = _propose(world, _with(ClockKind.SIGN_FOR, limit=TEN_WORKING_DAYS))
    rulebooks.reject(world.lu, rejected, version=1, now=NOW, note="依据不足")
    withdrawn = _propose(world, _with(ClockKind.SIGN_FOR, limit=None))
    rulebooks.withdraw(world.chen, withdrawn, version=1, now=NOW)
    assert [book.edition for book in books_now()] == [SHIPPED]


def test_a_limit_switched_off_starts_no_clock(world: World) -> None:
    edition_id = _propose(world, _with(ClockKind.SIGN_FOR, limit=None))
    rulebooks.approve(world.lu, edition_id, version=1, now=NOW)
    suggestion_id = an_assigned(world, now=NOW + timedelta(days=31))
    kinds = set(db.session.scalars(select(Clock.kind).where(Clock.suggestion_id == suggestion_id)))
    assert ClockKind.REPLY in kinds
    assert ClockKind.SIGN_FOR not in kinds


def _clock(suggestion_id: int, kind: ClockKind) -> Clock:
    db.session.rollback()
    return db.session.scalars(select(Clock).where(Clock.suggestion_id == suggestion_id, Clock.kind == kind)).one()
