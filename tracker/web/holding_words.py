"""Words for who holds a case, and sentences on how a unit stands by its own days."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.holding import OWN, Holder, days_by
from tracker.domain.own_days import Judged
from tracker.queries.holding import HeldShare
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

HOLDERS = {
    Holder.REVIEW: _l("审查"),
    Holder.AUTHOR: _l("代表修改或者答复"),
    Holder.ASSIGNING: _l("等待交办"),
    Holder.CIRCULATION: _l("预交办征求意见"),
    Holder.COMMITTEE: _l("大会处理"),
    Holder.COORDINATOR: _l("转办"),
    Holder.SIGNING_FOR: _l("等待签收"),
    Holder.GIVING: _l("签收后等待分给经办人"),
    Holder.HANDLING: _l("办理"),
    Holder.CLEARANCE: _l("单位内审核、签发"),
    Holder.OBJECTION: _l("等待裁定退件"),
    Holder.EXTENSION: _l("等待决定延期"),
    Holder.DISAGREEMENT: _l("等待协调分歧"),
    Holder.CO_UNITS: _l("等待逾期的会办意见"),
    Holder.OFFICE_CHECK: _l("检查答复稿"),
    Holder.RATING: _l("代表评价"),
    Holder.DECIDING: _l("决定是否重新办理"),
    Holder.ESCALATION: _l("会商"),
}
_DESK, _DEPUTY, _BOTH = _l("代表工作机构"), _l("代表"), _l("督查室或者代表工作机构")
# Whose hands it is in; the unit's own steps go by its name.
BY = {
    Holder.REVIEW: _DESK,
    Holder.AUTHOR: _DEPUTY,
    Holder.ASSIGNING: _DESK,
    Holder.CIRCULATION: _l("被征求意见的单位"),
    Holder.COMMITTEE: _l("主席团、专门委员会"),
    Holder.COORDINATOR: _l("督查室"),
    Holder.OBJECTION: _BOTH,
    Holder.EXTENSION: _BOTH,
    Holder.DISAGREEMENT: _BOTH,
    Holder.CO_UNITS: _l("会办单位"),
    Holder.OFFICE_CHECK: _BOTH,
    Holder.RATING: _DEPUTY,
    Holder.DECIDING: _DESK,
    Holder.ESCALATION: _DESK,
}
# How a span is drawn: by the unit, by another office, by the deputies.
LOOKS = {Holder.RATING: "deputy", Holder.AUTHOR: "deputy"} | dict.fromkeys(OWN, "own")


def by_words(holder: Holder, unit: str) -> str:
    """In whose hands: the unit by its short name, or an office."""
    return unit if holder in OWN else str(BY[holder])


def standing_words(one: Judged) -> str:
    """答复期限7月1日，7月9日答复，迟8天。"""
    due = day_words(one.owed.due, year=True)
    if one.owed.dropped:
        return _("期限%(due)s，%(day)s起不再由它办。", due=due, day=day_words(one.owed.ended, year=True)) + late_words(
            one
        )
    if one.owed.ended is None:
        if one.late:
            return _("期限%(due)s，还没有答复，已迟%(n)s天。", due=due, n=one.late)
        return _("期限%(due)s，还在办理。", due=due)
    sent = day_words(one.owed.ended, year=True)
    if one.late:
        return _("期限%(due)s，%(sent)s完成，迟%(n)s天。", due=due, sent=sent, n=one.late)
    return _("期限%(due)s，%(sent)s完成，没有超期。", due=due, sent=sent)


def late_words(one: Judged) -> str:
    """How late it was on the day it was taken away."""
    return _("到那天迟%(n)s天。", n=one.late) if one.late else ""


def own_words(one: Judged) -> str:
    """What of it was the unit's own, and whether that alone is late."""
    words = _("本单位自己用了%(own)s天，期限给%(given)s天。", own=one.own, given=one.given)
    if one.others:
        words += _("在别处%(n)s天，不算本单位的。", n=one.others)
    if not one.late:
        return words
    if not one.own_late:
        return words + _("按自己的天数没有超期。")
    return words + _("按自己的天数超期%(n)s天。", n=one.own_late)


def reason_words(one: Judged) -> str:
    """The reason for lateness the record proposes."""
    if one.reason is None:
        return ""
    return _("按记录，迟的原因主要是%(what)s（%(n)s天）。", what=HOLDERS[one.reason], n=one.reason_days)


def longest_words(shares: Iterable[HeldShare], units: dict[int, str]) -> str:
    """Where the days went, in one sentence: the longest step of all shares."""
    found = [(days, holder, units[one.unit_id]) for one in shares for holder, days in days_by(one.spans).items()]
    if not found:
        return ""
    days, holder, unit = max(found, key=lambda one: one[0])
    return _(
        "交办以后停留最久的是%(what)s（%(who)s），%(n)s天。", what=HOLDERS[holder], who=by_words(holder, unit), n=days
    )
