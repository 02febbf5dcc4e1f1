"""What a page loads beside itself: five files (six with charts), built once, named by content, kept in memory.

Six requests and a hundred kilobytes are the limit for a page on an empty cache; names that change with the
content let a browser keep each file for a year.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request
from markupsafe import Markup

STATIC = Path(__file__).resolve().parent.parent / "static"
FIRST = ("theme", "base", "button", "form")  # later components lean on these
LAST = ("fold", "print")  # these overrule what the components say for a wide screen
_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")  # a map we do not ship is a request for nothing
_INDENT = re.compile(r"\n\s*")
_SYMBOL = re.compile(r'<symbol id="([^"]+)"')

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes over the wire, plain and compressed."""

    path: str
    kind: str
    plain: bytes
    packed: bytes


def css_parts() -> list[Path]:
    """Every style sheet of our own, in the order of the bundle."""
    found = {path.stem: path for path in (STATIC / "theme.css", *(STATIC / "components").glob("*.css"))}
    middle = sorted(found.keys() - {*FIRST, *LAST})
    return [found[name] for name in (*FIRST, *middle, *LAST) if name in found]


def js_parts() -> list[Path]:
    """Every script of our own; each is a closed function, so the order carries no meaning."""
    return sorted((STATIC / "js").glob("*.js"))


@cache
def built() -> Mapping[str, Asset]:
    """The assets by the name templates use."""
    vendor = STATIC / "vendor"
    return {
        "bootstrap.css": _asset("bootstrap.css", _MAP.sub("", (vendor / "bootstrap.min.css").read_text("utf-8"))),
        "app.css": _asset("app.css", _squeezed("\n".join(part.read_text("utf-8") for part in css_parts()))),
        "icons.svg": _asset("icons.svg", (vendor / "icons.svg").read_text("utf-8")),
        "htmx.js": _asset("htmx.js", (vendor / "htmx.min.js").read_text("utf-8")),
        # On pages with charts alone.
        "echarts.js": _asset("echarts.js", (vendor / "echarts.simple.min.js").read_text("utf-8")),
        "app.js": _asset("app.js", _squeezed("\n".join(part.read_text("utf-8") for part in js_parts()))),
    }


def _asset(name: str, text: str) -> Asset:
    plain = text.encode()
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(plain).hexdigest()[:12]
    return Asset(f"{stem}.{digest}.{suffix}", _KINDS[dot + suffix], plain, gzip.compress(plain, 9, mtime=0))


def _squeezed(text: str) -> str:
    """Without block comments and indentation; the rest is left to the compression."""
    return _INDENT.sub("\n", _COMMENT.sub("", text)).strip() + "\n"


def icon_names() -> frozenset[str]:
    """The drawings in the sprite."""
    return frozenset(_SYMBOL.findall((STATIC / "vendor" / "icons.svg").read_text("utf-8")))


def _drawer(sprite: str) -> Callable[..., Markup]:
    names = icon_names()

    @cache  # a page draws forty of some ninety icons: made once, then looked up
    def draw_icon(name: str, large: bool = False) -> Markup:
        if name not in names:
            raise KeyError(f"no drawing {name!r} in static/vendor/icons.svg")
        look = "icon icon--large" if large else "icon"
        return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(look, sprite, name)

    return draw_icon


@blueprint.get("/assets/<path>")
def asset(path: str) -> Response:
    """One file, to be kept by the browser for a year."""
    found = next((one for one in built().values() if one.path == path), None)
    if found is None:
        abort(404)
    packed = "gzip" in request.accept_encodings
    answer = Response(found.packed if packed else found.plain, content_type=found.kind)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Vary"] = "Accept-Encoding"
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


asset.access = "public"  # type: ignore[attr-defined]


def init_app(app: Flask) -> None:
    """Builds the bundles, serves them and gives templates ``asset_url``."""
    root = app.config.get("APPLICATION_ROOT", "/").rstrip("/")
    addresses = {name: f"{root}/assets/{one.path}" for name, one in built().items()}
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = addresses.__getitem__
    app.jinja_env.globals["draw_icon"] = _drawer(addresses["icons.svg"])
