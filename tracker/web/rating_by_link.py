"""Rating through a link: a visit changes nothing, a one-time code opens the form, only a sent form rates.

Scanners of mail, previews and a prefetching browser may open any of these pages as often as they like.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from tracker.clock import day_of, now
from tracker.domain.limits import REASON
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState
from tracker.models.commitments import Commitment
from tracker.queries.places import congress_name
from tracker.queries.rating_links import Opened, opened
from tracker.queries.ratings import own_ratings
from tracker.services import rating_links
from tracker.services._load import Invalid
from tracker.services._rating import newest_of
from tracker.services._throttle import Throttled
from tracker.services.rating_links import GRANTED_FOR, LinkIsDead
from tracker.web import papers
from tracker.web.access import public
from tracker.web.commitment_matters import matter
from tracker.web.due_tags import due_tag
from tracker.web.forms import Form
from tracker.web.frame import product_words
from tracker.web.implementation_ratings import REASON_HINT, ImplementationForm, mine_of, said_of
from tracker.web.person_words import wait_words
from tracker.web.rating_form import ASKS, RatingForm, said
from tracker.web.rating_words import promise_sees
from tracker.web.ratings import asked
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import number_words, problem_words

bp = Blueprint("rating_by_link", __name__)
Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
COOKIE = "tracker_rating"


class CodeForm(Form):
    """What the mail said."""

    code = StringField(_l("验证码"), [InputRequired(_l("请填写邮件里的六位验证码"))])


def _alive(view: Any) -> Any:
    """The view gets what the link opens; a dead link says so and nothing about what it was for."""

    @wraps(view)
    def entered(token: str) -> Any:
        found = opened(token, today=day_of(now()))
        try:
            return view(token, found) if found is not None else _dead()
        except LinkIsDead:
            return _dead()

    return entered


@bp.get("/r/<token>")
@public
@_alive
def show(token: str, found: Opened) -> Page:
    """Whose reply it is about, and how to go on; who has given the code goes on to the form."""
    if found.granted(_key(), now=now()):
        return redirect(url_for("rating_by_link.rate", token=token))
    return _show(token, found, CodeForm())


@bp.post("/r/<token>/code")
@public
@_alive
def ask(token: str, found: Opened) -> Page:
    """Send a code to the deputy's own address."""
    try:
        if not current_app.config["MAIL_SERVER"]:
            raise Invalid(code="no_own_email")
        rating_links.admit_code(token, source=request.remote_addr or "", now=now())
        rating_links.ask_code(token, source=request.remote_addr or "", now=now())
    except Throttled as throttled:
        page = _show(token, found, CodeForm(formdata=None), failure=wait_words(throttled.seconds))
        return page, 429, {"Retry-After": str(throttled.seconds)}
    except Invalid as invalid:
        return _show(token, found, CodeForm(formdata=None), failure=problem_words(invalid.problems["code"])), 422
    flash(_("验证码正在发到您登记的邮箱，十分钟内有效。"), "done")
    return redirect(url_for("rating_by_link.show", token=token))


@bp.post("/r/<token>/enter")
@public
@_alive
def enter(token: str, found: Opened) -> Page:
    """Give the code; the right one opens this one rating for half an hour, in this browser alone."""
    form = CodeForm()
    if not form.submitted():
        return _show(token, found, form), 422
    key = rating_links.enter(token, form.code.data or "", source=request.remote_addr or "", now=now())
    if key is None:
        failure = _("验证码不对，或者已经过期。填错五次以后要重新发一个。")
        return _show(token, found, CodeForm(formdata=None), failure=failure), 401
    answer = make_response(redirect(url_for("rating_by_link.rate", token=token)))
    secure = bool(current_app.config["PRODUCTION"])
    path = url_for("rating_by_link.show", token=token)
    answer.set_cookie(
        COOKIE, key, max_age=int(GRANTED_FOR.total_seconds()), httponly=True, samesite="Lax", secure=secure, path=path
    )
    return answer


@bp.route("/r/<token>/rating", methods=["GET", "POST"])
@public
@_alive
def rate(token: str, found: Opened) -> Page:
    """The same form as behind a log-in, for whom the link was made."""
    if not found.granted(_key(), now=now()):
        return redirect(url_for("rating_by_link.show", token=token))
    if found.promise is not None:
        return _rate_promise(token, found, found.promise)
    person_id, one = found.link.person_id, found.round
    form = RatingForm(data=said(own_ratings(one, person_id)), hat_id=found.seat.id, at_version=one.version)
    form.beside(newest_of(one, person_id))
    if form.submitted() and _rated(token, form, person_id):
        return _page("rating_by_link/done.html", name=found.link.person.name)
    page = _page(
        "rating_by_link/rate.html", form=form, token=token, name=found.link.person.name, **asked(one, person_id)
    )
    return page, 422 if form.errors else 200


def _rate_promise(token: str, found: Opened, promise: Commitment) -> Page:
    person_id = found.link.person_id
    said_before = said_of(mine_of(promise, person_id))
    form = ImplementationForm(data=said_before, hat_id=found.seat.id, at_version=promise.version)
    form.beside(newest_of(promise, person_id))
    if form.submitted() and _rated(token, form, person_id):
        return _page("rating_by_link/done.html", name=found.link.person.name)
    held = {"asks": ASKS, "reason_limit": REASON, "reason_hint": REASON_HINT, "sees": promise_sees(promise, person_id)}
    tag = due_tag(ClockKind.IMPLEMENTATION, promise.rating_due_on, today=day_of(now()))
    matter_ = matter(promise) | {"window_tag": tag, "is_kept": promise.state is CommitmentState.FULFILLED}
    name = found.link.person.name
    page = _page("rating_by_link/promise.html", form=form, token=token, name=name, **held, **matter_)
    return page, 422 if form.errors else 200


def _rated(token: str, form: RatingForm | ImplementationForm, person_id: int) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(person_id)}
    try:
        rating_links.rate(token, _key(), form.ballot, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _key() -> str:
    return request.cookies.get(COOKIE, "")


def _show(token: str, found: Opened, form: CodeForm, failure: str = "") -> str:
    suggestion = found.round.suggestion
    open_to_all = not suggestion.is_confidential
    email = found.link.person.email if current_app.config["MAIL_SERVER"] else ""
    return _page(
        "rating_by_link/show.html",
        form=form,
        token=token,
        failure=failure,
        number=number_words(suggestion.number) if open_to_all else "",
        title=papers.official_title(suggestion.title) if open_to_all else "",
        unit=(found.promise or found.round).unit.short_name if open_to_all else "",
        of_promise=found.promise is not None,
        good_until=found.link.good_until,
        email=_masked(email),
        asked_at=found.link.code_asked_at,
    )


def _masked(email: str) -> str:
    """l***@example.org: enough for who owns it to know, too little for anybody else."""
    name, at, host = email.partition("@")
    return f"{name[:1]}***{at}{host}" if name and at else ""


def _dead() -> tuple[str, int]:
    return _page("rating_by_link/dead.html"), 404


def _page(template: str, **held: Any) -> str:
    return render_template(template, congress_name=congress_name(), product_name=product_words(), **held)
