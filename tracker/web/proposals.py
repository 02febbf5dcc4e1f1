"""What the pages of calendar and rulebook share: deciding a proposal, and the due dates it would move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice

from flask import flash, url_for
from wtforms import TextAreaField
from wtforms.validators import Length

from tracker.domain.limits import NOTE
from tracker.domain.recount import Move
from tracker.queries.recounts import titles_of
from tracker.services._proposals import ProposalRefused
from tracker.web.forms import Form
from tracker.web.labels import CLOCKS
from tracker.web.law_labels import OBJECTIONS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

SHOWN = 100


class DecisionForm(Form):
    """Approving or turning down somebody else's proposal."""

    note = TextAreaField(_l("意见"), [Length(max=NOTE)], description=_l("不批准时请写明理由，提出的人会看到。"))


def decided(form: DecisionForm, decide: Callable[[], int], done: Callable[[int], str]) -> bool:
    """Run the decision and say what came of it; a refusal is shown on the form instead."""
    if not form.submitted():
        return False
    try:
        flash(done(decide()), "done")
    except ProposalRefused as refused:
        form.form_errors = [*form.form_errors, str(OBJECTIONS[refused.objection])]
        return False
    return True


def moved_words(count: int) -> str:
    """What an approval did to running due dates."""
    return _("已批准，%(n)s个正在计算的到期日随之移动。", n=count) if count else _("已批准，没有到期日移动。")


def moved_rows(moves: Sequence[Move]) -> list[tuple[str, str, str, date, date]]:
    """Title, address, limit with the unit it runs for, old day and new day of the first moves."""
    shown = list(islice((move for move in moves if move.moves_day), SHOWN))
    titles = titles_of(shown)
    return [_row(move, *titles[move.running.clock_id]) for move in shown]


def _row(move: Move, number: str, title: str, unit: str) -> tuple[str, str, str, date, date]:
    running = move.running
    address = url_for("due_dates.show", suggestion_id=running.suggestion_id, clock_id=running.clock_id)
    words = _("第%(n)s号 %(title)s", n=number, title=title) if number else title
    limit = str(CLOCKS[running.kind])
    limit = _("%(limit)s（%(unit)s）", limit=limit, unit=unit) if unit else limit
    return words, address, limit, running.due_on, move.end.on
