"""Looking back on a dossier (回头看): each line with how far it is, and how the letters of replies changed."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.domain.actions import Action
from tracker.models.look_backs import LookBackLine
from tracker.models.suggestions import Suggestion
from tracker.queries.look_backs import letter_changes, of_suggestion
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.labels import LEVELS
from tracker.web.round_labels import FINDINGS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def look_backs(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Every line, for whoever sees in the story that it was put on."""
    if "look_backs" not in there or not reader.full:
        return None
    tasks = {one.id: task for task in suggestion.tasks for one in task.rounds}
    lines = [one for one in of_suggestion(suggestion) if reader.sees(Action.LOOK_BACK, tasks[one.round_id].id)]
    if not lines:
        return None
    rows = [
        {
            "line": one,
            "href": url_for("look_back_lines.show", suggestion_id=suggestion.id, line_id=one.id),
            "name": one.look_back.name,
            "unit": one.unit.short_name,
            "promise": one.commitment.promise if one.commitment else "",
            "unfilled": _unfilled(one, reader.today),
            "finding": FINDINGS[one.finding] if one.finding else "",
            "level": _level(one.level, one.rating_shut_on is not None),
        }
        for one in lines
    ]
    changed = {one.round_id for one in lines if one.letter}
    changes = [each for round_id in sorted(changed) for each in letter_changes(round_id)]
    held = {"rows": rows, "changes": changes}
    return Section("look-backs", _("回头看"), _("%(n)s项", n=len(rows)), "dossier/_look_backs.html", held)


def _unfilled(line: LookBackLine, today: date) -> str:
    by, unit = line.look_back.fill_by, line.unit.short_name
    if line.look_back.is_open(by, today):
        return _("等%(unit)s%(day)s前填报", unit=unit, day=day_words(by))
    return _("%(unit)s到%(day)s没有填报", unit=unit, day=day_words(by))


def _level(level: object, is_shut: bool) -> str:
    if level is not None:
        return next(str(words) for one, words in LEVELS.items() if one is level)
    return _("没有反馈") if is_shut else ""
