"""How a reader wants the screen: light or dark, ordinary or large print. Kept in cookies, for guests too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

THEMES = ("light", "dark")
SIZES = ("large",)
YEAR = 31_536_000

blueprint = Blueprint("display", __name__)


@dataclass(frozen=True, slots=True)
class Display:
    """What the layouts ask: an empty theme follows the device, an empty size is the ordinary one."""

    theme: str
    size: str
    lang: str
    url: str

    @property
    def csrf_token(self) -> str:
        """Made only when a page draws the choices."""
        return generate_csrf()


def chosen() -> Display:
    """The choices of this request; a value nobody offers counts as none."""
    theme, size = request.cookies.get("theme", ""), request.cookies.get("size", "")
    return Display(
        theme=theme if theme in THEMES else "",
        size=size if size in SIZES else "",
        lang="en" if str(get_locale()).startswith("en") else "zh-CN",
        url=url_for("display.choose"),
    )


@blueprint.post("/display")
def choose() -> Response:
    """Keeps the choice and goes back to the page it was made on."""
    answer = redirect(came_from())
    for name, offered in (("theme", THEMES), ("size", SIZES)):
        value = request.form.get(name)
        if value and value in offered:
            answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
        elif value == "":
            answer.delete_cookie(name)
    return answer


choose.access = "public"  # type: ignore[attr-defined]


def came_from() -> str:
    """The path one came from, on this site only."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or not came.path.startswith("/") or came.path.startswith("//"):
        return current_app.config.get("APPLICATION_ROOT", "/")
    return came.path + (f"?{came.query}" if came.query else "")


def _context() -> dict[str, Any]:
    return {"display": chosen()}


def init_app(app: Flask) -> None:
    """Serves the choice and gives every template ``display``."""
    app.register_blueprint(blueprint)
    app.context_processor(_context)
