"""Objections, rulings and what heard units said, in words: beside a form, on a dossier, in the list of precedents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import url_for

from tracker.clock import day_of
from tracker.models.procedures import Objection, Say
from tracker.models.tasks import Task
from tracker.web.labels import TASK_ROLES
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, number_words


def rows_of(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Precedents as the list shows them."""
    return [row_of(one) for one in found]


def row_of(one: Any) -> dict[str, Any]:
    """One precedent: the paper, from which unit to which, the clause, the ruling."""
    return {
        "href": url_for("precedents.show", objection_id=one.id),
        "title": official_title(one.title),
        "number": number_words(one.number) if one.number else "",
        "category": one.category or "",
        "unit": one.unit,
        "better_unit": one.better_unit,
        "new_unit": one.new_unit or "",
        "role": str(TASK_ROLES[one.role]),
        "clause": one.duty_clause,
        "ruling": one.ruling,
        "is_upheld": one.is_upheld,
        "outcome": outcome_words(one, one.new_unit),
        "recalled_for": one.recalled_for,
        "ruler": one.arbiter_name,
        "day": day_words(day_of(one.ruled_at), year=True) if one.ruled_at else "",
    }


def outcome_words(one: Any, new_unit: str | None) -> str:
    """同意，改由市水务局办理; 不同意; 等待裁定; 申请单位已收回."""
    if one.is_upheld is None:
        return _("等待裁定")
    if one.is_upheld:
        return _("同意，改由%(unit)s办理", unit=new_unit) if new_unit else _("同意")
    if one.recalled_for:
        return _("申请单位已收回")
    return _("不同意") if one.ruled_by_id else _("没有裁定")


def objection_rows(found: Iterable[Objection], tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Objections of one suggestion, oldest first, each with its ruling; the tasks tell which unit took the share."""
    units = {task.id: task.unit.short_name for task in tasks}
    return [_told(one, units) for one in found]


def _told(one: Objection, units: Mapping[int, str]) -> dict[str, Any]:
    taker = units.get(one.new_task_id or 0)
    return {
        "no": one.no,
        "said": [],
        "unit": one.unit.short_name,
        "better_unit": one.better_unit.short_name,
        "reason": one.reason,
        "clause": one.duty_clause,
        "signer": one.signer_name,
        "by_principal": one.by_principal,
        "made_on": day_words(day_of(one.made_at), year=True),
        "outcome": outcome_words(one, taker),
        "recalled_for": one.recalled_for,
        "is_open": one.is_upheld is None,
        "to_arbiter": one.to_arbiter,
        "ruling": one.ruling,
        "unheard_for": one.unheard_for,
        "ruler": one.arbiter_name or (one.ruled_by.name if one.ruled_by else ""),
        "ruled_on": _ruled_on(one),
        "document_no": one.document_no,
    }


def _ruled_on(one: Objection) -> str:
    day = one.decided_on or (day_of(one.ruled_at) if one.ruled_at else None)
    return day_words(day, year=True) if day else ""


def said_words(found: Iterable[Any], *, today: date) -> list[dict[str, str]]:
    """What the units that are heard said, or that they said nothing; days of Asia/Shanghai."""
    return [{"unit": one.unit, "said": _said(one, today), "words": one.words, "by": one.said_by or ""} for one in found]


def _said(one: Any, today: date) -> str:
    if one.say is Say.OURS:
        return _("属于本单位职责")
    if one.say is Say.NOT_OURS:
        return _("不属于本单位职责，应由%(unit)s办理", unit=one.better_unit or "")
    if one.closed_on is not None and one.closed_on <= one.answer_by:
        return _("没有说，这件事先有了结果")
    if today <= one.answer_by:
        return _("还没有说，%(day)s前不说按没有不同意见", day=day_words(one.answer_by))
    return _("到期没有说，按没有不同意见")
