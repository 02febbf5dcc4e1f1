"""What the chair meeting decides on key items: its list, the decisions entered at once, papers bound and let go."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.key_items import KeyAct
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability
from tracker.models.key_items import KeyItem
from tracker.queries import key_item_papers as papers_of
from tracker.queries import key_items as found
from tracker.queries import similar
from tracker.services import key_decisions
from tracker.web import key_item_labels as labels
from tracker.web import key_item_words as words
from tracker.web.access import actor, me, needs
from tracker.web.assignment_pages import sent_fields
from tracker.web.key_item_forms import ACCEPT, DecisionsForm, NumbersForm, WhyForm
from tracker.web.key_item_pages import paper_lines
from tracker.web.key_item_ways import done, item_for
from tracker.web.key_papers import ways
from tracker.web.spoken import gettext as _

bp = Blueprint("key_decisions", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/key-items/proposals")
@needs(Capability.PROPOSE_KEY_ITEMS)
def meeting_list() -> str:
    """The list for the meeting, to print: every proposal that waits with its grounds, its papers and its facts."""
    rows = [(one, _told(one)) for one in found.proposals_seen(actor())]
    return render_template(
        "key_decisions/list.html",
        rows=rows,
        words=words,
        criteria=_criteria,
        today=day_of(now()),
        saved=ways("key_papers.proposals"),
    )


@bp.route("/key-items/decisions", methods=["GET", "POST"])
@needs(Capability.DECIDE_KEY_ITEMS)
def decide() -> Page:
    """What one meeting decided on the proposals that wait: chosen, looked through, entered, all or none."""
    waiting = {one.id: one for one in found.proposals()}
    form = DecisionsForm(hat_id=actor().membership_id)
    if not form.is_submitted():
        form.decided_on.data = day_of(now())
        for one in waiting.values():
            form.lines.append_entry(_first(one))
    form.offer(found.committees(day_of(now())), waiting)
    step = request.form.get("step", "")
    if step in ("check", "send") and form.submitted():
        verdicts = [row.result() for row in form.decided]
        if step == "send":
            how = {"now": now(), "once": form.once_for(me().person_id)}
            made = done(form, key_decisions.decide, form.met(), verdicts, **how)
            if made is not None:
                flash(_("已登记%(n)s件的决定，列入的已告知代表、承办单位和委员会。", n=len(made)), "done")
                return redirect(url_for("key_items.index"))
        elif not _blamed(form, waiting):
            return _check(form, waiting)
    page = render_template(
        "key_decisions/decide.html",
        form=form,
        rows=[(row.form, waiting[row.form.item_id], _told(waiting[row.form.item_id])) for row in form.lines.entries],
        words=words,
        accept=ACCEPT,
    )
    return page, 422 if form.errors else 200


@bp.route("/key-items/<int:item_id>/papers", methods=["GET", "POST"])
@needs(Capability.DECIDE_KEY_ITEMS)
def bind(item_id: int) -> Page:
    """Further papers for an item that runs."""
    item = item_for(KeyAct.BIND, item_id)
    form = NumbersForm(hat_id=actor().membership_id, at_version=item.version)
    is_sent = request.form.get("step") == "send" and form.submitted()
    papers = form.papers(similar.numbered(actor(), form.wanted)) if form.is_submitted() else []
    if is_sent and not form.numbers.errors:
        how: dict[str, Any] = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        how["whole_groups"] = bool(form.whole_groups.data)
        if done(form, key_decisions.add_papers, item_id, papers, **how) is not None:
            flash(_("已列入，代表和承办单位已告知。"), "done")
            return redirect(url_for("key_items.show", item_id=item_id))
    rows = paper_lines(papers_of.paper_rows(actor(), papers), actor(), day_of(now()))
    page = render_template("key_decisions/bind.html", form=form, item=item, papers=rows)
    return page, 422 if form.errors else 200


@bp.route("/key-items/<int:item_id>/papers/<int:suggestion_id>", methods=["GET", "POST"])
@needs(Capability.DECIDE_KEY_ITEMS)
def release(item_id: int, suggestion_id: int) -> Page:
    """Let one paper go."""
    item = item_for(KeyAct.RELEASE, item_id)
    held = [one.suggestion_id for one in item.papers if one.stands or request.method == "POST"]
    rows = papers_of.paper_rows(actor(), [suggestion_id] if suggestion_id in held else []) or abort(404)
    form = WhyForm(hat_id=actor().membership_id, at_version=item.version)
    if form.submitted():
        how: dict[str, Any] = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        how["why"] = form.why.data or ""
        if done(form, key_decisions.release, item_id, suggestion_id, **how) is not None:
            flash(_("已移出，代表和承办单位已告知。"), "done")
            return redirect(url_for("key_items.show", item_id=item_id))
    paper = paper_lines(rows, actor(), day_of(now()))[0]
    page = render_template("key_decisions/release.html", form=form, item=item, paper=paper, limit=NOTE)
    return page, 422 if form.errors else 200


def _first(item: KeyItem) -> dict[str, Any]:
    """A row as it is first shown: what was proposed, to be changed where the meeting decided otherwise."""
    proposed = {"committee": item.proposed_committee, "leader": item.proposed_leader}
    return {"item": str(item.id), "at": str(item.version), "verdict": ""} | proposed


def _told(item: KeyItem) -> list[dict[str, Any]]:
    standing = [one.suggestion_id for one in item.papers if one.stands]
    return paper_lines(papers_of.paper_rows(actor(), standing), actor(), day_of(now()))


def _criteria(item: KeyItem) -> list[str]:
    return [one["words"] for one in item.criteria]


def _blamed(form: DecisionsForm, waiting: dict[int, KeyItem]) -> bool:
    """Whether anything would be refused, said where it stands; asked before it is looked through."""
    today, met = day_of(now()), form.met()
    wrong = key_decisions.wrong_meeting(met, today=today)
    for row in form.decided:
        found_wrong = key_decisions.wrong_verdict(waiting[row.item_id], row.result(), met, today=today)
        for name, code in found_wrong.items():
            field = getattr(row, name, row.verdict)
            field.errors = [*field.errors, labels.PROBLEMS.get(code, code)]
    if not form.decided:
        wrong["lines"] = "nobody_chosen"
    form.blame(wrong)
    return bool(form.errors)


def _check(form: DecisionsForm, waiting: dict[int, KeyItem]) -> str:
    """Every decision with what it will do, before it is entered."""
    lines = [(row, waiting[row.item_id], _told(waiting[row.item_id])) for row in form.decided]
    return render_template(
        "key_decisions/check.html", form=form, lines=lines, words=words, accept=ACCEPT, fields=sent_fields()
    )
