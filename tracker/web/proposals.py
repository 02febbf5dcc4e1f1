"""What the pages of calendar and rulebook share: deciding a proposal, and the due dates it would move."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from tracker.domain.limits import NOTE
from tracker.services._proposals import ProposalRefused
from tracker.web.forms import Form
from tracker.web.law_labels import OBJECTIONS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l


class DecisionForm(Form):
    """Approving or turning down somebody else's proposal."""

    # The preview that is decided upon: other moves than those shown are not made.
    seen = HiddenField()
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
