"""What is shown before sending is what acting starts afterwards."""

from dataclasses import replace
from datetime import date

from tests.domain.calendars import shipped
from tracker.domain.consequences import Law
from tracker.domain.forecasts import kinds, of_distribution, of_share, of_suggestion
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind
from tracker.domain.rulebook_text import parse
from tracker.rulebooks import PACKAGED

BOOK = parse((PACKAGED / "2021-01-01-shenzhen.toml").read_text(encoding="utf-8"), source="test")
LAW = Law(BOOK, shipped())
DAY = date(2026, 4, 1)


def dates(starts) -> dict[ClockKind, date]:
    return {one.kind: one.due_on for one in starts}


def test_a_unit_without_coordinator_starts_today() -> None:
    found = of_share(TaskRole.SOLE, LAW, today=DAY, through_coordinator=False)
    assert dates(found.at_once) == {
        ClockKind.SIGN_FOR: date(2026, 4, 8),
        ClockKind.OBJECTION: date(2026, 4, 13),
        ClockKind.REPLY: date(2026, 7, 1),
    }
    assert found.distribute is None and found.latest is None
    assert found.promised and found.promised.due_on == date(2026, 7, 1)


def test_a_co_unit_owes_an_opinion_not_a_reply() -> None:
    found = of_share(TaskRole.CO, LAW, today=DAY, through_coordinator=False)
    assert found.promised and found.promised.kind is ClockKind.CO_OPINION
    assert ClockKind.REPLY not in dates(found.at_once)


def test_through_a_coordinator_both_ends_of_its_time_are_told() -> None:
    found = of_share(TaskRole.LEAD, LAW, today=DAY, through_coordinator=True)
    assert found.distribute and found.distribute.due_on == date(2026, 4, 9)
    assert found.promised and found.promised.due_on == date(2026, 7, 1)
    assert found.latest and found.latest.due_on == date(2026, 7, 9)


def test_a_late_distribution_never_passes_the_end_of_the_suggestion() -> None:
    late = dates(of_distribution(TaskRole.SOLE, LAW, today=date(2026, 9, 1), assigned_on=DAY))
    assert late[ClockKind.REPLY] == dates(of_suggestion(LAW, today=DAY))[ClockKind.SUGGESTION_REPLY]


def test_a_limit_that_is_off_is_left_out() -> None:
    rules = dict(BOOK.rules) | {ClockKind.SIGN_FOR: replace(BOOK.rules[ClockKind.SIGN_FOR], limit=None)}
    found = of_share(TaskRole.SOLE, Law(replace(BOOK, rules=rules), shipped()), today=DAY, through_coordinator=False)
    assert list(dates(found.at_once)) == [ClockKind.OBJECTION, ClockKind.REPLY]


def test_every_clock_is_explained_once() -> None:
    shares = [
        of_share(TaskRole.LEAD, LAW, today=DAY, through_coordinator=True),
        of_share(TaskRole.CO, LAW, today=DAY, through_coordinator=False),
    ]
    found = [one.kind for one in kinds(shares)]
    first = [ClockKind.DISTRIBUTE, ClockKind.SIGN_FOR, ClockKind.OBJECTION]
    assert found == [*first, ClockKind.CO_OPINION, ClockKind.REPLY]
