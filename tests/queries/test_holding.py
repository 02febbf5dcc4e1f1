"""Who held cases, read from the record: one case and many at once say the same, and any past day can be asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from tests import builders
from tests.builders import round_of, task_of
from tests.situations_objections import extension_asked
from tests.statements import reads
from tests.world import NOW, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.holding import Holder
from tracker.models.tasks import Task
from tracker.queries.holding import HeldShare, held_case, held_days
from tracker.services import extensions, handling, replies
from tracker.services.extensions import Decided

H = Holder
TODAY = day_of(NOW)


def after(days: int) -> datetime:
    return NOW + timedelta(days=days)


def walked(world: World) -> int:
    """Signed for on the fifth day, up on the eightieth, out a hundred days after its assignment."""
    case = builders.an_assigned(world)
    handling.sign_for(world.he, task_of(world, case), handler_id=world.jing.person_id, now=after(5))
    one = round_of(world, case)
    version = replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=after(80))
    replies.send_up(world.jing, one.id, version=version, now=after(80))
    builders.pass_review(world, case, now=after(90))
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=after(100))
    return case


def days(share: HeldShare) -> list[tuple[Holder, int]]:
    return [(one.holder, one.days) for one in share.spans]


def test_a_case_tells_who_held_it_for_how_many_days(world: World) -> None:
    (share,) = held_case(walked(world), TODAY + timedelta(days=110)).shares
    assert days(share) == [(H.SIGNING_FOR, 5), (H.HANDLING, 75), (H.CLEARANCE, 20), (H.RATING, 10)]
    assert share.last is not None
    assert (share.last.days, share.last.own, share.last.owed.due) == (100, 100, date(2026, 7, 1))
    assert (share.last.late, share.last.own_late, share.last.reason) == (9, 9, H.HANDLING)


def test_as_of_a_past_day_it_stands_as_it_stood(world: World) -> None:
    (share,) = held_case(walked(world), TODAY + timedelta(days=85)).shares
    assert days(share) == [(H.SIGNING_FOR, 5), (H.HANDLING, 75), (H.CLEARANCE, 5)]
    assert share.last is not None and share.last.owed.ended is None and share.last.late == 0


def test_many_at_once_say_what_each_says_alone_in_as_many_statements(world: World) -> None:
    cases = [walked(world), builders.in_hand(world, shares=builders.LEAD_AND_CO), extension_asked(world)]
    day = TODAY + timedelta(days=60)
    alone = {share.task_id: share for case in cases for share in held_case(case, day).shares}
    with reads() as few:
        held_days(list(alone)[:1], day)
    with reads() as many:
        assert held_days(list(alone), day) == alone
    assert len(few) == len(many)
    assert held_days(select(Task.id), day) == alone


def test_days_on_which_more_time_is_decided_are_not_the_units(world: World) -> None:
    case = extension_asked(world)
    task = db.session.get_one(Task, task_of(world, case))
    extensions.grant(world.du, Decided(task.id, task.version, "", date(2026, 8, 14)), now=after(9))
    (share,) = held_case(case, TODAY + timedelta(days=20)).shares
    assert (H.EXTENSION, 9) in days(share)
    assert [one.owed.due for one in share.replies] == [date(2026, 8, 14)]
    (before,) = held_case(case, TODAY + timedelta(days=8)).shares
    assert [one.owed.due for one in before.replies] == [date(2026, 7, 1)]


def test_an_opinion_that_is_late_is_the_co_units_and_not_the_leads(world: World) -> None:
    case = builders.in_hand(world, shares=builders.LEAD_AND_CO)
    shares = {one.role.value: one for one in held_case(case, TODAY + timedelta(days=60)).shares}
    lead, co = shares["lead"], shares["co"]
    assert co.last is not None and co.last.late == 60 - (co.last.owed.due - TODAY).days
    assert (H.CO_UNITS, co.last.late) in days(lead)
    assert lead.last is not None and lead.last.others == co.last.late
