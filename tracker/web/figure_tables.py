"""The tables of figures as pages, the command and reports show them: rows of counts with their unit, rows of rates with
what they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.breakdowns import By
from tracker.domain.statistics import (
    ASSIGNED,
    COUNTED,
    RATES,
    REPLIED,
    Counted,
    Counts,
    Measure,
    Rate,
    rate_of,
    total,
)
from tracker.web.figure_words import COUNTED as UNITS
from tracker.web.figure_words import MEASURES, RATE_NAMES, formula, percent, points
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

M, R = Measure, Rate

# Title, the figures, indented parts after what they are parts of.
# fmt: off
SECTIONS: Sequence[tuple[str, Any, Counted, Sequence[tuple[Measure, int]]]] = (
    ("papers", _l("提出和立案"), Counted.PAPER, (
        (M.FILED, 0), (M.UNDER_REVIEW, 1), (M.REFUSED, 1), (M.AS_LETTER, 1), (M.SET_ASIDE, 1), (M.WITHDRAWN_EARLY, 1),
        (M.REGISTERED, 1), (M.ALONE, 2), (M.JOINT, 2), (M.FROM_BILL, 0), (M.MERGED, 0))),
    ("progress", _l("立案的建议办到哪一步"), Counted.PAPER, (
        (M.REGISTERED, 0), (M.TO_ASSIGN, 1), (M.IN_HANDLING, 1), (M.PAPER_LATE, 2), (M.COMPLETED, 1),
        (M.WITHDRAWN_LATE, 1), (M.CLOSED, 0))),
    ("shares", _l("承办单位答复"), Counted.SHARE, (
        (M.TO_DISTRIBUTE, 0), (M.OWED, 0), (M.SOLE, 1), (M.LEAD, 1), (M.SEPARATE, 1), (M.RUNNING, 1), (M.OVERDUE, 1),
        (M.REPLIED_IN_TIME, 1), (M.REPLIED_LATE, 1), (M.REPLIED_IN_3_MONTHS, 0), (M.PAST_6_MONTHS, 0),
        (M.EXTENDED, 0), (M.OBJECTED, 0), (M.MOVED, 0), (M.CONTACTED, 0), (M.MET, 0))),
    ("steps", _l("还没有答复的在哪一步（不含会办）"), Counted.SHARE, (
        (M.AT_SIGN_FOR, 0), (M.AT_GIVE, 0), (M.AT_DRAFT, 0), (M.AT_REVIEW, 0), (M.AT_SIGN, 0), (M.AT_CHECK, 0))),
    ("signing", _l("签收（不含会办）"), Counted.SHARE, (
        (M.SIGNED_IN_TIME, 0), (M.SIGNED_LATE, 0), (M.UNSIGNED, 0), (M.UNSIGNED_LATE, 0))),
    ("co", _l("会办"), Counted.SHARE, (
        (M.CO_OWED, 0), (M.CO_IN_TIME, 1), (M.CO_LATE, 1), (M.CO_RUNNING, 1), (M.CO_OVERDUE, 1))),
    ("letters", _l("答复类别"), Counted.SHARE, (
        (M.LETTER_A, 0), (M.LETTER_B, 0), (M.LETTER_C, 0), (M.LETTER_D, 0), (M.LETTER_OTHER, 0))),
    ("first", _l("首次评价"), Counted.SHARE, (
        (M.FIRST_SATISFIED, 0), (M.FIRST_BASICALLY, 0), (M.FIRST_DISSATISFIED, 0), (M.FIRST_SILENT, 0),
        (M.FIRST_AWAITED, 0))),
    ("last", _l("最近一次评价"), Counted.SHARE, (
        (M.LAST_SATISFIED, 0), (M.LAST_BASICALLY, 0), (M.LAST_DISSATISFIED, 0), (M.LAST_SILENT, 0),
        (M.LAST_AWAITED, 0))),
    ("rounds", _l("答复和评价"), Counted.ROUND, (
        (M.DELIVERED, 0), (M.DELIVERED_AGAIN, 1), (M.ROUND_RATED, 1), (M.ROUND_SILENT, 1), (M.ROUND_AWAITED, 1),
        (M.REHANDLED, 0), (M.EXPLAINED, 0), (M.ESCALATED, 0))),
    ("process", _l("对办理过程的评价"), Counted.VOICE, (
        (M.PROCESS_SATISFIED, 0), (M.PROCESS_BASICALLY, 0), (M.PROCESS_DISSATISFIED, 0))),
    ("promises", _l("承诺"), Counted.PROMISE, (
        (M.PROMISED, 0), (M.KEPT_IN_TIME, 1), (M.KEPT_LATE, 1), (M.UNKEPT, 1), (M.PROMISE_OPEN, 1),
        (M.PROMISE_DROPPED, 1), (M.PROMISE_MOVED, 0), (M.OUTCOME_SATISFIED, 0),
        (M.OUTCOME_BASICALLY, 0), (M.OUTCOME_DISSATISFIED, 0))),
    ("publication", _l("公开"), Counted.SHARE, ((M.TO_PUBLIC, 0), (M.NOT_PUBLIC, 0))),
    ("bills", _l("议案"), Counted.PAPER, (
        (M.BILL_FILED, 0), (M.BILL_OPEN, 1), (M.BILL_ON_AGENDA, 1), (M.BILL_REFERRED, 1), (M.BILL_CONVERTED, 1),
        (M.BILL_REFUSED, 1), (M.BILL_WITHDRAWN, 1))),
)
# fmt: on
# What stands in one line for each part of a breakdown: papers first where the breakdown has any.
PAPER_COLUMNS: Sequence[tuple[Measure, ...]] = ((M.REGISTERED,), ASSIGNED, (M.COMPLETED,), (M.PAPER_LATE,))
SHARE_COLUMNS: Sequence[tuple[Measure, ...]] = (
    (M.OWED,),
    REPLIED,
    (M.OVERDUE,),
    (M.SOLVED,),
    (M.PROMISED,),
    (M.UNKEPT,),
)
RATE_COLUMNS = (R.ON_TIME, R.SATISFACTION, R.SOLVING, R.IMPLEMENTATION)
KEPT = (M.KEPT_IN_TIME, M.KEPT_LATE)
WITHDRAWN = (M.WITHDRAWN_EARLY, M.WITHDRAWN_LATE)
_NAMES: Mapping[tuple[Measure, ...], Any] = {
    ASSIGNED: _l("已交办"),
    REPLIED: _l("已答复"),
    KEPT: _l("已做到"),
    WITHDRAWN: _l("撤回"),
}


@dataclass(frozen=True)
class Line:
    """One figure: its name, how deep it is a part of what stands above, the count, and the count beside."""

    measures: tuple[Measure, ...]
    words: str
    depth: int
    count: int
    beside: int | None


@dataclass(frozen=True)
class Table:
    """One table of figures of one counting unit."""

    code: str
    title: str
    unit: str
    lines: list[Line]


@dataclass(frozen=True)
class RateLine:
    """One rate with its formula, numerator and denominator, and the figures these are sums of; beside, what it was, and
    the change in points."""

    rate: Rate
    words: str
    formula: str
    part: int
    whole: int
    percent: str
    beside: str
    change: str

    @property
    def above(self) -> tuple[Measure, ...]:
        return RATES[self.rate].numerator

    @property
    def below(self) -> tuple[Measure, ...]:
        return RATES[self.rate].denominator


def tables(counts: Counts, beside: Counts | None = None, *, shares_only: bool = False) -> list[Table]:
    """All tables that have anything to say; a table of nothing but noughts is left out."""
    found = []
    for code, title, counted, rows in SECTIONS:
        if shares_only and counted is Counted.PAPER:
            continue
        lines = [_line((measure,), depth, counts, beside) for measure, depth in rows]
        if any(line.count or line.beside for line in lines):
            found.append(Table(code, str(title), str(UNITS[counted]), lines))
    return found


def _line(measures: tuple[Measure, ...], depth: int, counts: Counts, beside: Counts | None) -> Line:
    number = None if beside is None else total(beside, measures)
    return Line(measures, name_of(measures), depth, total(counts, measures), number)


def name_of(measures: tuple[Measure, ...]) -> str:
    """The name of a figure, or of a sum of some."""
    return str(_NAMES[measures]) if measures in _NAMES else _("＋").join(str(MEASURES[one]) for one in measures)


def rates(counts: Counts, beside: Counts | None = None, *, shares_only: bool = False) -> list[RateLine]:
    """All rates, each with what it is made of."""
    found = []
    for rate in Rate:
        if shares_only and RATES[rate].counted is Counted.PAPER:
            continue
        share = rate_of(rate, counts)
        before = rate_of(rate, beside).value if beside is not None else None
        line = RateLine(
            rate,
            str(RATE_NAMES[rate]),
            formula(rate),
            share.part,
            share.whole,
            percent(share.value),
            "" if beside is None else percent(before),
            "" if beside is None else points(share.value, before),
        )
        found.append(line)
    return found


def columns(by: By | None) -> list[tuple[tuple[Measure, ...], str, str]]:
    """The figures of a breakdown's table: measures, name and counting unit of each column."""
    with_papers = by in (By.DELEGATION, By.CATEGORY, By.KEY)
    wanted = [*(PAPER_COLUMNS if with_papers else ()), *SHARE_COLUMNS]
    return [(measures, name_of(measures), str(UNITS[COUNTED[measures[0]]])) for measures in wanted]
