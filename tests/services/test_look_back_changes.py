"""A look-back that runs is given more time, and lines that should not have been on it are taken off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import round_of
from tests.services.test_look_backs import CAMPAIGN, FORM, LATER, SCOPE, begun, checked, filled, line_of, rate
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.ratings import Level
from tracker.domain.whys import Refused, Why
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.models.record import Event, Notice
from tracker.queries.look_back_candidates import candidates
from tracker.queries.look_backs import report
from tracker.services import look_back_changes, look_back_lines, look_backs
from tracker.services._load import Invalid, Missing, Stale
from tracker.services.look_backs import Chosen

DAYS = {"fill_by": CAMPAIGN.fill_by, "check_by": CAMPAIGN.check_by, "rate_by": CAMPAIGN.rate_by}
WHY = "会期推迟一周。"
WHY_OFF = "已列入别的督办。"


def moved(world: World, one: LookBack, **days: date | None) -> LookBack:
    how = {"reason": WHY, "version": one.version, "now": NOW}
    look_back_changes.move_days(world.chen, one.id, DAYS | days, **how)  # type: ignore[arg-type]
    return db.session.get_one(LookBack, one.id, populate_existing=True)


def events(action: str) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.action == action).order_by(Event.seq)))


def test_days_move_forward_on_the_record_and_who_is_not_done_is_told(world: World) -> None:
    case = builders.closed(world)
    one = begun(world)
    later = CAMPAIGN.rate_by + timedelta(7)
    one = moved(world, one, rate_by=later)
    assert (one.fill_by, one.rate_by) == (CAMPAIGN.fill_by, later)
    office, told = events("move_look_back_days")[0], events(Action.MOVE_LOOK_BACK)
    assert office.note == WHY and office.facts["was"] == {"rate_by": CAMPAIGN.rate_by.isoformat()}
    # Two lines of one reply are told of once.
    assert [(each.round_id, each.note) for each in told] == [(round_of(world, case).id, WHY)]
    assert db.session.scalars(select(Notice).where(Notice.event_seq == told[0].seq)).all()
    # Time shuts the rating at the end of the new day.
    assert look_back_lines.shut_due(now=LATER) == 0
    assert look_back_lines.shut_due(now=LATER + timedelta(days=7)) == 2
    assert line_of(case).rating_shut_on == later


def test_days_neither_move_back_nor_come_back_once_they_are_over(world: World) -> None:
    builders.closed(world)
    one = begun(world)
    early = CAMPAIGN.check_by - timedelta(1)
    for days, wrong in (
        ({}, {"fill_by": "nothing_moved"}),
        ({"check_by": early}, {"check_by": "only_later"}),
        ({"check_by": None}, {"check_by": "missing"}),
        ({"fill_by": CAMPAIGN.check_by + timedelta(1)}, {"check_by": "days_out_of_order"}),
    ):
        with pytest.raises(Invalid) as told:
            moved(world, one, **days)
        assert told.value.problems == wrong
    how = {"version": one.version, "now": LATER - timedelta(days=20)}
    with pytest.raises(Invalid) as told:
        more = DAYS | {"fill_by": CAMPAIGN.fill_by + timedelta(3)}
        look_back_changes.move_days(world.chen, one.id, more, reason="", **how)  # type: ignore[arg-type]
    assert told.value.problems == {"fill_by": "day_is_over", "reason": "missing"}
    with pytest.raises(Missing):
        look_back_changes.move_days(world.ou, one.id, DAYS, reason=WHY, version=one.version, now=NOW)


def test_a_line_nobody_has_begun_is_taken_off_and_the_record_says_why(world: World) -> None:
    case = builders.closed(world)
    one = begun(world)
    line = line_of(case)
    look_back_changes.take_off(world.chen, line.id, reason=WHY_OFF, version=line.version, now=NOW)
    kept = db.session.get_one(LookBackLine, line.id, populate_existing=True)
    assert (kept.taken_off_at, kept.taken_off_by_id, kept.why_taken_off) == (NOW, world.chen.person_id, WHY_OFF)
    one = db.session.get_one(LookBack, one.id, populate_existing=True)
    assert [each.commitment_id is None for each in one.lines] == [False]
    assert round_of(world, case).look_backs_open == 1
    event = events(Action.DROP_LOOK_BACK)[0]
    assert (event.note, event.facts["name"]) == (WHY_OFF, CAMPAIGN.name)
    assert db.session.scalars(select(Notice).where(Notice.event_seq == event.seq)).all()
    again = candidates(SCOPE, today=TODAY, but=one.id)
    assert len(again) == 1
    counts = report(one, today=TODAY).total.counts
    assert (counts["all"], counts["to_fill"], counts["taken_off"]) == (1, 1, 1)
    # Put on again it is another line; a tab opened on the old one writes into neither.
    look_backs.add_lines(world.chen, one.id, Chosen([again[0].key]), version=one.version, now=NOW)
    assert len(db.session.scalars(select(LookBackLine)).all()) == 3
    with pytest.raises(Stale):
        look_back_lines.fill(world.jing, kept.id, FORM, version=1, now=NOW)
    with pytest.raises(Refused) as refused:
        look_back_lines.fill(world.jing, kept.id, FORM, version=2, now=NOW)
    assert refused.value.why is Why.LINE_IS_TAKEN_OFF
    assert look_back_lines.shut_due(now=LATER) == 2
    one = db.session.get_one(LookBack, one.id, populate_existing=True)
    look_backs.close(world.chen, one.id, report="完成。", version=one.version, now=LATER)
    assert round_of(world, case).look_backs_open == 0


def test_a_line_whose_unit_missed_its_day_stays(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    line, late = line_of(case), NOW + timedelta(days=21)
    with pytest.raises(Invalid) as wrong:
        look_back_changes.take_off(world.chen, line.id, reason="单位来不及", version=line.version, now=late)
    assert wrong.value.problems == {"drop_reason": "unit_missed_its_day"} and line_of(case).taken_off_at is None


@pytest.mark.parametrize("begins", ["form", "check", "rating"])
def test_a_line_in_which_something_is_said_stays(world: World, begins: str) -> None:
    case = builders.closed(world, cosigned=True)
    begun(world)
    {"form": filled, "check": checked, "rating": filled}[begins](world, case)
    if begins == "rating":
        rate(world, case, "lin", Level.SATISFIED)
        line_of(case).filled_at = None
        db.session.commit()
    line = line_of(case)
    with pytest.raises(Invalid) as wrong:
        look_back_changes.take_off(world.chen, line.id, reason="列错了", version=line.version, now=NOW)
    assert wrong.value.problems == {"drop_reason": "line_has_begun"} and line_of(case).id == line.id
