"""What units have asked for and somebody has to decide: objections to shares and more time, on one page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _

from tracker.clock import day_of, now
from tracker.domain.roles import Capability
from tracker.domain.rulebook import ClockKind
from tracker.models.procedures import Say
from tracker.queries import requests as waiting
from tracker.web.access import actor, needs
from tracker.web.due_tags import due_tag
from tracker.web.labels import TASK_ROLES
from tracker.web.papers import official_title
from tracker.web.words import number_words

bp = Blueprint("requests", __name__)
SAID = {Say.OURS: lambda: _("愿意接"), Say.NOT_OURS: lambda: _("也认为不是"), None: lambda: _("还没有说")}


@bp.get("/objections")
@needs(Capability.DECIDE_REQUESTS)
def queue() -> str:
    """Both kinds by due date."""
    return render_template(
        "requests/queue.html",
        objections=[_objection(row) for row in waiting.objections(actor())],
        extensions=[_row(row, ClockKind.EXTENSION) for row in waiting.extensions(actor())],
    )


def _objection(row: Any) -> dict[str, Any]:
    said = SAID.get(row.said, SAID[None])()
    return _row(row, ClockKind.OBJECTION_DECISION) | {"said": said, "better_unit": row.better_unit}


def _row(row: Any, kind: ClockKind) -> dict[str, Any]:
    return {
        "row": row,
        "title": official_title(row.title),
        "number": number_words(row.number) if row.number else "",
        "role": TASK_ROLES[row.role],
        "tag": due_tag(kind, row.due_on, today=day_of(now())),
    }
