"""What others have decided lately about the papers one has signed: read on home, without a duty of one's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.roles import Role
from tracker.models.record import Event
from tracker.models.signatures import Signature
from tracker.models.suggestions import Suggestion

LASTS, SHOWN = timedelta(days=14), 8


@dataclass(frozen=True, slots=True)
class News:
    """One act of somebody else."""

    action: str
    at: datetime
    suggestion_id: int
    title: str
    number: str | None


def news_for(actor: Actor, actions: Collection[Action], *, now: datetime) -> list[News]:
    """The latest of these acts by others on papers this deputy leads or has signed, newest first: one statement."""
    if actor.role is not Role.DEPUTY or actor.person_id is None:
        return []
    # The papers of one deputy are few, the acts of two weeks many: those are looked up, not these gone through.
    led = select(Suggestion.id).where(Suggestion.author_id == actor.person_id)
    signed = select(Signature.suggestion_id).where(
        Signature.person_id == actor.person_id, Signature.state == SignatureState.AGREED
    )
    wanted = (
        select(Event.action, Event.at, Suggestion.id, Suggestion.title, Suggestion.number)
        .join(Suggestion, Suggestion.id == Event.suggestion_id)
        .where(
            Event.suggestion_id.in_(led.union_all(signed)),
            Event.at >= now - LASTS,
            Event.action.in_([action.value for action in actions]),
            Event.person_id.is_distinct_from(actor.person_id),
        )
        .order_by(Event.seq.desc())
        .limit(SHOWN)
    )
    return [News(*row) for row in db.session.execute(wanted)]
