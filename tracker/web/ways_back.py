"""Where to go after a log-in: the page that was asked for, on this site only (AU-14)."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

from flask import url_for

# Addresses under which another site could be meant once a browser has tidied them up.
_NOWHERE = ("//", "/\\", "/ ")


def safe_next(asked: str | None) -> str:
    """The address asked for when it is a plain path of this site, else home."""
    return asked if asked and _is_path(asked) else url_for("home.show")


def _is_path(text: str) -> bool:
    for form in (text, unquote(text)):
        if not form.startswith("/") or form.startswith(_NOWHERE) or "\\" in form:
            return False
        if any(unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp", "Cs") for one in form):
            return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and not parts.path.startswith("//")
