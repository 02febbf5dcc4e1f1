"""Who was asked to sign a paper and what they answered; who can still be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, or_, select

from tracker.db import db
from tracker.domain.parties import SignatureState
from tracker.domain.roles import Role
from tracker.models.organs import Delegation
from tracker.models.people import Membership, Person
from tracker.models.suggestions import Signature, Suggestion, SuggestionText


@dataclass(frozen=True)
class Signer:
    """One invitation with the name of who was asked."""

    person_id: int
    name: str
    delegation: str
    state: SignatureState
    text_no: int
    asked_at: datetime
    decided_at: datetime | None
    answer_by: date | None = None
    opened_at: datetime | None = None
    opinion: str = ""


@dataclass(frozen=True)
class Deputy:
    """Somebody who can be asked to sign."""

    membership_id: int
    person_id: int
    name: str
    delegation: str


def signers_of(suggestion: Suggestion) -> list[Signer]:
    """Everybody who was asked, in the order of asking. One statement."""
    rows = db.session.execute(
        select(Signature, Person.name, Delegation.name)
        .join(Person, Person.id == Signature.person_id)
        .outerjoin(Membership, Membership.id == Signature.membership_id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Signature.suggestion_id == suggestion.id)
        .order_by(Signature.ordinal)
    )
    return [
        Signer(
            one.person_id,
            name,
            place or "",
            one.state,
            one.text_no,
            one.asked_at,
            one.decided_at,
            one.answer_by,
            one.opened_at,
            one.opinion,
        )
        for one, name, place in rows
    ]


def deputies_to_ask(
    suggestion: Suggestion, *, today: date, words: str = "", delegation_id: int | None = None
) -> list[Deputy]:
    """Deputies of the term the author sits in who hold their seat today, without him; by delegation. One statement."""
    wanted = (
        select(Membership.id, Person.id, Person.name, Delegation.name)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(
            Membership.role == Role.DEPUTY,
            Membership.term_id == _term_of(suggestion, today),
            Membership.person_id != suggestion.author_id,
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .order_by(Membership.delegation_id, Membership.id)
    )
    if words:
        wanted = wanted.where(Person.name.icontains(words, autoescape=True))
    if delegation_id is not None:
        wanted = wanted.where(Membership.delegation_id == delegation_id)
    return [Deputy(hat, person, name, place or "") for hat, person, name, place in db.session.execute(wanted)]


def delegations_of(suggestion: Suggestion, *, today: date) -> Sequence[Delegation]:
    """The delegations of the term the author sits in today."""
    return db.session.scalars(
        select(Delegation).where(Delegation.term_id == _term_of(suggestion, today)).order_by(Delegation.id)
    ).all()


def text_version(suggestion: Suggestion, no: int) -> SuggestionText | None:
    """One version of the text with its requests: what somebody signed before it was changed."""
    return db.session.scalars(
        select(SuggestionText).where(SuggestionText.suggestion_id == suggestion.id, SuggestionText.no == no)
    ).one_or_none()


def _term_of(suggestion: Suggestion, today: date) -> ScalarSelect[int | None]:
    # A draft may outlive the term it was begun in: its author asks those he sits with now.
    latest = select(Membership.term_id).where(
        Membership.person_id == suggestion.author_id, Membership.role == Role.DEPUTY, Membership.starts_on <= today
    )
    return latest.order_by(Membership.starts_on.desc(), Membership.id.desc()).limit(1).scalar_subquery()
