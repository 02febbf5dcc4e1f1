"""What deputies said of a reply, with their names: for the desk that has to decide, and for the deputy himself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.ratings import Level, Question, Wish
from tracker.models.people import Person
from tracker.models.ratings import PaperRating
from tracker.models.record import Clock
from tracker.models.tasks import Delivery, Rating, Round

# A reply's own ratings; what is said later of its promises, or in a look-back, is no rating of the reply.
OF_REPLY = and_(Rating.commitment_id.is_(None), Rating.look_back_line_id.is_(None))


@dataclass(frozen=True)
class Rated:
    """One deputy's present answer to one question."""

    person_id: int
    name: str
    question: Question
    level: Level
    reason: str
    private_note: str
    made_at: datetime
    wish: Wish | None
    is_from_paper: bool


def ratings_of(round_: Round) -> list[Rated]:
    """The answers that count now, one deputy after the other, the lead deputy first. One statement."""
    rows = db.session.execute(
        select(Rating, Person.name)
        .join(Person, Person.id == Rating.person_id)
        .outerjoin(Delivery, (Delivery.round_id == Rating.round_id) & (Delivery.person_id == Rating.person_id))
        .where(Rating.round_id == round_.id, Rating.is_current, OF_REPLY)
        .order_by(Delivery.id, Rating.id)
    )
    return [
        Rated(
            one.person_id,
            name,
            one.question,
            one.level,
            one.reason,
            one.private_note,
            one.made_at,
            one.wish,
            one.paper_rating_id is not None,
        )
        for one, name in rows
    ]


def own_ratings(round_: Round, person_id: int) -> dict[Question, Rating]:
    """What this deputy has said of the reply so far; from what is loaded."""
    return {one.question: one for one in round_.ratings if one.is_current and one.person_id == person_id}


def paper_of(round_: Round, person_id: int) -> PaperRating | None:
    """The paper of this deputy that waits for a second person; asked for only where one does."""
    if not round_.open_paper_ratings:
        return None
    return next((one for one in round_.paper_ratings if one.person_id == person_id and one.is_open), None)


def papers_of(ratings: Iterable[Rating]) -> dict[int, PaperRating]:
    """The papers these ratings came on, with who entered and who confirmed them; nothing is asked where none did."""
    wanted = {one.paper_rating_id for one in ratings if one.paper_rating_id is not None}
    if not wanted:
        return {}
    people = joinedload(PaperRating.entered_by), joinedload(PaperRating.confirmed_by)
    found = select(PaperRating).where(PaperRating.id.in_(wanted)).options(*people)
    return {one.id: one for one in db.session.scalars(found)}


def still_to_rate(round_: Round, person_id: int, today: date) -> int:
    """How many other deputies may rate and have not; from what is loaded."""
    return len(round_.still_to_rate(today) - {person_id})


def dissatisfied_on(round_: Round) -> date | None:
    """The day a dissatisfied rating stood: everybody had rated, or the window was over. Re-handling runs from it."""
    if round_.headline is not Level.DISSATISFIED:
        return None
    if not round_.unrated:
        return max(day_of(one.made_at) for one in round_.ratings)
    return round_.rating_due_on


def running_clock(round_: Round, kind: str) -> Clock | None:
    """The running limit of this kind on this round."""
    return db.session.scalars(
        select(Clock).where(Clock.round_id == round_.id, Clock.kind == kind, Clock.stopped_on.is_(None))
    ).first()
