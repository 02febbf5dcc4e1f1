"""Refused acts are on record too (rule R15): who tried what on which case, and why it was not open."""

from __future__ import annotations

from datetime import datetime

from tracker.db import transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.domain.whys import Why
from tracker.services._record import write_event


@transactional
def note_refusal(
    actor: Actor, action: Action | Capability, why: Why, *, suggestion_id: int | None, now: datetime
) -> int:
    """Record an act, or a form of a page one does not have, that was sent and refused; returns the number of the event.

    No case is touched.
    """
    subject = f"suggestion:{suggestion_id}" if suggestion_id is not None else ""
    event = write_event(actor, "refused", now=now, subject=subject, facts={"action": action, "why": why})
    return event.seq
