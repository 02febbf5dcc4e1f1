"""Why a limit ends when it does, in two or three sentences, and the facts beside the month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.clock import day_of
from tracker.domain.calendar import DayMark, DayReason, Due, Unit, add_months
from tracker.models.calendar import CalendarYear, LawVersion, YearStatus
from tracker.queries.law import Explanation
from tracker.web.labels import CLOCK_VERBS
from tracker.web.law_labels import DAYS, STARTS, limit_words
from tracker.web.month_grid import rest_words, weekday_words
from tracker.web.rule_sheet import in_force_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

Fact = tuple[str, str, str, bool]


def title(found: Explanation) -> str:
    """为什么是5月12日."""
    return _("为什么是%(day)s", day=day_words(found.clock.due_on, year=_far(found)))


def sentence(found: Explanation, *, granted: str = "") -> str:
    """From what day, how long, what was skipped, and where that ends; `granted` says so when it was put off (延期)."""
    if found.due is None:
        return _("现行规则没有设这项期限，到期日另行确定。")
    parts = [_promise(found, found.due), *_counting(found.due), _ending(found.due)]
    if found.cap is not None:
        parts.append(_capped(found.cap))
    if found.differs and granted:
        parts.append(granted)
    elif found.differs:
        words = _("记录的到期日是%(day)s，另行确定，不是下面算出的日子。", day=day_words(found.clock.due_on, year=True))
        parts.append(words)
    return "".join(parts)


def _far(found: Explanation) -> bool:
    return found.clock.due_on.year != found.clock.started_on.year


def _promise(found: Explanation, due: Due) -> str:
    return _(
        "%(start)s%(event)s，应在%(limit)s内%(verb)s。当天不算。",
        start=day_words(due.start),
        event=STARTS[found.rule.start],
        limit=limit_words(due.limit),
        verb=CLOCK_VERBS[found.clock.kind],
    )


def _counting(due: Due) -> Iterator[str]:
    if due.limit.unit is Unit.CALENDAR_DAY:
        yield _("按自然日计，休息日也算。")
        return
    if due.limit.unit is Unit.MONTH:
        if add_months(due.start, due.limit.amount).day != due.start.day:
            yield _("当月没有%(n)s日，以月末为准。", n=due.start.day)
        return
    skipped = Counter(mark.name for mark in due.days if mark.reason is DayReason.HOLIDAY)
    for name, count in skipped.items():
        yield _("%(name)s放假%(n)s天不算。", name=name, n=count)
    weekend = sum(mark.reason is DayReason.WEEKEND for mark in due.days)
    if weekend:
        yield _("周末%(n)s天不算。", n=weekend)
    for mark in due.days:
        if mark.reason is DayReason.MAKEUP_WORKDAY:
            yield _("%(day)s%(weekday)s调休上班要算。", day=day_words(mark.day), weekday=weekday_words(mark.day))


def _ending(due: Due) -> str:
    nominal = {"day": day_words(due.nominal), "weekday": weekday_words(due.nominal), "n": due.limit.amount}
    if due.limit.unit is Unit.WORKING_DAY:
        return _("第%(n)s个工作日是%(day)s，%(weekday)s。", **nominal)
    ends = (
        _("满%(n)s个月是%(day)s，%(weekday)s", **nominal)
        if due.limit.unit is Unit.MONTH
        else _("第%(n)s日是%(day)s，%(weekday)s", **nominal)
    )
    if not due.rolled:
        return ends + _("。")
    rest = next(rest_words(mark) for mark in due.days if mark.day == due.nominal)
    return ends + _(
        "，是休息日（%(rest)s），顺延到%(day)s，%(weekday)s。",
        rest=rest,
        day=day_words(due.on),
        weekday=weekday_words(due.on),
    )


def _capped(cap: Due) -> str:
    return _(
        "整件建议自%(start)s首次交办起最长%(limit)s，%(day)s到期，以先到的为准。",
        start=day_words(cap.start),
        limit=limit_words(cap.limit),
        day=day_words(cap.on, year=True),
    )


def facts(found: Explanation, years: Sequence[CalendarYear], version: LawVersion | None = None) -> list[Fact]:
    """Authority, rule of counting, calendar and rulebook: label, words, quotation, whether it is a default."""
    rule = found.rule
    return [
        (_("依据"), rule.legal_basis, "", rule.provisional),
        *([(_("说明"), rule.note, "", False)] if rule.note else []),
        (_("怎么数"), how_words(found), "", False),
        (_("放假安排"), "；".join(_year_words(year) for year in years) or _("没有资料，按周末计"), "", _unsure(years)),
        *([(_("放假安排的版本"), _version_words(version), "", False)] if version else []),
        (_("用的规则"), _("%(day)s的一版", day=in_force_words(found.book)), "", False),
    ]


def how_words(found: Explanation) -> str:
    """The rule of counting in one breath."""
    unit = found.rule.limit.unit if found.rule.limit else Unit.CALENDAR_DAY
    first = _("当天不算，从第二天数起。")
    if unit is Unit.WORKING_DAY:
        return first + _("只数工作日，调休上班的周末也数。")
    if unit is Unit.MONTH:
        first = _("当天不算，到相应月份的同一日为止。")
    return first + (_("最后一天是休息日的，顺延到下一个工作日。") if found.rule.roll else "")


def _year_words(year: CalendarYear) -> str:
    if year.status is YearStatus.OFFICIAL:
        return (
            _("%(document)s，已核对", document=year.document_no)
            if year.document_no
            else _("%(n)s年，已核对", n=year.year)
        )
    return _("%(n)s年的通知还没有录入，按法定节日预估", n=year.year)


def _version_words(version: LawVersion) -> str:
    """Which state of the calendar made the day: a later notice makes a new version and moves what still runs."""
    return _("第%(n)s版，%(day)s", n=version.number, day=day_words(day_of(version.made_at), year=True))


def _unsure(years: Sequence[CalendarYear]) -> bool:
    return any(year.status is YearStatus.PROVISIONAL for year in years) or not years


def day_list(due: Due) -> list[tuple[date, str, str, str]]:
    """Every day with its weekday, its number in the counting and the reason, for the list form."""
    return [(mark.day, weekday_words(mark.day), str(mark.ordinal or ""), _mark_words(mark)) for mark in due.days]


def _mark_words(mark: DayMark) -> str:
    words = str(DAYS[mark.reason])
    return _("%(name)s，%(words)s", name=mark.name, words=words) if mark.name else words
