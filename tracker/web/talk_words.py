"""Noted talks in words: what the deputy said of each, what of the three meetings is there, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.clock import day_of
from tracker.models.contacts import Phase
from tracker.models.tasks import Task
from tracker.queries.replies import Noted
from tracker.web.labels import MANNERS, PHASES, RANKS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


class Meeting(NamedTuple):
    """One of the three meetings (三见面): how many talks, how many of them the deputy stands by."""

    words: str
    state: str  # done, waits, none
    note: str


def status(one: Noted) -> tuple[str, str]:
    """What the deputy said of the entry: 'done', 'soon' or nothing, and words."""
    if one.confirmed_at is not None:
        return "done", _("代表已确认")
    if one.is_denied:
        return "soon", _("代表说没有这次沟通，不作数")
    if one.corrected_at is not None:
        return "done", _("代表已更正")
    return ("soon", _("待代表确认")) if one.awaits else ("", "")


def answered_words(one: Noted) -> str:
    """4月2日确认, or nothing."""
    if one.confirmed_at is not None:
        return _("%(day)s确认", day=day_words(day_of(one.confirmed_at)))
    return _("%(day)s更正", day=day_words(day_of(one.corrected_at))) if one.corrected_at is not None else ""


def title(one: Noted) -> str:
    """4月1日 与林若溪代表（办理前，上门走访）."""
    facts = {"day": day_words(one.on, year=True), "who": one.with_name}
    return _(
        "%(day)s 与%(who)s代表（%(phase)s，%(manner)s）", phase=PHASES[one.phase], manner=MANNERS[one.manner], **facts
    )


def came(one: Noted) -> str:
    """分管负责人：程远，副局长."""
    return _("%(rank)s：%(who)s", rank=RANKS[one.rank], who=one.who_came) if one.rank else one.who_came


def meetings(talks: Sequence[Noted]) -> list[Meeting]:
    """Before, during and after handling: what is there and whether it counts."""
    return [_meeting(phase, [one for one in talks if one.phase is phase]) for phase in Phase]


def _meeting(phase: Phase, held: Sequence[Noted]) -> Meeting:
    words, counted = str(PHASES[phase]), sum(one.counts for one in held)
    if counted:
        note = _("%(n)s次，代表已确认", n=counted)
        return Meeting(words, "done", note)
    if waiting := sum(one.awaits for one in held):
        return Meeting(words, "waits", _("%(n)s次，待代表确认", n=waiting))
    return Meeting(words, "none", _("还没有"))


def next_hint(task: Task, talks: Sequence[Noted], *, is_out: bool) -> str:
    """What the unit should do next about talking with the deputies."""
    if any(one.awaits for one in talks):
        return _("有记录待代表确认，确认以前不作数；可以请代表打开这一件点一下。")
    counted = {one.phase for one in talks if one.counts}
    if Phase.BEFORE not in counted and not is_out:
        return _("下一步：办理前先和代表见面或者通电话，弄清最关心哪一项。")
    if Phase.DURING not in counted and not is_out:
        return _("下一步：办理中带着初步做法听代表意见。")
    if is_out and Phase.AFTER not in counted:
        return _("下一步：答复后当面听代表的评价和意见。")
    return _("三次见面的记录齐了。") if counted == set(Phase) else ""
