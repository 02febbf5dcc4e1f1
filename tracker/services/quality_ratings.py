"""What a unit says of the suggestion it replied to (建议质量评价): back to back with the deputies' own rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.quality import Aspect, Quality
from tracker.domain.rating_sight import LEVELS, SEALED, seal_of
from tracker.models.ratings import QualityRating
from tracker.models.tasks import Round
from tracker.queries.quality_ratings import current_of
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh


@dataclass(frozen=True)
class Opinion:
    """The level of each question, and words that may be left out."""

    levels: Mapping[Aspect, Quality]
    words: str = ""
    # The newest row of the unit that the form showed, 0 for none; nothing where no form was shown.
    seen: int | None = None

    @property
    def as_facts(self) -> dict[str, Any]:
        """What the record keeps, sealed as the ratings of deputies are; no reader of the story is told of it."""
        levels = {aspect.value: level.value for aspect, level in self.levels.items()}
        return {LEVELS: levels, SEALED: seal_of({}, self.words, None)}

    @property
    def owed(self) -> dict[str, str]:
        return {aspect.value: "missing" for aspect in Aspect if aspect not in self.levels}


@transactional
def rate_quality(actor: Actor, round_id: int, opinion: Opinion, *, version: int, now: datetime) -> int:
    """Say what the unit thinks of the suggestion; until the deputies' window shuts it may be changed, which adds a row
    and overwrites none.

    No notice goes out, no clock turns and nothing of the case changes: nobody is to feel watched by it, and no open
    form of a deputy is out of date. Raises `Refused`, and `Invalid` where a level is missing or where a colleague has
    rated since the form was opened. Returns the suggestion's id.
    """
    one = fresh(Round, round_id, version=version)
    before = current_of(one.id)
    elsewhere = opinion.seen is not None and opinion.seen != (before.id if before else 0)
    wrong = opinion.owed | ({"mine": "quality_elsewhere"} if elsewhere else {})
    if wrong:
        raise Invalid(**wrong)
    advance(one, Action.RATE_QUALITY, actor, now=now, facts=opinion.as_facts)
    if before is not None:
        before.is_current = False
        db.session.flush()
    db.session.add(
        QualityRating(
            round_id=one.id,
            unit_id=one.unit.id,
            person_id=actor.person_id,
            membership_id=actor.membership_id,
            problem=opinion.levels[Aspect.PROBLEM],
            analysis=opinion.levels[Aspect.ANALYSIS],
            proposal=opinion.levels[Aspect.PROPOSAL],
            words=opinion.words,
            made_at=now,
        )
    )
    return one.task.suggestion_id


__all__ = ["Opinion", "rate_quality"]
