"""The sheet of the weekly meeting as templates draw it, from what is kept of it: the same for one settled long ago."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for

from tracker.domain.statistics import (
    RATES,
    REPLIED,
    STEPS,
    Counts,
    Measure,
    Rate,
    rate_of,
    total,
)
from tracker.queries.boards import Lateness, Soon
from tracker.web import board_heat, board_units, board_weeks
from tracker.web.board_scopes import Looked
from tracker.web.figure_scopes import day_in_words
from tracker.web.figure_tables import name_of
from tracker.web.figure_words import COUNTED, MEASURES, RATE_NAMES, formula, percent, points
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, instant_words

M, R = Measure, Rate
# What a meeting reads first, each with its counting unit.
COUNTS: Sequence[tuple[tuple[Measure, ...], str]] = (
    ((M.REGISTERED,), "paper"),
    ((M.TO_ASSIGN,), "paper"),
    ((M.COMPLETED,), "paper"),
    ((M.OWED,), "share"),
    (REPLIED, "share"),
    ((M.OVERDUE,), "share"),
    ((M.UNSIGNED_LATE,), "share"),
    ((M.CO_OVERDUE,), "share"),
    ((M.PROMISED,), "promise"),
    ((M.UNKEPT,), "promise"),
)
# What presses is read when the sheet is made and kept with it; a number of then has no list of now.
PRESS = {
    "chased": (_l("催办中"), _l("件次")),
    "unanswered": (_l("催了没有回应"), _l("件次")),
    "supervised": (_l("已发督办通知"), _l("件次")),
    "chair": (_l("列入主任会议名单"), _l("件次")),
    "key": (_l("重点督办在办"), _l("项")),
    "key_late": (_l("其中有逾期"), _l("项")),
    "key_planned": (_l("其中五日内有安排"), _l("项")),
}
SHARES = (R.ON_TIME, R.SIGNING, R.CO_ON_TIME, R.SATISFACTION, R.SOLVING, R.IMPLEMENTATION)
PRESSED = 10


def page_of(content: Mapping[str, Any], looked: Looked) -> dict[str, Any]:
    """What the templates of the sheet draw; numbers lead to their cases as of the day of the sheet."""
    on, before = date.fromisoformat(content["through"]), content["before"]
    now, then, day_before = _counts(content["counts"]), _counts(before["counts"]), date.fromisoformat(before["day"])

    def cases(*measures: Measure, on: date = on, **more: Any) -> str:
        return looked.cases(*measures, on=on, **more)

    due = board_weeks.due_weeks(looked, _due(content), on=on, as_of=on)
    heat, sums = _heat(content, looked)
    pressed = _pressed(content, cases)
    return {
        "of_words": content["of_words"],
        "day": day_in_words(on),
        "counted_at": instant_words(datetime.fromisoformat(content["counted_at"])),
        "seq": content["seq"],
        "before_words": _before_words(before, day_before),
        "before_no": before["no"],
        "lines": [_line(measures, unit, now, then, cases, day_before) for measures, unit in COUNTS],
        "press": _press(content),
        "rates": [_rate(one, now, then, cases) for one in SHARES],
        "due": due,
        "due_title": board_weeks.due_title(due),
        "stages": board_weeks.stages(),
        "heat": heat,
        "heat_sums": sums,
        "heat_title": board_heat.heat_title(heat),
        "ends": [date.fromisoformat(one) for one in content["ends"]],
        "pressed": pressed[:PRESSED],
        "more_pressed": max(0, len(pressed) - PRESSED),
        "late": [_late(one, on) for one in content["late"]],
        "more_late": max(0, now.get(M.OVERDUE, 0) - len(content["late"])),
        "steps": [(str(MEASURES[one]), now.get(one, 0), cases(one)) for one in STEPS],
    }


def _counts(written: Mapping[str, int]) -> Counts:
    """What was kept; a figure that has been given up since is left out."""
    return {Measure(code): number for code, number in written.items() if code in set(Measure)}


def _before_words(before: Mapping[str, Any], day: date) -> str:
    if before["no"] is None:
        return _("上周：%(day)s的统计（还没有更早的定稿）", day=day_in_words(day))
    return _("上次：第%(no)s期，截至%(day)s，与当时印发的一致", no=before["no"], day=day_in_words(day))


def _line(
    measures: tuple[Measure, ...], unit: str, now: Counts, then: Counts, cases: Any, day_before: date
) -> dict[str, Any]:
    count, was = total(now, measures), total(then, measures)
    return {
        "name": name_of(measures),
        "unit": next(str(words) for one, words in COUNTED.items() if one.value == unit),
        "count": count,
        "href": cases(*measures),
        "before": was,
        "before_href": cases(*measures, on=day_before),
        "change": f"{count - was:+d}" if count != was else "0",
    }


def _press(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What pressed when the sheet was made, beside the sheet before where that tells it; none on an older one."""
    now, then = content.get("press", {}), content["before"].get("press", {})
    return [
        {"name": str(words), "unit": str(unit), "count": now[code], "before": then.get(code)}
        for code, (words, unit) in PRESS.items()
        if code in now
    ]


def _rate(rate: Rate, now: Counts, then: Counts, cases: Any) -> dict[str, Any]:
    one, was = rate_of(rate, now), rate_of(rate, then)
    return {
        "name": str(RATE_NAMES[rate]),
        "how": formula(rate),
        "percent": percent(one.value),
        "part": one.part,
        "whole": one.whole,
        "href": cases(*RATES[rate].denominator),
        "before": percent(was.value),
        "before_part": was.part,
        "before_whole": was.whole,
        "change": points(one.value, was.value),
    }


def _due(content: Mapping[str, Any]) -> dict[date, Counts]:
    return {date.fromisoformat(day): _counts(counts) for day, counts in content["due"].items()}


def _heat(content: Mapping[str, Any], looked: Looked) -> tuple[list[board_heat.HeatRow], list[int]]:
    ends = [date.fromisoformat(one) for one in content["ends"]]
    units = {one["id"]: one["weeks"] for one in content["units"] if any(one["weeks"])}
    names = {str(one["id"]): one["name"] for one in content["units"]}
    return board_heat.heat(looked, Lateness(ends, units, {}), names, linked=False)


def _pressed(content: Mapping[str, Any], cases: Any) -> list[dict[str, Any]]:
    """The units with a red or amber light, with what was late last time; a page has room for the first ten."""
    on, before, found = date.fromisoformat(content["through"]), content["before"]["late"], []
    for one in content["units"]:
        counts = _counts(one["counts"])
        light = board_units.light(counts, Soon(*one["soon"]))
        if light == "green":
            continue

        def of_unit(*measures: Measure, unit: int = one["id"]) -> str:
            return str(cases(*measures, unit=unit))

        share = rate_of(R.ON_TIME, counts)
        oldest = date.fromisoformat(one["oldest"]) if one["oldest"] else None
        row = {"name": one["name"], "light": light, "href": url_for("profiles.unit", unit_id=one["id"])}
        row |= {
            "owed": (counts.get(M.OWED, 0), of_unit(M.OWED)),
            "late": (counts.get(M.OVERDUE, 0), of_unit(M.OVERDUE)),
        }
        row |= {"before": before.get(str(one["id"]), 0), "oldest": (on - oldest).days if oldest else None}
        row |= {"soon": one["soon"], "stuck": board_units.stuck(counts, of_unit)}
        found.append(row | {"on_time": (percent(share.value), share.part, share.whole)})
    return found


def _late(one: Mapping[str, Any], on: date) -> dict[str, Any]:
    due = date.fromisoformat(one["due"])
    return {
        "href": url_for("dossier.show", suggestion_id=one["id"]),
        "number": one["number"],
        "title": official_title(one["title"]) if one["title"] else _("（不公开的件，不列标题）"),
        "unit": one["unit"],
        "due": day_words(due, year=due.year != on.year),
        "days": (on - due).days,
    }
