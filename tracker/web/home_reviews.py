"""The review on home: what lies with the deputy, what the desk did about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.clocks import standing
from tracker.models.reviews import Intended, Reception
from tracker.queries.inbox import Line
from tracker.web.due_tags import DueTag
from tracker.web.outcome_words import INTENDED, until_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import standing_words

VERBS = {Action.AGREE_OUTCOME: _l("请答复拟处理意见")}
ENDINGS = {Action.AGREE_OUTCOME: _l("说有没有不同意见即可；到期没有答复的，视为没有不同意见。")}
DONE = {
    Action.TAKE_OVER: _l("已接手"),
    Action.PUT_OUTCOME: _l("已告知"),
    Action.AGREE_OUTCOME: _l("已答复"),
    Action.CONTEST_OUTCOME: _l("已提异议"),
    Action.RECALL_OUTCOME: _l("已收回"),
    Action.AS_LETTER: _l("按来信办"),
    Action.SET_ASIDE: _l("不再等待"),
    Action.REFILE: _l("已重新起草"),
}


def outcome(row: Any) -> str:
    """What the desk reads of a paper about which the deputy was asked; nothing when he was not."""
    if row.intended is None:
        return ""
    if row.reception is None:
        return _("已把拟处理意见告知代表，%(until)s答复。", until=until_words(row.intended_until))
    contested = row.reception == Reception.CONTESTED
    return _("代表对拟处理意见有不同意见。") if contested else _("代表对拟处理意见没有不同意见，可以作决定。")


def _answer(_line: Line, row: Any) -> str:
    kind = INTENDED[Intended(row.intended)]
    return _("代表工作机构拟%(kind)s，%(until)s答复。", kind=kind, until=until_words(row.intended_until))


WHY: dict[Action, Callable[[Line, Any], str]] = {Action.AGREE_OUTCOME: _answer}


def waits_until(line: Line, today: date) -> date | None:
    """Until when a paper under review lies with its deputy, whose word the desk awaits."""
    row = line.row
    asked = line.action is Action.ACCEPT and row.intended is not None and row.reception is None
    return row.intended_until if asked and row.intended_until and row.intended_until >= today else None


def waiting_tag(line: Line, today: date) -> DueTag | None:
    """How long the deputy still has; nothing where the desk is to act."""
    until = waits_until(line, today)
    if until is None:
        return None
    stands = standing(until, today)
    words = _("等代表%(until)s答复", until=until_words(until))
    return DueTag(stands.value, standing_words(stands, until, today), words)
