"""What a production deployment refuses: demo accounts, default passwords, mail settings that cannot work."""

from __future__ import annotations

import os
import subprocess
import sys
from contextvars import Context
from pathlib import Path

import click
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.page import Page
from tests.world import NOW, PASSWORD, World
from tracker import create_app, migrate, serving, settings
from tracker.db import db
from tracker.models.people import Account
from tracker.services.passwords import Device, NotProven, Throttled, log_in
from tracker.web.setting_words import SETTING_WORDS

# Names and passwords that installations come with elsewhere.
NAMES = ("admin", "administrator", "root", "test", "guest", "demo", "system", "security", "auditor", "user")
PASSWORDS = ("admin", "password", "123456", "admin123", "12345678", "root", "test", "demo", "guest", PASSWORD)


def test_serving_is_refused_in_one_line_where_demo_accounts_are(app: Flask, world: World) -> None:
    app.config["PRODUCTION"] = True
    serving.refuse_demo(app)
    db.session.get_one(Account, world.accounts["lin"]).is_demo = True
    db.session.commit()
    with pytest.raises(click.ClickException) as refused:
        serving.refuse_demo(app)
    assert "demo accounts" in refused.value.message and "\n" not in refused.value.message
    app.config["PRODUCTION"] = False
    serving.refuse_demo(app)


def test_a_fresh_production_database_lets_nobody_in(tmp_path: Path) -> None:
    held = {"PRODUCTION": True, "BASE_URL": "https://npc.example", "SECRET_KEY": "k" * 40}
    made = create_app({"INSTANCE": str(tmp_path)} | held)
    migrate.upgrade(made)
    with made.app_context():
        for number, name in enumerate(NAMES):
            for password in PASSWORDS:
                device = Device(f"198.51.100.{number}", "", 12)
                with pytest.raises((NotProven, Throttled)):
                    log_in(name, password, device=device, demo=False, now=NOW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"TRACKER_MAIL_TLS": "ssl"}, "MAIL_TLS"),
        ({"TRACKER_MAIL_SERVER": "127.0.0.1:25"}, "MAIL_FROM"),
    ],
)
def test_mail_settings_that_cannot_work_are_named_in_one_line(tmp_path: Path, change: dict, words: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tracker", "users", "list"],
        env={**os.environ, "TRACKER_INSTANCE": str(tmp_path), **change},
        capture_output=True,
        text=True,
    )
    assert result.returncode != 0 and words in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_cookies_of_production_are_for_this_host_over_https_only(app: Flask, world: World) -> None:
    made = create_app(
        {"INSTANCE": app.instance_path, "DATABASE_URL": app.config["DATABASE_URL"], "TRUSTED_HOSTS": ["npc.example"]}
        | {"PRODUCTION": True, "BASE_URL": "https://npc.example", "SECRET_KEY": "k" * 40}
    )
    client = made.test_client()

    def ask(method: str, data: dict | None = None) -> TestResponse:
        sent = {"data": data, "base_url": "https://npc.example", "headers": {"Referer": "https://npc.example/log-in"}}
        return Context().run(client.open, "/log-in", method=method, **sent)

    answers = [ask("GET")]
    typed = Page(answers[0].get_data(as_text=True)).data("/log-in") | {"login_name": "lin", "password": PASSWORD}
    answers.append(ask("POST", typed))
    assert answers[1].status_code == 302
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert any(cookie.startswith("__Host-tracker_login=") for cookie in cookies)
    for cookie in cookies:
        assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie and len(cookie) < 4096
        assert "Domain" not in cookie and "Path=/" in cookie


def test_the_first_start_in_production_makes_a_key(tmp_path: Path) -> None:
    made = create_app({"INSTANCE": str(tmp_path), "PRODUCTION": True, "BASE_URL": "https://npc.example"})
    assert made.config["SECRET_KEY"] == (tmp_path / "secret_key").read_text(encoding="ascii")
    assert len(made.config["SECRET_KEY"]) >= 32


def test_every_setting_has_words_for_the_screen() -> None:
    assert set(SETTING_WORDS) == {one.name for one in settings.SETTINGS}
