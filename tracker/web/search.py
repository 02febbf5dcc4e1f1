"""The search: one box on every page, words found wherever one may read them, a number going straight to its paper."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.finding import Query, query_of
from tracker.domain.numbering import bare
from tracker.domain.roles import ADMIN_ROLES, Capability, Role
from tracker.models.search import Beside
from tracker.queries import search
from tracker.queries.file_texts import unread
from tracker.queries.register_choices import choices
from tracker.queries.search_beside import search_beside
from tracker.queries.search_drafts import drafts
from tracker.queries.search_names import deputies, units
from tracker.queries.search_state import standing
from tracker.queries.similar import numbered
from tracker.web import search_rows
from tracker.web.access import actor, needs
from tracker.web.addresses import address
from tracker.web.paging import pages
from tracker.web.search_asked import Asked, Shown
from tracker.web.search_facets import facets
from tracker.web.search_words import standing_words, total_words

bp = Blueprint("search", __name__)
SHOWN = {Shown.PROMISES: Beside.PROMISE, Shown.FILES: Beside.FILE}
# Longer than any number.
NUMBER = 40
_DIGIT = re.compile("[0-9]")


@bp.get("/search")
@needs(Capability.SEE_HOME)
def show() -> str | Response:
    """What is found, in the tab that is asked for."""
    asked = Asked(request.args)
    if (straight := _straight_to(asked)) is not None:
        return redirect(address("dossier.show", suggestion_id=straight))
    query = query_of(asked.typed)
    if actor().role in ADMIN_ROLES or not query:
        blind = actor().role in ADMIN_ROLES
        return render_template("search/none.html", asked=asked, query=query, blind=blind)
    return render_template("search/show.html", asked=asked, query=query, **_found(asked, query))


def _straight_to(asked: Asked) -> int | None:
    """The one paper that has just this number; a narrowed search stays where it is."""
    number = bare(asked.typed)
    if asked.is_narrowed or len(number) > NUMBER or not _DIGIT.search(number):
        return None
    return numbered(actor(), [number]).get(number)


def _found(asked: Asked, query: Query) -> dict[str, Any]:
    at, who = now(), actor()
    today, offered = day_of(at), choices()
    papers = search.search(who, asked.wanted(query), today=today)
    beside = search_beside(who, query, shown=SHOWN.get(asked.shown), page=asked.page)
    promises, files = beside[Beside.PROMISE], beside[Beside.FILE]
    looked: Any = {Shown.PAPERS: papers, Shown.PROMISES: promises, Shown.FILES: files}[asked.shown]
    totals = {Shown.PAPERS: papers.total, Shown.PROMISES: promises.total, Shown.FILES: files.total}
    return {
        "tabs": search_rows.tabs(asked, totals),
        "rows": search_rows.rows(asked.shown, looked, who, query),
        "total": total_words(asked.shown, looked),
        "pager": pages(looked.total, looked.page) if looked.total is not None else search_rows.leafing(looked),
        "names": search_rows.names(deputies(who, query), units(who, query)) if asked.is_first else None,
        "drafts": search_rows.draft_rows(drafts(who, query), query) if asked.is_first else [],
        "facets": facets(asked, papers, offered) if asked.shown is Shown.PAPERS else [],
        "offered": offered,
        "tags": asked.tags(offered),
        "of_own": who.role is not Role.DESK,
        "standing": standing_words(standing(), at, unread=unread().waiting),
    }
