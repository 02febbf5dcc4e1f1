"""What was entered from paper (代录): who may be named as signer, what waits for somebody's word, what was disputed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.entries import Entered
from tracker.domain.kinds import called
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import PRIVATE, SuggestionState
from tracker.models.joint import PaperEntry
from tracker.models.organs import Delegation
from tracker.models.people import Membership, Person
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import values
from tracker.queries.persons import held_on
from tracker.queries.places import our_term
from tracker.queries.scope import sees

_OVER = (SuggestionState.WITHDRAWN, SuggestionState.NOT_ACCEPTED)


@dataclass(frozen=True, slots=True)
class Seated:
    """A deputy in office, as a paper names him."""

    membership_id: int
    name: str
    delegation: str
    delegation_id: int | None


def seated(day: date) -> list[Seated]:
    """The deputies of the present term in office on a day of Asia/Shanghai: two statements."""
    term = our_term(day)
    rows = db.session.execute(
        select(Membership.id, Person.name, Delegation.name, Membership.delegation_id)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.role == Role.DEPUTY, Membership.term_id == (term.id if term else 0), held_on(day))
        .order_by(Membership.delegation_id, Membership.id)
    )
    return [Seated(one, name, place or "", where) for one, name, place, where in rows]


def same_papers(actor: Actor, membership_id: int, title: str) -> list[tuple[int, str, date | None]]:
    """Papers of that deputy handed in under the same title, as far as this actor may read them: id, title, day."""
    person = select(Membership.person_id).where(Membership.id == membership_id).scalar_subquery()
    wanted = (
        select(Suggestion.id, Suggestion.title, Suggestion.kind, Suggestion.submitted_on)
        .where(sees(actor.role), Suggestion.author_id == person, Suggestion.state.not_in([*PRIVATE, *_OVER]))
        .order_by(Suggestion.id.desc())
    )
    found, mine = db.session.execute(wanted, values(actor)), called(title)
    return [(one, name, day) for one, name, kind, day in found if mine in (called(name), called(name, kind))]


def entries_of(suggestion: Suggestion) -> Sequence[PaperEntry]:
    """Everything entered from paper for a case, in the order of entering, with the names on both sides."""
    return db.session.scalars(
        select(PaperEntry)
        .where(PaperEntry.suggestion_id == suggestion.id)
        .options(
            joinedload(PaperEntry.person),
            joinedload(PaperEntry.unit),
            joinedload(PaperEntry.entered_by),
            joinedload(PaperEntry.answered_by),
            joinedload(PaperEntry.settled_by),
        )
        .order_by(PaperEntry.id)
    ).all()


def letter_days(round_ids: Collection[int]) -> dict[int, date]:
    """The day under each of these letters that came on paper (Asia/Shanghai), as it was entered; one statement."""
    entered = PaperEntry.what == Entered.REPLY, PaperEntry.round_id.in_(round_ids), PaperEntry.is_void.is_(False)
    wanted = select(PaperEntry.round_id, PaperEntry.on_paper_of).where(*entered).order_by(PaperEntry.id)
    return {round_id: day for round_id, day in db.session.execute(wanted) if round_id is not None}
