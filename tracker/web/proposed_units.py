"""How the proposals of handling units fared: chosen, overruled, sent back; by month and by session."""

from __future__ import annotations

from flask import Blueprint, render_template

from tracker.clock import day_of, now
from tracker.domain.roles import Capability, Role
from tracker.queries import proposed_units
from tracker.queries.law import rulebook_for
from tracker.queries.proposed_units import Fared
from tracker.web.access import actor, needs
from tracker.web.figure_words import percent
from tracker.web.spoken import gettext as _

bp = Blueprint("proposed_units", __name__)


@bp.get("/assignments/proposed")
@needs(Capability.SEE_PROPOSED_UNITS)
def index() -> str:
    """Of papers this reader may open: a coordinator sees those of its system."""
    found = proposed_units.fared(actor())
    months = [(_("%(year)s年%(month)s月", year=month.year, month=month.month), one) for month, one in found.by_month]
    return render_template(
        "proposed_units/index.html",
        whole=found.whole,
        sentence=_sentence(found.whole),
        months=months,
        sessions=[(name or _("闭会期间"), one) for name, one in found.by_session],
        percent=percent,
        overruled=proposed_units.overruled(actor()),
        numbered=rulebook_for(day_of(now())).numbering.words,
        desk=actor().role is Role.DESK,
    )


def _sentence(one: Fared) -> str:
    if not one.asked:
        return ""
    return _(
        "建议首选被采纳%(first)s件/%(asked)s件（%(rate)s），前三里有%(three)s件；采纳以后又改办的%(moved)s件，不算准。",
        first=one.first,
        asked=one.asked,
        rate=percent(one.first / one.asked),
        three=one.three,
        moved=one.moved,
    )
