"""The password: set for the first time by a one-time code, changed later, demanded where it must be changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired

from tracker.clock import now
from tracker.domain.limits import PASSWORD_MAX, PASSWORD_MIN
from tracker.queries.places import congress_name
from tracker.services import passwords
from tracker.services._load import Invalid
from tracker.services.passwords import NotProven, Throttled
from tracker.web.access import actor, me, public, signed_in
from tracker.web.account import Page, device, logged_in
from tracker.web.forms import Form
from tracker.web.frame import product_words
from tracker.web.person_words import wait_words
from tracker.web.secret_field import SecretField
from tracker.web.sessions import asking
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.ways_back import safe_next
from tracker.web.words import problem_words

bp = Blueprint("passwords", __name__)
HINT = _l("至少12个字，任何字都可以。三四个不相干的词连在一起，好记又难猜。")


def fits(_form: Any, field: Field) -> None:
    """Long enough and not too long; what needs to know the person is judged by the service."""
    length = len(field.data or "")
    if length < PASSWORD_MIN:
        raise ValidationError(problem_words("password_short"))
    if length > PASSWORD_MAX:
        raise ValidationError(problem_words("password_long"))


def same(form: Any, field: Field) -> None:
    """Typed the same twice."""
    if field.data != form.new_password.data:
        raise ValidationError(_("两次填写的不一样"))


class ActivateForm(Form):
    """A one-time code, and the password one chooses."""

    login_name = StringField(
        _l("登录名"), [InputRequired(_l("请填写登录名"))], description=_l("在激活码的同一张纸或同一封邮件里。")
    )
    code = StringField(
        _l("激活码"), [InputRequired(_l("请填写激活码"))], description=_l("12位，大小写、横线和空格都不影响。")
    )
    new_password = SecretField(_l("新密码"), [InputRequired(_l("请填写新密码")), fits], description=HINT)
    again = SecretField(_l("再填一次新密码"), [same])


class ChangeForm(Form):
    """The old password and the new one."""

    old_password = SecretField(_l("现在的密码"), [InputRequired(_l("请填写现在的密码"))])
    new_password = SecretField(_l("新密码"), [InputRequired(_l("请填写新密码")), fits], description=HINT)
    again = SecretField(_l("再填一次新密码"), [same])
    next = HiddenField()


@bp.route("/activate", methods=["GET", "POST"])
@public
def activate() -> Page:
    """First use, or a forgotten password: code in, password chosen, logged in. One sentence for every wrong code."""
    if asking() is not None:
        return redirect(url_for("home.show"))
    form = ActivateForm()
    if not form.submitted():
        return _activate_page(form, 422 if form.errors else 200)
    typed = (form.login_name.data or "", form.code.data or "", form.new_password.data or "")
    try:
        key = passwords.activate(*typed, device=device(), now=now())
    except Invalid as invalid:
        form.take(invalid)
        return _activate_page(form, 422)
    except NotProven:
        return _activate_page(form, 401, _("登录名或激活码不正确，或者激活码已经用过、已经过期。"))
    except Throttled as throttled:
        return _activate_page(form, 429, wait_words(throttled.seconds), throttled.seconds)
    return logged_in(key, url_for("home.show"))


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def change() -> Page:
    """Change one's own password; every other device is logged out."""
    form = ChangeForm(hat_id=actor().membership_id)
    if not form.submitted():
        form.next.data = request.values.get("next", "")
        return _change_page(form, 422 if form.errors else 200)
    typed = (form.old_password.data or "", form.new_password.data or "")
    try:
        key = passwords.change(actor(), *typed, account_id=me().account_id, device=device(), now=now())
    except Invalid as invalid:
        form.take(invalid)
        return _change_page(form, 422)
    except Throttled as throttled:
        form.form_errors = [*form.form_errors, wait_words(throttled.seconds)]
        return _change_page(form, 429, throttled.seconds)
    answer = logged_in(key, safe_next(form.next.data or url_for("account.show")))
    flash(_("密码已修改，其他设备上的登录都已退出。"), "done")
    return answer


def _activate_page(form: ActivateForm, status: int, failure: str = "", wait: int = 0) -> Page:
    page = render_template(
        "passwords/activate.html",
        form=form,
        failure=failure,
        congress_name=congress_name(),
        product_name=product_words(),
    )
    return page, status, {"Retry-After": str(wait)} if wait else {}


def _change_page(form: ChangeForm, status: int, wait: int = 0) -> Page:
    page = render_template("passwords/change.html", form=form, must=me().must_change)
    return page, status, {"Retry-After": str(wait)} if wait else {}
