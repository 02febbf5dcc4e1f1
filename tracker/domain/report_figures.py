"""The figures of a report as they were frozen, and how they are read; nothing here is counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.reports import DEPUTIES, Ref, When
from tracker.domain.statistics import Counts, Measure, total


@dataclass(frozen=True)
class ListedPaper:
    """One line of a list that a report prints: a share of a paper with the unit, its role and its due day."""

    suggestion_id: int
    number: str
    title: str
    unit: str
    role: str
    due_on: str


@dataclass(frozen=True)
class Frozen:
    """`kept` is what a report stores: for each day it tells of the counts by breakdown and part, the names of the parts
    at that time, the deputies, and the papers that are listed."""

    kept: Mapping[str, Any]

    def has(self, when: When) -> bool:
        return when.value in self.kept["figures"]

    def on(self, when: When = When.NOW) -> date:
        """As of which day of Asia/Shanghai."""
        return date.fromisoformat(self.kept["figures"][when.value]["on"])

    def scope(self, when: When = When.NOW) -> str:
        """Whose papers, in words."""
        return str(self.kept["figures"][when.value]["scope"])

    def parts(self, by: str, when: When = When.NOW) -> dict[str, Counter[Measure]]:
        """The counts of each part of a breakdown."""
        if not self.has(when):
            return {}
        held = self.kept["figures"][when.value]["parts"].get(by, {})
        return {part: _counter(counts) for part, counts in held.items()}

    def counts(self, when: When = When.NOW, *, by: str = "whole", part: str = "") -> Counts:
        """The counts of one part; of the whole where none is named."""
        if not self.has(when):
            return Counter()
        return _counter(self.kept["figures"][when.value]["parts"].get(by, {}).get(part, {}))

    def number(self, ref: Ref) -> int:
        """What a figure says."""
        if ref.by == DEPUTIES:
            held = self.kept["figures"].get(ref.when.value, {}).get("deputies", {})
            return int(held.get(ref.part, 0))
        return total(self.counts(ref.when, by=ref.by, part=ref.part), ref.measures)

    def name(self, by: str, part: str) -> str:
        """What a part was called when the figures were frozen; nothing for the part without a value."""
        return str(self.kept["names"].get(by, {}).get(part, ""))

    @property
    def papers(self) -> Sequence[ListedPaper]:
        return [ListedPaper(*one) for one in self.kept["papers"]]


def _counter(counts: Mapping[str, int]) -> Counter[Measure]:
    return Counter({Measure(code): number for code, number in counts.items()})


def parts_with(parts: Mapping[str, Counts], measures: Iterable[Measure]) -> list[tuple[str, int]]:
    """The parts that have any of it, most first."""
    wanted = tuple(measures)
    found = [(part, number) for part, counts in parts.items() if (number := total(counts, wanted))]
    return sorted(found, key=lambda one: (-one[1], one[0]))
