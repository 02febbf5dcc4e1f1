"""Our congress, its terms (届), sessions (次会议) and delegations; whether we sit follows from their days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.organs import Congress, CongressSession, Delegation, Term
from tracker.services._load import Invalid, fresh
from tracker.services._office import NOBODY, require
from tracker.services._record import write_event

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Sitting:
    """A session of a term: which one, and its first and last day (Asia/Shanghai)."""

    ordinal: int
    opens_on: date
    closes_on: date


@transactional
def found(name: str, short_name: str, *, now: datetime) -> int:
    """Name our congress on a new installation; returns its id. Raises `Invalid` when it is named already."""
    if db.session.scalar(select(Congress.id).where(Congress.is_ours)) is not None:
        raise Invalid(name="already_founded")
    congress = Congress(name=name, short_name=short_name, is_ours=True)
    db.session.add(congress)
    db.session.flush()
    write_event(NOBODY, "found_congress", now=now, subject=f"congress:{congress.id}", facts={"name": name})
    return congress.id


@transactional
def add_term(actor: Actor, ordinal: int, *, starts_on: date, ends_on: date | None, now: datetime) -> int:
    """Begin a term; returns its id."""
    require(actor, Capability.KEEP_SESSIONS)
    ours = db.session.scalars(select(Congress.id).where(Congress.is_ours)).one()
    if db.session.scalar(select(Term.id).where(Term.congress_id == ours, Term.ordinal == ordinal)):
        raise Invalid(ordinal="taken")
    if ends_on is not None and ends_on <= starts_on:
        raise Invalid(ends_on="before_start")
    term = Term(congress_id=ours, ordinal=ordinal, name=f"第{numeral(ordinal)}届", starts_on=starts_on, ends_on=ends_on)
    db.session.add(term)
    db.session.flush()
    write_event(actor, "add_term", now=now, subject=f"term:{term.id}", facts={"ordinal": ordinal})
    return term.id


@transactional
def add_session(actor: Actor, term_id: int, sitting: Sitting, *, now: datetime) -> int:
    """Enter a session of a term; returns its id. Two sessions never sit on the same day."""
    require(actor, Capability.KEEP_SESSIONS)
    term = fresh(Term, term_id)
    _check(sitting)
    if db.session.scalar(
        select(CongressSession.id).where(CongressSession.term_id == term.id, CongressSession.ordinal == sitting.ordinal)
    ):
        raise Invalid(ordinal="taken")
    session = CongressSession(
        term_id=term.id,
        ordinal=sitting.ordinal,
        name=f"第{numeral(sitting.ordinal)}次会议",
        opens_on=sitting.opens_on,
        closes_on=sitting.closes_on,
    )
    db.session.add(session)
    db.session.flush()
    facts = {"opens_on": sitting.opens_on.isoformat(), "closes_on": sitting.closes_on.isoformat()}
    write_event(actor, "add_session", now=now, subject=f"session:{session.id}", facts=facts)
    return session.id


@transactional
def correct_session(
    actor: Actor, session_id: int, *, opens_on: date, closes_on: date, version: int, now: datetime
) -> int:
    """Correct the days of a session; returns its id. Clocks that already run keep their dates.

    Raises `Stale` when somebody corrected them after the form was opened.
    """
    require(actor, Capability.KEEP_SESSIONS)
    session = fresh(CongressSession, session_id, version=version)
    _check(Sitting(session.ordinal, opens_on, closes_on), but=session.id)
    facts = {"before": [session.opens_on.isoformat(), session.closes_on.isoformat()],
             "after": [opens_on.isoformat(), closes_on.isoformat()]}  # fmt: skip
    session.opens_on, session.closes_on = opens_on, closes_on
    write_event(actor, "correct_session", now=now, subject=f"session:{session.id}", facts=facts)
    return session.id


@transactional
def add_delegation(actor: Actor, term_id: int, name: str, *, now: datetime) -> int:
    """Enter a delegation of a term; returns its id."""
    require(actor, Capability.KEEP_SESSIONS)
    term = fresh(Term, term_id)
    if not name.strip():
        raise Invalid(delegation="missing")
    if db.session.scalar(select(Delegation.id).where(Delegation.term_id == term.id, Delegation.name == name)):
        raise Invalid(delegation="taken")
    delegation = Delegation(term_id=term.id, name=name)
    db.session.add(delegation)
    db.session.flush()
    write_event(actor, "add_delegation", now=now, subject=f"delegation:{delegation.id}", facts={"name": name})
    return delegation.id


def numeral(number: int) -> str:
    """A number below one hundred as it is written in the name of a term or session: 七, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        raise Invalid(ordinal="out_of_range")
    head = "" if tens == 0 else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones else "")


def _check(sitting: Sitting, *, but: int = 0) -> None:
    if sitting.closes_on < sitting.opens_on:
        raise Invalid(closes_on="before_start")
    overlapping = (
        select(CongressSession.id)
        .join(Term)
        .join(Congress)
        .where(
            Congress.is_ours,
            CongressSession.id != but,
            CongressSession.opens_on <= sitting.closes_on,
            CongressSession.closes_on >= sitting.opens_on,
        )
    )
    if db.session.scalar(overlapping) is not None:
        raise Invalid(opens_on="overlaps")
