"""Work for the worker (rules R20, R21): claimed with a lease, unique by key, repeatable without harm.

A recurring job is a row keyed by its day, so two workers, a restart or a week off make it run once, not seven times.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.throttles import BY_NAME
from tracker.models.people import Throttle
from tracker.models.record import FormToken, Job, KeptText
from tracker.models.tellings import Sending, SendingState, Telling
from tracker.outside.mail import Unreachable
from tracker.queries.kept import past
from tracker.services import (
    circulation,
    codes,
    commitment_days,
    cosigning,
    file_checks,
    file_texts,
    files,
    implementation_ratings,
    ladder,
    look_back_lines,
    mornings,
    outcomes,
    rating_links,
    ratings,
    search,
    seats,
    tellings,
)

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=2)
# How long a mail waits when nobody is behind the door.
AGAIN = timedelta(minutes=5)
# Then the rest waits for the next round: what is to be told and sent has its turn in between.
ROUND = timedelta(minutes=1)
TOKENS_KEPT = timedelta(days=30)
UNSENT_KEPT = timedelta(days=30)
MOST_TRIES = 8
MAILS = frozenset({codes.MAIL_JOB, rating_links.LINK_JOB, rating_links.CODE_JOB})

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Held:
    """A job this process holds until its lease is over; the next lease of it ends later, which tells them apart."""

    id: int
    kind: str
    payload: dict[str, Any]
    until: datetime


def run_due(*, now: datetime, clock: Callable[[], datetime] | None = None) -> int:
    """Do one round: file the day's recurring jobs, then run what is due, for about a minute. Returns how many jobs were
    done.

    `clock` is asked anew for each: leases run from when they are given. Without it the moment stands still at `now`.
    """
    file_recurring(now=now)
    moment = clock or (lambda: now)
    done, at, shut = 0, now, frozenset[str]()
    while at - now <= ROUND and (job := claim(now=at, but=shut)) is not None:
        try:
            HANDLERS[job.kind](job.payload, now=at)
        except Unreachable as error:
            # The addressee's letter has not been tried at all; nor need the next one be.
            shut = MAILS
            put_off(job, now=moment(), error=str(error), was_tried=False)
        except Exception as error:
            log.exception("job %s (%s) failed", job.id, job.kind)
            put_off(job, now=moment(), error=f"{type(error).__name__}: {error}")
        else:
            finish(job, now=moment())
            done += 1
        at = moment()
    return done


def add(kind: str, key: str, payload: dict[str, Any], *, due_at: datetime) -> None:
    """File a job inside another service's transaction; a key that is already there is left as it is."""
    if db.session.scalar(select(Job.id).where(Job.key == key)) is None:
        db.session.add(Job(key=key, kind=kind, payload=payload, due_at=due_at))
        db.session.flush()


def file_recurring(*, now: datetime) -> None:
    """See that today's recurring jobs exist; writes only on the first look of a day (Asia/Shanghai)."""
    today = day_of(now).isoformat()
    wanted = {f"{kind}:{today}" for kind in RECURRING}
    there = set(db.session.scalars(select(Job.key).where(Job.key.in_(wanted))))
    db.session.rollback()
    if wanted - there:
        _file(sorted(wanted - there), now=now)


@transactional
def _file(keys: list[str], *, now: datetime) -> int:
    for key in keys:
        add(key.partition(":")[0], key, {}, due_at=now)
    return len(keys)


@transactional
def claim(*, now: datetime, but: Collection[str] = ()) -> Held | None:
    """Lease the oldest due job nobody holds, of other kinds than `but`; one that failed too often waits for a person
    (`error` says why)."""
    job = db.session.scalars(
        select(Job)
        .where(
            Job.done_at.is_(None),
            Job.due_at <= now,
            Job.tries < MOST_TRIES,
            Job.kind.not_in(sorted(but)),
            or_(Job.leased_until.is_(None), Job.leased_until < now),
        )
        .order_by(Job.due_at, Job.id)
        .limit(1)
    ).first()
    if job is None:
        return None
    job.leased_until = now + LEASE
    job.tries += 1
    return Held(job.id, job.kind, job.payload, job.leased_until)


@transactional
def finish(held: Held, *, now: datetime) -> int:
    """Note that a job is done, whoever holds it by now."""
    job = db.session.get_one(Job, held.id)
    job.done_at, job.leased_until, job.error = now, None, ""
    return held.id


@transactional
def put_off(held: Held, *, now: datetime, error: str, was_tried: bool = True) -> int:
    """Let a failed job wait, longer each time. A mail that could not even be tried loses none of its tries, and the
    others wait with it."""
    job = db.session.get_one(Job, held.id)
    if job.done_at is not None or job.leased_until != held.until:
        return held.id  # it took too long, and another has it now
    job.leased_until, job.error = None, error[:2000]
    job.due_at = now + (PAUSE * 2**job.tries if was_tried else AGAIN)
    if not was_tried:
        job.tries -= 1
        others = (Job.kind.in_(sorted(MAILS)), Job.done_at.is_(None), Job.leased_until.is_(None))
        db.session.execute(update(Job).where(*others, Job.due_at < job.due_at).values(due_at=job.due_at))
    return held.id


def lapse_invitations(_payload: dict[str, Any], *, now: datetime) -> None:
    """Let every invitation to sign lapse whose last day is over."""
    while cosigning.lapse_due(now=now):
        pass


def lapse_offers(_payload: dict[str, Any], *, now: datetime) -> None:
    """Let every offer to lead, and every request to take a paper back, lapse with the seat it hangs on."""
    while seats.lapse_offers_due(now=now):
        pass
    while seats.lapse_requests_due(now=now):
        pass


def lapse_outcomes(_payload: dict[str, Any], *, now: datetime) -> None:
    """Record silence on every outcome put to a deputy whose last day to answer is over."""
    while outcomes.lapse_due(now=now):
        pass


def lapse(_payload: dict[str, Any], *, now: datetime) -> None:
    """Shut every rating window whose last day is over."""
    while ratings.lapse_due(now=now):
        pass


def lapse_implementation(_payload: dict[str, Any], *, now: datetime) -> None:
    """Shut every window of a promise's rating whose last day is over."""
    while implementation_ratings.lapse_due(now=now):
        pass


def promises(_payload: dict[str, Any], *, now: datetime) -> None:
    """Mark promises whose day is over, remind of those that fall due, tell of those nobody has said anything of."""
    for look in (commitment_days.fall_due_all, commitment_days.remind_all, commitment_days.tell_quiet_all):
        while look(now=now):
            pass


def end_circulations(_payload: dict[str, Any], *, now: datetime) -> None:
    """End every round of pre-assignment whose last day is over."""
    while circulation.close_due(now=now):
        pass


@transactional
def sweep(_payload: dict[str, Any], *, now: datetime) -> int:
    """Drop form tokens, kept texts, counts of failed log-ins and mails that were not sent past their time."""
    db.session.execute(delete(FormToken).where(FormToken.made_at < now - TOKENS_KEPT))
    db.session.execute(delete(KeptText).where(past(now)))
    db.session.execute(delete(Throttle).where(Throttle.last_at < now - BY_NAME.forgotten_after))
    # A bulletin is filed for each hat and working day, and most have nothing to say.
    unsent = (Sending.state == SendingState.DROPPED, Sending.filed_at < now - UNSENT_KEPT)
    of_them = Telling.sending_id.in_(select(Sending.id).where(*unsent))
    db.session.execute(update(Telling).where(of_them).values(sending_id=None))
    db.session.execute(delete(Sending).where(*unsent))
    return 1


def climb(_payload: dict[str, Any], *, now: datetime) -> None:
    """Issue every step of the chasing ladder that is left to time and whose day has come."""
    ladder.issue_due(now=now)


def shut_look_backs(_payload: dict[str, Any], *, now: datetime) -> None:
    """Shut every new rating of a look-back whose last day is over."""
    while look_back_lines.shut_due(now=now):
        pass


def remind(_payload: dict[str, Any], *, now: datetime) -> None:
    """File the reminders of limits that fall due or have passed."""
    tellings.remind(now=now)


def file_mornings(_payload: dict[str, Any], *, now: datetime) -> None:
    """File the morning bulletins of a working day."""
    mornings.file_mornings(now=now)


RECURRING = (
    "look_backs",
    "lapse",
    "lapse_invitations",
    "lapse_offers",
    "lapse_outcomes",
    "circulation",
    "promises",
    "ladder",
    "lapse_implementation",
    "mornings",
    "remind",
    "sweep",
    "sweep_files",
    file_checks.SCRUB_JOB,
    search.MEND_JOB,
    file_texts.SWEEP_JOB,
)
HANDLERS: dict[str, Handler] = {
    "look_backs": shut_look_backs,
    "lapse": lapse,
    "lapse_invitations": lapse_invitations,
    "lapse_offers": lapse_offers,
    "lapse_outcomes": lapse_outcomes,
    "circulation": end_circulations,
    "promises": promises,
    "ladder": climb,
    "lapse_implementation": lapse_implementation,
    "mornings": file_mornings,
    "remind": remind,
    rating_links.LINK_JOB: rating_links.mail_link,
    rating_links.CODE_JOB: rating_links.mail_code,
    "sweep": sweep,
    codes.MAIL_JOB: codes.mail_code,
    "sweep_files": files.sweep,
    files.SCAN_JOB: files.scan,
    file_checks.SCRUB_JOB: file_checks.scrub,
    search.MEND_JOB: search.mend,
    file_texts.READ_JOB: file_texts.read,
    file_texts.SWEEP_JOB: file_texts.sweep,
}
