"""The chain of the record: whole as it grows, and every kind of tampering is found where it was done."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests import builders
from tests.conftest import POSTGRES
from tests.line_parts import approved, proposed, withdrawn
from tests.services.test_look_backs import begun, filled, rate
from tests.situations_ratings import LATE, past_due, promise_of, waits_on_paper
from tests.world import NOW, World
from tracker.commands.audit import command as audit
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.models.ratings import PaperRating, Rating
from tracker.queries import chain, line_seals, rating_seals
from tracker.queries.chain import Fault
from tracker.services import accounts, implementation_ratings, paper_ratings, ratings
from tracker.services._rating import Verdict

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = (
    "at, person_id, membership_id, machine, action, suggestion_id, task_id, round_id, subject, from_state, to_state, "
    "note, facts, alg, hash"
)


@pytest.fixture
def events(world: World) -> int:
    """A record of some length, with the guard taken down as somebody with the database password could."""
    builders.closed(world, level=Level.DISSATISFIED)
    accounts.stop(world.xi, world.accounts["lin"], now=NOW, note="离任")
    assert chain.verify().whole
    db.session.rollback()
    lower = (
        ("DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete")
        if db.engine.dialect.name == "sqlite"
        else ("DROP TRIGGER event_append_only ON event",)
    )
    _sql(*lower)
    return chain.head()[0]


def _sql(*statements: str, **values: object) -> None:
    db.session.rollback()
    for statement in statements:
        db.session.execute(text(statement), values)
    db.session.commit()


def found() -> tuple[Fault | None, int | None]:
    db.session.rollback()
    verdict = chain.verify()
    return verdict.fault, verdict.seq


def test_the_database_itself_refuses_to_change_or_drop_an_event(world: World) -> None:
    builders.a_submitted(world)
    for statement in ("UPDATE event SET note = 'x' WHERE seq = 1", "DELETE FROM event WHERE seq = 1"):
        with pytest.raises(Exception, match="append-only"):
            _sql(statement)
        db.session.rollback()
    assert chain.verify().whole


@pytest.mark.skipif(POSTGRES != "", reason="only SQLite knows INSERT OR REPLACE")
def test_an_event_is_not_replaced_either_whatever_the_connection_is_set_to(world: World) -> None:
    builders.a_submitted(world)
    raw = sqlite3.connect(db.engine.url.database or "")
    columns = [name for _no, name, *_rest in raw.execute("PRAGMA table_info(event)")]
    others = ", ".join("'x'" if name == "note" else name for name in columns)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(f"INSERT OR REPLACE INTO event SELECT {others} FROM event WHERE seq = 1")
    raw.close()


def test_head_and_verdict_agree(world: World, events: int) -> None:
    verdict = chain.verify()
    assert (verdict.count, verdict.head) == chain.head() and verdict.count == events > 10


def test_an_empty_record_is_whole(world: World) -> None:
    db.session.rollback()
    assert chain.verify().whole


CHANGES = (
    ("note = 'something else'", "note <> ''"),
    ("person_id = 3", "person_id <> 3"),
    ("membership_id = NULL", "membership_id IS NOT NULL"),
    ("action = 'log_in'", "action <> 'log_in'"),
    ("at = '2026-03-31 02:00:00.000000'", "1 = 1"),
    ("to_state = 'draft'", "to_state = 'closed' OR to_state = 'submitted'"),
    ("subject = 'account:9'", "subject = ''"),
    ("facts = '{}'", "CAST(facts AS text) <> '{}'"),
    ("alg = 'md5'", "1 = 1"),
    ("alg = 'nonsense'", "1 = 1"),
    ("hash = 'f'", "1 = 1"),
)


@pytest.mark.parametrize(("change", "where"), CHANGES)
def test_a_changed_event_is_found(world: World, events: int, change: str, where: str) -> None:
    seq = db.session.scalar(text(f"SELECT max(seq) FROM event WHERE {where}"))
    _sql(f"UPDATE event SET {change} WHERE seq = :seq", seq=seq)
    assert found() == (Fault.CHANGED, seq)


def test_a_deleted_event_is_found(world: World, events: int) -> None:
    _sql("DELETE FROM notice", "DELETE FROM event WHERE seq = 5")
    assert found() == (Fault.MISSING, 5)


def test_the_first_event_is_missed_too(world: World, events: int) -> None:
    _sql("DELETE FROM notice", "DELETE FROM event WHERE seq = 1")
    assert found() == (Fault.MISSING, 1)


def test_a_deleted_event_is_found_though_the_others_were_numbered_anew(world: World, events: int) -> None:
    _sql("DELETE FROM notice", "DELETE FROM event WHERE seq = 5")
    for seq in range(6, events + 1):
        _sql("UPDATE event SET seq = :seq - 1 WHERE seq = :seq", seq=seq)
    assert found() == (Fault.CHANGED, 5)


def test_an_inserted_event_is_found(world: World, events: int) -> None:
    _sql("DELETE FROM notice")
    for seq in range(events, 4, -1):
        _sql("UPDATE event SET seq = :seq + 1 WHERE seq = :seq", seq=seq)
    _sql(f"INSERT INTO event (seq, {COLUMNS}) SELECT 5, {COLUMNS} FROM event WHERE seq = 4")
    assert found() == (Fault.CHANGED, 5)


def test_an_event_added_without_its_link_is_found(world: World, events: int) -> None:
    _sql(f"INSERT INTO event (seq, {COLUMNS}) SELECT seq + 1, {COLUMNS} FROM event WHERE seq = {events}")
    assert found() == (Fault.CHANGED, events + 1)


def test_two_swapped_events_are_found(world: World, events: int) -> None:
    _sql(
        "DELETE FROM notice",
        "UPDATE event SET seq = -1 WHERE seq = 4",
        "UPDATE event SET seq = 4 WHERE seq = 7",
        "UPDATE event SET seq = 7 WHERE seq = -1",
    )
    assert found() == (Fault.CHANGED, 4)


def test_a_cut_tail_is_found_by_a_noted_head_only(world: World, events: int) -> None:
    noted = chain.head()[1]
    _sql("DELETE FROM notice", f"DELETE FROM event WHERE seq > {events - 2}")
    assert found() == (None, None)
    db.session.rollback()
    assert chain.verify(noted_head=noted).fault is Fault.HEAD_UNKNOWN


def test_a_noted_head_stays_good_while_the_chain_grows(world: World) -> None:
    builders.a_submitted(world)
    noted = chain.head()[1]
    accounts.stop(world.xi, world.accounts["lin"], now=NOW)
    db.session.rollback()
    assert chain.verify(noted_head=noted).whole
    assert chain.verify(noted_head="0" * 63 + "1").fault is Fault.HEAD_UNKNOWN


KEY = "a key of the auditor's, kept elsewhere"


@pytest.fixture
def keyed(app: Flask, world: World) -> int:
    """A record that went on under a key; the number of its first event with it."""
    builders.a_submitted(world)
    before = chain.head()[0]
    app.config.update(RECORD_KEY=KEY, RECORD_HASH="sm3")
    builders.closed(world)
    db.session.rollback()
    return before + 1


def test_under_a_key_the_record_is_whole_for_who_has_it_and_for_nobody_else(world: World, keyed: int) -> None:
    verdict = chain.verify(key=KEY.encode())
    assert verdict.whole and verdict.keyed == verdict.count - keyed + 1
    for key, fault in ((b"", Fault.NO_KEY), (b"another", Fault.CHANGED)):
        verdict = chain.verify(key=key)
        assert (verdict.fault, verdict.seq) == (fault, keyed)


def test_who_has_the_database_alone_cannot_write_on_without_the_key(app: Flask, world: World, keyed: int) -> None:
    app.config.update(RECORD_KEY="")
    last = chain.head()[0]
    db.session.rollback()
    accounts.stop(world.xi, world.accounts["lin"], now=NOW)
    verdict = chain.verify(key=KEY.encode())
    assert (verdict.fault, verdict.seq) == (Fault.KEYLESS, last + 1)


@pytest.mark.parametrize("key", ["", KEY])
def test_the_verifier_that_stands_alone_says_the_same(app: Flask, world: World, tmp_path: Path, key: str) -> None:
    app.config.update(RECORD_KEY=key)
    builders.closed(world)
    db.session.rollback()
    count, head = chain.head()
    lines = list(chain.lines())
    (tmp_path / "key").write_text(key + "\n", encoding="utf-8")
    script = Path(tmp_path / "verify_record.py")
    script.write_text((ROOT / "tracker" / "verify_record.py").read_text(encoding="utf-8"), encoding="utf-8")

    def check(rows: list[str], *more: str) -> tuple[int, str]:
        (tmp_path / "record.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        told = [sys.executable, "-I", str(script), "record.jsonl", "--key-file", "key", *more]
        result = subprocess.run(told, cwd=tmp_path, capture_output=True, text=True, check=False)
        return result.returncode, result.stdout + result.stderr

    code, words = check(lines, "--head", head)
    assert code == 0 and f"{count} events hold, head {head}" in words
    assert check(lines[:3] + lines[4:]) == (1, f"3 events hold, head {_hash(lines[2])}\nBROKEN: event 4 is missing\n")
    changed = [*lines[:-1], lines[-1].replace('"hash": "', '"hash": "0')]
    assert check(changed)[0] == 1
    assert "cut off" in check(lines[:-1], "--head", head)[1]


def _hash(line: str) -> str:
    return str(json.loads(line)["hash"])


def test_a_rating_that_was_changed_afterwards_is_found(world: World) -> None:
    """Of a reply, by web and off paper, of a promise, and in a look-back; earlier ones too, which count no longer."""
    other, case = past_due(world, cosigned=False), waits_on_paper(world)
    said = builders.verdicts(Level.DISSATISFIED)
    for note in ("", "只写给市人大"):
        one = builders.round_of(world, case)
        ratings.rate(world.lin, one.id, said, version=one.version, private_note=note, now=NOW)
    paper = db.session.scalars(select(PaperRating)).one()
    paper_ratings.confirm(world.lu, paper.id, version=paper.version, now=NOW)
    promise = promise_of(other)
    rated = Verdict(Level.DISSATISFIED, "没有列入预算")
    implementation_ratings.rate_commitment(world.lin, promise.id, rated, version=promise.version, now=LATE)
    begun(world)
    filled(world, case)
    rate(world, case, "lin", Level.BASICALLY)
    db.session.rollback()
    assert list(rating_seals.changed()) == [] and chain.verify().whole
    rows = db.session.execute(select(Rating.id, Rating.level, Rating.reason, Rating.private_note)).all()
    assert len(rows) == 2 * 3 + 1 + 1
    for row in rows:
        for column, put in (("level", "satisfied"), ("reason", "改过"), ("private_note", "改过")):
            was = getattr(row, column)
            _sql(f"UPDATE rating SET {column} = :put WHERE id = :id", put=put, id=row.id)
            assert len(list(rating_seals.changed())) == 1, (row.id, column)
            _sql(f"UPDATE rating SET {column} = :was WHERE id = :id", was=getattr(was, "value", was), id=row.id)
    _sql("DELETE FROM rating WHERE id = :id", id=rows[-1].id)
    assert len(list(rating_seals.changed())) == 1


def test_an_approved_line_that_was_changed_afterwards_is_found(app: Flask, world: World) -> None:
    """Its text and its last day, and whether it may be used: two persons stand behind each."""
    line, other, gone = approved(world), proposed(world, title="校车怎么安排"), approved(world)
    withdrawn(world.jing, gone)
    db.session.rollback()
    assert line_seals.changed() == [] and chain.verify().whole
    held = db.session.execute(text("SELECT * FROM approved_line_version WHERE line_id = :id"), {"id": line}).one()
    said = {"title": "改过", "subject": "改过", "body": "改过", "source": "改过", "valid_until": "2027-12-31"}
    for column, put in said.items():
        _sql(f"UPDATE approved_line_version SET {column} = :put WHERE line_id = :id", put=put, id=line)
        assert line_seals.changed() == [line], column
        was = str(getattr(held, column))
        _sql(f"UPDATE approved_line_version SET {column} = :put WHERE line_id = :id", put=was, id=line)
    assert line_seals.changed() == []
    _sql("UPDATE approved_line SET current_no = 1 WHERE id = :id", id=other)
    _sql("UPDATE approved_line SET withdrawn_at = NULL WHERE id = :id", id=gone)
    assert line_seals.changed() == [other, gone]
    result = app.test_cli_runner().invoke(audit, ["verify"])
    assert result.exit_code == 1
    assert f"2 approved lines are not what was approved, numbers {other}, {gone}" in result.output
