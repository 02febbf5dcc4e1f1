"""What is sent next: held by a lease, gathered, and sealed with the words it goes out with.

A lease is known by its end: the next one can be given only when this one is over, and then ends later. Whoever comes
back after his lease was given to another changes nothing any more, but for the one fact that stays true: it was sent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.models.tellings import Sending, SendingKind, SendingState, Telling
from tracker.services._letters import Written
from tracker.services._outbox import mail_is_set, new_message_id
from tracker.services._still_true import untrue

# Longer than any sending can last: see `LONGEST` of the doors.
LEASE = timedelta(minutes=5)
# So long nothing is tried through a door behind which nobody was.
SHUT = timedelta(minutes=3)
# Nothing is filed for later than the next morning.
FURTHEST = timedelta(days=2)
MAIL, GROUP = "mail", "group"


@dataclass(frozen=True)
class Claimed:
    """A sending this process holds until its lease is over. `is_again`: what it says may have been taken before."""

    id: int
    door: str
    until: datetime
    is_again: bool = False


@transactional
def claim(*, now: datetime, shut: Collection[str] = ()) -> Claimed | None:
    """Lease the oldest due sending nobody holds and that still has something true to say; those that have not are
    dropped on the way, each with its reason."""
    wanted = select(Sending).where(_is_free(now)).order_by(Sending.due_at, Sending.id).limit(1)
    if MAIL in shut or not mail_is_set() or _mail_is_shut(now):
        wanted = wanted.where(Sending.robot_id.is_not(None))
    while (held := db.session.scalars(wanted).first()) is not None:
        why = _gather(held, now=now)
        if why is None:
            held.leased_until, held.is_sealed = now + LEASE, True
            held.tries += 1
            door = GROUP if held.robot_id is not None else MAIL
            return Claimed(held.id, door, held.leased_until, held.letter is not None)
        held.state, held.error, held.leased_until, held.letter = SendingState.DROPPED, why, None, None
        db.session.flush()
    return None


def held_by(lease: Claimed) -> Sending | None:
    """The sending, if it is still this lease that holds it; inside a transaction."""
    one = db.session.get_one(Sending, lease.id)
    return one if one.state is SendingState.WAITING and one.leased_until == lease.until else None


@transactional
def keep_words(lease: Claimed, written: Written) -> bool:
    """Note the words before they go out, so that they go out again as they were; whether the lease still holds."""
    one = held_by(lease)
    if one is None:
        return False
    one.letter, one.message_id = written.kept(), written.letter.message_id
    return True


def _mail_is_shut(now: datetime) -> bool:
    """Whether one who waits found nobody behind the door of mail, a moment ago."""
    shut = (Sending.shut_until > now, Sending.shut_until <= now + SHUT)
    return (
        db.session.scalar(select(Sending.id).where(Sending.state == SendingState.WAITING, *shut).limit(1)) is not None
    )


def _is_free(now: datetime) -> ColumnElement[bool]:
    """Due and held by nobody. A lease or a day no clock of today can have given (the host's clock went ahead and was
    set back) binds nobody: else it would wait for years."""
    due = or_(Sending.due_at <= now, Sending.due_at > now + FURTHEST)
    unheld = or_(Sending.leased_until.is_(None), Sending.leased_until < now, Sending.leased_until > now + LEASE)
    return and_(Sending.state == SendingState.WAITING, due, unheld)


def _gather(one: Sending, *, now: datetime) -> str | None:
    """Bring together what it is to say now; why it is to be dropped, if nothing."""
    if one.kind is SendingKind.TRIAL:
        return None
    if not one.is_sealed:
        _join(one)
    tellings = list(db.session.scalars(select(Telling).where(Telling.sending_id == one.id).order_by(Telling.id)))
    dead = untrue(tellings, today=day_of(now))
    for telling in tellings:
        if telling.id in dead:
            telling.sending_id = None
    if dead and one.letter is not None:
        # Other words under the same Message-ID would be hidden by mail programs that have the first.
        one.letter, one.message_id = None, new_message_id()
    db.session.flush()
    if one.kind is SendingKind.MORNING:
        return None
    alive = len(tellings) - len(dead)
    return None if alive else (next(iter(dead.values())) if dead else "merged")


def _join(one: Sending) -> None:
    """A mail of the morning takes along what waits for it; so does any mail with what else waits for the person."""
    if one.kind is SendingKind.MORNING and one.membership_id is not None:
        for_it = (Telling.membership_id == one.membership_id, Telling.awaits_morning)
        db.session.execute(update(Telling).where(*for_it).values(sending_id=one.id, awaits_morning=False))
    others = select(Sending.id).where(
        Sending.state == SendingState.WAITING,
        Sending.is_sealed.is_(False),
        Sending.kind == SendingKind.NEWS,
        Sending.id != one.id,
        Sending.person_id == one.person_id if one.person_id is not None else Sending.robot_id == one.robot_id,
    )
    along: list[ColumnElement[bool]] = [Telling.sending_id.in_(others)]
    if one.membership_id is not None:
        along.append(Telling.membership_id == one.membership_id)
    db.session.execute(update(Telling).where(*along).values(sending_id=one.id))
