"""Who reads what deputies said before everybody may: the desk, which collects, and who has rated himself.

Who has signed is a signer first, whatever hat is worn.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.chain import digest_text
from tracker.domain.parties import Party, SignatureState, SuggestionFacts

# The record of these holds levels.
OF_REPLY = frozenset({Action.RATE, Action.CONFIRM_RATING})
OF_PROMISE = frozenset({Action.RATE_COMMITMENT, Action.CONFIRM_COMMITMENT_RATING, Action.RATE_LOOK_BACK})
OF_QUALITY = frozenset({Action.RATE_QUALITY})
# What is typed off paper comes with its scan: nobody works at that of his own suggestion.
TYPED_OFF = frozenset(
    {
        Action.ENTER_RATING,
        Action.REJECT_RATING,
        Action.ENTER_COMMITMENT_RATING,
        Action.REJECT_COMMITMENT_RATING,
    }
)
LEVELS = "levels"
# Beside them a digest of the words of the rating: what stands in its rows cannot be changed unseen (rule R12).
SEALED = "sealed"


def seal_of(reasons: Mapping[str, str], private_note: str, wish: str | None) -> str:
    """Digest of the words of one rating: the reason of each question, the note to the office, what is asked for."""
    return digest_text(json.dumps([sorted(reasons.items()), private_note, wish], ensure_ascii=False))


def reads_others(
    person_id: int | None, raters: Collection[int], *, is_signer: bool, is_desk: bool, has_signed: bool
) -> bool:
    """Nobody rates by another's word: a signer reads the others' ratings once he has given his own, at the desk too."""
    rated = person_id in raters
    return (is_desk and (rated or not has_signed)) or (is_signer and rated)


RATES_QUALITY = frozenset({Party.RECEIVER, Party.HANDLER, Party.UNIT_SIGNER})
_READS_QUALITY = RATES_QUALITY | {Party.DESK}
_HEARS_QUALITY = _READS_QUALITY | {Party.AUTHOR, Party.COSIGNER}


def has_signed(person_id: int | None, suggestion: SuggestionFacts) -> bool:
    """Whether it is this person's own suggestion, whatever hat is worn: leads it, or has signed it."""
    signed = {one.person_id for one in suggestion.signatures if one.state is SignatureState.AGREED}
    return person_id is not None and person_id in {suggestion.author_id, *signed}


def reads_quality(standing: Collection[Party], *, is_open: bool, has_signed: bool) -> bool:
    """Who reads what a unit says of the suggestion it replied to: the desk and who may say it at once, the deputies who
    signed once the window of their own rating `is_open` to everybody. Back to back: neither side reads the other first,
    and who has signed does not under another hat.

    `standing` is that to the share as the unit had it that replied: no other unit, not even the one that has taken the
    share over, no other role of it, and nobody outside ever reads it.
    """
    if is_open:
        return bool(_HEARS_QUALITY & set(standing))
    return bool(_READS_QUALITY & set(standing)) and not has_signed


def without_levels(action: str, facts: Mapping[str, Any], *, reads: bool) -> dict[str, Any]:
    """What the story of a case says of a rating: who rated, and the level only to whom it is open.

    Of promises, look-backs and the suggestion itself the story never says it; their own sections do, by the state of
    their windows.
    """
    if action not in OF_PROMISE | OF_REPLY | OF_QUALITY:
        return dict(facts)
    silent = {SEALED} if action in OF_REPLY and reads else {SEALED, LEVELS}
    return {name: held for name, held in facts.items() if name not in silent}
