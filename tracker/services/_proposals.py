"""Changes of the law that take two persons: what is refused, and how a proposal is decided."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.recount import Move, digest
from tracker.domain.roles import Capability, can
from tracker.models.calendar import CalendarChange, Decision, LawVersion, RulebookEdition
from tracker.queries import law

Proposal = CalendarChange | RulebookEdition


class Objection(StrEnum):
    """Why a proposal, or a decision on one, is not taken; each code has its sentence in `web/law_labels.py`."""

    NOT_YOURS = "not_yours"
    NO_SUCH = "no_such"
    SAME_PERSON = "same_person"
    ONLY_PROPOSER = "only_proposer"
    ALREADY_DECIDED = "already_decided"
    ALREADY_OPEN = "already_open"
    NOTHING_CHANGED = "nothing_changed"
    TOO_EARLY = "too_early"
    NOT_PROVISIONAL = "not_provisional"
    REASON_MISSING = "reason_missing"
    BASE_CHANGED = "base_changed"
    LIMIT_TOO_LONG = "limit_too_long"
    PREVIEW_CHANGED = "preview_changed"


class ProposalRefused(Exception):
    """The proposal or decision was not taken. Nothing was changed."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection)
        self.objection = objection


def require_keeper(actor: Actor, capability: Capability) -> int:
    """The person's id, when this hat may keep that part of the law."""
    if actor.role is None or actor.person_id is None or not can(actor.role, capability):
        raise ProposalRefused(Objection.NOT_YOURS)
    return actor.person_id


def settle(proposal: Proposal | None, decision: Decision, person_id: int, *, now: datetime, note: str) -> None:
    """Decide an open proposal. Approving and rejecting take another person than the proposer, withdrawing the same.

    The two-person rule compares persons, whatever hats they wear.
    """
    if proposal is None:
        raise ProposalRefused(Objection.NO_SUCH)
    if proposal.decision is not Decision.OPEN:
        raise ProposalRefused(Objection.ALREADY_DECIDED)
    own = proposal.proposed_by_id == person_id
    if decision is Decision.WITHDRAWN and not own:
        raise ProposalRefused(Objection.ONLY_PROPOSER)
    if decision is not Decision.WITHDRAWN and own:
        raise ProposalRefused(Objection.SAME_PERSON)
    if decision is Decision.REJECTED and not note.strip():
        raise ProposalRefused(Objection.REASON_MISSING)
    proposal.decision = decision
    proposal.decided_by_id, proposal.decided_at, proposal.note = person_id, now, note


def require_as_seen(moves: list[Move], seen: str) -> None:
    """What is applied is what was shown: `seen` is the digest of the preview decided upon, empty where none was."""
    if seen and digest(moves) != seen:
        raise ProposalRefused(Objection.PREVIEW_CHANGED)


def new_version(reason: str, *, now: datetime) -> int:
    """Number the law anew; the caller holds the write lock."""
    number = (db.session.scalar(select(func.max(LawVersion.number))) or 0) + 1
    db.session.add(LawVersion(number=number, token=secrets.token_hex(16), made_at=now, reason=reason))
    db.session.flush()
    law.forget(db.session())
    return number
