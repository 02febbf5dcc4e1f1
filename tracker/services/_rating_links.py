"""Links to a rating inside another act's transaction: taken back, with the mails that were to bring them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.models.ratings import RatingLink
from tracker.models.record import Job

LINK_JOB = "mail_rating_link"


def take_back_links(round_id: int, person_id: int | None = None, *, now: datetime) -> int:
    """Take back the links to the rating of a reply, of one deputy or of all, and stop the mails that wait to be sent;
    returns how many of both there were."""
    links = select(RatingLink).where(RatingLink.round_id == round_id, RatingLink.revoked_at.is_(None))
    live = [one for one in db.session.scalars(links) if person_id in (None, one.person_id)]
    for link in live:
        link.revoked_at = now
    jobs = [one for one in waiting_mails(round_id) if person_id in (None, one.payload["person"])]
    for job in jobs:
        # Kept, for a worker may hold it at this moment; it asks once more before it sends.
        job.done_at = now
    return len(live) + len(jobs)


def waiting_mails(round_id: int) -> list[Job]:
    """Mails with a link to the rating of a reply that the worker has still to send."""
    waiting = db.session.scalars(select(Job).where(Job.kind == LINK_JOB, Job.done_at.is_(None)).order_by(Job.id))
    return [one for one in waiting if one.payload["round"] == round_id]


def is_still_to_send(key: object) -> bool:
    """Whether nobody has taken back what the mail of this job was to bring."""
    return db.session.scalar(select(Job.id).where(Job.key == key, Job.done_at.is_(None))) is not None
