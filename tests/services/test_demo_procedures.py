"""The demo congress before the reply: a paper for each procedure, and something of it on every home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, func, select

from tests.services.test_demo import NOW, TODAY, actor_named
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.entries import Entered
from tracker.domain.parties import SignatureState
from tracker.domain.states import CommitmentState, SuggestionState
from tracker.models.appraisals import Appraisal, AppraisalContest, Standing
from tracker.models.appraisals import Outcome as OfContest
from tracker.models.attachments import Attachment
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.models.contacts import Contact, CoOpinion
from tracker.models.escalations import Escalation
from tracker.models.joint import GroupMembership, HandlingGroup, LeadChange, LinkKind, PaperEntry, SuggestionLink
from tracker.models.lines import LineDecision, LineVersion
from tracker.models.look_backs import LookBackLine
from tracker.models.organs import CongressSession, Unit
from tracker.models.procedures import Disagreement, Extension, HandOver, HeardOn, Hearing, Objection, Say
from tracker.models.record import Event, Notice
from tracker.models.reports import Report
from tracker.models.reviews import IntendedOutcome, Outcome, Reception, Review, ReviewMark
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tellings import GroupRobot
from tracker.models.weekly_sheets import WeeklySheet
from tracker.queries import inbox
from tracker.services import files
from tracker.services._demo_cast import CO_UNIT, HOME_UNIT

# As many as fit on the longest home.
ALL_LINES = 200


@pytest.fixture(scope="module")
def city(city_of: Callable[[int], Flask]) -> Iterator[Flask]:
    """A small demo congress; the tests only read it."""
    app = city_of(11)
    with app.app_context():
        yield app
        db.session.rollback()


def count(wanted: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def unit_named(name: str) -> int:
    return db.session.scalars(select(Unit.id).where(Unit.short_name == name)).one()


STANDING: dict[str, Select[Any]] = {
    "a line waits for who signs": select(LineVersion.id).where(LineVersion.decision == LineDecision.OPEN),
    "asked to be taken back": select(Suggestion.id).where(Suggestion.withdrawal_asked_on.is_not(None)),
    "lead offered": select(LeadChange.id).where(LeadChange.answered_at.is_(None)),
    "passages marked": select(ReviewMark.id).join(Review).where(Review.answer_by.is_not(None)).distinct(),
    "outcome waits": select(Suggestion.id).where(Suggestion.intended.is_not(None), Suggestion.reception.is_(None)),
    "outcome contested": select(IntendedOutcome.id).where(IntendedOutcome.reception == Reception.CONTESTED),
    "letter": select(Review.id).where(Review.outcome == Outcome.LETTER),
    "follow-up": select(SuggestionLink.id).where(SuggestionLink.kind == LinkKind.FOLLOW_UP),
    "repeat": select(SuggestionLink.id).where(SuggestionLink.kind == LinkKind.REPEAT),
    "objection": select(Objection.id).where(Objection.is_upheld.is_(None), Objection.to_arbiter.is_(False)),
    "objection refused": select(Objection.id).where(Objection.is_upheld.is_(False)),
    "objection at the arbiter": select(Objection.id).where(
        Objection.is_upheld.is_(None), Objection.to_arbiter, Objection.by_principal
    ),
    "extension": select(Extension.id).where(Extension.is_granted.is_(None)),
    "extension granted": select(Extension.id).where(Extension.is_granted.is_(True)),
    "opinion sent back": select(CoOpinion.id).where(CoOpinion.is_accepted.is_(False)),
    "disagreement": select(Disagreement.id).where(
        Disagreement.decided_at.is_(None), Disagreement.lead_words != "", Disagreement.co_words != ""
    ),
    "taken up again": select(Escalation.id).where(Escalation.came_to.is_(None)),
    "looked back on": select(LookBackLine.id).where(
        LookBackLine.filled_at.is_not(None), LookBackLine.finding.is_(None)
    ),
    "hand-over": select(HandOver.id).where(HandOver.given_at.is_not(None), HandOver.taken_at.is_(None)),
}


@pytest.mark.parametrize("kind", STANDING)
def test_each_procedure_stands_on_a_paper(city: Flask, kind: str) -> None:
    assert count(STANDING[kind]) >= 1


def test_three_papers_are_in_one_group(city: Flask) -> None:
    assert count(select(HandlingGroup.id)) == 1
    assert count(select(GroupMembership.id).where(GroupMembership.left_on.is_(None))) == 3


def test_a_draft_is_signed_by_one_lapsed_for_one_and_waits_for_one(city: Flask) -> None:
    title = "关于开通望江大道夜间公交线路的建议"
    rows = db.session.execute(
        select(Signature.state, Signature.opinion, Signature.answer_by)
        .join(Suggestion, Suggestion.id == Signature.suggestion_id)
        .where(Suggestion.title == title)
    ).all()
    assert {row.state for row in rows} == {SignatureState.AGREED, SignatureState.LAPSED, SignatureState.ASKED}
    assert all(bool(row.opinion) == (row.state is SignatureState.AGREED) for row in rows)
    assert all(row.answer_by is not None and row.answer_by > TODAY for row in rows)


def test_one_unit_has_spoken_on_a_draft_distribution_and_one_is_waited_for(city: Flask) -> None:
    on_draft = select(Hearing).where(Hearing.on == HeardOn.DRAFT).order_by(Hearing.unit_id)
    said = {one.unit_id: one.say for one in db.session.scalars(on_draft)}
    assert said == {unit_named(HOME_UNIT): None, unit_named(CO_UNIT): Say.OURS}


def test_what_was_entered_from_paper_waits_for_its_side(city: Flask) -> None:
    what = db.session.scalars(select(PaperEntry.what).where(PaperEntry.answered_at.is_(None))).all()
    assert sorted(what) == sorted([Entered.SUGGESTION, Entered.SIGNATURE, Entered.SIGN_FOR])


def test_a_talk_waits_for_the_deputy(city: Flask) -> None:
    lin = actor_named("lin").person_id
    waits = (Contact.with_person_id == lin, Contact.confirmed_at.is_(None), Contact.corrected_at.is_(None))
    assert count(select(Contact.id).where(*waits)) >= 1


def test_attachments_of_three_kinds_are_handed_in_and_sound(city: Flask) -> None:
    held = db.session.scalars(select(Attachment).where(Attachment.suggestion_id.is_not(None))).all()
    assert {one.name.rpartition(".")[2] for one in held} == {"pdf", "ofd", "txt"}
    for one in held:
        assert files.store().check(one.digest, one.file.alg).exists()


def test_bills_were_decided_on_in_their_session(city: Flask) -> None:
    closes = dict(db.session.execute(select(CongressSession.id, CongressSession.closes_on)).all())
    decided = select(Event.at, Suggestion.session_id).join(Suggestion, Suggestion.id == Event.suggestion_id)
    rows = db.session.execute(decided.where(Event.action.in_([Action.REFER.value, Action.CONVERT.value]))).all()
    assert len(rows) == 3
    assert all(day_of(row.at) <= closes[row.session_id] for row in rows)


def test_what_came_of_a_bill_is_handled_and_rated(city: Flask) -> None:
    link = db.session.scalars(select(SuggestionLink).where(SuggestionLink.kind == LinkKind.CONVERTED)).one()
    assert link.earlier.number is not None and link.earlier.number.startswith("议7-")
    later = db.session.get_one(Suggestion, link.later_id)
    assert later.state is SuggestionState.CLOSED and later.signer_count == 11


HOMES = {
    "lin": {"agree", "agree_outcome", "consent_withdrawal", "confirm_contact", "confirm_entry", "revise"},
    "fang": {"take_lead"},
    "chen": {"accept", "uphold_objection"},
    "lu": {"accept", "uphold_objection"},
    "qin": {"convert"},
    "du": {"uphold_objection", "grant_extension", "decide_disagreement"},
    "he": {"speak", "confirm_entry"},
    "jing": {"accept_opinion"},
    "luo": {"hear"},
    "jiang": {"opine"},
    "ou": {"conclude"},
}


@pytest.mark.parametrize("login", HOMES)
def test_something_of_it_waits_on_every_home(city: Flask, login: str) -> None:
    found = {line.action.value for line in inbox.lines(actor_named(login), today=TODAY, size=ALL_LINES)}
    assert found >= HOMES[login]


def test_whoever_it_concerns_was_told(city: Flask) -> None:
    told = select(Notice.event_seq).join(Event, Event.seq == Notice.event_seq)
    for action in (Action.OBJECT, Action.PUT_OUTCOME, Action.PRE_ASSIGN, Action.OFFER_LEAD):
        assert count(told.where(Event.action == action.value)) >= 1, action


def test_its_acts_end_the_record_one_after_the_other(city: Flask) -> None:
    last = db.session.scalars(
        select(Event.at).where(Event.suggestion_id.is_not(None)).order_by(Event.seq.desc()).limit(40)
    ).all()
    assert list(last) == sorted(last, reverse=True)
    assert len(set(last)) > len(last) // 2 and last[0] <= NOW


def test_the_ledger_of_one_unit_shows_promises_of_every_kind(city: Flask) -> None:
    ours = select(Commitment).join(Unit, Unit.id == Commitment.unit_id).where(Unit.short_name == HOME_UNIT)
    held = list(db.session.scalars(ours))
    assert {one.state for one in held} >= {CommitmentState.OPEN, CommitmentState.FULFILLED, CommitmentState.DROPPED}
    assert any(one.moves for one in held) and any(0 < one.percent < 100 for one in held)


def test_the_office_has_written_from_its_figures(city: Flask) -> None:
    final, draft = db.session.scalars(select(Report).order_by(Report.id)).all()
    assert final.finished_at is not None and draft.finished_at is None and final.scope != draft.scope
    assert final.as_of < draft.as_of
    texts = {block.code: block for block in draft.blocks}
    assert texts["problems"].edited_at is not None and texts["filed"].words
    sheet = db.session.scalars(select(WeeklySheet)).one()
    assert sheet.content["counts"]
    assert db.session.scalars(select(Chase).where(Chase.by_id.is_not(None))).all()
    scheme = db.session.scalars(select(Appraisal)).one()
    assert scheme.standing is Standing.IN_FORCE and scheme.made_by_id != scheme.in_force_by_id
    objection = db.session.scalars(select(AppraisalContest)).one()
    assert objection.outcome is OfContest.OPEN and objection.line_was["whole"]


def test_a_robot_that_was_stopped_has_no_address(city: Flask) -> None:
    robot = db.session.scalars(select(GroupRobot)).one()
    assert (robot.is_active, robot.address, robot.secret) == (False, "", "")
