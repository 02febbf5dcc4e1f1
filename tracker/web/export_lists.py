"""The ledger of promises, the shares of a unit and the lines of a look-back in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import abort

from tracker.domain.look_backs import MOST_LINES
from tracker.domain.parties import Actor
from tracker.models.look_backs import LookBack
from tracker.outside.ledgers import Part, Row
from tracker.queries import commitments, look_backs
from tracker.queries import tasks as shares
from tracker.queries.cases import BIGGEST
from tracker.queries.register_choices import choices
from tracker.web import look_back_words
from tracker.web.commitment_filters import KNOWN, tags, wanted_of
from tracker.web.commitment_rows import WIDTHS, ledger_head, table_row
from tracker.web.export_files import Made
from tracker.web.labels import LEVELS, TASK_ROLES, TASK_STATES
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.round_labels import FINDINGS, SHOWN
from tracker.web.spoken import gettext as _
from tracker.web.tasks import STAGES, stage_of


def promises(who: Actor, args: Mapping[str, str], today: date) -> Made:
    """All promises under the filter."""
    wanted = wanted_of(args, 1)
    heads = list(zip(ledger_head(), WIDTHS, strict=True))
    rows = (table_row(row) for row in commitments.every(who, wanted, today=today))
    return Made(
        name=_("承诺台账"),
        said=[words for words, _href in tags(wanted, choices())],
        asked={name: args[name] for name in sorted(KNOWN - {"page"}) if args.get(name)},
        parts=[Part("promises", _("承诺"), heads, rows)],
        units=[_("每项承诺一行")],
    )


def unit_shares(who: Actor, args: Mapping[str, str], today: date) -> Made:
    """All shares of the unit at one stage."""
    stage, group_id = stage_of(args, who.role), picked_id(args.get("group"))
    heads = [
        (_("编号"), 12), (_("标题"), 50), (_("怎么办"), 8), (_("领衔代表"), 12), (_("署名人数"), 8), (_("状态"), 14),
        (_("经办人"), 12), (_("签收或者办理期限"), 12), (_("答复日期"), 12), (_("商定的日期"), 12), (_("请会办"), 40),
    ]  # fmt: skip
    said = [str(STAGES[stage])] + ([_("只列同一个并案的")] if group_id is not None else [])
    asked = {"stage": stage.value} | ({"group": str(group_id)} if group_id is not None else {})
    found = shares.every_share(who, stage, today=today, group_id=group_id)
    part = Part("shares", _("件次"), heads, (_share_row(row) for row in found))
    return Made(_("承办件"), said, asked, [part], [_("本单位承办的每件一行")])


def _share_row(row: Any) -> Row:
    return [
        row.number, official_title(row.title), str(TASK_ROLES[row.role]), row.author, row.signer_count,
        str(TASK_STATES[row.state]), row.handler, row.clock_due_on, row.replied_on, row.agreed_due_on, row.asked,
    ]  # fmt: skip


def look_back(who: Actor, args: Mapping[str, str], today: date) -> Made:
    """The lines of one look-back as the reader may know them."""
    one_id = picked_id(args.get("look_back"))
    one = look_backs.campaign(who, one_id) if one_id and one_id <= BIGGEST else None
    if one is None:
        abort(404)
    chosen, unit_id = args.get("show", "all"), picked_id(args.get("unit"))
    chosen = chosen if chosen in SHOWN else "all"
    heads = [
        (_("编号"), 12), (_("标题"), 50), (_("承办单位"), 20), (_("承诺"), 40), (_("承诺日期"), 12), (_("填报"), 16),
        (_("做了多少"), 8), (_("核查"), 16), (_("代表评价"), 16), (_("原来的类别"), 10), (_("现在的类别"), 10),
    ]  # fmt: skip
    said = [one.name] + ([str(SHOWN[chosen])] if chosen != "all" else [])
    asked = {"look_back": str(one.id), "show": chosen} | ({"unit": str(unit_id)} if unit_id else {})
    part = Part("lines", _("回头看"), heads, _look_back_rows(who, one, (chosen, unit_id), today))
    return Made(_("回头看"), said, asked, [part], [_("列入回头看的每项一行")])


def _look_back_rows(who: Actor, one: LookBack, asked: tuple[str, int | None], today: date) -> Iterator[Row]:
    (chosen, unit_id), page = asked, 1
    while rows := look_backs.lines(who, one, chosen, unit_id, page=page, size=MOST_LINES, today=today):
        yield from (_look_back_row(row, one, today) for row in rows)
        page += 1


def _look_back_row(row: Any, one: LookBack, today: date) -> Row:
    line = row.LookBackLine
    off = line.taken_off_at is not None
    filled = _("已移出") if off else _("已填报") if line.filled_at else look_back_words.not_filled(one, today)
    checked = str(FINDINGS[line.finding]) if line.finding else look_back_words.not_checked(one, today)
    state = {"is_filled": line.filled_at is not None, "is_shut": line.rating_shut_on is not None}
    rated = str(LEVELS[line.level]) if line.level else look_back_words.not_rated(one, today, **state)
    return [
        row.number, official_title(row.title), row.unit, row.promise, row.due_on, filled,
        line.percent if line.filled_at else None, "" if off else checked, "" if off else rated,
        line.letter_was, line.letter,
    ]  # fmt: skip
