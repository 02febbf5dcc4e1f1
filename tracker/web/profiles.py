"""The figures of one unit, one delegation, one deputy: how many, where, how old, who is late, what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from tracker.clock import day_of
from tracker.clock import now as this_moment
from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Capability, Role
from tracker.domain.spheres import sees_delegation, sees_everything, sees_unit
from tracker.domain.statistics import STEPS, Counts, Measure, Rate, rate_of, total
from tracker.queries import board_cases, boards
from tracker.queries.figures import AsOf, Scope, as_of
from tracker.queries.sessions_held import Held, sessions_held
from tracker.web import board_heat, board_pressed, board_tiles, board_units, board_weeks
from tracker.web.access import actor, needs
from tracker.web.board_frame import frame_of
from tracker.web.board_scopes import Looked, looked_at, of_asked
from tracker.web.deputy_profiles import deputy_page
from tracker.web.figure_tables import KEPT, name_of, rates, tables
from tracker.web.figure_words import MEASURES, percent
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("profiles", __name__)
M = Measure
WEEKS, LISTED = 26, 30
WEEK, SOON = timedelta(days=7), timedelta(days=AMBER_DAYS)
DELEGATION: tuple[tuple[Measure, ...], ...] = (
    (M.REGISTERED,),
    (M.COMPLETED,),
    (M.PROMISED,),
    KEPT,
    (M.UNKEPT,),
)


@bp.get("/units/<int:unit_id>/figures")
@needs(Capability.SEE_BOARD)
def unit(unit_id: int) -> str:
    """One unit, for itself and for those who watch it."""
    return unit_page(actor(), unit_id, sessions_held(), as_of())


@bp.get("/delegations/<int:delegation_id>/figures")
@needs(Capability.SEE_BOARD)
def delegation(delegation_id: int) -> str:
    """One delegation: totals for its deputies, each deputy too for those who watch all."""
    return delegation_page(actor(), delegation_id, sessions_held(), as_of())


@bp.get("/deputies/<int:person_id>/figures")
@needs(Capability.SEE_BOARD)
def deputy(person_id: int) -> str:
    """One deputy's years."""
    return deputy_page(actor(), person_id, sessions_held(), as_of())


def unit_page(who: Actor, unit_id: int, held: list[Held], reach: AsOf | None) -> str:
    """What a unit has, with whom of it, what falls due, what is late, and its figures."""
    place = board_cases.unit(unit_id)
    if place is None or place.system is None or not sees_unit(who, place.id, place.system):
        abort(404)
    looked = looked_at({"unit": str(unit_id)}, held, who, of=of_asked(request.args, held))
    if reach is None or looked is None:
        return render_template("boards/none.html")
    on, scope = reach.through, looked.scope
    now, before = boards.sums(scope), boards.sums(scope, on=on - WEEK)
    lateness = boards.late_at(scope, board_heat.week_ends(on, WEEKS))
    due = board_weeks.due_weeks(looked, boards.due_days(scope, *board_weeks.span(on), on=on), on=on)
    names, soon = {str(place.id): place.name}, boards.soon_by_unit(scope, on, on + SOON, on=on)
    heat, _sums = board_heat.heat(looked, lateness, names, linked=False)
    press = board_pressed.press_of(who, scope, today=day_of(this_moment()))
    return render_template(
        "profiles/unit.html",
        place=place,
        is_own=who.role in UNIT_ROLES,
        light=board_units.light(now, soon.get(unit_id)),
        soon=soon.get(unit_id, boards.Soon(0, 0)),
        tiles=board_tiles.tiles(looked, now, before, oldest=lateness.oldest.get(unit_id), on=on),
        **board_pressed.drawn(looked, press),
        due=due,
        due_title=board_weeks.due_title(due),
        stages=board_weeks.stages(),
        chart=board_weeks.due_chart(due),
        steps=[(str(MEASURES[one]), now[one], looked.cases(one)) for one in STEPS],
        handlers=_handlers(looked, boards.steps_by_handler(scope, on=on)),
        late=_pressing(who, looked, (M.OVERDUE,), scope, on),
        near=_pressing(who, looked, (M.RUNNING,), _due(scope, on), on),
        promises=_promises(looked, now),
        heat=heat,
        ends=lateness.ends,
        tables=tables(now, before, shares_only=True),
        rates=rates(now, before, shares_only=True),
        cases=looked.cases,
        **frame_of(who, looked, held, reach),
    )


def _due(scope: Scope, on: date) -> Scope:
    return Scope(scope.session_ids, scope.in_session, scope.unit_ids, due=(on, on + SOON))


def _pressing(who: Actor, looked: Looked, measures: Sequence[Measure], scope: Scope, on: date) -> list[Any]:
    found = board_cases.pressing(who, measures, scope, on=on, most=LISTED)
    return [
        {
            "href": url_for("dossier.show", suggestion_id=one.suggestion_id),
            "number": one.number,
            "title": official_title(one.title),
            "handler": one.handler,
            "due": day_words(one.due_on, year=one.due_on.year != on.year),
            "days": (on - one.due_on).days,
        }
        for one in found
    ]


def _promises(looked: Looked, now: Counts) -> list[tuple[str, int, str]]:
    every = (M.PROMISED, M.PROMISE_OPEN, M.UNKEPT, M.KEPT_IN_TIME, M.KEPT_LATE)
    return [(str(MEASURES[one]), now.get(one, 0), looked.cases(one)) for one in every]


def _handlers(
    looked: Looked, found: dict[tuple[int, str], Counter[Measure]]
) -> list[tuple[str, list[tuple[int, str]]]]:
    """Who of a unit has how many at which step, and how many of them are late."""
    heads = (*STEPS, M.OVERDUE)
    order = sorted(found.items(), key=lambda one: (-one[1][M.OVERDUE], -total(one[1], STEPS), one[0][1]))
    return [
        (name or _("还没有分派"), [(counts[one], looked.cases(one, handler=person_id)) for one in heads])
        for (person_id, name), counts in order
    ]


def delegation_page(who: Actor, delegation_id: int, held: list[Held], reach: AsOf | None) -> str:
    """The totals of a delegation; each of its deputies only for those who watch all of them."""
    place = board_cases.delegation(delegation_id)
    if place is None or not sees_delegation(who, delegation_id):
        abort(404)
    looked = looked_at({"delegation": str(delegation_id)}, held, who, of=of_asked(request.args, held))
    if reach is None or looked is None:
        return render_template("boards/none.html")
    on = reach.through
    now, before = boards.sums(looked.scope), boards.sums(looked.scope, on=on - WEEK)
    people = sees_everything(who)
    return render_template(
        "profiles/delegation.html",
        place=place,
        tables=tables(now, before),
        rates=rates(now, before),
        cases=looked.cases,
        heads=[name_of(one) for one in DELEGATION],
        people=_people(looked, on) if people else [],
        own_url=url_for("profiles.deputy", person_id=who.person_id) if who.role is Role.DEPUTY else None,
        **frame_of(who, looked, held, reach),
    )


def _people(looked: Looked, on: date) -> list[tuple[str, str, list[tuple[int, str]], tuple[str, int, int]]]:
    found = []
    for (person_id, name), counts in board_cases.leading_deputies(looked.scope, on=on).items():
        url = url_for("profiles.deputy", person_id=person_id)
        cells = [(total(counts, one), looked.cases(*one, deputy=str(person_id))) for one in DELEGATION]
        found.append((name, url, cells, _share(counts, Rate.SATISFACTION)))
    return sorted(found, key=lambda one: (-one[2][0][0], one[0]))


def _share(counts: Counts, rate: Rate) -> tuple[str, int, int]:
    share = rate_of(rate, counts)
    return percent(share.value), share.part, share.whole
