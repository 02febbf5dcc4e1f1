"""Handling groups (并案): choose papers of one matter, merge them, split one out again, dissolve."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, Role
from tracker.models.joint import HandlingGroup
from tracker.models.suggestions import Suggestion
from tracker.queries import groups as held
from tracker.queries import similar
from tracker.queries.assignments import lines_of
from tracker.queries.groups import Member
from tracker.services import assignments, groups
from tracker.services._load import Invalid, Stale
from tracker.web import assignment_pages, group_pages
from tracker.web.access import actor, me, needs, on_suggestion
from tracker.web.group_forms import AddForm, AlikeForm, MergeForm, NameForm, WhyForm, first_rows, units_held
from tracker.web.paging import page_asked, pages
from tracker.web.picks import picked_id
from tracker.web.refused import lines_on_record
from tracker.web.spoken import gettext as _
from tracker.web.unit_directory import directory

bp = Blueprint("groups", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/groups")
@needs(Capability.ASSIGN)
def index() -> str:
    """The groups that stand."""
    if actor().role is not Role.DESK:
        abort(404)
    rows, total = held.standing(actor(), page=page_asked())
    return render_template("groups/index.html", rows=rows, total=total, pager=pages(total, page_asked(), size=PAGE))


@bp.get("/groups/new")
@needs(Capability.ASSIGN)
def new() -> Response:
    """From ticks in the register to the page of the first of them."""
    ids = [one for value in request.args.getlist("paper") if (one := picked_id(value))]
    if not ids:
        flash(_("请先在总表里选上要并在一起的建议。"), "soon")
        return redirect(url_for("register.show"))
    free = [one.row.id for one in held.papers(actor(), ids) if group_pages.is_free(one)]
    # One that is in a group already cannot be the first; the page says so of it all the same.
    first = next((one for one in ids if one in free), ids[0])
    return redirect(url_for(".merge", suggestion_id=first, paper=[one for one in ids if one != first]))


@bp.route("/suggestions/<int:suggestion_id>/group", methods=["GET", "POST"])
@on_suggestion(Action.JOIN_GROUP)
def merge(suggestion: Suggestion) -> Page:
    """One paper with others of the same matter, shown as they stand, then merged."""
    form, papers, alike = _merging(MergeForm, suggestion, None)
    if _goes(form, papers):
        lines = form.lines
        if request.form.get("step") == "check":
            chosen = [papers[one] for one, _version in lines]
            return group_pages.check(chosen, action=request.path, group=None, **_told(form))
        how: dict[str, Any] = {**_told(form), "now": now(), "once": form.once_for(me().person_id)}
        if (group_id := _done(form, groups.merge, lines, **how)) is not None:
            flash(_("已并案，共%(n)s件。", n=len(lines)), "done")
            return redirect(url_for(".show", group_id=group_id))
    page = group_pages.merge(form, papers, first=suggestion, group=None, alike=alike)
    return page, 422 if form.errors else 200


@bp.route("/groups/<int:group_id>/papers", methods=["GET", "POST"])
@needs(Capability.ASSIGN)
def add(group_id: int) -> Page:
    """Further papers for a group that stands."""
    group, members, _hidden = _group(group_id)
    form, papers, alike = _merging(AddForm, None, group, members)
    if _goes(form, papers):
        lines, told = form.lines, {"why": form.why.data or "", "differ": form.differ.data or ""}
        if request.form.get("step") == "check":
            chosen = [*(one for one in members if one.is_in), *(papers[one] for one, _version in lines)]
            return group_pages.check(chosen, action=request.path, group=group, name=group.name, **told)
        how = {**told, "version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        if _done(form, groups.add, group_id, lines, **how) is not None:
            flash(_("已加入%(n)s件。", n=len(lines)), "done")
            return redirect(url_for(".show", group_id=group_id))
    return group_pages.merge(form, papers, first=None, group=group, alike=alike), 422 if form.errors else 200


@bp.route("/groups/<int:group_id>", methods=["GET", "POST"])
@needs(Capability.ASSIGN)
def show(group_id: int) -> Page:
    """The papers of a group and what can be done with all of them."""
    group, members, hidden = _group(group_id, dissolved=True)
    held_name = {"name": group.name}
    form = NameForm(hat_id=actor().membership_id, at_version=group.version, data=held_name)
    if form.submitted():
        how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        named = {"name": form.name.data or ""}
        if _did(form, groups.rename, group_id, **how, **named):
            flash(_("已改名。"), "done")
            return redirect(url_for(".show", group_id=group_id))
    return group_pages.show(group, members, hidden, form), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/group/leave", methods=["GET", "POST"])
@on_suggestion(Action.LEAVE_GROUP)
def leave(suggestion: Suggestion) -> Page:
    """Split one paper out again."""
    form = WhyForm(hat_id=actor().membership_id, at_version=suggestion.version)
    how: dict[str, Any] = {"version": form.version.data or 0, "why": form.why.data or "", "now": now()}
    if form.submitted() and _did(form, groups.split, suggestion.id, **how, once=form.once_for(me().person_id)):
        flash(_("已移出，这一件单独办理。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    group = held.find(suggestion.group_id or 0) or abort(404)
    return group_pages.leave(form, suggestion, group, held.members(actor(), group.id)[0]), 422 if form.errors else 200


@bp.route("/groups/<int:group_id>/dissolve", methods=["GET", "POST"])
@needs(Capability.ASSIGN)
def dissolve(group_id: int) -> Page:
    """Let every paper go its own way again."""
    group, members, _hidden = _group(group_id, dissolved=request.method == "POST")
    form = WhyForm(hat_id=actor().membership_id, at_version=group.version)
    how: dict[str, Any] = {"version": form.version.data or 0, "why": form.why.data or "", "now": now()}
    if form.submitted() and _did(form, groups.dissolve, group_id, **how, once=form.once_for(me().person_id)):
        flash(_("并案已解散，各件单独办理。"), "done")
        return redirect(url_for(".show", group_id=group_id))
    if not any(one.is_in for one in members):
        raise Stale(group, form.version.data or 0)
    return group_pages.dissolve(form, group, members), 422 if form.errors else 200


@bp.route("/groups/<int:group_id>/assignment", methods=["GET", "POST"])
@needs(Capability.ASSIGN)
def assign(group_id: int) -> Page:
    """The same units for every paper of the group that waits; a batch over its papers, all or none."""
    group, members, _hidden = _group(group_id)
    known, step = directory(), request.form.get("step", "")
    papers = {one.row.id: one for one in members}
    form = _alike(papers)
    form.offer(known, ())
    if step == "add":
        form.add(known, ())
    elif step in ("check", "send") and form.submitted() and (plans := form.plans()):
        if step == "check" and form.still_wait(papers) and _did(form, _fits, plans):
            rows = lines_of(actor(), list(papers), list(known.units.values()), today=day_of(now()))
            return assignment_pages.batch_check(plans, rows, known, action=request.path)
        how = {"now": now(), "once": form.once_for(me().person_id)}
        if step == "send" and _done(form, assignments.assign_batch, plans, **how):
            return redirect(url_for("assignments.sent"))
    return group_pages.assign(form, group, papers, known), 422 if form.errors else 200


def _fits(_actor: Actor, plans: list[assignments.Plan]) -> bool:
    assignments.check_agreed(plans[0].agreed_due_on, now=now())
    return True


def _group(group_id: int, *, dissolved: bool = False) -> tuple[HandlingGroup, list[Member], int]:
    group = held.find(group_id) if actor().role is Role.DESK else None
    members, hidden = held.members(actor(), group_id) if group else ([], 0)
    if group is None or not (dissolved or any(one.is_in for one in members)):
        abort(404)
    return group, members, hidden


def _alike(papers: dict[int, Member]) -> AlikeForm:
    wait = [one for one in papers.values() if held.can_be_assigned(one)]
    first = {"papers": first_rows(wait, ticked=papers), "units": units_held(papers.values())}
    form = AlikeForm(hat_id=actor().membership_id, data=first)
    # What is sent stays as it was shown: one that was assigned meanwhile is named, and never left out in silence.
    form.keep(papers)
    return form


def _merging(
    kind: type[AddForm], first: Suggestion | None, group: HandlingGroup | None, members: list[Member] | None = None
) -> tuple[Any, dict[int, Member], dict[int, similar.Similar]]:
    """The form with its rows: the paper itself, those asked for, and those that look alike and are in no group."""
    present = [one.row.id for one in members or () if one.is_in]
    start = first or held.suggestion_of(present[0])
    alike = {one.id: one for one in similar.similar_to(actor(), start, open_only=True, without=present)}
    asked = [one for value in request.args.getlist("paper") if (one := picked_id(value))]
    own = [first.id] if first else []
    form = kind(hat_id=actor().membership_id, at_version=group.version if group else None)
    found = similar.numbered(actor(), form.wanted) if request.method == "POST" else {}
    posted = [row.form.suggestion_id for row in form.papers.entries]
    papers = {one.row.id: one for one in held.papers(actor(), {*own, *asked, *alike, *posted, *found.values()})}
    free = {one: member for one, member in papers.items() if group_pages.is_free(member)}
    if request.method == "GET":
        rows = [free[one] for one in dict.fromkeys([*own, *asked, *alike]) if one in free]
        form.papers.process(None, first_rows(rows, ticked=[*own, *asked]))
        form.left_out = [one for one in dict.fromkeys(asked) if one not in free]
    # What is sent off goes to the service as it was shown: only there a repeated form can be told from a late one.
    form.keep(papers)
    form.add(found, {one: member.row.version for one, member in free.items()})
    return form, papers, alike


def _goes(form: AddForm, papers: dict[int, Member]) -> bool:
    """Whether the page was sent to be looked through or done, and everything on it is there."""
    step = request.form.get("step")
    fine = step in ("check", "send") and form.submitted()
    if step != "send":
        gone = [one for one, _version in form.lines if not group_pages.is_free(papers[one])]
        form.blame({f"line-{one}": "not_open" for one in gone})
    if not fine or form.numbers.errors:
        return False
    texts = {name: form[name].data or "" for name in ("name", "why", "differ") if name in form}
    form.blame({name: "missing" for name, text in texts.items() if not text.strip()})
    if len(form.picked) < (2 if "name" in form else 1):
        form.blame({"papers": "two_at_least" if "name" in form else "nobody_chosen"})
    return not form.errors


def _told(form: MergeForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("name", "why", "differ")}


def _did(form: Any, act: Any, *args: Any, **how: Any) -> bool:
    try:
        act(actor(), *args, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _done(form: Any, act: Any, *args: Any, **how: Any) -> Any:
    try:
        return act(actor(), *args, **how)
    except Invalid as invalid:
        form.blame(invalid.problems)
        lines_on_record(invalid)
        return None
