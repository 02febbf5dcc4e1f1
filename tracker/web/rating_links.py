"""Links to a rating, on the desk's side: for whom, as slips to print or by mail, used or not, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment
from tracker.models.ratings import RatingLink
from tracker.models.record import Job
from tracker.models.tasks import Round
from tracker.outside.codes_seen import square
from tracker.queries.rating_links import links_of, persons, waiting_mails
from tracker.services import rating_links
from tracker.services._load import Invalid
from tracker.services.codes import new_batch
from tracker.services.jobs import MOST_TRIES
from tracker.web import papers
from tracker.web.access import actor, me, on_commitment, on_round
from tracker.web.due_tags import due_link
from tracker.web.forms import Form
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, instant_words, number_words, problem_words

bp = Blueprint("rating_links", __name__)
Page = str | tuple[str, int] | Response


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/rating-links", methods=["GET", "POST"])
@on_round(Action.MAKE_RATING_LINKS)
def make(round_: Round) -> Page:
    """Who has still to rate, what was sent so far, and links for those ticked: as slips, this once, or by mail."""
    return _make(round_)


@bp.route("/promises/<int:commitment_id>/rating-links", methods=["GET", "POST"])
@on_commitment(Action.MAKE_COMMITMENT_LINKS)
def make_of_promise(promise: Commitment) -> Page:
    """The same of what became of a promise."""
    return _make(promise)


@bp.post("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/rating-links/<int:person_id>/revoke")
@on_round(Action.REVOKE_RATING_LINKS)
def revoke(round_: Round, person_id: int) -> Response:
    """Take one deputy's links back at once."""
    return _taken_back(round_, person_id)


@bp.post("/promises/<int:commitment_id>/rating-links/<int:person_id>/revoke")
@on_commitment(Action.REVOKE_COMMITMENT_LINKS)
def revoke_of_promise(promise: Commitment, person_id: int) -> Response:
    """The same of what became of a promise."""
    return _taken_back(promise, person_id)


def _make(one: Round | Commitment) -> Page:
    form = Form(hat_id=actor().membership_id, at_version=one.version)
    if not form.submitted():
        return _page(form, one)
    try:
        return _mailed(form, one) if request.form.get("how") == "mail" else _printed(form, one)
    except Invalid as invalid:
        return _page(form, one, [problem_words(code) for code in invalid.problems.values()])


def _taken_back(one: Round | Commitment, person_id: int) -> Response:
    round_id, promise = _ids(one)
    rating_links.revoke(actor(), round_id, person_id, now=now(), promise=promise)
    flash(_("已收回，这位代表以前的链接都不能用了。"), "done")
    return redirect(_address(one, "make"))


def _mailed(form: Form, one: Round | Commitment) -> Response:
    if not current_app.config["MAIL_SERVER"]:
        raise Invalid(persons="no_mail_server")
    round_id, promise = _ids(one)
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    rating_links.post(actor(), round_id, _ticked(), batch=new_batch(), promise=promise, **how)
    flash(_("邮件已交给系统发送。"), "done")
    return redirect(_address(one, "make"))


def _printed(form: Form, one: Round | Commitment) -> Page:
    drawn, batch = {person_id: rating_links.draw() for person_id in _ticked()}, new_batch()
    round_id, promise = _ids(one)
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    if rating_links.issue(actor(), round_id, drawn, batch=batch, promise=promise, **how) != batch:
        return _page(form, one, [_("这一页已经提交过一次，链接当时显示了，不能再看。没有打印成的请再发一次。")])
    base = current_app.config["BASE_URL"]
    slips = [
        (each.name, f"{base}/r/{drawn[each.id]}", square(f"{base}/r/{drawn[each.id]}")) for each in persons(set(drawn))
    ]
    return render_template("rating_links/slips.html", slips=slips, as_of=instant_words(now()), **_matter(one))


def _ticked() -> list[int]:
    return sorted({picked_id(one) or 0 for one in request.form.getlist("persons")})


def _page(form: Form, one: Round | Commitment, problems: list[str] | None = None) -> Page:
    # Without its code a link opens nothing: a slip for one whom no code reaches would be dead paper.
    left, mails = persons(one.still_to_rate(day_of(now()))), bool(current_app.config["MAIL_SERVER"])
    reached = [(each.id, each.name) for each in left if each.email and mails]
    page = render_template(
        "rating_links/make.html",
        form=form,
        problems=problems or [],
        deputies=reached,
        without=[each.name for each in left if not each.email],
        ticked=_ticked() if form.is_submitted() else [person_id for person_id, _name in reached],
        links=_rows(one, now()),
        mails=mails,
        **_matter(one),
    )
    return page, 422 if problems else 200


def _rows(one: Round | Commitment, at: datetime) -> list[tuple[Any, ...]]:
    """Mails still to go out, then the links that did; each with where to take it back."""
    mails = waiting_mails(one)
    names = {each.id: each.name for each in persons({job.payload["person"] for job in mails})}
    # A try that failed leaves its link, for its mail may have arrived: what is said of the mail covers it.
    sent = [each for each in _links(one) if each.revoked_at or each.used_at or each.person_id not in names]
    rows = [_waiting(job, names[job.payload["person"]]) for job in mails] + [_row(each, at) for each in sent]
    return [(*row, _address(one, "revoke", person_id=row[3]) if row[3] else "") for row in rows]


def _waiting(job: Job, name: str) -> tuple[str, str, str, int | None]:
    """The same of a mail the worker has not sent, and what to do when it cannot be sent."""
    filed = datetime.fromisoformat(job.payload["at"]) if "at" in job.payload else job.due_at
    stands = _("待发送")
    if job.error and job.tries >= MOST_TRIES:
        stands = _(
            "发送失败，不再重试。请核对这位代表的邮箱，再用邮件发一次；还不行的打印纸条，并告诉系统管理员查邮件服务器"
        )
    elif job.error:
        stands = _("发送失败，系统会在%(when)s再试，不用重发", when=instant_words(job.due_at))
    return name, instant_words(filed), stands, job.payload["person"]


def _row(one: RatingLink, at: datetime) -> tuple[str, str, str, int | None]:
    """Whose, when made, how it stands, and whom to take it back from."""
    live = one.revoked_at is None and day_of(at) <= one.good_until
    stands = _("%(day)s前有效", day=day_words(one.good_until)) if live else _("已失效")
    if one.used_at is not None:
        stands = _("%(when)s经链接评价", when=instant_words(one.used_at))
    elif one.revoked_at is not None:
        stands = _("已收回或者重发")
    return one.person.name, instant_words(one.made_at), stands, one.person_id if live else None


def _links(one: Round | Commitment) -> Sequence[RatingLink]:
    round_id, promise = _ids(one)
    return links_of(round_id, promise or None)


def _ids(one: Round | Commitment) -> tuple[int, int]:
    """The reply, and the promise or nothing."""
    return (one.round_id, one.id) if isinstance(one, Commitment) else (one.id, 0)


def _address(one: Round | Commitment, page: str, **more: Any) -> str:
    if isinstance(one, Commitment):
        return url_for(f"rating_links.{page}_of_promise", commitment_id=one.id, **more)
    return url_for(f"rating_links.{page}", suggestion_id=one.suggestion.id, round_id=one.id, **more)


def _paper(one: Round | Commitment) -> str:
    """Where the same rating is typed off its paper."""
    if isinstance(one, Commitment):
        return url_for("paper_ratings.enter_of_promise", commitment_id=one.id)
    return url_for("paper_ratings.enter", suggestion_id=one.suggestion.id, round_id=one.id)


def _matter(one: Round | Commitment) -> dict[str, Any]:
    suggestion, open_to_all = one.suggestion, not one.suggestion.is_confidential
    title = papers.official_title(suggestion.title)
    if isinstance(one, Commitment):
        back, kind = url_for("commitments.show", commitment_id=one.id), ClockKind.IMPLEMENTATION
        what = _("%(unit)s第%(n)s项承诺：%(promise)s", unit=one.unit.short_name, n=one.request_no, promise=one.promise)
    else:
        back, kind = url_for("dossier.show", suggestion_id=suggestion.id), ClockKind.RATING
        what = title + _("，") + _("%(unit)s第%(n)s次答复", unit=one.unit.short_name, n=one.no)
    return {
        "suggestion": suggestion,
        "number": number_words(suggestion.number),
        "shown": f"{number_words(suggestion.number)} {title}" if open_to_all else "",
        "what": what,
        "of_promise": isinstance(one, Commitment),
        "back": back,
        "address": _address(one, "make"),
        "paper_url": _paper(one),
        "good_until": one.rating_due_on,
        "tag": due_link(kind, one.rating_due_on, today=day_of(now()), case=one.suggestion.id),
    }
