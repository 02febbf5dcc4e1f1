"""Lines of home about signing together: verb, why it is here, what ends it, what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.clocks import standing
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState
from tracker.queries.inbox import Line
from tracker.web.due_tags import DueTag
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, standing_words

A = Action

VERBS = {
    A.AGREE: _l("请答复附议"),
    A.CONSENT_WITHDRAWAL: _l("请答复撤回"),
    A.TAKE_LEAD: _l("请答复领衔"),
}
ENDINGS = {
    A.AGREE: _l("同意或者不同意，点一下就行。"),
    A.CONSENT_WITHDRAWAL: _l("同意，或者写明理由不同意。"),
    A.TAKE_LEAD: _l("接替或者不接替，点一下就行。"),
}
DONE = {
    A.INVITE: _l("已请附议"),
    A.AGREE: _l("已附议"),
    A.DECLINE: _l("未附议"),
    A.ASK_AGAIN: _l("再请附议"),
    A.LEAVE: _l("已退附议"),
    A.ASK_WITHDRAWAL: _l("征求撤回"),
    A.CONSENT_WITHDRAWAL: _l("同意撤回"),
    A.REFUSE_WITHDRAWAL: _l("不同意撤"),
    A.RECALL_WITHDRAWAL: _l("不再撤回"),
    A.OFFER_LEAD: _l("提议换领"),
    A.TAKE_LEAD: _l("已接领衔"),
    A.DECLINE_LEAD: _l("未接领衔"),
    A.RECALL_LEAD: _l("收回提议"),
}
MOST = 60


def verb_words(line: Line) -> str:
    """请重新附议 for one whose agreement lapsed with the text, 联名 of a bill; empty where the plain verb says it."""
    if line.action is not A.AGREE:
        return ""
    lapsed = line.row.signature is SignatureState.LAPSED
    if line.row.kind is Kind.BILL:
        return _("请重新联名") if lapsed else _("请答复联名")
    return _("请重新附议") if lapsed else ""


def asked_tag(line: Line, today: date) -> DueTag | None:
    """Until when an invitation may be answered; no clock of the law runs to that day."""
    until, stands = line.row.due_on, standing(line.row.due_on, today)
    if line.action is not A.AGREE or until is None:
        return None
    before = _("%(day)s前答复", day=day_words(until, year=until.year != today.year))
    return DueTag(stands.value, standing_words(stands, until, today), before)


def _agree(_line: Line, row: Any) -> str:
    asked = day_words(day_of(row.asked_at)) if row.asked_at else ""
    facts = {"who": row.author or "", "day": asked, "until": day_words(row.answer_by)}
    if row.signature is SignatureState.LAPSED:
        told = _("%(who)s代表的正文改过，您先前的答复不再有效。", **facts)
        return told + (_("请在%(until)s以前答复。", **facts) if row.answer_by else "")
    if row.kind is Kind.BILL and row.answer_by is not None:
        return _("%(who)s代表%(day)s请您联名提出议案，请在%(until)s以前答复。", **facts)
    if row.answer_by is None:
        return _("%(who)s代表%(day)s请您附议。", **facts)
    return _("%(who)s代表%(day)s请您附议，请在%(until)s以前答复。", **facts)


def _consent(line: Line, row: Any) -> str:
    return _("%(who)s代表想撤回：%(why)s。", who=row.author or "", why=_short(line))


def _take(line: Line, row: Any) -> str:
    return _("提议由您接替%(who)s代表领衔：%(why)s。", who=row.author or "", why=_short(line))


WHY: dict[Action, Callable[[Line, Any], str]] = {
    A.AGREE: _agree,
    A.CONSENT_WITHDRAWAL: _consent,
    A.TAKE_LEAD: _take,
}


def _short(line: Line) -> str:
    bare = " ".join(line.cause.note.split()).rstrip("。.；;") if line.cause else ""
    return bare if len(bare) <= MOST else bare[: MOST - 1] + "…"
