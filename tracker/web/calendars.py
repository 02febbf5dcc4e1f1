"""The calendar on screen: its years, one year as months, a notice proposed and decided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.clock import day_of, now
from tracker.domain.notices import NoticeError, festivals_missing, write_notice
from tracker.domain.roles import Capability
from tracker.models.calendar import CalendarChange, Decision, YearStatus
from tracker.queries import calendars as known
from tracker.queries.law import calendar_now
from tracker.queries.recounts import calendar_moves, calendar_with, days_of, moved_by
from tracker.services import calendars
from tracker.services._load import Invalid
from tracker.services._proposals import ProposalRefused
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form
from tracker.web.law_labels import DECISIONS, NOTICE_PROBLEMS, OBJECTIONS, YEARS
from tracker.web.previews import digest_of, preview, rows_moved
from tracker.web.proposals import DecisionForm, decided, moved_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.year_grid import differences, months_of

bp = Blueprint("calendars", __name__)
Page = str | tuple[str, int] | Response
AHEAD = 3


class NoticeForm(Form):
    """A year's notice, pasted as published or written line by line."""

    notice = TextAreaField(
        _l("通知内容"),
        [DataRequired(_l("请粘贴通知内容")), Length(max=10_000)],
        description=_l(
            "可以直接粘贴通知原文，也可以一行写一个节日，如“春节：2月15日至23日放假。2月14日、2月28日上班。”"
        ),
    )
    document_no = StringField(
        _l("通知名称或文号"),
        [Length(max=120)],
        description=_l("已经发布的要填，如“国务院办公厅关于某年部分节假日安排的通知”；没有发布的不填。"),
    )
    official = BooleanField(_l("国务院办公厅已经发布"), description=_l("没有发布的按预估处理，相关到期日标明暂定。"))
    partial = BooleanField(_l("还没有发布，缺的节日先不放假"), description=_l("不勾的，缺了法定节日不能提交。"))


@bp.get("/calendars")
@needs(Capability.KEEP_CALENDAR)
def index() -> str:
    """All years, and the proposals on any of them."""
    lines = known.year_lines()
    return render_template(
        "calendars/index.html",
        lines=lines,
        waiting=known.changes(still_open=True),
        decided=known.changes(still_open=False),
        next_year=max((line.year.year for line in lines), default=day_of(now()).year - 1) + 1,
        years=YEARS,
        decisions=DECISIONS,
    )


@bp.get("/calendars/<int:year>")
@needs(Capability.KEEP_CALENDAR)
def show(year: int) -> str:
    """One year as twelve months."""
    found = known.year_of(year) or abort(404)
    return render_template(
        "calendars/show.html",
        year=found,
        status=YEARS[found.status],
        months=months_of(year, calendar_now()),
        lines=write_notice(known.notice_days(year), year).splitlines(),
    )


@bp.route("/calendars/<int:year>/propose", methods=["GET", "POST"])
@needs(Capability.KEEP_CALENDAR)
def propose(year: int) -> Page:
    """Enter the notice of a year; another person approves it."""
    if not 2000 <= year <= day_of(now()).year + AHEAD:
        abort(404)
    form = NoticeForm(hat_id=actor().membership_id, data=_present(year))
    if form.submitted() and (change_id := _proposed(form, year)):
        return redirect(url_for("calendars.change", change_id=change_id))
    return render_template("calendars/propose.html", form=form, year=year), 422 if form.errors else 200


@bp.get("/calendars/changes/<int:change_id>")
@needs(Capability.KEEP_CALENDAR)
def change(change_id: int) -> str:
    """What a proposed notice would change, and which due dates it would move."""
    found = known.change_of(change_id) or abort(404)
    return _change_page(found, DecisionForm(hat_id=actor().membership_id, at_version=found.version))


@bp.post("/calendars/changes/<int:change_id>/<any(approve, reject, withdraw):decision>")
@needs(Capability.KEEP_CALENDAR)
def decide(change_id: int, decision: str) -> Page:
    """Approve, turn down or take back a proposed notice."""
    form = DecisionForm()
    if decided(form, lambda: _decide(form, change_id, decision), lambda n: _done(decision, n)):
        return redirect(url_for("calendars.index"))
    found = known.change_of(change_id) or abort(404)
    return _change_page(found, form), 409


def _present(year: int) -> dict[str, Any]:
    found = known.year_of(year)
    return {
        "notice": write_notice(known.notice_days(year), year),
        "document_no": (found and found.document_no) or "",
        # A forecast becomes official only by somebody's own tick.
        "official": found is not None and found.status is YearStatus.OFFICIAL,
    }


def _proposed(form: NoticeForm, year: int) -> int | None:
    how: dict[str, Any] = {"now": now(), "once": form.once_for(me().person_id)}
    notice, document_no = form.notice.data or "", form.document_no.data or ""
    try:
        return calendars.propose(
            actor(),
            year=year,
            notice=notice,
            document_no=document_no,
            official=form.official.data,
            partial=form.partial.data,
            **how,
        )
    except Invalid as invalid:
        form.take(invalid)
    except NoticeError as error:
        form.notice.errors = [*form.notice.errors, problem_words(error)]
    except ProposalRefused as refused:
        form.form_errors = [*form.form_errors, str(OBJECTIONS[refused.objection])]
    return None


def problem_words(error: NoticeError) -> str:
    """第3行：看不出是放假还是上班（1月4日）."""
    words = str(NOTICE_PROBLEMS[error.problem])
    if error.words:
        words = _("%(words)s（%(quoted)s）", words=words, quoted=error.words)
    return _("第%(n)s行：%(words)s", n=error.line, words=words) if error.line else words


def _change_page(found: CalendarChange, form: DecisionForm) -> str:
    before, after = calendar_now(), calendar_with(found)
    moves = calendar_moves(found, after) if found.decided_at is None else []
    shown = preview(moves, before=form.seen.data, whole=url_for("calendars.change", change_id=found.id))
    form.seen.data = shown.token
    return render_template(
        "calendars/change.html",
        change=found,
        form=form,
        mine=found.proposed_by_id == me().person_id,
        status=YEARS[found.status],
        decision=DECISIONS[found.decision],
        differences=list(differences(found.year, before, after)),
        becomes_official=found.status is YearStatus.OFFICIAL and not before.is_official(found.year),
        months=months_of(found.year, after),
        missing=_("、").join(festivals_missing(days_of(found), found.year)),
        preview=shown,
        moved=rows_moved(moved_by(found)),
        approved=found.decision is Decision.APPROVED,
    )


def _decide(form: DecisionForm, change_id: int, decision: str) -> int:
    how: dict[str, Any] = {"version": form.version.data, "now": now(), "once": form.once_for(me().person_id)}
    if decision == "withdraw":
        return calendars.withdraw(actor(), change_id, **how)
    note = form.note.data or ""
    if decision == "reject":
        return calendars.reject(actor(), change_id, note=note, **how)
    return calendars.approve(actor(), change_id, note=note, seen=digest_of(form.seen.data or ""), **how)


def _done(decision: str, result: int) -> str:
    if decision == "approve":
        return moved_words(result)
    return _("已退回，放假安排不变。") if decision == "reject" else _("已撤回，放假安排不变。")
