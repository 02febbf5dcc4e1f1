"""The cases behind a line, as the page lists them: how each counts, what was left out, and the way to object."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from tracker.domain.appraisal import Indicator
from tracker.domain.parties import Actor
from tracker.models.appraisals import Appraisal, AppraisalContest, Outcome
from tracker.queries.appraisal_evidence import Group, groups
from tracker.queries.appraisal_frozen import frozen_groups
from tracker.queries.appraisals import results
from tracker.queries.figure_cases import Behind
from tracker.web.appraisal_words import GROUPS, OUTCOMES, measures_words
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _


def groups_shown(actor: Actor, one: Appraisal, indicator: Indicator, unit_id: int, *, on: date) -> list[Group]:
    """The cases of a line: as they count now, or as they were written down."""
    if one.closed_at is None:
        return groups(actor, one, indicator, unit_id, on=on)
    result = results(one).get(unit_id)
    return frozen_groups(actor, result, indicator) if result is not None else []


def evidence_of(
    actor: Actor,
    one: Appraisal,
    indicator: Indicator,
    unit_id: int,
    *,
    on: date,
    contests: Sequence[AppraisalContest],
) -> list[dict[str, Any]]:
    """The groups of a line with their rows."""
    said = {each.task_id: each for each in contests if each.task_id is not None and each.outcome != Outcome.WITHDRAWN}
    found = []
    for group in groups_shown(actor, one, indicator, unit_id, on=on):
        rows = [_row(one, indicator, row, said.get(row.task_id or 0)) for row in group.rows]
        title = measures_words(group.measures)
        if group.kind == "below":
            title = _("分母里其余的")
        found.append({"kind": str(GROUPS[group.kind]), "title": title, "rows": rows, "hidden": group.hidden})
    return found


def _row(one: Appraisal, indicator: Indicator, row: Behind, said: AppraisalContest | None) -> dict[str, Any]:
    left_out = said is not None and said.outcome is Outcome.ACCEPTED and said.excludes
    contest_url = ""
    if row.task_id is not None and said is None:
        place: dict[str, Any] = {"appraisal_id": one.id, "code": indicator.code, "task": row.task_id}
        contest_url = url_for("appraisal_contests.new", **place)
    if row.commitment_id is not None:
        href = url_for("commitments.show", commitment_id=row.commitment_id)
    else:
        href = url_for("dossier.show", suggestion_id=row.suggestion_id)
    return {
        "href": href,
        "number": row.number or _("未编号"),
        "title": official_title(row.title),
        "times": row.times,
        "left_out": left_out,
        "said": str(OUTCOMES[said.outcome]) if said else "",
        "said_url": url_for("appraisal_contests.show", contest_id=said.id) if said else "",
        "contest_url": contest_url,
    }
