"""Scores and schemes as the pages and tables show them: rows of plain words, each number with the way to its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from tracker.domain.appraisal import VOLUME, Effect, Indicator, Kind, Reckoning
from tracker.domain.breakdowns import By
from tracker.domain.statistics import COUNTED, Counted, Measure, total
from tracker.models.appraisals import Appraisal
from tracker.queries.appraisal_scores import Hard, Score, Scored
from tracker.web.appraisal_words import (
    EFFECTS,
    how_words,
    line_words,
    points_words,
    score_words,
    source_words,
    unit_words,
)
from tracker.web.figure_addresses import cases_url
from tracker.web.figure_scopes import Asked
from tracker.web.figure_words import COUNTED as UNITS
from tracker.web.figure_words import MEASURES, percent
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l


def cases_of(one: Appraisal, unit_id: int, measures: tuple[Measure, ...], on: date) -> str:
    """The list of the cases behind a figure of a unit, as of the day it was counted."""
    asked = Asked(f"s{one.session_id}", "", By.UNIT, None, "", None)
    return cases_url(asked, on, measures, str(unit_id))


def line_row(one: Appraisal, score: Score, scored: Scored, on: date) -> dict[str, Any]:
    """One indicator of a unit's score; the figures of a final one lead to the cases written down with it."""
    line, indicator = scored.line, scored.line.indicator
    unit_id, code = score.unit.id, indicator.code
    here = url_for("appraisals.line", appraisal_id=one.id, unit_id=unit_id, code=code)
    above = here if one.closed_at else cases_of(one, unit_id, indicator.counts_for or indicator.counts_of, on)
    return {
        "name": indicator.name,
        "code": code,
        "how": how_words(indicator),
        "source": source_words(indicator),
        "effect": "" if indicator.effect is Effect.SCORE else str(EFFECTS[indicator.effect]),
        "provisional": indicator.is_provisional,
        "href": here,
        "part": line.part,
        "whole": line.whole,
        "is_rate": indicator.rate is not None,
        "is_by_hand": indicator.kind is Kind.MANUAL,
        "unit": unit_words(indicator),
        "percent": percent(line.part / line.whole if line.whole else None) if indicator.rate else "",
        "part_url": above,
        "whole_url": here if one.closed_at else cases_of(one, unit_id, indicator.counts_of, on),
        "words": line_words(line),
        "points": points_words(line.points),
        "is_few": line.is_few,
        "notes": notes(scored),
        "open_contests": scored.open_contests,
    }


def notes(scored: Scored) -> list[str]:
    """What is said beside a line: few cases, nothing to judge, what a decision changed."""
    line = scored.line
    found: list[str] = []
    if line.indicator.rate and not line.whole and not line.is_corrected:
        found.append(_("没有这类件，不计分"))
    if line.is_few:
        found.append(_("样本少，只有%(n)s%(unit)s", n=line.whole, unit=unit_words(line.indicator)))
    if scored.left_out:
        found.append(_("按异议决定有%(n)s件不计", n=scored.left_out))
    if scored.is_changed:
        found.append(_("异议决定以前是%(was)s", was=line_words(scored.was)))
    if scored.open_contests:
        found.append(_("有%(n)s条异议等待决定", n=scored.open_contests))
    return found


def volume_rows(one: Appraisal, score: Score, on: date) -> list[dict[str, Any]]:
    """How much and how hard the work was, beside the score and never in it."""
    return [
        {
            "name": str(MEASURES[measure]),
            "count": total(score.counts, (measure,)),
            "unit": str(UNITS[COUNTED[measure]]),
            "href": cases_of(one, score.unit.id, (measure,), on),
        }
        for measure in VOLUME
    ]


def total_words(score: Score) -> str:
    """「86.5分」「良好」; of a unit that had no work there is none."""
    return score_words(score.total.points, score.total.grade) if score.has_work else _("没有承办任务")


def rank_words(one: Appraisal, score: Score, ranked: int) -> str:
    """「第3名，共12个单位」."""
    if not score.has_work:
        return _("没有承办任务，不参加排名")
    if one.reckoning is Reckoning.GRADES:
        return _("三等级方案不排名次")
    if score.is_apart:
        return _("样本少，不排名次")
    if score.rank is None:
        return _("没有可以计分的指标，不参加排名")
    return _("第%(rank)s名，共%(n)s个单位", rank=score.rank, n=ranked) if ranked else _("第%(rank)s名", rank=score.rank)


def sum_words(score: Score) -> list[str]:
    """How the total came of the lines, in sentences."""
    one = score.total
    found: list[str] = []
    if one.points is None:
        return found
    facts = {"earned": points_words(one.earned), "full": points_words(one.full)}
    found.append(_("有得分的指标满分合计%(full)s分，得%(earned)s分", **facts))
    if one.is_rescaled:
        found.append(_("其余指标没有件可计或者待评，按100分折算"))
    if one.extra:
        found.append(_("加分、扣分合计%(n)s分", n=points_words(one.extra)))
    return found


def table_row(one: Appraisal, score: Score, hard: Mapping[int, Hard]) -> dict[str, Any]:
    """One unit in the table of all."""
    held = hard.get(score.unit.id, Hard())
    return {
        "unit": score.unit.name,
        "href": url_for("appraisals.sheet", appraisal_id=one.id, unit_id=score.unit.id),
        "has_work": score.has_work,
        "rank": str(score.rank) if score.rank is not None else "—",
        "total": total_words(score),
        "is_rescaled": score.total.is_rescaled,
        "is_few": rests_on_few(score),
        "cells": [_cell(one, score, each) for each in score.lines],
        "volume": [*(total(score.counts, (measure,)) for measure in TABLE_VOLUME), held.key, held.joint],
        "apart": _apart(one, score),
        "open_contests": sum(each.open_contests for each in score.lines),
    }


def _apart(one: Appraisal, score: Score) -> str:
    """Under which words a unit stands below those that are ranked; empty for one that has its place."""
    if one.reckoning is Reckoning.GRADES or score.rank is not None:
        return ""
    return _("样本少，不排名次") if score.is_apart else _("不参加排名")


def rests_on_few(score: Score) -> bool:
    """Whether every rate that makes a score is of so few cases that one of them decides."""
    rates = [each.line for each in score.lines if each.line.indicator.rate and each.line.is_judged]
    return bool(rates) and all(one.is_few for one in rates)


# Beside the score in the table of all; the sheet of a unit has more.
HARD = {"key": _l("其中重点督办"), "joint": _l("其中联名提出")}
TABLE_VOLUME = (Measure.OWED, Measure.CO_OWED, Measure.EXTENDED)


def volume_heads() -> list[tuple[str, str]]:
    """What stands beside the score in the table of all: name and counting unit."""
    counted = [(str(MEASURES[measure]), str(UNITS[COUNTED[measure]])) for measure in TABLE_VOLUME]
    return [*counted, *((str(words), str(UNITS[Counted.SHARE])) for words in HARD.values())]


def hard_rows(held: Hard) -> list[dict[str, Any]]:
    """How much of the work was under key supervision or signed by many, as parts of the whole."""
    of = {"key": held.key, "joint": held.joint}
    return [{"name": str(words), "count": of[code], "whole": held.whole} for code, words in HARD.items()]


def _cell(one: Appraisal, score: Score, scored: Scored) -> dict[str, Any]:
    line, code = scored.line, scored.line.indicator.code
    return {
        "words": line_words(line),
        "of": f"{line.part}/{line.whole}" if line.indicator.rate else "",
        "is_few": line.is_few,
        "is_changed": scored.is_changed,
        "href": url_for("appraisals.line", appraisal_id=one.id, unit_id=score.unit.id, code=code),
    }


def heads(one: Appraisal) -> list[tuple[str, str]]:
    """The indicators of a table: name, and full marks or cap."""
    return [(each.name, _most(each)) for each in one.scheme.indicators]


def _most(one: Indicator) -> str:
    if not one.most:
        return ""
    sign = {Effect.SCORE: "", Effect.ADD: "+", Effect.DEDUCT: "-"}[one.effect]
    return f"{sign}{points_words(one.most)}"


def in_order(found: Sequence[Score]) -> list[Score]:
    """By place, then by grade, then those not ranked for too few cases, those without work last, each by name."""
    grades = {"good": 0, "fair": 1, "fail": 2}

    def key(one: Score) -> tuple[bool, bool, int, bool, int, str]:
        grade = grades[one.total.grade] if one.total.grade else 3
        return (not one.has_work, one.rank is None, one.rank or 0, not one.is_apart, grade, one.unit.name)

    return sorted(found, key=key)
