"""Links to a rating, on the desk's side: for whom, as slips to print or by mail, used or not, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.rulebook import ClockKind
from tracker.models.ratings import RatingLink
from tracker.models.tasks import Round
from tracker.outside.codes_seen import square
from tracker.queries.rating_links import links_of, persons
from tracker.services import rating_links
from tracker.services._load import Invalid
from tracker.services.codes import new_batch
from tracker.web import papers
from tracker.web.access import actor, me, on_round
from tracker.web.due_tags import due_tag
from tracker.web.forms import Form
from tracker.web.picks import picked_id
from tracker.web.words import day_words, instant_words, number_words, problem_words

bp = Blueprint("rating_links", __name__)
Page = str | tuple[str, int] | Response


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/rating-links", methods=["GET", "POST"])
@on_round(Action.MAKE_RATING_LINKS)
def make(round_: Round) -> Page:
    """Who has still to rate, what was sent so far, and links for those ticked: as slips, this once, or by mail."""
    form = Form(hat_id=actor().membership_id, at_version=round_.version)
    if not form.submitted():
        return _page(form, round_)
    try:
        return _mailed(form, round_) if request.form.get("how") == "mail" else _printed(form, round_)
    except Invalid as invalid:
        return _page(form, round_, [problem_words(code) for code in invalid.problems.values()])


@bp.post("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/rating-links/<int:person_id>/revoke")
@on_round(Action.REVOKE_RATING_LINKS)
def revoke(round_: Round, person_id: int) -> Response:
    """Take one deputy's links back at once."""
    rating_links.revoke(actor(), round_.id, person_id, now=now())
    flash(_("已收回，这位代表以前的链接都不能用了。"), "done")
    return redirect(url_for("rating_links.make", suggestion_id=round_.suggestion.id, round_id=round_.id))


def _mailed(form: Form, round_: Round) -> Response:
    if not current_app.config["MAIL_SERVER"]:
        raise Invalid(persons="no_mail_server")
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    rating_links.post(actor(), round_.id, _ticked(), batch=new_batch(), **how)
    flash(_("邮件已交给系统发送。"), "done")
    return redirect(url_for("rating_links.make", suggestion_id=round_.suggestion.id, round_id=round_.id))


def _printed(form: Form, round_: Round) -> Page:
    drawn, batch = {person_id: rating_links.draw() for person_id in _ticked()}, new_batch()
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    if rating_links.issue(actor(), round_.id, drawn, batch=batch, **how) != batch:
        return _page(form, round_, [_("这一页已经提交过一次，链接当时显示了，不能再看。没有打印成的请再发一次。")])
    base = current_app.config["BASE_URL"]
    slips = [
        (one.name, f"{base}/r/{drawn[one.id]}", square(f"{base}/r/{drawn[one.id]}")) for one in persons(set(drawn))
    ]
    return render_template("rating_links/slips.html", slips=slips, as_of=instant_words(now()), **_matter(round_))


def _ticked() -> list[int]:
    return sorted({picked_id(one) or 0 for one in request.form.getlist("persons")})


def _page(form: Form, round_: Round, problems: list[str] | None = None) -> Page:
    left = round_.still_to_rate(day_of(now()))
    page = render_template(
        "rating_links/make.html",
        form=form,
        problems=problems or [],
        deputies=[(one.id, one.name, bool(one.email)) for one in persons(left)],
        ticked=_ticked() if form.is_submitted() else sorted(left),
        links=[_row(one, now()) for one in links_of(round_.id)],
        mails=bool(current_app.config["MAIL_SERVER"]),
        **_matter(round_),
    )
    return page, 422 if problems else 200


def _row(one: RatingLink, at: datetime) -> tuple[str, str, str, int | None]:
    """Whose, when made, how it stands, and whom to take it back from."""
    live = one.revoked_at is None and day_of(at) <= one.good_until
    stands = _("%(day)s前有效", day=day_words(one.good_until)) if live else _("已失效")
    if one.used_at is not None:
        stands = _("%(when)s经链接评价", when=instant_words(one.used_at))
    elif one.revoked_at is not None:
        stands = _("已收回或者重发")
    return one.person.name, instant_words(one.made_at), stands, one.person_id if live else None


def _matter(round_: Round) -> dict[str, Any]:
    suggestion, open_to_all = round_.suggestion, not round_.suggestion.is_confidential
    return {
        "round_": round_,
        "suggestion": suggestion,
        "title": papers.official_title(suggestion.title),
        "number": number_words(suggestion.number),
        "shown": f"{number_words(suggestion.number)} {papers.official_title(suggestion.title)}" if open_to_all else "",
        "unit": round_.unit.short_name,
        "good_until": round_.rating_due_on,
        "tag": due_tag(ClockKind.RATING, round_.rating_due_on, today=day_of(now())),
    }
