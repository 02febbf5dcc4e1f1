"""Sending (rule R20): claim with a lease, see that it is still true, send, mark as sent. The worker alone does it.

Nothing can make a mail arrive exactly once. What is promised: each is filed once; each is tried until it is taken or
refused for good; and only when the worker dies, or the line breaks, between the last of its words and our mark, the
same mail goes out again: with the words it had and the same Message-ID, by which mail programs know it as one. Should
something in it have become untrue meanwhile, it is another mail, under a Message-ID of its own. Robots of groups have
no such mark; there that window can show a message twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import null, select, update
from sqlalchemy.exc import DBAPIError

from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.tellings import Sending, SendingKind, SendingState, Telling
from tracker.outside.mail import Trouble, send, trouble_of, words_of
from tracker.outside.robots import Robot, RobotTrouble, say
from tracker.services._claiming import SHUT, Claimed, claim, held_by, keep_words
from tracker.services._letters import NO_ADDRESS, NoAddress, NothingToSay, letter_for, text_for
from tracker.services._load import Invalid, fresh
from tracker.services._office import require
from tracker.services._outbox import file, mail_is_set, mailed_among
from tracker.services._record import write_event

log = logging.getLogger(__name__)

PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
# A server may be away for days; so long after it was filed a mail that was refused for now has failed.
PATIENCE = timedelta(days=7)
# Then the rest waits for the next round: limits, reminders and figures have their turn in between.
ROUND = timedelta(minutes=1)
ROBOT_TRIES = 3


class LeaseLost(RuntimeError):
    """It took so long that another process may hold it."""


def send_due(*, now: datetime, clock: Callable[[], datetime] | None = None, most: int = 200) -> int:
    """Send what is due, for about a minute; returns how many sendings were tried. When nobody is behind the door of
    mail, the rest waits.

    `clock` is asked anew for each: leases run from when they are given. Without it the moment stands still at `now`.
    """
    moment = clock or (lambda: now)
    done, shut, at = 0, set[str](), now
    while done < most and at - now <= ROUND:
        held = claim(now=at, shut=shut)
        if held is None:
            break
        if _one(held, moment) in (Trouble.DOWN, Trouble.UNSURE):
            shut.add(held.door)
        done, at = done + 1, moment()
    return done


def _one(held: Claimed, clock: Callable[[], datetime]) -> Trouble | None:
    """Send it and note what became of it."""
    try:
        _send(held, now=clock())
    except NothingToSay:
        end(held, SendingState.DROPPED, "nothing_to_say", now=clock())
    except RobotTrouble as trouble:
        fail_robot(held, str(trouble), is_final=trouble.is_final, now=clock())
    except LeaseLost:
        log.warning("sending %s was taken over by another worker", held.id)
    except DBAPIError:
        raise  # the database is in trouble, not the letter
    except Exception as error:
        return _failed(held, error, now=clock())
    else:
        end(held, SendingState.SENT, "", now=clock())
    return None


def _send(held: Claimed, *, now: datetime) -> None:
    """Put it into words and through its door, outside any transaction."""
    one = db.session.get_one(Sending, held.id)
    if one.robot is not None:
        text, robot = text_for(one, now=now), Robot(one.robot.kind.value, one.robot.address, one.robot.secret)
        db.session.rollback()
        say(robot, text, hosts=current_app.config["ROBOT_HOSTS"], now=now)
        return
    written = letter_for(one, now=now)
    db.session.rollback()
    if not keep_words(held, written):
        raise LeaseLost
    send(written.letter, current_app.config)


def _failed(held: Claimed, error: Exception, *, now: datetime) -> Trouble:
    trouble = trouble_of(error)
    words = NO_ADDRESS if isinstance(error, NoAddress) else words_of(error)
    if trouble is Trouble.NEVER:
        log.warning("sending %s failed: %s", held.id, words)
        end(held, SendingState.FAILED, words, now=now)
    else:
        put_off(held, words, trouble, now=now)
    return trouble


@transactional
def end(lease: Claimed, state: SendingState, words: str, *, now: datetime) -> int:
    """Note what became of it. That it was sent is noted even by one whose lease was over: whoever holds it now sends
    the same words, or has done so."""
    held = held_by(lease)
    if held is None and state is SendingState.SENT:
        held = db.session.get_one(Sending, lease.id)
        held = held if held.state is SendingState.WAITING and held.is_sealed else None
    if held is None:
        return lease.id
    held.state, held.error, held.leased_until = state, words, None
    held.sent_at = now if state is SendingState.SENT else None
    if state is not SendingState.FAILED or not lease.is_again:
        held.letter = None
    return lease.id


@transactional
def put_off(lease: Claimed, words: str, trouble: Trouble, *, now: datetime) -> int:
    """Let it wait, longer each time. What was surely never taken is opened again for what comes meanwhile. When nobody
    was behind the door, the others wait a moment too."""
    held = held_by(lease)
    if held is None:
        return lease.id
    held.error, held.leased_until = words, None
    if trouble is not Trouble.UNSURE and not lease.is_again:
        held.is_sealed, held.letter = False, None
    if trouble is Trouble.DOWN:
        held.shut_until = now + SHUT
        _fail_old(words, now=now)
    held.due_at = now + min(PAUSE * 2 ** min(held.tries - 1, 10), LONGEST_PAUSE)
    if now - held.filed_at > PATIENCE:
        held.state = SendingState.FAILED
    return lease.id


def _fail_old(words: str, *, now: datetime) -> None:
    """Nobody has been behind the door for so long that those who waited meanwhile have failed too."""
    mails = (Sending.state == SendingState.WAITING, Sending.person_id.is_not(None), Sending.leased_until.is_(None))
    old = update(Sending).where(*mails, Sending.filed_at < now - PATIENCE, Sending.due_at <= now)
    db.session.execute(old.values(state=SendingState.FAILED, error=words))


@transactional
def retry(actor: Actor, sending_id: int, *, now: datetime) -> int:
    """Try a failed one again at once, as when an address was corrected; under the Message-ID it had. Returns its id."""
    require(actor, Capability.KEEP_NOTICES)
    held = _failed_one(sending_id)
    held.state, held.due_at, held.filed_at, held.tries = SendingState.WAITING, now, now, 0
    held.shut_until = None
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
    dropped = db.session.execute(
        waits.values(state=SendingState.DROPPED, error="restored", leased_until=None, letter=null())
    )
    db.session.execute(update(Telling).where(Telling.awaits_morning).values(awaits_morning=False))
    return int(dropped.rowcount)  # type: ignore[attr-defined]


@transactional
def fail_robot(lease: Claimed, words: str, *, is_final: bool, now: datetime) -> int:
    """A group that cannot be reached is tried a few times; then its people get a mail instead."""
    held = held_by(lease)
    if held is None:
        return lease.id
    held.error, held.leased_until = words[:500], None
    if not is_final and held.tries < ROBOT_TRIES and held.kind is not SendingKind.TRIAL:
        held.is_sealed, held.due_at = False, now + PAUSE * 2 ** (held.tries - 1)
        return lease.id
    # One that was stopped meanwhile is nobody's failure.
    held.state = SendingState.FAILED if held.robot is None or held.robot.is_active else SendingState.DROPPED
    if mail_is_set():
        _by_mail(held, now=now)
    return lease.id


def _by_mail(one: Sending, *, now: datetime) -> None:
    told = list(db.session.scalars(select(Telling).where(Telling.sending_id == one.id, Telling.read_at.is_(None))))
    for person_id in sorted(mailed_among({telling.person_id for telling in told})):
        key = f"instead:{one.id}:{person_id}"
        mail = file(SendingKind.NEWS, key, now=now, due_at=now, person_id=person_id)
        for telling in told:
            if telling.person_id == person_id:
                telling.sending_id = mail.id
