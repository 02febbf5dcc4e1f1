"""From a draft sent back twice to a promise kept late: one reply's whole way, lived through the services on either
database, with every paper of it written, opened again and compared with the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests import builders
from tests.builders import fetch, round_of, verdicts
from tests.invariants import broken
from tests.outside.test_documents import words_of_pdf, words_of_word
from tests.world import NOW, World
from tracker.clock import day_of
from tracker.commands.papers import command as papers
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.document_words import TITLES
from tracker.domain.documents import PaperKind
from tracker.domain.parties import Actor
from tracker.domain.ratings import Level, Question
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import ClearanceStage, CommitmentState, RoundState, SuggestionState
from tracker.domain.whys import Refused, Why
from tracker.models.commitments import Commitment
from tracker.models.people import Membership
from tracker.models.record import Clock, Event
from tracker.models.tasks import Rating
from tracker.services import clearance, commitments, implementation_ratings, jobs, ratings, replies
from tracker.services._clearing import Remark
from tracker.services.commitments import Progress, SecondReply
from tracker.services.ratings import Verdict

DUE = date(2026, 9, 1)
# Every paper its way leaves behind.
HAS = {
    *(PaperKind.SUGGESTION, PaperKind.NOTICE, PaperKind.REPLY, PaperKind.FORM, PaperKind.REHANDLING),
    *(PaperKind.COMMITMENTS, PaperKind.SECOND, PaperKind.DOSSIER),
}
FIRST = "两侧通道已在暑假前划好。"
MENDED = "滨湖一小、二小两侧通道已在暑假前划好，第三小学九月划。"
AGAIN = "三所小学两侧通道都已划好，并装了护栏。"


def test_a_reply_is_sent_back_twice_handled_anew_and_its_promise_kept_late(
    world: World, app: Flask, tmp_path: Path
) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        told = Story(world, time)
        told.is_sent_back_by_the_office_and_by_who_signs()
        told.does_not_satisfy()
        told.is_answered_anew_by_another_signer()
        told.keeps_its_promise_late()
        told.is_rated_once_more()
        told.kept_everything_that_was_said()
        told.stands_in_its_papers(app, tmp_path)


class Story:
    """The world, the paper, and the day it is in it."""

    def __init__(self, world: World, time: time_machine.Coordinates) -> None:
        self.world, self._time, self.now = world, time, NOW
        self.paper = builders.in_hand(world, cosigned=True)
        self.head = self._another_signer()

    def _another_signer(self) -> Actor:
        """The unit's deputy head, who signs where the principal has signed before."""
        held = db.session.get_one(Membership, self.world.he.membership_id)
        hat = Membership(
            person_id=held.person_id, role=Role.UNIT_SIGNER, starts_on=held.starts_on, unit_id=held.unit_id
        )
        db.session.add(hat)
        db.session.commit()
        return replace(self.world.he, membership_id=hat.id, role=Role.UNIT_SIGNER)

    def on(self, year: int, month: int, day: int) -> datetime:
        """The morning of a day in Shanghai; the worker has looked."""
        self.now = datetime(year, month, day, 2, tzinfo=UTC)
        self._time.move_to(self.now, tick=False)
        jobs.run_due(now=self.now)
        assert broken(self.world, today=day_of(self.now)) == []
        return self.now

    def _sent_up(self, body: str) -> None:
        one = round_of(self.world, self.paper)
        plain = builders.a_reply()
        second = replace(plain.answers[1], promise_due_on=DUE, promise_measure="列入追加预算")
        draft = replace(plain, answers=[replace(plain.answers[0], body=body), second])
        version = replies.save(self.world.jing, one.id, draft, version=one.version, now=self.now)
        replies.send_up(self.world.jing, one.id, version=version, now=self.now)

    def _sent_back(self, who: Actor, remark: Remark) -> None:
        one = round_of(self.world, self.paper)
        replies.send_back(who, one.id, note="", remarks=[remark], version=one.version, now=self.now)
        assert round_of(self.world, self.paper).state is RoundState.DRAFTING

    def _passes(self) -> None:
        one = round_of(self.world, self.paper)
        assert one.stage is ClearanceStage.REVIEW
        clearance.pass_review(self.world.shen, one.id, version=one.version, now=self.now)

    def _delivered(self, who: Actor, number: str) -> None:
        one = round_of(self.world, self.paper)
        replies.deliver(who, one.id, document_no=number, version=one.version, now=self.now)

    def _rated(self, level: Level) -> None:
        for who in (self.world.lin, self.world.fang):
            one = round_of(self.world, self.paper)
            ratings.rate(who, one.id, verdicts(level), version=one.version, now=self.now)

    def _promise(self) -> Commitment:
        db.session.rollback()
        return db.session.query(Commitment).order_by(Commitment.id.desc()).first()

    def is_sent_back_by_the_office_and_by_who_signs(self) -> None:
        self.on(2026, 5, 11)
        self._sent_up(FIRST)
        self._sent_back(self.world.shen, Remark("answers-1-body", "两侧通道", "写明哪几所学校。"))
        self._sent_up(MENDED)
        self._passes()
        self._sent_back(self.world.cheng, Remark("answers-1-body", "第三小学九月划", "写明几月几日。"))
        self._sent_up(MENDED)
        self._passes()
        with pytest.raises(Refused):
            self._delivered(self.world.shen, "临教复〔2026〕9号")
        self._delivered(self.world.cheng, "临教复〔2026〕1号")
        first = round_of(self.world, self.paper)
        assert (first.versions_sent, [one.no for one in first.versions]) == (3, [1, 2, 3])
        assert [one.texts["answers-1-body"] for one in first.versions] == [FIRST, MENDED, MENDED]

    def does_not_satisfy(self) -> None:
        self.on(2026, 5, 18)
        self._rated(Level.DISSATISFIED)
        one = round_of(self.world, self.paper)
        assert (one.state, one.headline) == (RoundState.RATED, Level.DISSATISFIED)
        asks = "写明第三小学哪一天划好。"
        ratings.rehandle(
            self.world.chen, one.id, reason="答复没有写明日期。", asks=asks, version=one.version, now=self.now
        )
        running = db.session.query(Clock).filter_by(kind=ClockKind.REHANDLE_REPLY, stopped_on=None).one()
        assert round_of(self.world, self.paper).no == 2 and running.due_on == date(2026, 6, 18)

    def is_answered_anew_by_another_signer(self) -> None:
        self.on(2026, 6, 8)
        self._sent_up(AGAIN)
        self._passes()
        with pytest.raises(Refused) as refused:
            self._delivered(self.world.cheng, "临教复〔2026〕31号")
        assert refused.value.why is Why.ANOTHER_SIGNS
        self._delivered(self.head, "临教复〔2026〕32号")
        states = [one.state for one in db.session.query(Commitment).order_by(Commitment.id)]
        assert states == [CommitmentState.REPLACED, CommitmentState.OPEN]
        self._rated(Level.BASICALLY)
        assert fetch(self.paper).state is SuggestionState.CLOSED

    def keeps_its_promise_late(self) -> None:
        world = self.world
        self.on(2026, 8, 10)
        one = self._promise()
        half = Progress("追加预算已报市财政。", 50)
        commitments.note_progress(world.jing, one.id, half, version=one.version, now=self.now)
        self.on(2026, 9, 2)
        one = self._promise()
        assert (one.state, one.due_on) == (CommitmentState.PAST_DUE, DUE)
        said = Verdict(Level.DISSATISFIED, "到期了还没有落实。")
        implementation_ratings.rate_commitment(world.lin, one.id, said, version=one.version, now=self.now)
        one = self._promise()
        commitments.explain_unkept(world.jing, one.id, words="预算月底批复。", version=one.version, now=self.now)
        self.on(2026, 9, 28)
        one = self._promise()
        second = SecondReply("临教复〔2026〕77号", "护学岗经费已经批复，十月起发放。")
        with pytest.raises(Refused):
            commitments.fulfil(world.jing, one.id, second, version=one.version, now=self.now)
        commitments.fulfil(world.cheng, one.id, second, version=one.version, now=self.now)
        one = self._promise()
        assert (one.state, one.fulfilled_on) == (CommitmentState.FULFILLED, date(2026, 9, 28))

    def is_rated_once_more(self) -> None:
        self.on(2026, 10, 12)
        for who in (self.world.lin, self.world.fang):
            one = self._promise()
            implementation_ratings.rate_commitment(
                who, one.id, Verdict(Level.SATISFIED), version=one.version, now=self.now
            )
        one = self._promise()
        assert (one.state, one.implementation) == (CommitmentState.SETTLED, Level.SATISFIED)

    def kept_everything_that_was_said(self) -> None:
        self.on(2026, 10, 13)
        first, second = fetch(self.paper).tasks[0].rounds
        assert (first.answers[0].body, second.answers[0].body) == (MENDED, AGAIN)
        assert (first.headline, second.headline) == (Level.DISSATISFIED, Level.BASICALLY)
        assert (first.document_no, second.document_no) == ("临教复〔2026〕1号", "临教复〔2026〕32号")
        about = db.session.query(Rating).filter_by(question=Question.IMPLEMENTATION).order_by(Rating.id).all()
        assert [one.level for one in about] == [Level.DISSATISFIED, Level.SATISFIED, Level.SATISFIED]
        acts = [one.action for one in db.session.query(Event).filter_by(suggestion_id=self.paper).order_by(Event.seq)]
        assert acts.count(Action.SEND_BACK) == 2 and acts.count(Action.DELIVER) == 2
        running = db.session.query(Clock).filter_by(suggestion_id=self.paper, stopped_on=None).all()
        assert running == []

    def stands_in_its_papers(self, app: Flask, folder: Path) -> None:
        number = fetch(self.paper).number
        answer = app.test_cli_runner().invoke(papers, [str(number), "--out", str(folder)])
        assert answer.exit_code == 0, answer.output
        written = {one.name: one.read_bytes() for one in folder.iterdir()}
        letters = [name for name in written if "答复函" in name and name.endswith(".docx")]
        assert len(letters) == 3
        told = {name: words_of_word(written[name]) for name in letters}
        for words, document_no, signer in (
            (MENDED, "临教复〔2026〕1号", "程远"),
            (AGAIN, "临教复〔2026〕32号", "何晓岚"),
            ("护学岗经费已经批复，十月起发放。", "临教复〔2026〕77号", "程远"),
        ):
            assert any(words in one and document_no in one and signer in one for one in told.values()), told
        for name in letters:
            assert told[name][:40] in words_of_pdf(written[name.replace(".docx", ".pdf")]).replace("—1—", "")
        whole = words_of_pdf(next(data for name, data in written.items() if "卷" in name or "档" in name))
        for said in (MENDED, AGAIN, "护学岗经费已经批复，十月起发放", "经费列入预算", "临教复〔2026〕77号"):
            assert said in whole, said
        kinds = {kind for kind, words in TITLES.items() if any(f"号{words}" in name for name in written)}
        assert kinds == HAS, kinds ^ HAS
