"""Paper beside screen: what staff enter is filed with the days of the paper, and its side confirms or disputes it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import a_paper, a_reply, fetch, round_of, task_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.entries import Channel, Entered
from tracker.domain.parties import SignatureState
from tracker.domain.permissions import may
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.domain.whys import Refused
from tracker.models.joint import PaperEntry
from tracker.models.record import Clock, Event
from tracker.services import entries, reviews, unit_entries
from tracker.services._entering import Came
from tracker.services._load import Invalid
from tracker.services.entries import PaperSigner
from tracker.services.unit_entries import Signed

EARLIER = TODAY - timedelta(days=3)
CAME = Came(Channel.PAPER, EARLIER, "选联任工委文书柜2026-3")


def signed(actor, on: date = EARLIER) -> PaperSigner:
    return PaperSigner(actor.membership_id or 0, on)


def an_entered(world: World, *, by=None, others=True, **changes: object) -> int:
    signers = [signed(world.fang)] if others else []
    return entries.enter_paper(by or world.tian, a_paper(world, **changes), signed(world.lin), signers, CAME, now=NOW)


def entry_of(case: int, what: Entered) -> PaperEntry:
    db.session.rollback()
    wanted = select(PaperEntry).where(PaperEntry.suggestion_id == case, PaperEntry.what == what)
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
    entries.enter_signature(world.chen, case, signed(world.fang), CAME, now=NOW)
    found = fetch(case)
    assert [one.state for one in found.signatures] == [SignatureState.AGREED]
    assert may(world.fang, Action.CONFIRM_ENTRY, found, today=TODAY)


def test_a_disputed_paper_is_the_desks_to_decide(world: World) -> None:
    case = an_entered(world, others=False)
    entries.dispute(world.lin, case, words="这不是我的稿子", now=NOW)
    found = fetch(case)
    assert (found.state, found.open_entries) == (SuggestionState.SUBMITTED, 0)
    assert may(world.chen, Action.RETURN, found, today=TODAY)


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
