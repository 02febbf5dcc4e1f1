"""Two hundred and more due dates against an independent count (TM-03), on machines of any time zone (TM-04)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.domain import dates_by_hand
from tests.domain.calendars import shipped
from tests.turns import few_of
from tracker.domain.rulebook import ClockKind
from tracker.domain.rulebook_text import parse
from tracker.rulebooks import shipped_text

TABLE = list(dates_by_hand.table())
BOOK = parse(shipped_text(), source="2021-01-01-shenzhen", shipped=shipped_text())


def test_the_table_is_long_enough_and_means_the_shipped_limits() -> None:
    assert len(TABLE) >= 200
    for kind, amount, unit in dates_by_hand.LIMITS:
        limit = BOOK.rule(ClockKind(kind)).limit
        assert limit is not None and (limit.amount, limit.unit.value) == (amount, unit), kind


@pytest.mark.parametrize("kind", [kind for kind, _amount, _unit in dates_by_hand.LIMITS])
def test_every_date_is_the_one_counted_by_hand(kind: str) -> None:
    ours = [(start, BOOK.due_on(ClockKind(kind), start, shipped())) for one, start, _due in TABLE if one == kind]
    assert ours == [(start, due) for one, start, due in TABLE if one == kind]


@pytest.mark.parametrize("zone", few_of(2, ["UTC", "America/New_York", "Pacific/Kiritimati", None], "zone"))
def test_the_time_zone_of_the_machine_changes_no_date(zone: str | None) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TZ"}
    root = Path(__file__).parents[2]
    environment |= {"PYTHONPATH": str(root)} | ({"TZ": zone} if zone else {})
    ran = subprocess.run(
        [sys.executable, "-m", "tests.domain.dates_by_hand"],
        cwd=root, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = ran.stdout.splitlines()
    assert told == [f"{kind} {start} {due} {start}" for kind, start, due in TABLE]
