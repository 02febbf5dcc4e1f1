"""Links that lead to one deputy's rating of one reply: which are good, and for whom the desk can make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.roles import Role
from tracker.domain.states import CommitmentState, RoundState
from tracker.models.commitments import Commitment
from tracker.models.people import Membership, Person
from tracker.models.ratings import RatingLink
from tracker.models.record import Job
from tracker.models.tasks import Round
from tracker.queries.who import digest

LINK_JOB = "mail_rating_link"
_REPORTED = (CommitmentState.FULFILLED, CommitmentState.PAST_DUE)


@dataclass(frozen=True)
class Opened:
    """A link that is good today, the reply it leads to, and the deputy's seat."""

    link: RatingLink
    round: Round
    seat: Membership
    # The promise, where that is what is rated.
    promise: Commitment | None = None

    def granted(self, key: str, *, now: datetime) -> bool:
        """Whether the browser with this key gave the right code less than half an hour ago."""
        until = self.link.grant_until
        return bool(key) and until is not None and now < until and self.link.grant_digest == digest(key)


def opened(token: str, *, today: date) -> Opened | None:
    """What a link opens on a day of Asia/Shanghai: nothing once the window has shut, the link was taken back, another
    took its place, or the deputy's seat has ended. Reading changes nothing."""
    return by_digest(digest(token), today=today)


def by_digest(key: str, *, today: date) -> Opened | None:
    """The same for the worker, which knows a link by its digest alone."""
    link = db.session.get(RatingLink, key)
    if link is None or link.revoked_at is not None or today > link.good_until:
        return None
    one = db.session.get(Round, link.round_id)
    promise = db.session.get(Commitment, link.commitment_id) if link.commitment_id is not None else None
    if one is None or not _is_asked_about(promise or one):
        return None
    due = (promise or one).rating_due_on
    if link.person_id not in one.asked or (due is not None and today > due):
        return None
    seat = seat_of(link.person_id, today)
    return Opened(link, one, seat, promise) if seat is not None else None


def _is_asked_about(one: Round | Commitment) -> bool:
    if isinstance(one, Round):
        return one.state is RoundState.DELIVERED
    return one.state in _REPORTED and one.rating_due_on is not None and one.rating_shut_on is None


def seat_of(person_id: int, today: date) -> Membership | None:
    """The deputy's seat of a day."""
    seats = select(Membership).where(Membership.person_id == person_id, Membership.role == Role.DEPUTY)
    return next((one for one in db.session.scalars(seats.order_by(Membership.id.desc())) if one.holds_on(today)), None)


def links_of(round_id: int, promise: int | None = None) -> Sequence[RatingLink]:
    """Every link made to the rating of a reply, or of a promise of it, the newest first."""
    ours = RatingLink.round_id == round_id, RatingLink.commitment_id == promise
    wanted = select(RatingLink).where(*ours).options(joinedload(RatingLink.person))
    return db.session.scalars(wanted.order_by(RatingLink.made_at.desc(), RatingLink.digest)).all()


def ids_of(of: Round | Commitment) -> tuple[int, int | None]:
    """The reply, and the promise where it is one that is rated."""
    return (of.round_id, of.id) if isinstance(of, Commitment) else (of.id, None)


def waiting_mails(of: Round | Commitment) -> list[Job]:
    """Mails with a link to this rating that the worker has still to send, those it gave up too."""
    waiting = db.session.scalars(select(Job).where(Job.kind == LINK_JOB, Job.done_at.is_(None)).order_by(Job.id))
    return [one for one in waiting if (one.payload["round"], one.payload.get("promise")) == ids_of(of)]


def persons(ids: set[int]) -> Sequence[Person]:
    """These deputies, in the order of their ids."""
    return db.session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all()


__all__ = ["LINK_JOB", "Opened", "by_digest", "ids_of", "links_of", "opened", "persons", "seat_of", "waiting_mails"]
