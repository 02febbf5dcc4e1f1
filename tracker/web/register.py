"""The register: every suggestion one may see, and a deputy's own; filtered by the address, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.limits import BATCH, COUNTED, PAGE
from tracker.domain.lists import QUERY, ListCode
from tracker.domain.parties import TaskRole
from tracker.domain.roles import Capability, Role
from tracker.queries.register import Hits, Listing, listing
from tracker.queries.register_choices import choices
from tracker.queries.register_filters import Filters
from tracker.queries.register_statuses import statuses
from tracker.web.access import actor, needs
from tracker.web.bulk_acts import acts_of
from tracker.web.labels import KINDS as KIND_WORDS
from tracker.web.labels import TASK_ROLES
from tracker.web.list_kinds import LISTS, list_asked
from tracker.web.paging import pages
from tracker.web.register_columns import COLUMNS, SORTED, USUAL, WAYS, as_asked, cells, columns_of
from tracker.web.register_filters import (
    DUES,
    KEYS,
    KINDS,
    Address,
    filters_of,
    sees_chases,
    status_labels,
    tags,
    unread,
)
from tracker.web.register_rows import row_of
from tracker.web.spoken import gettext as _
from tracker.web.view_bar import ALL, view_bar
from tracker.web.words import clock_words, count_words

bp = Blueprint("register", __name__)
Page = str | Response


@bp.get("/suggestions")
@needs(Capability.SEE_REGISTER)
def show() -> Page:
    """Everything this hat may see."""
    return _page(mine=False)


@bp.get("/mine")
@needs(Capability.WRITE)
def mine() -> Page:
    """What a deputy leads, signed or was asked to sign."""
    return _page(mine=True)


@bp.get("/suggestions/columns")
@needs(Capability.SEE_REGISTER)
def columns() -> Page:
    """Choose the columns and their order: the choice goes into the address, so that it can be kept as a view."""
    code = ListCode.MINE if list_asked(request.args.get("list", ""), actor().role) is ListCode.MINE else None
    endpoint = LISTS[code or ListCode.REGISTER].endpoint
    asked = dict(parse_qsl(request.args.get("query", "")[:QUERY]))
    places = {name: request.args.get(f"col-{name}", "") for name in COLUMNS}
    if any(places.values()):
        chosen = sorted((int(no), name) for name, no in places.items() if no.isascii() and no.isdigit() and no != "0")
        asked["cols"] = as_asked(columns_of(",".join(name for _no, name in chosen)))
        kept = urlencode({name: text for name, text in asked.items() if text})
        return redirect(f"{url_for(endpoint)}?{kept or urlencode(ALL)}")
    shown = columns_of(asked.get("cols", ""))
    rows = [(name, words, shown.index(name) + 1 if name in shown else 0) for name, words in COLUMNS.items()]
    query = request.args.get("query", "")
    return render_template(
        "register/columns.html", rows=rows, query=query, mine=code is not None, endpoint=endpoint, most=len(COLUMNS)
    )


def _page(*, mine: bool) -> Page:
    at, who = now(), actor()
    filters, today = filters_of(request.args, who, mine=mine), day_of(at)
    shown = columns_of(request.args.get("cols", ""))
    address = Address("register.mine" if mine else "register.show", filters, as_asked(shown))
    bar = view_bar(who, ListCode.MINE if mine else ListCode.REGISTER, address.asked)
    if bar.opens_with:
        return redirect(bar.opens_with)
    address = replace(address, bare=bar.bare)
    found, offered = listing(who, filters, today=today, mine=mine), choices()
    labels = status_labels(filters, who)
    return render_template(
        "register/show.html",
        mine=mine,
        writes=who.role is Role.DEPUTY,
        filters=filters,
        kept={"sort": address.sort(), "cols": address.columns},
        bar=bar,
        unread=_("、").join(unread(request.args, address)),
        exports=[("csv", _("csv，每件一行")), ("csv-shares", _("csv，每件次一行"))],
        action=address.path,
        bare=bar.bare or address.path,
        tags=tags(filters, address, offered, labels),
        offered=offered | _codes({name: labels[name] for name in statuses(who, mine=mine)}),
        heads=[_head(name, filters, address) for name in shown],
        sorts=_sorts(filters, address, chases=sees_chases(who, mine=mine)),
        sees_chases=sees_chases(who, mine=mine),
        merges=who.role is Role.DESK and not mine,
        bulk=bool(acts_of(who.role)) and not mine,
        all_at_once=found.hits.total if found.hits.total <= BATCH else 0,
        rows=[
            row_of(entry, who, today, mine=mine, unit_id=filters.unit_id)
            | ({} if shown == USUAL else {"cells": cells(entry, shown, offered)})
            for entry in found.entries
        ],
        hits=_hits(found.hits),
        range_words=_range(found, clock_words(at)),
        pager=pages(min(found.hits.total, COUNTED), found.page),
    )


def _codes(labels: dict[str, Any]) -> dict[str, list[tuple[str, Any]]]:
    return {
        "status": list(labels.items()),
        "kind": [(kind.value, KIND_WORDS[kind]) for kind in KINDS.values()],
        "role": [(role.value, TASK_ROLES[role]) for role in TaskRole],
        "due": list(DUES.items()),
        "key": list(KEYS.items()),
    }


def _hits(hits: Hits) -> tuple[str, str]:
    told = [_("%(n)s件次", n=count_words(hits.shares))] if hits.shares is not None else []
    if hits.bills:
        told.append(_("其中议案%(n)s件", n=count_words(hits.bills)))
    if hits.late:
        told.append(_("逾期%(n)s件", n=count_words(hits.late)))
    if hits.soon:
        told.append(_("五日内到期%(n)s件", n=count_words(hits.soon)))
    return count_words(hits.total), _("，").join(told)


def _range(found: Listing, time: str) -> str:
    if not found.entries:
        return ""
    first = (found.page - 1) * PAGE + 1
    return _("第%(a)s–%(b)s件，数据截至%(time)s", a=first, b=first + len(found.entries) - 1, time=time)


def _head(column: str, filters: Filters, address: Address) -> tuple[str, str | None, str, str]:
    words, sort = str(COLUMNS[column]), SORTED.get(column)
    if sort is None:
        return words, None, "", "num" if column == "signers" else ""
    if filters.sort != sort or filters.descending:
        down = "descending" if filters.sort == sort else ""
        return words, address(sort="" if sort == "due" else sort), down, ""
    return words, address(sort=f"-{sort}"), "ascending", ""


def _sorts(filters: Filters, address: Address, *, chases: bool) -> list[tuple[str, str, bool]]:
    return [
        (str(words), address(sort=way), (("-" if filters.descending else "") + filters.sort) == way)
        for way, words in WAYS.items()
        if chases or way != "-pressure"
    ]
