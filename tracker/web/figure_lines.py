"""Figures as lines of text, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.domain.statistics import Counts, Measure
from tracker.web.figure_tables import rates, tables
from tracker.web.spoken import gettext as _


def lines_of(of_words: str, on: date, counts: Counts, parts: Mapping[str, Counts] | None = None) -> list[str]:
    """All tables and rates; of a breakdown, each part with its figures in one line."""
    found = [_("%(what)s，截至%(day)s", what=of_words, day=f"{on:%Y-%m-%d}"), ""]
    for table in tables(counts):
        found.append(f"{table.title} {table.unit}")
        found += [f"  {'  ' * line.depth}{line.words} {line.count}" for line in table.lines]
        found.append("")
    found += [f"{one.words} {one.percent}  {one.part}/{one.whole}  {one.formula}" for one in rates(counts)]
    for name, of_part in (parts or {}).items():
        short = (Measure.REGISTERED, Measure.OWED, Measure.OVERDUE)
        numbers = "  ".join(f"{one.value} {of_part.get(one, 0)}" for one in short)
        shares = "  ".join(f"{one.words} {one.part}/{one.whole}" for one in rates(of_part) if one.whole)
        found.append(f"{name}  {numbers}  {shares}")
    return found
