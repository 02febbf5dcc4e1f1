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
from tracker.domain.spheres import sees_delegation, sees_deputy, sees_everything, sees_unit
from tracker.domain.statistics import STEPS, Counts, Measure, Rate, rate_of, total
from tracker.queries import board_cases, boards
from tracker.queries.figures import AsOf, Scope, as_of
from tracker.queries.sessions_held import Held, sessions_held
from tracker.web import board_heat, board_pressed, board_tiles, board_units, board_weeks
from tracker.web.access import actor, needs
from tracker.web.board_frame import frame_of
from tracker.web.board_scopes import Looked, looked_at, of_asked
from tracker.web.figure_scopes import EVERYTHING, scope_of, words_of
from tracker.web.figure_tables import KEPT, name_of, rates, tables
from tracker.web.figure_words import MEASURES, RATE_NAMES, formula, percent
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("profiles", __name__)
M = Measure
WEEKS, LISTED = 26, 30
WEEK, SOON = timedelta(days=7), timedelta(days=AMBER_DAYS)
# What a line of years tells of a deputy: raised, registered, answered, promised, kept; of what, as figures.
YEARS: tuple[tuple[Measure, ...], ...] = (
    (M.FILED,),
    (M.REGISTERED,),
    (M.COMPLETED,),
    (M.CLOSED,),
    (M.PROMISED,),
    KEPT,
    (M.UNKEPT,),
)
YEAR_RATES = (Rate.SATISFACTION, Rate.SOLVING, Rate.IMPLEMENTATION, Rate.FEEDBACK)
# Of papers one has signed beside others: who leads them is asked about the letter and the promise.
SIGNED: tuple[tuple[Measure, ...], ...] = (
    (M.REGISTERED,),
    (M.COMPLETED,),
    (M.PROMISED,),
    KEPT,
)
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


def deputy_page(who: Actor, person_id: int, held: list[Held], reach: AsOf | None) -> str:
    """What a deputy led and signed, session by session, what came of it, and how it was rated."""
    place = board_cases.deputy(person_id)
    if place is None or not sees_deputy(who, person_id):
        abort(404)
    led = looked_at({"deputy": str(person_id)}, held, who, of=EVERYTHING)
    signed = looked_at({"signed": str(person_id)}, held, who, of=EVERYTHING)
    if reach is None or led is None or signed is None:
        return render_template("boards/none.html")
    on = reach.through
    of_led, of_signed = boards.by_session(led.scope, on=on), boards.by_session(signed.scope, on=on)
    home = board_cases.delegation_of(person_id)
    return render_template(
        "profiles/deputy.html",
        place=place,
        is_own=who.person_id == person_id,
        delegation=home,
        delegation_url=_delegation_url(who, home),
        heads=[name_of(one) for one in YEARS],
        rate_heads=[(str(RATE_NAMES[one]), formula(one)) for one in YEAR_RATES],
        led=_years(of_led, led, YEARS, held, YEAR_RATES),
        signed_heads=[name_of(one) for one in SIGNED],
        signed=_years(of_signed, signed, SIGNED, held, ()),
        letters=_letters(sum(of_led.values(), Counter()), led),
        waits=_waits(sum(of_led.values(), Counter()), led),
        **frame_of(who, led, held, reach),
    )


def _delegation_url(who: Actor, home: board_cases.Place | None) -> str | None:
    if home is None or not sees_delegation(who, home.id):
        return None
    return url_for("profiles.delegation", delegation_id=home.id)


def _years(
    found: dict[int, Counter[Measure]],
    looked: Looked,
    heads: Sequence[tuple[Measure, ...]],
    held: list[Held],
    with_rates: Sequence[Rate],
) -> list[tuple[str, list[tuple[int, str]], list[tuple[str, int, int]]]]:
    """A line for each session with papers, the latest first, and one for all of them."""
    rows = []
    for one in held:
        counts = found.get(one.id)
        if counts:
            code = f"s{one.id}"
            at = Looked(code, scope_of(code, "", held), looked.args, "")
            rows.append(_year(words_of(code, "", held), counts, at, heads, with_rates))
    if len(rows) != 1 or 0 in found:
        rows.append(_year(_("合计"), sum(found.values(), Counter()), looked, heads, with_rates))
    return rows


def _year(
    words: str, counts: Counts, looked: Looked, heads: Sequence[tuple[Measure, ...]], with_rates: Sequence[Rate]
) -> tuple[str, list[tuple[int, str]], list[tuple[str, int, int]]]:
    cells = [(total(counts, one), looked.cases(*one)) for one in heads]
    return words, cells, [_share(counts, rate) for rate in with_rates]


def _letters(counts: Counts, looked: Looked) -> list[tuple[str, int, str]]:
    letters = (M.LETTER_A, M.LETTER_B, M.LETTER_C, M.LETTER_D, M.LETTER_OTHER)
    return [(str(MEASURES[one]), counts[one], looked.cases(one)) for one in letters if counts.get(one)]


def _waits(counts: Counts, looked: Looked) -> list[tuple[str, int, str]]:
    """What is under way of the papers one leads: counted by paper, share, reply and promise, each with its unit."""
    wanted: tuple[tuple[str, tuple[Measure, ...], str], ...] = (
        (_("办理中"), (M.IN_HANDLING,), _("件")),
        (_("逾期未答复"), (M.OVERDUE,), _("件次")),
        (_("等评价"), (M.ROUND_AWAITED,), _("轮次")),
        (_("到期没有评价"), (M.ROUND_SILENT,), _("轮次")),
        (_("承诺未到期"), (M.PROMISE_OPEN,), _("项")),
        (_("过期没有做到"), (M.UNKEPT,), _("项")),
    )
    return [
        (_("%(what)s（%(unit)s）", what=what, unit=unit), total(counts, one), looked.cases(*one))
        for what, one, unit in wanted
    ]
