"""A scheme tried before anybody is appraised by it: with the figures of its own session or of an earlier one, beside
what the version in force makes of the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.models.appraisals import Appraisal
from tracker.queries.appraisal_scores import Score, tried
from tracker.queries.appraisals import all_units, latest_before, period_end
from tracker.queries.figures import as_of
from tracker.queries.sessions_held import Held, sessions_held
from tracker.web import appraisal_lines as lines
from tracker.web.figure_scopes import day_in_words
from tracker.web.spoken import gettext as _


def trial(one: Appraisal, args: Mapping[str, str]) -> dict[str, Any]:
    """What the page of a trial shows; nothing given by hand is in it, and nothing objected to."""
    held, reach = sessions_held(), as_of()
    session_id = _session(one, args, held)
    on = _day(one, session_id, reach.through) if reach else one.ends_on
    units = all_units(one)
    now = tried(one.scheme, session_id, units, on=on) if reach else []
    before = latest_before(one) if one.edition > 1 else None
    was = tried(before.scheme, session_id, units, on=on) if before is not None and reach else []
    return {
        "rows": [lines.table_row(one, each, {}) for each in lines.in_order(now)],
        "heads": lines.heads(one),
        "volume": [],
        "day": day_in_words(on),
        "compared": _compared(one, lines.in_order(now), before, was),
        "before": before,
        "choices": [(f"s{each.id}", f"{each.term_name}{each.name}") for each in held],
        "of": f"s{session_id}",
        "is_other": session_id != one.session_id,
    }


def _session(one: Appraisal, args: Mapping[str, str], held: Sequence[Held]) -> int:
    """The session asked for; that of the scheme where the address names none."""
    return next((each.id for each in held if f"s{each.id}" == args.get("of")), one.session_id)


def _day(one: Appraisal, session_id: int, through: date) -> date:
    """The last day of the period: of an earlier session the one it was appraised by, else as far as is counted."""
    if session_id == one.session_id:
        return min(one.ends_on, through)
    return min(period_end(session_id) or through, through)


def _compared(one: Appraisal, now: Sequence[Score], before: Appraisal | None, was: Sequence[Score]) -> list[Any]:
    """Each unit with work: total and place as they would be and as they are by the version in force."""
    if before is None:
        return []
    old = {each.unit.id: each for each in was}
    rows = [(each, old[each.unit.id]) for each in now if each.has_work]
    return [
        {
            "unit": each.unit.name,
            "was": lines.total_words(earlier),
            "was_rank": _rank(earlier),
            "now": lines.total_words(each),
            "now_rank": _rank(each),
            "moved": _moved(each, earlier),
        }
        for each, earlier in rows
    ]


def _rank(one: Score) -> str:
    return str(one.rank) if one.rank is not None else "—"


def _moved(now: Score, was: Score) -> str:
    """What the change would mean to a unit."""
    if now.rank is None or was.rank is None:
        same = (now.total.grade, now.total.points) == (was.total.grade, was.total.points)
        return _("不变") if same else _("有变化")
    steps = was.rank - now.rank
    if not steps:
        return _("名次不变")
    return _("升%(n)s位", n=steps) if steps > 0 else _("降%(n)s位", n=-steps)
