"""Putting a matter before the chair meeting: proposing, changing, taking back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.key_items import KeyAct, KeyKind, kinds_of
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability
from tracker.models.key_items import KeyItem
from tracker.queries import key_item_papers as papers_of
from tracker.queries import key_items as found
from tracker.queries import similar
from tracker.queries.key_item_criteria import criteria_for, weighed
from tracker.services import key_items
from tracker.web import key_item_labels as labels
from tracker.web.access import actor, me, needs
from tracker.web.key_item_forms import ProposalForm, WhyForm
from tracker.web.key_item_pages import paper_lines
from tracker.web.key_item_ways import done, item_for
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _

bp = Blueprint("key_proposals", __name__)
Page = str | tuple[str, int] | Response


@bp.route("/key-items/new", methods=["GET", "POST"])
@needs(Capability.PROPOSE_KEY_ITEMS)
def new() -> Page:
    """A proposal; the papers are named by number, and looked at with what speaks for them before it is sent."""
    form = _offered(ProposalForm(hat_id=actor().membership_id))
    if not form.is_submitted():
        form.year.data, form.kind.data = day_of(now()).year, kinds_of(actor())[0].value
        form.numbers.data = _asked_for()
        form.committee.data = actor().committee
    is_sent, papers = _is_sent(form), _papers(form)
    if is_sent and not form.numbers.errors:
        how = {"now": now(), "once": form.once_for(me().person_id)}
        made = done(form, key_items.propose, form.proposal(papers), **how)
        if made is not None:
            flash(_("已经提请，等主任会议决定。"), "done")
            return redirect(url_for("key_items.show", item_id=made))
    return _page("key_proposals/new.html", form, papers)


@bp.route("/key-items/<int:item_id>/proposal", methods=["GET", "POST"])
@needs(Capability.PROPOSE_KEY_ITEMS)
def change(item_id: int) -> Page:
    """A proposal written anew while the meeting has not decided."""
    item = item_for(KeyAct.CHANGE, item_id)
    form = _offered(ProposalForm(hat_id=actor().membership_id, at_version=item.version))
    if not form.is_submitted():
        _fill(form, item)
    # What the reader may not see of it stays in it.
    is_sent, papers = _is_sent(form), list(dict.fromkeys([*_papers(form), *_hidden(item)]))
    if is_sent and not form.numbers.errors:
        how: dict[str, Any] = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        if done(form, key_items.change, item_id, form.proposal(papers), **how) is not None:
            flash(_("已经修改。"), "done")
            return redirect(url_for("key_items.show", item_id=item_id))
    return _page("key_proposals/change.html", form, papers, item=item)


@bp.route("/key-items/<int:item_id>/take-back", methods=["GET", "POST"])
@needs(Capability.PROPOSE_KEY_ITEMS)
def take_back(item_id: int) -> Page:
    """A proposal that is not to be decided on after all."""
    item = item_for(KeyAct.TAKE_BACK, item_id)
    form = WhyForm(hat_id=actor().membership_id, at_version=item.version)
    if form.submitted():
        how: dict[str, Any] = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        if done(form, key_items.take_back, item_id, why=form.why.data or "", **how) is not None:
            flash(_("已经撤回提请。"), "done")
            return redirect(url_for("key_items.show", item_id=item_id))
    page = render_template("key_proposals/take_back.html", form=form, item=item, limit=NOTE)
    return page, 422 if form.errors else 200


def _is_sent(form: ProposalForm) -> bool:
    """Whether it was sent and not only looked through; all that is wrong is said at once."""
    return request.form.get("step") == "send" and form.submitted()


def _offered(form: ProposalForm) -> ProposalForm:
    form.offer(kinds_of(actor()), found.committees(day_of(now())))
    return form


def _papers(form: ProposalForm) -> list[int]:
    wanted = form.wanted
    known = similar.numbered(actor(), wanted) if wanted else {}
    return form.papers(known) if form.is_submitted() else [known[one] for one in wanted if one in known]


def _asked_for() -> str:
    """The numbers of papers whose page led here."""
    asked = [one for value in request.args.getlist("paper") if (one := picked_id(value))]
    rows = papers_of.paper_rows(actor(), [one for one in asked if one > 0])
    return _("、").join(row.number for row in rows if row.number)


def _fill(form: ProposalForm, item: KeyItem) -> None:
    standing = [one for one in item.papers if one.stands]
    rows = papers_of.paper_rows(actor(), [one.suggestion_id for one in standing])
    form.kind.data, form.year.data, form.title.data = item.kind.value, item.year, item.title
    form.numbers.data = _("、").join(row.number for row in rows if row.number)
    form.whole_groups.data = any(one.group_id is not None for one in standing)
    form.criteria.data, form.grounds.data = [one["code"] for one in item.criteria], item.grounds
    form.weighed.data = "-".join(str(row.id) for row in sorted(rows, key=lambda row: row.id))
    form.committee.data, form.leader.data = item.proposed_committee, item.proposed_leader


def _hidden(item: KeyItem) -> list[int]:
    standing = [one.suggestion_id for one in item.papers if one.stands]
    known = {row.id for row in papers_of.paper_rows(actor(), standing)}
    return [one for one in standing if one not in known]


def _page(template: str, form: ProposalForm, papers: list[int], item: KeyItem | None = None) -> Page:
    chosen = dict.fromkeys(papers)
    if form.whole_groups.data:
        chosen |= dict.fromkeys(one for one, _group in papers_of.members_of(papers))
    rows = papers_of.paper_rows(actor(), list(chosen))
    ids = [row.id for row in rows]
    form.weigh(criteria_for(item, today=day_of(now())), weighed(ids), ids)
    page = render_template(
        template,
        form=form,
        item=item,
        papers=paper_lines(rows, actor(), day_of(now())),
        hints={one.value: hint for one, hint in labels.KIND_HINTS.items()},
        one_kind=len(kinds_of(actor())) == 1,
        asks_committee=kinds_of(actor()) != (KeyKind.LED,),
        limit=NOTE,
    )
    return page, 422 if form.errors else 200
