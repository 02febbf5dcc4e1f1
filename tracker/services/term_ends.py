"""The change of term (换届): the hats of a term's deputies and delegation staff end on its last day, when the desk says
so; what is being handled goes on (Shanghai, article 22), and drafts stay their authors'."""

from __future__ import annotations

from datetime import date, datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, Role
from tracker.domain.seats import SeatEnd
from tracker.models.organs import Term
from tracker.queries.seats import leaving, sits_after
from tracker.services._hats import take_off
from tracker.services._load import Invalid, fresh
from tracker.services._office import require
from tracker.services._record import write_event
from tracker.services._seat_ends import facts_of, follow


def check_last_day(term: Term, last_day: date, *, now: datetime) -> None:
    """Raise `Invalid` for a last day (Asia/Shanghai) before the term or before yesterday, and while a session of the
    term closes after it: whose seats are over sits in no session."""
    if not term.congress.is_ours:
        raise Invalid(term="unknown")
    if last_day <= term.starts_on:
        raise Invalid(last_day="term_had_not_begun")
    if (day_of(now) - last_day).days > 1:
        raise Invalid(last_day="hat_ended_before")
    if sits_after(term.id, last_day):
        raise Invalid(last_day="session_after")


@transactional
def end_term(actor: Actor, term_id: int, last_day: date, *, expects: int, now: datetime) -> int:
    """End the term and the hats of its deputies and delegation staff with that day (Asia/Shanghai); returns its id.

    `expects` is the number of hats the page showed: raises `Invalid` when there are others now, and for a last day
    that cannot be (`check_last_day`).
    """
    require(actor, Capability.KEEP_SESSIONS)
    require(actor, Capability.KEEP_PEOPLE)
    term = fresh(Term, term_id)
    check_last_day(term, last_day, now=now)
    hats = leaving(term, last_day)
    if len(hats) != expects:
        raise Invalid(last_day="term_has_changed")
    for hat in hats:
        followed = follow(actor, hat, last_day, now=now) if hat.role is Role.DEPUTY else {}
        take_off(actor, hat, last_day, now=now, facts=facts_of(SeatEnd.TERM_OVER, followed))
    term.ends_on = last_day
    facts = {"last_day": last_day.isoformat(), "hats": len(hats)}
    write_event(actor, "end_term", now=now, subject=f"term:{term.id}", facts=facts)
    db.session.flush()
    return term.id
