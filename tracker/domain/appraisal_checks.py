"""What is wrong with a scheme of appraisal, before anybody is appraised by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.appraisal import FULL, WHOLE, Effect, Indicator, Kind, Reckoning, Scheme, is_by_unit
from tracker.domain.statistics import COUNTED, RATES


class Flaw(StrEnum):
    """What keeps a scheme from being put in force."""

    NOTHING = "nothing"
    NOT_A_HUNDRED = "not_a_hundred"
    GOODS_NEEDED = "goods_needed"
    NO_SOURCE = "no_source"
    NOT_BY_UNIT = "not_by_unit"
    MIXED_UNITS = "mixed_units"
    NO_WEIGHT = "no_weight"
    NO_CAP = "no_cap"
    NOTHING_EACH = "nothing_each"
    THRESHOLDS = "thresholds"
    FAIR_POINTS = "fair_points"
    ONLY_GRADES = "only_grades"
    ONLY_SCORE = "only_score"


@dataclass(frozen=True)
class Found:
    """One flaw, with the name of the indicator it is in, and a number it tells."""

    flaw: Flaw
    name: str = ""
    number: int = 0


def flaws(scheme: Scheme) -> list[Found]:
    """All that is wrong with a scheme; nothing where it may be put in force."""
    found = [each for one in scheme.indicators for each in flaws_of(one, scheme.reckoning)]
    if not scheme.indicators:
        found.append(Found(Flaw.NOTHING))
    elif scheme.reckoning is Reckoning.POINTS:
        full = sum(one.weight for one in scheme.indicators if one.effect is Effect.SCORE)
        found += [Found(Flaw.NOT_A_HUNDRED, "", full)] if full != FULL else []
    elif not 1 <= scheme.goods_needed <= len(scheme.indicators):
        found.append(Found(Flaw.GOODS_NEEDED, "", scheme.goods_needed))
    return found


def flaws_of(one: Indicator, reckoning: Reckoning) -> list[Found]:
    """What is wrong with one indicator."""
    return [Found(flaw, one.name) for flaw in (*_source(one), *_points(one, reckoning), *_formula(one))]


def _source(one: Indicator) -> Iterator[Flaw]:
    if one.kind is Kind.MANUAL:
        return
    if not one.counts_of:
        yield Flaw.NO_SOURCE
    elif not all(is_by_unit(each) for each in one.evidence):
        yield Flaw.NOT_BY_UNIT
    elif one.kind is Kind.EACH and len({COUNTED[each] for each in one.measures}) > 1:
        yield Flaw.MIXED_UNITS


def _points(one: Indicator, reckoning: Reckoning) -> Iterator[Flaw]:
    if reckoning is Reckoning.GRADES:
        if one.kind is not Kind.GRADE:
            yield Flaw.ONLY_GRADES
    elif one.effect is Effect.SCORE:
        if one.weight <= 0:
            yield Flaw.NO_WEIGHT
    elif one.kind in (Kind.SHARE, Kind.GRADE):
        yield Flaw.ONLY_SCORE
    elif one.cap <= 0:
        yield Flaw.NO_CAP


def _formula(one: Indicator) -> Iterator[Flaw]:
    if one.kind is Kind.EACH and one.per_case <= 0:
        yield Flaw.NOTHING_EACH
    if one.kind is Kind.GRADE:
        if not 0 <= one.pass_from <= one.good_from <= WHOLE:
            yield Flaw.THRESHOLDS
        if not 0 <= one.pass_points <= one.weight:
            yield Flaw.FAIR_POINTS


def rates_by_unit() -> list[str]:
    """The rates an indicator may be made of."""
    return [rate.value for rate, fraction in RATES.items() if all(is_by_unit(one) for one in fraction.denominator)]
