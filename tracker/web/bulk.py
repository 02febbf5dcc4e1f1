"""Many papers at once (成批办理): what would happen to each, then the act, and what came of it line by line.

Each line is a transaction of its own: what cannot be done keeps nothing else from being done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.limits import BATCH, NOTE
from tracker.domain.lists import QUERY, ListCode
from tracker.domain.roles import Capability
from tracker.domain.whys import Refused, Why
from tracker.models.suggestions import Suggestion
from tracker.queries.bulk import papers_of
from tracker.queries.kept import is_token
from tracker.queries.register import every_id
from tracker.queries.tasks import every_share
from tracker.services._load import Invalid, Missing
from tracker.web.access import actor, me, needs
from tracker.web.action_labels import ACTIONS, WHYS
from tracker.web.addresses import address
from tracker.web.bulk_acts import BulkAct, acts_of, ids_in, once_of_line
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.list_kinds import LISTS, list_asked
from tracker.web.papers import official_title
from tracker.web.refused import lines_on_record
from tracker.web.register_filters import filters_of
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.tasks import stage_of
from tracker.web.words import number_words, problem_words

bp = Blueprint("bulk", __name__)
Page = str | tuple[str, int]


class BulkForm(Form):
    """Which act, and the note where the law asks for one; the ticked lines come beside it."""

    act = HiddenField()
    list = HiddenField()
    note = TextAreaField(_l("理由"), [Optional(), at_most(NOTE)], description=_l("写一次，每一件都记上。"))


@dataclass(frozen=True)
class Line:
    """One paper of the page: why the act cannot be done on it, and what came of it."""

    paper: Suggestion
    why: str = ""
    came: str = ""
    again: bool = False

    @property
    def href(self) -> str:
        return address("dossier.show", suggestion_id=self.paper.id)

    @property
    def number(self) -> str:
        return number_words(self.paper.number)

    @property
    def title(self) -> str:
        return official_title(self.paper.title, self.paper.kind)


@bp.get("/bulk")
@needs(Capability.SEE_REGISTER)
def choose() -> Page:
    """Which act, and what it would do to each of them."""
    offered, code = acts_of(actor().role), list_asked(request.args.get("list", ""), actor().role)
    if not offered:
        abort(404)
    ids, total = _asked(code)
    papers, today = papers_of(actor(), ids), day_of(now())
    counts = {one: sum(one.why_not(actor(), paper, today=today) is None for paper in papers) for one in offered}
    wanted = request.args.get("act", "")
    act = next((one for one in offered if one.action.value == wanted), None) or max(
        offered, key=lambda one: counts[one]
    )
    form = BulkForm(hat_id=actor().membership_id)
    form.act.data, form.list.data = act.action.value, (code or ListCode.REGISTER).value
    return _choosing(form, act, papers, total=total, tabs=_tabs(offered, counts, act), ticked=None)


@bp.post("/bulk")
@needs(Capability.SEE_REGISTER)
def do() -> Page:
    """Do it on the ticked lines, one by one."""
    form = BulkForm()
    act = next((one for one in acts_of(actor().role) if one.action.value == form.act.data), None) or abort(404)
    ids = ids_in(request.form.getlist("paper"), BATCH)
    papers = {one.id: one for one in papers_of(actor(), ids)}
    fine = form.submitted()
    if act.asks_note and not (form.note.data or "").strip():
        form.note.errors, fine = [*form.note.errors, problem_words("missing")], False
    if not ids:
        form.form_errors, fine = [_("请至少选一件。")], False
    if not fine or not is_token(form.once.data or ""):
        shown = papers_of(actor(), ids_in(request.form.getlist("shown"), BATCH) or ids)
        return _choosing(form, act, shown, total=len(shown), tabs=[], ticked=set(ids)), 422
    lines = [_done(act, papers[one], form) for one in ids if one in papers]
    _missing_on_record(act, len(ids) - len(lines))
    return _told(form, act, lines, gone=len(ids) - len(lines))


def _done(act: BulkAct, paper: Suggestion, form: BulkForm) -> Line:
    at, note = now(), form.note.data or ""
    case = act.case(actor(), paper)
    if case is None:
        return Line(paper, why=str(WHYS[Why.NOT_YOURS]))
    once = once_of_line(me().person_id, form.once.data or "", act, case.id, note, at)
    how: dict[str, Any] = {"now": at, "once": once} | ({"note": note} if act.asks_note else {})
    try:
        act.do(actor(), case.id, **how)
    except Refused as refused:
        _on_record(refused)
        return Line(paper, why=str(WHYS[refused.why]))
    except Invalid as invalid:
        return Line(paper, why=_("；").join(str(problem_words(code)) for code in invalid.problems.values()))
    except Missing:
        return Line(paper, why=str(WHYS[Why.NOT_VISIBLE]))
    except OperationalError:
        return Line(paper, why=_("系统正忙，这一件没有办，请再点一次，已经办好的不会再办"), again=True)
    return Line(paper, came=_("已办"))


def _missing_on_record(act: BulkAct, gone: int) -> None:
    if gone:
        _on_record(Refused(Why.NOT_VISIBLE, act.action))


def _on_record(refused: Refused) -> None:
    told = Invalid()
    told.refused = (refused,)
    lines_on_record(told)


def _asked(code: ListCode | None) -> tuple[list[int], int]:
    """The papers that are ticked, or all that a list finds, as many as can be looked through; and how many it finds.

    All that it finds only where the address says what was asked of it, if only nothing: a form whose ticks were
    forgotten would otherwise take up the whole list.
    """
    if "paper" in request.args or "query" not in request.args or code is None:
        ids = ids_in(request.args.getlist("paper"), BATCH)
        return ids, len(ids)
    args, today = MultiDict(parse_qsl(request.args.get("query", "")[:QUERY])), day_of(now())
    if code is ListCode.SHARES:
        found = [row.id for row in every_share(actor(), stage_of(args, actor().role), today=today)]
    else:
        mine = code is ListCode.MINE
        found = every_id(actor(), filters_of(args, actor(), mine=mine), today=today, mine=mine)
    return found[:BATCH], len(found)


def _tabs(offered: list[BulkAct], counts: dict[BulkAct, int], act: BulkAct) -> list[tuple[str, int, str, bool]]:
    asked = {name: request.args.getlist(name) for name in ("paper", "list", "query") if name in request.args}
    return [
        (str(ACTIONS[one.action]), counts[one], url_for("bulk.choose", act=one.action.value, **asked), one is act)  # type: ignore[arg-type]
        for one in offered
    ]


def _choosing(form: BulkForm, act: BulkAct, papers: Any, *, total: int, tabs: Any, ticked: set[int] | None) -> str:
    today: date = day_of(now())
    lines = []
    for paper in papers:
        why = act.why_not(actor(), paper, today=today)
        lines.append(Line(paper, why=str(WHYS[why]) if why is not None else ""))
    can = [line for line in lines if not line.why]
    return render_template(
        "bulk/choose.html",
        form=form,
        act=act,
        words=str(ACTIONS[act.action]),
        can=can,
        cannot=[line for line in lines if line.why],
        ticked={line.paper.id for line in can} if ticked is None else ticked,
        shown=[line.paper.id for line in lines],
        total=total,
        most=BATCH,
        tabs=tabs,
        back=_back(form.list.data),
        limit=NOTE,
    )


def _told(form: BulkForm, act: BulkAct, lines: list[Line], *, gone: int) -> str:
    return render_template(
        "bulk/done.html",
        form=form,
        words=str(ACTIONS[act.action]),
        done=[line for line in lines if line.came],
        left=[line for line in lines if line.why],
        again=[line.paper.id for line in lines if line.again],
        gone=gone,
        back=_back(form.list.data),
    )


def _back(code: str | None) -> tuple[str, str]:
    found = list_asked(code or "", actor().role) or ListCode.REGISTER
    return str(LISTS[found].words), url_for(LISTS[found].endpoint)
