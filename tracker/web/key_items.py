"""Key items (重点督办、领办、领衔督办): the list of a year, and the whole story of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from tracker.clock import day_of, now
from tracker.domain.key_items import DECIDED, KeyKind, KeyStage
from tracker.domain.roles import Capability, can
from tracker.queries import key_items as found
from tracker.queries.cases import BIGGEST
from tracker.queries.key_item_duties import waits_for
from tracker.web import key_item_labels as labels
from tracker.web import key_item_words as words
from tracker.web.access import actor, needs
from tracker.web.key_item_pages import page_of
from tracker.web.paging import page_asked, pages
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _

bp = Blueprint("key_items", __name__)


@bp.get("/key-items")
@needs(Capability.SEE_KEY_ITEMS)
def index() -> str:
    """The items this reader may know of, by year; narrowed to a stage, a kind, or what waits for the reader."""
    who, today, page = actor(), day_of(now()), page_asked()
    shown = _shown()
    show = request.args.get("show", "")
    show = show if show in shown else ""
    kind = next((one for one in KeyKind if one.value == request.args.get("kind")), None)
    years = found.years(who)
    year = picked_id(request.args.get("year", ""))
    year = year if year in years else None
    rows, total = found.listed(who, today=today, year=year, show=show, kind=kind, page=page)
    return render_template(
        "key_items/index.html",
        rows=rows,
        total=total,
        pager=pages(total, page),
        years=[(one, _("%(n)s年", n=one)) for one in years],
        year=year,
        kind=kind.value if kind else "",
        show=show,
        shown=list(shown.items()),
        kinds=words.choices(words.KINDS),
        words=words,
        may=_may(),
        today=today,
    )


@bp.get("/key-items/<int:item_id>")
@needs(Capability.SEE_KEY_ITEMS)
def show(item_id: int) -> str:
    """One item: its papers with their units, the plan, what was held, demanded and reported, what came of it."""
    one = found.find(actor(), item_id) if item_id <= BIGGEST else None
    return page_of(one or abort(404), actor(), today=day_of(now()))


def _shown() -> dict[str, Any]:
    """What the list can be narrowed to, for this reader."""
    role = actor().role
    # What waits to be decided on is a stage of its own.
    waits = {code: labels.SHOWN[code] for code in waits_for(role) if code != "to_decide"}
    all_stages = role is not None and can(role, Capability.PROPOSE_KEY_ITEMS)
    stages = [one for one in KeyStage if all_stages or one in DECIDED]
    return waits | {one.value: words.STAGES[one] for one in stages}


def _may() -> dict[str, bool]:
    """What stands over the list for this reader."""
    role = actor().role
    return {
        "propose": role is not None and can(role, Capability.PROPOSE_KEY_ITEMS),
        "decide": role is not None and can(role, Capability.DECIDE_KEY_ITEMS),
    }
