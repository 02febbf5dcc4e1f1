"""What the pages of pre-assignment show: what waits, one draft, many, what each unit is asked, what it said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import render_template, url_for

from tracker.clock import day_of, now
from tracker.domain.limits import BATCH, PAGE
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind, Switch
from tracker.models.suggestions import Suggestion
from tracker.queries.assignments import Line, Wait
from tracker.queries.circulation import gone_out, numbers_asked
from tracker.queries.law import rulebook_for
from tracker.services.assignments import Plan
from tracker.web.access import actor
from tracker.web.assignment_pages import paper_of, sent_fields
from tracker.web.circulation_forms import SAYS, DraftForm, DraftsForm, WordRow, WordsForm
from tracker.web.day_notes import rest_day
from tracker.web.due_tags import due_link
from tracker.web.labels import SYSTEMS, TASK_ROLES
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.routing_words import reasons
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.unit_directory import Directory
from tracker.web.words import day_words

TABS = {Wait.TO_CIRCULATE: _l("待预交办"), Wait.CIRCULATING: _l("预交办中"), Wait.TO_ASSIGN: _l("待交办")}


def tabs(counts: dict[Wait, int], here: Wait) -> list[tuple[str, int, str, bool]]:
    """Beside what is to be assigned, what is still with the units; nothing where no paper circulates."""
    if not counts[Wait.TO_CIRCULATE] and not counts[Wait.CIRCULATING] and here is Wait.TO_ASSIGN:
        return []
    return [
        (
            str(words),
            counts[wait],
            url_for("assignments.queue") if wait is Wait.TO_ASSIGN else url_for("circulation.queue", stage=wait.value),
            wait is here,
        )
        for wait, words in TABS.items()
    ]


def queue(found: Sequence[Line], counts: dict[Wait, int], here: Wait, known: Directory) -> str:
    """The papers still to be circulated, or those the units are asked about with how many have spoken."""
    today = day_of(now())
    progress = gone_out([line.row.id for line in found]) if here is Wait.CIRCULATING and found else {}
    return render_template(
        "circulation/queue.html",
        rows=[(line, due_link(line.row.clock_kind, line.row.due_on, today=today, case=line.row.id)) for line in found],
        progress=progress,
        here=here,
        is_done_here=rulebook_for(today).is_on(Switch.PRE_ASSIGNMENT),
        tabs=tabs(counts, here),
        total=counts[here],
        known=known,
        reasons=reasons,
        pager=pages(counts[here], page_asked(), size=PAGE),
    )


def one(form: DraftForm, suggestion: Suggestion, line: Line, known: Directory, *, until: date | None) -> str:
    """The table of units meant for one paper."""
    today, ranked = day_of(now()), {each.unit_id: each for each in line.ranked}
    rows = [(row.form, known.units[row.form.unit_id], ranked.get(row.form.unit_id)) for row in form.units.entries]
    return render_template(
        "circulation/one.html",
        form=form,
        suggestion=suggestion,
        **_named(suggestion),
        form_of_paper=paper_of(suggestion),
        rows=rows,
        reasons=reasons,
        known=known,
        systems=SYSTEMS,
        until=until,
        rule=rulebook_for(today).rule(ClockKind.PRE_ASSIGNMENT),
        tag=due_link(line.row.clock_kind, line.row.due_on, today=today, case=line.row.id),
    )


def remarks(until: date, due: date | None) -> list[str]:
    """What the desk may not have seen about the day it chose: a rest day, or one that leaves no day to assign."""
    found = []
    if due is not None and until >= due:
        day = day_words(due, year=True)
        found.append(_("交办期限是%(day)s。各单位都说了就可以交办；等到这一天才说完的，会超过交办期限。", day=day))
    return [*rest_day(until), *found]


def check(suggestion: Suggestion, plan: Plan, known: Directory, *, until: date, due: date | None) -> str:
    """What each unit is asked, before it goes."""
    return render_template(
        "circulation/check.html",
        suggestion=suggestion,
        **_named(suggestion),
        shares=[(share, known.units[share.unit_id]) for share in plan.shares],
        unmanned=known.unmanned,
        until=until,
        remarks=remarks(until, due),
        fields=sent_fields(),
        roles=TASK_ROLES,
    )


def batch(form: DraftsForm, held: dict[int, Line], known: Directory, *, total: int, until: date | None) -> str:
    """The lines that still have to be shown to their units."""
    today, rows = day_of(now()), []
    for entry in form.lines.entries:
        line = held[entry.form.suggestion_id]
        entry.form.at.data = str(line.row.version)
        rows.append((entry.form, line, due_link(line.row.clock_kind, line.row.due_on, today=today, case=line.row.id)))
    return render_template(
        "circulation/batch.html",
        form=form,
        rows=rows,
        known=known,
        reasons=reasons,
        total=total,
        until=until,
        pager=pages(total, page_asked(), size=BATCH),
    )


def batch_check(
    plans: Sequence[Plan], held: dict[int, Line], known: Directory, *, untils: Mapping[int, date | None]
) -> str:
    """Every draft as it will go, and how much each unit is asked about."""
    counts: dict[int, Counter[bool]] = {}
    for share in (share for plan in plans for share in plan.shares):
        counts.setdefault(share.unit_id, Counter())[share.role is TaskRole.CO] += 1
    by_unit = [(known.units[unit_id], n[False], n[True]) for unit_id, n in counts.items()]
    return render_template(
        "circulation/batch_check.html",
        lines=[
            (
                held[plan.suggestion_id].row,
                [(share, known.units[share.unit_id]) for share in plan.shares],
                until,
                remarks(until, held[plan.suggestion_id].row.due_on),
            )
            for plan in plans
            if (until := untils[plan.suggestion_id])
        ],
        by_unit=sorted(by_unit, key=lambda row: -(row[1] + row[2])),
        unmanned=[unit for unit, _leads, _helps in by_unit if unit.id in known.unmanned],
        fields=sent_fields(),
        roles=TASK_ROLES,
        numbered=rulebook_for(day_of(now())).numbering.words,
    )


def close(form: Any, suggestion: Suggestion, said: Sequence[Any]) -> str:
    """Who has spoken and who has not, before the desk ends it."""
    return render_template("circulation/close.html", form=form, suggestion=suggestion, said=said, **_named(suggestion))


def words(form: WordsForm, rows: Sequence[Any], known: Directory, *, tabs: Sequence[Any]) -> str:
    """The drafts a unit is asked about, each with the boxes for its word."""
    held = {row.id: row for row in rows}
    numbers = numbers_asked(actor(), [row.suggestion_id for row in form.gone]) if form.gone else {}
    return render_template(
        "circulation/words.html",
        form=form,
        rows=[(entry.form, held[entry.form.suggestion_id]) for entry in form.rows.entries],
        gone=[_gone(row, numbers.get(row.suggestion_id, "")) for row in form.gone],
        known=known,
        tabs=tabs,
        roles=TASK_ROLES,
        full=official_title,
        numbered=rulebook_for(day_of(now())).numbering.words,
    )


def _gone(row: WordRow, number: str) -> tuple[str, str]:
    """What was said on a paper the unit is not asked about any more: which paper, in which words."""
    said = str(SAYS.get(row.say.data, ""))
    which = rulebook_for(day_of(now())).numbering.words(number) if number else _("这一件")
    return which, "\n".join([*([said] if said else []), *row.written])


def speak(form: WordsForm, suggestion: Suggestion, asked: Any, known: Directory) -> str:
    """One draft in full, with what the unit is meant to do."""
    return render_template(
        "circulation/speak.html",
        form=form,
        row=form.rows.entries[0].form,
        suggestion=suggestion,
        asked=asked,
        known=known,
        roles=TASK_ROLES,
        form_of_paper=paper_of(suggestion),
        **_named(suggestion),
    )


def words_of(one: Any) -> str:
    """What a unit said of the draft, in one sentence."""
    if one.say is None:
        return _("还没有说意见")
    return {
        "ours": _("没有不同意见"),
        "silent": _("没有说意见，按没有不同意见"),
        "not_ours": (
            _("认为不属于本单位，应当由%(unit)s办", unit=one.better_unit.short_name)
            if one.better_unit
            else _("认为不属于本单位")
        ),
    }[one.say.value]


def _named(suggestion: Suggestion) -> dict[str, str]:
    book = rulebook_for(day_of(now()))
    return {
        "title": official_title(suggestion.title),
        "number": book.numbering.words(suggestion.number or ""),
    }
