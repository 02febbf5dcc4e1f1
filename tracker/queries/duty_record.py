"""How a deputy followed up what came back (履职): replies rated in their days, talks answered, promises and look-backs
rated, units chased. Counted are the deputy's own answers, not how many papers there were; one statement for each kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.ratings import Question
from tracker.domain.states import RoundState
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.models.contacts import Contact
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.models.ratings import Rating
from tracker.models.replies import Delivery
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.ratings import OF_REPLY
from tracker.queries.scope import visible_to

# So many papers of one kind are named; how many there are is always told.
LISTED = 50


class Matter(StrEnum):
    """What came back to the deputy."""

    REPLIES = "replies"
    PROMISES = "promises"
    LOOK_BACKS = "look_backs"
    CONTACTS = "contacts"
    CHASES = "chases"


class Stand(StrEnum):
    """What became of one: answered in its days, not answered in them, still to be answered."""

    DONE = "done"
    MISSED = "missed"
    WAITING = "waiting"


@dataclass(frozen=True)
class Item:
    """One that was not answered, or not yet: its paper, and the last day where there is one."""

    suggestion_id: int
    number: str
    title: str
    stand: Stand
    last_day: date | None


@dataclass(frozen=True)
class Followed:
    """One kind of thing: how many of each stand, and those not answered that the reader may open, the latest first."""

    matter: Matter
    counts: dict[Stand, int]
    items: Sequence[Item]

    @property
    def whole(self) -> int:
        return sum(self.counts.values())


def follow_up(who: Actor, person_id: int, *, today: date) -> list[Followed]:
    """What a deputy was asked and what of it was answered by a day of Asia/Shanghai, of all sessions."""
    wanted = {
        Matter.REPLIES: _replies(person_id, today),
        Matter.PROMISES: _promises(person_id, today),
        Matter.LOOK_BACKS: _look_backs(person_id, today),
        Matter.CONTACTS: _contacts(person_id),
        Matter.CHASES: _chases(person_id),
    }
    return [_followed(matter, db.session.execute(_opened(who, one))) for matter, one in wanted.items()]


def _followed(matter: Matter, rows: Iterable[Any]) -> Followed:
    counts, items = dict.fromkeys(Stand, 0), list[Item]()
    for row in rows:
        stand = Stand(row.stand)
        counts[stand] += 1
        if stand is not Stand.DONE and row.opens and len(items) < LISTED:
            items.append(Item(row.suggestion_id, row.number or "", row.title, stand, row.last_day))
    return Followed(matter, counts, items)


def _opened(who: Actor, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With the paper of each, and whether the reader may open it."""
    found = wanted.subquery()
    paper = Suggestion.id == found.c.suggestion_id
    opens = exists().where(Suggestion.id == found.c.suggestion_id, visible_to(who)).correlate(found)
    columns = (found.c.suggestion_id, Suggestion.number, Suggestion.title, found.c.stand, found.c.last_day)
    return (
        select(*columns, opens.label("opens"))
        .join(Suggestion, paper)
        .order_by(found.c.last_day.desc().nulls_last(), found.c.suggestion_id.desc(), found.c.id.desc())
    )


def _stand(done: ColumnElement[bool], missed: ColumnElement[bool]) -> Any:
    words = case((done, Stand.DONE.value), (missed, Stand.MISSED.value), else_=Stand.WAITING.value)
    return words.label("stand")


def _replies(person_id: int, today: date) -> Select[*tuple[Any, ...]]:
    rated = exists().where(
        Rating.round_id == Round.id,
        Rating.person_id == person_id,
        Rating.is_current,
        Rating.question == Question.ANSWER,
        OF_REPLY,
    )
    shut = or_(Round.state != RoundState.DELIVERED, Round.rating_due_on < today)
    return (
        select(Round.id, Task.suggestion_id, _stand(rated, shut), Round.rating_due_on.label("last_day"))
        .select_from(Delivery)
        .join(Round, Round.id == Delivery.round_id)
        .join(Task, Task.id == Round.task_id)
        .where(Delivery.person_id == person_id, Delivery.may_rate, or_(rated, _waited_for(Round.rating_due_on, today)))
    )


def _waited_for(last_day: Any, today: date) -> ColumnElement[bool]:
    """Whose seat had ended before the last day was not waited for."""
    return or_(Delivery.seat_until.is_(None), last_day.is_(None), Delivery.seat_until >= func.coalesce(last_day, today))


def _promises(person_id: int, today: date) -> Select[*tuple[Any, ...]]:
    rated = exists().where(
        Rating.commitment_id == Commitment.id,
        Rating.look_back_line_id.is_(None),
        Rating.person_id == person_id,
        Rating.is_current,
    )
    leads = select(Suggestion.author_id).where(Suggestion.id == Commitment.suggestion_id).scalar_subquery()
    shut = or_(Commitment.rating_shut_on.is_not(None), Commitment.rating_due_on < today)
    begun = or_(Commitment.rating_due_on.is_not(None), Commitment.rating_shut_on.is_not(None), rated)
    last_day = Commitment.rating_due_on
    return (
        select(Commitment.id, Commitment.suggestion_id, _stand(rated, shut), last_day.label("last_day"))
        .select_from(Delivery)
        .join(Commitment, Commitment.round_id == Delivery.round_id)
        .where(Delivery.person_id == person_id, begun, or_(Delivery.may_rate, leads == person_id))
        .where(or_(rated, _waited_for(last_day, today)))
    )


def _look_backs(person_id: int, today: date) -> Select[*tuple[Any, ...]]:
    line = LookBackLine
    rated = exists().where(Rating.look_back_line_id == line.id, Rating.person_id == person_id, Rating.is_current)
    shut = or_(line.rating_shut_on.is_not(None), LookBack.rate_by < today)
    begun = or_(line.filled_at.is_not(None), LookBack.fill_by < today, rated)
    asked = exists().where(
        Delivery.round_id == line.round_id,
        Delivery.person_id == person_id,
        Delivery.may_rate,
        or_(rated, _waited_for(LookBack.rate_by, today)),
    )
    return (
        select(line.id, Task.suggestion_id, _stand(rated, shut), LookBack.rate_by.label("last_day"))
        .join(LookBack, LookBack.id == line.look_back_id)
        .join(Round, Round.id == line.round_id)
        .join(Task, Task.id == Round.task_id)
        .where(line.taken_off_at.is_(None), begun, asked)
    )


def _contacts(person_id: int) -> Select[*tuple[Any, ...]]:
    answered = or_(Contact.confirmed_at.is_not(None), Contact.corrected_at.is_not(None))
    return (
        select(Contact.id, Task.suggestion_id, _stand(answered, false()), Contact.on.label("last_day"))
        .join(Task, Task.id == Contact.task_id)
        .where(Contact.with_person_id == person_id)
    )


def _chases(person_id: int) -> Select[*tuple[Any, ...]]:
    """What the deputy chased: the unit has answered, has sent its reply, or owes both."""
    answered = or_(Chase.answered_at.is_not(None), Chase.ended_on.is_not(None))
    return select(Chase.id, Chase.suggestion_id, _stand(answered, false()), Chase.answer_by.label("last_day")).where(
        Chase.by_id == person_id
    )
