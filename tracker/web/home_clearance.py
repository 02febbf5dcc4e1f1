"""The lines of home about a reply on its way out: to review, to sign, to check; and what was done with it today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.queries.inbox import Line
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

# A draft came back to its handler: from the unit's own people, or from the check.
SENT_BACK = frozenset({Action.SEND_BACK, Action.SEND_BACK_CHECK})

VERBS = {
    Action.PASS_REVIEW: _l("请审核答复"),
    Action.DELIVER: _l("请签发"),
    Action.SIGN: _l("请签发"),
    Action.SEND_BACK: _l("请签发"),
    Action.PASS_CHECK: _l("请检查答复"),
    Action.SEND_BACK_CHECK: _l("请检查答复"),
}
ENDINGS = {
    Action.PASS_REVIEW: _l("通过，或者标出要改的地方退回。"),
    Action.DELIVER: _l("签发送达，或者退回重写。"),
    Action.SIGN: _l("签发送检查，或者退回重写。"),
    Action.SEND_BACK: _l("答复不完整，请退回重写。"),
    Action.PASS_CHECK: _l("看形式和类别，通过就送达代表；要改的退回。"),
    Action.SEND_BACK_CHECK: _l("答复不完整，请退回重写。"),
}
DONE = {
    Action.SEND_UP: _l("已送审签"),
    Action.RECALL_DRAFT: _l("已收回"),
    Action.PASS_REVIEW: _l("已审核"),
    Action.SEND_BACK: _l("已退回"),
    Action.DELIVER: _l("已签发"),
    Action.SIGN: _l("已签发"),
    Action.SEND_BACK_CHECK: _l("已退回"),
    Action.PASS_CHECK: _l("已送达"),
}


def _deliver(line: Line, row: Any) -> str:
    who = line.cause.name if line.cause else _("经办人")
    if line.cause is not None and line.cause.action is Action.PASS_REVIEW:
        return _("%(who)s%(day)s审核通过，%(letter)s类。", who=who, day=_day(line), letter=row.letter or "—")
    return _("%(who)s%(day)s送来，%(letter)s类。", who=who, day=_day(line), letter=row.letter or "—")


def _check(line: Line, row: Any) -> str:
    return _("%(unit)s%(day)s签发，%(letter)s类。", unit=row.unit, day=_day(line), letter=row.letter or "—")


def _day(line: Line) -> str:
    return day_words(day_of(line.cause.at)) if line.cause else ""


WHY: dict[Action, Callable[[Line, Any], str]] = {
    Action.PASS_REVIEW: _deliver,
    Action.DELIVER: _deliver,
    Action.SIGN: _deliver,
    Action.SEND_BACK: _deliver,
    Action.PASS_CHECK: _check,
    Action.SEND_BACK_CHECK: _check,
}
