"""Whether a reader may read now what deputies said of a reply or a promise, and what its unit said of the paper."""

from __future__ import annotations

from dataclasses import replace

from tracker.domain.parties import Actor, Party, TaskFacts, parties
from tracker.domain.promises import bearer
from tracker.domain.rating_sight import has_signed, reads_others, reads_quality
from tracker.domain.roles import UNIT_ROLES
from tracker.domain.states import RoundState
from tracker.models.commitments import Commitment
from tracker.models.tasks import Round


def reads_early(actor: Actor, one: Round | Commitment, *, is_signer: bool, is_desk: bool) -> bool:
    """Whether he reads the ratings of others before their window has shut."""
    own = has_signed(actor.person_id, one.suggestion)
    return reads_others(actor.person_id, one.raters, is_signer=is_signer, is_desk=is_desk, has_signed=own)


def reads_quality_of(actor: Actor, one: Round) -> bool:
    """Whether he reads what the unit of this reply says of the suggestion: no other unit ever does."""
    if actor.role in UNIT_ROLES and actor.unit_id != (one.by_unit_id or one.task.unit_id):
        return False
    is_open = one.state in (RoundState.RATED, RoundState.NO_FEEDBACK)
    own = has_signed(actor.person_id, one.suggestion)
    return reads_quality(parties(actor, one.suggestion, _share_of(one)), is_open=is_open, has_signed=own)


def looks_early(looker: Actor | None, one: Round | Commitment) -> bool:
    """Whether who looks through another's eyes may read them himself; nobody looks through one's own."""
    is_desk = looker is not None and Party.DESK in parties(looker, one.suggestion)
    return looker is None or reads_early(looker, one, is_signer=False, is_desk=is_desk)


def _share_of(one: Round) -> TaskFacts:
    """The share as the unit had it that gave the reply; another may have taken it over since."""
    if one.by_unit_id in (None, one.task.unit_id):
        return one.task
    return replace(bearer(one.by_unit_id or 0, one.task), handler_id=one.drafted_by_id)
