"""One-time codes in batches: whom they are for, slips to print, mails to send. A code is shown once and never again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.codes import spaced
from tracker.domain.roles import Capability
from tracker.queries.accounts import Line, chosen_lines, unsent_mails, waiting_lines
from tracker.services import codes
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form, once_of
from tracker.web.people_filter import asked, bar
from tracker.web.person_words import hat_line
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words, problem_words

bp = Blueprint("codes", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/accounts/codes")
@needs(Capability.KEEP_ACCOUNTS)
def choose() -> Page:
    """Everybody who waits for a first password, narrowed by hat and place, all ticked."""
    return _choose_page()


@bp.post("/accounts/codes/slips")
@needs(Capability.KEEP_ACCOUNTS)
def slips() -> Page:
    """Draw the codes and show them as slips, several on a page: this once."""
    drawn = {account_id: codes.draw() for account_id in _ticked()}
    batch, days = codes.new_batch(), current_app.config["CODE_DAYS"]
    try:
        stored = codes.issue(actor(), drawn, batch=batch, days=days, now=now(), once=_once())
    except Invalid as invalid:
        return _choose_page(invalid)
    if stored != batch:
        return render_template("codes/shown.html"), 409
    return render_template(
        "codes/slips.html",
        slips=_slips(drawn),
        address=current_app.config["BASE_URL"],
        good_until=now() + codes.good_for(days),
        as_of=instant_words(now()),
    )


@bp.post("/accounts/codes/mail")
@needs(Capability.KEEP_ACCOUNTS)
def mail() -> Page:
    """File one mail for each; the worker draws the codes and sends them."""
    batch, days = codes.new_batch(), current_app.config["CODE_DAYS"]
    try:
        if not current_app.config["MAIL_SERVER"]:
            raise Invalid(accounts="no_mail_server")
        stored = codes.post(actor(), _ticked(), batch=batch, days=days, now=now(), once=_once())
    except Invalid as invalid:
        return _choose_page(invalid)
    flash(_("邮件已交给系统发送。"), "done")
    return redirect(url_for("accounts.codes.sent", batch=stored))


@bp.get("/accounts/codes/sent/<batch>")
@needs(Capability.KEEP_ACCOUNTS)
def sent(batch: str) -> str:
    """How far a batch of mails has got."""
    waiting, failed = unsent_mails(batch)
    return render_template("codes/sent.html", waiting=waiting, failed=failed)


def _choose_page(invalid: Invalid | None = None) -> Page:
    sought = asked()
    lines = waiting_lines(sought, now=now(), day=_today())
    ticked = set(_ticked()) if request.method == "POST" else {line.account.id for line in lines if line.account}
    page = render_template(
        "codes/choose.html",
        bar=bar(sought, day=_today()),
        lines=[(line, _hats(line)) for line in lines],
        ticked=ticked,
        problems=[problem_words(code) for code in invalid.problems.values()] if invalid else [],
        mails=bool(current_app.config["MAIL_SERVER"]),
        days=current_app.config["CODE_DAYS"],
        once=Form().once.data,
    )
    return page, 422 if invalid else 200


def _slips(drawn: dict[int, str]) -> list[tuple[Line, str, str]]:
    lines = chosen_lines(list(drawn), day=_today())
    return [(line, _hats(line), spaced(drawn[line.account.id])) for line in lines if line.account]


def _ticked() -> list[int]:
    return sorted({picked_id(one) or 0 for one in request.form.getlist("accounts")})


def _once() -> Any:
    return once_of(me().person_id, request.form.get("once", ""))


def _hats(line: Line) -> str:
    return _("，").join(hat_line(hat) for hat in line.hats)


def _today() -> Any:
    return day_of(now())
