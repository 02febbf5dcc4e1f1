"""Why a unit is proposed, what speaks against it and who may help, in words: each a fact that can be checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import url_for

from tracker.domain.parties import Actor
from tracker.domain.routing import LEAST_POINTS, Candidate, Duty, Habit, Helper
from tracker.models.organs import Unit
from tracker.queries.assignments import Line, sent_back
from tracker.queries.routing_habits import YEARS_BACK, Bounce
from tracker.web.spoken import gettext as _


@dataclass(frozen=True)
class Risk:
    """That a unit has sent such papers back (退件风险): the sentence, and the ruling to read where there is one."""

    words: str
    href: str | None
    title: str
    is_high: bool


def reasons(one: Candidate) -> list[str]:
    """Why a unit is named."""
    found = [_("代表提议由它办")] if one.is_proposed else []
    if one.words:
        found.append(_("职责里有：%(words)s", words=duty_words(one.words)))
    found += [
        _("往年用词像“%(words)s”的%(n)s件里，由它办%(led)s件", words=told.words, n=told.of, led=told.led)
        for told in one.told
    ]
    if one.points >= LEAST_POINTS and not one.told:
        found.append(_("往年用词相近的，有些由它办"))
    if one.led:
        found.append(_("近%(years)s年同类%(n)s件，它主办%(led)s件", years=YEARS_BACK, n=one.alike, led=one.led))
    return found or [_("往年用词稍有相近")]


def risk(habit: Habit, bounce: Bounce | None) -> Risk | None:
    """What is to be said of a unit before it is chosen, or nothing where nothing was sent back."""
    if habit.objected:
        words = _("近%(years)s年同类%(n)s件里退过%(m)s件", years=YEARS_BACK, n=habit.had, m=habit.objected)
        words += _("，准了%(k)s件", k=habit.upheld) if habit.upheld else _("，都没有准")
    elif bounce is not None:
        words = _("退过相近的一件，准了") if bounce.is_upheld else _("退过相近的一件，没有准")
    else:
        return None
    href = url_for("precedents.show", objection_id=bounce.objection_id) if bounce else None
    return Risk(words, href, bounce.title if bounce else "", habit.is_risky)


def risks(line: Line) -> dict[int, Risk]:
    """By unit, of those proposed."""
    found = {one.unit_id: risk(one.habit, line.bounces.get(one.unit_id)) for one in line.ranked}
    return {unit_id: said for unit_id, said in found.items() if said is not None}


def risks_of(
    who: Actor, lines: Mapping[int, Line], chosen: Mapping[int, Collection[int]]
) -> dict[int, dict[int, Risk]]:
    """By paper and unit, of those that were chosen, proposed or not: before they are sent."""
    before = sent_back(who, [lines[suggestion_id] for suggestion_id in chosen], chosen)
    found: dict[int, dict[int, Risk]] = {}
    for suggestion_id, units in chosen.items():
        for unit_id in units:
            habit = lines[suggestion_id].habits.get(unit_id, Habit())
            said = risk(habit, before.get(suggestion_id, {}).get(unit_id))
            if said is not None:
                found.setdefault(suggestion_id, {})[unit_id] = said
    return found


def helping(line: Line, units: Mapping[int, Unit]) -> list[tuple[str, str]]:
    """Units that may help, each with why."""
    return [(units[one.unit_id].short_name, _helps(one)) for one in line.helpers if one.unit_id in units]


def _helps(one: Helper) -> str:
    found = []
    if one.words:
        parts = _("、").join(str(no) for no in one.requests)
        found.append(_("第%(parts)s项写到：%(words)s", parts=parts, words=duty_words(one.words)))
    if one.helped:
        found.append(_("近%(years)s年同类里会办过%(n)s件", years=YEARS_BACK, n=one.helped))
    return _("；").join(found)


def duty_words(words: tuple[Duty, ...]) -> str:
    """Duty words in a row, each clause once after the words that stand in it."""
    by_clause: dict[str, list[str]] = {}
    for one in words:
        by_clause.setdefault(one.clause, []).append(one.word)
    sep = _("、")
    return sep.join(
        sep.join(held) + (_("（%(clause)s）", clause=clause) if clause else "") for clause, held in by_clause.items()
    )
