"""Versions of a text that others have before them, inside the transaction of whoever changes it (rule R11)."""

from __future__ import annotations

from datetime import date, datetime

from tracker.db import db
from tracker.domain.parties import Actor, SignatureState
from tracker.models.suggestions import Request, Suggestion, SuggestionText


def is_frozen(suggestion: Suggestion) -> bool:
    """Whether somebody else has the text before him, so that a change of it must be a new version."""
    # Whose agreement lapsed reads the text as it stands now, though what he signed was an earlier one.
    read_by_others = any(
        one.state is SignatureState.LAPSED or one.text_no == suggestion.text_no for one in suggestion.signatures
    )
    return read_by_others or suggestion.submitted_on is not None


def lapse_signatures(suggestion: Suggestion, until: date | None) -> int:
    """What was signed is another text now: to sign the new one there is as much time as for an invitation of today.

    A signature that lapses keeps the number of the version that was signed; who never signed is asked for the new one.
    Called when the new version has its number. Returns how many lapsed.
    """
    lapsed = 0
    for signature in suggestion.signatures:
        if signature.state is SignatureState.AGREED:
            signature.state, signature.answer_by = SignatureState.LAPSED, until
            lapsed += 1
        elif signature.state is SignatureState.ASKED or _was_silent(signature.state, signature.text_no, suggestion):
            signature.text_no = suggestion.text_no
    return lapsed


def copy_text(suggestion: Suggestion, actor: Actor, *, now: datetime) -> None:
    """The same words once more, as a version of their own."""
    text = suggestion.text
    assert text is not None, "every draft begins with a text"
    suggestion.text_no += 1
    write_as(suggestion, text, made_by_id=actor.person_id, now=now)


def write_as(suggestion: Suggestion, text: SuggestionText, *, made_by_id: int | None, now: datetime) -> None:
    """Write these words down as the version a paper has now, its own or another paper's."""
    db.session.add(
        SuggestionText(
            suggestion_id=suggestion.id,
            no=suggestion.text_no,
            title=text.title,
            problem=text.problem,
            analysis=text.analysis,
            made_at=now,
            made_by_id=made_by_id,
            requests=[Request(no=one.no, body=one.body) for one in text.requests],
        )
    )
    db.session.flush()
    db.session.expire(suggestion, ["text", "texts"])


def _was_silent(state: SignatureState, signed_no: int, suggestion: Suggestion) -> bool:
    return state is SignatureState.LAPSED and signed_no == suggestion.text_no - 1
