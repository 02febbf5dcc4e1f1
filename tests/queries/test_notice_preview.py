"""What a rule would have caused last month is what it causes when the month is walked under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.letter_box import Sink, sink
from tests.services.test_tellings import addressed, clock_of, remind_on, tell
from tests.statements import reads
from tests.turns import few_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.telling import RULES, Channel, Rule, Timing
from tracker.models.tellings import GroupRobot, NoticeChoice, NoticeRule, RobotKind, Telling
from tracker.queries import notice_preview_limits
from tracker.queries.notice_preview import Caused, last_month

DAY = timedelta(days=1)
PEOPLE = ("he", "jing", "cheng", "chen", "lin")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def keep(rule: Rule) -> None:
    names = ("code", "timing", "channel", "days", "hour", "words")
    db.session.add(NoticeRule(changed_at=NOW, **{name: getattr(rule, name) for name in names}))
    db.session.commit()


def caused(rule: Rule, end: date) -> tuple[int, int]:
    """How often the rule told somebody in thirty days, and in how many mails: one for each person and day."""
    db.session.rollback()
    since = at(end - 29 * DAY).replace(hour=0)
    told = list(db.session.scalars(select(Telling).where(Telling.rule == rule.code, Telling.made_at >= since)))
    mails = {(one.made_at.date(), one.person_id) for one in told if one.sending_id is not None}
    return len(told), len(mails)


def a_month_of_work(world: World) -> date:
    """Cases that were not signed for, are in hand, were replied to and wait for a rating; the day on which replies have
    been late for a week."""
    builders.an_assigned(world)
    ids = [builders.in_hand(world) for _ in range(2)]
    builders.delivered(world, cosigned=True)
    due = clock_of(ids[0]).due_on
    db.session.rollback()
    return due + 7 * DAY


DRAFTS = (
    RULES["soon"],
    replace(RULES["soon"], timing=Timing.AT_ONCE, days=20),
    replace(RULES["near"], days=1),
    replace(RULES["near"], days=30),
    RULES["due"],
    replace(RULES["late"], timing=Timing.AT_ONCE, days=1),
    replace(RULES["late"], timing=Timing.AT_ONCE, days=5),
    replace(RULES["late"], timing=Timing.AT_ONCE, days=30),
    replace(RULES["late_signer"], timing=Timing.AT_ONCE, days=4),
    replace(RULES["late_desk"], timing=Timing.AT_ONCE, channel=Channel.APP),
)


@pytest.mark.parametrize(
    "draft", few_of(4, DRAFTS, "draft"), ids=lambda one: f"{one.code}-{one.days}-{one.timing}-{one.channel}"
)
def test_before_and_after_a_month_under_the_rule_the_numbers_are_those_of_the_month(
    world: World, sink: Sink, draft: Rule
) -> None:
    addressed(world, *PEOPLE)
    end = a_month_of_work(world)
    before = last_month(draft, now=at(end))
    keep(draft)
    for day in range(1, (end - TODAY).days + 1):
        remind_on(TODAY + day * DAY)
    told, mails = caused(draft, end)
    after = last_month(draft, now=at(end))
    assert (before.told, before.mails) == (after.told, after.mails) == (told, mails)
    assert told > 0 or draft.code == "near"


def test_changing_the_days_changes_the_number(world: World) -> None:
    addressed(world, *PEOPLE)
    end = a_month_of_work(world)
    late = [last_month(replace(RULES["late"], days=days), now=at(end)).told for days in (1, 5, 30)]
    assert late[0] > late[1] > late[2] > 0


def test_a_rule_that_was_off_shows_what_switching_it_on_would_cause(world: World) -> None:
    addressed(world, "he")
    keep(replace(RULES["assigned"], timing=Timing.OFF))
    for _ in range(3):
        builders.an_assigned(world)
    tell()
    assert db.session.scalar(select(func.count()).where(Telling.rule == "assigned")) == 0
    rule, now = RULES["assigned"], NOW + DAY
    assert last_month(rule, now=now) == Caused(3, 3)
    assert last_month(replace(rule, timing=Timing.DIGEST), now=now) == Caused(3, 0)
    assert last_month(replace(rule, channel=Channel.APP), now=now) == Caused(3, 0)
    assert last_month(replace(rule, timing=Timing.OFF), now=now) == Caused()
    assert last_month(rule, now=now + 40 * DAY) == Caused()


def test_what_was_told_counts_by_the_channel_and_by_what_people_have_chosen(world: World) -> None:
    addressed(world, "he")
    builders.an_assigned(world)
    tell()
    rule, now = RULES["assigned"], NOW + DAY
    assert last_month(rule, now=now) == Caused(1, 1)
    unit = world.units["市教育局"]
    robot = GroupRobot(name="群", kind=RobotKind.WECOM, unit_id=unit, address="https://x.example", made_at=NOW)
    db.session.add(robot)
    db.session.add(NoticeChoice(person_id=world.he.person_id, timing=Timing.DIGEST, changed_at=NOW))
    db.session.commit()
    assert last_month(replace(rule, channel=Channel.ROBOT), now=now) == Caused(1, 0, 1)
    assert last_month(rule, now=now) == Caused(1, 1), "nobody may put off what must be told"
    assert last_month(replace(rule, must=False), now=now) == Caused(1, 0)


def test_bulletins_are_at_most_one_for_each_hat_and_working_day(world: World) -> None:
    addressed(world, "he")
    end = at(date(2026, 4, 30))
    one = last_month(RULES["morning"], now=end)
    assert (one.told, one.groups) == (0, 0) and 15 < one.mails < 30
    assert last_month(replace(RULES["morning"], timing=Timing.OFF), now=end) == Caused()
    assert last_month(RULES["morning_groups"], now=end) == Caused()


def test_the_number_of_statements_does_not_grow_with_the_cases(world: World, app: Flask) -> None:
    addressed(world, *PEOPLE)
    drafts = [RULES["near"], replace(RULES["late"], days=1), RULES["late_signer"], RULES["assigned"], RULES["answered"]]
    counts = []
    for _ in range(2):
        end = a_month_of_work(world)
        for _ in range(3):
            builders.delivered(world, cosigned=True)
        counts.append([])
        for draft in drafts:
            now = NOW + DAY if draft.actions else at(end)
            db.session.remove()
            last_month(draft, now=now)
            db.session.remove()
            with reads() as found:
                last_month(draft, now=now)
            counts[-1].append(len(found))
    assert counts[0] == counts[1] and max(counts[0]) < 30


def test_of_very_many_cases_some_stand_for_all_and_it_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [builders.in_hand(world) for _ in range(6)]
    due = clock_of(ids[0]).due_on
    whole = last_month(RULES["near"], now=at(due))
    monkeypatch.setattr(notice_preview_limits, "MOST_JUDGED", 2)
    rough = last_month(RULES["near"], now=at(due))
    assert not whole.is_rough and rough.is_rough
    assert rough.told == whole.told > 0 and due > TODAY


__all__ = ["sink"]
