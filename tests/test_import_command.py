"""`tracker import`: whose name stands in the record, and that the operator of the server did it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from tests.conftest import Browsers
from tests.world import NOW, World
from tracker.cli import tracker
from tracker.db import db
from tracker.domain.intake import Subject
from tracker.models.organs import Unit
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.services import imports

FILES = {
    "units": "单位名称,简称\n临江市水务局,市水务局\n",
    "people": "姓名,身份,单位\n舒怀,经办人,市教育局\n",
    "suggestions": "地区,编号,标题,答复日期\n远山县,0311,修缮山路,2024-06-30\n",
}


@pytest.fixture
def run(app: Flask, world: World, tmp_path: Path):
    def act(subject: str, *options: str) -> Result:
        file = tmp_path / f"{subject}.csv"
        file.write_text(FILES[subject], encoding="utf-8")
        result = CliRunner().invoke(
            tracker, ["import", subject, str(file), *options], obj=ScriptInfo(create_app=lambda: app)
        )
        db.session.rollback()
        return result

    return act


def acts() -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(select(Event).where(Event.action.in_(("import", "give_hat", "archive")))))


@pytest.mark.parametrize(("subject", "count"), [("units", 1), ("people", 2), ("suggestions", 2)])
def test_each_act_says_that_it_was_done_on_the_server(run, world: World, subject: str, count: int) -> None:
    result = run(subject)
    assert result.exit_code == 0, result.output
    assert "办理记录写在陈思远（chen）名下，并注明是在服务器上用命令导入的。" in result.output
    assert "要写在别人名下，请用 --by 指定：陆平川（lu）。" in result.output
    told = [(event.person_id, event.facts.get("by")) for event in acts()]
    assert told == [(world.chen.person_id, "server")] * count


def test_what_is_brought_in_on_screen_does_not_say_so(world: World) -> None:
    reading = imports.read_file(Subject.UNITS, FILES["units"].encode(), "a.csv")
    imports.take(world.chen, Subject.UNITS, reading, name="a.csv", digest="d", now=NOW)
    assert ["by" in event.facts for event in acts()] == [False]


@pytest.mark.parametrize("named", ["lu", "LU", "陆平川"])
def test_the_one_who_answers_may_be_named_by_log_in_or_name(run, world: World, named: str) -> None:
    result = run("units", "--by", named)
    assert "写在陆平川（lu）名下" in result.output and "请用 --by" not in result.output
    assert [event.person_id for event in acts()] == [world.lu.person_id]


@pytest.mark.parametrize("named", ["nobody", "lin", "林若溪", ""])
def test_whoever_is_not_of_the_desk_does_not_answer_for_it(run, world: World, named: str) -> None:
    result = run("units", "--by", named)
    assert result.exit_code == 1
    assert "可以写的有：陆平川（lu）、陈思远（chen）。" in result.output
    assert db.session.scalar(select(Unit.id).where(Unit.short_name == "市水务局")) is None and acts() == []


def test_a_look_writes_nothing_and_names_nobody(run) -> None:
    result = run("units", "--dry-run")
    assert result.exit_code == 0 and "可导入 1" in result.output and "名下" not in result.output
    assert acts() == []


def test_a_column_that_is_not_taken_is_named_and_the_others_are_taken(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FILES, "units", "单位名称,简称呼,備註\n临江市水务局,市水务局,x\n")
    for options in (("--dry-run",), ()):
        result = run("units", *options)
        assert result.exit_code == 0
        assert "这些列不认识，没有导入：简称呼（是不是“简称”？）、備註。" in result.output
    assert db.session.scalars(select(Unit.short_name).where(Unit.name == "临江市水务局")).all() == ["临江市水务局"]


def test_where_there_is_one_nobody_else_is_offered(run, world: World) -> None:
    hat = db.session.get_one(Membership, world.lu.membership_id)
    hat.ends_on = hat.starts_on
    db.session.commit()
    result = run("units")
    assert "写在陈思远（chen）名下" in result.output and "--by" not in result.output


def test_the_record_says_on_screen_that_it_was_done_at_the_server(run, browse: Browsers, world: World) -> None:
    reading = imports.read_file(Subject.UNITS, FILES["units"].encode(), "a.csv")
    imports.take(world.chen, Subject.UNITS, reading, name="a.csv", digest="d", now=NOW)
    assert "在服务器上执行" not in browse("ji").open("/audit?action=import").words, "that one came by the screen"
    run("people")
    ji = browse("ji")
    assert "导入文件在服务器上执行导入的文件" in ji.open("/audit?action=import").words
    assert "给身份在服务器上执行" in ji.open("/audit?action=give_hat").words
    person = db.session.scalars(select(Person.id).where(Person.name == "舒怀")).one()
    assert "经办人，在服务器上执行" in browse("an").open(f"/grants/{person}").words
