"""Editions of the rulebook as its pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.models.calendar import Decision, RulebookEdition

RECENT = 20
PERSONS = (joinedload(RulebookEdition.proposed_by), joinedload(RulebookEdition.decided_by))


def editions(*, still_open: bool) -> Sequence[RulebookEdition]:
    """Proposals with their persons: those that wait, or the latest that were decided; newest first."""
    waits = RulebookEdition.decision == Decision.OPEN
    found = select(RulebookEdition).where(waits if still_open else ~waits).options(*PERSONS)
    return db.session.scalars(found.order_by(RulebookEdition.id.desc()).limit(RECENT)).all()


def edition_of(edition_id: int) -> RulebookEdition | None:
    """One proposal with the persons who proposed and decided it."""
    return db.session.get(RulebookEdition, edition_id, options=PERSONS)
