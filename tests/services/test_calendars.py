"""The calendar is filled once and then changed by two persons; what leans on a forecast moves with the notice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from tests.builders import an_assigned, delivered, fetch
from tests.domain.calendars import NOTICE_2027
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.notices import NoticeError, NoticeProblem
from tracker.domain.rulebook import ClockKind
from tracker.models.calendar import CalendarChange, CalendarDay, CalendarYear, Decision, LawVersion, YearStatus
from tracker.models.record import Clock, Event
from tracker.outside.holiday_library import years_known
from tracker.queries.law import calendar_now
from tracker.queries.proposals import waiting_for
from tracker.rulebooks import shipped_calendar
from tracker.services import calendars
from tracker.services._load import Invalid, Stale
from tracker.services._proposals import Objection, ProposalRefused

# Late in 2026: three months from here end in a year without a notice.
AUTUMN = datetime(2026, 11, 5, 2, tzinfo=UTC)
TITLE = "国务院办公厅关于2027年部分节假日安排的通知"
NOTICE = NOTICE_2027


def _propose(world: World, *, now: datetime = AUTUMN, notice: str = NOTICE, document: str = TITLE) -> int:
    return calendars.propose(world.chen, year=2027, notice=notice, document_no=document, official=True, now=now)


def _change(change_id: int) -> CalendarChange:
    db.session.rollback()
    return db.session.get_one(CalendarChange, change_id)


def test_the_first_filling_happens_once(world: World) -> None:
    assert calendars.fill(now=NOW) == 0
    statuses = dict(db.session.execute(select(CalendarYear.year, CalendarYear.status)).all())
    assert [year for year, status in statuses.items() if status is YearStatus.OFFICIAL] == list(range(2004, 2027))
    assert statuses[2027] is statuses[2028] is YearStatus.PROVISIONAL
    assert len(db.session.scalars(select(LawVersion)).all()) == 1


def test_a_proposal_alone_changes_nothing(world: World) -> None:
    _propose(world)
    assert not calendar_now().is_official(2027)
    assert calendar_now().is_workday(date(2027, 2, 11))


def test_another_person_approves_and_the_year_is_official(world: World) -> None:
    change_id = _propose(world)
    calendars.approve(world.lu, change_id, version=1, now=AUTUMN)
    calendar = calendar_now()
    assert calendar.is_official(2027)
    assert not calendar.is_workday(date(2027, 2, 11))
    assert calendar.is_workday(date(2027, 2, 14))
    assert calendar.version == 2
    # The forecast days that the notice does not name are gone.
    assert db.session.get(CalendarDay, date(2027, 5, 2)) is None


def test_the_proposer_cannot_approve(world: World) -> None:
    change_id = _propose(world)
    with pytest.raises(ProposalRefused) as refused:
        calendars.approve(world.chen, change_id, version=1, now=AUTUMN)
    assert refused.value.objection is Objection.SAME_PERSON
    assert _change(change_id).decision is Decision.OPEN


def test_the_table_itself_refuses_one_person_twice(world: World) -> None:
    change = _change(_propose(world))
    change.decision, change.decided_by_id, change.decided_at = Decision.APPROVED, change.proposed_by_id, AUTUMN
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("who", ["lin", "du", "xi", "an", "ji"])
def test_only_the_desk_keeps_the_calendar(world: World, who: str) -> None:
    with pytest.raises(ProposalRefused) as refused:
        calendars.propose(getattr(world, who), year=2027, notice=NOTICE, document_no="", official=True, now=AUTUMN)
    assert refused.value.objection is Objection.NOT_YOURS


def test_due_dates_move_with_the_notice_and_the_case_tells_it(world: World) -> None:
    suggestion_id = an_assigned(world, now=AUTUMN)
    reply = _clock(suggestion_id, ClockKind.REPLY)
    assert (reply.due_on, reply.is_provisional) == (date(2027, 2, 9), True)
    moved = calendars.approve(world.lu, _propose(world), version=1, now=AUTUMN)
    reply = _clock(suggestion_id, ClockKind.REPLY)
    assert (reply.due_on, reply.is_provisional, reply.calendar_version) == (date(2027, 2, 12), False, 2)
    assert fetch(suggestion_id).tasks[0].due_on == date(2027, 2, 12)
    event = db.session.scalars(select(Event).where(Event.action == "move_due_date")).one()
    assert event.suggestion_id == suggestion_id
    assert ["reply", "2027-02-09", "2027-02-12"] in event.facts["moved"]
    assert moved == len(event.facts["moved"])


def test_the_rating_window_moves_too(world: World) -> None:
    december = datetime(2026, 12, 31, 2, tzinfo=UTC)
    suggestion_id = delivered(world, now=december)
    assert _clock(suggestion_id, ClockKind.RATING).due_on == date(2027, 1, 29)
    calendars.approve(world.lu, _propose(world, notice=NOTICE + "\n测试：1月4日放假。"), version=1, now=december)
    assert fetch(suggestion_id).tasks[0].rounds[0].rating_due_on == date(2027, 1, 31)


def test_a_date_set_otherwise_stays(world: World) -> None:
    suggestion_id = an_assigned(world, now=AUTUMN)
    clock = _clock(suggestion_id, ClockKind.REPLY)
    clock.due_on = date(2027, 3, 31)
    db.session.commit()
    calendars.approve(world.lu, _propose(world), version=1, now=AUTUMN)
    assert _clock(suggestion_id, ClockKind.REPLY).due_on == date(2027, 3, 31)


def test_stopped_clocks_are_history(world: World) -> None:
    suggestion_id = delivered(world, now=AUTUMN)
    before = _clock(suggestion_id, ClockKind.REPLY).due_on
    calendars.approve(world.lu, _propose(world), version=1, now=AUTUMN)
    assert _clock(suggestion_id, ClockKind.REPLY).due_on == before


def test_one_open_proposal_for_a_year(world: World) -> None:
    _propose(world)
    with pytest.raises(ProposalRefused) as refused:
        _propose(world)
    assert refused.value.objection is Objection.ALREADY_OPEN


def test_rejecting_needs_a_reason_and_leaves_the_calendar(world: World) -> None:
    change_id = _propose(world)
    with pytest.raises(ProposalRefused) as refused:
        calendars.reject(world.lu, change_id, version=1, now=AUTUMN, note=" ")
    assert refused.value.objection is Objection.REASON_MISSING
    calendars.reject(world.lu, change_id, version=1, now=AUTUMN, note="缺劳动节")
    assert _change(change_id).decision is Decision.REJECTED
    assert not calendar_now().is_official(2027)
    _propose(world)


def test_only_the_proposer_withdraws(world: World) -> None:
    change_id = _propose(world)
    with pytest.raises(ProposalRefused) as refused:
        calendars.withdraw(world.lu, change_id, version=1, now=AUTUMN)
    assert refused.value.objection is Objection.ONLY_PROPOSER
    calendars.withdraw(world.chen, change_id, version=1, now=AUTUMN)
    assert _change(change_id).decision is Decision.WITHDRAWN


def test_a_decided_or_stale_proposal_is_not_decided_again(world: World) -> None:
    change_id = _propose(world)
    with pytest.raises(Stale):
        calendars.approve(world.lu, change_id, version=7, now=AUTUMN)
    calendars.approve(world.lu, change_id, version=1, now=AUTUMN)
    with pytest.raises(ProposalRefused) as refused:
        calendars.approve(world.lu, change_id, version=_change(change_id).version, now=AUTUMN)
    assert refused.value.objection is Objection.ALREADY_DECIDED


def test_the_same_notice_again_is_nothing_to_decide(world: World) -> None:
    calendars.approve(world.lu, _propose(world), version=1, now=AUTUMN)
    with pytest.raises(ProposalRefused) as refused:
        _propose(world)
    assert refused.value.objection is Objection.NOTHING_CHANGED


def test_an_unreadable_notice_changes_nothing(world: World) -> None:
    with pytest.raises(NoticeError):
        _propose(world, notice="元旦：1月1日。")
    assert db.session.scalars(select(CalendarChange)).all() == []


@pytest.mark.parametrize("festival", ["元旦", "春节", "清明节", "劳动节", "端午节"])
def test_an_official_notice_names_every_festival(world: World, festival: str) -> None:
    without = "\n".join(line for line in NOTICE.splitlines() if festival not in line)
    with pytest.raises(NoticeError) as refused:
        _propose(world, notice=without)
    assert (refused.value.problem, refused.value.words) == (NoticeProblem.FESTIVAL_MISSING, festival)
    with pytest.raises(NoticeError) as refused:
        _propose(world, notice=NOTICE.replace("国庆节、中秋节", "国庆节"))
    assert refused.value.words == "中秋节"
    assert db.session.scalars(select(CalendarChange)).all() == []


def test_an_official_notice_has_a_name_and_a_forecast_needs_none(world: World) -> None:
    with pytest.raises(Invalid) as invalid:
        _propose(world, document=" ")
    assert invalid.value.problems == {"document_no": "document_missing"}
    assert calendars.propose(
        world.chen, year=2027, notice="元旦：1月1日放假。", document_no="", official=False, partial=True, now=AUTUMN
    )


def test_the_notices_before_2008_name_four_festivals(world: World) -> None:
    old = "元旦：1月1日放假。\n春节：1月29日至31日放假。\n劳动节：5月1日放假。\n国庆节：10月1日放假。"
    assert calendars.propose(world.chen, year=2006, notice=old, document_no="旧通知", official=True, now=AUTUMN)


def test_every_step_is_in_the_record(world: World) -> None:
    calendars.approve(world.lu, _propose(world), version=1, now=AUTUMN, note="已核对原文")
    db.session.rollback()
    events = db.session.execute(select(Event.action, Event.person_id, Event.note).where(Event.machine == "office"))
    told = [tuple(row) for row in events if row[0].endswith("calendar")]
    assert told == [
        ("fill_calendar", None, ""),
        ("propose_calendar", world.chen.person_id, ""),
        ("approve_calendar", world.lu.person_id, "已核对原文"),
    ]


def _clock(suggestion_id: int, kind: ClockKind) -> Clock:
    db.session.rollback()
    return db.session.scalars(select(Clock).where(Clock.suggestion_id == suggestion_id, Clock.kind == kind)).one()


def test_comparing_with_the_library_adds_only_missing_years(world: World) -> None:
    outcome = calendars.sync(2029, now=AUTUMN)
    assert (outcome.added, outcome.published) == (1, ())
    assert db.session.get_one(CalendarYear, 2029).status is YearStatus.PROVISIONAL
    assert calendars.sync(2029, now=AUTUMN).added == 0


def test_a_notice_the_library_knows_is_reported_not_taken(world: World) -> None:
    db.session.get_one(CalendarYear, 2026).status = YearStatus.PROVISIONAL
    db.session.commit()
    ((year, notice),) = calendars.sync(2028, now=AUTUMN).published
    assert year == 2026
    assert "春节：2月15日至2月23日放假。2月14日、2月28日上班。" in notice
    assert not calendar_now().is_official(2026)


def test_the_shipped_calendar_is_what_the_library_says(world: World) -> None:
    shipped = {one.year: (one.official, one.days) for one in shipped_calendar()}
    assert shipped == {one.year: (one.official, one.days) for one in years_known(2004, 2028)}


def forget(*years: int) -> None:
    """Leave the calendar without some of its years, as it is before anybody has filled them."""
    db.session.execute(delete(CalendarDay).where(CalendarDay.notice_year.in_(years)))
    db.session.execute(delete(CalendarYear).where(CalendarYear.year.in_(years)))
    db.session.add(LawVersion(number=2, token="forgotten", made_at=NOW, reason="test"))
    db.session.commit()


LATE = datetime(2026, 12, 25, 2, tzinfo=UTC)


def test_a_missing_year_that_moves_running_days_is_filed_and_moves_nothing_by_itself(world: World) -> None:
    forget(2027, 2028)
    case = an_assigned(world, now=LATE)
    before = _clock(case, ClockKind.SIGN_FOR).due_on
    db.session.rollback()
    outcome = calendars.sync(2028, now=LATE)
    ((year, change_id, moved),) = outcome.filed
    assert (year, outcome.added) == (2027, 1) and moved > 0
    assert before == date(2027, 1, 1) == _clock(case, ClockKind.SIGN_FOR).due_on
    assert db.session.get(CalendarYear, 2027) is None
    # Whoever is given work the same day is still counted by the calendar as it is.
    db.session.rollback()
    assert _clock(an_assigned(world, now=LATE), ClockKind.SIGN_FOR).due_on == before
    change = _change(change_id)
    assert change.proposed_by_id is None and change.decision is Decision.OPEN
    db.session.rollback()
    assert calendars.sync(2028, now=LATE).filed[0][:2] == (2027, change_id)


def test_a_filed_year_is_put_in_force_by_a_named_person_and_says_so_in_each_case(world: World) -> None:
    forget(2027, 2028)
    case = an_assigned(world, now=LATE)
    ((_year, change_id, moved),) = calendars.sync(2028, now=LATE).filed
    db.session.rollback()
    assert waiting_for(world.chen.person_id or 0)[0] == 1
    db.session.rollback()
    assert calendars.approve(world.chen, change_id, version=1, now=LATE) == moved
    assert _clock(case, ClockKind.SIGN_FOR).due_on == date(2027, 1, 4)
    told = db.session.scalars(select(Event).where(Event.suggestion_id == case, Event.action == "move_due_date")).one()
    assert told.person_id == world.chen.person_id
    assert db.session.get_one(CalendarYear, 2027).document_no == "节假日程序库"
    db.session.rollback()
    assert _clock(an_assigned(world, now=LATE), ClockKind.SIGN_FOR).due_on == date(2027, 1, 4)
    assert calendars.sync(2028, now=LATE).filed == ()


def test_a_filed_year_may_be_sent_back_but_nobody_takes_it_back_as_his_own(world: World) -> None:
    forget(2027, 2028)
    an_assigned(world, now=LATE)
    ((_year, change_id, _moved),) = calendars.sync(2028, now=LATE).filed
    db.session.rollback()
    with pytest.raises(ProposalRefused) as refused:
        calendars.withdraw(world.chen, change_id, version=1, now=LATE)
    assert refused.value.objection is Objection.ONLY_PROPOSER
    assert calendars.reject(world.chen, change_id, version=1, now=LATE, note="等国务院通知") == change_id
    db.session.rollback()
    assert db.session.get(CalendarYear, 2027) is None


def test_an_empty_calendar_is_filled_by_the_command_at_once(world: World) -> None:
    forget(*range(2004, 2029))
    outcome = calendars.sync(2028, now=NOW)
    assert (outcome.added, outcome.filed) == (25, ())
