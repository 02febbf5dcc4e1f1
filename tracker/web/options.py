"""The choices of a select in a filter bar: the same hundred units on every page, drawn once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

# Lists of choices that are kept: each kind in both languages, with each of its choices chosen now and then.
KEPT = 512


def choices(options: Iterable[tuple[object, object]], chosen: object = "") -> Markup:
    """The options, values and words; the chosen one is compared as it is written."""
    return _drawn(tuple((str(value), str(words)) for value, words in options), str(chosen))


@lru_cache(KEPT)
def _drawn(options: tuple[tuple[str, str], ...], chosen: str) -> Markup:
    each = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in options
    )
    return Markup("".join(each))  # noqa: S704 escaped


def init_app(app: Flask) -> None:
    """Gives every template the filter ``choices``."""
    app.jinja_env.filters["choices"] = choices
