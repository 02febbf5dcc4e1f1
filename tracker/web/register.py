"""The register: every suggestion one may see, and a deputy's own; filtered by the address, a page at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from tracker.clock import day_of, now
from tracker.domain.limits import COUNTED, PAGE
from tracker.domain.parties import TaskRole
from tracker.domain.roles import Capability, Role
from tracker.queries.register import Hits, Listing, listing
from tracker.queries.register_choices import choices
from tracker.queries.register_filters import Filters
from tracker.queries.register_statuses import statuses
from tracker.web.access import actor, needs
from tracker.web.labels import KINDS as KIND_WORDS
from tracker.web.labels import TASK_ROLES
from tracker.web.paging import pages
from tracker.web.register_filters import DUES, KINDS, Address, filters_of, status_labels, tags
from tracker.web.register_rows import row_of
from tracker.web.spoken import gettext as _
from tracker.web.words import clock_words, count_words

bp = Blueprint("register", __name__)


@bp.get("/suggestions")
@needs(Capability.SEE_REGISTER)
def show() -> str:
    """Everything this hat may see."""
    return _page(mine=False)


@bp.get("/mine")
@needs(Capability.WRITE)
def mine() -> str:
    """What a deputy leads, signed or was asked to sign."""
    return _page(mine=True)


def _page(*, mine: bool) -> str:
    at, who = now(), actor()
    filters, today = filters_of(request.args, who, mine=mine), day_of(at)
    address = Address("register.mine" if mine else "register.show", filters)
    found, offered = listing(who, filters, today=today, mine=mine), choices()
    labels = status_labels(filters, who)
    return render_template(
        "register/show.html",
        mine=mine,
        writes=who.role is Role.DEPUTY,
        filters=filters,
        kept={"sort": address.sort()},
        query=urlencode(address.asked),
        exports=[("csv", _("csv，每件一行")), ("csv-shares", _("csv，每件次一行"))],
        action=address.path,
        tags=tags(filters, address, offered, labels),
        offered=offered | _codes({name: labels[name] for name in statuses(who, mine=mine)}),
        heads=_heads(filters, address),
        sorts=_sorts(filters, address),
        merges=who.role is Role.DESK and not mine,
        rows=[row_of(entry, who, today, mine=mine, unit_id=filters.unit_id) for entry in found.entries],
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


def _heads(filters: Filters, address: Address) -> list[tuple[str, str | None, str, str]]:
    return [
        _head(_("编号"), "number", filters, address),
        _head(_("标题"), "title", filters, address),
        (_("领衔代表"), None, "", ""),
        (_("承办单位"), None, "", ""),
        (_("状态"), None, "", ""),
        _head(_("期限"), "due", filters, address),
    ]


def _head(words: str, sort: str, filters: Filters, address: Address) -> tuple[str, str, str, str]:
    if filters.sort != sort:
        return words, address(sort="" if sort == "due" else sort), "", ""
    if filters.descending:
        return words, address(sort="" if sort == "due" else sort), "descending", ""
    return words, address(sort=f"-{sort}"), "ascending", ""


def _sorts(filters: Filters, address: Address) -> list[tuple[str, str, bool]]:
    ways = (
        (_("期限近的在前"), "due", False),
        (_("编号小的在前"), "number", False),
        (_("编号大的在前"), "number", True),
        (_("新提交的在前"), "submitted", True),
        (_("早提交的在前"), "submitted", False),
        (_("按标题"), "title", False),
    )
    return [
        (words, address(sort=("-" if down else "") + sort), (filters.sort, filters.descending) == (sort, down))
        for words, sort, down in ways
    ]
