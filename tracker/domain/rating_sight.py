"""Who reads what deputies said before everybody may: the desk, which collects, and who has rated himself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tracker.domain.actions import Action

# The record of these holds levels.
OF_REPLY = frozenset({Action.RATE, Action.CONFIRM_RATING})
OF_PROMISE = frozenset({Action.RATE_COMMITMENT, Action.CONFIRM_COMMITMENT_RATING, Action.RATE_LOOK_BACK})
LEVELS = "levels"


def reads_others(person_id: int | None, raters: Collection[int], *, is_signer: bool, is_desk: bool) -> bool:
    """Nobody rates by another's word: a signer reads the others' ratings once he has given his own."""
    return is_desk or (is_signer and person_id in raters)


def without_levels(action: str, facts: Mapping[str, Any], *, reads: bool) -> dict[str, Any]:
    """What the story of a case says of a rating: who rated, and the level only to whom it is open.

    Of promises and look-backs the story never says it; their own sections do, by the state of their windows.
    """
    silent = action in OF_PROMISE or (action in OF_REPLY and not reads)
    return {name: held for name, held in facts.items() if name != LEVELS} if silent else dict(facts)
