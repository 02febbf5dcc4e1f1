"""Paper beside screen: what staff enter is filed with the days of the paper, and its side confirms or disputes it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from tests import builders, situations_entries, situations_ratings
from tests.bill_parts import DECIDING, SITTING, decision, how
from tests.bill_parts import signers as bill_signers
from tests.builders import a_paper, a_reply, fetch, round_of, task_of
from tests.heard import heard
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.entries import Channel, Entered
from tracker.domain.kinds import Kind
from tracker.domain.parties import Party, SignatureState
from tracker.domain.permissions import may
from tracker.domain.ratings import ASKED_ON_DELIVERY, Level
from tracker.domain.results import Semantic
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState, RoundState, SuggestionState, TaskState
from tracker.domain.whys import Refused
from tracker.models.commitments import Commitment
from tracker.models.joint import PaperEntry
from tracker.models.organs import CongressSession
from tracker.models.ratings import PaperRating, RatingLink
from tracker.models.record import Clock, Event, Notice
from tracker.queries.files import of_reply
from tracker.services import (
    bills,
    cosigning,
    disputed_entries,
    entries,
    files,
    handling,
    leads,
    paper_ratings,
    rating_links,
    ratings,
    replies,
    reviews,
    submissions,
    unit_entries,
)
from tracker.services._entering import Came
from tracker.services._load import Invalid
from tracker.services._rating import REPLY_IS_VOID
from tracker.services.disputed_entries import Settlement
from tracker.services.entries import PaperSigner
from tracker.services.ratings import Verdict
from tracker.services.unit_entries import Signed

S = SuggestionState
EARLIER = TODAY - timedelta(days=3)
CAME = Came(Channel.PAPER, EARLIER, "选联任工委文书柜2026-3")


def signed(actor, on: date = EARLIER) -> PaperSigner:
    return PaperSigner(actor.membership_id or 0, on)


def an_entered(world: World, *, by=None, others=True, **changes: object) -> int:
    signers = [signed(world.fang)] if others else []
    return entries.enter_paper(by or world.tian, a_paper(world, **changes), signed(world.lin), signers, CAME, now=NOW)


def settle(
    world: World, case: int, what: Entered, *, is_void: bool, words: str = "核对过原件", now: datetime = NOW
) -> None:
    found = Settlement(is_void, words)
    disputed_entries.settle(world.chen, case, entry_of(case, what, is_disputed=True).id, found, now=now)


def drafted(world: World, case: int) -> None:
    """The handler has written into the reply here and attached a file, and sent nothing."""
    one = round_of(world, case)
    kept = files.keep(world.jing, [files.Upload("内部底稿.txt", io.BytesIO("内部意见".encode()))], now=NOW)
    draft = replace(a_reply(), opening="内部草稿，还没有送签")
    replies.save(world.jing, one.id, draft, version=one.version, now=NOW, files=kept.keys)


def entry_of(case: int, what: Entered, *, is_disputed: bool | None = None) -> PaperEntry:
    db.session.rollback()
    wanted = select(PaperEntry).where(PaperEntry.suggestion_id == case, PaperEntry.what == what)
    wanted = wanted if is_disputed is None else wanted.where(PaperEntry.is_disputed.is_(is_disputed))
    return db.session.scalars(wanted.order_by(PaperEntry.id.desc())).first() or PaperEntry()


def test_an_entered_paper_is_filed_on_the_day_it_came(world: World) -> None:
    case = fetch(an_entered(world))
    assert (case.state, case.submitted_on, case.received_on) == (SuggestionState.SUBMITTED, EARLIER, EARLIER)
    assert (case.author_id, case.signer_count, case.open_entries) == (world.lin.person_id, 2, 2)
    assert case.needs_check is False
    clock = db.session.scalars(select(Clock).where(Clock.suggestion_id == case.id)).one()
    assert (clock.kind, clock.started_on) == (ClockKind.REVIEW, EARLIER)


def test_its_record_tells_who_entered_what_for_whom(world: World) -> None:
    case = an_entered(world)
    event = db.session.scalars(select(Event).where(Event.suggestion_id == case)).one()
    assert (event.action, event.person_id) == ("enter_paper", world.tian.person_id)
    assert event.facts["for_person"] == world.lin.person_id
    assert event.facts["cosigners"] == [world.fang.person_id]
    assert (event.facts["channel"], event.facts["received_on"]) == ("paper", EARLIER.isoformat())


def test_review_goes_on_before_it_is_confirmed(world: World) -> None:
    case = an_entered(world)
    category = world.categories["教育科技"]
    reviews.accept(world.chen, case, category_id=category, version=fetch(case).version, now=NOW)
    assert fetch(case).open_entries == 2
    entries.confirm(world.lin, case, now=NOW)
    assert fetch(case).open_entries == 1


def test_each_confirms_what_is_his_once(world: World) -> None:
    case = an_entered(world)
    entries.confirm(world.lin, case, now=NOW)
    with pytest.raises(Refused):
        entries.confirm(world.lin, case, now=NOW)
    with pytest.raises(Refused):
        entries.confirm(world.tian, case, now=NOW)
    entry = entry_of(case, Entered.SUGGESTION)
    assert (entry.answered_by_id, entry.is_disputed) == (world.lin.person_id, False)


def test_a_disputed_signature_counts_no_longer_and_can_be_entered_again(world: World) -> None:
    case = an_entered(world)
    with pytest.raises(Invalid, match="words"):
        entries.dispute(world.fang, case, words=" ", now=NOW)
    entries.dispute(world.fang, case, words="我没有签过", now=NOW)
    found = fetch(case)
    assert [one.state for one in found.signatures] == [SignatureState.DECLINED]
    assert (found.signer_count, found.open_entries) == (1, 1)
    denied = next(one for one in found.entries if one.is_unsettled)
    disputed_entries.settle(world.chen, case, denied.id, Settlement(True, "和本人核对过"), now=NOW)
    entries.enter_signature(world.chen, case, signed(world.fang), CAME, now=NOW)
    found = fetch(case)
    assert [one.state for one in found.signatures] == [SignatureState.AGREED]
    assert may(world.fang, Action.CONFIRM_ENTRY, found, today=TODAY)


def test_a_paper_its_lead_denies_gets_no_number_until_the_desk_has_looked(world: World) -> None:
    case = an_entered(world, others=False)
    entries.dispute(world.lin, case, words="这不是我的稿子", now=NOW)
    found = fetch(case)
    assert (found.state, found.open_entries, found.disputed_entries) == (SuggestionState.SUBMITTED, 0, 1)
    category = world.categories["教育科技"]
    with pytest.raises(Refused, match="paper_is_denied"):
        reviews.accept(world.chen, case, category_id=category, version=found.version, now=NOW)
    settle(world, case, Entered.SUGGESTION, is_void=False, words="原件上有林若溪签名，已与本人核对")
    assert fetch(case).disputed_entries == 0
    reviews.accept(world.chen, case, category_id=category, version=fetch(case).version, now=NOW)
    assert fetch(case).number


def test_a_void_paper_ends_with_its_text_kept(world: World) -> None:
    case = an_entered(world)
    entries.dispute(world.lin, case, words="这不是我的稿子", now=NOW)
    settle(world, case, Entered.SUGGESTION, is_void=True, words="原件是冒名的")
    found = fetch(case)
    assert (found.state, found.disputed_entries) == (SuggestionState.WITHDRAWN, 0)
    assert found.text is not None and found.text.problem
    clocks = db.session.scalars(select(Clock).where(Clock.suggestion_id == case)).all()
    assert clocks and all(one.stopped_on for one in clocks)
    entry = entry_of(case, Entered.SUGGESTION)
    assert (entry.is_void, entry.settled_by_id, entry.settlement) == (True, world.chen.person_id, "原件是冒名的")


def test_a_denied_signature_is_off_and_can_only_be_void(world: World) -> None:
    case = an_entered(world)
    entries.dispute(world.fang, case, words="我没有签过", now=NOW)
    with pytest.raises(Invalid, match="signature_is_off"):
        settle(world, case, Entered.SIGNATURE, is_void=False)
    with pytest.raises(Invalid, match="settlement_missing"):
        settle(world, case, Entered.SIGNATURE, is_void=True, words=" ")
    settle(world, case, Entered.SIGNATURE, is_void=True)
    assert (fetch(case).signer_count, fetch(case).disputed_entries) == (1, 0)
    with pytest.raises(Refused, match="nothing_disputed"):
        settle(world, case, Entered.SIGNATURE, is_void=True)


def test_who_denies_the_signature_is_not_asked_to_lead_any_more(world: World) -> None:
    case = an_entered(world)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="请接着领衔", now=NOW)
    entries.dispute(world.fang, case, words="我没有签过", now=NOW)
    assert fetch(case).lead_offered_to_id is None
    assert not may(world.fang, Action.TAKE_LEAD, fetch(case), today=TODAY)


def test_a_signature_on_paper_stands_under_the_text_of_its_day_only(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    reviews.send_back(world.chen, case, reason="请补数据", version=fetch(case).version, now=NOW)
    other = a_paper(world, problem="完全改过的另一件事。")
    submissions.revise(world.lin, case, other, version=fetch(case).version, now=NOW)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    with pytest.raises(Invalid, match="signed_older_text"):
        entries.enter_signature(world.chen, case, signed(world.fang), CAME, now=NOW)
    todays = Came(Channel.PAPER, TODAY, "柜")
    entries.enter_signature(world.chen, case, signed(world.fang, TODAY), todays, now=NOW)
    assert fetch(case).signer_count == 2


def test_a_denied_signature_is_put_back_by_nobody_but_the_desk_that_looked_into_it(world: World) -> None:
    case = an_entered(world)
    entries.dispute(world.fang, case, words="我没有签过", now=NOW)
    for actor in (world.tian, world.chen):
        with pytest.raises(Invalid, match="denied_unsettled"):
            entries.enter_signature(actor, case, signed(world.fang), CAME, now=NOW)
    entry = next(one for one in fetch(case).entries if one.is_unsettled)
    disputed_entries.settle(world.chen, case, entry.id, Settlement(True, "不是本人签名"), now=NOW)
    with pytest.raises(Invalid, match="denied_before"):
        entries.enter_signature(world.tian, case, signed(world.fang), CAME, now=NOW)
    entries.enter_signature(world.chen, case, signed(world.fang), CAME, now=NOW)
    assert fetch(case).signer_count == 2


def test_a_signature_on_paper_does_not_undo_a_later_word_of_its_deputy(world: World) -> None:
    case = an_entered(world)
    entries.confirm(world.fang, case, now=NOW)
    cosigning.leave(world.fang, case, reason="不同意了", now=NOW)
    with pytest.raises(Invalid, match="signed_before_leaving"):
        entries.enter_signature(world.chen, case, signed(world.fang), CAME, now=NOW)
    assert fetch(case).signer_count == 1


def on_paper(world: World, *, hour: time | None = time(10), others: int = 9) -> int:
    """A bill entered by the bill group while the session sits, signed by so many beside its lead."""
    day = SITTING.date()
    came = Came(Channel.PAPER, day, "大会秘书处议案组文书柜", hour=hour)
    cosigners = [signed(one, day) for one in bill_signers(world)[:others]]
    bill = a_paper(world, kind=Kind.BILL)
    return entries.enter_paper(world.qin, bill, signed(world.lin, day), cosigners, came, now=SITTING)


def test_a_bill_on_paper_needs_its_ten_and_its_hour(world: World) -> None:
    sitting = db.session.scalars(select(CongressSession)).one()
    sitting.bills_until = SITTING - timedelta(minutes=30)
    db.session.commit()
    for field, lacking in {"signers": {"others": 8}, "hour": {"hour": time(9, 45)}}.items():
        with pytest.raises(Invalid) as refused:
            on_paper(world, **({"hour": time(9)} | lacking))
        assert set(refused.value.problems) == {field}
    with pytest.raises(Invalid, match="hour_missing"):
        on_paper(world, hour=None)
    with pytest.raises(Invalid, match="in_future"):
        on_paper(world, hour=time(11))
    bill = fetch(on_paper(world, hour=time(9, 30)))
    assert (bill.kind, bill.state, bill.signer_count, bill.open_entries) == (Kind.BILL, S.SUBMITTED, 10, 10)
    assert may(world.qin, Action.PUT_ON_AGENDA, bill, today=SITTING.date())


def test_no_bill_is_entered_outside_a_session(world: World) -> None:
    signers = [signed(one) for one in bill_signers(world)]
    came = Came(Channel.PAPER, EARLIER, "柜", hour=time(10))
    with pytest.raises(Invalid, match="bills_closed_then"):
        entries.enter_paper(world.chen, a_paper(world, kind=Kind.BILL), signed(world.lin), signers, came, now=NOW)


def test_what_was_entered_for_a_bill_is_confirmed_after_the_decision(world: World) -> None:
    bill = on_paper(world)
    bills.put_on_agenda(world.qin, bill, decision(), **how(bill))
    entries.confirm(world.lin, bill, now=DECIDING)
    entries.dispute(world.fang, bill, words="我没有签过", now=DECIDING)
    assert (fetch(bill).open_entries, fetch(bill).signer_count) == (8, 9)


def test_conversion_takes_over_what_is_not_confirmed(world: World) -> None:
    bill = on_paper(world)
    entries.confirm(world.lin, bill, now=SITTING)
    born = bills.convert(world.qin, bill, decision(), **how(bill))
    assert (fetch(born).open_entries, fetch(bill).open_entries) == (9, 9)
    entries.dispute(world.fang, born, words="我没有签过", now=DECIDING)
    assert (fetch(born).signer_count, fetch(born).open_entries, fetch(bill).open_entries) == (9, 8, 8)
    assert entry_of(bill, Entered.SIGNATURE).suggestion.disputed_entries == 1
    settle(world, born, Entered.SIGNATURE, is_void=True)
    assert (fetch(born).disputed_entries, fetch(bill).disputed_entries) == (0, 0)


def test_a_clerk_enters_for_her_own_delegation_only(world: World) -> None:
    paper = a_paper(world)
    with pytest.raises(Invalid, match="other_delegation"):
        entries.enter_paper(world.tian, paper, signed(world.yuan), [], CAME, now=NOW)
    assert entries.enter_paper(world.chen, paper, signed(world.yuan), [], CAME, now=NOW)


@pytest.mark.parametrize(
    ("came", "field"),
    [
        (Came(Channel.PAPER, TODAY + timedelta(days=1), "柜"), "received_on"),
        (Came(Channel.PAPER, TODAY - timedelta(days=400), "柜"), "received_on"),
        (Came(Channel.PHONE, EARLIER, "柜"), "channel"),
        (Came(Channel.PAPER, EARLIER, " "), "original"),
        (Came(Channel.PAPER, EARLIER - timedelta(days=1), "柜"), "signed_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, came: Came, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        entries.enter_paper(world.tian, a_paper(world), signed(world.lin), [], came, now=NOW)
    assert set(refused.value.problems) == {field}


def test_an_unfinished_or_secret_paper_is_not_entered(world: World) -> None:
    with pytest.raises(Invalid, match="requests"):
        an_entered(world, requests=())
    with pytest.raises(Invalid, match="secret"):
        an_entered(world, problem="机密★一年")
    with pytest.raises(Invalid, match="signer_twice"):
        entries.enter_paper(world.tian, a_paper(world), signed(world.lin), [signed(world.lin)], CAME, now=NOW)
    db.session.rollback()
    assert db.session.scalars(select(PaperEntry)).all() == []


def test_a_receipt_on_paper_stops_its_clock_on_the_day_of_the_paper(world: World) -> None:
    case = builders.an_assigned(world)
    later = NOW + timedelta(days=9)
    came, on = Came(Channel.FAX, TODAY + timedelta(days=5), "传真件存档"), TODAY + timedelta(days=2)
    task = task_of(world, case)
    unit_entries.enter_sign_for(world.du, task, on, came, version=fetch(case).tasks[0].version, now=later)
    found = fetch(case)
    assert found.tasks[0].state is TaskState.SIGNED_FOR
    wanted = select(Clock.stopped_on).where(Clock.task_id == task, Clock.kind == ClockKind.SIGN_FOR)
    assert db.session.scalars(wanted).one() == on
    assert may(world.he, Action.CONFIRM_ENTRY, found, today=TODAY)
    assert not may(world.cheng, Action.CONFIRM_ENTRY, found, today=TODAY)
    entries.confirm(world.he, case, now=later)
    assert entry_of(case, Entered.SIGN_FOR).answered_by_id == world.he.person_id


def test_a_receipt_is_not_older_than_the_assignment(world: World) -> None:
    case = builders.an_assigned(world)
    with pytest.raises(Invalid, match="before_assignment"):
        unit_entries.enter_sign_for(
            world.chen, task_of(world, case), EARLIER, Came(Channel.PAPER, TODAY, "柜"),
            version=fetch(case).tasks[0].version, now=NOW,
        )  # fmt: skip


def enter_reply(world: World, case: int, *, on: date = TODAY, late: int = 4) -> int:
    one = round_of(world, case)
    came = Came(Channel.MAIL, TODAY + timedelta(days=3), "答复原件")
    letter = Signed("临教复〔2026〕9号", "程远", on)
    later = NOW + timedelta(days=late)
    return unit_entries.enter_reply(world.du, one.id, a_reply(), letter, came, version=one.version, now=later)


def test_a_reply_on_paper_is_delivered_and_keeps_both_days(world: World) -> None:
    case = builders.in_hand(world)
    on = TODAY + timedelta(days=2)
    enter_reply(world, case, on=on)
    found = fetch(case)
    one = found.tasks[0].rounds[0]
    assert (one.state, one.signer, one.document_no) == (RoundState.DELIVERED, "程远", "临教复〔2026〕9号")
    assert (found.tasks[0].state, found.tasks[0].replied_on) == (TaskState.REPLIED, on)
    assert one.delivered_on == TODAY + timedelta(days=4)
    assert [each.person_id for each in one.deliveries] == [world.lin.person_id]
    assert may(world.cheng, Action.CONFIRM_ENTRY, found, today=TODAY)
    assert may(world.lin, Action.RATE, one, today=TODAY)


def test_the_suggestion_too_is_answered_on_the_day_of_the_last_letter(world: World) -> None:
    case = builders.in_hand(world, shares=builders.SEPARATE)
    handling.sign_for(world.zheng, task_of(world, case, "市中级人民法院"), handler_id=world.han.person_id, now=NOW)
    mine = select(Clock.stopped_on).where(Clock.suggestion_id == case, Clock.kind == ClockKind.SUGGESTION_REPLY)
    came = Came(Channel.MAIL, TODAY + timedelta(days=3), "答复原件")
    for who, unit, no, days in ((world.du, "市教育局", 1, 2), (world.chen, "市中级人民法院", 2, 1)):
        assert (fetch(case).replied_on, db.session.scalars(mine).one()) == (None, None)
        one, letter = round_of(world, case, unit), Signed("1号", "程远", TODAY + timedelta(days=days))
        later = NOW + timedelta(days=200)
        draft = replace(a_reply((no,)), answers=[replace(each, promise_due_on=None) for each in a_reply((no,)).answers])
        draft = replace(draft, answers=[replace(draft.answers[0], semantic=Semantic.SOLVED)])
        unit_entries.enter_reply(who, one.id, draft, letter, came, version=one.version, now=later)
    on = TODAY + timedelta(days=2)
    assert (fetch(case).replied_on, db.session.scalars(mine).one()) == (on, on)


def test_the_units_draft_is_not_what_is_sent_and_is_not_lost(world: World) -> None:
    case = builders.in_hand(world)
    drafted(world, case)
    enter_reply(world, case)
    one = round_of(world, case)
    assert "内部草稿" not in one.opening
    event = db.session.scalars(select(Event).where(Event.round_id == one.id, Event.action == "enter_reply")).one()
    assert event.facts.get("files", []) == []
    assert entry_of(case, Entered.REPLY).kept_texts["draft"]["opening"] == "内部草稿，还没有送签"


def test_a_void_reply_goes_back_to_its_unit_with_its_own_draft(world: World) -> None:
    case = builders.in_hand(world)
    due = fetch(case).tasks[0].due_on
    drafted(world, case)
    enter_reply(world, case)
    entries.dispute(world.cheng, case, words="不是我们的答复", now=NOW + timedelta(days=5))
    settle(world, case, Entered.REPLY, is_void=True, now=NOW + timedelta(days=6))
    task = fetch(case).tasks[0]
    one = task.rounds[0]
    assert (task.state, task.handler_id, task.replied_on, task.due_on) == (TaskState.SIGNED_FOR, None, None, due)
    assert (one.state, one.delivered_on, one.deliveries) == (RoundState.DRAFTING, None, [])
    assert (one.opening, [each.name for each in of_reply(one.id)]) == ("内部草稿，还没有送签", ["内部底稿.txt"])
    assert entry_of(case, Entered.REPLY).kept_texts["entered"]["document_no"] == "临教复〔2026〕9号"
    assert {one.state for one in db.session.scalars(select(Commitment))} == {CommitmentState.REPLACED}
    running = select(Clock.kind).where(Clock.suggestion_id == case, Clock.stopped_on.is_(None))
    assert set(db.session.scalars(running)) >= {ClockKind.REPLY, ClockKind.SUGGESTION_REPLY}
    assert ClockKind.RATING not in set(db.session.scalars(running))
    assert fetch(case).replied_on is None
    handling.give(
        world.he, task.id, handler_id=world.jing.person_id, note="", version=fetch(case).tasks[0].version, now=NOW
    )
    assert may(world.jing, Action.SEND_UP, round_of(world, case), today=TODAY)


def test_a_rated_reply_can_only_stand(world: World) -> None:
    case = builders.in_hand(world)
    enter_reply(world, case)
    verdicts = {question: Verdict(Level.SATISFIED) for question in ASKED_ON_DELIVERY}
    one = round_of(world, case)
    ratings.rate(world.lin, one.id, verdicts, version=one.version, now=NOW + timedelta(days=5))
    entries.dispute(world.cheng, case, words="不是我们的答复", now=NOW + timedelta(days=6))
    with pytest.raises(Invalid, match="cannot_be_voided"):
        settle(world, case, Entered.REPLY, is_void=True, now=NOW + timedelta(days=6))
    settle(world, case, Entered.REPLY, is_void=False, now=NOW + timedelta(days=6))
    assert fetch(case).disputed_entries == 0


def test_a_void_receipt_leaves_the_share_to_be_signed_for(world: World) -> None:
    case = situations_entries.receipt_on_paper(world)
    entries.dispute(world.he, case, words="没有收到", now=NOW)
    settle(world, case, Entered.SIGN_FOR, is_void=True)
    task = fetch(case).tasks[0]
    assert task.state is TaskState.ASSIGNED
    wanted = select(Clock.stopped_on).where(Clock.task_id == task.id, Clock.kind == ClockKind.SIGN_FOR)
    assert db.session.scalars(wanted).one() is None
    handling.sign_for(world.he, task.id, now=NOW)


def test_what_became_of_what_it_denied_the_unit_is_told(world: World) -> None:
    case = situations_entries.receipt_on_paper(world)
    entries.dispute(world.he, case, words="没有收到", now=NOW)
    settle(world, case, Entered.SIGN_FOR, is_void=False)
    assert heard(world, case, "settle_entry") == {"lin", "he", "cheng"}


def test_nobody_enters_a_reply_to_what_was_not_signed_for(world: World) -> None:
    case = builders.an_assigned(world)
    with pytest.raises(Refused):
        enter_reply(world, case)


def test_a_reply_without_a_handler_can_be_handled_again(world: World) -> None:
    case = builders.an_assigned(world)
    came = Came(Channel.PAPER, TODAY, "柜")
    version = fetch(case).tasks[0].version
    unit_entries.enter_sign_for(world.du, task_of(world, case), TODAY, came, version=version, now=NOW)
    enter_reply(world, case)
    task = fetch(case).tasks[0]
    assert task.state is TaskState.REPLIED
    assert task.handler_is_gone(TODAY)


def test_what_rated_a_void_reply_rates_no_other(world: World) -> None:
    """Its paper and its links end with it, and the queued mail too; the unit's own reply is rated anew."""
    case = builders.in_hand(world)
    enter_reply(world, case)
    late, one = NOW + timedelta(days=4), round_of(world, case)
    paper = situations_ratings.on_paper(world, world.lin, on=TODAY + timedelta(days=4))
    paper_ratings.enter(world.chen, one.id, paper, version=one.version, now=late)
    one = round_of(world, case)
    rating_links.issue(world.chen, one.id, {world.lin.person_id: "tok"}, batch="b", version=one.version, now=late)
    entries.dispute(world.cheng, case, words="不是我们的答复", now=late)
    settle(world, case, Entered.REPLY, is_void=True, now=late)
    one, held = round_of(world, case), db.session.scalars(select(PaperRating)).one()
    assert (one.open_paper_ratings, held.is_open, held.rejection) == (0, False, REPLY_IS_VOID)
    assert db.session.scalars(select(RatingLink)).one().revoked_at is not None
    event = db.session.scalars(select(Event).where(Event.action == Action.REJECT_RATING)).one()
    assert event.facts["for_person"] == world.lin.person_id and event.facts["reply_is_void"]
    told = select(Notice.party).join(Event, Event.seq == Notice.event_seq).where(Event.action == Action.VOID_REPLY)
    assert Party.AUTHOR in db.session.scalars(told).all(), "with the words that say it"
    with pytest.raises(Refused):
        paper_ratings.confirm(world.lu, held.id, version=held.version, now=late)
