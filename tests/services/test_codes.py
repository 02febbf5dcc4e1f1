"""Codes by mail: drawn by the worker when it sends, never waiting anywhere in clear, tried again without harm."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from tests.letter_box import Sink, sink
from tests.world import NOW, World
from tracker.db import db
from tracker.models.people import AccessCode, Account, Person
from tracker.models.record import Job
from tracker.queries.accounts import unsent_mails
from tracker.services import accounts, codes, jobs, passwords
from tracker.services._load import Invalid, Missing
from tracker.services.passwords import Device, NotProven

CODE = re.compile(r"\b\w{4}-\w{4}-\w{4}\b")
LATER = NOW + timedelta(hours=1)


def addressed(world: World, *logins: str) -> list[int]:
    for login in logins:
        db.session.get_one(Person, world.actors[login].person_id).email = f"{login}@linjiang.example"
    db.session.commit()
    return [world.accounts[login] for login in logins]


def post(world: World, ids: list[int]) -> str:
    return codes.post(world.xi, ids, batch=codes.new_batch(), days=14, now=NOW)


def use(letter: EmailMessage, login: str) -> str:
    (code,) = CODE.findall(letter.get_content())
    return passwords.activate(login, code, "kan-jian-hai-de-yi-tian", device=Device("", "", 12), now=NOW)


def test_the_worker_sends_one_letter_to_each_with_a_code_that_works(world: World, sink: Sink) -> None:
    batch = post(world, addressed(world, "lin", "fang"))
    assert unsent_mails(batch) == (2, 0) and db.session.scalars(select(AccessCode)).all() == []
    jobs.run_due(now=NOW)
    assert unsent_mails(batch) == (0, 0)
    letters = {letter["To"]: letter for letter in sink.letters}
    assert set(letters) == {"lin@linjiang.example", "fang@linjiang.example"}
    letter = letters["lin@linjiang.example"]
    assert letter["Subject"] == "您的激活码" and "林若溪" in letter.get_content()
    assert "http://localhost/activate" in letter.get_content() and "2026年4月15日 10:00" in letter.get_content()
    assert use(letter, "lin")
    with pytest.raises(NotProven):
        use(letters["fang@linjiang.example"], "lin")


def test_nothing_in_the_job_table_tells_the_code(world: World, sink: Sink) -> None:
    post(world, addressed(world, "lin"))
    jobs.run_due(now=NOW)
    (code,) = CODE.findall(sink.letters[0].get_content())
    for job in db.session.scalars(select(Job)):
        assert code not in f"{job.payload}{job.error}{job.key}"


def test_a_refused_letter_goes_again_and_both_codes_are_good_until_one_is_used(world: World, sink: Sink) -> None:
    batch = post(world, addressed(world, "lin"))
    sink.refuses = True
    jobs.run_due(now=NOW)
    assert unsent_mails(batch) == (1, 1)
    sink.refuses = False
    jobs.run_due(now=LATER)
    assert unsent_mails(batch) == (0, 0) and len(sink.letters) == 1
    db.session.rollback()
    assert len(db.session.scalars(select(AccessCode)).all()) == 2
    assert use(sink.letters[0], "lin")
    db.session.rollback()
    assert all(code.used_at or code.expires_at <= NOW for code in db.session.scalars(select(AccessCode)))


def test_one_bad_address_does_not_keep_the_others_from_going(world: World, sink: Sink) -> None:
    ids = addressed(world, "lin", "fang")
    db.session.get_one(Person, world.lin.person_id).email = "not an address\nBcc: x@y.example"
    db.session.commit()
    batch = post(world, ids)
    jobs.run_due(now=NOW)
    assert [letter["To"] for letter in sink.letters] == ["fang@linjiang.example"]
    assert unsent_mails(batch) == (1, 1)


def test_a_letter_to_an_account_stopped_meanwhile_is_not_sent(world: World, sink: Sink) -> None:
    post(world, addressed(world, "lin"))
    accounts.stop(world.xi, world.accounts["lin"], now=NOW)
    jobs.run_due(now=NOW)
    assert sink.letters == []


def test_a_server_without_a_certificate_gets_no_letter(app: Flask, world: World, sink: Sink) -> None:
    app.config["MAIL_TLS"] = "starttls"
    batch = post(world, addressed(world, "lin"))
    jobs.run_due(now=NOW)
    assert sink.letters == [] and unsent_mails(batch) == (1, 1)


def test_whoever_has_no_address_is_named_before_anything_is_filed(world: World) -> None:
    ids = addressed(world, "lin")
    with pytest.raises(Invalid) as invalid:
        post(world, [*ids, world.accounts["fang"]])
    assert invalid.value.problems == {"accounts": "no_email"}
    assert db.session.scalars(select(Job)).all() == []


@pytest.mark.parametrize("whose", ["an", "ji", "chen", "lin"])
def test_only_the_system_administrator_gives_codes_out(world: World, whose: str) -> None:
    account_id = world.accounts["fang"]
    with pytest.raises(Missing):
        codes.issue(world.actors[whose], {account_id: codes.draw()}, batch="b", days=1, now=NOW)
    with pytest.raises(Missing):
        codes.post(world.actors[whose], [account_id], batch="b", days=1, now=NOW)
    with pytest.raises(Missing):
        accounts.create(world.actors[whose], world.lin.person_id, "x1", now=NOW)


def test_codes_are_random_and_easy_to_read() -> None:
    drawn = {codes.draw() for _ in range(500)}
    assert len(drawn) == 500 and not set("".join(drawn)) & set("01OIL")


def test_an_unknown_account_gets_no_code(world: World) -> None:
    with pytest.raises(Missing):
        codes.issue(world.xi, {99_999: codes.draw()}, batch="b", days=1, now=NOW)
    assert db.session.scalars(select(Account.id).where(Account.id == 99_999)).all() == []


__all__ = ["sink"]
