"""Links to a rating: made by the desk, opened with a one-time code, good for one deputy and one reply or promise.

A link by itself opens nothing and a visit changes nothing. Only digests are stored: of the link, of the code, and of
the key of the browser that gave the right code.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action, Machine
from tracker.domain.limits import CODES_AT_ONCE
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.domain.roles import Role
from tracker.models.commitments import Commitment
from tracker.models.people import Person
from tracker.models.ratings import RatingLink
from tracker.models.record import Job
from tracker.models.tasks import Round
from tracker.outside.mail import Letter, send
from tracker.queries.rating_links import LINK_JOB, Opened, by_digest, ids_of, opened
from tracker.queries.who import digest
from tracker.services import _rating_letters as letters
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._rating import Ballot
from tracker.services._rating_links import is_still_to_send, take_back_links
from tracker.services._throttle import RATING_CODE, admit, attempt_of, forgive
from tracker.services.implementation_ratings import rate_promise
from tracker.services.ratings import rate_reply

CODE_JOB = "mail_rating_code"
GOOD_FOR = timedelta(minutes=10)
GRANTED_FOR = timedelta(minutes=30)
TRIES = 5
_MAKE = {Machine.ROUND: Action.MAKE_RATING_LINKS, Machine.COMMITMENT: Action.MAKE_COMMITMENT_LINKS}
_REVOKE = {Machine.ROUND: Action.REVOKE_RATING_LINKS, Machine.COMMITMENT: Action.REVOKE_COMMITMENT_LINKS}
DIGITS = 6


class LinkIsDead(LookupError):
    """The link opens nothing (any more): shut, taken back, replaced, never made. Which of them is not said."""


def draw() -> str:
    """A new link: 192 bits."""
    return secrets.token_urlsafe(24)


@transactional
def issue(
    actor: Actor, round_id: int, tokens: Mapping[int, str], *, batch: str, version: int, now: datetime, promise: int = 0
) -> str:
    """Store the digests of links for these deputies, each instead of the deputy's earlier ones; returns the batch, by
    which the page that prints them knows whether its own were stored. With `promise`, to the rating of that promise."""
    one = _to_send(actor, _rated(round_id, promise, version=version), list(tokens), now=now)
    advance(one, _MAKE[one.machine], actor, now=now, facts=_facts(one, sorted(tokens)) | {"by": "slip"})
    for person_id, token in tokens.items():
        take_back_links(one, person_id, now=now)
        _store(one, person_id, token, actor.person_id, now=now)
    return batch


@transactional
def post(
    actor: Actor,
    round_id: int,
    person_ids: Sequence[int],
    *,
    batch: str,
    version: int,
    now: datetime,
    promise: int = 0,
) -> int:
    """File one mail with a link for each of these deputies; the worker draws and sends. Returns the case's id."""
    one = _to_send(actor, _rated(round_id, promise, version=version), person_ids, now=now)
    if any(not person.email for person in _persons(person_ids)):
        raise Invalid(persons="no_email")
    advance(one, _MAKE[one.machine], actor, now=now, facts=_facts(one, sorted(person_ids)) | {"by": "mail"})
    of_round, of_promise = ids_of(one)
    for person_id in person_ids:
        take_back_links(one, person_id, now=now)
        key = f"{LINK_JOB}:{batch}:{person_id}"
        whose = {"round": of_round, "promise": of_promise, "person": person_id, "by": actor.person_id}
        payload = whose | {"key": key, "at": now.isoformat()}
        db.session.add(Job(key=key, kind=LINK_JOB, payload=payload, due_at=now))
    return one.suggestion.id


@transactional
def revoke(actor: Actor, round_id: int, person_id: int, *, now: datetime, promise: int = 0) -> int:
    """Take a deputy's links back, also those a mail is still to bring; returns the case's id."""
    one = _rated(round_id, promise)
    action = _REVOKE[one.machine]
    require(actor, action, one, today=day_of(now))
    if take_back_links(one, person_id, now=now):
        advance(one, action, actor, now=now, facts=_facts(one, [person_id]))
    return one.suggestion.id


@transactional
def ask_code(token: str, *, source: str, now: datetime) -> bool:
    """File the mail with a one-time code to the deputy's own address. Raises `LinkIsDead`; `Invalid` for a deputy
    without an address; the caller asks `admit_code` first, so that nobody's letter-box is filled."""
    found = _alive(token, now=now)
    if not found.link.person.email:
        raise Invalid(code="no_own_email")
    found.link.code_asked_at = now
    key = f"{CODE_JOB}:{found.link.digest[:32]}:{int(now.timestamp())}"
    if db.session.scalar(select(Job.id).where(Job.key == key)) is None:
        db.session.add(Job(key=key, kind=CODE_JOB, payload={"link": found.link.digest}, due_at=now))
    return True


def admit_code(token: str, *, source: str, now: datetime) -> None:
    """Count a wish for a code; raises `Throttled` when it comes too soon after the last of this link, or after very
    many from one source."""
    admit(RATING_CODE, digest(token)[:40], source=source, now=now)


@transactional
def enter(token: str, code: str, *, source: str, now: datetime) -> str | None:
    """The key of a browser that gave the right code, good for half an hour and for this rating only; else None.

    A code is good for ten minutes and five tries, and once. The right one makes the wish for it forgotten.
    """
    link = _alive(token, now=now).link
    if not link.code_digest or link.code_until is None or now >= link.code_until or link.tries >= TRIES:
        return None
    typed = "".join(one for one in code if one.isdigit())
    if not hmac.compare_digest(_code_digest(link, typed), link.code_digest):
        link.tries += 1
        return None
    forgive(attempt_of(RATING_CODE, digest(token)[:40], source=source, now=now), now=now)
    key = secrets.token_urlsafe(32)
    link.code_digest, link.code_until, link.tries = "", None, 0
    link.grant_digest, link.grant_until = digest(key), now + GRANTED_FOR
    return key


@transactional
def rate(token: str, key: str, ballot: Ballot, *, version: int, now: datetime) -> int:
    """Rate through a link, as the deputy it was made for; the record says that it came this way. Returns the case."""
    found = _alive(token, now=now)
    if not found.granted(key, now=now):
        raise LinkIsDead(token[:4])
    how: dict[str, Any] = {"version": version, "now": now, "facts": {"by_link": True}}
    if found.promise is None:
        done = rate_reply(actor_of(found), found.round.id, ballot, **how)
    else:
        done = rate_promise(actor_of(found), found.promise.id, ballot, **how)
    found.link.used_at = now
    return done


def actor_of(found: Opened) -> Actor:
    """The deputy of the link under the seat held today."""
    seat = found.seat
    return Actor(seat.person_id, seat.id, Role.DEPUTY, delegation_id=seat.delegation_id)


def mail_link(payload: Mapping[str, object], *, now: datetime) -> None:
    """The worker's part: draw a link, store its digest, and only then send it. Tried again it draws another; both stand
    beside each other, because the mail that failed may have arrived after all."""
    token = draw()
    letter = _store_for_mail(payload, token, now=now)
    if letter is not None:
        send(letter, current_app.config)


def mail_code(payload: Mapping[str, object], *, now: datetime) -> None:
    """The worker's part: draw a code, store its digest, and only then send it."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    letter = _code_for_mail(str(payload["link"]), code, now=now)
    if letter is not None:
        send(letter, current_app.config)


@transactional
def _store_for_mail(payload: Mapping[str, object], token: str, *, now: datetime) -> Letter | None:
    round_id, person_id, by, promise = (payload.get(name) for name in ("round", "person", "by", "promise"))
    assert isinstance(round_id, int) and isinstance(person_id, int)
    if not is_still_to_send(payload.get("key")):
        return None
    one = _rated(round_id, promise if isinstance(promise, int) else 0)
    link = _store(one, person_id, token, by if isinstance(by, int) else None, now=now)
    if by_digest(link.digest, today=day_of(now)) is None or not link.person.email:
        db.session.delete(link)
        return None
    return letters.with_link(one, link, token)


@transactional
def _code_for_mail(key: str, code: str, *, now: datetime) -> Letter | None:
    found = by_digest(key, today=day_of(now))
    if found is None or not found.link.person.email:
        return None
    found.link.code_digest = _code_digest(found.link, code)
    found.link.code_until, found.link.tries = now + GOOD_FOR, 0
    return letters.with_code(found.promise or found.round, found.link, code)


def _rated(round_id: int, promise: int, *, version: int | None = None) -> Round | Commitment:
    return fresh(Commitment, promise, version=version) if promise else fresh(Round, round_id, version=version)


def _facts(one: Round | Commitment, person_ids: list[int]) -> dict[str, Any]:
    return {"for_persons": person_ids} | ({"no": one.request_no} if isinstance(one, Commitment) else {})


def _to_send(actor: Actor, one: Round | Commitment, person_ids: Sequence[int], *, now: datetime) -> Round | Commitment:
    require(actor, _MAKE[one.machine], one, today=day_of(now))
    if not person_ids:
        raise Invalid(persons="nobody_chosen")
    if len(person_ids) > CODES_AT_ONCE or not set(person_ids) <= one.still_to_rate(day_of(now)):
        raise Invalid(persons="does_not_rate")
    return one


def _store(one: Round | Commitment, person_id: int, token: str, by: int | None, *, now: datetime) -> RatingLink:
    round_id, commitment_id = ids_of(one)
    link = RatingLink(
        digest=digest(token),
        round_id=round_id,
        commitment_id=commitment_id,
        person_id=person_id,
        made_by_id=by,
        made_at=now,
        good_until=one.rating_due_on or day_of(now + timedelta(days=30)),
    )
    db.session.add(link)
    db.session.flush()
    return link


def _alive(token: str, *, now: datetime) -> Opened:
    found = opened(token, today=day_of(now))
    if found is None:
        raise LinkIsDead(token[:4])
    return found


def _persons(ids: Sequence[int]) -> Sequence[Person]:
    return db.session.scalars(select(Person).where(Person.id.in_(ids))).all()


def _code_digest(link: RatingLink, code: str) -> str:
    # Bound to its link, so that one guess is not a guess at all of them.
    return digest(f"{link.digest}:{code}")


__all__ = ["CODE_JOB", "LINK_JOB", "LinkIsDead", "ask_code", "enter", "issue", "post", "rate", "revoke"]
