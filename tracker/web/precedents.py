"""Precedents (退件先例): rulings on objections, searched; and one of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from tracker.clock import day_of, now
from tracker.domain.roles import Capability
from tracker.queries import precedents
from tracker.queries.cases import BIGGEST
from tracker.queries.objections import said_on
from tracker.queries.places import fields_of_work, units_in_use
from tracker.queries.precedents import Wanted
from tracker.web.access import actor, needs
from tracker.web.addresses import address
from tracker.web.paging import page_asked, pages
from tracker.web.picks import picked_id
from tracker.web.precedent_words import row_of, rows_of, said_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("precedents", __name__)
OUTCOMES = {"upheld": True, "refused": False}


@bp.get("/precedents")
@needs(Capability.SEE_PRECEDENTS)
def index() -> str:
    """Every ruling this reader may read, filtered by what is asked."""
    who, wanted, page = actor(), _wanted(), page_asked()
    total = precedents.how_many(who, wanted)
    return render_template(
        "precedents/index.html",
        rows=rows_of(precedents.search(who, wanted, page=page)),
        waiting=rows_of(precedents.own_open(who)) if who.unit_id else [],
        heard=rows_of(precedents.heard_on(who)) if who.unit_id else [],
        total=total,
        pager=pages(total, page),
        units=units_in_use(),
        categories=fields_of_work(),
        years=[(year, _("%(year)s年", year=year)) for year in precedents.years(who)],
        outcomes=[("upheld", _("同意退件")), ("refused", _("不同意退件"))],
        asked=request.args,
        tags=_tags(wanted),
    )


@bp.get("/precedents/<int:objection_id>")
@needs(Capability.SEE_PRECEDENTS)
def show(objection_id: int) -> str:
    """One ruling; a unit reads its own objection and its own word here, also when it no longer reads the case."""
    found = precedents.one(actor(), objection_id) if objection_id <= BIGGEST else None
    if found is None:
        abort(404)
    opens = precedents.may_open(actor(), found.suggestion_id)
    return render_template(
        "precedents/show.html",
        row=row_of(found),
        one=found,
        made_on=day_words(day_of(found.made_at), year=True),
        # Why a unit objected lies between it, who rules, and who may read the case.
        reason=found.reason if opens or found.unit_id == actor().unit_id else "",
        said=said_words(said_on(found.id, actor().unit_id or 0), today=day_of(now())),
        case_href=address("dossier.show", suggestion_id=found.suggestion_id) if opens else None,
    )


def _wanted() -> Wanted:
    asked = request.args
    year = picked_id(asked.get("year", ""))
    return Wanted(
        words=asked.get("words", "").strip()[:100],
        unit_id=picked_id(asked.get("unit", "")),
        category_id=picked_id(asked.get("category", "")),
        year=year if year is not None and 1900 <= year <= 9998 else None,
        is_upheld=OUTCOMES.get(asked.get("outcome", "")),
    )


def _tags(wanted: Wanted) -> list[tuple[str, str]]:
    """The filters in words, each with the address without it."""
    units, categories = dict(units_in_use()), dict(fields_of_work())
    told = {
        "words": wanted.words,
        "unit": units.get(wanted.unit_id or 0, ""),
        "category": categories.get(wanted.category_id or 0, ""),
        "year": _("%(year)s年", year=wanted.year) if wanted.year else "",
        "outcome": {True: _("同意退件"), False: _("不同意退件"), None: ""}[wanted.is_upheld],
    }
    held: dict[str, Any] = {name: request.args.get(name) for name, words in told.items() if words}
    return [
        (words, url_for(".index", **{one: value for one, value in held.items() if one != name}))
        for name, words in told.items()
        if words
    ]
