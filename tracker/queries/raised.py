"""In how many sessions a matter was raised: the papers linked to one, and those that are probably the same matter."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.domain.alike import VERY_ALIKE
from tracker.domain.alike_differences import are_elsewhere
from tracker.domain.parties import Actor
from tracker.models.organs import CongressSession
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.queries.alike_candidates import most_alike
from tracker.queries.alike_texts import text_of
from tracker.queries.asker import values
from tracker.queries.links import linked_to
from tracker.queries.scope import sees
from tracker.queries.similar import KNOWN

# From so many sessions on it is said.
OFTEN = 3
MOST = 30


@dataclass(frozen=True)
class Raised:
    """One time it was raised. `is_linked`: somebody linked the two; else they only look alike."""

    id: int
    number: str
    title: str
    author: str
    session: str
    when: Hashable
    submitted_on: date | None
    is_linked: bool
    is_this: bool


def times_raised(actor: Actor, suggestion: Suggestion) -> list[Raised]:
    """The paper itself with all that are linked to it, and those that are very alike and name no other place, as far
    as this actor may read them, the oldest first; at most ten statements."""
    linked = {one.row.id for one in linked_to(actor, suggestion.id)}
    alike = most_alike(actor, text_of(suggestion), KNOWN, least=VERY_ALIKE, most=MOST, without={suggestion.id, *linked})
    wanted = (
        select(
            Suggestion.id,
            Suggestion.number,
            Suggestion.title,
            Suggestion.submitted_on,
            Suggestion.session_id,
            Suggestion.history,
            Person.name.label("author"),
            CongressSession.name.label("session"),
        )
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(CongressSession, CongressSession.id == Suggestion.session_id)
        .where(sees(actor.role), Suggestion.id.in_({suggestion.id, *linked, *alike}))
        .order_by(Suggestion.submitted_on.asc().nulls_first(), Suggestion.id)
    )
    counted = linked | {suggestion.id}
    return [
        Raised(
            row.id,
            row.number or "",
            row.title,
            row.author or (row.history or {}).get("author", ""),
            row.session or (row.history or {}).get("session", ""),
            row.session_id or (row.history or {}).get("session", "") or None,
            row.submitted_on,
            row.id in linked,
            row.id == suggestion.id,
        )
        for row in db.session.execute(wanted, values(actor))
        if row.id in counted or not are_elsewhere(suggestion.title, row.title)
    ]


def sessions_of(raised: list[Raised]) -> int:
    """In how many sessions; a paper of which no session is known counts in none."""
    return len({one.when for one in raised} - {None})
