"""Bills: ten signatures before the hour, the Presidium's decision under a number of their own, both records kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.bill_parts import (
    DECIDING,
    SITTING,
    a_bill,
    a_bill_draft,
    converted,
    decision,
    how,
    on_agenda,
    signers,
    with_committee,
)
from tests.builders import a_cosigned_draft, a_draft, a_submitted, fetch
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState
from tracker.domain.states import SuggestionState
from tracker.domain.whys import Refused, Why
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.models.organs import CongressSession
from tracker.models.people import Membership
from tracker.models.record import Clock
from tracker.models.reviews import Outcome
from tracker.models.suggestions import Suggestion
from tracker.queries.cases import find_suggestion
from tracker.services import bills, cosigning, refiling, reviews, submissions
from tracker.services._load import Invalid
from tracker.services.bills import Decision

S = SuggestionState


def test_a_bill_with_nine_signatures_is_not_taken_and_one_with_ten_is(world: World) -> None:
    bill_id = a_bill_draft(world, signed=8)
    with pytest.raises(Refused) as refused:
        submissions.submit(world.lin, bill_id, version=fetch(bill_id).version, now=SITTING)
    assert refused.value.why is Why.TOO_FEW_SIGNERS
    assert fetch(bill_id).state is S.COSIGNING and fetch(bill_id).submitted_on is None
    ninth = signers(world)[8]
    cosigning.invite(world.lin, bill_id, [ninth.membership_id or 0], now=SITTING)
    cosigning.agree(ninth, bill_id, text_no=1, now=SITTING)
    submissions.submit(world.lin, bill_id, version=fetch(bill_id).version, now=SITTING)
    assert fetch(bill_id).state is S.SUBMITTED and fetch(bill_id).signer_count == 10


def _take_names_back(world: World, bill_id: int, how_many: int = 1) -> None:
    for one in signers(world)[:how_many]:
        cosigning.leave(one, bill_id, reason="不再联名", now=SITTING)


def test_a_bill_that_lost_a_signer_goes_neither_to_the_agenda_nor_to_a_committee(world: World) -> None:
    bill_id = a_bill(world)
    _take_names_back(world, bill_id)
    for decide in (
        lambda: bills.put_on_agenda(world.qin, bill_id, decision(), **how(bill_id)),
        lambda: bills.refer(world.qin, bill_id, decision(), committee="教育科学文化卫生委员会", **how(bill_id)),
    ):
        with pytest.raises(Refused) as refused:
            decide()
        assert refused.value.why is Why.TOO_FEW_SIGNERS
    assert (fetch(bill_id).state, fetch(bill_id).number) == (S.SUBMITTED, None)


def test_a_bill_with_too_few_signers_is_refused_or_converted(world: World) -> None:
    first, second = a_bill(world), a_bill(world)
    for bill_id in (first, second):
        _take_names_back(world, bill_id)
    bills.refuse_bill(world.qin, first, decision("联名不足十人。"), **how(first))
    born = bills.convert(world.qin, second, decision(), **how(second))
    assert (fetch(first).state, fetch(second).state) == (S.NOT_ACCEPTED, S.CONVERTED)
    assert fetch(born).signer_count == 9


def _end_seats(world: World, how_many: int, last_day: date) -> None:
    for one in signers(world)[:how_many]:
        db.session.get_one(Membership, one.membership_id).ends_on = last_day
    db.session.commit()


def test_who_holds_no_seat_does_not_propose_a_bill(world: World) -> None:
    bill_id = a_bill_draft(world, signed=9)
    _end_seats(world, 1, SITTING.date() - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        submissions.submit(world.lin, bill_id, version=fetch(bill_id).version, now=SITTING)
    assert refused.value.why is Why.TOO_FEW_SIGNERS


def test_a_seat_that_ends_after_the_bill_was_handed_in_takes_no_signer_away(world: World) -> None:
    bill_id = a_bill(world)
    _end_seats(world, 1, SITTING.date())
    bills.put_on_agenda(world.qin, bill_id, decision(), **how(bill_id))
    assert fetch(bill_id).state is S.ON_AGENDA


def test_a_suggestion_needs_nobody_beside_its_author(world: World) -> None:
    assert fetch(a_submitted(world, now=SITTING)).state is S.SUBMITTED


def test_a_bill_needs_its_grounds(world: World) -> None:
    bill_id = a_bill_draft(world, signed=9, analysis="")
    assert fetch(bill_id).gaps == ["analysis"]
    with pytest.raises(Refused) as refused:
        submissions.submit(world.lin, bill_id, version=fetch(bill_id).version, now=SITTING)
    assert refused.value.why is Why.PAPER_INCOMPLETE


def test_between_sessions_no_bill_is_begun(world: World) -> None:
    with pytest.raises(Refused) as refused:
        a_bill_draft(world, now=NOW)
    assert refused.value.why is Why.BILLS_ARE_CLOSED


def test_after_the_hour_the_presidium_set_no_bill_is_taken_and_the_text_stays(world: World) -> None:
    bill_id = a_bill_draft(world, signed=9)
    cut_off = SITTING + timedelta(hours=6)
    db.session.scalars(select(CongressSession)).one().bills_until = cut_off
    db.session.commit()
    with pytest.raises(Refused) as refused:
        later = cut_off + timedelta(minutes=1)
        submissions.submit(world.lin, bill_id, version=fetch(bill_id).version, now=later)
    assert refused.value.why is Why.BILLS_ARE_CLOSED
    assert fetch(bill_id).state is S.COSIGNING and fetch(bill_id).text is not None
    submissions.submit(world.lin, bill_id, version=fetch(bill_id).version, now=cut_off)
    assert fetch(bill_id).state is S.SUBMITTED


def test_a_draft_bill_becomes_a_suggestion_and_its_signatures_have_to_be_given_again(world: World) -> None:
    bill_id = a_bill_draft(world, signed=3)
    bills.turn(world.lin, bill_id, version=fetch(bill_id).version, now=NOW)
    turned = fetch(bill_id)
    assert turned.kind is Kind.SUGGESTION and turned.signer_count == 1
    assert {one.state for one in turned.signatures} == {SignatureState.LAPSED}
    submissions.submit(world.lin, bill_id, version=turned.version, now=NOW)
    assert fetch(bill_id).state is S.SUBMITTED


def test_nobody_signs_a_bill_who_has_the_suggestion_before_him(world: World) -> None:
    draft_id = a_cosigned_draft(world, now=SITTING)
    bills.turn(world.lin, draft_id, version=fetch(draft_id).version, now=SITTING)
    with pytest.raises(Invalid) as invalid:
        cosigning.agree(world.fang, draft_id, text_no=1, now=SITTING)
    assert invalid.value.problems == {"text": "text_has_changed"}
    turned = fetch(draft_id)
    assert turned.text is not None and (turned.text.no, turned.text.problem) == (2, turned.texts[0].problem)
    cosigning.agree(world.fang, draft_id, text_no=2, now=SITTING)
    assert [one.state for one in fetch(draft_id).signatures] == [SignatureState.AGREED]


def test_what_lapsed_with_the_kind_may_be_given_again_for_as_long_as_an_invitation(world: World) -> None:
    draft_id = a_cosigned_draft(world, now=SITTING)
    cosigning.agree(world.fang, draft_id, text_no=1, now=SITTING)
    later = SITTING + timedelta(days=30)
    session = db.session.scalars(select(CongressSession)).one()
    session.bills_until, session.closes_on = later + timedelta(days=1), later.date() + timedelta(days=1)
    db.session.commit()
    bills.turn(world.lin, draft_id, version=fetch(draft_id).version, now=later)
    signature = fetch(draft_id).signatures[0]
    assert (signature.state, signature.text_no) == (SignatureState.LAPSED, 1)
    cosigning.agree(world.fang, draft_id, text_no=2, now=later)
    assert fetch(draft_id).signer_count == 2


def test_a_draft_suggestion_becomes_a_bill_only_while_bills_are_taken(world: World) -> None:
    draft_id = a_draft(world)
    with pytest.raises(Refused) as refused:
        bills.turn(world.lin, draft_id, version=fetch(draft_id).version, now=NOW)
    assert refused.value.why is Why.BILLS_ARE_CLOSED
    early = a_draft(world, now=SITTING)
    bills.turn(world.lin, early, version=fetch(early).version, now=SITTING)
    assert fetch(early).kind is Kind.BILL


def test_nobody_is_asked_to_sign_a_bill_later_than_bills_are_taken(world: World) -> None:
    bill, closes = a_bill_draft(world), db.session.scalars(select(CongressSession.closes_on)).one()
    late, asked = closes + timedelta(days=1), [world.fang.membership_id or 0]
    with pytest.raises(Invalid, match="answer_after_bills"):
        cosigning.invite(world.lin, bill, asked, answer_by=late, now=SITTING)
    cosigning.invite(world.lin, bill, asked, now=SITTING)
    assert [one.answer_by for one in fetch(bill).signatures] == [closes]


def test_no_limit_of_the_review_runs_for_a_bill(world: World) -> None:
    bill_id = a_bill(world)
    assert not db.session.scalars(select(Clock).where(Clock.suggestion_id == bill_id)).all()


def test_a_bill_is_not_registered_like_a_suggestion(world: World) -> None:
    bill_id = a_bill(world)
    category = world.categories["教育科技"]
    with pytest.raises(Refused) as refused:
        reviews.accept(world.qin, bill_id, category_id=category, version=fetch(bill_id).version, now=DECIDING)
    assert refused.value.why is Why.NOT_FOR_BILLS


def test_bills_have_numbers_of_their_own_without_gaps(world: World) -> None:
    first, second, third = a_bill(world), a_bill(world), a_bill(world)
    bills.put_on_agenda(world.qin, first, decision(), **how(first))
    bills.refuse_bill(world.qin, second, decision("没有写明方案。"), **how(second))
    bills.refer(world.chen, third, decision(), committee="教育科学文化卫生委员会", **how(third))
    assert [fetch(one).number for one in (first, second, third)] == ["议7-6-1", None, "议7-6-2"]
    assert [fetch(one).state for one in (first, second, third)] == [S.ON_AGENDA, S.NOT_ACCEPTED, S.WITH_COMMITTEE]


def test_a_bill_goes_only_to_a_committee_of_its_field(world: World) -> None:
    bill_id = a_bill(world, category_id=world.categories["政法"])
    with pytest.raises(Invalid) as invalid:
        bills.refer(world.qin, bill_id, decision(), committee="教育科学文化卫生委员会", **how(bill_id))
    assert invalid.value.problems == {"committee": "not_its_field"}
    assert fetch(bill_id).number is None


def test_a_decision_says_when_and_where_and_a_refusal_why(world: World) -> None:
    bill_id = a_bill(world)
    tomorrow = DECIDING.date() + timedelta(days=1)
    with pytest.raises(Invalid) as invalid:
        bills.refuse_bill(world.qin, bill_id, Decision(tomorrow), **how(bill_id))
    assert invalid.value.problems == {"decided_on": "in_future", "document_no": "missing", "words": "missing"}


def test_the_committee_reports_and_the_bill_is_over(world: World) -> None:
    bill_id = with_committee(world)
    report = Decision(NOW.date(), "教科文卫委〔2026〕3号", "建议有关部门制定办法。")
    bills.conclude(world.ou, bill_id, report, version=fetch(bill_id).version, now=NOW)
    over = fetch(bill_id)
    assert over.state is S.CONCLUDED and not over.tasks
    assert [one.outcome for one in over.reviews] == [Outcome.TO_COMMITTEE, Outcome.CONCLUDED]


def test_conversion_keeps_both_records_and_every_signer(world: World) -> None:
    bill_id = converted(world)
    bill = fetch(bill_id)
    link = db.session.scalars(select(SuggestionLink).where(SuggestionLink.earlier_id == bill_id)).one()
    born = fetch(link.later_id)
    assert link.kind is LinkKind.CONVERTED
    assert (bill.state, born.state, born.kind) == (S.CONVERTED, S.SUBMITTED, Kind.SUGGESTION)
    assert born.signers == fetch(bill_id).signers and len(born.signers) == 10
    assert {one.text_no for one in born.signatures} == {1}
    assert [one.body for one in born.text.requests] == [one.body for one in fetch(bill_id).text.requests]
    assert born.submitted_on == fetch(bill_id).submitted_on and born.in_session


def test_the_suggestion_of_a_bill_is_numbered_among_the_suggestions(world: World) -> None:
    converted(world)
    born = db.session.scalars(select(Suggestion).where(Suggestion.kind == Kind.SUGGESTION)).one()
    assert born.due_on is not None
    number = reviews.accept(
        world.qin, born.id, category_id=world.categories["教育科技"], version=born.version, now=DECIDING
    )
    assert number == "20260001" and fetch(born.id).state is S.REGISTERED


def test_a_bill_sent_back_in_time_may_come_again_later(world: World) -> None:
    bill_id = a_bill(world)
    reviews.send_back(world.qin, bill_id, reason="请补充立法依据。", version=fetch(bill_id).version, now=DECIDING)
    submissions.submit(world.lin, bill_id, version=fetch(bill_id).version, now=datetime(2026, 2, 9, 2, tzinfo=UTC))
    assert fetch(bill_id).state is S.SUBMITTED


def test_what_is_on_the_agenda_is_on_record_for_other_deputies(world: World) -> None:
    assert find_suggestion(world.yuan, on_agenda(world)) is not None
    assert find_suggestion(world.yuan, a_bill(world)) is None


def _filed_anew(world: World, *, now: datetime) -> Suggestion:
    bill_id = a_bill(world)
    bills.refuse_bill(world.qin, bill_id, decision("没有写明方案。"), **how(bill_id))
    return fetch(refiling.refile(world.lin, bill_id, version=fetch(bill_id).version, now=now))


def test_a_bill_refused_is_filed_anew_as_a_suggestion_once_no_bills_are_taken(world: World) -> None:
    later = _filed_anew(world, now=NOW)
    assert (later.kind, later.state, later.signatures) == (Kind.SUGGESTION, S.DRAFT, [])


def test_while_bills_are_taken_it_is_filed_anew_as_a_bill(world: World) -> None:
    assert _filed_anew(world, now=DECIDING).kind is Kind.BILL
