"""Chinese first, English on request; the choice is kept in a cookie. Times are told in Asia/Shanghai."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, has_request_context, redirect, request

from tracker.catalogues import compiled_folder
from tracker.clock import day_of, now
from tracker.domain.kinds import called
from tracker.domain.statistics import is_few
from tracker.web import words
from tracker.web.access import public
from tracker.web.display import YEAR, came_from
from tracker.web.spoken import Tongues

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}

bp = Blueprint("language", __name__)


@bp.get("/language/<code>")
@public
def choose(code: str) -> Response:
    """Keep the choice in the browser and go back to the page it was made on."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(came_from())
    answer.set_cookie("lang", code, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return answer  # type: ignore[return-value]


def _locale() -> str:
    if not has_request_context():  # a command or the worker speaks Chinese
        return LANGUAGES["zh"]
    return LANGUAGES.get(request.cookies.get("lang", ""), LANGUAGES["zh"])


def _words() -> dict[str, Any]:
    return {"today": day_of(now())}


def init_app(app: Flask) -> None:
    """Set up gettext with Chinese as the source language, and the filters for days and instants."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(compiled_folder(Path(app.instance_path))))
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    Tongues(app, default_locale=LANGUAGES["zh"], locale_selector=_locale)
    app.register_blueprint(bp)
    app.context_processor(_words)
    app.jinja_env.tests["few"] = is_few
    app.jinja_env.filters["called"] = called
    app.jinja_env.filters["day"] = words.day_words
    app.jinja_env.filters["instant"] = words.instant_words
    app.jinja_env.filters["clock"] = words.clock_words
    app.jinja_env.filters["number"] = words.number_words
