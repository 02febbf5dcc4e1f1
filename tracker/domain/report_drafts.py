"""Sentences with figures in them: a text is written once with names for its figures, and filled from what was frozen.

{filed}                 a figure; {a+b} their sum; {before|filed} of the day compared with
{half:in:registered}    of a part of a breakdown
{%on_time}              a rate with its numerator and denominator; {%a/b+c} a share of that kind
{^on_time}  {^a/b}      its change in percentage points, nothing where there is nothing to compare
{±filed}                the change of a count
{=scope} {=on} …        words
[ … ]                   left out where all of its figures are nought
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tracker.domain.report_figures import Frozen, parts_with
from tracker.domain.reports import DEPUTIES, FEW, Ref, When, cn_day
from tracker.domain.statistics import COUNTED, RATES, Counted, Fraction, Measure, Rate, total

# What is written, and the code of the figure it is; `WORKED` for what was worked out of two.
Segment = tuple[str, str]
WORKED = "="
_FIELD = re.compile(r"\{([^{}]+)\}")
_GROUP = re.compile(r"\[([^\[\]]*)\]")
UNITS: Mapping[Counted, str] = {
    Counted.PAPER: "件",
    Counted.SHARE: "件次",
    Counted.ROUND: "轮次",
    Counted.PROMISE: "项",
    Counted.VOICE: "人次",
}


def drafted(text: str, frozen: Frozen) -> list[Segment]:
    """A text with its figures filled in."""
    found: list[Segment] = []
    at = 0
    for group in _GROUP.finditer(text):
        found += _filled(text[at : group.start()], frozen)
        inner = _filled(group[1], frozen)
        if any(code not in ("", WORKED) and words != "0" for words, code in inner):
            found += inner
        at = group.end()
    return joined([*found, *_filled(text[at:], frozen)])


def joined(segments: Sequence[Segment]) -> list[Segment]:
    """Plain pieces that follow each other as one."""
    found: list[Segment] = []
    for words, code in segments:
        if found and not code and not found[-1][1]:
            found[-1] = (found[-1][0] + words, "")
        elif words:
            found.append((words, code))
    return found


def plain(segments: Sequence[Segment]) -> str:
    """The text alone."""
    return "".join(words for words, _code in segments)


def _filled(text: str, frozen: Frozen) -> list[Segment]:
    found: list[Segment] = []
    at = 0
    for field in _FIELD.finditer(text):
        found.append((text[at : field.start()], ""))
        found += _field(field[1], frozen)
        at = field.end()
    return [*found, (text[at:], "")]


def _field(name: str, frozen: Frozen) -> list[Segment]:
    if name[0] == "=":
        return [(_words(name[1:], frozen), "")]
    if name[0] == "%":
        return share(fraction_of(name[1:]), frozen)
    if name[0] == "^":
        return [(_points(fraction_of(name[1:]), frozen), WORKED)]
    if name[0] == "±":
        return [(_change(_ref(name[1:]), frozen), WORKED)]
    return [figure(_ref(name), frozen)]


def figure(ref: Ref, frozen: Frozen) -> Segment:
    """A figure as it is written."""
    return str(frozen.number(ref)), ref.code


def _ref(name: str) -> Ref:
    when, _bar, rest = name.rpartition("|")
    *place, measures = rest.split(":")
    by, part = (place[0], place[1]) if place else ("whole", "")
    wanted = tuple(Measure(one) for one in measures.split("+") if one)
    return Ref(() if by == DEPUTIES else wanted, by, part, When(when or "now"))


def fraction_of(name: str) -> Fraction:
    """A rate of the ledger by its code, or a plain share such as letter_a/replied_in_time+replied_late."""
    above, slash, below = name.partition("/")
    if not slash:
        return RATES[Rate(above)]
    return Fraction(tuple(Measure(one) for one in above.split("+")), tuple(Measure(one) for one in below.split("+")))


def share(fraction: Fraction, frozen: Frozen, *, by: str = "whole", part: str = "") -> list[Segment]:
    """「87.5%（7/8）」; of fewer than five 「4件次中的3件次」, of none 「没有可比的」."""
    above, below = Ref(fraction.numerator, by, part), Ref(fraction.denominator, by, part)
    part_of, whole = frozen.number(above), frozen.number(below)
    unit = UNITS[COUNTED[fraction.denominator[0]]]
    if not whole:
        return [("无（分母为0）", "")]
    if whole < FEW:
        return [figure(below, frozen), (f"{unit}中的", ""), figure(above, frozen), (unit, "")]
    return [
        (f"{part_of / whole * 100:.1f}%", WORKED),
        ("（", ""),
        figure(above, frozen),
        ("/", ""),
        figure(below, frozen),
        ("）", ""),
    ]


def _points(fraction: Fraction, frozen: Frozen) -> str:
    values = []
    for when in (When.NOW, When.BEFORE):
        counts = frozen.counts(when)
        whole = total(counts, fraction.denominator)
        if whole < FEW:
            return ""
        values.append(total(counts, fraction.numerator) / whole)
    # From the rates as they are printed, so that who reckons after us comes to the same.
    moved = round(values[0] * 100, 1) - round(values[1] * 100, 1)
    if abs(moved) < 0.05:
        return f"，与{_compared(frozen)}持平"
    return f"，比{_compared(frozen)}{'提高' if moved > 0 else '下降'}{abs(moved):.1f}个百分点"


def _change(ref: Ref, frozen: Frozen) -> str:
    if not frozen.has(When.BEFORE):
        return ""
    before = frozen.number(Ref(ref.measures, ref.by, ref.part, When.BEFORE))
    moved = frozen.number(ref) - before
    if not before:
        return ""
    unit = UNITS[COUNTED[ref.measures[0]]]
    return f"，比{_compared(frozen)}{'增加' if moved > 0 else '减少'}{abs(moved)}{unit}" if moved else ""


def _compared(frozen: Frozen) -> str:
    return str(frozen.kept["compared"])


def _words(name: str, frozen: Frozen) -> str:
    if name == "on":
        return cn_day(frozen.on())
    if name == "before":
        return f"{frozen.scope(When.BEFORE)}截至{cn_day(frozen.on(When.BEFORE))}" if frozen.has(When.BEFORE) else ""
    return frozen.scope() if name == "scope" else str(frozen.kept.get(name, ""))


def named_parts(by: str, measures: tuple[Measure, ...], frozen: Frozen, *, most: int = 5) -> list[Segment]:
    """「市教育局3件次、市民政局2件次」: who has most of something, with each number."""
    found: list[Segment] = []
    unit = UNITS[COUNTED[measures[0]]]
    for part, _number in parts_with(frozen.parts(by), measures)[:most]:
        if name := frozen.name(by, part):
            ahead = "、" if found else ""
            found += [(f"{ahead}{name}", ""), figure(Ref(measures, by, part), frozen), (unit, "")]
    return found
