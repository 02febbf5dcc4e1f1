"""The worker's loop, with work that only counts."""

import logging
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from types import FrameType

import pytest
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from tracker import worker

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Work:
    """Does as many jobs a round as it was told; afterwards none."""

    def __init__(self, *rounds: int) -> None:
        self.rounds = list(rounds)
        self.asked: list[datetime] = []

    def __call__(self, *, now: datetime) -> int:
        assert current_app
        self.asked.append(now)
        return self.rounds.pop(0) if self.rounds else 0


def test_it_goes_on_without_a_rest_while_there_is_work() -> None:
    work = Work(3, 1)
    worker.run(Flask("any"), once=True, work=work)
    assert len(work.asked) == 3


def test_a_round_knows_the_moment_it_was_given() -> None:
    work = Work(1)
    assert worker.one_round(Flask("any"), work, now=NOON) == 0
    assert work.asked == [NOON]


def test_it_rests_when_nothing_is_due() -> None:
    assert worker.one_round(Flask("any"), Work(), now=NOON) == worker.IDLE


def test_a_database_in_trouble_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    def work(*, now: datetime) -> int:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    with caplog.at_level(logging.ERROR):
        assert worker.one_round(Flask("any"), work, now=NOON) == worker.TROUBLE
    assert "trying again" in caplog.text


def test_a_mistake_in_the_code_is_not_hidden() -> None:
    def work(*, now: datetime) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        worker.one_round(Flask("any"), work, now=NOON)


def test_sigterm_ends_it_between_two_jobs() -> None:
    def work(*, now: datetime) -> int:
        handler = signal.getsignal(signal.SIGTERM)
        assert callable(handler)
        frame: FrameType | None = None
        handler(signal.SIGTERM, frame)
        return 1

    worker.run(Flask("any"), work=work)


def test_it_ends_when_its_supervisor_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SUPERVISOR", "1")
    work = Work(1)
    worker.run(Flask("any"), work=work)
    assert not work.asked
