"""The cookie that carries a log-in, and who is asking. The session is a row (rule R22), the cookie its key."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, current_app, g, request
from flask_login import LoginManager

from tracker.clock import now
from tracker.queries.who import Me, who_asks

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
        key = session_key()
        idle = timedelta(minutes=current_app.config["IDLE_MINUTES"])
        g.me = who_asks(key, now=now(), idle_since=now() - idle) if key else None
    found: Me | None = g.me
    return found


def set_cookie(response: Response, key: str) -> None:
    """Hand the browser the key of a new log-in."""
    secure = bool(current_app.config["PRODUCTION"])
    response.set_cookie(cookie_name(), key, httponly=True, samesite="Lax", secure=secure, path="/")


def drop_cookie(response: Response) -> None:
    """Take the key back."""
    response.delete_cookie(cookie_name(), path="/", secure=bool(current_app.config["PRODUCTION"]))


def init_app(app: Flask) -> None:
    """Let Flask-Login ask us who is there."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda _request: asking())
