"""tracker: the whole life of a deputy's suggestion. `create_app` makes the application; nothing else lives here."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from flask import Flask

from tracker import models, settings, web
from tracker.db import db, engine_options, finish_request, teach_manners
from tracker.domain import limits
from tracker.places import code_folder, instance_folder, secret_key

__all__ = ["create_app", "models"]

# A report or a list builds hundreds of thousands of small things that live until it is done: looking for cycles among
# them after every seven hundred, as Python does, costs up to half of its time.
gc.set_threshold(20_000, 20, 20)


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The application for the people who work on suggestions. `overrides` win over every other source of settings."""
    instance = Path((overrides or {}).get("INSTANCE") or instance_folder())
    found = settings.load(instance) | (overrides or {})
    app = Flask(__name__, instance_path=str(instance), template_folder=str(code_folder("templates")))
    found["SECRET_KEY"] = found["SECRET_KEY"] or secret_key(instance)  # before it is judged: the first start makes it
    settings.check(found, debug=app.debug)
    app.config.update(found)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=found["DATABASE_URL"],
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(found["DATABASE_URL"]),
        MAX_CONTENT_LENGTH=limits.body_bytes(found["MAX_FILES_MB"]),
        MAX_FORM_MEMORY_SIZE=limits.BODY_BYTES,
        MAX_FORM_PARTS=4000,
    )
    instance.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        teach_manners(db.engine)
    app.teardown_request(finish_request)
    web.init_app(app)
    return app
