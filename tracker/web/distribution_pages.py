"""What the pages of distribution show: the shares with their units, and the check before they are sent on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template

from tracker.clock import day_of, now
from tracker.domain.consequences import Law
from tracker.domain.forecasts import Forecast, kinds, of_distribution
from tracker.domain.limits import BATCH
from tracker.domain.rulebook import ClockKind
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.law import calendar_now, rulebook_for, rulebook_of
from tracker.web.assignment_pages import sent_fields
from tracker.web.assignment_words import explained
from tracker.web.distribution_forms import DistributionForm
from tracker.web.due_tags import due_link
from tracker.web.labels import TASK_ROLES
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.unit_directory import Directory


def queue(form: DistributionForm, held: dict[int, Any], known: Directory, counts: tuple[int, int]) -> str:
    """All shares that wait, one line each."""
    today = day_of(now())
    rows = []
    for entry in form.shares.entries:
        row = held[entry.form.task_id]
        rows.append(
            (entry.form, row, due_link(ClockKind.DISTRIBUTE, row.due_on, today=today, case=row.id, share=row.task_id))
        )
    return render_template(
        "distribution/queue.html",
        form=form,
        rows=rows,
        known=known,
        counts=counts,
        roles=TASK_ROLES,
        pager=pages(counts[0], page_asked(), size=BATCH),
    )


def one(form: DistributionForm, suggestion: Suggestion, tasks: list[Task], known: Directory) -> str:
    """The shares of one paper."""
    by_id = {task.id: task for task in tasks}
    book = rulebook_for(day_of(now()))
    return render_template(
        "distribution/one.html",
        form=form,
        suggestion=suggestion,
        title=official_title(suggestion.title),
        number=book.numbering.words(suggestion.number or ""),
        rows=[(entry.form, by_id[entry.form.task_id]) for entry in form.shares.entries],
        known=known,
        roles=TASK_ROLES,
    )


def check(rows: Sequence[Any], units: dict[int, int], known: Directory, *, note: str, back: str) -> str:
    """Every share as it will go: which unit, whether that was changed, by when it owes what."""
    today = day_of(now())
    lines, forecasts = [], []
    for row in rows:
        law = Law(rulebook_of(row.assigned_on, today), calendar_now())
        starts = of_distribution(row.role, law, today=today, assigned_on=row.assigned_on)
        forecasts.append(Forecast(False, starts, (), None))
        lines.append((row, known.units[units[row.task_id]], known.units.get(row.unit_id), forecasts[-1]))
    law = Law(rulebook_for(today), calendar_now())
    since = [row.assigned_on for row in rows if row.assigned_on]
    return render_template(
        "distribution/check.html",
        lines=lines,
        unmanned=known.unmanned,
        note=note,
        back=back,
        explained=explained(kinds(forecasts), law, today=today, first_assigned=since),
        fields=sent_fields(),
        roles=TASK_ROLES,
        numbered=law.book.numbering.words,
    )
