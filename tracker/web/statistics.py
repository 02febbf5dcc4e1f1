"""Statistics: the figures of a term or session as of a day, broken down, beside another; and the cases behind each."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, render_template, request

from tracker.clock import day_of
from tracker.domain.breakdowns import By
from tracker.domain.limits import COUNTED as MOST
from tracker.domain.roles import Capability, can
from tracker.domain.statistics import COUNTED, RATES, Counts, Measure, Rate, rate_of, total
from tracker.queries.figure_cases import behind
from tracker.queries.figures import AsOf, Figures, Scope, as_of, by_system, deputies, figures, whole
from tracker.queries.sessions_held import Held, sessions_held
from tracker.web.access import actor, needs
from tracker.web.figure_addresses import cases_url, figures_url, tabs
from tracker.web.figure_charts import chart_of, letters_chart
from tracker.web.figure_lists import asked_measures, case_row
from tracker.web.figure_parts import names_of_parts, part_order
from tracker.web.figure_reader import of_system, unit_ids, whose
from tracker.web.figure_scopes import (
    Asked,
    asked_of,
    beside_of,
    choices,
    day_asked,
    day_in_words,
    scope_of,
    words_of,
)
from tracker.web.figure_tables import RATE_COLUMNS, columns, name_of, rates, tables
from tracker.web.figure_words import COUNTED as UNITS
from tracker.web.figure_words import RATE_NAMES, formula, percent
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words

bp = Blueprint("statistics", __name__)


@bp.get("/statistics")
@needs(Capability.SEE_STATISTICS)
def show() -> str:
    """The figures asked for: all tables of the whole, or one line for each part of a breakdown."""
    held, reach = sessions_held(), as_of()
    if reach is None:
        return render_template("statistics/none.html")
    asked = asked_of(request.args, held)
    on = day_asked(asked, reach.through)
    page = _of_whole if asked.by is By.WHOLE else _of_parts
    return page(asked, held, on, reach)


def _of_whole(asked: Asked, held: list[Held], on: date, reach: AsOf) -> str:
    scope, beside = _scope(asked, held), beside_of(asked, reach.through)
    counts = whole(scope, on=on)
    before = whole(_scope(beside, held), on=beside.on) if beside is not None else None
    narrow = scope.unit_ids is not None
    return render_template(
        "statistics/show.html",
        tables=tables(counts, before, shares_only=narrow),
        rates=rates(counts, before, shares_only=narrow),
        # Each counted once, whatever they signed: that is looked up when somebody asks.
        deputies=deputies(scope, on=on) if request.args.get("people") == "1" and not narrow else None,
        people_url="" if narrow else figures_url(asked, people="1"),
        chart=letters_chart(counts, lambda one: cases_url(asked, on, (one,))),
        cases=lambda measures: cases_url(asked, on, measures),
        beside_cases=(lambda measures: cases_url(beside, beside.on or on, measures)) if beside else None,
        beside_words=_beside_words(beside, held) if beside else "",
        **_frame(asked, held, on, reach),
    )


def _of_parts(asked: Asked, held: list[Held], on: date, reach: AsOf) -> str:
    scope = _scope(asked, held)
    found: Figures = figures(scope, asked.by or By.UNIT, on=on)
    if asked.by is None:
        found = by_system(found)
    heads = columns(asked.by)
    found = {part: counts for part, counts in found.items() if any(total(counts, each[0]) for each in heads)}
    names = names_of_parts(asked.by, found)
    parts = [
        {
            "name": names[part],
            "cells": [(measures, total(found[part], measures)) for measures, _name, _unit in heads],
            "shares": [
                (_share(found[part], rate), RATES[rate].numerator, RATES[rate].denominator) for rate in RATE_COLUMNS
            ],
            "part": part,
        }
        for part in part_order(asked.by, found, names)
    ]
    summed = _summed(found)
    return render_template(
        "statistics/parts.html",
        heads=heads,
        rate_heads=[(str(RATE_NAMES[rate]), formula(rate)) for rate in RATE_COLUMNS],
        parts=parts,
        sums=[total(summed, measures) for measures, _name, _unit in heads],
        sum_shares=[_share(summed, rate) for rate in RATE_COLUMNS],
        chart=chart_of(asked.by, parts, heads, lambda measures, part: cases_url(asked, on, measures, part)),
        cases=lambda measures, part: cases_url(asked, on, measures, part),
        **_frame(asked, held, on, reach),
    )


def _share(counts: Counts, rate: Rate) -> tuple[str, int, int]:
    one = rate_of(rate, counts)
    return percent(one.value), one.part, one.whole


def _summed(found: Figures) -> dict[Measure, int]:
    return {measure: sum(counts[measure] for counts in found.values()) for measure in Measure}


def _frame(asked: Asked, held: list[Held], on: date, reach: AsOf) -> dict[str, object]:
    who = actor()
    return {
        "asked": asked,
        "of_words": words_of(asked.of, asked.part, held),
        "day": day_in_words(on),
        "is_past": on < reach.through,
        "reach": reach,
        "counted_at": instant_words(reach.made_at),
        "whose": whose(who),
        "tabs": tabs(asked, who),
        "choices": choices(held),
        "strange": _("、").join(asked.strange),
        "ahead": day_in_words(asked.on) if asked.on is not None and asked.on > reach.through else "",
        "today": day_of(reach.made_at),
        "sees_appraisals": who.role is not None and can(who.role, Capability.SEE_APPRAISALS),
        "reports_here": who.role is not None and can(who.role, Capability.SEE_REPORTS),
    }


def _scope(asked: Asked, held: list[Held]) -> Scope:
    return scope_of(asked.of, asked.part, held, unit_ids=unit_ids(actor()))


def _beside_words(beside: Asked, held: list[Held]) -> str:
    words = words_of(beside.of, beside.part, held)
    return _("%(what)s，截至%(day)s", what=words, day=day_in_words(beside.on)) if beside.on else words


@bp.get("/statistics/cases")
@needs(Capability.SEE_STATISTICS)
def cases() -> str:
    """The cases a figure counts, as of the day it was counted; those this reader may open."""
    held, reach = sessions_held(), as_of()
    measures = asked_measures(request.args)
    if reach is None or not measures:
        abort(404)
    asked = asked_of(request.args, held)
    on = day_asked(asked, reach.through)
    value = request.args.get("value", "")
    scope, by = _scope(asked, held), asked.by or By.UNIT
    if asked.by is None:
        scope = of_system(scope, value)
    elif by is not By.WHOLE and not _is_value(by, value):
        abort(404)
    where = By.WHOLE if asked.by is None else by
    rows, number, figure = behind(actor(), measures, scope, by=where, part=value, on=on, most=MOST)
    return render_template(
        "statistics/cases.html",
        name=name_of(measures),
        unit=str(UNITS[COUNTED[measures[0]]]),
        part=names_of_parts(asked.by, [value]).get(value, "") if asked.by is not By.WHOLE else "",
        rows=[case_row(one) for one in rows],
        number=number,
        figure=figure,
        back_url=figures_url(asked),
        **_frame(asked, held, on, reach),
    )


def _is_value(by: By, value: str) -> bool:
    if by is By.LETTER:
        return len(value) <= 8
    return value == "" or (value.isascii() and value.isdigit() and len(value) < 10)
