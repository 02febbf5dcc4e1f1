"""Editions of the rulebook: proposed as a changed book, put in force by another person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.domain.rulebook import Rulebook
from tracker.domain.rulebook_text import parse
from tracker.domain.rulebook_write import as_text, criteria_changes, rule_changes, switch_changes
from tracker.models.calendar import Decision, RulebookEdition
from tracker.queries.law import book_of, rulebook_for, rulebook_named
from tracker.queries.recounts import rulebook_moves
from tracker.services._load import fresh
from tracker.services._proposals import Objection, ProposalRefused, new_version, require_as_seen, require_keeper, settle
from tracker.services._record import write_event
from tracker.services._recount import move_clocks


@transactional
def propose(
    actor: Actor, changed: Rulebook, *, based_on: str, reason: str, corrects_running: bool, now: datetime
) -> int:
    """Propose a changed book; returns the edition's id.

    A later book must begin after today and moves nothing assigned before its day. A correction keeps the day of the
    book it corrects, touches provisional limits only, and moves their running due dates when it is approved. No limit
    is longer than `LONGEST` of its unit.
    """
    person_id = require_keeper(actor, Capability.KEEP_RULEBOOK)
    base = rulebook_named(based_on)
    if corrects_running:
        changed = replace(changed, valid_from=base.valid_from)
    _judge(base, changed, reason=reason, corrects_running=corrects_running, today=day_of(now))
    edition = RulebookEdition(
        edition=_next_name(changed.valid_from),
        based_on=based_on,
        valid_from=changed.valid_from,
        source=as_text(changed),
        reason=reason,
        corrects_running=corrects_running,
        proposed_by_id=person_id,
        proposed_at=now,
    )
    # Reading it back refuses here, in the proposer's hands, whatever could not be read later.
    parse(edition.source, source=edition.edition)
    db.session.add(edition)
    db.session.flush()
    _note(actor, "propose_rulebook", edition, now=now, note=reason)
    return edition.id


@transactional
def approve(actor: Actor, edition_id: int, *, version: int, now: datetime, note: str = "", seen: str = "") -> int:
    """Put an edition in force, by another person than its proposer; returns how many due dates moved.

    `seen` is the digest of the preview that was decided upon: other moves than those are not made, but refused.
    """
    person_id = require_keeper(actor, Capability.KEEP_RULEBOOK)
    edition = fresh(RulebookEdition, edition_id, version=version)
    if not edition.corrects_running and edition.valid_from <= day_of(now):
        raise ProposalRefused(Objection.TOO_EARLY)
    if not _is_current(edition.based_on, edition.valid_from):
        raise ProposalRefused(Objection.BASE_CHANGED)
    changed = book_of(edition)
    _judge_limits(rulebook_named(edition.based_on), changed)
    moves = rulebook_moves(edition, changed)
    require_as_seen(moves, seen)
    settle(edition, Decision.APPROVED, person_id, now=now, note=note)
    db.session.flush()
    number = new_version(f"rulebook {edition.edition}", now=now)
    _note(actor, "approve_rulebook", edition, now=now, note=note)
    return move_clocks(moves, actor, reason=edition.reason, version=number, now=now, book=edition.edition)


@transactional
def reject(actor: Actor, edition_id: int, *, version: int, now: datetime, note: str) -> int:
    """Turn an edition down with a reason; returns its id."""
    return _close(actor, edition_id, Decision.REJECTED, "reject_rulebook", version=version, now=now, note=note)


@transactional
def withdraw(actor: Actor, edition_id: int, *, version: int, now: datetime) -> int:
    """Take back one's own proposal; returns its id."""
    return _close(actor, edition_id, Decision.WITHDRAWN, "withdraw_rulebook", version=version, now=now, note="")


def _close(
    actor: Actor, edition_id: int, decision: Decision, action: str, *, version: int, now: datetime, note: str
) -> int:
    person_id = require_keeper(actor, Capability.KEEP_RULEBOOK)
    edition = fresh(RulebookEdition, edition_id, version=version)
    settle(edition, decision, person_id, now=now, note=note)
    _note(actor, action, edition, now=now, note=note)
    return edition.id


def _judge(base: Rulebook, changed: Rulebook, *, reason: str, corrects_running: bool, today: date) -> None:
    changes = rule_changes(base, changed)
    others = bool(switch_changes(base, changed) or criteria_changes(base, changed))
    if not changes and not others:
        raise ProposalRefused(Objection.NOTHING_CHANGED)
    if not reason.strip():
        raise ProposalRefused(Objection.REASON_MISSING)
    _judge_limits(base, changed)
    if corrects_running:
        if others or not all(change.old.provisional for change in changes):
            raise ProposalRefused(Objection.NOT_PROVISIONAL)
    elif changed.valid_from <= max(today, base.valid_from):
        raise ProposalRefused(Objection.TOO_EARLY)


def _judge_limits(base: Rulebook, changed: Rulebook) -> None:
    limits = [change.new.limit for change in rule_changes(base, changed)]
    if any(limit is not None and not limit.is_plausible for limit in limits):
        raise ProposalRefused(Objection.LIMIT_TOO_LONG)


def _is_current(based_on: str, day: date) -> bool:
    """Whether the book that was changed is still the one of its day: else what came between would be undone unseen."""
    return rulebook_for(day).edition == based_on


def _next_name(valid_from: date) -> str:
    number = (db.session.scalar(select(func.max(RulebookEdition.id))) or 0) + 1
    return f"{valid_from.isoformat()}-{number}"


def _note(actor: Actor, action: str, edition: RulebookEdition, *, now: datetime, note: str = "") -> None:
    db.session.flush()
    facts = {"edition": edition.edition, "valid_from": edition.valid_from.isoformat(), "based_on": edition.based_on}
    write_event(actor, action, now=now, subject=f"rulebook:{edition.id}", note=note, facts=facts)
