"""Who handles what (谁管什么): the duty words of the units, by what is typed or pasted."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from tracker.domain.roles import Capability, Role
from tracker.queries.unit_duties import holders
from tracker.web.access import actor, needs
from tracker.web.labels import SYSTEMS
from tracker.web.paging import last_page, page_asked, pages
from tracker.web.routing_words import duty_words

bp = Blueprint("unit_duties", __name__)
# A paragraph may be pasted.
LONGEST, SIZE = 600, 50


@bp.get("/unit-duties")
@needs(Capability.SEE_PRECEDENTS)
def index() -> str:
    """Units whose duty words hold the text or stand in it; all of them where nothing is asked."""
    words = request.args.get("q", "").strip()[:LONGEST].replace("\0", "")
    found = holders(words)
    page = min(page_asked(), last_page(len(found), size=SIZE))
    return render_template(
        "unit_duties/index.html",
        words=words,
        rows=found[SIZE * (page - 1) : SIZE * page],
        total=len(found),
        pager=pages(len(found), page, size=SIZE),
        systems=SYSTEMS,
        duty_words=duty_words,
        keeps=actor().role is Role.DESK,
    )
