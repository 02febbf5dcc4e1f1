"""Approved lines (常用答复口径) of a unit: the list, one line with the replies it went into, and every act on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from tracker.clock import day_of, now
from tracker.domain.differences import compare
from tracker.domain.limits import ANSWER, DOCUMENT_NO, NAME, NOTE, PAGE
from tracker.domain.lines import Standing, last_day
from tracker.domain.roles import UNIT_ROLES, Capability, can
from tracker.models.lines import ApprovedLine, LineDecision
from tracker.queries import lines as known
from tracker.queries.cases import BIGGEST
from tracker.queries.places import units_in_use
from tracker.services import lines
from tracker.services._load import Invalid, Stale
from tracker.services.lines import SUBJECT, LineDraft
from tracker.web import line_drafts
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.line_labels import DECISIONS, STANDINGS
from tracker.web.line_words import (
    filters_for,
    is_restorable,
    last_day_tag,
    people_words,
    row_of,
    standing_of,
    tags_of,
    used_rows,
    wanted_of,
)
from tracker.web.paging import pages
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

bp = Blueprint("lines", __name__)
WRONG, OVER = "wrong", "over"


class LineForm(Form):
    """What a line says."""

    title = StringField(_l("标题"), [at_most(NAME)], description=_l("一眼看出说的是什么，例如：护学岗怎么安排。"))
    subject = StringField(
        _l("主题词"),
        [at_most(SUBJECT)],
        description=_l("代表的请求里写到其中一个词，答复页就提示这条口径。几个词用空格隔开，每个至少两个字。"),
    )
    body = TextAreaField(_l("口径"), [at_most(ANSWER)], description=_l("放进答复以后还可以改。不要写代表的名字。"))
    source = StringField(_l("依据的文号"), [at_most(DOCUMENT_NO)])
    valid_until = DateField(_l("有效到哪一天"), [Optional()])

    def draft(self) -> LineDraft:
        """What is typed."""
        texts = (self.title.data or "", self.subject.data or "", self.body.data or "", self.source.data or "")
        return LineDraft(*texts, valid_until=self.valid_until.data)


class DecideForm(Form):
    """Who signs approves the version the page showed, or returns it with a word why."""

    no = IntegerField(validators=[Optional()], widget=HiddenInput())
    note = TextAreaField(_l("为什么退回"), [Optional(), at_most(NOTE)], description=_l("本单位的人看得到。"))


class WithdrawForm(Form):
    """Why a line is used no more; nothing is chosen beforehand."""

    why = RadioField(
        _l("为什么撤回"),
        choices=lambda: [(WRONG, _("内容有误")), (OVER, _("没有错，只是不再使用"))],
        validate_choice=False,
    )
    reason = TextAreaField(_l("理由"), [at_most(NOTE)])


@bp.get("/lines")
@needs(Capability.SEE_LINES)
def index() -> str:
    """The lines this hat may read, those that end first at the top."""
    who, today = actor(), day_of(now())
    wanted = wanted_of(who)
    found, total = known.page(who, wanted, today=today)
    units = [] if who.role in UNIT_ROLES else units_in_use()
    how: dict[str, Any] = {"person_id": me().person_id, "signs": _may(Capability.APPROVE_LINES)}
    return render_template(
        "lines/index.html",
        rows=[row_of(one, today, is_inside=known.is_inside(who, one), **how) for one in found],
        total=total,
        pager=pages(total, wanted.page, size=PAGE),
        wanted=wanted,
        filters=list(filters_for(who).items()),
        units=units,
        tags=tags_of(wanted, units),
        standings=STANDINGS,
        may_propose=_may(Capability.PROPOSE_LINES),
        told=known.to_note(who),
    )


@bp.route("/lines/new", methods=["GET", "POST"])
@needs(Capability.PROPOSE_LINES)
def new() -> Any:
    """Propose a line."""
    form = LineForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            made = lines.propose(actor(), form.draft(), now=now(), once=form.once_for(me().person_id))
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(made, _("已提出，等签发人批准。批准以后，本单位写答复时才用得上。"))
    return _edited(form, None)


@bp.route("/lines/<int:line_id>/edit", methods=["GET", "POST"])
@needs(Capability.PROPOSE_LINES)
def edit(line_id: int) -> Any:
    """Propose the next version of a line; the one in force holds until it is approved."""
    line = _line(line_id)
    held = line.proposed or line.versions[-1]
    starts = {name: getattr(held, name) for name in line_drafts.SAID}
    form = LineForm(data=starts, hat_id=actor().membership_id, at_version=line.version)
    if line.withdrawn_at is not None and not form.is_submitted():
        return redirect(url_for("lines.show", line_id=line_id))
    if form.submitted():
        try:
            how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
            lines.propose_version(actor(), line_id, form.draft(), **how)
        except Invalid as invalid:
            form.take(invalid)
        except Stale:
            line = _line(line_id)
            if line.withdrawn_at is None:
                return line_drafts.conflict(form, line)
            form.take(Invalid(line="line_withdrawn"))
        else:
            return _done(line_id, _proposed_words(line))
    return _edited(form, line)


@bp.get("/lines/<int:line_id>")
@needs(Capability.SEE_LINES)
def show(line_id: int) -> Any:
    """What a line says, its versions, and every reply it went into."""
    line = _line(line_id)
    return _page(line, _deciding(line))


@bp.post("/lines/<int:line_id>/decision")
@needs(Capability.APPROVE_LINES)
def decide(line_id: int) -> Any:
    """Approve the proposed version, or return it."""
    line = _line(line_id)
    form = _deciding(line)
    how = {"no": form.no.data or 0, "version": form.version.data or 0, "now": now()}
    if form.submitted():
        try:
            how["once"] = form.once_for(me().person_id)
            if request.form.get("outcome") == "approve":
                if form.note.data:
                    raise Invalid(note="words_and_passed")
                lines.approve(actor(), line_id, **how)
                return _done(line_id, _("已批准，本单位写答复时可以用了。"))
            lines.give_back(actor(), line_id, note=form.note.data or "", **how)
            return _done(line_id, _("已退回，提出的人看得到您写的理由。"))
        except Invalid as invalid:
            form.take(invalid)
    return _page(line, form)


@bp.route("/lines/<int:line_id>/withdraw", methods=["GET", "POST"])
@needs(Capability.SEE_LINES)
def withdraw(line_id: int) -> Any:
    """Let a line be used no more, and say why."""
    line = _line(line_id)
    form = WithdrawForm(hat_id=actor().membership_id, at_version=line.version)
    if not form.is_submitted() and (line.withdrawn_at is not None or not _may_withdraw(line)):
        return redirect(url_for("lines.show", line_id=line_id))
    if form.submitted():
        try:
            if form.why.data not in (WRONG, OVER):
                raise Invalid(why="choose_one")
            how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
            is_wrong = form.why.data == WRONG
            lines.withdraw(actor(), line_id, reason=form.reason.data or "", is_wrong=is_wrong, **how)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(line_id, _("已撤回，写答复时不再提示。已经送达的答复没有动。"))
    rows = used_rows(known.replies_with(actor(), line))
    page = render_template("lines/withdraw.html", form=form, line=line, shown=line.shown, count=len(rows))
    return page, 422 if form.errors else 200


@bp.post("/lines/<int:line_id>/restore")
@needs(Capability.APPROVE_LINES)
def restore(line_id: int) -> Any:
    """Who signs lets a withdrawn line be used again."""
    line, form = _line(line_id), Form(hat_id=actor().membership_id)
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        lines.restore(actor(), line.id, **how)
    except Invalid as invalid:
        shown = _deciding(line)
        shown.take(invalid)
        return _page(line, shown)
    return _done(line_id, _("已恢复，作为新的一版，本单位写答复时可以用了。"))


@bp.post("/lines/<int:line_id>/noted")
@needs(Capability.SEE_LINES)
def noted(line_id: int) -> Response:
    """The own side knows of a wrong line."""
    line, form = _line(line_id), Form(hat_id=actor().membership_id)
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    lines.take_note(actor(), line.id, **how)
    return _done(line_id, _("已记下，待办里不再提示。"))


def _page(line: ApprovedLine, form: DecideForm) -> Any:
    today, who = day_of(now()), actor()
    is_inside = known.is_inside(who, line)
    versions = line.versions if is_inside else [one for one in line.versions if one.decision is LineDecision.APPROVED]
    proposed = line.proposed if is_inside and line.withdrawn_at is None else None
    own = proposed is not None and proposed.proposed_by_id == me().person_id
    page = render_template(
        "lines/show.html",
        line=line,
        versions=versions,
        form=form,
        plain=Form(hat_id=who.membership_id, at_version=line.version),
        shown=line.shown,
        proposed=proposed,
        changes=compare(line.shown.body, proposed.body) if proposed is not None and line.current is not None else [],
        standing=standing_of(line, today),
        tag=last_day_tag(line, today),
        standings=STANDINGS,
        decisions=DECISIONS,
        people={one.no: people_words(one) for one in versions},
        replies=used_rows(known.replies_with(who, line)),
        drafts=used_rows(known.drafts_with(who, line)),
        may_decide=proposed is not None and _may(Capability.APPROVE_LINES) and not own,
        is_own=own and _may(Capability.APPROVE_LINES),
        may_edit=_may(Capability.PROPOSE_LINES) and line.withdrawn_at is None,
        may_withdraw=_may_withdraw(line),
        may_restore=_may(Capability.APPROVE_LINES) and is_restorable(line, today, person_id=me().person_id),
        is_told=line.id in {one.id for one in known.to_note(who)},
    )
    return page, 422 if form.errors else 200


def _edited(form: LineForm, line: ApprovedLine | None) -> Any:
    today = day_of(now())
    holds = line is not None and standing_of(line, today) is Standing.IN_FORCE
    furthest = day_words(last_day(today), year=True)
    page = render_template("lines/edit.html", form=form, line=line, furthest=furthest, holds=holds)
    return page, 422 if form.errors else 200


def _proposed_words(line: ApprovedLine) -> str:
    """The version before goes on being used only where one is in force."""
    if standing_of(line, day_of(now())) is Standing.IN_FORCE:
        return _("新的一版已提出，等签发人批准。批准以前仍用原来的一版。")
    return _("新的一版已提出，等签发人批准。批准以前，写答复时用不上。")


def _deciding(line: ApprovedLine) -> DecideForm:
    starts = {"no": line.proposed.no if line.proposed is not None else None}
    return DecideForm(data=starts, hat_id=actor().membership_id, at_version=line.version)


def _line(line_id: int) -> ApprovedLine:
    found = known.line_of(actor(), line_id) if line_id <= BIGGEST else None
    return found or abort(404)


def _may(capability: Capability) -> bool:
    role = actor().role
    return role is not None and can(role, capability)


def _may_withdraw(line: ApprovedLine) -> bool:
    keeps = _may(Capability.PROPOSE_LINES) or _may(Capability.APPROVE_LINES)
    return keeps and line.withdrawn_at is None and line.unit_id == actor().unit_id


def _done(line_id: int, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("lines.show", line_id=line_id))
