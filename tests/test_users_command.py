"""`tracker users` and `tracker audit`: the operator's way in, and whether the record is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import text

from tests import builders
from tests.world import NOW, PEOPLE, World
from tracker import create_app, doctor, migrate
from tracker.cli import tracker
from tracker.commands.users import USUAL_ADDRESS
from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.people import Account
from tracker.queries.accounts import account_named
from tracker.services import passwords
from tracker.services.passwords import Device

CODE = re.compile(r"\b\w{4}-\w{4}-\w{4}\b")


@pytest.fixture
def empty(tmp_path) -> Flask:
    """A migrated installation in which nobody is registered."""
    made = create_app({"INSTANCE": str(tmp_path), "SECRET_KEY": "k" * 40, "TESTING": True})
    migrate.upgrade(made)
    return made


def run(app: Flask, *arguments: str) -> Result:
    return CliRunner().invoke(tracker, arguments, obj=ScriptInfo(create_app=lambda: app))


def test_the_first_administrators_of_an_empty_installation_get_a_code(empty: Flask) -> None:
    for verb, login, role in (("admin", "admin", Role.SYSTEM_ADMIN), ("security", "security", Role.SECURITY_ADMIN)):
        result = run(empty, "users", verb, "奚望" if verb == "admin" else "安宁")
        assert result.exit_code == 0, result.output
        (code,) = CODE.findall(result.output)
        with empty.app_context():
            assert [hat.role for hat in account_named(login).person.memberships] == [role]
            assert passwords.activate(login, code, "kan-jian-hai-de-yi-tian", device=Device("", "", 12), now=NOW)


def test_a_second_first_administrator_is_refused(empty: Flask) -> None:
    assert run(empty, "users", "admin", "奚望").exit_code == 0
    result = run(empty, "users", "admin", "别人", "--login", "other")
    assert result.exit_code == 1 and "奚望" in result.output and not CODE.findall(result.output)
    with empty.app_context():
        assert db.session.query(Account).count() == 1


def test_names_that_cannot_be_used_are_refused(empty: Flask) -> None:
    assert run(empty, "users", "admin", " ").exit_code == 1
    assert run(empty, "users", "admin", "奚望", "--login", "a b").exit_code == 1
    assert run(empty, "users", "admin", "奚望").exit_code == 0
    assert run(empty, "users", "security", "安宁", "--login", "ADMIN").exit_code == 1


def test_a_code_for_who_is_locked_out(app: Flask, world: World) -> None:
    result = run(app, "users", "code", "lin")
    assert "BASE_URL" not in result.output
    app.config["BASE_URL"] = USUAL_ADDRESS
    assert "BASE_URL is not set" in run(app, "users", "code", "lin").output, "the port it prints is a guess"
    (code,) = CODE.findall(result.output)
    assert passwords.activate("lin", code, "kan-jian-hai-de-yi-tian", device=Device("", "", 12), now=NOW)
    assert run(app, "users", "code", "nobody").exit_code == 1


def test_the_list_names_accounts_and_their_hats(app: Flask, world: World) -> None:
    lines = run(app, "users", "list").output.splitlines()
    assert len(lines) == len(PEOPLE) and "lin\tactive\t林若溪\tdeputy" in lines
    assert run(app, "users", "list", "--role", "auditor").output == "ji\tactive\t纪实\tauditor\n"


def test_verify_ends_with_nought_while_the_record_is_whole(app: Flask, world: World) -> None:
    builders.closed(world)
    number, digest = run(app, "audit", "head").output.split()
    result = run(app, "audit", "verify", "--head", digest)
    assert result.exit_code == 0 and f"{number} events hold" in result.output


def test_the_record_is_exported_once_and_never_over_a_file(app: Flask, world: World, tmp_path: Path) -> None:
    builders.closed(world)
    file = tmp_path / "record.jsonl"
    number = run(app, "audit", "head").output.split()[0]
    assert f"{number} events written" in run(app, "audit", "export", str(file)).output
    assert len(file.read_text(encoding="utf-8").splitlines()) == int(number)
    again = run(app, "audit", "export", str(file))
    assert again.exit_code == 1 and "there already" in again.output


def test_a_record_begun_under_a_key_does_not_go_on_without_it(app: Flask, world: World) -> None:
    app.config.update(RECORD_KEY="k" * 40)
    builders.a_submitted(world)
    db.session.rollback()
    wrong = [one.what for one in doctor.wrong(db.engine, Path(app.instance_path))]
    assert "the record is sealed with a key" in wrong


def test_verify_says_where_it_breaks_and_ends_with_one(app: Flask, world: World) -> None:
    builders.closed(world)
    digest = run(app, "audit", "head").output.split()[1]
    db.session.rollback()
    sqlite = db.engine.dialect.name == "sqlite"
    for trigger in ("event_no_update", "event_no_delete") if sqlite else ("event_append_only ON event",):
        db.session.execute(text(f"DROP TRIGGER {trigger}"))
    db.session.execute(text("UPDATE event SET note = 'x' WHERE seq = 7"))
    db.session.commit()
    result = run(app, "audit", "verify")
    assert result.exit_code == 1 and "event 7" in result.output and "6 events hold" in result.output
    db.session.execute(text("UPDATE event SET note = '' WHERE seq = 7"))
    db.session.execute(text("DELETE FROM notice"))
    db.session.execute(text("DELETE FROM event WHERE seq > 9"))
    db.session.commit()
    assert run(app, "audit", "verify").exit_code == 0
    result = run(app, "audit", "verify", "--head", digest)
    assert result.exit_code == 1 and "tail was cut" in result.output
