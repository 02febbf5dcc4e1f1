"""A promise is noted, moved only when granted, late from the day after, kept with a second reply, and disputed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests import builders
from tests.builders import fetch
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import may
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState
from tracker.domain.whys import Refused
from tracker.models.commitments import ChangeKind, Commitment, CommitmentProgress
from tracker.models.record import Clock, Event, Notice
from tracker.queries import commitments as ledger
from tracker.queries.commitment_groups import Group
from tracker.queries.stages import tally
from tracker.services import (
    commitment_changes,
    commitment_days,
    commitment_disputes,
    commitments,
    implementation_ratings,
    jobs,
    replies,
)
from tracker.services._load import Invalid, Stale
from tracker.services._rating import Verdict
from tracker.services.commitment_changes import Change, Decision
from tracker.services.commitment_disputes import Finding
from tracker.services.commitments import Progress, SecondReply

C = CommitmentState
DAY = timedelta(days=1)


def promised(world: World) -> int:
    """A delivered reply with one promise; its id."""
    builders.delivered(world)
    return db.session.scalars(select(Commitment.id).order_by(Commitment.id)).first() or 0


def the(commitment_id: int) -> Commitment:
    db.session.rollback()
    return db.session.get_one(Commitment, commitment_id, populate_existing=True)


def note(
    who: Actor, one: int, *, percent: int | None = 40, words: str = "第一处已完工", now: datetime = NOW + DAY
) -> None:
    commitments.note_progress(who, one, Progress(words, percent), version=the(one).version, now=now)


def ask(world: World, one: int, *, until: date | None = None, now: datetime = NOW + DAY) -> None:
    kind = ChangeKind.MOVE if until else ChangeKind.DROP
    change = Change(kind, "资金没有批下来", until)
    commitment_changes.ask(world.cheng, one, change, version=the(one).version, now=now)


def grant(world: World, one: int, *, until: date | None = None, now: datetime = NOW + 2 * DAY) -> None:
    commitment_changes.grant(world.chen, one, Decision("同意", until), version=the(one).version, now=now)


def fulfil(world: World, one: int, *, now: datetime) -> None:
    reply = SecondReply("临教复〔2027〕3号", "承诺的经费已经列入预算。")
    commitments.fulfil(world.cheng, one, reply, version=the(one).version, now=now)


def answer_again(world: World, case: int, *, due_on: date, promise: str = "经费列入预算") -> None:
    """A second reply to the same paper, with a promise for the same request by this day."""
    first, second = builders.a_reply().answers
    again = replace(second, promise=promise, promise_due_on=due_on)
    draft = replace(builders.a_reply(), answers=[first, again])
    one = builders.round_of(world, case)
    version = replies.save(world.jing, one.id, draft, version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    one = builders.round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕2号", version=one.version, now=NOW)


def after(one: int, days: int = 1) -> datetime:
    """Ten in the morning so many days after the promised day."""
    return NOW + (the(one).due_on - TODAY) + timedelta(days=days)


def running(one: int) -> list[ClockKind]:
    clocks = select(Clock.kind).where(Clock.commitment_id == one, Clock.stopped_on.is_(None))
    return list(db.session.scalars(clocks))


def told_of(action: Action) -> set[str]:
    wanted = select(Notice.party).join(Event, Event.seq == Notice.event_seq).where(Event.action == action.value)
    return {party.value for party in db.session.scalars(wanted)}


def test_a_promise_begins_with_the_reply_and_says_who_owes_what_by_when(world: World) -> None:
    one = the(promised(world))
    assert (one.state, one.promised_on, one.first_due_on, one.moves) == (C.OPEN, TODAY, one.due_on, 0)
    assert one.unit_id == world.units["市教育局"]
    born = db.session.scalars(select(Event).where(Event.action == Action.PROMISE.value)).one()
    assert (born.facts["commitment"], born.round_id) == (one.id, one.round_id)


def test_progress_is_noted_with_a_figure_and_told_to_the_deputies(world: World) -> None:
    one = promised(world)
    note(world.jing, one)
    held = db.session.scalars(select(CommitmentProgress)).one()
    assert (held.percent, the(one).percent, the(one).progress_on) == (40, 40, TODAY + DAY)
    assert told_of(Action.NOTE_PROGRESS) == {"author", "cosigner"}
    with pytest.raises(Invalid) as raised:
        note(world.he, one, percent=101, words=" ")
    assert raised.value.problems == {"words": "missing", "percent": "not_a_percentage"}
    with pytest.raises(Stale):
        commitments.note_progress(world.jing, one, Progress("又一处", 50), version=1, now=NOW)
    with pytest.raises(Refused):
        note(world.jiang, one)


def test_nothing_changes_until_a_move_is_granted(world: World) -> None:
    one = promised(world)
    was, later = the(one).due_on, the(one).due_on + timedelta(days=90)
    ask(world, one, until=later)
    assert (the(one).due_on, the(one).change_is_open, running(one)) == (was, True, [ClockKind.PROMISE_CHANGE])
    with pytest.raises(Refused):
        ask(world, one)
    with pytest.raises(Invalid) as raised:
        grant(world, one, until=was)
    assert raised.value.problems == {"until": "not_later_than_promised"}
    grant(world, one, until=later - DAY)
    held = the(one)
    assert (held.due_on, held.first_due_on, held.moves, held.change_is_open) == (later - DAY, was, 1, False)
    assert (held.changes[0].asked_until, held.changes[0].granted_until) == (later, later - DAY)
    assert running(one) == []


def test_a_refused_or_recalled_request_leaves_the_promise_as_it_was(world: World) -> None:
    one = promised(world)
    was = the(one).due_on
    ask(world, one, until=was + DAY)
    commitment_changes.recall(world.cheng, one, words="能按期", version=the(one).version, now=NOW + DAY)
    ask(world, one)
    commitment_changes.refuse(world.chen, one, Decision("必须做到"), version=the(one).version, now=NOW + DAY)
    held = the(one)
    assert (held.state, held.due_on, held.moves, held.change_is_open) == (C.OPEN, was, 0, False)
    assert [each.is_granted for each in held.changes] == [None, False]


def test_a_promise_is_dropped_only_by_the_desk(world: World) -> None:
    one = promised(world)
    ask(world, one)
    with pytest.raises(Refused):
        commitment_changes.grant(world.du, one, Decision(), version=the(one).version, now=NOW + DAY)
    grant(world, one)
    assert (the(one).state, the(one).dropped_on) == (C.DROPPED, TODAY + 2 * DAY)


def test_it_is_late_from_the_day_after_and_the_worker_says_so_once(world: World) -> None:
    one = promised(world)
    jobs.promises({}, now=after(one, 0))
    assert the(one).state is C.OPEN
    for _again in range(2):
        jobs.promises({}, now=after(one))
    held = the(one)
    assert held.state is C.PAST_DUE
    assert held.rating_due_on is not None and held.rating_due_on > held.due_on
    late = select(func.count()).select_from(Event).where(Event.action == Action.FALL_DUE.value)
    assert db.session.scalar(late) == 1
    assert {"author", "unit_signer", "coordinator", "desk"} <= told_of(Action.FALL_DUE)


def test_a_late_promise_with_a_new_day_is_owed_again(world: World) -> None:
    one = promised(world)
    commitment_days.fall_due_all(now=after(one))
    until = the(one).due_on + timedelta(days=200)
    ask(world, one, until=until, now=after(one, 2))
    grant(world, one, until=until, now=after(one, 3))
    held = the(one)
    assert (held.state, held.due_on, held.rating_due_on, running(one)) == (C.OPEN, until, None, [])


def test_reminders_come_a_month_and_a_week_before_once_each(world: World) -> None:
    one = promised(world)
    wanted = select(func.count()).select_from(Event).where(Event.action == Action.REMIND_PROMISE.value)
    seen = []
    for days in (-31, -30, -29, -7, -6, 0):
        for _again in range(2):
            commitment_days.remind_all(now=after(one, days))
        seen.append(db.session.scalar(wanted))
    assert seen == [0, 1, 1, 2, 2, 2]


def test_a_week_off_makes_one_reminder_not_two(world: World) -> None:
    one = promised(world)
    assert (commitment_days.remind_all(now=after(one, -3)), commitment_days.remind_all(now=after(one, -2))) == (1, 0)


def test_deputies_are_told_when_nothing_moved_for_a_quarter(world: World) -> None:
    one = promised(world)
    note(world.jing, one, now=NOW + 10 * DAY)
    quiet = [commitment_days.tell_quiet_all(now=NOW + days * DAY) for days in (90, 100, 101, 102, 192)]
    assert quiet == [0, 0, 1, 0, 1]
    assert "author" in told_of(Action.TELL_QUIET)


def test_whoever_has_a_form_open_while_time_tells_something_may_hand_it_in(world: World) -> None:
    one = promised(world)
    held = the(one)
    opened, of_case, changed = held.version, held.suggestion.version, held.suggestion.changed_at
    assert commitment_days.remind_all(now=after(one, -29)) == 1
    assert commitment_days.tell_quiet_all(now=after(one, -29)) == 1
    held = the(one)
    assert (held.version, held.suggestion.version, held.suggestion.changed_at) == (opened, of_case, changed)
    assert (held.reminded_on, held.quiet_told_on) == (held.due_on - 29 * DAY, held.due_on - 29 * DAY)
    later = Change(ChangeKind.MOVE, "灯具招标流标一次", held.due_on + 60 * DAY)
    commitment_changes.ask(world.cheng, one, later, version=opened, now=after(one, -29))
    assert the(one).change_is_open


def test_kept_late_is_told_by_its_days_and_opens_the_second_rating(world: World) -> None:
    one = promised(world)
    commitment_days.fall_due_all(now=after(one))
    commitments.explain_unkept(world.jing, one, words="招标流标一次", version=the(one).version, now=after(one, 3))
    fulfil(world, one, now=after(one, 12))
    held = the(one)
    assert (held.state, held.percent, held.fulfilled_on) == (C.FULFILLED, 100, held.due_on + 12 * DAY)
    assert held.rating_due_on is not None and held.rating_due_on > held.fulfilled_on
    assert running(one) == [ClockKind.IMPLEMENTATION]
    assert "author" in told_of(Action.FULFIL)


def test_a_report_makes_an_undecided_request_needless(world: World) -> None:
    one = promised(world)
    ask(world, one)
    fulfil(world, one, now=NOW + 3 * DAY)
    assert (the(one).change_is_open, the(one).changes[0].is_granted) == (False, None)
    assert running(one) == [ClockKind.IMPLEMENTATION]


@pytest.mark.parametrize(("days", "state"), [(-20, C.OPEN), (20, C.PAST_DUE)])
def test_a_report_that_is_not_so_is_taken_back(world: World, days: int, state: CommitmentState) -> None:
    one = promised(world)
    note(world.jing, one, percent=40)
    fulfil(world, one, now=after(one, days))
    now = after(one, days + 1)
    commitment_disputes.not_so(world.lin, one, words="现场没有动工", version=the(one).version, now=now)
    with pytest.raises(Refused):
        commitment_disputes.not_so(world.lin, one, words="再说一次", version=the(one).version, now=now)
    commitment_disputes.answer(world.cheng, one, words="第二标段未完", version=the(one).version, now=now)
    with pytest.raises(Invalid):
        commitment_disputes.settle(world.chen, one, Finding(None, ""), version=the(one).version, now=now)
    commitment_disputes.settle(world.chen, one, Finding(True, "去看过"), version=the(one).version, now=now)
    held = the(one)
    assert (held.state, held.fulfilled_on, held.is_disputed) == (state, None, False)
    assert held.percent == 40, "as far as it was before the report"
    assert (held.disputes[0].is_upheld, held.disputes[0].answer) == (True, "第二标段未完")
    assert (held.rating_due_on is not None) is (state is C.PAST_DUE)


def test_where_the_deputy_is_wrong_the_report_stands(world: World) -> None:
    one = promised(world)
    fulfil(world, one, now=NOW + 9 * DAY)
    commitment_disputes.not_so(world.lin, one, words="没有看到", version=the(one).version, now=NOW + 10 * DAY)
    finding = Finding(False, "已经完工")
    commitment_disputes.settle(world.chen, one, finding, version=the(one).version, now=NOW + 11 * DAY)
    assert (the(one).state, the(one).is_disputed) == (C.FULFILLED, False)


def test_where_another_unit_owes_it_its_people_act(world: World) -> None:
    one = promised(world)
    the(one).unit_id = world.units["市交通运输局"]
    db.session.commit()
    held = the(one)
    assert may(world.luo, Action.NOTE_PROGRESS, held, today=TODAY)
    assert may(world.su, Action.FULFIL, held, today=TODAY)
    assert not may(world.jing, Action.NOTE_PROGRESS, held, today=TODAY)
    note(world.luo, one)
    told = select(Notice.unit_id).where(Notice.unit_id.is_not(None)).order_by(Notice.id.desc())
    ask_until = the(one).due_on + DAY
    commitment_changes.ask(
        world.su, one, Change(ChangeKind.MOVE, "雨季", ask_until), version=the(one).version, now=NOW + DAY
    )
    grant(world, one, until=ask_until)
    assert db.session.scalars(told).first() == world.units["市交通运输局"]


def second_round(world: World) -> tuple[int, int]:
    """A paper to be handled again after a dissatisfied rating, and the promise of its first reply."""
    case = builders.closed(world, level=builders.Level.DISSATISFIED)
    first = db.session.scalars(select(Commitment.id)).one()
    builders.handle_again(world, case)
    return case, first


@pytest.mark.parametrize(("words", "days"), [("经费列入预算", 1), ("研究一次经费问题", -400)])
def test_a_new_reply_neither_moves_nor_weakens_what_was_promised(world: World, words: str, days: int) -> None:
    case, first = second_round(world)
    answer_again(world, case, due_on=max(the(first).due_on + days * DAY, TODAY + DAY), promise=words)
    assert [one.state for one in db.session.scalars(select(Commitment))] == [C.OPEN, C.OPEN]
    assert the(first).replaced_by_id is None


def test_the_same_promise_again_is_carried_on_by_the_new_reply(world: World) -> None:
    case, first = second_round(world)
    note(world.jing, first, percent=40, now=NOW)
    answer_again(world, case, due_on=the(first).due_on, promise="经费\n列入预算")
    old, new = db.session.scalars(select(Commitment).order_by(Commitment.id)).all()
    assert (old.state, old.replaced_by_id, new.state) == (C.REPLACED, new.id, C.OPEN)
    assert (new.percent, new.progress_on) == (40, TODAY)
    assert fetch(case).due_on is not None


def unsatisfying(world: World) -> int:
    """Reported kept, and rated dissatisfied by its only deputy."""
    one = promised(world)
    fulfil(world, one, now=NOW)
    said = Verdict(Level.DISSATISFIED, "没有列入预算")
    implementation_ratings.rate_commitment(world.lin, one, said, version=the(one).version, now=NOW)
    return one


def decide(world: World, one: int, *, is_taken_up: bool) -> None:
    decision = commitment_disputes.Decision(is_taken_up, "去看过")
    commitment_disputes.decide(world.chen, one, decision, version=the(one).version, now=NOW + DAY)


def test_what_did_not_satisfy_is_not_counted_as_kept_and_waits_for_the_desk(world: World) -> None:
    one = unsatisfying(world)
    of = ledger.numbers(world.chen, ledger.Wanted(), today=TODAY).of
    assert (the(one).state, of[Group.KEPT], of[Group.DISSATISFIED]) == (C.SETTLED, 0, 1)
    assert tally(world.chen, today=TODAY).decisions["promises_dissatisfied"] == 1
    with pytest.raises(Refused):
        commitment_disputes.decide(
            world.cheng, one, commitment_disputes.Decision(False, "维持"), version=the(one).version, now=NOW
        )
    decide(world, one, is_taken_up=False)
    assert (the(one).state, the(one).explained_on) == (C.SETTLED, TODAY + DAY)
    assert {"author", "unit_signer"} <= told_of(Action.LEAVE_PROMISE)
    assert not tally(world.chen, today=TODAY).decisions.get("promises_dissatisfied")
    assert ledger.numbers(world.chen, ledger.Wanted(), today=TODAY).of[Group.KEPT] == 0


def test_the_desk_takes_it_up_again_and_what_was_said_stays(world: World) -> None:
    one = unsatisfying(world)
    decide(world, one, is_taken_up=True)
    held = the(one)
    assert (held.state, held.fulfilled_on, held.implementation) == (C.OPEN, None, None)
    assert (held.earlier_level, len(held.ratings)) == (Level.DISSATISFIED, 1)
    fulfil(world, one, now=NOW + 2 * DAY)
    assert (the(one).state, the(one).earlier_level) == (C.FULFILLED, Level.DISSATISFIED)


def test_a_deputy_may_say_that_it_is_not_so_after_the_rating_is_over(world: World) -> None:
    one = unsatisfying(world)
    commitment_disputes.not_so(world.lin, one, words="没有动工", version=the(one).version, now=NOW)
    commitment_disputes.answer(world.cheng, one, words="在招标", version=the(one).version, now=NOW)
    commitment_disputes.settle(world.chen, one, Finding(True, "去看过"), version=the(one).version, now=NOW)
    assert (the(one).state, the(one).is_disputed) == (C.OPEN, False)


def test_moving_a_late_promise_keeps_the_level_deputies_gave_it(world: World) -> None:
    one = promised(world)
    late = after(one)
    commitment_days.fall_due_all(now=late)
    said = Verdict(Level.DISSATISFIED, "没做")
    implementation_ratings.rate_commitment(world.lin, one, said, version=the(one).version, now=late)
    until = the(one).due_on + timedelta(days=200)
    ask(world, one, until=until, now=late)
    grant(world, one, until=until, now=late)
    assert (the(one).implementation, the(one).earlier_level) == (None, Level.DISSATISFIED)


def test_the_ledger_finds_letters_whatever_their_case(world: World) -> None:
    one = the(promised(world))
    one.promise = "5G基站"
    db.session.commit()
    assert ledger.numbers(world.chen, ledger.Wanted(words="5g"), today=TODAY).total == 1
