"""Coming and going: log-in, log-out, the hat one wears, the devices one is logged in on."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from tracker.clock import day_of, now
from tracker.models.record import KeptText
from tracker.queries.accounts import live_sessions
from tracker.queries.kept import kept_lately
from tracker.queries.persons import hats_of, person_of
from tracker.queries.places import congress_name
from tracker.services import log_ins, passwords
from tracker.services.passwords import Device, NotProven, Throttled
from tracker.web.access import actor, me, public, signed_in
from tracker.web.forms import Form
from tracker.web.frame import product_words
from tracker.web.person_words import device_words, hat_line, wait_words
from tracker.web.picks import picked_id
from tracker.web.secret_field import SecretField
from tracker.web.sessions import asking, drop_cookie, idle, session_key, set_cookie
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.typed import visible
from tracker.web.ways_back import safe_next

bp = Blueprint("account", __name__)
Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


class LogInForm(Form):
    """Name and password."""

    login_name = StringField(_l("登录名"), [InputRequired(_l("请填写登录名"))])
    password = SecretField(_l("密码"), [InputRequired(_l("请填写密码"))])
    next = HiddenField()


def device() -> Device:
    """Where this request comes from, as a log-in remembers it."""
    return Device(request.remote_addr or "", request.headers.get("User-Agent", ""), current_app.config["SESSION_HOURS"])


def logged_in(key: str, address: str) -> Response:
    """Send the browser on with the key of its new session."""
    answer = make_response(redirect(address))
    set_cookie(answer, key)
    return answer


@bp.route("/log-in", methods=["GET", "POST"])
@public
def log_in() -> Page:
    """One sentence for every failure: which of name and password is wrong is not said."""
    if asking() is not None:
        return redirect(safe_next(request.values.get("next")))
    form = LogInForm()
    if not form.submitted():
        form.next.data = request.values.get("next", "")
        return _log_in_page(form, 422 if form.errors else 200)
    try:
        name, password = form.login_name.data or "", form.password.data or ""
        demo = not current_app.config["PRODUCTION"]
        key = passwords.log_in(name, password, device=device(), demo=demo, now=now())
    except NotProven:
        return _log_in_page(form, 401, _("登录名或密码不正确。"))
    except Throttled as throttled:
        return _log_in_page(form, 429, wait_words(throttled.seconds), throttled.seconds)
    return logged_in(key, safe_next(form.next.data))


@bp.post("/log-out")
@signed_in
def log_out() -> Response:
    """End this session; a copy of its key is dead too."""
    log_ins.close(me().login_id, now=now())
    answer = make_response(redirect(url_for("account.log_in")))
    drop_cookie(answer)
    flash(_("已退出登录。"), "done")
    return answer


@bp.post("/log-out-everywhere")
@signed_in
def log_out_everywhere() -> Response:
    """End every session of this account, this one too."""
    log_ins.close_everywhere(actor(), me().account_id, now=now())
    answer = make_response(redirect(url_for("account.log_in")))
    drop_cookie(answer)
    flash(_("所有设备上的登录都已退出。"), "done")
    return answer


@bp.post("/account/sessions/<int:login_id>/end")
@signed_in
def end_session(login_id: int) -> Response:
    """End one of one's own sessions on another device."""
    log_ins.close_one(actor(), login_id, now=now())
    flash(_("那台设备上的登录已退出。"), "done")
    return redirect(url_for("account.show"))


@bp.post("/account/hat")
@signed_in
def change_hat() -> Response:
    """Wear another hat; its work is on the home page."""
    hat_id = picked_id(request.form.get("hat"))
    log_ins.wear(me().login_id, hat_id or 0, now=now())
    return redirect(url_for("home.show"))


@bp.get("/account")
@signed_in
def show() -> str:
    """What is known about oneself, one's hats and the devices one is logged in on."""
    person = person_of(me().person_id)
    sessions = live_sessions(me().account_id, now=now(), idle_since=now() - idle())
    hats = hats_of([me().person_id]).get(me().person_id, [])
    return render_template(
        "account/show.html",
        person=person,
        hats=[(hat_line(hat), hat.id == actor().membership_id) for hat in hats if hat.holds_on(day_of(now()))],
        kept=[(one, _first_words(one)) for one in kept_lately(me().person_id, now=now())],
        sessions=[(one, device_words(one.agent), one.id == me().login_id) for one in sessions],
    )


def _first_words(one: KeptText) -> str:
    return next(iter(visible([(name, value) for name, value in one.fields])), "")


def _log_in_page(form: LogInForm, status: int, failure: str = "", wait: int = 0) -> Page:
    expired = bool(form.next.data) and bool(session_key()) and not form.is_submitted()
    page = render_template(
        "account/log_in.html",
        form=form,
        failure=failure,
        expired=expired,
        kept=(form.next.data or "").startswith("/kept/"),
        congress_name=congress_name(),
        product_name=product_words(),
    )
    return page, status, {"Retry-After": str(wait)} if wait else {}
