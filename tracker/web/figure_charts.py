"""Charts of figures, as data for the script that draws them: the title is the finding, each mark leads to its cases.

A chart never stands alone: the table under it says the same, and is all there is without a script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker.domain.breakdowns import By
from tracker.domain.statistics import LETTERS, REPLIED, Counts, Measure, total
from tracker.web.figure_words import MEASURES, percent
from tracker.web.spoken import gettext as _

MOST_BARS = 15
Chart = dict[str, Any]


def bars(title: str, unit: str, marks: Sequence[tuple[str, int, str]], *, tone: str = "") -> Chart | None:
    """Horizontal bars: name, number, address of each; nothing where there is nothing to see."""
    seen = [mark for mark in marks if mark[1]]
    if not seen:
        return None
    shown = [{"name": name, "value": value, "href": href} for name, value, href in marks]
    return {"title": title, "unit": unit, "tone": tone, "bars": shown}


def letters_chart(counts: Counts, href: Callable[[Measure], str]) -> Chart | None:
    """How far matters are solved, by the letter of the latest reply."""
    whole = total(counts, REPLIED)
    marks = [(str(MEASURES[one]), counts.get(one, 0), href(one)) for one in LETTERS.values()]
    solved = counts.get(Measure.LETTER_A, 0)
    title = _("%(n)s件次答复里，A类占%(share)s", n=whole, share=percent(solved / whole if whole else None))
    return bars(title, _("件次"), marks)


def chart_of(
    by: By | None,
    parts: Sequence[Mapping[str, Any]],
    heads: Sequence[tuple[tuple[Measure, ...], str, str]],
    href: Callable[[tuple[Measure, ...], str], str],
) -> Chart | None:
    """Who is late where anybody is, else who has most: the parts that stand out, at most fifteen."""
    late = (Measure.OVERDUE,)
    at = [measures for measures, _name, _unit in heads].index(late)
    marks = [(one["name"], one["cells"][at][1], href(late, one["part"])) for one in parts]
    behind = sorted((mark for mark in marks if mark[1]), key=lambda mark: -mark[1])
    if not behind:
        return None
    number = sum(mark[1] for mark in behind)
    title = _("逾期未答复%(n)s件次，%(name)s最多", n=number, name=behind[0][0])
    return bars(title, _("件次"), behind[:MOST_BARS], tone="late")
