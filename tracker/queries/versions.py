"""The versions of a paper's text: who wrote each and when, who signed it, which were handed in, which one last."""

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

# Acts by which a paper comes in with its first version.
_BIRTHS = (Action.ENTER_PAPER, Action.BORN_OF_BILL)
# Acts that name the version that lay with the office.
_NAMING = (Action.SUBMIT, Action.RETURN)


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


def lying_text(suggestion: Suggestion) -> SuggestionText | None:
    """The version that was last handed in, whatever has been written since: two statements where there are several."""
    if suggestion.text_no == 1:
        return suggestion.text
    act = db.session.execute(
        select(Event.at, Event.facts)
        .where(Event.suggestion_id == suggestion.id, Event.action.in_(_NAMING))
        .order_by(Event.seq.desc())
        .limit(1)
    ).first()
    if act is None:
        return suggestion.text
    named = SuggestionText.no == act.facts["text"] if "text" in act.facts else SuggestionText.made_at <= act.at
    wanted = select(SuggestionText).where(SuggestionText.suggestion_id == suggestion.id, named)
    return db.session.scalars(wanted.order_by(SuggestionText.no.desc()).limit(1)).first()


def _handed_in(suggestion: Suggestion, texts: list[SuggestionText]) -> dict[int, list[datetime]]:
    """By version, when it was handed in; of acts that do not name it, the latest there was at that moment."""
    acts = db.session.execute(
        select(Event.action, Event.at, Event.facts)
        .where(Event.suggestion_id == suggestion.id, Event.action.in_((Action.SUBMIT, *_BIRTHS)))
        .order_by(Event.seq)
    ).all()
    found: dict[int, list[datetime]] = {}
    for action, at, facts in acts:
        written = max((text.no for text in texts if text.made_at <= at), default=suggestion.text_no)
        found.setdefault(1 if action in _BIRTHS else facts.get("text", written), []).append(at)
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
