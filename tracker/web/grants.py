"""Hats of every role: who holds which, since when, by whom; given and ended by the security administrator."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.limits import PAGE
from tracker.domain.roles import Capability, Role
from tracker.models.people import Membership, Person
from tracker.queries import people as known
from tracker.queries.people import Circle, is_kept_by_desk
from tracker.queries.persons import hat_of, hats_of, namesakes, person_of
from tracker.queries.record import history_of
from tracker.services import grants, people
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.act_words import act_words, detail_words
from tracker.web.grant_forms import form_for
from tracker.web.labels import ROLES
from tracker.web.paging import page_asked, pages
from tracker.web.people_filter import asked, bar
from tracker.web.person_forms import EndForm, NewPersonForm, PersonForm, ended_words
from tracker.web.person_words import hat_line, may_end, standing_of, until_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("grants", __name__)
Page = str | tuple[str, int] | Response

TABS: tuple[tuple[Circle, Any], ...] = ((Circle.EVERYBODY, _l("全部人员")), (Circle.NO_HAT, _l("现在没有身份的")))


@bp.get("/grants")
@needs(Capability.KEEP_GRANTS)
def index() -> str:
    """Everybody, with the hats held now."""
    circle = next((one for one, _words in TABS if one.value == request.args.get("list")), Circle.EVERYBODY)
    sought, day = asked(), day_of(now())
    total = known.people_count(sought, circle, day=day)
    return render_template(
        "grants/index.html",
        bar=bar(sought, day=day, kept=("list",)),
        tabs=[(words, None, url_for("grants.index", list=one.value), one is circle) for one, words in TABS],
        lines=known.people_lines(sought, circle, day=day, skip=(page_asked() - 1) * PAGE, size=PAGE),
        total=total,
        pager=pages(total, page_asked()),
        hat_line=hat_line,
    )


@bp.route("/grants/new", methods=["GET", "POST"])
@needs(Capability.KEEP_GRANTS)
def new() -> Page:
    """Register a person who is to get a hat."""
    form = NewPersonForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            once, same = form.once_for(me().person_id), bool(form.same_name.data)
            made = grants.add(actor(), form.contact(), same_name=same, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(made, _("已登记。下一步给他身份。"))
    return _form_page("grants/new.html", form, same=_namesakes(form))


@bp.get("/grants/<int:person_id>")
@needs(Capability.KEEP_GRANTS)
def show(person_id: int) -> str:
    """One person's hats, and who gave and ended them."""
    person, today = _person(person_id), day_of(now())
    hats, history = hats_of([person_id]).get(person_id, []), history_of(f"person:{person_id}")
    givers = {event.facts.get("hat"): name for event, name in reversed(history) if event.action == "give_hat"}
    return render_template(
        "grants/show.html",
        person=person,
        own=person_id == me().person_id,
        edits=not is_kept_by_desk(person_id, day=today),
        hats=[(hat, hat_line(hat), standing_of(hat, today), givers.get(hat.id)) for hat in hats],
        may_end=may_end,
        until_words=until_words,
        history=[(event.at, name, act_words(event.action), detail_words(event)) for event, name in history],
    )


@bp.route("/grants/<int:person_id>/edit", methods=["GET", "POST"])
@needs(Capability.KEEP_GRANTS)
def edit(person_id: int) -> Page:
    """Correct name and addresses of somebody the desk does not keep."""
    person = _person(person_id)
    if is_kept_by_desk(person_id, day=day_of(now())):
        abort(404)
    form = PersonForm(hat_id=actor().membership_id, at_version=person.version)
    if not form.is_submitted():
        form.show(person)
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            people.correct(actor(), person_id, form.contact(), version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(person_id, _("资料已更正。"))
    return _form_page("grants/edit.html", form, person=person)


@bp.get("/grants/<int:person_id>/give")
@needs(Capability.KEEP_GRANTS)
def choose(person_id: int) -> str:
    """Which role it is to be; what it needs beside comes on the next page."""
    return render_template("grants/choose.html", person=_person(person_id), roles=list(ROLES.items()))


@bp.route("/grants/<int:person_id>/give/<role>", methods=["GET", "POST"])
@needs(Capability.KEEP_GRANTS)
def give(person_id: int, role: str) -> Page:
    """A hat of this role, with its place and days."""
    person, wanted = _person(person_id), next((one for one in Role if one.value == role), None) or abort(404)
    form = form_for(wanted, hat_id=actor().membership_id)
    if form.submitted():
        try:
            grants.give(actor(), person_id, form.hat_of(wanted), now=now(), once=form.once_for(me().person_id))
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(person_id, _("身份已给。本人要重新登录。"))
    return _form_page("grants/give.html", form, person=person, role=wanted, role_words=ROLES[wanted])


@bp.route("/grants/hats/<int:hat_id>/end", methods=["GET", "POST"])
@needs(Capability.KEEP_GRANTS)
def end(hat_id: int) -> Page:
    """Says what will happen, then ends the hat."""
    hat = hat_of(hat_id) or abort(404)
    form = EndForm(hat_id=actor().membership_id, at_version=hat.version)
    if form.submitted():
        try:
            typed = {"version": form.version.data or 0, "note": form.note.data or ""}
            grants.end(actor(), hat_id, form.day(), now=now(), once=form.once_for(me().person_id), **typed)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(hat.person_id, ended_words(form))
    return _form_page("grants/end.html", form, hat=hat, words=hat_line(hat), in_hand=_in_hand(hat))


def _in_hand(hat: Membership) -> int:
    return known.tasks_in_hand(hat.person_id) if hat.role is Role.UNIT_HANDLER else 0


def _form_page(template: str, form: Any, **words: Any) -> Page:
    return render_template(template, form=form, **words), 422 if form.errors else 200


def _person(person_id: int) -> Person:
    return person_of(person_id) or abort(404)


def _namesakes(form: NewPersonForm) -> list[tuple[str, str]]:
    if "same_name" not in form.errors:
        return []
    found = namesakes(form.name.data or "")
    hats = hats_of(person.id for person in found)
    return [
        (person.employer or _("没有登记工作单位"), _("，").join(hat_line(hat) for hat in hats.get(person.id, [])))
        for person in found
    ]


def _done(person_id: int, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("grants.show", person_id=person_id))
