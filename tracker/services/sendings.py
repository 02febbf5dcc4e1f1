"""Sending (rule R20): claim with a lease, see that it is still true, send, mark as sent. The worker alone does it.

Nothing can make a mail arrive exactly once. What is promised: each is filed once; each is tried until it is taken or
refused for good; and only when the worker dies, or the line breaks, between the server's word and our mark, the same
mail goes out again, with the same Message-ID, by which mail programs know it as one. Robots of groups have no such
mark; there that window can show a message twice.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import DBAPIError

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.tellings import Sending, SendingKind, SendingState, Telling
from tracker.outside.mail import Letter, Trouble, send, trouble_of, words_of
from tracker.outside.robots import Robot, RobotTrouble, say
from tracker.services._letters import NO_ADDRESS, NoAddress, NothingToSay, letter_for, text_for
from tracker.services._load import Invalid, fresh
from tracker.services._office import require
from tracker.services._outbox import file, mail_is_set, mailed_among
from tracker.services._record import write_event
from tracker.services._still_true import untrue

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
# A server may be away for days; so long after it was filed a mail that was refused for now has failed.
PATIENCE = timedelta(days=7)
# Nothing is filed for later than the next morning.
FURTHEST = timedelta(days=2)
ROBOT_TRIES = 3
MAIL, GROUP = "mail", "group"


@dataclass(frozen=True)
class Claimed:
    """A sending this process holds until its lease is over."""

    id: int
    door: str


def send_due(*, now: datetime, most: int = 200) -> int:
    """Send what is due; returns how many sendings came to an end. When the mail server is away, the rest waits."""
    done, shut = 0, set[str]()
    for _ in range(most):
        held = claim(now=now, shut=shut)
        if held is None:
            return done
        try:
            _send(held, now=now)
        except NothingToSay:
            end(held.id, SendingState.DROPPED, "nothing_to_say", now=now)
        except RobotTrouble as trouble:
            fail_robot(held.id, str(trouble), is_final=trouble.is_final, now=now)
        except DBAPIError:
            raise  # the database is in trouble, not the letter
        except Exception as error:
            if _failed(held, error, now=now) is Trouble.DOWN:
                shut.add(held.door)
        else:
            end(held.id, SendingState.SENT, "", now=now)
        done += 1
    return done


def _send(held: Claimed, *, now: datetime) -> None:
    """Put it into words and through its door, outside any transaction."""
    one = db.session.get_one(Sending, held.id)
    if one.robot is not None:
        text, robot = text_for(one, now=now), Robot(one.robot.kind.value, one.robot.address, one.robot.secret)
        db.session.rollback()
        say(robot, text, hosts=current_app.config["ROBOT_HOSTS"], now=now)
        return
    letter: Letter = letter_for(one, now=now)
    db.session.rollback()
    send(letter, current_app.config)


def _failed(held: Claimed, error: Exception, *, now: datetime) -> Trouble:
    trouble = trouble_of(error)
    words = NO_ADDRESS if isinstance(error, NoAddress) else words_of(error)
    if trouble is Trouble.NEVER:
        log.warning("sending %s failed: %s", held.id, words)
        end(held.id, SendingState.FAILED, words, now=now)
    else:
        put_off(held.id, words, unsure=trouble is Trouble.UNSURE, now=now)
    return trouble


@transactional
def claim(*, now: datetime, shut: Collection[str] = ()) -> Claimed | None:
    """Lease the oldest due sending nobody holds and that still has something true to say; those that have not are
    dropped on the way, each with its reason."""
    wanted = select(Sending).where(_is_free(now)).order_by(Sending.due_at, Sending.id).limit(1)
    if MAIL in shut or not mail_is_set():
        wanted = wanted.where(Sending.robot_id.is_not(None))
    while (held := db.session.scalars(wanted).first()) is not None:
        why = _gather(held, now=now)
        if why is None:
            held.leased_until, held.is_sealed = now + LEASE, True
            held.tries += 1
            return Claimed(held.id, GROUP if held.robot_id is not None else MAIL)
        held.state, held.error, held.leased_until = SendingState.DROPPED, why, None
        db.session.flush()
    return None


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


@transactional
def end(sending_id: int, state: SendingState, words: str, *, now: datetime) -> int:
    """Note what became of it."""
    held = db.session.get_one(Sending, sending_id)
    held.state, held.error, held.leased_until = state, words, None
    held.sent_at = now if state is SendingState.SENT else None
    return sending_id


@transactional
def put_off(sending_id: int, words: str, *, unsure: bool, now: datetime) -> int:
    """Let it wait, longer each time. What was surely not taken is opened again for what comes meanwhile."""
    held = db.session.get_one(Sending, sending_id)
    held.error, held.leased_until, held.is_sealed = words, None, unsure
    held.due_at = now + min(PAUSE * 2 ** min(held.tries - 1, 10), LONGEST_PAUSE)
    if now - held.filed_at > PATIENCE:
        held.state = SendingState.FAILED
    return sending_id


@transactional
def retry(actor: Actor, sending_id: int, *, now: datetime) -> int:
    """Try a failed one again at once, as when an address was corrected; under the Message-ID it had. Returns its id."""
    require(actor, Capability.KEEP_NOTICES)
    held = _failed_one(sending_id)
    held.state, held.due_at, held.filed_at, held.tries = SendingState.WAITING, now, now, 0
    write_event(actor, "retry_sending", now=now, subject=f"sending:{held.id}", facts={"person": held.person_id})
    return held.id


@transactional
def settle(actor: Actor, sending_id: int, *, note: str, now: datetime) -> int:
    """Whoever it was meant for was told otherwise; `note` says how. Returns its id. Raises `Invalid` without a note."""
    person_id = require(actor, Capability.KEEP_NOTICES)
    held = _failed_one(sending_id)
    if not note.strip():
        raise Invalid(note="missing")
    held.state, held.settled_by_id, held.settled_at, held.settled_note = (
        SendingState.SETTLED,
        person_id,
        now,
        note.strip(),
    )
    facts = {"person": held.person_id, "robot": held.robot_id}
    write_event(actor, "settle_sending", now=now, subject=f"sending:{held.id}", note=held.settled_note, facts=facts)
    return held.id


def _failed_one(sending_id: int) -> Sending:
    one = fresh(Sending, sending_id)
    if one.state is not SendingState.FAILED:
        raise Invalid(note="sending_not_failed")
    return one


@transactional
def after_restore(*, now: datetime) -> int:
    """A backup was restored: what waits in it went out long ago, as far as anybody can know. None of it is sent again;
    it stands in the application. Returns how many sendings were dropped."""
    waits = update(Sending).where(Sending.state == SendingState.WAITING)
    dropped = db.session.execute(waits.values(state=SendingState.DROPPED, error="restored", leased_until=None))
    db.session.execute(update(Telling).where(Telling.awaits_morning).values(awaits_morning=False))
    return int(dropped.rowcount)  # type: ignore[attr-defined]


@transactional
def fail_robot(sending_id: int, words: str, *, is_final: bool, now: datetime) -> int:
    """A group that cannot be reached is tried a few times; then its people get a mail instead."""
    held = db.session.get_one(Sending, sending_id)
    held.error, held.leased_until = words[:500], None
    if not is_final and held.tries < ROBOT_TRIES and held.kind is not SendingKind.TRIAL:
        held.is_sealed, held.due_at = False, now + PAUSE * 2 ** (held.tries - 1)
        return sending_id
    # One that was stopped meanwhile is nobody's failure.
    held.state = SendingState.FAILED if held.robot is None or held.robot.is_active else SendingState.DROPPED
    if mail_is_set():
        _by_mail(held, now=now)
    return sending_id


def _by_mail(one: Sending, *, now: datetime) -> None:
    told = list(db.session.scalars(select(Telling).where(Telling.sending_id == one.id, Telling.read_at.is_(None))))
    for person_id in sorted(mailed_among({telling.person_id for telling in told})):
        key = f"instead:{one.id}:{person_id}"
        mail = file(SendingKind.NEWS, key, now=now, due_at=now, person_id=person_id)
        for telling in told:
            if telling.person_id == person_id:
                telling.sending_id = mail.id
