"""Indicators as they are written in files and kept in rows: plain values there, `Indicator` here, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.appraisal import HALF, WHOLE, Effect, Indicator, Kind, Reckoning, Scheme
from tracker.domain.statistics import Measure, Rate


@dataclass(frozen=True)
class Shipped:
    """A scheme to begin from, as it comes with the program."""

    code: str
    name: str
    note: str
    is_provisional: bool
    scheme: Scheme


def indicator_of(values: Mapping[str, Any]) -> Indicator:
    """An indicator of plain values. A source this program does not know is dropped, and the checks say so."""
    known = {one.value for one in Measure}

    def measures(name: str) -> tuple[Measure, ...]:
        return tuple(Measure(code) for code in values.get(name) or () if code in known)

    code = values.get("rate") or ""
    return Indicator(
        code=str(values["code"]),
        name=str(values["name"]),
        kind=Kind(values["kind"]),
        effect=Effect(values.get("effect") or Effect.SCORE),
        rate=Rate(code) if code in set(Rate) else None,
        measures=measures("measures"),
        weight=int(values.get("weight") or 0),
        per_case=int(values.get("per_case") or 0),
        cap=int(values.get("cap") or 0),
        good_from=int(values.get("good_from", WHOLE)),
        pass_from=int(values.get("pass_from") or 0),
        pass_points=int(values.get("pass_points") or 0),
        none_for_good=measures("none_for_good"),
        none_for_pass=measures("none_for_pass"),
        words=str(values.get("words") or ""),
        is_provisional=bool(values.get("is_provisional")),
    )


def shipped_of(code: str, table: Mapping[str, Any]) -> Shipped:
    """A scheme out of a file, where points are points and thresholds per cent."""
    indicators = tuple(indicator_of(_in_hundredths(each)) for each in table["indicators"])
    rank_from = round(table["rank_from"] * 100) if "rank_from" in table else HALF
    scheme = Scheme(Reckoning(table["reckoning"]), indicators, int(table.get("goods_needed", 2)), rank_from)
    return Shipped(code, table["name"], table["note"], bool(table.get("provisional")), scheme)


_TIMES_100: Iterable[str] = ("weight", "per_case", "cap", "good_from", "pass_from", "pass_points")


def _in_hundredths(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, **{name: round(values[name] * 100) for name in _TIMES_100 if name in values}}
