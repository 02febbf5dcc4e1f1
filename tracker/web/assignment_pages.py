"""What the pages of assigning show: the paper with its candidates, the check before sending, the receipt, a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from flask import render_template, request, url_for

from tracker.clock import day_of, now
from tracker.domain.consequences import Law
from tracker.domain.forecasts import of_share
from tracker.domain.limits import BATCH
from tracker.domain.parties import TaskRole
from tracker.domain.routing import Doubt
from tracker.models.procedures import Hearing, Say
from tracker.models.suggestions import Suggestion
from tracker.queries.assignments import Line, task_clocks
from tracker.queries.circulation import words_on, words_on_all
from tracker.queries.cosigning import signers_of
from tracker.queries.files import loose
from tracker.queries.law import calendar_now, rulebook_for
from tracker.queries.writing import certificate_of
from tracker.services.assignments import Plan
from tracker.web.access import actor, me
from tracker.web.assignment_forms import AssignmentForm, BatchForm
from tracker.web.assignment_words import Notice, date_strip, notices, plan_dates
from tracker.web.due_tags import due_link, due_tag
from tracker.web.files_kept import kept_now
from tracker.web.labels import CLOCKS, SYSTEMS, TASK_ROLES
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_form, official_title
from tracker.web.routing_words import Risk, helping, reasons, risks, risks_of
from tracker.web.unit_directory import Directory


def one(form: AssignmentForm, suggestion: Suggestion, line: Line, known: Directory) -> str:
    """The table of units with their roles."""
    today = day_of(now())
    book, ranked = rulebook_for(today), {each.unit_id: each for each in line.ranked}
    said = words_on(suggestion.id) if suggestion.circulated_until else ()
    rows = [(row.form, known.units[row.form.unit_id], ranked.get(row.form.unit_id)) for row in form.units.entries]
    return render_template(
        "assignments/one.html",
        form=form,
        suggestion=suggestion,
        title=official_title(suggestion.title),
        number=book.numbering.words(suggestion.number or ""),
        form_of_paper=paper_of(suggestion),
        said={one.unit_id: one for one in said},
        rows=rows,
        reasons=reasons,
        risks=risks(line),
        helping=helping(line, known.units),
        known=known,
        systems=SYSTEMS,
        tag=due_link(line.row.clock_kind, line.row.due_on, today=today, case=line.row.id),
    )


def paper_of(suggestion: Suggestion) -> dict[str, Any]:
    """The arguments of the macro `paper`."""
    book = rulebook_for(day_of(now()))
    return official_form(suggestion, signers_of(suggestion), book=book, certificate=certificate_of(suggestion))


def check(suggestion: Suggestion, plan: Plan, line: Line, known: Directory) -> str:
    """Exactly what will be sent, with every due date and why it falls on that day."""
    law = _law()
    today = day_of(now())
    found = notices(plan.shares, known.units, law, today=today)
    forecasts = [notice.forecast for notice in found]
    against = _against([plan], [suggestion.id] if suggestion.circulated_until else [])
    return render_template(
        "assignments/check.html",
        suggestion=suggestion,
        title=official_title(suggestion.title),
        number=law.book.numbering.words(suggestion.number or ""),
        notices=found,
        against={one.unit_id: one for one in against.get(suggestion.id, ())},
        risks=_risks([plan], {suggestion.id: line}).get(suggestion.id, {}),
        unmanned=known.unmanned,
        agreed=plan.agreed_due_on,
        attached=[one.name for one in loose(me().person_id, plan.files)],
        strip=date_strip(forecasts, today=today),
        explained=plan_dates(forecasts, law, today=today),
        fields=sent_fields(),
        roles=TASK_ROLES,
    )


def receipt(suggestion: Suggestion, *, left: int, next_id: int | None) -> str:
    """Who has it now and until when."""
    today = day_of(now())
    clocks = [clock for clock in task_clocks(suggestion.id) if clock.task_id]
    limits = {
        task.id: [
            (CLOCKS[clock.kind], clock, due_tag(clock.kind, clock.due_on, today=today))
            for clock in clocks
            if clock.task_id == task.id
        ]
        for task in suggestion.tasks
    }
    return render_template(
        "assignments/receipt.html",
        suggestion=suggestion,
        title=official_title(suggestion.title),
        number=rulebook_for(today).numbering.words(suggestion.number or ""),
        limits=limits,
        roles=TASK_ROLES,
        next_id=next_id,
        left=left,
    )


def batch(form: BatchForm, held: dict[int, Line], known: Directory, *, total: int) -> str:
    """The lines by doubt, the most doubtful first."""
    law, today = _law(), day_of(now())
    groups: dict[Doubt, list[Any]] = {kind: [] for kind in Doubt}
    for entry in form.lines.entries:
        line = held[entry.form.suggestion_id]
        # The page shows the paper as it is now, so this is the version its reader agrees to.
        entry.form.at.data = str(line.row.version)
        tag = due_link(line.row.clock_kind, line.row.due_on, today=today, case=line.row.id)
        groups[line.doubt].append((entry.form, line, tag))
    usual = [
        of_share(role, law, today=today, through_coordinator=any(unit.has_coordinator for unit in known.units.values()))
        for role in (TaskRole.LEAD, TaskRole.CO)
    ]
    return render_template(
        "assignments/batch.html",
        form=form,
        groups=groups,
        known=known,
        reasons=reasons,
        risks=risks,
        helping=helping,
        total=total,
        strip=date_strip(usual, today=today),
        explained=plan_dates(usual, law, today=today),
        pager=pages(total, page_asked(), size=BATCH),
        numbered=law.book.numbering.words,
    )


def batch_check(plans: list[Plan], held: dict[int, Line], known: Directory, *, action: str = "") -> str:
    """Every line as it will be sent, and how much each unit gets."""
    law, today = _law(), day_of(now())
    lines = [(held[plan.suggestion_id].row, notices(plan.shares, known.units, law, today=today)) for plan in plans]
    against = _against(plans, [row.id for row, _found in lines if row.circulated_until])
    every = [notice for _row, found in lines for notice in found]
    counts: dict[str, Counter[bool]] = {}
    for notice in every:
        counts.setdefault(notice.unit.short_name, Counter())[notice.role is TaskRole.CO] += 1
    return render_template(
        "assignments/batch_check.html",
        lines=lines,
        against=against,
        risks=_risks(plans, held),
        action=action or url_for("assignments.batch"),
        unmanned=[unit for unit in known.units.values() if unit.id in known.unmanned & _units_of(every)],
        by_unit=sorted(((name, n[False], n[True]) for name, n in counts.items()), key=lambda row: -(row[1] + row[2])),
        agreed=plans[0].agreed_due_on,
        strip=date_strip([notice.forecast for notice in every], today=today),
        explained=plan_dates([notice.forecast for notice in every], law, today=today),
        fields=sent_fields(),
        roles=TASK_ROLES,
        numbered=law.book.numbering.words,
    )


def _against(plans: Iterable[Plan], circulated: Collection[int]) -> dict[int, list[Hearing]]:
    """The units that get a share although they said of the draft that it is not theirs, by paper."""
    said = words_on_all(circulated) if circulated else {}
    chosen = {plan.suggestion_id: {share.unit_id for share in plan.shares} for plan in plans}
    return {
        paper: found
        for paper, words in said.items()
        if (found := [one for one in words if one.say is Say.NOT_OURS and one.unit_id in chosen[paper]])
    }


def _risks(plans: Iterable[Plan], lines: dict[int, Line]) -> dict[int, dict[int, Risk]]:
    """What the units that are to answer have sent back before, by paper and unit."""
    leads = {plan.suggestion_id: [one.unit_id for one in plan.shares if one.role is not TaskRole.CO] for plan in plans}
    return risks_of(actor(), lines, leads)


def _units_of(found: Iterable[Notice]) -> set[int]:
    return {notice.unit.id for notice in found}


def _law() -> Law:
    return Law(rulebook_for(day_of(now())), calendar_now())


def sent_fields() -> list[tuple[str, str]]:
    """What the form held, to be sent once more by the button that sends it off."""
    typed = [field for field in request.form.items(multi=True) if field[0] not in ("csrf_token", "step")]
    return typed + [(name, key) for name, key, _digest in kept_now()]
