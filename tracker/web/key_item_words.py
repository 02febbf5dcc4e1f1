"""What is said of a key item: what it is, where it stands, who supervises it, how its days stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.domain.key_items import DayStanding, KeyKind, KeyStage, day_standing
from tracker.domain.roles import Role
from tracker.models.key_items import KeyItem
from tracker.web.key_item_labels import KINDS, OCCASIONS, STAGES
from tracker.web.labels import SYSTEMS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

__all__ = ["KINDS", "OCCASIONS", "STAGES"]


def kind_tag(item: KeyItem) -> str:
    """「2026年重点督办」."""
    return _("%(year)s年%(kind)s", year=item.year, kind=KINDS[item.kind])


def stage_words(item: KeyItem) -> str:
    """Where the item stands; one that goes on says so."""
    if item.stage is KeyStage.CONCLUDED and item.goes_on:
        return _("已结束，下一年继续")
    if item.kind is KeyKind.LED and item.stage is KeyStage.RUNNING:
        return _("领办中")
    return str(STAGES[item.stage])


def proposer_words(item: KeyItem) -> str:
    """For which organ it was proposed."""
    if item.proposed_role is Role.COMMITTEE:
        return item.proposed_for
    if item.proposed_role is Role.COORDINATOR:
        return next(
            (_("%(system)s督查机构", system=words) for one, words in SYSTEMS.items() if one == item.proposed_for), ""
        )
    return _("代表工作机构")


def charge_words(item: KeyItem) -> str:
    """Who supervises it and who takes charge of it; while it is proposed, who is to."""
    decided = item.decided_on is not None
    committee = item.committee if decided else item.proposed_committee
    leader = item.leader if decided else item.proposed_leader
    return _("，").join(one for one in (committee, leader) if one)


_LOOKS = {
    DayStanding.OVERDUE: "overdue",
    DayStanding.SOON: "due_soon",
    DayStanding.RUNNING: "running",
    DayStanding.DONE: "met",
    DayStanding.DONE_LATE: "done",
}


def day_tag(due_on: date | None, done_on: date | None, today: date) -> tuple[str, str, str] | None:
    """A day on an item as a clock tag takes it: how it stands, in words, and the day."""
    standing = day_standing(due_on, done_on, today)
    if standing is DayStanding.NONE or due_on is None:
        return None
    left = (due_on - today).days
    words = {
        DayStanding.OVERDUE: _("逾期%(n)s天", n=-left),
        DayStanding.SOON: _("还有%(n)s天", n=left) if left else _("今天到期"),
        DayStanding.RUNNING: _("还有%(n)s天", n=left),
        DayStanding.DONE: _("按期完成"),
        DayStanding.DONE_LATE: _("逾期完成"),
    }
    return _LOOKS[standing], words[standing], _("%(day)s前", day=day_words(due_on, year=due_on.year != today.year))


def choices(words: dict[Any, Any]) -> list[tuple[str, Any]]:
    """Codes with their words, as a field offers them."""
    return [(one.value, label) for one, label in words.items()]
