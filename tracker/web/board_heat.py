"""The heat of lateness: how many shares of each unit were late at the end of each week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from tracker.domain.statistics import Measure
from tracker.queries.boards import Lateness
from tracker.web.board_scopes import Looked
from tracker.web.spoken import gettext as _

M = Measure
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class HeatRow:
    """A unit with how many of its shares were late at the end of each week; shade 0 to 4."""

    name: str
    href: str
    cells: Sequence[tuple[int, int, str]]


def week_ends(on: date, weeks: int) -> list[date]:
    """The same day of so many weeks, the latest last."""
    return [on - WEEK * ago for ago in reversed(range(weeks))]


def shade(number: int) -> int:
    """How dark a cell is: one, two, up to four, up to nine, ten and more are told apart."""
    return sum(number >= edge for edge in (1, 2, 3, 5, 10))


def heat(
    looked: Looked, lateness: Lateness, names: Mapping[str, str], *, linked: bool
) -> tuple[list[HeatRow], list[int]]:
    """Units by how late they are now, and the sums of each week."""
    order = sorted(lateness.units.items(), key=lambda one: ([-number for number in reversed(one[1])], one[0]))
    rows = [
        HeatRow(
            names.get(str(unit_id), ""),
            url_for("profiles.unit", unit_id=unit_id, of=looked.of) if linked else "",
            [
                (number, shade(number), looked.cases(M.OVERDUE, on=end, unit=unit_id) if number else "")
                for number, end in zip(numbers, lateness.ends, strict=True)
            ],
        )
        for unit_id, numbers in order
    ]
    return rows, [sum(numbers[at] for numbers in lateness.units.values()) for at in range(len(lateness.ends))]


def heat_title(rows: Sequence[HeatRow]) -> str:
    """The finding: in how many units, and who is late for longest without a break."""
    late = [row for row in rows if row.cells[-1][0]]
    if not late:
        return _("现在没有逾期的")
    weeks = {row.name: _running(row) for row in late}
    worst = max(late, key=lambda row: (weeks[row.name], row.cells[-1][0]))
    if weeks[worst.name] < 2:
        return _("逾期在%(n)s个单位，%(name)s最多", n=len(late), name=late[0].name)
    return _("逾期在%(n)s个单位，%(name)s连续%(weeks)s周", n=len(late), name=worst.name, weeks=weeks[worst.name])


def _running(row: HeatRow) -> int:
    found = 0
    for number, _shade, _href in reversed(row.cells):
        if not number:
            break
        found += 1
    return found
