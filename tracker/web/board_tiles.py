"""The figures on top of a board, each with what it is made of and what it was a week ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.statistics import (
    FALLEN_DUE,
    LAST_RATED,
    PROMISE_DUE,
    RATES,
    REPLIED,
    Counts,
    Measure,
    Rate,
    is_few,
    rate_of,
    total,
)
from tracker.web.board_scopes import Looked
from tracker.web.figure_words import RATE_NAMES, formula, percent
from tracker.web.spoken import gettext as _

M = Measure


@dataclass(frozen=True)
class Tile:
    """One figure in large print: what it is, the number with its unit and address, what it is made of, and before."""

    name: str
    number: str
    unit: str
    href: str
    lines: Sequence[tuple[str, str]]  # words and, where they are cases, their address
    before: str = ""
    is_late: bool = False
    how: str = ""


def tiles(looked: Looked, now: Counts, before: Counts, *, oldest: date | None, on: date) -> list[Tile]:
    """The five figures of every supervision board, each beside what it was a week ago."""
    replied, owed = total(now, REPLIED), now.get(M.OWED, 0)
    share = percent(replied / owed if owed else None)
    late = now.get(M.OVERDUE, 0)
    waits = _("最久%(n)s天", n=(on - oldest).days) if late and oldest else ""
    return [
        Tile(
            _("已经答复"),
            str(replied),
            _("件次"),
            looked.cases(*REPLIED),
            [(_("应答复%(n)s，占%(share)s", n=owed, share=share), looked.cases(M.OWED))],
            str(total(before, REPLIED)),
        ),
        _rate(looked, Rate.ON_TIME, FALLEN_DUE, _("到期或已复"), now, before),
        _rate(
            looked, Rate.SATISFACTION, LAST_RATED, _("已评价"), now, before, M.LAST_SILENT, _("没有反馈%(n)s，不计入")
        ),
        _rate(looked, Rate.IMPLEMENTATION, PROMISE_DUE, _("到期承诺"), now, before, M.UNKEPT, _("过期没有做到%(n)s项")),
        Tile(
            _("逾期未答复"),
            str(late),
            _("件次"),
            looked.cases(M.OVERDUE),
            [(waits, "")] if waits else [],
            str(before.get(M.OVERDUE, 0)),
            is_late=bool(late),
        ),
    ]


def _rate(
    looked: Looked, rate: Rate, whole: Sequence[Measure], words: str, now: Counts, before: Counts, *more: Any
) -> Tile:
    one, then = rate_of(rate, now), rate_of(rate, before)
    made_of = _("%(part)s÷%(whole)s%(words)s", part=one.part, whole=one.whole, words=words)
    made_of += _("，样本少") if is_few(one.whole) else ""
    lines = [(made_of, looked.cases(*whole) if one.whole else "")]
    if more and now.get(more[0]):
        lines.append((more[1] % {"n": now[more[0]]}, looked.cases(more[0])))
    href = looked.cases(*RATES[rate].numerator) if one.part else ""
    return Tile(str(RATE_NAMES[rate]), percent(one.value), "", href, lines, percent(then.value), how=formula(rate))
