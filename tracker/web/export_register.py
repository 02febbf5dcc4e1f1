"""The register in a file, in the order of an office's own ledger: one line for a paper (件), one for a unit's share
of it (件次)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.parties import Actor, TaskRole
from tracker.domain.roles import Role
from tracker.domain.states import RoundState, SuggestionState
from tracker.outside.ledgers import Part, Row
from tracker.queries.register import every_id
from tracker.queries.register_choices import choices
from tracker.queries.register_export import Paper, ShareRow, papers
from tracker.web.due_tags import is_forecast
from tracker.web.export_files import Made
from tracker.web.labels import KINDS, LEVELS, TASK_ROLES
from tracker.web.register_filters import Address, filters_of, status_labels, tags
from tracker.web.register_rows import OFFICES, due_of, row_of, share_words
from tracker.web.spoken import gettext as _

ARCHIVED = SuggestionState.ARCHIVED


def made(who: Actor, args: Mapping[str, str], today: date, *, mine: bool) -> Made:
    """Every paper of the list, as the reader sees it on the screen and in the order of the screen."""
    filters = filters_of(args, who, mine=mine)
    address = Address("register.mine" if mine else "register.show", filters)
    ids = every_id(who, filters, today=today, mine=mine)
    said = tags(filters, address, choices(), status_labels(filters, who))
    reader = Reader(who, today, mine=mine, unit_id=filters.unit_id)
    return Made(
        name=_("我的建议") if mine else _("建议总表"),
        said=[words for words, _href in said],
        asked=address.asked,
        parts=[
            Part("papers", _("件"), _paper_heads(), (reader.paper_row(one) for one in papers(who, ids))),
            Part("shares", _("件次"), _share_heads(), _share_rows(reader, who, ids)),
        ],
        units=[_("每件一行"), _("上面各件的每个承办单位一行，一件由几个单位办的有几行")],
    )


def _paper_heads() -> list[tuple[str, int]]:
    return [
        (_("编号"), 12), (_("种类"), 8), (_("届次"), 18), (_("标题"), 50), (_("领衔代表"), 12), (_("代表团"), 14),
        (_("署名人数"), 8), (_("附议代表"), 30), (_("类别"), 18), (_("提交日期"), 12), (_("收件日期"), 12),
        (_("立案日期"), 12), (_("交办日期"), 12), (_("主办单位"), 24), (_("会办单位"), 30), (_("状态"), 14),
        (_("期限"), 12), (_("答复文号"), 24), (_("答复日期"), 22), (_("答复类别"), 12), (_("最近一次评价"), 14),
        (_("办结日期"), 12), (_("重点"), 6), (_("备注"), 14),
    ]  # fmt: skip


def _share_heads() -> list[tuple[str, int]]:
    return [
        (_("编号"), 12), (_("标题"), 50), (_("领衔代表"), 12), (_("承办单位"), 24), (_("怎么办"), 8),
        (_("答复哪几项请求"), 12), (_("状态"), 14), (_("交办日期"), 12), (_("办理期限"), 12), (_("延期到"), 12),
        (_("答复次数（轮次）"), 10), (_("答复文号"), 24), (_("答复日期"), 12), (_("答复类别"), 10),
        (_("回头看以后的类别"), 10), (_("最近一次评价"), 10), (_("等待评价"), 14), (_("改办次数"), 8),
    ]  # fmt: skip


def _share_rows(reader: Reader, who: Actor, ids: Sequence[int]) -> Iterator[Row]:
    for one in papers(who, ids):
        yield from reader.share_rows(one)


class Reader:
    """Who reads the rows: what the register shows him, and nothing more."""

    def __init__(self, who: Actor, today: date, *, mine: bool, unit_id: int | None) -> None:
        self.who, self.today, self.mine, self.unit_id = who, today, mine, unit_id

    def paper_row(self, one: Paper) -> Row:
        """One paper."""
        row, facts = one.entry.row, one.facts
        shown = row_of(one.entry, self.who, self.today, mine=self.mine, unit_id=self.unit_id)
        replies = [(share, share.replies[-1]) for share in one.shares if share.replies]
        due = due_of(row, self.who, mine=self.mine)
        return [
            shown["number"], str(KINDS[row.kind]), facts.session, shown["title"], shown["people"][0],
            facts.of_delegation, row.signer_count or None, _("、").join(one.signers), facts.category, row.submitted_on,
            facts.received_on, facts.registered_on, facts.assigned_on,
            self._units(one, lead=True), self._units(one, lead=False), shown["status"],
            due,
            _told(replies, "document_no"), _day_told(replies), _told(replies, "letter"),
            _told(replies, "rating", archived=row.state is ARCHIVED), facts.closed_on,
            _("重点") if row.is_key else None,
            _("、").join([*shown["marks"], *([_("期限暂定")] if due and is_forecast(due) else [])]),
        ]  # fmt: skip

    def share_rows(self, one: Paper) -> Iterator[Row]:
        """Each unit's share of a paper."""
        if one.shares:
            shown = row_of(one.entry, self.who, self.today, mine=self.mine, unit_id=self.unit_id)
            head = [shown["number"], shown["title"], shown["people"][0]]
            for share in one.shares:
                yield [*head, *self._share(one, share)]

    def _share(self, one: Paper, share: ShareRow) -> Row:
        row, held = one.entry.row, share.row
        last = share.replies[-1] if share.replies else None
        round_state = one.entry.shares[held.task_id].round_state
        inside = self._reads_all(row)
        return [
            held.unit, str(TASK_ROLES[held.role]), _("、").join(str(no) for no in held.part),
            share_words(held.state, round_state, inner=self.who.role in OFFICES), held.assigned_on,
            held.due_on if inside else None, share.extended_to if inside else None, len(share.replies) or None,
            last.document_no if last else None, last.delivered_on if last else None, last.letter if last else None,
            last.letter_now if last else None, _last_rating(share, archived=row.state is ARCHIVED) or None,
            _awaited(last), held.moves or None,
        ]  # fmt: skip

    def _units(self, one: Paper, *, lead: bool) -> str:
        named = [share.row.unit for share in one.shares if (share.row.role is not TaskRole.CO) is lead]
        return _("、").join(named)

    def _reads_all(self, row: Any) -> bool:
        """Whether what the offices have agreed about days is the reader's to know: not a colleague deputy's."""
        theirs = self.who.role is Role.DEPUTY and not self.mine and row.author_id != self.who.person_id
        return row.state is not ARCHIVED and not theirs


def _told(replies: Sequence[tuple[ShareRow, Any]], what: str, *, archived: bool = False) -> str:
    """What the last reply of each unit says, with the unit where there are several."""
    said = [
        (share, _rating_told(share, archived=archived) if what == "rating" else getattr(one, what))
        for share, one in replies
    ]
    if len(said) == 1:
        return str(said[0][1] or "")
    return _("；").join(
        _("%(unit)s：%(words)s", unit=share.row.short_name, words=words) for share, words in said if words
    )


def _day_told(replies: Sequence[tuple[ShareRow, Any]]) -> str | date | None:
    if len(replies) == 1:
        day: date | None = replies[0][1].delivered_on
        return day
    days = [(share, one.delivered_on) for share, one in replies if one.delivered_on]
    return _("；").join(
        _("%(unit)s：%(words)s", unit=share.row.short_name, words=day.isoformat()) for share, day in days
    )


def _last_rating(share: ShareRow, *, archived: bool) -> str:
    """What the statistics call the last rating: of the last reply that is rated or whose window is shut. A further
    reply that waits to be rated takes nothing away from it."""
    return next((said for one in reversed(share.replies) if (said := _rating(one, archived=archived))), "")


def _awaited(reply: Any) -> str | None:
    """Which reply waits to be rated."""
    return _("第%(n)s次答复", n=reply.no) if reply is not None and reply.state is RoundState.DELIVERED else None


def _rating_told(share: ShareRow, *, archived: bool) -> str:
    """The last rating, and whether a further reply waits for its own."""
    said = _last_rating(share, archived=archived)
    return _("%(level)s（再次答复待评价）", level=said) if said and _awaited(share.replies[-1]) else said


def _rating(reply: Any, *, archived: bool = False) -> str:
    """The headline level, open to every reader once all have rated or the window is shut, and to nobody before."""
    if reply.state is RoundState.NO_FEEDBACK and not archived:
        return _("未反馈")
    settled = reply.state is not RoundState.DELIVERED
    return str(LEVELS[reply.headline]) if reply.headline and settled else ""
