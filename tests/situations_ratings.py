"""Situations of ratings: one on paper that waits for a second person, a promise that is asked about."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from tests import builders, file_samples
from tests.situation_parts import OF_PROMISE, OF_ROUND, Situation
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.ratings import Level, Question, Wish
from tracker.models.commitments import Commitment
from tracker.models.ratings import PaperRating
from tracker.services import commitment_days, commitments, files, paper_ratings
from tracker.services._rating import Ballot, Verdict
from tracker.services.commitments import SecondReply
from tracker.services.files import Upload
from tracker.services.paper_ratings import OnPaper

WORDS = "第二项没有写哪一年"
# The promise of these replies is due by the middle of next year.
DUE = date(2027, 6, 30)
LATE = NOW + (DUE - TODAY) + timedelta(days=1)


def a_scan(who: Actor, name: str = "征询意见表.pdf") -> str:
    """The key of a scan this person has uploaded."""
    return files.keep(who, [Upload(name, io.BytesIO(file_samples.PDF))], now=NOW).keys[0]


def on_paper(
    world: World, who: Actor | None = None, *, scan: Sequence[str] | None = None, on: date = TODAY, **changes: object
) -> OnPaper:
    ballot = Ballot(builders.verdicts(Level.BASICALLY, WORDS), "只写给市人大", Wish.MEETING)
    keys = [a_scan(world.chen)] if scan is None else scan
    held = {"person_id": (who or world.fang).person_id, "signed_on": on, "ballot": ballot, "scan": keys}
    return OnPaper(**(held | changes))  # type: ignore[arg-type]


def entered(world: World, case: int, who: Actor | None = None) -> PaperRating:
    one = builders.round_of(world, case)
    paper_ratings.enter(world.chen, one.id, on_paper(world, who), version=one.version, now=NOW)
    db.session.rollback()
    return db.session.scalars(select(PaperRating).order_by(PaperRating.id.desc())).first()


def promise_of(case: int) -> Commitment:
    """The promise of a case as it is now."""
    db.session.rollback()
    found = select(Commitment).where(Commitment.suggestion_id == case)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def reported(world: World, *, cosigned: bool = True) -> int:
    """The unit reports the promise kept: the deputies are asked what became of it."""
    case = builders.delivered(world, cosigned=cosigned)
    one = promise_of(case)
    reply = SecondReply("临教复〔2026〕2号", "护学岗经费已列入预算。")
    commitments.fulfil(world.cheng, one.id, reply, version=one.version, now=NOW)
    return case


def past_due(world: World, *, cosigned: bool = True) -> int:
    """The promise's day has passed."""
    case = builders.delivered(world, cosigned=cosigned)
    assert commitment_days.fall_due_all(now=LATE) == 1
    return case


def waits_on_paper(world: World) -> int:
    """A co-signer's rating came on paper and waits for a second person; the unit may rate the suggestion."""
    case = builders.delivered(world, cosigned=True)
    asks_quality(world, case)
    entered(world, case)
    return case


def asks_quality(world: World, case: int) -> None:
    """The city lets its units say what they think of a suggestion."""
    builders.round_of(world, case).asks_quality = True
    db.session.commit()


def promise_waits_on_paper(world: World) -> int:
    """A co-signer's rating of a promise came on paper and waits for a second person."""
    case = reported(world)
    one, said = promise_of(case), Ballot({Question.IMPLEMENTATION: Verdict(Level.BASICALLY, WORDS)})
    paper = OnPaper(world.fang.person_id or 0, TODAY, said, [a_scan(world.chen)])
    paper_ratings.enter_of_promise(world.chen, one.id, paper, version=one.version, now=NOW)
    return case


SITUATIONS: dict[str, Situation] = {
    "rated_on_paper": Situation(waits_on_paper, OF_ROUND),
    "promise_rated_on_paper": Situation(promise_waits_on_paper, OF_PROMISE),
}
