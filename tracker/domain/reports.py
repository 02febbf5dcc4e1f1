"""Reports that are written from the figures: which kinds there are, what each carries, and how a figure is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.calendar import ONE_DAY
from tracker.domain.statistics import COUNTED, Measure

# Below this a percentage says more than is known: the numbers are written out instead.
FEW = 5
# One block: an office's section of a few pages.
BLOCK = 8_000


class ReportKind(StrEnum):
    """交办会材料, 办理情况通报, 承办单位年度总结, 年度办理情况报告."""

    MEETING = "meeting"
    BULLETIN = "bulletin"
    UNIT = "unit"
    ANNUAL = "annual"


class When(StrEnum):
    """Which figures: those of the report's day; those it is compared with; those of last year's papers by its day."""

    NOW = "now"
    BEFORE = "before"
    LAST = "last"


# Beside the breakdowns of the ledger a report has these: the parts of a session, the systems of units, the deputies.
HALF, SYSTEM, DEPUTIES = "half", "system", "deputies"
IN, BETWEEN = "in", "between"


@dataclass(frozen=True)
class Ref:
    """One figure of a report, as it stands in addresses: which of its days, which part of which breakdown, what."""

    measures: tuple[Measure, ...]
    by: str = "whole"
    part: str = ""
    when: When = When.NOW

    @property
    def code(self) -> str:
        return "~".join((self.when.value, self.by, self.part, "+".join(one.value for one in self.measures)))


def ref_of(code: str) -> Ref | None:
    """The figure of a code; None where it is none, or where it would add up what is not counted alike."""
    parts = code.split("~")
    if len(parts) != 4:
        return None
    when, by, part, names = parts
    try:
        measures = tuple(Measure(one) for one in names.split("+") if one)
        found = Ref(measures, by, part, When(when))
    except ValueError:
        return None
    if by == DEPUTIES:
        return found if not measures else None
    return found if len({COUNTED[one] for one in measures}) == 1 else None


@dataclass(frozen=True)
class Section:
    """One part of a report: its heading, whether the office writes in it, its tables and its charts by code."""

    code: str
    title: str
    tables: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    # What the office is to write where nothing can be drafted from figures.
    hint: str = ""


S = Section
# fmt: off
PLANS: Mapping[ReportKind, Sequence[Section]] = {
    ReportKind.ANNUAL: (
        S("filed",       "建议的提出和立案",   ("papers", "halves", "progress")),
        S("where_from",  "提出建议的代表团和建议的内容", ("delegations", "categories"), ("categories",)),
        S("assigned",    "交办和承办",         ("systems", "units")),
        S("replied",     "答复和办结",         ("shares", "signing", "co"), ("late",)),
        S("letters",     "办理结果",           ("letters",), ("letters",)),
        S("contact",     "与代表的沟通",       ("contact",)),
        S("rated",       "代表评价",           ("first", "last", "process"), ("last",)),
        S("rehandled",   "重新办理",           ("rounds",)),
        S("promises",    "承诺事项落实",       ("promises", "last_promises")),
        S("publication", "答复的公开",         ("publication",)),
        S("keys",        "重点督办建议",       ("keys",)),
        S("bills",       "议案的处理",         ("bills",)),
        S("problems",    "存在的问题",         hint="写明问题的表现和原因；没有数据能说明的，由起草人补写。"),
        S("next",        "下一步工作",         hint="由起草人补写；空着的不印。"),
    ),
    ReportKind.BULLETIN: (
        S("month",       "总体情况",           ("shares", "signing", "co")),
        S("by_unit",     "各承办单位办理进度", ("units",), ("late",)),
        S("overdue",     "逾期未答复的建议",   ("overdue",)),
        S("rated",       "代表评价",           ("last",)),
        S("promises",    "承诺事项落实",       ("promises",)),
        S("demands",     "工作要求",           hint="由起草人补写；空着的不印。"),
    ),
    ReportKind.MEETING: (
        S("given",       "交办的总体情况",     ("papers", "roles")),
        S("where_from",  "建议的来源和内容",   ("delegations", "categories"), ("categories",)),
        S("demands",     "办理要求",           hint="由起草人补写；空着的不印。"),
        S("given_list",  "各承办单位承办的建议", ("given",)),
    ),
    ReportKind.UNIT: (
        S("own",         "承办的基本情况",     ("shares", "signing", "co", "own_categories")),
        S("letters",     "办理结果",           ("letters",), ("letters",)),
        S("contact",     "与代表的沟通",       ("contact",)),
        S("rated",       "代表评价",           ("first", "last", "process")),
        S("promises",    "承诺事项落实",       ("promises", "last_promises")),
        S("publication", "答复的公开",         ("publication",)),
        S("ways",        "主要做法",           hint="由承办单位补写；空着的不印。"),
        S("problems",    "存在的问题",         hint="由承办单位补写原因；空着的不印。"),
        S("next",        "下一步工作",         hint="由承办单位补写；空着的不印。"),
    ),
}
# fmt: on
# Only these kinds list papers one by one, frozen with the figures.
LISTED = {ReportKind.MEETING: "given", ReportKind.BULLETIN: "overdue"}
NUMERALS = "〇一二三四五六七八九十"


def numeral(number: int) -> str:
    """一 to 十九, as headings of official papers are numbered."""
    return NUMERALS[number] if number <= 10 else f"十{NUMERALS[number - 10]}"


def cn_day(day: date) -> str:
    """2026年4月1日, as GB/T 9704 writes a day."""
    return f"{day.year}年{day.month}月{day.day}日"


def a_year_before(day: date) -> date:
    """The same day of the year before; the last of February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def month_before(day: date) -> date:
    """The last day of the month before the one a day lies in: what a monthly bulletin compares with."""
    return day.replace(day=1) - ONE_DAY


def title_of(kind: ReportKind, scope: str, on: date, unit: str = "") -> str:
    """「第七届第六次会议代表建议年度办理情况的报告」: the title a report is drafted with."""
    if kind is ReportKind.MEETING:
        return f"{scope}代表建议交办会材料"
    if kind is ReportKind.BULLETIN:
        return f"{scope}代表建议办理情况通报（{on.year}年{on.month}月）"
    if kind is ReportKind.UNIT:
        return f"{unit}关于{scope}代表建议办理工作的总结"
    return f"关于{scope}代表建议办理情况的报告"


def corrected_title(title: str) -> str:
    """The title of what corrects a report of this title, so that no two that differ are called the same."""
    found = _CORRECTED.search(title)
    if found is None:
        return f"{title}（更正）"
    return f"{title[: found.start()]}（第{int(found[1] or 1) + 1}次更正）"


_CORRECTED = re.compile(r"（(?:第([0-9]+)次)?更正）$")
