"""What people see when something cannot be done: what happened, what was kept, what to do next."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, flash, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.wrappers import Response as WerkzeugResponse

from tracker.clock import day_of, now
from tracker.db import db
from tracker.domain.whys import Refused, Why
from tracker.queries.who import hat_ended_on
from tracker.services._load import Invalid, Missing, Stale
from tracker.services._once import FormReused
from tracker.web import meanwhile
from tracker.web.access import AlreadyDone, LoggedOut, OtherHat
from tracker.web.action_labels import WHYS, looked_for, named
from tracker.web.large_bodies import read_words_only
from tracker.web.meanwhile import Meanwhile
from tracker.web.picks import picked_id
from tracker.web.refused import on_record
from tracker.web.refused_limits import rule_words
from tracker.web.sessions import asking
from tracker.web.spoken import gettext as _
from tracker.web.typed import fields_of
from tracker.web.typed_words import told, told_now
from tracker.web.words import day_words, problem_words

log = logging.getLogger(__name__)

_STATUS = {Why.NOT_VISIBLE: 404, Why.NOT_YOURS: 403}
KNOWN = frozenset({400, 403, 404, 405, 413, 429, 500, 503})


def _page(name: str, status: int, **words: Any) -> Response:
    response = make_response(render_template(f"errors/{name}.html", **words), status)
    if status in (429, 503):
        response.headers["Retry-After"] = "30"
    return response


def _kept(status: int, *, title: str, happened: str, next_step: str, button: str | None, **more: Any) -> Response:
    """The page that gives back what was typed and, where it helps, sends it again with one press."""
    fields = fields_of(request.form)
    return _page(
        "kept",
        status,
        title=title,
        happened=happened,
        next_step=next_step,
        button=button,
        action=request.full_path.rstrip("?"),
        fields=fields,
        texts=told(fields, request.path),
        **more,
    )


def _csrf(_error: CSRFError) -> Response:
    return _kept(
        403,
        title=_("请再点一次提交"),
        happened=_("这一页打开以后登录过，或者停留时间较长，为了安全，刚才的提交没有执行。"),
        next_step=_("您填写的内容都在下面，看过后请再提交一次。"),
        button=_("再提交一次"),
    )


def _logged_out(_error: LoggedOut) -> Response:
    return _kept(
        403,
        title=_("登录已经结束"),
        happened=_("您已经退出登录，刚才的提交没有执行。"),
        next_step=_("您填写的内容都在下面。请另开一个窗口登录，再回到这一页提交。"),
        button=_("登录好了，再提交一次"),
        log_in=url_for("account.log_in"),
    )


def _other_hat(_error: OtherHat) -> Response:
    who, opened = asking(), picked_id(request.form.get("hat"))
    last = hat_ended_on(who.person_id, opened, day_of(now())) if who and opened else None
    happened = _("您现在用的身份与打开这一页时不同，刚才的提交没有执行。")
    next_step = _("请先在右上角换回原来的身份，再回到这一页。您填写的内容在下面，可以复制。")
    if last is not None:
        since = day_words(last + timedelta(days=1), year=True)
        happened = _("打开这一页时用的身份从%(day)s起已经结束，刚才的提交没有执行。", day=since)
        next_step = _("还要用这个身份办的，请问系统管理员。您填写的内容在下面，可以复制给接手的人。")
    return _kept(409, title=_("这一页是用另一个身份打开的"), happened=happened, next_step=next_step, button=None)


def _already_done(_error: AlreadyDone) -> WerkzeugResponse:
    flash(_("这一步刚才已经完成，没有重复执行。"), "done")
    return redirect(url_for("home.show"))


def _reused(_error: FormReused) -> Response:
    return _kept(
        409,
        title=_("这一页已经提交过一次"),
        happened=_("同一页先前提交过，内容与这次不同。先前的有效，这次没有执行。"),
        next_step=_("请打开最新的页面再改。您这次填写的内容在下面，可以复制。"),
        button=None,
    )


def _refused(error: Refused) -> Response:
    status = _STATUS.get(error.why, 409)
    on_record(error)
    if status == 404:
        return _not_found()
    who = asking()
    wanted = (
        named(error.action) if request.method == "POST" else looked_for(error.action, who.actor.role if who else None)
    )
    return _late(
        status,
        meanwhile.here(),
        title=_("现在不能%(action)s", action=wanted),
        happened=str(WHYS[error.why]) + rule_words(error.why),
    )


def _late(status: int, other: Meanwhile, *, title: str, happened: str) -> Response:
    """A form that does not fit any more: what was typed beside what was done meanwhile, and the files that came."""
    mine = told_now()
    return _page(
        "refused",
        status,
        title=title,
        happened=happened,
        last=other.last + meanwhile.whose(),
        mine=mine,
        theirs=other.texts if mine else (),
        files=meanwhile.files_sent(),
        back=meanwhile.back(),
    )


def _not_found() -> Response:
    return _page("404", 404, texts=told_now())


def _stale(error: Stale) -> Response:
    other = meanwhile.on_stale(error)
    kept = _("您先前提交的没有被覆盖。") if other.is_own else _("别人改的内容没有被覆盖。")
    happened = _("您的操作没有执行，%(kept)s", kept=kept)
    return _late(409, other, title=_("这一页打开以后，内容已经改过"), happened=happened)


def _invalid(error: Invalid) -> Response:
    words = [problem_words(code) for code in error.problems.values()]
    return _kept(
        422,
        title=_("有%(n)s处需要修改", n=len(words)),
        happened="；".join(words),
        next_step=_("刚才的提交没有执行。您填写的内容在下面，请返回上一页修改。"),
        button=None,
    )


def _busy(error: DBAPIError) -> Response:
    g.frameless = True
    db.session.rollback()
    if _is_unmade(error):
        return _page("503", 503, unmade=True)
    if not isinstance(error, OperationalError):
        return _unexpected(error)
    log.warning("database busy: %s", error.orig)
    if request.method != "POST":
        return _page("503", 503)
    return _kept(
        503,
        title=_("系统繁忙，尚未保存"),
        happened=_("刚才的提交没有保存。"),
        next_step=_("内容已保留在下面，请稍等片刻再试。"),
        button=_("再试一次"),
    )


def _is_unmade(error: DBAPIError) -> bool:
    # SQLite says it in words, PostgreSQL by its code for an undefined table.
    return "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "42P01"


def _unexpected(error: Exception) -> Response:
    g.frameless = True
    reference = f"E-{secrets.token_hex(3).upper()}"
    log.error("%s %s %s", reference, request.method, request.path, exc_info=error)
    db.session.rollback()
    return _page("500", 500, reference=reference, texts=told_now())


def _http(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if isinstance(error, InternalServerError):  # what went wrong while another page was being sent
        cause = error.original_exception
        return _unexpected(cause if isinstance(cause, Exception) else error)
    # Under a host name that is not ours there are no addresses of ours to put on a page either.
    if code in (301, 302, 303, 307, 308) or isinstance(error, SecurityError):
        return error
    if code == 413:
        read_words_only()
        return _page("413", 413, texts=told_now())
    name = str(code) if code in KNOWN else "400"
    response = _not_found() if code == 404 else _page(name, code)
    for header, value in error.get_headers():
        if header.lower() == "allow":
            response.headers[header] = value
    return response


def _is_address() -> None:
    # No address of ours has a NUL in it, and PostgreSQL cannot even be asked for one.
    if "\0" in request.path:
        abort(404)


def init_app(app: Flask) -> None:
    """Answer every kind of failure with a page in our own frame."""
    app.before_request(_is_address)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(LoggedOut, _logged_out)
    app.register_error_handler(OtherHat, _other_hat)
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(FormReused, _reused)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(Missing, lambda _error: _not_found())
    app.register_error_handler(DBAPIError, _busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
