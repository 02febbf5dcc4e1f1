"""Links to a rating inside another act's transaction: taken back, with the mails that were to bring them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.models.commitments import Commitment
from tracker.models.ratings import RatingLink
from tracker.models.record import Job
from tracker.models.tasks import Round

LINK_JOB = "mail_rating_link"


def take_back_links(of: Round | Commitment, person_id: int | None = None, *, now: datetime) -> int:
    """Take back the links to the rating of a reply or of a promise, of one deputy or of all, and stop the mails that
    wait to be sent; returns how many of both there were."""
    round_id, commitment_id = ids_of(of)
    links = select(RatingLink).where(
        RatingLink.round_id == round_id, RatingLink.commitment_id == commitment_id, RatingLink.revoked_at.is_(None)
    )
    live = [one for one in db.session.scalars(links) if person_id in (None, one.person_id)]
    for link in live:
        link.revoked_at = now
    jobs = [one for one in waiting_mails(of) if person_id in (None, one.payload["person"])]
    for job in jobs:
        # Kept, for a worker may hold it at this moment; it asks once more before it sends.
        job.done_at = now
    return len(live) + len(jobs)


def ids_of(of: Round | Commitment) -> tuple[int, int | None]:
    """The reply, and the promise where it is one that is rated."""
    return (of.round_id, of.id) if isinstance(of, Commitment) else (of.id, None)


def waiting_mails(of: Round | Commitment) -> list[Job]:
    """Mails with a link to this rating that the worker has still to send."""
    waiting = db.session.scalars(select(Job).where(Job.kind == LINK_JOB, Job.done_at.is_(None)).order_by(Job.id))
    return [one for one in waiting if (one.payload["round"], one.payload.get("promise")) == ids_of(of)]


def is_still_to_send(key: object) -> bool:
    """Whether nobody has taken back what the mail of this job was to bring."""
    return db.session.scalar(select(Job.id).where(Job.key == key, Job.done_at.is_(None))) is not None
