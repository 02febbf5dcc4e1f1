"""Migrations on both engines: they build what the models say, whole or not at all, and never cost a row."""

import json
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, inspect, select, text

from tests import builders, clearing_parts, keying, situations_commitments
from tests.builders import an_assigned, fetch, round_of
from tests.services.test_calendars import LATE, forget
from tests.services.test_commitments import answer_again
from tests.services.test_key_files import uploaded as keep_file
from tests.services.test_look_backs import begun, filled
from tests.situations import SITUATIONS
from tests.world import NOW, TODAY, World
from tracker import create_app, migrate, schema
from tracker.db import db
from tracker.domain.key_items import KeyStage
from tracker.domain.look_backs import Scope
from tracker.domain.ratings import Level
from tracker.domain.roles import Role
from tracker.domain.states import ClearanceStage
from tracker.models.key_items import KeyItem
from tracker.places import code_folder
from tracker.queries import chain
from tracker.services import calendars, key_supervision

POSTGRES = os.environ.get("TRACKER_TEST_DATABASE_URL")
PARENT_AND_CHILDREN = """
def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", name="fk", ondelete="CASCADE")))
    op.execute("INSERT INTO parent VALUES (1, 'p')")
    op.execute("INSERT INTO child VALUES (1, 1), (2, 1)")
"""
REBUILD_PARENT = """
def upgrade():
    with op.batch_alter_table("parent") as batch:
        batch.alter_column("name", type_=sa.String(40), existing_type=sa.Text)
"""
HALF_THEN_FAIL = """
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    raise ValueError("the disk is full")
"""
ORPHAN = """
def upgrade():
    op.execute("UPDATE child SET parent_id = 77")
"""


@pytest.fixture
def address() -> Iterator[str | None]:
    """An empty database of its own on PostgreSQL, or nothing: then it is SQLite in the instance folder."""
    if not POSTGRES:
        yield None
        return
    name = f"migrations_{uuid.uuid4().hex[:12]}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def empty_app(tmp_path: Path, address: str | None) -> Iterator[Flask]:
    overrides = {"INSTANCE": str(tmp_path)} | ({"DATABASE_URL": address} if address else {})
    app = create_app(overrides)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


Scripts = Callable[..., None]


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scripts:
    """Put revisions 0001, 0002 … of a test's own in the place of ours."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(code_folder("migrations") / "env.py", folder)
    monkeypatch.setattr(migrate, "code_folder", lambda _name: folder)
    monkeypatch.setattr(schema, "code_folder", lambda _name: folder)

    def write(*bodies: str) -> None:
        for number, body in enumerate(bodies, start=1):
            down = f"{number - 1:04d}" if number > 1 else None
            head = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '{number:04d}'\n"
            head += f"down_revision = {down!r}\n"
            (folder / "versions" / f"{number:04d}_x.py").write_text(head + body)
            (folder / "HEAD").write_text(f"{number:04d}\n")

    return write


def tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def value(app: Flask, sql: str) -> object:
    with app.app_context(), db.engine.connect() as connection:
        return connection.execute(text(sql)).scalar()


def test_head_names_the_newest_migration() -> None:
    numbers = sorted(path.name[:4] for path in (code_folder("migrations") / "versions").glob("*.py"))
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert schema.expected() == numbers[-1]


def test_migrations_build_exactly_what_the_models_describe(empty_app: Flask) -> None:
    migrate.upgrade(empty_app)
    with empty_app.app_context():
        command.check(migrate.attach(empty_app).get_config())


def test_a_second_upgrade_changes_nothing(empty_app: Flask) -> None:
    migrate.upgrade(empty_app)
    migrate.upgrade(empty_app)
    with empty_app.app_context():
        assert schema.found(db.engine) == schema.expected()


def test_rebuilding_a_parent_table_keeps_its_children(empty_app: Flask, scripts: Scripts) -> None:
    scripts(PARENT_AND_CHILDREN, REBUILD_PARENT)
    migrate.upgrade(empty_app)
    assert value(empty_app, "SELECT count(*) FROM child") == 2


def test_a_migration_that_fails_half_way_leaves_nothing(empty_app: Flask, scripts: Scripts) -> None:
    scripts(PARENT_AND_CHILDREN, HALF_THEN_FAIL)
    with pytest.raises(ValueError, match="the disk is full"):
        migrate.upgrade(empty_app)
    assert not tables(empty_app) & {"parent", "child", "half"}
    with empty_app.app_context():
        assert schema.found(db.engine) is None


def test_a_migration_that_leaves_rows_pointing_nowhere_is_taken_back(empty_app: Flask, scripts: Scripts) -> None:
    scripts(PARENT_AND_CHILDREN)
    migrate.upgrade(empty_app)
    scripts(PARENT_AND_CHILDREN, ORPHAN)
    with pytest.raises(Exception, match=r"pointing nowhere|violates foreign key"):
        migrate.upgrade(empty_app)
    assert value(empty_app, "SELECT min(parent_id) FROM child") == 1


def test_foreign_keys_are_watched_again_afterwards(empty_app: Flask, scripts: Scripts) -> None:
    scripts(PARENT_AND_CHILDREN)
    migrate.upgrade(empty_app)
    with empty_app.app_context(), pytest.raises(Exception, match=r"(?i)foreign key"), db.engine.begin() as connection:
        connection.execute(text("INSERT INTO child VALUES (3, 99)"))


def test_a_database_of_a_newer_program_is_refused_in_one_line(empty_app: Flask, scripts: Scripts) -> None:
    scripts(PARENT_AND_CHILDREN, REBUILD_PARENT)
    migrate.upgrade(empty_app)
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    with pytest.raises(schema.TooNew, match="at revision 0003, this program knows 0002"):
        migrate.upgrade(empty_app)


def test_stepping_back_leaves_the_tables_of_before(empty_app: Flask) -> None:
    with empty_app.app_context():
        config = migrate.attach(empty_app).get_config()
        command.upgrade(config, "0003")
        before = _columns()
        command.upgrade(config, "head")
        command.downgrade(config, "0003")
        assert _columns() == before


def _columns() -> dict[str, set[str]]:
    found = inspect(db.engine)
    return {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}


def test_stepping_back_leaves_nothing_the_earlier_program_cannot_read(app: Flask, world: World) -> None:
    checked, disputed = clearing_parts.in_check(world), situations_commitments.reported_and_disputed(world)
    moved, talked = situations_commitments.late_and_to_be_moved(world), SITUATIONS["taken_up"].reach(world)
    begun(world, Scope(2026, letters=frozenset({"A", "B", "C"})))
    filled(world, talked)
    events = value(app, "SELECT count(*) FROM event")
    head = chain.head()
    _let_go()
    command.downgrade(migrate.attach(app).get_config(), "0003")
    assert _kinds(app) & {"office_check", "escalation", "promise_change", "implementation"} == set()
    assert value(app, "SELECT count(*) FROM event") == events
    assert value(app, f"SELECT due_kind FROM suggestion WHERE id = {talked}") in (None, "suggestion_reply")
    assert value(app, f"SELECT due_kind FROM suggestion WHERE id = {checked}") == "reply"
    assert value(app, "SELECT count(*) FROM commitment WHERE state NOT IN ('open', 'kept', 'unkept')") == 0
    assert value(app, "SELECT count(*) FROM rating WHERE question NOT IN ('process', 'answer')") == 0
    _let_go()
    migrate.upgrade(app)
    assert chain.verify().whole and chain.head() == head
    for case in (checked, disputed, moved, talked):
        assert fetch(case).tasks[0].rounds[0].versions_sent == 1
    assert round_of(world, checked).stage is ClearanceStage.SIGN
    assert round_of(world, talked).awaits_decision


def _kinds(app: Flask) -> set[str]:
    with app.app_context(), db.engine.connect() as connection:
        kinds = connection.execute(text("SELECT kind FROM clock UNION SELECT due_kind FROM suggestion"))
        return {kind for (kind,) in kinds if kind}


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


@pytest.mark.skipif(POSTGRES is not None, reason="PostgreSQL is copied by its own tools")
def test_a_copy_is_laid_aside_before_an_existing_database_is_changed(
    empty_app: Flask, scripts: Scripts, tmp_path: Path
) -> None:
    scripts(PARENT_AND_CHILDREN)
    migrate.upgrade(empty_app)
    assert not (tmp_path / "backups").exists()
    scripts(PARENT_AND_CHILDREN, REBUILD_PARENT)
    migrate.upgrade(empty_app)
    copy = sqlite3.connect(tmp_path / "backups" / "before-0002-from-0001.sqlite")
    assert copy.execute("SELECT count(*) FROM child").fetchone() == (2,)
    copy.close()


@pytest.mark.parametrize(("promise", "state"), [("经费列入预算", "replaced"), ("研究一次经费问题", "open")])
def test_of_old_promises_only_the_same_again_is_replaced(app: Flask, world: World, promise: str, state: str) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, case)
    answer_again(world, case, due_on=TODAY + timedelta(days=5), promise=promise)
    db.session.execute(text("UPDATE commitment SET state = 'open'"))
    script = ScriptDirectory.from_config(migrate.attach(app).get_config())
    db.session.execute(text(script.get_revision("0004").module._REPLACED))
    found = db.session.execute(text("SELECT state FROM commitment ORDER BY id")).scalars().all()
    assert found == [state, "open"]


def test_criteria_of_before_are_kept_in_their_words_and_files_of_items_go_with_the_step_back(
    app: Flask, world: World
) -> None:
    item = keying.decided(world, keying.a_paper(world))
    held = [
        {"code": "city_wide", "words": "全市性或者社会关注度高"},
        {"code": "raised_by_many", "words": "多名代表提出"},
    ]
    loose, bound = (keep_file(world.ou, name) for name in ("没有交的.txt", "方案.txt"))
    version = keying.at(item)
    key_supervision.plan(world.ou, item, "方案", [], version=version, files=[bound], now=NOW)
    _let_go()
    command.downgrade(migrate.attach(app).get_config(), "0015")
    with app.app_context(), db.engine.connect() as connection:
        stored = connection.execute(text(f"SELECT criteria FROM key_item WHERE id = {item}")).scalar_one()
        kept = connection.execute(text("SELECT key FROM attachment")).scalars().all()
    assert (json.loads(stored) if isinstance(stored, str) else stored) == ["city_wide", "raised_by_many"]
    assert kept == [loose], "what the earlier program cannot place is not left for one that nobody handed in"
    _let_go()
    migrate.upgrade(app)
    assert keying.item_of(item).criteria == held and chain.verify().whole


def test_a_mark_nobody_decided_on_becomes_a_proposal_and_loses_no_paper(app: Flask, world: World) -> None:
    marked, plain = builders.a_registered(world), builders.a_registered(world)
    _let_go()
    command.downgrade(migrate.attach(app).get_config(), "0006")
    with db.engine.begin() as connection:
        connection.execute(text(f"UPDATE suggestion SET is_key = true WHERE id = {marked}"))
    _let_go()
    migrate.upgrade(app)
    item = db.session.scalars(select(KeyItem)).one()
    assert item.stage is KeyStage.PROPOSED and item.proposed_role is Role.DESK
    assert [one.suggestion_id for one in item.papers] == [marked]
    assert [fetch(one).is_key for one in (marked, plain)] == [False, False]


def test_a_year_nobody_proposed_goes_with_the_step_back_while_it_waits_and_stops_it_once_decided(
    app: Flask, world: World
) -> None:
    forget(2027, 2028)
    an_assigned(world, now=LATE)
    ((_year, change_id, _moved),) = calendars.sync(2028, now=LATE).filed
    calendars.approve(world.chen, change_id, version=1, now=LATE)
    _let_go()
    with pytest.raises(RuntimeError, match="needs a proposer"):
        command.downgrade(migrate.attach(app).get_config(), "0018")
    _let_go()
    db.session.execute(text("UPDATE calendar_change SET decision = 'open', decided_at = NULL, decided_by_id = NULL"))
    db.session.commit()
    _let_go()
    command.downgrade(migrate.attach(app).get_config(), "0018")
    assert value(app, "SELECT count(*) FROM calendar_change") == 0
    _let_go()
    migrate.upgrade(app)
    with app.app_context():
        held = {one["name"] for one in inspect(db.engine).get_check_constraints("calendar_change")}
        lists = {one["name"] for one in inspect(db.engine).get_indexes("calendar_change")}
    assert held >= {"ck_calendar_change_two_persons", "ck_calendar_change_decided"}
    assert "uq_calendar_change_open" in lists
