"""Lines of home about objections to shares and more time: verb, why it is here, what ends it, what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.judging_objections import is_settled
from tracker.queries.inbox import Line
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

A = Action

VERBS = {
    A.HEAR: _l("请说意见"),
    A.UPHOLD_OBJECTION: _l("请裁定退件"),
    A.GRANT_EXTENSION: _l("请决定延期"),
}
ENDINGS = {
    A.HEAR: _l("说是、不是，或者应当是谁。"),
    A.UPHOLD_OBJECTION: _l("改办给另一个单位，或者说明为什么不改。"),
    A.GRANT_EXTENSION: _l("定一个日子，或者说明为什么不同意。"),
}
DONE = {
    A.OBJECT: _l("申请退件"),
    A.RECALL_OBJECTION: _l("收回退件"),
    A.HEAR: _l("已说意见"),
    A.UPHOLD_OBJECTION: _l("已改办"),
    A.REJECT_OBJECTION: _l("退件未准"),
    A.EXPLAIN_DELAY: _l("已作说明"),
    A.ASK_EXTENSION: _l("申请延期"),
    A.GRANT_EXTENSION: _l("已准延期"),
    A.REFUSE_EXTENSION: _l("未准延期"),
}
MOST = 60


def _hear(line: Line, row: Any) -> str:
    facts = {"unit": row.unit, "day": _day(line)}
    return _("%(unit)s%(day)s申请退件，认为应由本单位办理，到期不说按没有不同意见。", **facts)


def _rule(line: Line, row: Any) -> str:
    facts = {"unit": row.unit, "day": _day(line), "why": _short(line)}
    if row.objection_is_arbiters:
        return _("%(unit)s%(day)s再次申请退件，由裁决人决定，由您录入：%(why)s。", **facts)
    return _("%(unit)s%(day)s申请退件：%(why)s。", **facts)


def _decide(line: Line, row: Any) -> str:
    return _("%(unit)s%(day)s申请延期：%(why)s。", unit=row.unit, day=_day(line), why=_short(line))


WHY: dict[Action, Callable[[Line, Any], str]] = {
    A.HEAR: _hear,
    A.UPHOLD_OBJECTION: _rule,
    A.GRANT_EXTENSION: _decide,
}


def window_words(row: Any, today: date) -> str:
    """By when the unit of a share that has just come may object, while it may."""
    until = row.objection_due_on
    if until is None or until < today or is_settled(row):
        return ""
    return _("不属于本单位职责的，%(day)s前可以申请退件。", day=day_words(until))


def _day(line: Line) -> str:
    return day_words(day_of(line.cause.at)) if line.cause else ""


def _short(line: Line) -> str:
    bare = " ".join((line.cause.note if line.cause else "").split()).rstrip("。.；;")
    return bare if len(bare) <= MOST else bare[: MOST - 1] + "…"
