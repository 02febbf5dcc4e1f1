"""Due dates in one's own calendar program: the page that makes and takes back the address, and the calendar itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.icalendar import Entry, calendar
from tracker.queries.calendar_feeds import Due, dues_of, feed_at, feed_of
from tracker.services import calendar_feeds
from tracker.web.access import actor, me, public, signed_in
from tracker.web.action_labels import ACTIONS
from tracker.web.addresses import address
from tracker.web.forms import Form
from tracker.web.labels import CLOCK_VERBS
from tracker.web.misses import Misses
from tracker.web.person_words import wait_words
from tracker.web.spoken import gettext as _
from tracker.web.words import number_words

bp = Blueprint("calendar_feeds", __name__)
# Longer than any key of ours.
LONGEST = 80
_MISSES = Misses(20)


@bp.get("/account/calendar")
@signed_in
def show() -> str:
    """Whether there is an address, and what goes out through it."""
    return _page("")


@bp.post("/account/calendar")
@signed_in
def make() -> tuple[str, int] | str:
    """A new address, told this once; whoever sends the form again gets a newer one, and the earlier is dead."""
    form = Form()
    if not form.submitted():
        return _page(""), 422
    key = calendar_feeds.make(actor(), now=now())
    return _page(f"{_base()}{url_for('calendar_feeds.feed', key=key)}")


@bp.post("/account/calendar/revoke")
@signed_in
def revoke() -> Response:
    """Take the address back."""
    if Form().submitted():
        calendar_feeds.revoke(actor(), now=now())
        flash(_("日历订阅已经停用，原来的网址不再给出任何内容。"), "done")
    return redirect(url_for("calendar_feeds.show"))


@bp.get("/calendar/<key>.ics")
@public
def feed(key: str) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """The calendar for whoever knows the address; nothing for whoever does not."""
    at, found = now(), feed_at(key) if len(key) <= LONGEST else None
    if found is None:
        if seconds := _MISSES.wait(request.remote_addr or "", now=at):
            return wait_words(seconds), 429, {"Retry-After": str(seconds)}
        abort(404)
    if found.revoked_at is not None:
        return _("这个日历订阅已经停用。"), 410
    dues = dues_of(found.person_id, today=day_of(at))
    more = [_more(dues.left_out, day_of(at))] if dues.left_out else []
    return _answer([*more, *(_entry(one) for one in dues.told)])


def _answer(entries: list[Entry]) -> Response:
    body = calendar(_("代表建议办理期限"), entries)
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _entry(due: Due) -> Entry:
    if due.commitment_id is not None:
        href = url_for("commitments.show", commitment_id=due.commitment_id)
    else:
        href = address("dossier.show", suggestion_id=due.suggestion_id)
    return Entry(
        uid=_uid(due.uid),
        day=due.day,
        summary=_("%(what)s：%(number)s", what=_verb(due), number=_number(due)),
        address=f"{_base()}{href}",
        changed_at=_whole(due.changed_at),
        sequence=due.sequence,
    )


def _more(number: int, today: date) -> Entry:
    """A line of today that says what the calendar leaves out: one who plans by it must know that it is not whole."""
    words = _("另有%(n)s个到期日没有列进日历，请在系统首页查看", n=number)
    morning = datetime(today.year, today.month, today.day, tzinfo=UTC)
    home = f"{_base()}{url_for('home.show')}"
    return Entry(_uid("more"), today, words, home, morning, today.toordinal())


def _uid(name: str) -> str:
    return f"{name}@{current_app.config['BASE_URL'].partition('//')[2].partition('/')[0]}"


def _verb(due: Due) -> str:
    if due.kind is not None:
        return str(CLOCK_VERBS[due.kind])
    return str(ACTIONS[due.action]) if due.action is not None else _("承诺到期")


def _number(due: Due) -> str:
    # A calendar lies on servers of others: a number and what to do, never what it is about.
    return number_words(due.number) if due.number else _("一件建议")


def _whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


def _base() -> str:
    base: str = current_app.config["BASE_URL"].rstrip("/")
    return base


def _page(told: str) -> str:
    live, dues = feed_of(me().person_id), dues_of(me().person_id, today=day_of(now()))
    return render_template(
        "calendar_feeds/show.html",
        form=Form(hat_id=actor().membership_id, formdata=None),
        live=live,
        told=told,
        count=dues.count,
        left_out=dues.left_out,
    )
