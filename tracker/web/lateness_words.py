"""Words for why a share is late (逾期原因): what the record proposes, and what an office stated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.domain.lateness import Lateness, LateReason
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.late_reasons import StatedReason
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, instant_words

R = LateReason
REASONS = {
    R.UNIT: _l("承办单位办理"),
    R.CO_UNITS: _l("等待会办单位"),
    R.OFFICES: _l("等待机关决定"),
    R.DEPUTIES: _l("等待代表"),
    R.MATTER: _l("事项本身的原因"),
    R.OTHER: _l("其他原因"),
}
HINTS = {
    R.UNIT: _l("签收、分给经办人、办理、审核签发。"),
    R.CO_UNITS: _l("会办意见过了期限还没有来。"),
    R.OFFICES: _l("等待裁定退件、决定延期、协调分歧、检查答复稿。"),
    R.DEPUTIES: _l("等待代表评价或者补充。"),
    R.MATTER: _l("政策、资金、上级批准等，写明是什么。"),
    R.OTHER: _l("写明是什么。"),
}


def reads_why(who: Actor, unit_id: int | None = None) -> bool:
    """Whether a reader is told with whom a share lay: what lies between the offices is for them and the unit itself."""
    return who.role in (Role.DESK, Role.COORDINATOR) or (who.role in UNIT_ROLES and who.unit_id == unit_id)


def late_words(late: Lateness) -> str:
    """逾期6天（期限给50天，一共用了56天）：承办单位办理41天，等待会办单位12天，等待代表3天。"""
    if not late.parts:
        return _("逾期%(n)s天。", n=late.days)
    parts, used = parts_words(late.parts), sum(days for _reason, days in late.parts)
    if used <= late.days:
        return _("逾期%(n)s天：%(parts)s。", n=late.days, parts=parts)
    facts = {"n": late.days, "given": used - late.days, "used": used, "parts": parts}
    return _("逾期%(n)s天（期限给%(given)s天，一共用了%(used)s天）：%(parts)s。", **facts)


def parts_words(parts: Iterable[tuple[LateReason, int]]) -> str:
    """承办单位办理41天，等待会办单位12天."""
    return _("，").join(_("%(what)s%(n)s天", what=REASONS[reason], n=days) for reason, days in parts)


def proposed_words(late: Lateness) -> str:
    """What the record proposes, and that the unit by its own days is in time, where it is."""
    if late.proposed is None:
        return ""
    words = _("按记录，主要是%(what)s。", what=REASONS[late.proposed])
    return words if late.own_late else words + _("按承办单位自己的天数没有超期。")


def stated_words(one: StatedReason) -> str:
    """张三4月1日确认：等待会办单位。"""
    facts = {"who": one.by.name, "when": instant_words(one.made_at), "what": REASONS[one.reason]}
    if one.reason is one.proposed:
        return _("%(who)s%(when)s确认原因：%(what)s。", **facts)
    return _("%(who)s%(when)s认定原因：%(what)s。", **facts)


def suggested_words(late: Lateness, due_on: date | None) -> str:
    """What an office may say to the unit. The deputies read a chase too: of what lies between the offices it names the
    days, not with whom they went."""
    own = sum(days for reason, days in late.parts if reason is R.UNIT)
    elsewhere = sum(days for _reason, days in late.parts) - own
    facts = {"due": day_words(due_on), "n": late.days, "own": own, "other": elsewhere}
    if elsewhere:
        words = _("期限%(due)s，逾期%(n)s天：本单位办理%(own)s天，在别处%(other)s天。", **facts)
    else:
        words = _("期限%(due)s，逾期%(n)s天：本单位办理%(own)s天。", **facts)
    return words + _("请说明办到哪一步、哪天答复代表。")
