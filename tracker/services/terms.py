"""Our congress, its terms (届), sessions (次会议) and delegations; whether we sit follows from their days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.limits import FAR_AHEAD, FIRST_DAY
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.organs import Congress, CongressSession, Delegation, Term
from tracker.models.people import Membership
from tracker.queries.seats import sits_after
from tracker.services._load import Invalid, Stale, fresh
from tracker.services._office import NOBODY, require
from tracker.services._record import write_event

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Sitting:
    """A session of a term: which one, and its first and last day (Asia/Shanghai)."""

    ordinal: int
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class TermFacts:
    """What a term is called, and its first and last day (Asia/Shanghai); the last one may be open."""

    name: str
    starts_on: date
    ends_on: date | None

    @property
    def mark(self) -> str:
        """What a page shows of the term, to be sent back with a correction: the table keeps no version."""
        return "|".join(_told(self))


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
    """Begin a term; returns its id. It begins after the one before it and before the one after it."""
    require(actor, Capability.KEEP_SESSIONS)
    ours = db.session.scalars(select(Congress.id).where(Congress.is_ours)).one()
    if db.session.scalar(select(Term.id).where(Term.congress_id == ours, Term.ordinal == ordinal)):
        raise Invalid(ordinal="taken")
    facts = TermFacts(f"第{numeral(ordinal)}届", starts_on, ends_on)
    _check_term(facts, ordinal, today=day_of(now))
    term = Term(congress_id=ours, ordinal=ordinal, name=facts.name, starts_on=starts_on, ends_on=ends_on)
    db.session.add(term)
    db.session.flush()
    write_event(actor, "add_term", now=now, subject=f"term:{term.id}", facts={"ordinal": ordinal})
    return term.id


@transactional
def correct_term(actor: Actor, term_id: int, facts: TermFacts, *, was: str, now: datetime) -> int:
    """Correct name and days of one of our terms; returns its id.

    Raises `Invalid` where a session or a deputy's seat contradicts the days, `Stale` when the mark of the term is no
    longer what it `was` on the page.
    """
    require(actor, Capability.KEEP_SESSIONS)
    term = _ours(term_id)
    before = TermFacts(term.name, term.starts_on, term.ends_on)
    if before.mark != was:
        raise Stale(term, 0)
    _check_term(facts, term.ordinal, today=day_of(now), but=term.id)
    _check_inside(term.id, facts)
    if facts != before:
        term.name, term.starts_on, term.ends_on = facts.name, facts.starts_on, facts.ends_on
        told = {"before": _told(before), "after": _told(facts)}
        write_event(actor, "correct_term", now=now, subject=f"term:{term.id}", facts=told)
    return term.id


@transactional
def add_session(actor: Actor, term_id: int, sitting: Sitting, *, now: datetime) -> int:
    """Enter a session of a term; returns its id. Two sessions never sit on the same day."""
    require(actor, Capability.KEEP_SESSIONS)
    term = _ours(term_id)
    _check(sitting, term, today=day_of(now))
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
    actor: Actor,
    session_id: int,
    *,
    opens_on: date,
    closes_on: date,
    version: int,
    now: datetime,
    bills_until: datetime | None = None,
) -> int:
    """Correct the days of a session and until when it takes bills; returns its id. Clocks that run keep their dates.

    `bills_until` is the hour the Presidium set; without one bills are taken while the session sits.

    Raises `Stale` when somebody corrected them after the form was opened.
    """
    require(actor, Capability.KEEP_SESSIONS)
    session = fresh(CongressSession, session_id, version=version)
    _check(Sitting(session.ordinal, opens_on, closes_on), session.term, today=day_of(now), but=session.id)
    facts = {"before": [session.opens_on.isoformat(), session.closes_on.isoformat()],
             "after": [opens_on.isoformat(), closes_on.isoformat()]}  # fmt: skip
    _check_bills_until(bills_until, opens_on, closes_on)
    for before_or_after, hour in (("bills_before", session.bills_until), ("bills_after", bills_until)):
        if session.bills_until != bills_until:
            facts[before_or_after] = [hour.isoformat()] if hour else []
    session.opens_on, session.closes_on, session.bills_until = opens_on, closes_on, bills_until
    write_event(actor, "correct_session", now=now, subject=f"session:{session.id}", facts=facts)
    return session.id


@transactional
def add_delegation(actor: Actor, term_id: int, name: str, *, now: datetime) -> int:
    """Enter a delegation of a term; returns its id."""
    require(actor, Capability.KEEP_SESSIONS)
    term = _ours(term_id)
    _check_delegation(name, term.id)
    delegation = Delegation(term_id=term.id, name=name)
    db.session.add(delegation)
    db.session.flush()
    write_event(actor, "add_delegation", now=now, subject=f"delegation:{delegation.id}", facts={"name": name})
    return delegation.id


@transactional
def rename_delegation(actor: Actor, delegation_id: int, name: str, *, was: str, now: datetime) -> int:
    """Call a delegation otherwise; returns its id. Its deputies and everything they signed go by the new name.

    Raises `Stale` when it is no longer called as it `was` on the page.
    """
    require(actor, Capability.KEEP_SESSIONS)
    delegation = fresh(Delegation, delegation_id)
    _ours(delegation.term_id)
    if delegation.name != was:
        raise Stale(delegation, 0)
    _check_delegation(name, delegation.term_id, but=delegation.id)
    if name != was:
        delegation.name = name
        facts = {"before": was, "after": name}
        write_event(actor, "rename_delegation", now=now, subject=f"delegation:{delegation.id}", facts=facts)
    return delegation.id


def numeral(number: int) -> str:
    """A number below one hundred as it is written in the name of a term or session: 七, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        raise Invalid(ordinal="out_of_range")
    head = "" if tens == 0 else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones else "")


def _ours(term_id: int) -> Term:
    term = db.session.get(Term, term_id, populate_existing=True)
    if term is None or not term.congress.is_ours:
        raise Invalid(term="unknown")
    return term


def _told(facts: TermFacts) -> list[str]:
    return [facts.name, facts.starts_on.isoformat(), facts.ends_on.isoformat() if facts.ends_on else ""]


def _check_term(facts: TermFacts, ordinal: int, *, today: date, but: int = 0) -> None:
    if not facts.name.strip():
        raise Invalid(name="missing")
    if not FIRST_DAY <= facts.starts_on <= today + FAR_AHEAD:
        raise Invalid(starts_on="day_implausible")
    if facts.ends_on is not None and facts.ends_on <= facts.starts_on:
        raise Invalid(ends_on="before_start")
    if facts.ends_on is not None and facts.ends_on > facts.starts_on + FAR_AHEAD:
        raise Invalid(ends_on="term_too_long")
    others = select(Term).join(Congress).where(Congress.is_ours, Term.id != but)
    for other in db.session.scalars(others):
        if other.name == facts.name:
            # A new term is named after its number, which then is the field to change.
            raise Invalid(**{"name" if but else "ordinal": "taken"})
        if other.ordinal < ordinal and other.starts_on >= facts.starts_on:
            raise Invalid(starts_on="before_last_term")
        if other.ordinal > ordinal and other.starts_on <= facts.starts_on:
            raise Invalid(starts_on="after_next_term")
        # No deputy of this term hands papers in to a session of the one before.
        if other.ordinal < ordinal and sits_after(other.id, facts.starts_on - timedelta(days=1)):
            raise Invalid(starts_on="session_of_last_term")


def _check_inside(term_id: int, facts: TermFacts) -> None:
    """What was entered for the term stays within its days."""
    if _any(CongressSession.term_id == term_id, CongressSession.opens_on < facts.starts_on):
        raise Invalid(starts_on="session_before")
    if _any(Membership.term_id == term_id, Membership.starts_on < facts.starts_on):
        raise Invalid(starts_on="seat_before")
    if facts.ends_on and _any(CongressSession.term_id == term_id, CongressSession.closes_on > facts.ends_on):
        raise Invalid(ends_on="session_after")


def _any(*where: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(select(exists().where(*where))))


def _check(sitting: Sitting, term: Term, *, today: date, but: int = 0) -> None:
    if sitting.closes_on < sitting.opens_on:
        raise Invalid(closes_on="before_start")
    if sitting.opens_on < term.starts_on:
        raise Invalid(opens_on="before_term")
    if sitting.closes_on > min(term.ends_on or date.max, today + FAR_AHEAD):
        raise Invalid(closes_on="after_term")
    if (follows := _next_starts_on(term)) and sitting.opens_on >= follows:
        raise Invalid(opens_on="in_next_term")
    if _any(
        CongressSession.id != but,
        CongressSession.opens_on <= sitting.closes_on,
        CongressSession.closes_on >= sitting.opens_on,
        CongressSession.term_id == Term.id,
        Term.congress_id == term.congress_id,
    ):
        raise Invalid(opens_on="overlaps")


def _check_bills_until(until: datetime | None, opens_on: date, closes_on: date) -> None:
    """The hour falls into the session; bills are handed in to nobody after its last day."""
    if until is not None and not opens_on <= day_of(until) <= closes_on:
        raise Invalid(bills_until="outside_session")


def _next_starts_on(term: Term) -> date | None:
    later = select(func.min(Term.starts_on)).where(
        Term.congress_id == term.congress_id, Term.starts_on > term.starts_on
    )
    return db.session.scalar(later)


def _check_delegation(name: str, term_id: int, *, but: int = 0) -> None:
    if not name.strip():
        raise Invalid(delegation="missing")
    if _any(Delegation.term_id == term_id, Delegation.name == name, Delegation.id != but):
        raise Invalid(delegation="taken")
