"""Whether a printed paper and the record agree (核对): for whoever holds it, logged in or not, and whatever the code.

A code carries 80 bits of a digest, so trying codes leads nowhere and needs no throttle; a wrong one is answered as
calmly as a right one, and a page of a confidential paper says nothing but that it agrees.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.documents import Label, Paper, read_code
from tracker.queries import documents as found
from tracker.queries.places import congress_name
from tracker.web.access import public
from tracker.web.document_words import PAPERS
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
    """Agrees, with what tells the paper from others; or does not."""
    read = read_code(code[:LONGEST])
    paper, agrees = found.compared(read, today=day_of(now())) if read is not None else (None, False)
    facts = _facts(paper) if paper is not None and agrees else []
    confidential = paper is not None and paper.label.is_confidential
    return render_template(
        "document_checks/show.html",
        congress_name=congress_name(),
        agrees=agrees,
        facts=facts,
        confidential=confidential,
    )


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
