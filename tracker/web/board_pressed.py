"""What presses on the units of a board now, as its tiles, its column and its table of key items say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from tracker.domain.parties import Actor
from tracker.queries import board_key_items, board_pressure
from tracker.queries.board_key_items import KeyLine, KeyNow
from tracker.queries.board_pressure import Pressed, What
from tracker.queries.figures import Scope
from tracker.web.board_scopes import Looked
from tracker.web.board_tiles import Tile
from tracker.web.key_item_words import charge_words, kind_tag, stage_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

# So many key items stand on a board; all of them on their own page.
FEW = 8


@dataclass(frozen=True)
class Press:
    """What is chased by unit, and the key items in hand, on a day of Asia/Shanghai."""

    units: Mapping[int, Pressed]
    keys: Sequence[KeyLine]
    today: date

    def of_unit(self, looked: Looked, unit_id: int) -> tuple[tuple[int, int, int, str], tuple[int, str]]:
        """How many shares of a unit are chased now, how often, how many wait for its word, and their list; how many key
        items in hand it has a share of, and theirs."""
        one = self.units.get(unit_id, Pressed())
        keys = sum(unit_id in each.unit_ids for each in self.keys)
        chased = one.shares, one.times, one.unanswered, looked.pressed(What.CHASED, unit=unit_id)
        return chased, (keys, looked.pressed(KeyNow.HELD, unit=unit_id))


def press_of(who: Actor, scope: Scope, *, today: date) -> Press:
    """What presses in a scope: five statements, however many units."""
    keys = board_key_items.key_lines(who, scope, today=today)
    return Press(board_pressure.pressed_by_unit(scope), keys, today)


def drawn(looked: Looked, press: Press) -> dict[str, Any]:
    """The second row of tiles and the table of key items, as the templates of boards draw them."""
    keys = list(press.keys)
    return {
        "press_tiles": tiles(looked, press),
        "key_rows": [key_row(one, press.today) for one in keys[:FEW]],
        "key_title": key_title(keys),
        "key_url": looked.pressed(KeyNow.HELD) if len(keys) > FEW else "",
    }


def tiles(looked: Looked, press: Press) -> list[Tile]:
    """What is chased, what nobody answered, what is supervised, and the key items: each number leads to its list."""
    every = sum(press.units.values(), Pressed())
    keys = list(press.keys)
    late, planned = (len(board_key_items.among(keys, one, press.today)) for one in (KeyNow.LATE, KeyNow.PLANNED))
    chair = [(_("列入主任会议名单%(n)s件次", n=every.chair), looked.pressed(What.CHAIR))] if every.chair else []
    of_keys = [(_("有逾期的%(n)s项", n=late), looked.pressed(KeyNow.LATE))] if late else []
    of_keys += [(_("五日内有安排的%(n)s项", n=planned), looked.pressed(KeyNow.PLANNED))] if planned else []
    return [
        _tile(
            _("催办中"),
            every.shares,
            looked.pressed(What.CHASED),
            [(_("一共催了%(n)s次", n=every.times), ""), (_("包括会办的和还没有到期的"), "")],
        ),
        _tile(_("催了没有回应"), every.unanswered, looked.pressed(What.UNANSWERED), is_late=bool(every.unanswered)),
        _tile(_("已发督办通知"), every.supervised, looked.pressed(What.SUPERVISED), chair),
        Tile(_("重点督办在办"), str(len(keys)), _("项"), looked.pressed(KeyNow.HELD), of_keys),
    ]


def _tile(name: str, number: int, href: str, lines: Sequence[tuple[str, str]] = (), *, is_late: bool = False) -> Tile:
    return Tile(name, str(number), _("件次"), href, lines if number else (), is_late=is_late)


def key_row(one: KeyLine, today: date) -> dict[str, Any]:
    """One key item as a line: what is late of it, or how far it is, and the next step of its plan."""
    item = one.item
    stage = _("%(n)s件已答复", n=one.replied) if one.replied else stage_words(item)
    return {
        "href": url_for("key_items.show", item_id=item.id),
        "title": item.title,
        "kind": kind_tag(item),
        "papers": one.papers,
        "charge": charge_words(item),
        "stage": stage,
        "late": _late(one),
        "next": _next(one, today),
    }


def _late(one: KeyLine) -> str:
    found = [_("%(n)s件次办理逾期", n=one.late)] if one.late else []
    found += [_("报告逾期")] if one.report_is_late else []
    found += [_("方案逾期")] if one.plan_is_late else []
    return _("、").join(found)


def _next(one: KeyLine, today: date) -> str:
    if one.next_on is None:
        return ""
    return f"{day_words(one.next_on, year=one.next_on.year != today.year)} {one.next_words}"


def key_title(keys: Sequence[KeyLine]) -> str:
    """The finding: how many in hand, and how many of them with something late."""
    late = sum(one.is_late for one in keys)
    if not late:
        return _("%(n)s项重点督办在办，都没有逾期", n=len(keys))
    return _("%(n)s项重点督办在办，%(late)s项有逾期", n=len(keys), late=late)
