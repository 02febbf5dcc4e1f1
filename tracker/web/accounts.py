"""Accounts, kept by the system administrator: who can log in, who cannot yet, who may not any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField

from tracker.clock import day_of, now
from tracker.domain.limits import NOTE, PAGE
from tracker.domain.roles import Capability
from tracker.models.people import Account
from tracker.queries import accounts as known
from tracker.queries.accounts import Standing
from tracker.queries.persons import Sought, hats_of, person_of
from tracker.queries.record import history_of
from tracker.services import accounts
from tracker.services._load import Invalid
from tracker.settings import SETTINGS
from tracker.web import codes
from tracker.web.access import actor, me, needs
from tracker.web.act_words import act_words, detail_words
from tracker.web.forms import Form, once_of
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.people_filter import asked, bar
from tracker.web.person_words import STANDINGS, hat_line
from tracker.web.picks import picked_id
from tracker.web.sessions import idle
from tracker.web.setting_words import SETTING_WORDS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

bp = Blueprint("accounts", __name__)
bp.register_blueprint(codes.bp)
Page = str | tuple[str, int] | Response

NONE = "none"
TABS: tuple[tuple[str, Any], ...] = (
    ("", _l("全部账号")),
    (Standing.WAITING.value, STANDINGS[Standing.WAITING]),
    (Standing.ACTIVE.value, STANDINGS[Standing.ACTIVE]),
    (Standing.STOPPED.value, STANDINGS[Standing.STOPPED]),
    (NONE, _l("还没有账号的人")),
)
SECRET = frozenset({"SECRET_KEY", "DATABASE_URL", "MAIL_PASSWORD", "RECORD_KEY"})


class AccountForm(Form):
    """The name somebody will log in with."""

    login_name = StringField(
        _l("登录名"), description=_l("以后不能改。2至60个字，可以用文字、数字和 . - _ @，不分大小写。")
    )


class StopForm(Form):
    """Why an account is stopped."""

    note = TextAreaField(_l("停用的原因"), [at_most(NOTE)], description=_l("写进操作记录，审计员看不到内容。"))


@bp.get("/accounts")
@needs(Capability.KEEP_ACCOUNTS)
def index() -> str:
    """All accounts, or the people who have none yet, narrowed by hat and place."""
    sought, tab = asked(), tab_of(request.args)
    lines, total = _lines(sought, tab)
    return render_template(
        "accounts/index.html",
        bar=bar(sought, day=day_of(now()), kept=("list",)),
        tabs=[(words, None, _tab_address(code), code == tab) for code, words in TABS],
        lines=lines,
        total=total,
        without=tab == NONE,
        pager=pages(total, page_asked()),
        standing_of=known.standing_of,
        standings=STANDINGS,
        hat_line=hat_line,
        once=AccountForm().once.data,
        query=urlencode({name: said for name, said in request.args.items() if name != "page"}),
    )


@bp.post("/accounts/make")
@needs(Capability.KEEP_ACCOUNTS)
def make() -> Response:
    """Accounts with proposed names for everybody ticked."""
    ids = [picked_id(one) or 0 for one in request.form.getlist("people")]
    once = once_of(me().person_id, request.form.get("once", ""))
    made = accounts.create_many(actor(), ids, now=now(), once=once)
    flash(_("已开%(n)s个账号。下一步给他们发激活码。", n=len(made)), "done")
    return redirect(url_for("accounts.codes.choose"))


@bp.route("/accounts/new/<int:person_id>", methods=["GET", "POST"])
@needs(Capability.KEEP_ACCOUNTS)
def new(person_id: int) -> Page:
    """An account with a chosen name for one person."""
    person = person_of(person_id) or abort(404)
    form = AccountForm(hat_id=actor().membership_id)
    if not form.is_submitted():
        form.login_name.data = accounts.proposed_name(person, known.names_taken())
    if form.submitted():
        try:
            name, once = form.login_name.data or "", form.once_for(me().person_id)
            made = accounts.create(actor(), person_id, name, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("账号已开。下一步发激活码。"), "done")
            return redirect(url_for("accounts.show", account_id=made))
    hats = [hat_line(hat) for hat in hats_of([person_id]).get(person_id, []) if hat.holds_on(day_of(now()))]
    return render_template("accounts/new.html", form=form, person=person, hats=hats), 422 if form.errors else 200


@bp.get("/accounts/<int:account_id>")
@needs(Capability.KEEP_ACCOUNTS)
def show(account_id: int) -> str:
    """One account: its hats, its sessions, what can be done with it, what was done."""
    account, today = _account(account_id), day_of(now())
    history, hats = history_of(f"account:{account_id}"), hats_of([account.person_id]).get(account.person_id, [])
    return render_template(
        "accounts/show.html",
        account=account,
        own=account.person_id == me().person_id,
        standing=STANDINGS[known.standing_of(account)],
        hats=[(hat_line(hat), hat.holds_on(today)) for hat in hats],
        sessions=len(known.live_sessions(account_id, now=now(), idle_since=now() - idle())),
        code_until=known.code_good_until(account_id, now=now()),
        mails=bool(current_app.config["MAIL_SERVER"] and account.person.email),
        history=[(event.at, name, act_words(event.action), detail_words(event)) for event, name in history],
        once=AccountForm().once.data,
    )


@bp.route("/accounts/<int:account_id>/stop", methods=["GET", "POST"])
@needs(Capability.KEEP_ACCOUNTS)
def stop(account_id: int) -> Page:
    """Says what will happen, then stops the account."""
    account, form = _account(account_id), StopForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            accounts.stop(actor(), account_id, note=form.note.data or "", now=now(), once=form.once_for(me().person_id))
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(account_id, _("账号已停用，登录都已退出。"))
    return render_template("accounts/stop.html", form=form, account=account), 422 if form.errors else 200


@bp.post("/accounts/<int:account_id>/start")
@needs(Capability.KEEP_ACCOUNTS)
def start(account_id: int) -> Response:
    """Let a stopped account log in again."""
    return _act(account_id, accounts.start, _("账号已恢复，可以登录。"))


@bp.post("/accounts/<int:account_id>/end-sessions")
@needs(Capability.KEEP_ACCOUNTS)
def end_sessions(account_id: int) -> Response:
    """End every session of the account."""
    return _act(account_id, accounts.end_sessions, _("这个账号的登录都已退出。"))


@bp.post("/accounts/<int:account_id>/demand-change")
@needs(Capability.KEEP_ACCOUNTS)
def demand_change(account_id: int) -> Response:
    """Ask for a new password before anything else."""
    return _act(account_id, accounts.demand_change, _("下一次打开页面时要先修改密码。"))


@bp.get("/accounts/settings")
@needs(Capability.KEEP_ACCOUNTS)
def settings() -> str:
    """The settings of this installation, to read: they are changed in a file on the server."""
    rows = [(one.name, _shown(one.name), _shown_value(one.default), SETTING_WORDS[one.name]) for one in SETTINGS]
    return render_template("accounts/settings.html", rows=rows)


def _shown(name: str) -> str:
    value = current_app.config[name]
    if name in SECRET:
        return _("已设置，不显示") if value else _("没有设置")
    return _shown_value(value)


def _shown_value(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return _("，").join(value)
    return str(value) if value != "" else _("空")


def _lines(sought: Sought, tab: str) -> tuple[Any, int]:
    day, skip = day_of(now()), (page_asked() - 1) * PAGE
    if tab == NONE:
        total = known.without_account_count(sought, day=day)
        return known.without_account(sought, day=day, skip=skip, size=PAGE), total
    standing = Standing(tab) if tab else None
    total = known.account_count(sought, standing, day=day)
    return known.account_lines(sought, standing, now=now(), day=day, skip=skip, size=PAGE), total


def tab_of(args: Mapping[str, str]) -> str:
    """Which accounts an address asks for."""
    asked_for = args.get("list", "")
    return asked_for if asked_for in dict(TABS) else ""


def _tab_address(code: str) -> str:
    names = ("q", "role", "delegation", "unit")
    held: dict[str, Any] = {name: request.args[name] for name in names if request.args.get(name)}
    return url_for("accounts.index", **held, list=code or None)


def _account(account_id: int) -> Account:
    return known.account_of(account_id) or abort(404)


def _act(account_id: int, act: Any, words: str) -> Response:
    try:
        act(actor(), account_id, now=now(), once=once_of(me().person_id, request.form.get("once", "")))
    except Invalid as invalid:
        flash(" ".join(problem_words(code) for code in invalid.problems.values()), "error")
        return redirect(url_for("accounts.show", account_id=account_id))
    return _done(account_id, words)


def _done(account_id: int, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("accounts.show", account_id=account_id))
