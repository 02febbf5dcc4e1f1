"""The cookie that carries a log-in, and who is asking. The session is a row (rule R22), the cookie its key."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager
from sqlalchemy.exc import DBAPIError

from tracker.clock import now
from tracker.queries.who import Me, who_asks
from tracker.services import log_ins

log = logging.getLogger(__name__)

COOKIE = "tracker_login"
SECURE_COOKIE = "__Host-tracker_login"


def cookie_name() -> str:
    """Over HTTPS the name itself forbids other hosts and paths."""
    return SECURE_COOKIE if current_app.config["PRODUCTION"] else COOKIE


def session_key() -> str:
    """The key the browser sent, empty when none."""
    return request.cookies.get(cookie_name(), "")


def me() -> Me:
    """Who is logged in; only behind an access decorator."""
    found = asking()
    assert found is not None, "the view is not behind an access decorator"
    return found


def asking() -> Me | None:
    """Who is logged in, if anybody; asked once a request."""
    if "me" not in g:
        g.me = None  # should this fail, the page that says so must not ask again
        g.me = who_asks(session_key(), now=now(), idle_since=now() - idle())
    found: Me | None = g.me
    return found


def idle() -> timedelta:
    """How long a log-in lives without a request."""
    return timedelta(minutes=current_app.config["IDLE_MINUTES"])


def set_cookie(response: Response, key: str) -> None:
    """Hand the browser the key of a new log-in; forms opened before it are no longer good (AU-09)."""
    session.clear()
    secure = bool(current_app.config["PRODUCTION"])
    response.set_cookie(cookie_name(), key, httponly=True, samesite="Lax", secure=secure, path="/")


def drop_cookie(response: Response) -> None:
    """Take the key back, and the token of every form with it."""
    session.clear()
    response.delete_cookie(cookie_name(), path="/", secure=bool(current_app.config["PRODUCTION"]))


def _keep_alive() -> None:
    """Note that the log-in is used, every five minutes at most: reading a page writes nothing else."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "access", "public") == "public":
        return
    found = asking()
    if found is not None and now() - found.seen_at >= log_ins.SEEN_EVERY:
        try:
            log_ins.keep_alive(found.login_id, now=now())
        except DBAPIError as busy:  # the page matters more; the next one will note it
            log.warning("last-seen not noted: %s", busy.orig)


def init_app(app: Flask) -> None:
    """Let Flask-Login ask us who is there, and keep log-ins alive."""
    app.before_request(_keep_alive)
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda _request: asking())
