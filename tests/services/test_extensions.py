"""More time (延期): told first, asked before the day, decided by somebody else, never past six months."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import fetch, round_of, task_of
from tests.situations import SITUATIONS
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Refused, Why
from tracker.models.procedures import Extension
from tracker.models.record import Clock
from tracker.models.tasks import Task
from tracker.services import extensions, ratings, replies
from tracker.services._load import Invalid
from tracker.services.extensions import Decided

DUE, ASKED, GRANTED, LONGEST = date(2026, 7, 1), date(2026, 8, 31), date(2026, 8, 14), date(2026, 10, 8)


def task(world: World, case: int) -> Task:
    return db.session.get_one(Task, task_of(world, case), populate_existing=True)


def explained(world: World) -> int:
    case = builders.in_hand(world)
    one = task(world, case)
    words = "正在会同街道核对路段，需要现场勘测。"
    extensions.explain_delay(world.jing, one.id, words=words, version=one.version, now=NOW)
    return case


def asked(world: World, until: date = ASKED) -> int:
    case = explained(world)
    one = task(world, case)
    extensions.ask_extension(world.jing, one.id, reason="勘测要两个月", until=until, version=one.version, now=NOW)
    return case


def test_the_deputies_are_told_first(world: World) -> None:
    one = task(world, builders.in_hand(world))
    with pytest.raises(Refused) as raised:
        extensions.ask_extension(world.jing, one.id, reason="慢", until=ASKED, version=one.version, now=NOW)
    assert raised.value.why is Why.DELAY_UNEXPLAINED


@pytest.mark.parametrize(
    ("until", "code"),
    [(None, "missing"), (DUE, "not_later_than_due"), (LONGEST + timedelta(days=1), "beyond_the_longest")],
)
def test_the_day_is_after_the_present_one_and_within_the_longest_the_law_allows(
    world: World, until: date | None, code: str
) -> None:
    one = task(world, explained(world))
    with pytest.raises(Invalid) as raised:
        extensions.ask_extension(world.jing, one.id, reason="慢", until=until, version=one.version, now=NOW)
    assert raised.value.problems == {"until": code}


def test_the_longest_is_six_months_from_the_first_assignment_moved_past_the_holidays(world: World) -> None:
    assert extensions.latest_day(task(world, explained(world)), today=NOW.date()) == LONGEST


def test_granted_for_another_day_the_clock_and_every_date_move_and_the_first_is_kept(world: World) -> None:
    case = asked(world)
    one = task(world, case)
    assert (one.extension_is_open, one.extension_is_coordinators) == (True, True)
    extensions.grant(world.du, Decided(one.id, one.version, "勘测确需时间。", GRANTED), now=NOW)
    one = task(world, case)
    assert (one.due_on, one.extended_from, one.extension_is_open) == (GRANTED, DUE, False)
    clocks = db.session.scalars(select(Clock).where(Clock.kind == ClockKind.REPLY).order_by(Clock.id)).all()
    assert [(each.started_on, each.due_on, each.stopped_on is None) for each in clocks] == [
        (NOW.date(), DUE, False),
        (NOW.date(), GRANTED, True),
    ]
    assert fetch(case).due_on == GRANTED
    row = db.session.scalars(select(Extension)).one()
    assert (row.is_granted, row.was_due_on, row.asked_until, row.granted_until) == (True, DUE, ASKED, GRANTED)


def test_a_further_request_needs_a_word_of_its_own(world: World) -> None:
    case = asked(world)
    one = task(world, case)
    extensions.grant(world.du, Decided(one.id, one.version, "", GRANTED), now=NOW)
    one = task(world, case)
    with pytest.raises(Refused) as raised:
        extensions.ask_extension(world.jing, one.id, reason="慢", until=ASKED, version=one.version, now=NOW)
    assert raised.value.why is Why.DELAY_UNEXPLAINED


def test_refused_with_a_reason_the_day_stays(world: World) -> None:
    case = asked(world)
    one = task(world, case)
    with pytest.raises(Invalid) as raised:
        extensions.refuse(world.du, Decided(one.id, one.version), now=NOW)
    assert raised.value.problems == {"words": "missing"}
    extensions.refuse(world.du, Decided(one.id, one.version, "可先答复已办部分。"), now=NOW)
    one = task(world, case)
    assert (one.due_on, one.extended_from, one.extension_is_open) == (DUE, None, False)


def test_only_one_is_open_at_a_time(world: World) -> None:
    one = task(world, asked(world))
    with pytest.raises(Refused) as raised:
        extensions.ask_extension(world.cheng, one.id, reason="慢", until=ASKED, version=one.version, now=NOW)
    assert raised.value.why is Why.EXTENSION_IS_OPEN


def test_once_the_day_has_passed_it_is_too_late_to_ask(world: World) -> None:
    one = task(world, explained(world))
    after = NOW + timedelta(days=92)
    with pytest.raises(Refused) as raised:
        extensions.ask_extension(world.jing, one.id, reason="慢", until=ASKED, version=one.version, now=after)
    assert raised.value.why is Why.EXTENSION_TOO_LATE


def test_the_desk_does_not_decide_what_was_asked_of_the_coordinator(world: World) -> None:
    one = task(world, asked(world))
    with pytest.raises(Refused) as raised:
        extensions.grant(world.chen, Decided(one.id, one.version, "", GRANTED), now=NOW)
    assert raised.value.why is Why.COORDINATOR_DECIDES


def test_many_are_granted_until_the_days_asked_all_or_none(world: World) -> None:
    tasks = [task(world, asked(world)) for _ in range(2)]
    decided = [Decided(one.id, one.version, "", ASKED) for one in tasks]
    with pytest.raises(Invalid) as raised:
        extensions.grant_batch(world.du, [*decided, Decided(9999, 1, "", ASKED)], now=NOW)
    assert raised.value.problems == {"line-9999": "not_open"}
    extensions.grant_batch(world.du, decided, now=NOW)
    db.session.rollback()
    assert {db.session.get_one(Task, one.task_id, populate_existing=True).due_on for one in decided} == {ASKED}


def test_handling_again_begins_without_the_word_and_the_day_of_the_reply_before(world: World) -> None:
    case = SITUATIONS["extension_granted"].reach(world)
    one = task(world, case)
    extensions.explain_delay(world.jing, one.id, words="还要两周。", version=one.version, now=NOW)
    version = replies.save(
        world.jing, round_of(world, case).id, builders.a_reply(), version=round_of(world, case).version, now=NOW
    )
    replies.send_up(world.jing, round_of(world, case).id, version=version, now=NOW)
    builders.pass_review(world, case)
    one_round = round_of(world, case)
    replies.deliver(world.cheng, one_round.id, document_no="1号", version=one_round.version, now=NOW)
    one_round = round_of(world, case)
    worst = builders.verdicts(Level.DISSATISFIED)
    ratings.rate(world.lin, one_round.id, worst, version=one_round.version, now=NOW)
    builders.handle_again(world, case)
    one = task(world, case)
    assert (one.delay_explained_on, one.extended_from, one.agreed_due_on) == (None, None, None)
    with pytest.raises(Refused) as raised:
        extensions.ask_extension(world.jing, one.id, reason="慢", until=ASKED, version=one.version, now=NOW)
    assert raised.value.why is Why.DELAY_UNEXPLAINED
