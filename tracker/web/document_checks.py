"""Whether a printed paper and the record agree (核对): for whoever holds it, logged in or not, and whatever the code.

A code carries 80 bits of a digest, so trying codes leads nowhere and needs no throttle; a wrong one is answered as
calmly as a right one, and a page of a confidential paper says nothing but that it agrees.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.documents import OF_KEY_ITEMS, Code, Label, Paper, PaperKind, read_code
from tracker.domain.roles import Capability, can
from tracker.queries import documents as found
from tracker.queries import key_items
from tracker.queries.beside import beside
from tracker.queries.cases import find_suggestion
from tracker.queries.places import congress_name
from tracker.queries.who import Me
from tracker.web.access import public
from tracker.web.document_words import PAPERS
from tracker.web.sessions import asking
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("document_checks", __name__)
LONGEST = 120


@bp.get("/check")
@public
def ask() -> str | Response:
    """A box for the code as it is printed under the square."""
    code = "".join(request.args.get("code", "").split())[:LONGEST]
    if code:
        return redirect(url_for("document_checks.show", code=code))
    return render_template("document_checks/ask.html", congress_name=congress_name())


@bp.get("/check/<code>")
@public
def show(code: str) -> str:
    """Agrees, with what tells the paper from others; or does not. It leads to the record whoever may open that."""
    read = read_code(code[:LONGEST])
    paper, agrees = found.compared(read, today=day_of(now())) if read is not None else (None, False)
    facts = _facts(paper) if paper is not None and agrees else []
    confidential = paper is not None and paper.label.is_confidential
    who = asking()
    return render_template(
        "document_checks/show.html",
        congress_name=congress_name(),
        agrees=agrees,
        facts=facts,
        confidential=confidential,
        links=_links(read, who) if read is not None and who is not None else [],
        log_in=url_for("account.log_in", next=request.path) if agrees and who is None else None,
    )


def _links(code: Code, who: Me) -> list[tuple[str, str]]:
    """Where the record itself is, for a reader who may open it; whether the paper agrees or not."""
    if who.hat is None or who.must_change:
        return []
    if code.kind is PaperKind.LIST:
        return _link_to_list(code, who)
    if code.kind in OF_KEY_ITEMS:
        return _link_to_item(code, who)
    suggestion = find_suggestion(who.actor, code.suggestion_id)
    if suggestion is None:
        return []
    links = [(_("打开案卷"), url_for("dossier.show", suggestion_id=suggestion.id))]
    if code.kind is PaperKind.DOSSIER:
        return links
    listed = found.listed(who.actor, suggestion, beside(suggestion))
    if any((one.kind, one.thing_id) == (code.kind, code.thing_id) for one in listed):
        which: dict[str, Any] = {"kind": code.kind.value, "thing_id": code.thing_id, "ending": "pdf"}
        links.append((_("打开系统里的这份文书"), url_for("documents.show", suggestion_id=suggestion.id, **which)))
    return links


def _link_to_list(code: Code, who: Me) -> list[tuple[str, str]]:
    if not (who.hat and can(who.hat.role, Capability.SEE_LISTS) and found.list_of(code, who.actor, day_of(now()))):
        return []
    day = f"{code.thing_id:08d}"
    address = url_for("document_lists.show", unit_id=code.suggestion_id, day=day, ending="pdf")
    return [(_("打开系统里的这份清单"), address)]


def _link_to_item(code: Code, who: Me) -> list[tuple[str, str]]:
    if not (who.hat and can(who.hat.role, Capability.SEE_KEY_ITEMS) and key_items.find(who.actor, code.suggestion_id)):
        return []
    return [(_("打开督办件"), url_for("key_items.show", item_id=code.suggestion_id))]


def _facts(paper: Paper) -> list[tuple[str, str]]:
    label: Label = paper.label
    if label.is_confidential:
        return []
    since = paper.facts.get("since")
    rows = [
        (_("文书"), str(PAPERS[paper.kind])),
        (_("建议编号"), label.number),
        (_("发文字号"), label.document_no),
        (_("单位"), label.unit),
        (_("日期"), day_words(label.on, year=True)),
        (_("此后各方都看得到的新记录"), _("%(n)s项", n=since) if since else ""),
    ]
    return [(name, words) for name, words in rows if words]
