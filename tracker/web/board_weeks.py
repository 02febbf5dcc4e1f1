"""What falls due by week and how far it is, as a table and as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.statistics import NOT_SENT_UP, REPLIED, SENT_UP, Counts, Measure, total
from tracker.web.board_scopes import Looked
from tracker.web.figure_charts import Chart
from tracker.web.spoken import gettext as _

M = Measure
WEEK = timedelta(days=7)
BEFORE, AHEAD = 3, 6


@dataclass(frozen=True)
class DueWeek:
    """What falls due in a week from Monday on: replied, on its way out, not sent up, late; each with its address."""

    words: str
    is_now: bool
    cells: Sequence[tuple[int, str]]

    @property
    def number(self) -> int:
        return sum(count for count, _href in self.cells)


def span(on: date) -> tuple[date, date]:
    """The first and the last day of the weeks that are shown."""
    monday = on - timedelta(days=on.weekday())
    return monday - BEFORE * WEEK, monday + AHEAD * WEEK + timedelta(days=6)


def due_weeks(looked: Looked, days: Mapping[date, Counts], *, on: date, as_of: date | None = None) -> list[DueWeek]:
    """The weeks around a day with how far what falls due in them is; `as_of` where the cases are to be those of a day
    that has passed, as on a sheet that was settled then."""
    first, last = span(on)
    weeks, monday = [], first
    while monday <= last:
        sunday = monday + timedelta(days=6)
        of_week = [(day, days[day]) for day in (monday + timedelta(days=n) for n in range(7)) if day in days]
        ahead = [counts for day, counts in of_week if day >= on]
        every = [counts for _day, counts in of_week]
        due, still = (monday, sunday), (max(monday, on), sunday)
        cells = [
            (sum(total(one, REPLIED) for one in every), looked.cases(*REPLIED, on=as_of, due=due)),
            (sum(total(one, SENT_UP) for one in ahead), looked.cases(*SENT_UP, on=as_of, due=still)),
            (sum(total(one, NOT_SENT_UP) for one in ahead), looked.cases(*NOT_SENT_UP, on=as_of, due=still)),
            (sum(one.get(M.OVERDUE, 0) for one in every), looked.cases(M.OVERDUE, on=as_of, due=due)),
        ]
        weeks.append(DueWeek(_week_words(monday, on), monday <= on <= sunday, cells))
        monday += WEEK
    return weeks


def _week_words(monday: date, on: date) -> str:
    ahead = (monday - (on - timedelta(days=on.weekday()))).days // 7
    return {0: _("本周"), 1: _("下周")}.get(ahead) or f"{monday.month}-{monday.day}"


def stages() -> list[tuple[str, str]]:
    """The parts of a column with their tone, in the order they are stacked."""
    return [(_("已答复"), "rest"), (_("送审待签"), "two"), (_("没有送签"), "main"), (_("逾期"), "late")]


def due_title(weeks: Sequence[DueWeek]) -> str:
    """The finding: what the next week asks for, or this one."""
    this, following = weeks[BEFORE], weeks[BEFORE + 1]
    if following.number:
        return _("下周到期%(n)s件次，%(open)s件次还没有送签", n=following.number, open=following.cells[2][0])
    if this.number:
        return _("本周到期%(n)s件次，%(open)s件次还没有送签", n=this.number, open=this.cells[2][0])
    return _("这两周没有到期的答复")


def due_chart(weeks: Sequence[DueWeek]) -> Chart | None:
    """Columns by week, stacked by stage; nothing where nothing falls due."""
    if not any(week.number for week in weeks):
        return None
    series = [
        {
            "name": name,
            "tone": tone,
            "values": [week.cells[at][0] for week in weeks],
            "hrefs": [week.cells[at][1] for week in weeks],
        }
        for at, (name, tone) in enumerate(stages())
    ]
    return {
        "title": due_title(weeks),
        "unit": _("按答复到期的那一周，件次"),
        "columns": [week.words for week in weeks],
        "series": series,
    }
