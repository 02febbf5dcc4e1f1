"""Terms, sessions and delegations. Whether we sit today follows from the days entered here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from tracker.clock import SHANGHAI, now
from tracker.domain.roles import Capability
from tracker.models.organs import CongressSession, Term
from tracker.queries import organs
from tracker.services import terms
from tracker.services._load import Invalid
from tracker.services.terms import Sitting, TermFacts
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import phase_words

bp = Blueprint("terms", __name__)
Page = str | tuple[str, int] | Response
_DAY = _l("请填写日期，如2026-01-20")
_WHICH = NumberRange(1, 99, _l("请填1到99"))


class TermForm(Form):
    """A new term."""

    ordinal = IntegerField(_l("第几届"), [InputRequired(_l("请填写第几届")), _WHICH])
    starts_on = DateField(_l("从哪一天起"), [InputRequired(_DAY)])
    ends_on = DateField(_l("到哪一天止"), [Optional()], description=_l("还不知道的先空着。"))


class TermFactsForm(Form):
    """Another name or other days of a term; beside what is typed it carries what the page showed."""

    name = StringField(_l("名称"), [InputRequired(_l("请填写名称")), at_most(40)])
    starts_on = DateField(_l("从哪一天起"), [InputRequired(_DAY)])
    ends_on = DateField(_l("到哪一天止"), [Optional()], description=_l("还不知道的先空着。"))
    was = HiddenField()

    def show(self, term: Term) -> None:
        """Fill in what is known."""
        self.name.data, self.starts_on.data, self.ends_on.data = term.name, term.starts_on, term.ends_on
        self.was.data = self.facts().mark

    def facts(self) -> TermFacts:
        """What was typed, once it is valid."""
        assert self.name.data and self.starts_on.data
        return TermFacts(self.name.data, self.starts_on.data, self.ends_on.data)


class SessionForm(Form):
    """A new session."""

    term = SelectField(_l("哪一届"), coerce=picked_id, validate_choice=False)
    ordinal = IntegerField(_l("第几次会议"), [InputRequired(_l("请填写第几次会议")), _WHICH])
    opens_on = DateField(_l("开幕"), [InputRequired(_DAY)])
    closes_on = DateField(_l("闭幕"), [InputRequired(_DAY)])

    def sitting(self) -> Sitting:
        """What was typed, once it is valid."""
        assert self.ordinal.data and self.opens_on.data and self.closes_on.data
        return Sitting(self.ordinal.data, self.opens_on.data, self.closes_on.data)


class DaysForm(Form):
    """Other days of a session."""

    opens_on = DateField(_l("开幕"), [InputRequired(_DAY)])
    closes_on = DateField(_l("闭幕"), [InputRequired(_DAY)])

    bills_until = StringField(
        _l("议案截止时间"),
        [Optional(), at_most(16)],
        description=_l("主席团规定的日期和钟点，如2026-02-04 16:00。空着的，到闭幕那天为止。"),
    )

    def validate_bills_until(self, field: StringField) -> None:
        """A day and an hour, or nothing."""
        if _hour(field.data) is None:
            raise ValidationError(_("请填写日期和钟点，如2026-02-04 16:00"))

    def show(self, session: CongressSession) -> None:
        """Fill in what is known."""
        self.opens_on.data, self.closes_on.data = session.opens_on, session.closes_on
        until = session.bills_until
        self.bills_until.data = until.astimezone(SHANGHAI).strftime(_HOUR) if until else ""

    def days(self) -> dict[str, Any]:
        """What was typed, once it is valid."""
        assert self.opens_on.data and self.closes_on.data
        until = _hour(self.bills_until.data)
        return {"opens_on": self.opens_on.data, "closes_on": self.closes_on.data, "bills_until": until}


_HOUR = "%Y-%m-%d %H:%M"


def _hour(words: str | None) -> datetime | None:
    """An hour of Shanghai as it is written, in UTC; None when it cannot be read."""
    try:
        there = datetime.strptime((words or "").replace("T", " ").replace("：", ":"), _HOUR)  # noqa: DTZ007 - Shanghai's
    except ValueError:
        return None
    return there.replace(tzinfo=SHANGHAI).astimezone(UTC)


class DelegationForm(Form):
    """A new delegation."""

    term = SelectField(_l("哪一届"), coerce=picked_id, validate_choice=False)
    delegation = StringField(_l("名称"), [InputRequired(_l("请填写名称")), at_most(60)])


class DelegationNameForm(Form):
    """Another name of a delegation; beside what is typed it carries what the page showed."""

    delegation = StringField(_l("名称"), [InputRequired(_l("请填写名称")), at_most(60)])
    was = HiddenField()


@bp.get("/terms")
@needs(Capability.KEEP_SESSIONS)
def index() -> str:
    """Everything on one page."""
    sitting = me().sitting
    phase = phase_words(f"{sitting.term}{sitting.session}", sitting=sitting.in_session)
    return render_template("terms/index.html", rows=organs.terms(), sitting=sitting, phase=phase)


@bp.route("/terms/new", methods=["GET", "POST"])
@needs(Capability.KEEP_SESSIONS)
def new() -> Page:
    """Begin a term."""
    form = TermForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            once = form.once_for(me().person_id)
            terms.add_term(
                actor(), form.ordinal.data, starts_on=form.starts_on.data, ends_on=form.ends_on.data, now=now(),
                once=once,
            )  # fmt: skip
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("这一届已登记。"))
    return _page(form, _("登记一届"), "terms.new")


@bp.route("/terms/<int:term_id>", methods=["GET", "POST"])
@needs(Capability.KEEP_SESSIONS)
def edit(term_id: int) -> Page:
    """Another name or other days for a term."""
    term = next((one for one, _s, _d in organs.terms() if one.id == term_id), None) or abort(404)
    form = TermFactsForm(hat_id=actor().membership_id)
    if not form.is_submitted():
        form.show(term)
    if form.submitted():
        try:
            once = form.once_for(me().person_id)
            terms.correct_term(actor(), term_id, form.facts(), was=form.was.data or "", now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("届次已更正。"))
    return _page(form, _("更正%(name)s", name=term.name), "terms.edit", term_id=term_id)


@bp.route("/sessions/new", methods=["GET", "POST"])
@needs(Capability.KEEP_SESSIONS)
def new_session() -> Page:
    """Enter a session."""
    form = SessionForm(hat_id=actor().membership_id)
    form.term.choices = _terms()
    if form.submitted():
        try:
            once = form.once_for(me().person_id)
            terms.add_session(actor(), form.term.data or 0, form.sitting(), now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("会议已登记。会议期间和闭会期间由这些日子自动决定。"))
    return _page(form, _("登记会议"), "terms.new_session")


@bp.route("/sessions/<int:session_id>", methods=["GET", "POST"])
@needs(Capability.KEEP_SESSIONS)
def edit_session(session_id: int) -> Page:
    """Other days for a session."""
    session = next((one for _t, rows, _d in organs.terms() for one in rows if one.id == session_id), None) or abort(404)
    form = DaysForm(hat_id=actor().membership_id, at_version=session.version)
    if not form.is_submitted():
        form.show(session)
    if form.submitted():
        try:
            once, days = form.once_for(me().person_id), form.days()
            terms.correct_session(actor(), session_id, **days, version=form.version.data or 0, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("会议日期已更正。已经在走的期限不变。"))
    return _page(form, _("更正%(name)s的日期", name=session.name), "terms.edit_session", session_id=session_id)


@bp.route("/delegations/new", methods=["GET", "POST"])
@needs(Capability.KEEP_SESSIONS)
def new_delegation() -> Page:
    """Enter a delegation."""
    form = DelegationForm(hat_id=actor().membership_id)
    form.term.choices = _terms()
    if form.submitted():
        try:
            once = form.once_for(me().person_id)
            terms.add_delegation(
                actor(), form.term.data or 0, form.delegation.data or "", now=now(), once=once
            )  # fmt: skip
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("代表团已登记。"))
    return _page(form, _("登记代表团"), "terms.new_delegation")


@bp.route("/delegations/<int:delegation_id>", methods=["GET", "POST"])
@needs(Capability.KEEP_SESSIONS)
def edit_delegation(delegation_id: int) -> Page:
    """Another name for a delegation."""
    known = (one for _t, _s, rows in organs.terms() for one, _seats in rows)
    delegation = next((one for one in known if one.id == delegation_id), None) or abort(404)
    form = DelegationNameForm(hat_id=actor().membership_id)
    if not form.is_submitted():
        form.delegation.data = form.was.data = delegation.name
    if form.submitted():
        try:
            once, was = form.once_for(me().person_id), form.was.data or ""
            terms.rename_delegation(actor(), delegation_id, form.delegation.data or "", was=was, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(_("名称已更改，它的代表和建议不变。"))
    words = _("更改“%(name)s”的名称", name=delegation.name)
    return _page(form, words, "terms.edit_delegation", delegation_id=delegation_id)


def _terms() -> list[tuple[int, str]]:
    return [(term.id, term.name) for term, _sessions, _delegations in organs.terms()]


def _page(form: Form, words: str, endpoint: str, **ids: int) -> tuple[str, int]:
    page = render_template("terms/edit.html", form=form, words=words, action=url_for(endpoint, **ids))  # type: ignore[arg-type]
    return page, 422 if form.errors else 200


def _done(words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("terms.index"))
