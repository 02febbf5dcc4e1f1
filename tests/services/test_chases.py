"""Chasing a unit: by deputies and offices, with a pause; by time itself, once; and what eases it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, round_of, task_of
from tests.services.test_figures_as_known import HOLIDAYS
from tests.situations_chases import DUE, late
from tests.situations_objections import a_claim
from tests.statements import reads
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.ladder import Form, Side
from tracker.domain.parties import Party, TaskRole
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Refused, Why
from tracker.models.chases import Chase
from tracker.models.record import Clock, Event, Job, Notice
from tracker.models.tasks import Task
from tracker.queries.ladder import next_of, running_of
from tracker.services import calendars, chases, extensions, jobs, ladder, objections, replies
from tracker.services._load import Invalid
from tracker.services.chases import Said


def held(case: int, unit: str = "市教育局", *, world: World) -> Task:
    return db.session.get_one(Task, task_of(world, case, unit), populate_existing=True)


def every() -> list[Chase]:
    return list(db.session.scalars(select(Chase).order_by(Chase.id)))


def told(event: Event) -> set[Party]:
    return set(db.session.scalars(select(Notice.party).where(Notice.event_seq == event.seq)))


def last_event(action: Action) -> Event:
    return db.session.scalars(select(Event).where(Event.action == action).order_by(Event.seq.desc())).first()  # type: ignore[return-value]


def test_a_chase_weighs_as_who_chases_and_the_unit_is_told(world: World) -> None:
    case = builders.in_hand(world, cosigned=True)
    task = task_of(world, case)
    for who in (world.lin, world.chen, world.du, world.ou):
        chases.chase(who, task, Said("请尽快答复。"), now=NOW)
    share = held(case, world=world)
    assert (share.chases, share.chases_open, share.pressure) == (4, 4, 1 + 2 + 4 + 2)
    assert (fetch(case).chases, fetch(case).pressure) == (4, 9)
    assert [one.side for one in every()] == [Side.DEPUTY, Side.DESK, Side.COORDINATOR, Side.COMMITTEE]
    assert told(last_event(Action.CHASE)) == {Party.RECEIVER, Party.HANDLER}
    # Only what an office sends is a paper, numbered without a gap.
    assert [one.serial for one in every()] == [None, 1, 2, 3]


def test_one_side_waits_three_days_between_two_chases_and_is_told_when(world: World) -> None:
    case = builders.in_hand(world, cosigned=True)
    task = task_of(world, case)
    chases.chase(world.lin, task, now=NOW)
    with pytest.raises(Refused) as no:
        chases.chase(world.fang, task, now=NOW + timedelta(days=2))
    assert no.value.why is Why.CHASED_LATELY
    assert held(case, world=world).chased_until(Side.DEPUTY) == TODAY + timedelta(days=3)
    # Another side has a pause of its own.
    chases.chase(world.chen, task, now=NOW)
    chases.chase(world.fang, task, now=NOW + timedelta(days=3))
    assert held(case, world=world).chases == 3


def test_a_form_the_unit_has_open_stays_good(world: World) -> None:
    case = builders.in_hand(world)
    one = round_of(world, case)
    before = (one.version, one.task.version, one.suggestion.version)
    chases.chase(world.lin, one.task_id, now=NOW)
    one = round_of(world, case)
    assert (one.version, one.task.version, one.suggestion.version) == before
    replies.save(world.jing, one.id, builders.a_reply(), version=before[0], now=NOW)


def test_the_unit_answers_and_everybody_who_chased_can_read_it(world: World) -> None:
    case = builders.in_hand(world)
    task = task_of(world, case)
    chases.chase(world.lin, task, now=NOW)
    chases.chase(world.chen, task, now=NOW)
    with pytest.raises(Invalid):
        chases.answer(world.jing, task, words=" ", now=NOW)
    chases.answer(world.jing, task, words="正在会签，下周送签。", now=NOW)
    assert {one.answer for one in every()} == {"正在会签，下周送签。"}
    share = held(case, world=world)
    assert (share.chases_open, share.chases, share.pressure) == (0, 2, 3)
    assert told(last_event(Action.ANSWER_CHASE)) == {Party.AUTHOR, Party.COSIGNER, Party.DESK, Party.COORDINATOR}
    with pytest.raises(Refused) as no:
        chases.answer(world.jing, task, words="再说一遍。", now=NOW)
    assert no.value.why is Why.NOT_CHASED


def test_the_reply_takes_the_pressure_off_and_the_record_stays(world: World) -> None:
    case = builders.in_hand(world)
    chases.chase(world.lin, task_of(world, case), now=NOW)
    one = round_of(world, case)
    version = replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=NOW)
    share = held(case, world=world)
    assert (share.chases, share.pressure, share.chases_open, share.chase_again) == (0, 0, 0, {})
    assert (fetch(case).chases, fetch(case).pressure) == (0, 0)
    assert [one.ended_on for one in every()] == [TODAY]
    with pytest.raises(Refused) as no:
        chases.chase(world.lin, task_of(world, case), now=NOW + timedelta(days=9))
    assert no.value.why is Why.WRONG_STATE


def test_only_the_share_that_answers_is_eased(world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    for unit in ("市教育局", "市交通运输局"):
        chases.chase(world.chen, task_of(world, case, unit), now=NOW)
    assert fetch(case).pressure == 4
    share = held(case, "市交通运输局", world=world)
    assert share.role is TaskRole.CO and share.pressure == 2


def test_many_at_once_are_chased_one_by_one_and_the_rest_say_why(world: World) -> None:
    first, second, replied = builders.in_hand(world), builders.in_hand(world), builders.delivered(world)
    tasks = [task_of(world, case) for case in (first, second, replied)]
    chases.chase(world.chen, tasks[0], now=NOW)
    come = chases.chase_batch(world.chen, [*tasks, 99], words="请于本周内答复。", now=NOW)
    assert come == [
        [tasks[0], "chased_lately"],
        [tasks[1], ""],
        [tasks[2], "wrong_state"],
        [99, "not_visible"],
    ]
    assert held(second, world=world).chases == 1 and held(replied, world=world).chases == 0
    with pytest.raises(Invalid):
        chases.chase_batch(world.chen, [], words="", now=NOW)


def test_time_issues_the_note_on_its_day_once_however_often_it_looks(world: World) -> None:
    case = late(world)
    assert ladder.issue_due(now=datetime(2026, 3, 20, 8, tzinfo=NOW.tzinfo)) == 0
    monday = datetime(2026, 3, 23, 2, tzinfo=NOW.tzinfo)
    assert ladder.issue_due(now=monday) == 1
    assert ladder.issue_due(now=monday) == 0 and ladder.issue_due(now=NOW) == 0
    (one,) = every()
    assert (one.form, one.side, one.clock, one.due_on, one.serial) == (Form.CHASE, Side.CLOCK, ClockKind.REPLY, DUE, 1)
    event = last_event(Action.ISSUE_CHASE)
    assert event.person_id is None and event.at == monday and event.facts["days_late"] == 3
    assert told(event) == {Party.RECEIVER, Party.HANDLER}
    assert held(case, world=world).pressure == 2


def test_after_a_week_off_one_note_goes_out_and_says_how_late_it_is(world: World) -> None:
    case = late(world)
    assert ladder.issue_due(now=NOW) == 1
    event = last_event(Action.ISSUE_CHASE)
    assert (event.facts["planned_on"], event.facts["days_late"]) == ("2026-03-23", 12)
    share = held(case, world=world)
    step = next_of(share, running_of(share), TODAY)
    assert step is not None and (step.rung.form, step.on) == (Form.SUPERVISION, date(2026, 3, 30))


def test_the_worker_does_it_with_the_jobs_of_the_day(world: World) -> None:
    late(world)
    jobs.run_due(now=NOW)
    jobs.run_due(now=NOW + timedelta(hours=1))
    assert len(every()) == 1
    assert db.session.scalar(select(Job.error).where(Job.kind == "ladder")) == ""


def test_what_was_moved_is_not_chased_before_its_new_day(world: World) -> None:
    case = late(world)
    before = datetime(2026, 3, 18, 2, tzinfo=NOW.tzinfo)
    share = held(case, world=world)
    extensions.explain_delay(world.jing, share.id, words="还差一个部门的意见。", version=share.version, now=before)
    share = held(case, world=world)
    until = date(2026, 4, 20)
    extensions.ask_extension(world.jing, share.id, reason="等会办意见", until=until, version=share.version, now=before)
    # While an office owes the unit its word, time holds back.
    assert ladder.issue_due(now=NOW) == 0
    share = held(case, world=world)
    extensions.grant(world.du, extensions.Decided(share.id, share.version, until=until), now=NOW)
    assert ladder.issue_due(now=NOW) == 0
    assert ladder.issue_due(now=datetime(2026, 4, 21, 2, tzinfo=NOW.tzinfo)) == 1
    assert [one.due_on for one in every()] == [until]


def test_a_share_the_unit_says_is_not_its_own_waits_for_the_ruling(world: World) -> None:
    case = builders.an_assigned(world)
    share = held(case, world=world)
    objections.object_to(world.he, share.id, a_claim(world), version=share.version, now=NOW)
    assert ladder.issue_due(now=NOW + timedelta(days=9)) == 0
    # A person may still ask how it stands.
    chases.chase(world.lin, share.id, now=NOW)
    assert held(case, world=world).chases == 1


def test_a_supervision_notice_is_issued_once_by_an_office_and_reaches_the_signer(world: World) -> None:
    case = late(world)
    task = task_of(world, case)
    with pytest.raises(Invalid):
        ladder.supervise(world.chen, task, Said(""), now=NOW)
    ladder.supervise(world.du, task, Said("请主要负责人过问。", answer_by=date(2026, 4, 8)), now=NOW)
    (one,) = every()
    assert (one.form, one.serial, one.weight, one.answer_by) == (Form.SUPERVISION, 1, 4, date(2026, 4, 8))
    assert told(last_event(Action.SUPERVISE)) == {Party.UNIT_SIGNER, Party.COORDINATOR}
    # Higher than the note: that one is passed over.
    assert ladder.issue_due(now=NOW) == 0
    with pytest.raises(Refused) as no:
        ladder.supervise(world.chen, task, Said("再发一次"), now=NOW)
    assert no.value.why is Why.SUPERVISED_ALREADY


def test_nobody_is_supervised_before_it_is_late(world: World) -> None:
    case = builders.in_hand(world)
    with pytest.raises(Refused) as no:
        ladder.supervise(world.chen, task_of(world, case), Said("快"), now=NOW)
    assert no.value.why is Why.SHARE_NOT_LATE


def test_the_desk_puts_a_share_on_the_list_for_the_chair_meeting(world: World) -> None:
    case = late(world)
    task = task_of(world, case)
    ladder.put_to_chair(world.chen, task, Said("三次催办没有答复。"), now=NOW)
    (one,) = every()
    assert (one.form, one.serial, one.weight) == (Form.CHAIR, None, 8)
    with pytest.raises(Refused) as no:
        ladder.put_to_chair(world.chen, task, Said("再报一次"), now=NOW)
    assert no.value.why is Why.PUT_TO_CHAIR_ALREADY
    with pytest.raises(Refused):
        ladder.put_to_chair(world.du, task, Said("督查室不报主任会议"), now=NOW)


def test_a_receipt_nobody_signed_is_chased_too(world: World) -> None:
    builders.an_assigned(world)
    due = db.session.scalars(select(Clock.due_on).where(Clock.kind == ClockKind.SIGN_FOR)).one()
    after = datetime(due.year, due.month, due.day, 2, tzinfo=NOW.tzinfo) + timedelta(days=1)
    assert ladder.issue_due(now=after) == 1
    assert every()[0].clock is ClockKind.SIGN_FOR
    assert told(last_event(Action.ISSUE_CHASE)) == {Party.RECEIVER, Party.COORDINATOR}


def test_a_look_at_what_waits_takes_as_many_statements_for_many_late_shares_as_for_few(world: World) -> None:
    counts = []
    for more in (2, 5):
        for _ in range(more):
            late(world)
        ladder.issue_due(now=NOW)
        db.session.rollback()
        with reads() as found:
            assert ladder.issue_due(now=NOW) == 0
        counts.append(len(found))
    assert counts[0] == counts[1] <= 6
    assert len(every()) == 7


def test_a_few_are_chased_under_one_lock_and_one_that_must_wait_holds_up_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ladder, "BATCH", 2)
    cases = [late(world) for _ in range(5)]
    share = held(cases[0], world=world)
    before = datetime(2026, 3, 18, 2, tzinfo=NOW.tzinfo)
    extensions.explain_delay(world.jing, share.id, words="还差一个部门的意见。", version=share.version, now=before)
    share = held(cases[0], world=world)
    until = date(2026, 4, 20)
    extensions.ask_extension(world.jing, share.id, reason="等会办意见", until=until, version=share.version, now=before)
    assert ladder.issue_due(now=NOW) == 4
    assert {one.suggestion_id for one in every()} == set(cases[1:])
    assert [one.serial for one in every()] == [1, 2, 3, 4]
    assert ladder.issue_due(now=NOW) == 0


def gone_and_back(world: World, case: int) -> None:
    """A corrected notice makes the due day a holiday, the same is done for the new day, and it was no holiday after
    all."""
    assert days_off(world, DUE, now=NOW) > 0
    away = held(case, world=world).due_on
    assert away is not None and away > DUE
    assert ladder.issue_due(now=NOW) == 1 and every()[-1].due_on == away
    ladder.supervise(world.du, task_of(world, case), Said("请主要负责人过问。"), now=NOW)
    ladder.put_to_chair(world.chen, task_of(world, case), Said("没有答复。"), now=NOW)
    assert days_off(world, now=NOW) > 0
    assert held(case, world=world).due_on == DUE


def days_off(world: World, *more: date, now: datetime) -> int:
    """An official notice of the year whose holidays are those every year has and four days from each of these on."""
    extra = [f"测试：{day.month}月{day.day}日至{(day + timedelta(days=3)).day}日放假。" for day in more]
    notice = "\n".join([*HOLIDAYS, *extra])
    change = calendars.propose(world.chen, year=2026, notice=notice, document_no="更正", official=True, now=now)
    moved = calendars.approve(world.lu, change, version=1, now=now)
    db.session.rollback()
    return moved


def all_steps(world: World) -> int:
    """Late, and for the day it was due time has issued its note and both offices their own steps."""
    case = late(world)
    days_off(world, now=NOW - timedelta(days=9))
    assert ladder.issue_due(now=NOW - timedelta(days=1)) == 1
    ladder.supervise(world.du, task_of(world, case), Said("请主要负责人过问。"), now=NOW)
    ladder.put_to_chair(world.chen, task_of(world, case), Said("两次催办没有答复。"), now=NOW)
    return case


def test_a_due_day_that_moves_away_and_back_was_chased_for(world: World) -> None:
    """No step of it is issued a second time, and whoever presses for one reads why not."""
    case = all_steps(world)
    gone_and_back(world, case)
    before = [(one.form, one.due_on) for one in every()]
    assert len(before) == len(set(before)) == 6
    share = held(case, world=world)
    assert (share.supervised_for, share.put_to_chair_for) == (DUE, DUE), "on the boards as it was"
    db.session.rollback()
    assert ladder.issue_due(now=NOW) == 0
    for act, who, why in (
        (ladder.supervise, world.chen, Why.SUPERVISED_ALREADY),
        (ladder.put_to_chair, world.chen, Why.PUT_TO_CHAIR_ALREADY),
    ):
        with pytest.raises(Refused) as no:
            act(who, task_of(world, case), Said("再来一次"), now=NOW)
        assert no.value.why is why
    assert [(one.form, one.due_on) for one in every()] == before


def test_a_step_a_share_has_forgotten_is_neither_issued_nor_asked_for_again(world: World) -> None:
    """As days that moved back before this was looked at left them."""
    case = all_steps(world)
    forgotten = dict.fromkeys(held(case, world=world).ladder_steps, "2026-03-24")
    for forget in (lambda: ladder.issue_due(now=NOW), lambda: press(world, case)):
        share = held(case, world=world)
        share.ladder_steps, share.supervised_for, share.put_to_chair_for = forgotten, date(2026, 3, 24), None
        db.session.commit()
        assert forget() == 0
    assert len(every()) == 3
    ladder.issue_due(now=NOW)
    share = held(case, world=world)
    assert set(share.steps_issued.values()) == {DUE} and (share.supervised_for, share.put_to_chair_for) == (DUE, DUE)


def press(world: World, case: int) -> int:
    for act in (ladder.supervise, ladder.put_to_chair):
        with pytest.raises(Refused):
            act(world.chen, task_of(world, case), Said("再来一次"), now=NOW)
    return 0


def test_one_share_that_cannot_be_chased_holds_up_no_other_and_the_job_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One with a step on record for a clock it does not go by, as no rule of ours writes it."""
    monkeypatch.setattr(ladder, "BATCH", 2)
    cases = [late(world) for _ in range(5)]
    assert ladder.issue_due(now=NOW) == 5
    (sick, *_others) = every()
    sick.clock = ClockKind.CO_OPINION
    for one in every()[1:]:
        db.session.delete(one)
    db.session.execute(update(Task).values(ladder_steps={}))
    db.session.commit()
    jobs.run_due(now=NOW)
    assert {one.suggestion_id for one in every()} == set(cases)
    job = db.session.scalars(select(Job).where(Job.kind == "ladder")).one()
    assert job.done_at is None and f"took 4 steps and none for shares [{sick.task_id}]" in job.error
