"""TM-01: two who file and two who send, killed at random, a mail server that refuses and drops: each reminder and each
morning bulletin comes once, though the work grows meanwhile. Only a mail whose server had said yes, but whose word or
whose worker was lost, comes again: with the same Message-ID and the same words."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.letter_box import Sink, sink
from tests.world import NOW, TODAY, World
from tracker.clock import now
from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.people import Account, Membership, Person
from tracker.models.tellings import NoticeRule, Reminder, Sending, SendingKind, SendingState, Telling
from tracker.services import outbox, restored, tellings

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, CASES, KILLS = 25, 6, 10
LINK = re.compile(r"/notices/(\d+)")


def crowd(world: World) -> None:
    """Many receivers of one unit, all with an address, and rules by which every reminder goes out at once."""
    for no in range(PEOPLE):
        person = Person(name=f"收文{no}", email=f"p{no}@linjiang.example")
        db.session.add(person)
        db.session.flush()
        hat = {"role": Role.UNIT_RECEIVER, "unit_id": world.units["市教育局"], "starts_on": TODAY}
        db.session.add(Membership(person_id=person.id, **hat))
        db.session.add(Account(person_id=person.id, login_name=f"p{no}", made_at=NOW))
    for code in ("late", "late_signer", "late_desk"):
        shipped = {"channel": "mail", "days": 5, "hour": 0, "words": "{编号}：{事项}", "changed_at": NOW}
        db.session.add(NoticeRule(code=code, timing="at_once", **shipped))
    db.session.commit()


def start(app: Flask, what: str, began: str) -> subprocess.Popen[bytes]:
    where = (app.instance_path, app.config["DATABASE_URL"], app.config["MAIL_SERVER"], began)
    return subprocess.Popen([sys.executable, "-m", "tests.killed_worker", what, *where], cwd=ROOT)


def waiting() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Sending.state == SendingState.WAITING)) or 0


def _until_quiet() -> None:
    """Until for some seconds nothing has been filed and nothing waits."""
    since, before, deadline = time.monotonic(), (-1, -1), time.monotonic() + 120
    while time.monotonic() < deadline and (time.monotonic() - since < 6 or before[0] < 1):
        found = (db.session.scalar(select(func.count()).select_from(Reminder)) or 0, waiting())
        if found != before or found[1]:
            since, before = time.monotonic(), found
        time.sleep(0.3)


@pytest.mark.timeout(240)
def test_each_reminder_comes_once_through_kills_refusals_and_lost_words(app: Flask, world: World, sink: Sink) -> None:
    chance, began = random.Random(20260401), now().isoformat()
    crowd(world)
    for _ in range(CASES):
        builders.an_assigned(world)
    db.session.remove()
    sink.moody = chance
    running = {name: start(app, name.split("-")[0], began) for name in ("remind-1", "remind-2", "send-1", "send-2")}
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.8, 3.2))
            # What is to be done grows, so a bulletin rendered anew would say something else.
            builders.an_assigned(world)
            db.session.remove()
            name = chance.choice(sorted(running))
            running[name].kill()
            running[name].wait()
            running[name] = start(app, name.split("-")[0], began)
        # A letter that was refused again and again would be tried after minutes only, however fast the clock.
        sink.moody = None
        _until_quiet()
    finally:
        for one in running.values():
            one.kill()
            one.wait()
    _judge(sink)


def _judge(sink: Sink) -> None:
    db.session.rollback()
    assert waiting() == 0
    assert tellings.remind(now=now()).total() == 0, "filed whole, and a further run finds nothing"
    filed = db.session.scalar(select(func.count()).select_from(Reminder)) or 0
    assert filed >= CASES * 2
    addressed = select(Person.id).where(Person.email != "")
    told = select(Telling.id, Sending.message_id).join(Sending, Sending.id == Telling.sending_id, isouter=True)
    due = dict(db.session.execute(told.where(Telling.reminder_id.is_not(None), Telling.person_id.in_(addressed))).all())
    assert len(due) >= PEOPLE * CASES
    marks, bodies = defaultdict(set), defaultdict(set)
    for letter in sink.letters:
        bodies[letter["Message-ID"]].add(letter.get_content())
        for telling in LINK.findall(letter.get_content()):
            marks[int(telling)].add(letter["Message-ID"])
    # A long bulletin names the first and counts the others: what counts is that its mail is there.
    missed = {telling for telling, mark in due.items() if mark not in bodies}
    twice = {telling for telling in due if len(marks[telling]) > 1}
    assert (missed, twice) == (set(), set())
    assert all(len(texts) == 1 for texts in bodies.values()), "what comes again says the same"
    _judge_bulletins(sink)
    again = len(sink.letters) - len(bodies)
    print(f"reminders {filed}, tellings {len(due)}, mails {len(bodies)}, again with the same mark {again}")
    assert again <= KILLS + sink.dropped


def _judge_bulletins(sink: Sink) -> None:
    """One for each person who had something to do, under one mark; a later day's only where the first was refused."""
    of = select(Sending.message_id, Sending.key, Sending.state).where(Sending.kind == SendingKind.MORNING)
    filed = {mark: (key, state) for mark, key, state in db.session.execute(of)}
    came = {letter["Message-ID"] for letter in sink.letters} & set(filed)
    sent = {mark for mark, (_key, state) in filed.items() if state is SendingState.SENT}
    assert came == sent and len(sent) >= PEOPLE
    assert len({filed[mark][0] for mark in sent}) == len(sent), "one for each hat and day"


def test_after_a_restore_nothing_goes_out_a_second_time(app: Flask, world: World, sink: Sink) -> None:
    crowd(world)
    builders.an_assigned(world)
    restored.settle(now=now())
    outbox.run_round(now=now())
    assert sink.letters == []
    assert db.session.scalar(select(func.count()).select_from(Telling)) > 0


__all__ = ["sink"]
