"""The tables and charts of a report, made of its frozen figures alone; every number with the code of its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tracker.domain.report_drafts import UNITS, WORKED, Segment, figure
from tracker.domain.report_figures import Frozen, parts_with
from tracker.domain.report_pages import Bars, Cell, Grid
from tracker.domain.report_tables import (
    BROKEN,
    CONTACT,
    HALVES,
    KEYS,
    LIST_HEAD,
    LISTS,
    NONE,
    WHOLE,
    Broken,
)
from tracker.domain.reports import FEW, HALF, SYSTEM, Ref, When, cn_day
from tracker.domain.roles import System
from tracker.domain.statistics import COUNTED, LETTERS, RATES, REPLIED, Measure, Rate, total
from tracker.web.figure_charts import MOST_BARS
from tracker.web.figure_tables import Line, name_of, rates, tables
from tracker.web.figure_words import MEASURES, RATE_NAMES, formula, percent
from tracker.web.labels import SYSTEMS
from tracker.web.spoken import gettext as _

M = Measure
PAPER = "#"  # before the id of a paper, where a code leads to one paper


def grid_of(code: str, frozen: Frozen) -> Grid | None:
    """A table by its code; nothing where it would hold nothing but noughts."""
    if code in WHOLE:
        return _whole(code, frozen)
    if code == "last_promises":
        return _whole("promises", frozen, when=When.LAST)
    if code == "contact":
        lines = [Line(one, name_of(one), min(at, 1), frozen.number(Ref(one)), None) for at, one in enumerate(CONTACT)]
        return _lines(_("与代表沟通情况"), _("件次"), lines, frozen, When.NOW) if lines[0].count else None
    if code in LISTS:
        return _list(code, frozen)
    return _broken(BROKEN[code], frozen)


def _whole(code: str, frozen: Frozen, *, when: When = When.NOW) -> Grid | None:
    before = frozen.counts(When.BEFORE) if when is When.NOW and frozen.has(When.BEFORE) else None
    table = next((one for one in tables(frozen.counts(when), before) if one.code == code), None)
    if table is None:
        return None
    title = table.title if when is When.NOW else _("上年答复中的承诺，截至今年")
    return _lines(title, table.unit, table.lines, frozen, when)


def _lines(title: str, unit: str, lines: Sequence[Line], frozen: Frozen, when: When) -> Grid:
    beside = when is When.NOW and any(line.beside is not None for line in lines)
    head = [_("项目"), unit, *([frozen.kept["compared"], _("增减")] if beside else [])]
    rows = []
    for line in lines:
        row: list[Cell] = [[(line.words, "")], [figure(Ref(line.measures, when=when), frozen)]]
        if beside:
            row += [
                [figure(Ref(line.measures, when=When.BEFORE), frozen)],
                [(_moved(line.count - (line.beside or 0)), "")],
            ]
        rows.append(row)
    return Grid(title, unit, head, rows, (6, *[2] * (len(head) - 1)), depths=[line.depth for line in lines])


def _moved(number: int) -> str:
    return f"{number:+d}" if number else "0"


def _broken(table: Broken, frozen: Frozen) -> Grid | None:
    parts = frozen.parts(table.by)
    held = {part: counts for part, counts in parts.items() if any(total(counts, one) for one in table.columns)}
    if not held or (table.by == "key" and "1" not in held):
        return None
    rows = [_part(table, part, frozen) for part in _order(table, held)]
    if len(held) > 1:
        rows.append(_sum(table, held))
    heads = [f"{name_of(one)}\n{UNITS[COUNTED[one[0]]]}" for one in table.columns]
    head = [_("名称"), *heads, *(str(RATE_NAMES[rate]) for rate in table.rates)]
    note = _("；").join(f"{RATE_NAMES[rate]}={formula(rate)}" for rate in table.rates)
    return Grid(table.title, "", head, rows, (4, *[2] * len(table.columns), *[3] * len(table.rates)), note)


def _part(table: Broken, part: str, frozen: Frozen) -> list[Cell]:
    row: list[Cell] = [[(part_name(table.by, part, frozen), "")]]
    row += [[figure(Ref(one, table.by, part), frozen)] for one in table.columns]
    return row + [_share(rate, frozen, table.by, part) for rate in table.rates]


def _share(rate: Rate, frozen: Frozen, by: str, part: str) -> list[Segment]:
    """「93.5%」 over 「58/62」; of fewer than five the two numbers alone."""
    above, below = Ref(RATES[rate].numerator, by, part), Ref(RATES[rate].denominator, by, part)
    part_of, whole = frozen.number(above), frozen.number(below)
    if not whole:
        return [("—", "")]
    both = [figure(above, frozen), ("/", ""), figure(below, frozen)]
    return both if whole < FEW else [(percent(part_of / whole), WORKED), ("\n", ""), *both]


def _sum(table: Broken, held: Mapping[str, Mapping[Measure, int]]) -> list[Cell]:
    """Parts that add up: what is printed under them is their sum and nothing else."""
    row: list[Cell] = [[(_("合计"), "")]]
    row += [[(str(sum(total(counts, one) for counts in held.values())), "")] for one in table.columns]
    for rate in table.rates:
        above, below = (
            sum(total(counts, side) for counts in held.values())
            for side in (RATES[rate].numerator, RATES[rate].denominator)
        )
        row.append([(f"{percent(above / below)}\n{above}/{below}" if below else "—", "")])
    return row


def _order(table: Broken, held: Mapping[str, Mapping[Measure, int]]) -> list[str]:
    if table.by == HALF:
        return [one for one in HALVES if one in held]
    if table.by == SYSTEM:
        known = [one.value for one in System]
        return sorted(held, key=lambda part: known.index(part) if part in known else len(known))
    if table.by == "key":
        return sorted(held, reverse=True)
    if table.by == "unit":
        return sorted(held, key=lambda part: (-total(held[part], table.columns[0]), int(part or 0)))
    return sorted(held, key=lambda part: (part == "", int(part or 0)))


def part_name(by: str, part: str, frozen: Frozen) -> str:
    """What a part was called when it was frozen."""
    if by == HALF:
        return HALVES.get(part, "")
    if by == "key":
        return KEYS.get(part, "")
    if by == SYSTEM and part in set(System):
        return str(SYSTEMS[System(part)])
    return frozen.name(by, part) or NONE.get(by, "")


def _list(code: str, frozen: Frozen) -> Grid | None:
    rows: list[Sequence[Cell]] = [
        [
            [(one.number, "")],
            [(one.title, f"{PAPER}{one.suggestion_id}")],
            [(one.unit, "")],
            [(one.role, "")],
            [(one.due_on, "")],
        ]
        for one in frozen.papers
    ]
    return Grid(LISTS[code], "", LIST_HEAD, rows, (3, 8, 4, 2, 3), is_list=True) if rows else None


def rates_grid(frozen: Frozen) -> Grid:
    """Every rate with its formula, numerator and denominator, beside the day compared with."""
    before = frozen.counts(When.BEFORE) if frozen.has(When.BEFORE) else None
    rows = []
    for one in rates(frozen.counts(), before):
        fraction = RATES[one.rate]
        row: list[Cell] = [[(one.words, "")], [(one.formula, "")]]
        row += [
            [figure(Ref(fraction.numerator), frozen), ("/", ""), figure(Ref(fraction.denominator), frozen)],
            [(one.percent, "")],
        ]
        if before is not None:
            row += [[(one.beside, "")], [(one.change, "")]]
        rows.append(row)
    head = [_("比率"), _("怎样计算"), _("分子/分母"), _("结果")]
    head += [frozen.kept["compared"], _("变化")] if before is not None else []
    return Grid(_("各项比率和计算方法"), "", head, rows, (4, 8, 3, 3, *([3, 4] if before is not None else [])))


def chart_of(code: str, frozen: Frozen) -> Bars | None:
    """A chart by its code; nothing where there is nothing to see."""
    return _CHARTS[code](frozen)


def _letters(frozen: Frozen) -> Bars | None:
    whole, solved = frozen.number(Ref(REPLIED)), frozen.number(Ref((M.LETTER_A,)))
    title = _("%(n)s件次答复里，A类占%(share)s", n=whole, share=percent(solved / whole if whole else None))
    return _bars(title, [((one,), str(MEASURES[one])) for one in LETTERS.values()], frozen)


def _last(frozen: Frozen) -> Bars | None:
    shown = (M.LAST_SATISFIED, M.LAST_BASICALLY, M.LAST_DISSATISFIED, M.LAST_SILENT, M.LAST_AWAITED)
    satisfied = frozen.number(Ref((M.LAST_SATISFIED,)))
    rated = frozen.number(Ref(RATES[Rate.SATISFACTION].denominator))
    title = _("代表最近一次评价%(n)s件次，满意的%(m)s件次", n=rated, m=satisfied)
    return _bars(title, [((one,), str(MEASURES[one])) for one in shown], frozen)


def _bars(title: str, marks: Sequence[tuple[tuple[Measure, ...], str]], frozen: Frozen) -> Bars | None:
    numbers = [frozen.number(Ref(measures)) for measures, _name in marks]
    if not any(numbers):
        return None
    series: list[tuple[str, Sequence[int]]] = [(_year(frozen, When.NOW), numbers)]
    if frozen.has(When.BEFORE):
        before = [frozen.number(Ref(measures, when=When.BEFORE)) for measures, _name in marks]
        series += [(_year(frozen, When.BEFORE), before)] if any(before) else []
    codes = [Ref(measures).code for measures, _name in marks]
    return Bars(title, UNITS[COUNTED[marks[0][0][0]]], [name for _measures, name in marks], series, codes)


def _year(frozen: Frozen, when: When) -> str:
    return cn_day(frozen.on(when))


def _of_parts(by: str, measures: tuple[Measure, ...], words: Callable[[int, str], str], frozen: Frozen) -> Bars | None:
    held = parts_with(frozen.parts(by), measures)
    if not held:
        return None
    shown = held[:MOST_BARS]
    names = [part_name(by, part, frozen) for part, _number in shown]
    title = words(sum(number for _part, number in held), names[0])
    numbers = [number for _part, number in shown]
    codes = [Ref(measures, by, part).code for part, _number in shown]
    return Bars(title, UNITS[COUNTED[measures[0]]], names, [(_year(frozen, When.NOW), numbers)], codes)


def _categories(frozen: Frozen) -> Bars | None:
    return _of_parts(
        "category", (M.REGISTERED,), lambda n, name: _("立案%(n)s件，%(name)s最多", n=n, name=name), frozen
    )


def _late(frozen: Frozen) -> Bars | None:
    return _of_parts(
        "unit", (M.OVERDUE,), lambda n, name: _("逾期未答复%(n)s件次，%(name)s最多", n=n, name=name), frozen
    )


_CHARTS: Mapping[str, Callable[[Frozen], Bars | None]] = {
    "letters": _letters,
    "last": _last,
    "categories": _categories,
    "late": _late,
}
