"""The units of a board: their light, how far they are, what lies where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import url_for

from tracker.domain.statistics import REPLIED, STEPS, Counts, Measure, Rate, rate_of, total
from tracker.queries.boards import Soon
from tracker.web.board_pressed import Press
from tracker.web.board_scopes import Looked
from tracker.web.figure_words import MEASURES, percent
from tracker.web.spoken import gettext as _

M = Measure


@dataclass(frozen=True)
class UnitRow:
    """One unit on a board. `light` is red, amber or green; `bar` are the lengths of its parts in per cent of the
    longest: replied, in time, due soon, late."""

    name: str
    href: str
    light: str
    owed: tuple[int, str]
    bar: Sequence[tuple[str, float, float]]
    replied: tuple[int, str]
    late: tuple[int, str]
    oldest: int | None
    stuck: Sequence[tuple[str, int, str]]
    on_time: tuple[str, int, int]
    # How many of its shares are chased now, how often, how many wait for its word, and their list; its key items in
    # hand.
    chased: tuple[int, int, int, str]
    key: tuple[int, str]


def light(counts: Counts, soon: Soon | None) -> str:
    """Red: something is late. Amber: of what falls due within five days half or more is not sent up. Else green."""
    if counts.get(M.OVERDUE):
        return "red"
    return "amber" if soon is not None and soon.due and soon.not_sent * 2 >= soon.due else "green"


_ORDER = ("red", "amber", "green")


def unit_rows(
    looked: Looked,
    found: Mapping[str, Counts],
    soon: Mapping[int, Soon],
    oldest: Mapping[int, date],
    names: Mapping[str, str],
    press: Press,
    *,
    on: date,
    most: int | None = None,
) -> tuple[list[UnitRow], list[str]]:
    """The units that owe replies, the red ones first, at most so many; the lights of all of them."""
    ours = {part: counts for part, counts in found.items() if part and counts.get(M.OWED)}
    lights = {part: light(counts, soon.get(int(part))) for part, counts in ours.items()}
    longest = max((counts[M.OWED] for counts in ours.values()), default=1)

    def place(part: str) -> tuple[int, int, int, str]:
        counts = ours[part]
        return _ORDER.index(lights[part]), -counts.get(M.OVERDUE, 0), -counts[M.OWED], names.get(part, "")

    rows = []
    for part in sorted(ours, key=place)[:most]:
        number, counts = int(part), ours[part]
        cases = partial(looked.cases, unit=part)
        rows.append(
            UnitRow(
                names.get(part, ""),
                url_for("profiles.unit", unit_id=number, of=looked.of),
                lights[part],
                (counts[M.OWED], cases(M.OWED)),
                _bar(counts, soon.get(number), longest),
                (total(counts, REPLIED), cases(*REPLIED)),
                (counts.get(M.OVERDUE, 0), cases(M.OVERDUE)),
                (on - oldest[number]).days if number in oldest else None,
                stuck(counts, cases),
                _on_time(counts),
                *press.of_unit(looked, number),
            )
        )
    return rows, list(lights.values())


def _on_time(counts: Counts) -> tuple[str, int, int]:
    share = rate_of(Rate.ON_TIME, counts)
    return percent(share.value), share.part, share.whole


def stuck(counts: Counts, cases: Any) -> list[tuple[str, int, str]]:
    """The two steps at which most lies that is not replied to."""
    lying = sorted(((one, counts[one]) for one in STEPS if counts.get(one)), key=lambda each: -each[1])
    return [(str(MEASURES[one]), number, cases(one)) for one, number in lying[:2]]


def _bar(counts: Counts, soon: Soon | None, most: int) -> list[tuple[str, float, float]]:
    near = soon.due if soon is not None else 0
    late = counts.get(M.OVERDUE, 0)
    parts = [("done", total(counts, REPLIED)), ("ok", counts.get(M.RUNNING, 0) - near), ("soon", near), ("late", late)]
    found, at = [], 0.0
    for code, number in parts:
        if number > 0:
            width = round(100 * number / most, 2)
            found.append((code, round(at, 2), width))
            at += width
    return found


def lights_title(lights: Sequence[str]) -> str:
    """「58个单位里，3个亮红灯，21个亮黄灯」."""
    red, amber = lights.count("red"), lights.count("amber")
    return _("%(n)s个单位里，%(red)s个亮红灯，%(amber)s个亮黄灯", n=len(lights), red=red, amber=amber)
