"""Sending through trouble: nothing twice, nothing forgotten, whatever the server, the clock or a second worker do."""

from __future__ import annotations

import socket
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.letter_box import Sink, sink
from tests.services.test_tellings import addressed, after_the_morning, tell
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.telling import Channel, Timing
from tracker.models.people import Account
from tracker.models.record import Job
from tracker.models.suggestions import Suggestion
from tracker.models.tellings import NoticeRule, Sending, SendingKind, SendingState, Telling
from tracker.outside import mail
from tracker.outside.mail import Trouble
from tracker.services import codes, handling, jobs, mornings, outbox, sendings
from tracker.services._claiming import LEASE, SHUT, claim
from tracker.services._letters import NothingToSay

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# Half past eight in Shanghai, a Thursday; the day after is a working day too.
MORNING = datetime(2026, 4, 2, 0, 30, tzinfo=UTC)
HE = "he@linjiang.example"


@pytest.fixture
def hole(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A port that takes every line and never says a word."""
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(100)
        yield f"127.0.0.1:{door.getsockname()[1]}"


@pytest.fixture
def nobody() -> Iterator[str]:
    """A port where nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{door.getsockname()[1]}"


class Watch:
    """A clock that goes on by so much each time it is read."""

    def __init__(self, at: datetime, step: timedelta) -> None:
        self.at, self.step = at, step

    def __call__(self) -> datetime:
        self.at += self.step
        return self.at


def to_he(sink: Sink) -> list[str]:
    return [one["Subject"] for one in sink.letters if one["To"] == HE]


def kinds(world: World) -> Counter[tuple[SendingKind, SendingState]]:
    db.session.rollback()
    of = select(Sending.kind, Sending.state).where(Sending.person_id == world.he.person_id)
    return Counter((kind, state) for kind, state in db.session.execute(of))


def a_day_without(app: Flask, world: World, address: str) -> None:
    """The server is at that address for a day; something is assigned every hour."""
    app.config["MAIL_SERVER"] = address
    for hour in range(24):
        builders.an_assigned(world, now=NOW + HOUR * hour)
        outbox.run_round(now=NOW + HOUR * hour + MINUTE)


@pytest.mark.parametrize("where", ["hole", "nobody"])
def test_a_day_without_anybody_at_the_port_loses_nothing_and_ends_in_one_mail(
    app: Flask, world: World, sink: Sink, where: str, request: pytest.FixtureRequest
) -> None:
    addressed(world, "he", "luo", "jing")
    good = app.config["MAIL_SERVER"]
    a_day_without(app, world, request.getfixturevalue(where))
    db.session.rollback()
    waits = db.session.scalars(select(Sending).where(Sending.state == SendingState.WAITING)).all()
    assert waits and not any(one.is_sealed or one.letter for one in waits)
    app.config["MAIL_SERVER"] = good
    outbox.run_round(now=NOW + 26 * HOUR)
    (subject,) = to_he(sink)
    assert "24" in subject
    waiting = select(func.count()).where(Telling.person_id == world.he.person_id, Telling.awaits_morning)
    assert db.session.scalar(waiting) == 0
    addresses = Counter(one["To"] for one in sink.letters)
    assert set(addresses.values()) == {1}


def test_behind_a_shut_door_one_is_tried_and_the_others_wait(app: Flask, world: World, sink: Sink, hole: str) -> None:
    addressed(world, "he", "luo", "jing")
    builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    good, app.config["MAIL_SERVER"] = app.config["MAIL_SERVER"], hole
    assert outbox.run_round(now=NOW) > 0
    for second in range(1, 10):
        outbox.run_round(now=NOW + timedelta(seconds=10 * second))
    tries = select(func.sum(Sending.tries)).where(Sending.robot_id.is_(None))
    assert db.session.scalar(tries) == 1
    app.config["MAIL_SERVER"] = good
    outbox.run_round(now=NOW + SHUT + MINUTE)
    assert HE in {one["To"] for one in sink.letters}


def test_after_a_week_without_anybody_all_that_waited_is_said_to_have_failed(
    app: Flask, world: World, sink: Sink, nobody: str
) -> None:
    after_the_morning(world, "he", "luo")
    app.config["MAIL_SERVER"] = nobody
    builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    outbox.run_round(now=NOW)
    sendings.send_due(now=NOW + timedelta(days=8))
    of = select(Sending.state).where(Sending.kind == SendingKind.NEWS)
    assert db.session.scalars(of).all() == [SendingState.FAILED] * 2


def test_a_line_cut_after_the_text_brings_the_same_mail_again_until_it_is_marked(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    sink.hangs_up = True
    builders.an_assigned(world)
    outbox.run_round(now=NOW)
    builders.an_assigned(world, now=NOW + MINUTE)
    outbox.run_round(now=NOW + MINUTE)
    sink.hangs_up = False
    for hour in range(1, 4):
        outbox.run_round(now=NOW + HOUR * hour)
    texts, tellings = defaultdict(set), defaultdict(set)
    for letter in sink.letters:
        texts[letter["Message-ID"]].add((letter["Subject"], letter.get_content()))
        for word in letter.get_content().split():
            if "/notices/" in word:
                tellings[word].add(letter["Message-ID"])
    assert len(texts) == 2 and all(len(each) == 1 for each in texts.values())
    assert tellings and all(len(each) == 1 for each in tellings.values()), "no notice stands in two mails"


def test_a_letter_lost_in_a_cut_line_arrives_later(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    sink.hangs_up, sink.keeps = True, False
    builders.an_assigned(world)
    for hour in range(24):
        outbox.run_round(now=NOW + HOUR * hour)
    sink.hangs_up, sink.keeps = False, True
    outbox.run_round(now=NOW + 25 * HOUR)
    assert any("请签收" in one for one in to_he(sink))
    assert (SendingKind.NEWS, SendingState.WAITING) not in kinds(world)


def test_a_round_of_sending_lets_others_have_their_turn_after_a_minute(world: World, sink: Sink) -> None:
    addressed(world, "he", "luo", "jing", "cheng", "xi")
    mornings.file_mornings(now=MORNING)
    before = db.session.scalar(select(func.count()).where(Sending.state == SendingState.WAITING)) or 0
    slow = Watch(MORNING, timedelta(seconds=20))
    tried = sendings.send_due(now=MORNING, clock=slow)
    assert 0 < tried < before


def test_a_slow_round_gives_each_sending_a_whole_lease(
    world: World, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers that both live: the second finds nothing that the first holds, however long the round lasts."""
    addressed(world, "he", "luo", "jing", "chen", "lin")
    builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    builders.in_hand(world)
    builders.a_submitted(world)
    mornings.file_mornings(now=MORNING)
    watch, held, second = Watch(MORNING, timedelta()), list[int](), list[int]()

    def slow(letter: mail.Letter, _settings: object) -> None:
        of = select(Sending.id).where(Sending.message_id == letter.message_id)
        held.append(db.session.scalars(of).one())
        db.session.rollback()
        watch.at += LEASE - MINUTE
        while len(held) == 3 and (one := claim(now=watch.at)) is not None:
            second.append(one.id)

    monkeypatch.setattr(sendings, "send", slow)
    monkeypatch.setattr(sendings, "ROUND", 24 * HOUR)
    sendings.send_due(now=MORNING, clock=watch)
    assert len(held) == 3 and second and not set(held) & set(second)


def test_who_comes_back_after_his_lease_changes_nothing_but_that_it_was_sent(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    builders.an_assigned(world)
    tell()
    first = claim(now=NOW)
    assert first is not None
    second = claim(now=NOW + LEASE + MINUTE)
    assert second is not None and second.id == first.id
    sendings.put_off(first, "too late", Trouble.LATER, now=NOW + LEASE + MINUTE)
    sendings.end(first, SendingState.FAILED, "too late", now=NOW + LEASE + MINUTE)
    one = db.session.get_one(Sending, first.id)
    assert (one.state, one.leased_until, one.error) == (SendingState.WAITING, second.until, "")
    with pytest.raises(sendings.LeaseLost):
        sendings._send(first, now=NOW)
    assert to_he(sink) == []
    sendings.end(first, SendingState.SENT, "", now=NOW + LEASE + MINUTE)
    sendings.put_off(second, "refused", Trouble.LATER, now=NOW + LEASE + 2 * MINUTE)
    db.session.rollback()
    assert db.session.get_one(Sending, first.id).state is SendingState.SENT


def test_news_of_a_bulletin_that_was_refused_is_in_the_next(world: World, sink: Sink) -> None:
    addressed(world, "he")
    digest = {
        "timing": Timing.DIGEST,
        "channel": Channel.MAIL,
        "days": 0,
        "hour": 0,
        "words": "{编号}",
        "changed_at": NOW,
    }
    db.session.add(NoticeRule(code="assigned", **digest))
    db.session.commit()
    builders.an_assigned(world)
    sink.refuses = True
    outbox.run_round(now=MORNING)
    builders.an_assigned(world, now=MORNING + HOUR)
    sink.refuses = False
    outbox.run_round(now=MORNING + 24 * HOUR)
    (letter,) = [one for one in sink.letters if one["To"] == HE]
    of = select(Telling.id).where(Telling.person_id == world.he.person_id, Telling.rule == "assigned")
    told = db.session.scalars(of).all()
    assert len(told) == 2
    assert all(f"/notices/{one}" in letter.get_content() for one in told)


def sent_and_died(now: datetime) -> None:
    """A worker that dies when the server has taken everything, before it could mark any of it."""
    while (held := claim(now=now)) is not None:
        try:
            sendings._send(held, now=now)
        except NothingToSay:
            sendings.end(held, SendingState.DROPPED, "nothing_to_say", now=now)


def by_mark(sink: Sink, about: Callable[[str], bool] = bool) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for one in sink.letters:
        if one["To"] == HE and about(one.get_content()):
            found.setdefault(one["Message-ID"], []).append((one["Subject"], one.get_content()))
    return found


def test_a_bulletin_that_comes_again_says_the_same_though_the_work_grew(world: World, sink: Sink) -> None:
    addressed(world, "he")
    builders.an_assigned(world)
    tell()
    mornings.file_mornings(now=MORNING)
    sent_and_died(MORNING)
    for _ in range(2):
        builders.an_assigned(world, now=MORNING)
    outbox.run_round(now=MORNING + 20 * MINUTE)
    again = [texts for texts in by_mark(sink).values() if len(texts) > 1]
    assert len(again) == 2 and all(len(set(texts)) == 1 for texts in again)
    kept = select(func.count()).where(Sending.letter.is_not(None))
    assert db.session.scalar(kept) == 0, "what has come to an end keeps no words"


def test_what_became_untrue_meanwhile_is_another_mail(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    one, other = builders.an_assigned(world), builders.an_assigned(world)
    tell()
    sent_and_died(NOW)
    handling.sign_for(world.he, builders.task_of(world, one), handler_id=world.jing.person_id, now=NOW)
    outbox.run_round(now=NOW + 20 * MINUTE)
    (first,), (second,) = by_mark(sink).values()
    number = builders.fetch(one).number or ""
    assert number in first[1] and number not in second[1]
    assert (builders.fetch(other).number or "") in second[1]


def test_of_what_was_made_confidential_meanwhile_no_number_goes_out_again(world: World, sink: Sink) -> None:
    addressed(world, "he")
    paper = builders.an_assigned(world)
    number = builders.fetch(paper).number or ""
    tell()
    mornings.file_mornings(now=MORNING)
    sent_and_died(MORNING)
    db.session.get_one(Suggestion, paper).is_confidential = True
    db.session.commit()
    outbox.run_round(now=MORNING + 20 * MINUTE)
    letters = [one for one in sink.letters if one["To"] == HE]
    before, after = letters[:2], letters[2:]
    assert all(number in one.get_content() for one in before) and len(after) == 2
    assert not any(number in one["Subject"] + one.get_content() for one in after)
    assert not {one["Message-ID"] for one in before} & {one["Message-ID"] for one in after}


def test_a_refusal_after_a_doubt_does_not_open_the_mail_again(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    sink.hangs_up = True
    builders.an_assigned(world)
    outbox.run_round(now=NOW)
    sink.hangs_up, sink.refuses = False, True
    outbox.run_round(now=NOW + 10 * MINUTE)
    builders.an_assigned(world, now=NOW + 10 * MINUTE)
    sink.refuses = False
    outbox.run_round(now=NOW + HOUR)
    found = by_mark(sink)
    assert len(found) == 2 and all(len(set(texts)) == 1 for texts in found.values())


def test_a_day_without_a_server_costs_a_code_none_of_its_tries(
    app: Flask, world: World, sink: Sink, nobody: str
) -> None:
    people = ("he", "luo", "jing")
    addressed(world, *people)
    good, app.config["MAIL_SERVER"] = app.config["MAIL_SERVER"], nobody
    ids = [world.actors[one].person_id for one in people]
    accounts = list(db.session.scalars(select(Account.id).where(Account.person_id.in_(ids))))
    codes.post(world.xi, accounts, batch=codes.new_batch(), days=7, now=NOW)
    of = select(Job).where(Job.kind == codes.MAIL_JOB)
    for second in range(10):
        jobs.run_due(now=NOW + timedelta(seconds=second))
    assert [bool(one.error) for one in db.session.scalars(of.order_by(Job.id))] == [True, False, False], (
        "one asks for all"
    )
    for quarter in range(1, 100):
        jobs.run_due(now=NOW + 15 * MINUTE * quarter)
    db.session.rollback()
    assert {(one.done_at, one.tries) for one in db.session.scalars(of)} == {(None, 0)}
    app.config["MAIL_SERVER"] = good
    jobs.run_due(now=NOW + 26 * HOUR)
    assert len(to_he(sink)) == 1 and len(sink.letters) == len(people)


def test_what_had_nothing_to_say_is_swept_after_a_month_and_what_went_out_stays(world: World, sink: Sink) -> None:
    addressed(world, "he", "luo")
    builders.an_assigned(world)
    outbox.run_round(now=MORNING)
    states = select(Sending.state).where(Sending.filed_at == MORNING)
    assert SendingState.DROPPED in set(db.session.scalars(states))
    jobs.sweep({}, now=MORNING + timedelta(days=29))
    assert SendingState.DROPPED in set(db.session.scalars(states))
    jobs.sweep({}, now=MORNING + timedelta(days=31))
    assert set(db.session.scalars(states)) == {SendingState.SENT}


__all__ = ["sink"]
