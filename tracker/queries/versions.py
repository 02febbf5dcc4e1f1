"""The versions of a paper's text: who wrote each and when, who signed it, which were handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import SignatureState
from tracker.models.people import Person
from tracker.models.record import Event
from tracker.models.suggestions import Signature, Suggestion, SuggestionText


@dataclass(frozen=True)
class Version:
    """One version with its requests; `handed_in` are the moments at which just this one was handed in."""

    text: SuggestionText
    writer: str
    signers: tuple[str, ...]
    handed_in: tuple[datetime, ...]

    @property
    def no(self) -> int:
        return self.text.no


def versions_of(suggestion: Suggestion, *, drafts: bool) -> list[Version]:
    """Every version, the oldest first; without `drafts` only those that were handed in. Four statements."""
    texts = db.session.execute(
        select(SuggestionText, Person.name)
        .outerjoin(Person, Person.id == SuggestionText.made_by_id)
        .where(SuggestionText.suggestion_id == suggestion.id)
        .order_by(SuggestionText.no)
        .options(selectinload(SuggestionText.requests))
    ).all()
    handed_in = _handed_in(suggestion, [text for text, _name in texts])
    signers = _signers(suggestion)
    found = [
        Version(text, name or "", tuple(signers.get(text.no, ())), tuple(handed_in.get(text.no, ())))
        for text, name in texts
    ]
    return found if drafts else [one for one in found if one.handed_in]


def _handed_in(suggestion: Suggestion, texts: list[SuggestionText]) -> dict[int, list[datetime]]:
    """By version, when it was handed in; of acts that do not name it, the latest there was at that moment."""
    acts = db.session.execute(
        select(Event.at, Event.facts)
        .where(Event.suggestion_id == suggestion.id, Event.action == Action.SUBMIT)
        .order_by(Event.seq)
    ).all()
    found: dict[int, list[datetime]] = {}
    for at, facts in acts:
        written = max((text.no for text in texts if text.made_at <= at), default=suggestion.text_no)
        found.setdefault(facts.get("text", written), []).append(at)
    # A paper from before this system was handed in as it stands.
    if not found and suggestion.submitted_on is not None:
        found[suggestion.text_no] = [suggestion.submitted_at or suggestion.started_at]
    return found


def _signers(suggestion: Suggestion) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(Signature.text_no, Person.name)
        .join(Person, Person.id == Signature.person_id)
        .where(Signature.suggestion_id == suggestion.id, Signature.state == SignatureState.AGREED)
        .order_by(Signature.ordinal)
    )
    found: dict[int, list[str]] = {}
    for no, name in rows:
        found.setdefault(no, []).append(name)
    return found
