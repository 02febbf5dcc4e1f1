"""The lines of the ledger in words, on screen and in a file, and the parts of the bar over them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import CommitmentState
from tracker.queries import law
from tracker.queries.commitment_groups import Group
from tracker.queries.commitments import Numbers
from tracker.web.actions import action_address
from tracker.web.chase_words import times_words
from tracker.web.commitment_filters import GROUPS
from tracker.web.commitment_matters import late_words, percent_words, tag_of
from tracker.web.labels import COMMITMENT_STATES, LEVELS
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

SHORT = {
    Group.LATE: _l("过期"),
    Group.DISSATISFIED: _l("已报告做到，代表不满意"),
    Group.DISPUTED: _l("代表反映不实"),
    Group.SOON: _l("一个月内到期"),
    Group.RUNNING: _l("按期推进"),
    Group.KEPT: _l("已做到"),
    Group.DROPPED: _l("不再兑现"),
}
_SHORTEST_BAR = 2  # per cent


def share_of_bar(numbers: Numbers, *, filtered: bool) -> list[dict[str, Any]]:
    """The parts of the bar over the ledger: which, how many, and in words; of what a filter leaves out no part."""
    parts: list[dict[str, Any]] = []
    most = max(numbers.of.values(), default=0)
    for group, count in numbers.of.items():
        if not count and (filtered or group in (Group.DISSATISFIED, Group.DISPUTED, Group.DROPPED)):
            continue
        words = str(SHORT[group])
        if group is Group.KEPT and numbers.kept_late:
            words = _("已做到，其中%(n)s项晚于承诺日期", n=numbers.kept_late)
        # As long as its count beside the largest; one among hundreds can still be seen.
        width = max(_SHORTEST_BAR, count * 100 // most) if count else 0
        parts.append({"code": group.value, "count": count, "words": words, "width": width})
    return parts


def row_of(row: Any, who: Actor) -> dict[str, Any]:
    """One line: what, of which paper, by when, by whom, how far, and the act that is at hand."""
    one, today = row.Commitment, day_of(now())
    return {
        "id": one.id,
        "href": url_for("commitments.show", commitment_id=one.id),
        "promise": one.promise,
        "origin": _origin(row, who, today),
        "notes": _notes(one),
        "tag": tag_of(one, today),
        "day": one.fulfilled_on or one.dropped_on or one.due_on,
        "owner": one.owner or "",
        "unit": "" if who.role in UNIT_ROLES else row.unit,
        "last": row.words or "",
        "silent": _silent(row),
        "last_on": day_words(day_of(row.made_at), year=day_of(row.made_at).year != today.year) if row.made_at else "",
        "percent": one.percent,
        "doubted": one.is_doubted,
        "percent_words": percent_words(one),
        "files": row.files,
        "over": _over(one),
        "late": late_words(one),
        "act": _act(one, who),
    }


def _silent(row: Any) -> str:
    """What is said once of a promise nobody has said anything of: since when; nothing of any other."""
    one = row.Commitment
    if row.words or one.percent or row.files:
        return ""
    if _is_explained(one):
        return _("%(day)s说明了没有做到的原因", day=day_words(one.progress_on, year=True))
    if one.progress_on is not None or one.change_is_open or one.moves:
        return _("没有记过进展")
    if one.promised_on is None:
        return _("还没有任何消息")
    return _("%(day)s承诺以来，还没有任何消息", day=day_words(one.promised_on, year=True))


def _is_explained(one: Any) -> bool:
    """Whether the unit has said anything of a promise since its day is over: then it is not asked for the reason."""
    return one.state is CommitmentState.PAST_DUE and one.progress_on is not None and one.progress_on > one.due_on


def _origin(row: Any, who: Actor, today: date) -> str:
    number = law.rulebook_of(None, today).numbering.words(row.number or "")
    deputy = row.author or ""
    if deputy and row.signer_count > 1:
        deputy = _("%(name)s代表等%(n)s人", name=deputy, n=row.signer_count)
    elif deputy:
        deputy = _("%(name)s代表", name=deputy)
    parts = [_("%(number)s第%(n)s项", number=number, n=row.Commitment.request_no), deputy, row.origin]
    return _(" · ").join(part for part in parts if part)


def _notes(one: Any) -> list[str]:
    said = [times_words(one.chases)] if one.chases else []
    if one.moves:
        said.append(_("改过%(n)s次期，原定%(day)s", n=one.moves, day=day_words(one.first_due_on, year=True)))
    if one.change_is_open:
        said.append(_("申请待决定"))
    # Of one that is reported kept its group says so.
    if one.is_disputed and not one.is_reported:
        said.append(_("代表反映不实，待核实"))
    if one.earlier_level is not None:
        said.append(_("上一次评价：%(level)s", level=LEVELS[one.earlier_level]))
    if one.explained_on is not None:
        said.append(_("代表工作机构%(day)s作了说明", day=day_words(one.explained_on, year=True)))
    return said


def _over(one: Any) -> str:
    """What is said of one that is over: when it was kept and how it is rated, or since when it is dropped."""
    if one.is_disputed:
        return _("等代表工作机构核实")
    if one.state is CommitmentState.FULFILLED:
        return _("再次答复已送代表，等评价落实情况")
    if one.state is CommitmentState.SETTLED:
        if one.implementation is None:
            return _("代表没有评价落实情况")
        return _("代表评价落实：%(level)s", level=LEVELS[one.implementation])
    return str(COMMITMENT_STATES[one.state])


def _act(one: Any, who: Actor) -> tuple[str, str] | None:
    """The act a line leads to for whom it concerns; the page of the promise has the others."""
    if who.role is Role.DESK and one.change_is_open:
        return _("决定申请"), action_address(Action.GRANT_CHANGE, 0, commitment_id=one.id)
    if who.role is Role.DESK and one.is_disputed:
        return _("核实"), action_address(Action.SETTLE_NOT_SO, 0, commitment_id=one.id)
    if who.role is Role.DESK and one.state is CommitmentState.SETTLED and one.is_dissatisfied and not one.explained_on:
        return _("决定"), action_address(Action.TAKE_UP_PROMISE, 0, commitment_id=one.id)
    asked = who.role in UNIT_ROLES and one.state is CommitmentState.PAST_DUE and who.role is not Role.UNIT_REVIEWER
    if asked and not _is_explained(one):
        return _("说明原因"), action_address(Action.EXPLAIN_UNKEPT, 0, commitment_id=one.id)
    if who.role in (Role.UNIT_HANDLER, Role.UNIT_RECEIVER) and (asked or one.state is CommitmentState.OPEN):
        return _("记进展"), action_address(Action.NOTE_PROGRESS, 0, commitment_id=one.id)
    return None


WIDTHS = (14, 8, 40, 40, 16, 12, 14, 14, 10, 16, 10, 40, 10, 14, 14, 16, 20)


def ledger_head() -> list[str]:
    """The titles of the columns of the table in a file."""
    return [
        _("编号"), _("请求"), _("建议标题"), _("承诺做到什么"), _("责任单位"), _("责任人"),
        _("承诺日期"), _("答复时承诺的日期"), _("改期次数"), _("状态"), _("做了多少"), _("最近进展"),
        _("证明"), _("做到日期"), _("早晚"), _("落实评价"), _("出自"),
    ]  # fmt: skip


def table_row(row: Any) -> list[str | int | date | None]:
    """One promise in the table."""
    one = row.Commitment
    said = one.implementation or one.earlier_level
    level = str(LEVELS[said]) if said else ""
    return [
        row.number or "", one.request_no, official_title(row.title), one.promise, row.unit, one.owner,
        one.due_on, one.first_due_on, one.moves, str(GROUPS[Group(row.group)]), percent_words(one), row.words or "",
        row.files, one.fulfilled_on, late_words(one), level, row.origin,
    ]  # fmt: skip
