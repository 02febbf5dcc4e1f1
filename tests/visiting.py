"""Somebody who sends hand-made requests: valid tokens, whatever else a test wants in them."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import posting
from tests.builders import fetch
from tests.page import Page
from tests.situations import SITUATIONS
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.services import log_ins
from tracker.web.sessions import COOKIE


@dataclass
class Visitor:
    """A browser in which a page was opened before; `login` empty: nobody is logged in."""

    login: str
    client: FlaskClient
    csrf_token: str = ""
    hat_id: int | None = None

    def ask(self, method: str, address: str, **how: Any) -> TestResponse:
        """One request, outside the test's own application context."""
        return Context().run(self.client.open, address, method=method, **how)

    def send(self, post: posting.Post, *, once: str = "", **changes: Any) -> TestResponse:
        """Send a form with valid tokens, some fields changed."""
        body = post.sent_by(csrf_token=self.csrf_token, hat_id=self.hat_id, once=once) | changes
        return self.ask("POST", post.address, data=body)


def visitor(app: Flask, world: World, login: str = "") -> Visitor:
    """Somebody of the world, logged in, or nobody."""
    client = app.test_client()
    if not login:
        return Visitor("", client)
    client.set_cookie(COOKIE, log_ins.open_log_in(world.accounts[login], hours=12, now=NOW))
    found = Visitor(login, client, hat_id=world.actors[login].membership_id)
    page = Page(found.ask("GET", "/account").get_data(as_text=True))
    found.csrf_token = page.data("/log-out")["csrf_token"]
    return found


def arranged(
    app: Flask, world: World, action: Action, words: str = "", *, among: Mapping[str, int] | None = None
) -> tuple[int, Visitor, posting.Post]:
    """A case in which the act is open, who may do it, and the form with which it is done.

    It is brought there, which takes ten times as long as the act, or is the one of a database that has a case
    everywhere.
    """
    example = posting.EXAMPLES[action]
    case_id = among[example.situation] if among else SITUATIONS[example.situation].reach(world)
    case = posting.case_for(fetch(case_id), action)
    post = posting.post_for(app, world, action, case, words=words)
    db.session.rollback()
    return case_id, visitor(app, world, example.login), post
