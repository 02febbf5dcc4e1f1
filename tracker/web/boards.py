"""Boards (督办看板): desk, committees and coordinators watch units, a unit its own shares, a deputy the years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request

from tracker.clock import day_of
from tracker.clock import now as this_moment
from tracker.domain.breakdowns import By
from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.limits import COUNTED as MOST
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, Role
from tracker.domain.statistics import COUNTED, Measure
from tracker.queries import boards as found
from tracker.queries.figure_cases import behind
from tracker.queries.figures import AsOf, as_of, part_names
from tracker.queries.sessions_held import Held, sessions_held
from tracker.web import board_heat, board_pressed, board_tiles, board_units, board_weeks
from tracker.web.access import actor, needs
from tracker.web.board_frame import again, frame_of
from tracker.web.board_scopes import OURS, Looked, looked_at
from tracker.web.deputy_profiles import deputy_page
from tracker.web.figure_lists import asked_measures, case_row
from tracker.web.figure_scopes import day_in_words
from tracker.web.figure_tables import name_of
from tracker.web.figure_words import COUNTED as UNITS
from tracker.web.labels import SYSTEMS
from tracker.web.late_lists import reasons_of
from tracker.web.profiles import delegation_page, unit_page
from tracker.web.spoken import gettext as _

bp = Blueprint("boards", __name__)
# So many weeks the heat shows, and when more are asked for; so many units before the rest is asked for.
WEEKS, MORE_WEEKS, FEW = 8, 26, 12
SOON = timedelta(days=AMBER_DAYS)


@bp.get("/board")
@needs(Capability.SEE_BOARD)
def show() -> str:
    """The board of the worn hat."""
    who, held, reach = actor(), sessions_held(), as_of()
    if reach is None:
        return render_template("boards/none.html")
    if who.role is Role.DEPUTY and who.person_id is not None:
        return deputy_page(who, who.person_id, held, reach)
    if who.role is Role.DELEGATION_CLERK:
        return delegation_page(who, who.delegation_id or 0, held, reach)
    looked = looked_at(_usual(who), held, who)
    if looked is None:
        abort(404)
    if "unit" in looked.args:
        return unit_page(who, looked.scope.unit_ids[0] if looked.scope.unit_ids else 0, held, reach)
    return _supervision(who, looked, held, reach)


def _usual(who: Actor) -> dict[str, str]:
    """What the address asks for; a committee begins with its field."""
    asked = {name: value for name, value in request.args.items() if name in ("of", "system", "field")}
    if who.role is Role.COMMITTEE and "field" not in asked and who.category_ids:
        asked["field"] = OURS
    return {name: value for name, value in asked.items() if (name, value) != ("field", "0")}


def _supervision(who: Actor, looked: Looked, held: list[Held], reach: AsOf) -> str:
    on, scope = reach.through, looked.scope
    weeks = MORE_WEEKS if request.args.get("weeks") == str(MORE_WEEKS) else WEEKS
    now, before = found.sums(scope), found.sums(scope, on=on - timedelta(days=7))
    lateness = found.late_at(scope, board_heat.week_ends(on, weeks))
    due = board_weeks.due_weeks(looked, found.due_days(scope, *board_weeks.span(on), on=on), on=on)
    names = part_names(By.UNIT)
    soon = found.soon_by_unit(scope, on, on + SOON, on=on)
    press = board_pressed.press_of(who, scope, today=day_of(this_moment()))
    every = request.args.get("units") == "all"
    shown: dict[str, Any] = {"on": on, "most": None if every else FEW}
    rows, lights = board_units.unit_rows(looked, found.of_units(scope), soon, lateness.oldest, names, press, **shown)
    heat, sums = board_heat.heat(looked, lateness, names, linked=True)
    return render_template(
        "boards/show.html",
        tiles=board_tiles.tiles(looked, now, before, oldest=min(lateness.oldest.values(), default=None), on=on),
        **board_pressed.drawn(looked, press),
        due=due,
        due_title=board_weeks.due_title(due),
        stages=board_weeks.stages(),
        chart=board_weeks.due_chart(due),
        heat=heat,
        heat_sums=sums,
        heat_title=board_heat.heat_title(heat),
        ends=lateness.ends,
        weeks_url=again(weeks="" if weeks == MORE_WEEKS else MORE_WEEKS),
        is_long=weeks == MORE_WEEKS,
        units=rows,
        rest=len(lights) - len(rows),
        rest_url=again(units="all"),
        lights_title=board_units.lights_title(lights),
        **frame_of(who, looked, held, reach),
    )


@bp.get("/board/cases")
@needs(Capability.SEE_BOARD)
def cases() -> str:
    """The cases a number of a board counts, as of its day; those this reader may open."""
    who, held, reach = actor(), sessions_held(), as_of()
    measures, looked = asked_measures(request.args), looked_at(request.args, held, who)
    if reach is None or not measures or looked is None:
        abort(404)
    wished = _day(request.args.get("on", "")) or reach.through
    on = min(wished, reach.through)
    due = _span(request.args.get("due", ""))
    scope = looked.scope if due is None else replace(looked.scope, due=due)
    rows, number, figure = behind(who, measures, scope, on=on, most=MOST)
    whys, by_reason = reasons_of(who, rows, on) if measures == (Measure.OVERDUE,) else ({}, "")
    return render_template(
        "boards/cases.html",
        by_reason=by_reason,
        name=name_of(measures),
        part=_part(looked),
        due_words=_("%(first)s到%(last)s到期", first=day_in_words(due[0]), last=day_in_words(due[1])) if due else "",
        unit=str(UNITS[COUNTED[measures[0]]]),
        rows=[case_row(one) | {"why": whys.get(one.task_id or 0, "")} for one in rows],
        number=number,
        figure=figure,
        ahead=day_in_words(wished) if wished > on else "",
        **frame_of(who, looked, held, reach) | {"day": day_in_words(on), "is_past": on < reach.through},
    )


def _part(looked: Looked) -> str:
    """The name of the unit or system the cases are of, as a heading says it."""
    if "unit" in looked.args:
        return part_names(By.UNIT).get(looked.args["unit"], "")
    if "delegation" in looked.args:
        return part_names(By.DELEGATION).get(looked.args["delegation"], "")
    return next((str(words) for one, words in SYSTEMS.items() if one.value == looked.args.get("system")), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        abort(404)


def _span(text: str) -> tuple[date, date] | None:
    first, _dots, last = text.partition("..")
    begins, ends = _day(first), _day(last)
    if text and (begins is None or ends is None):
        abort(404)
    return (begins, ends) if begins is not None and ends is not None else None
