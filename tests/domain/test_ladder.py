"""The chasing ladder on dates with rest days and holidays: what comes next, on which day, and what time issues."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.calendars import shipped
from tracker.domain.ladder import (
    Form,
    Issuer,
    Planned,
    Running,
    Side,
    day_of_step,
    due_by_itself,
    next_step,
    planned,
    side_of,
    still_open,
    waits_for_office,
)
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind, Rulebook, RulebookError
from tracker.domain.rulebook_text import parse
from tracker.domain.rulebook_write import as_text
from tracker.rulebooks import shipped_text

BOOK = parse(shipped_text(), source="test")
LADDER = BOOK.chasing.ladder
CALENDAR = shipped()
# A Friday.
DUE = date(2026, 3, 20)
REPLY = Running(ClockKind.REPLY, DUE)


def plan(*running: Running) -> tuple[Planned, ...]:
    return planned(LADDER, running or (REPLY,), CALENDAR)


def codes(steps: tuple[Planned, ...]) -> list[str]:
    return [one.rung.code for one in steps]


def code(step: Planned | None) -> str | None:
    return step.rung.code if step is not None else None


def test_the_shipped_ladder_climbs_from_reminder_to_chair_meeting() -> None:
    assert codes(plan()) == ["remind_early", "remind_late", "chase_late", "supervise", "chair"]
    assert [one.on for one in plan()] == [
        date(2026, 3, 5),
        date(2026, 3, 17),
        date(2026, 3, 23),  # the day after is a Saturday
        date(2026, 3, 30),  # a Saturday again
        date(2026, 4, 9),
    ]


@pytest.mark.parametrize(
    ("due", "days", "on"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # the whole of National Day lies between
        (date(2026, 10, 10), -3, date(2026, 9, 30)),  # before it, a reminder after it would come too late
        (date(2026, 3, 16), -15, date(2026, 2, 28)),  # a Sunday; the Saturday before is worked after Spring Festival
        (date(2026, 3, 18), -3, date(2026, 3, 13)),
        (date(2026, 3, 18), 1, date(2026, 3, 19)),
    ],
)
def test_no_step_falls_on_a_day_of_rest(due: date, days: int, on: date) -> None:
    assert day_of_step(replace(LADDER[0], days=days), due, CALENDAR) == on


def test_what_comes_next_is_known_with_its_day_before_it_happens() -> None:
    ahead = next_step(plan(), {}, date(2026, 3, 10))
    assert (code(ahead), ahead and ahead.on) == ("remind_late", date(2026, 3, 17))
    assert code(next_step(plan(), {}, date(2026, 3, 17))) == "remind_late"
    assert code(next_step(plan(), {}, date(2026, 3, 18))) == "chase_late"


def test_time_issues_a_step_on_its_day_and_once_for_a_due_day() -> None:
    assert due_by_itself(plan(), {}, date(2026, 3, 22)) is None
    step = due_by_itself(plan(), {}, date(2026, 3, 23))
    assert code(step) == "chase_late" and step is not None
    assert due_by_itself(plan(), {step.key: DUE}, date(2026, 3, 24)) is None


def test_after_a_week_off_only_the_highest_step_is_issued() -> None:
    twice = (*LADDER, replace(LADDER[3], code="chase_again", days=5))
    steps = planned(twice, (REPLY,), CALENDAR)
    step = due_by_itself(steps, {}, date(2026, 3, 30))
    assert code(step) == "chase_again" and step is not None
    assert "chase_late" not in codes(still_open(steps, {step.key: DUE}))


def test_an_office_s_step_waits_for_its_click_and_passes_the_lower_ones_over() -> None:
    assert code(waits_for_office(plan(), {}, date(2026, 3, 30))) == "supervise"
    assert waits_for_office(plan(), {}, date(2026, 3, 29)) is None
    issued = {"supervise:reply": DUE}
    assert due_by_itself(plan(), issued, date(2026, 3, 30)) is None
    assert code(next_step(plan(), issued, date(2026, 3, 30))) == "chair"


def test_of_several_that_wait_for_an_office_the_first_is_proposed() -> None:
    assert code(waits_for_office(plan(), {}, date(2026, 4, 9))) == "supervise"
    assert code(waits_for_office(plan(), {"supervise:reply": DUE}, date(2026, 4, 9))) == "chair"
    # Who goes straight to the chair meeting passes supervision over.
    assert waits_for_office(plan(), {"chair:reply": DUE}, date(2026, 4, 9)) is None


def test_a_clock_that_stopped_has_no_step_and_one_that_moved_has_new_days() -> None:
    assert planned(LADDER, (), CALENDAR) == ()
    issued = {"chase_late:reply": DUE}
    moved = plan(Running(ClockKind.REPLY, date(2026, 5, 20)))
    assert code(next_step(moved, issued, date(2026, 3, 24))) == "remind_early"
    assert code(due_by_itself(moved, issued, date(2026, 5, 21))) == "chase_late"


def test_each_clock_of_a_share_has_its_own_steps() -> None:
    both = plan(REPLY, Running(ClockKind.SIGN_FOR, date(2026, 1, 8)))
    assert codes(both)[0] == "chase_signing" and "chase_late" in codes(both)


def test_every_hat_that_may_chase_has_its_side_and_weight() -> None:
    assert {side_of(role) for role in (Role.DEPUTY, Role.COMMITTEE, Role.DESK, Role.COORDINATOR)} == set(
        BOOK.chasing.weights
    )
    assert side_of(None) is Side.CLOCK
    assert BOOK.chasing.weights[Side.DEPUTY] == 1 and BOOK.chasing.weights[Side.COORDINATOR] == 4
    assert BOOK.chasing.again_on(date(2026, 4, 1)) == date(2026, 4, 4)


def test_a_rulebook_of_an_earlier_version_takes_the_shipped_ladder() -> None:
    text = shipped_text()
    old = text[: text.index("[chasing]")]
    assert parse(old, source="old", shipped=text).chasing == BOOK.chasing


def test_the_ladder_written_is_the_ladder_read() -> None:
    assert parse(as_text(BOOK), source="test").chasing == BOOK.chasing


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ("pause_days = 3", "pause_days = -1", "chasing.pause_days"),
        ("coordinator = 4", "coordinator = true", "chasing.coordinator"),
        ('code = "remind_late"', 'code = "remind_early"', "ladder"),
        ("days = -15", "days = 15", "ladder[1].days"),
        ('clocks = ["sign_for"]', 'clocks = ["rating"]', "ladder[3].clocks"),
        ('to = ["unit_signer"]', 'to = ["author"]', "ladder[5].to"),
        ('by = "office"\nto = ["unit_signer"]', 'by = "clock"\nto = ["unit_signer"]', "ladder[5].by"),
        ('days = 20\nform = "chair"', 'days = 20\nform = "supervision"', "ladder"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused_with_its_place(was: str, becomes: str, place: str) -> None:
    text = shipped_text()
    assert was in text
    with pytest.raises(RulebookError, match=place.replace("[", r"\[").replace("]", r"\]")):
        parse(text.replace(was, becomes), source="test")


def test_forms_and_issuers_are_all_used_by_the_shipped_book() -> None:
    book: Rulebook = BOOK
    assert {one.form for one in book.chasing.ladder} == set(Form)
    assert {one.by for one in book.chasing.ladder} == set(Issuer)
