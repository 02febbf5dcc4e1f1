"""The pages: one module per noun with its forms beside its views. `PAGES` is all of them, in the order of the menu."""

from __future__ import annotations

from flask import Flask

from tracker.web import (
    access,
    addresses,
    assets,
    compiled,
    display,
    errors,
    frame,
    headers,
    language,
    large_bodies,
    notice_words,
    options,
    sessions,
)
from tracker.web.pages import PAGES


def init_app(app: Flask) -> None:
    """Give the application its pages."""
    headers.init_app(app)
    compiled.init_app(app)
    large_bodies.init_app(app)
    addresses.init_app(app)
    assets.init_app(app)
    language.init_app(app)
    notice_words.init_app(app)
    options.init_app(app)
    sessions.init_app(app)
    access.init_app(app)
    display.init_app(app)
    frame.init_app(app)
    errors.init_app(app)
    for page in PAGES:
        app.register_blueprint(page.bp)
