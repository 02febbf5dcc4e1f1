"""Taking a matter up on a dossier (会商): when and where, who came, what was decided, and that no rating changed."""

from __future__ import annotations

from tracker.domain.actions import Action
from tracker.models.suggestions import Suggestion
from tracker.queries.escalations import of_suggestion
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.round_labels import CAME_TO, WAYS
from tracker.web.spoken import gettext as _


def escalations(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Every step, for whoever sees it in the story."""
    if "escalations" not in there or not reader.full:
        return None
    every = of_suggestion(suggestion.id)
    by_round = {one.id: task for task in suggestion.tasks for one in task.rounds}
    rows = []
    for task in suggestion.tasks:
        steps = [one for one in every if by_round.get(one.round_id) is task]
        if steps and reader.sees(Action.ESCALATE, task.id):
            rows.append({"unit": task.unit.short_name, "steps": steps})
    if not rows:
        return None
    held = {"rows": rows, "several": len(rows) > 1, "ways": WAYS, "came_to": CAME_TO}
    count = _("%(n)s次", n=sum(len(row["steps"]) for row in rows))
    return Section("escalations", _("会商"), count, "dossier/_escalations.html", held)
