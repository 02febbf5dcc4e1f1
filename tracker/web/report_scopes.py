"""Which figures a report of a kind freezes: its own days, and those it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain.reports import ReportKind, When, a_year_before, month_before
from tracker.queries.figures import Scope
from tracker.queries.report_figures import Side, Wanted
from tracker.queries.sessions_held import Held
from tracker.web.figure_scopes import scope_of, words_of
from tracker.web.spoken import as_written
from tracker.web.spoken import gettext as _


def wanted_of(kind: ReportKind, code: str, held: Sequence[Held], on: date, *, unit: tuple[int, str] | None) -> Wanted:
    """What to freeze for a scope (`s` and a session's id, `t` and a term's) as of a day of Asia/Shanghai; `unit`: id
    and name of the unit whose summary it is.

    A yearly report stands beside the session before as of the same day a year before, a bulletin beside the last day of
    the month before: figures of the same age can be compared, others not.
    """
    with as_written():
        sides = {When.NOW: _side(code, held, on)}
        compared = ""
        if kind is ReportKind.BULLETIN:
            sides[When.BEFORE] = _side(code, held, month_before(on))
            compared = _("上月底")
        elif kind is not ReportKind.MEETING and (earlier := before(code, held)):
            sides[When.BEFORE] = _side(earlier, held, a_year_before(on))
            sides[When.LAST] = _side(earlier, held, on)
            compared = _("上年同期")
    unit_id, name = unit or (None, "")
    return Wanted(kind, code, sides, compared, unit_id, name)


def _side(code: str, held: Sequence[Held], on: date) -> Side:
    scope: Scope = scope_of(code, "", held)
    return Side(scope, words_of(code, "", held), on)


def before(code: str, held: Sequence[Held]) -> str:
    """The session before one, in whichever term; nothing before the first, and nothing before a whole term."""
    ids = [f"s{one.id}" for one in held]
    at = ids.index(code) + 1 if code in ids else len(ids)
    return ids[at] if at < len(ids) else ""
