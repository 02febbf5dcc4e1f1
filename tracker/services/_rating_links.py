"""Links to a rating inside another act's transaction: taken back, with the mails that were to bring them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.models.commitments import Commitment
from tracker.models.ratings import RatingLink
from tracker.models.record import Job
from tracker.models.tasks import Round
from tracker.queries.rating_links import ids_of, waiting_mails


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


def is_still_to_send(key: object) -> bool:
    """Whether nobody has taken back what the mail of this job was to bring."""
    return db.session.scalar(select(Job.id).where(Job.key == key, Job.done_at.is_(None))) is not None
