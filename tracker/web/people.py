"""Deputies and unit people as data, kept by the desk: looked up, registered, corrected, ended; never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.limits import PAGE
from tracker.domain.roles import Capability, Role
from tracker.models.people import Membership, Person
from tracker.queries import people as known
from tracker.queries.people import KEPT_BY_DESK, Circle, is_kept_by_desk
from tracker.queries.persons import hat_of, hats_of, namesakes, person_of
from tracker.queries.record import history_of
from tracker.queries.seats import hanging_on
from tracker.services import people
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.act_words import act_words, detail_words
from tracker.web.paging import page_asked, pages
from tracker.web.people_filter import asked, bar
from tracker.web.person_forms import EndSeatForm, NewDeputyForm, PersonForm, SeatForm, ended_words
from tracker.web.person_words import hat_line, may_end, standing_of, until_words
from tracker.web.seat_words import hanging_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("people", __name__)
Page = str | tuple[str, int] | Response

TABS: tuple[tuple[Circle, Any], ...] = (
    (Circle.DEPUTIES, _l("代表")),
    (Circle.UNIT_PEOPLE, _l("承办单位人员")),
    (Circle.FORMER, _l("已经结束的")),
)
ROLES_HERE = tuple(role for role in Role if role in KEPT_BY_DESK)


@bp.get("/people")
@needs(Capability.KEEP_PEOPLE)
def index() -> str:
    """Who sits as deputy and who works on suggestions in the units."""
    circle, sought, day = circle_of(request.args), asked(ROLES_HERE), day_of(now())
    total = known.people_count(sought, circle, day=day)
    return render_template(
        "people/index.html",
        bar=bar(sought, day=day, kept=("list",), roles=ROLES_HERE),
        tabs=[(words, None, url_for("people.index", list=one.value), one is circle) for one, words in TABS],
        circle=circle,
        lines=known.people_lines(sought, circle, day=day, skip=(page_asked() - 1) * PAGE, size=PAGE),
        total=total,
        pager=pages(total, page_asked()),
        hat_line=hat_line,
        standing_of=standing_of,
        until_words=until_words,
        kept=KEPT_BY_DESK,
        query=urlencode({name: said for name, said in request.args.items() if name != "page"}),
    )


@bp.route("/people/new", methods=["GET", "POST"])
@needs(Capability.KEEP_PEOPLE)
def new() -> Page:
    """Register a newly elected deputy."""
    form = NewDeputyForm(hat_id=actor().membership_id)
    form.offer()
    if form.submitted():
        try:
            once, same = form.once_for(me().person_id), bool(form.same_name.data)
            made = people.add_deputy(actor(), form.contact(), form.seat(), same_name=same, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(made, _("代表已登记。下一步由系统管理员开账号、发激活码。"))
    return _form_page("people/new.html", form, same=_namesakes(form))


@bp.get("/people/<int:person_id>")
@needs(Capability.KEEP_PEOPLE)
def show(person_id: int) -> str:
    """One person: contact, hats, what was changed."""
    person = _person(person_id)
    hats, today = hats_of([person_id]).get(person_id, []), day_of(now())
    return render_template(
        "people/show.html",
        person=person,
        hats=[(hat, hat_line(hat), standing_of(hat, today), hat.role is Role.DEPUTY) for hat in hats],
        sits=any(hat.role is Role.DEPUTY and may_end(hat, today) for hat in hats),
        may_end=may_end,
        until_words=until_words,
        history=_history(person_id),
    )


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@needs(Capability.KEEP_PEOPLE)
def edit(person_id: int) -> Page:
    """Correct name and addresses."""
    person = _person(person_id)
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
    return _form_page("people/edit.html", form, person=person)


@bp.route("/people/<int:person_id>/seat", methods=["GET", "POST"])
@needs(Capability.KEEP_PEOPLE)
def seat(person_id: int) -> Page:
    """Register a known person as deputy of the present term."""
    person = _person(person_id)
    form = SeatForm(hat_id=actor().membership_id)
    form.offer()
    if form.submitted():
        try:
            people.seat(actor(), person_id, form.seat(), now=now(), once=form.once_for(me().person_id))
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(person_id, _("已登记为本届代表。"))
    return _form_page("people/seat.html", form, person=person, hat=None)


@bp.route("/people/seats/<int:hat_id>/edit", methods=["GET", "POST"])
@needs(Capability.KEEP_PEOPLE)
def edit_seat(hat_id: int) -> Page:
    """Correct a deputy's delegation, certificate, post or first day."""
    hat = _seat(hat_id)
    form = SeatForm(hat_id=actor().membership_id, at_version=hat.version)
    form.offer()
    if not form.is_submitted():
        form.show_seat(hat)
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            people.correct_seat(actor(), hat_id, form.seat(), version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(hat.person_id, _("代表资料已更正。"))
    return _form_page("people/seat.html", form, person=hat.person, hat=hat)


@bp.route("/people/seats/<int:hat_id>/end", methods=["GET", "POST"])
@needs(Capability.KEEP_PEOPLE)
def end_seat(hat_id: int) -> Page:
    """Says what will happen, then ends a deputy's mandate."""
    hat = _seat(hat_id)
    form = EndSeatForm(hat_id=actor().membership_id, at_version=hat.version)
    if form.submitted():
        try:
            once, version, note = form.once_for(me().person_id), form.version.data or 0, form.note.data or ""
            people.unseat(
                actor(), hat_id, form.day(), version=version, reason=form.ground, note=note, now=now(), once=once
            )  # fmt: skip
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(hat.person_id, ended_words(form))
    facts = hanging_words(hanging_on([hat.person_id]))
    return _form_page("people/end_seat.html", form, person=hat.person, hat=hat, facts=facts)


def _form_page(template: str, form: Any, **words: Any) -> Page:
    return render_template(template, form=form, **words), 422 if form.errors else 200


def circle_of(args: Mapping[str, str]) -> Circle:
    """Which people an address asks for."""
    return next((one for one, _words in TABS if one.value == args.get("list")), Circle.DEPUTIES)


def _person(person_id: int) -> Person:
    person = person_of(person_id)
    if person is None or not is_kept_by_desk(person_id, day=day_of(now())):
        abort(404)
    return person


def _seat(hat_id: int) -> Membership:
    hat = hat_of(hat_id)
    if hat is None or hat.role is not Role.DEPUTY:
        abort(404)
    return hat


def _namesakes(form: NewDeputyForm) -> list[tuple[str, str]]:
    if "same_name" not in form.errors:
        return []
    found = namesakes(form.name.data or "")
    hats = hats_of(person.id for person in found)
    return [
        (person.employer or _("没有登记工作单位"), _("，").join(hat_line(hat) for hat in hats.get(person.id, [])))
        for person in found
    ]


def _history(person_id: int) -> list[tuple[Any, ...]]:
    return [
        (event.at, name, act_words(event.action), detail_words(event))
        for event, name in history_of(f"person:{person_id}")
    ]


def _done(person_id: int, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("people.show", person_id=person_id))
