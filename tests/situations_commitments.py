"""Situations of promises: past its day with a later day asked for, and reported kept while a deputy says not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from tests import builders
from tests.situation_parts import LONG_AGO, OF_PROMISE, Situation
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.models.commitments import ChangeKind, Commitment
from tracker.services import (
    commitment_changes,
    commitment_days,
    commitment_disputes,
    commitments,
    implementation_ratings,
    replies,
)
from tracker.services._rating import Verdict
from tracker.services.commitment_changes import Change
from tracker.services.commitments import Progress, SecondReply


def promise_of(suggestion_id: int) -> Commitment:
    """The last promise of a paper as it is in the database now."""
    db.session.rollback()
    wanted = select(Commitment).where(Commitment.suggestion_id == suggestion_id).order_by(Commitment.id.desc())
    return db.session.scalars(wanted.execution_options(populate_existing=True)).first()  # type: ignore[return-value]


def late_and_to_be_moved(world: World) -> int:
    """Promised for yesterday; the unit asks for a day in the autumn."""
    case = builders.in_hand(world, now=LONG_AGO)
    one = builders.round_of(world, case)
    first, second = builders.a_reply().answers
    draft = replace(builders.a_reply(), answers=[first, replace(second, promise_due_on=TODAY - timedelta(days=1))])
    version = replies.save(world.jing, one.id, draft, version=one.version, now=LONG_AGO)
    replies.send_up(world.jing, one.id, version=version, now=LONG_AGO)
    builders.pass_review(world, case, now=LONG_AGO)
    one = builders.round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=LONG_AGO)
    commitment_days.fall_due_all(now=NOW)
    change = Change(ChangeKind.MOVE, "招标流标一次", TODAY + timedelta(days=200))
    late = promise_of(case)
    commitment_changes.ask(world.cheng, late.id, change, version=late.version, now=NOW)
    return case


def reported_and_disputed(world: World) -> int:
    """Noted half done, reported kept; its author says that it is not so."""
    case = builders.delivered(world, now=LONG_AGO)
    one = promise_of(case)
    commitments.note_progress(world.jing, one.id, Progress("第一批已列", 50), version=one.version, now=NOW)
    reply = SecondReply("临教复〔2026〕31号", "承诺的经费已经列入预算。")
    commitments.fulfil(world.cheng, one.id, reply, version=promise_of(case).version, now=NOW)
    words = "预算里没有这一笔"
    commitment_disputes.not_so(world.lin, one.id, words=words, version=promise_of(case).version, now=NOW)
    return case


def reported_and_unsatisfying(world: World) -> int:
    """Reported kept, and rated dissatisfied by its only deputy: the desk decides what follows."""
    case = builders.delivered(world, now=LONG_AGO)
    reply = SecondReply("临教复〔2026〕31号", "承诺的经费已经列入预算。")
    one = promise_of(case)
    commitments.fulfil(world.cheng, one.id, reply, version=one.version, now=NOW)
    one = promise_of(case)
    said = Verdict(Level.DISSATISFIED, "预算里没有这一笔")
    implementation_ratings.rate_commitment(world.lin, one.id, said, version=one.version, now=NOW)
    return case


SITUATIONS: dict[str, Situation] = {
    "promise_late": Situation(late_and_to_be_moved, OF_PROMISE),
    "promise_disputed": Situation(reported_and_disputed, OF_PROMISE),
    "promise_unsatisfying": Situation(reported_and_unsatisfying, OF_PROMISE),
}
