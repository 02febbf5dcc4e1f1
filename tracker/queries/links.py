"""What a paper hangs together with: the earlier ones it follows, the later ones that follow it, and their replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.states import OUT, SuggestionState
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.models.organs import CongressSession, Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import values
from tracker.queries.scope import sees

# Linked papers are few; a chain longer than this is not followed further.
MOST = 40
_WRITING = (SuggestionState.DRAFT, SuggestionState.COSIGNING)


@dataclass(frozen=True)
class Reply:
    """A reply that went out: its unit, letter and day."""

    unit: str
    letter: str
    delivered_on: date | None


@dataclass(frozen=True)
class Linked:
    """A paper on the other end of a link; `kind` and `link_id` are empty for one reached over others."""

    row: Any
    is_earlier: bool
    kind: LinkKind | None
    link_id: int | None
    note: str
    units: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)


def linked_to(actor: Actor, suggestion_id: int) -> list[Linked]:
    """Every earlier paper, over links of links too, and the later ones that name this one, as far as this actor may
    read them; the earliest first. Three statements."""
    direct = db.session.execute(
        select(SuggestionLink).where(
            or_(SuggestionLink.later_id == suggestion_id, SuggestionLink.earlier_id == suggestion_id)
        )
    ).scalars()
    links = {one.earlier_id if one.later_id == suggestion_id else one.later_id: one for one in direct}
    earlier = _earlier(suggestion_id)
    rows = _papers(actor, {*links, *earlier} - {suggestion_id})
    found = {}
    for row in rows:
        link = links.get(row.id)
        is_earlier = row.id in earlier
        found[row.id] = Linked(
            row, is_earlier, link.kind if link else None, link.id if link else None, link.note if link else ""
        )
    _tell_replies(found)
    return list(found.values())


def _earlier(suggestion_id: int) -> set[int]:
    start = select(SuggestionLink.earlier_id.label("id")).where(SuggestionLink.later_id == suggestion_id)
    chain = start.cte("chain", recursive=True)
    chain = chain.union(select(SuggestionLink.earlier_id).join(chain, SuggestionLink.later_id == chain.c.id))
    return set(db.session.scalars(select(chain.c.id).limit(MOST)))


def _papers(actor: Actor, ids: set[int]) -> Sequence[Any]:
    if not ids:
        return ()
    wanted = (
        select(
            Suggestion.id,
            Suggestion.number,
            Suggestion.title,
            Suggestion.kind,
            Suggestion.state,
            Suggestion.submitted_on,
            Suggestion.session_id,
            Suggestion.history,
            Person.name.label("author"),
            CongressSession.name.label("session"),
        )
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(CongressSession, CongressSession.id == Suggestion.session_id)
        .where(sees(actor.role), Suggestion.id.in_(ids))
        .order_by(Suggestion.submitted_on.asc().nulls_first(), Suggestion.id)
        .limit(MOST)
    )
    return db.session.execute(wanted, values(actor)).all()


def _tell_replies(found: dict[int, Linked]) -> None:
    if not found:
        return
    shares = (
        select(Task.suggestion_id, Unit.short_name, Round.state, Round.letter, Round.delivered_on)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Round, Round.task_id == Task.id)
        .where(Task.suggestion_id.in_(found), Task.was_replaced.is_(False), Task.assigned_on.is_not(None))
        .order_by(Task.id, Round.no)
    )
    for suggestion_id, unit, state, letter, delivered_on in db.session.execute(shares):
        one = found[suggestion_id]
        if unit not in one.units:
            one.units.append(unit)
        if state in OUT:
            one.replies.append(Reply(unit, letter or "", delivered_on))


def draft_filed_anew(actor: Actor, earlier_id: int) -> Suggestion | None:
    """The draft of this deputy that was begun from an earlier paper and is still being written, the latest of them."""
    return db.session.scalars(
        select(Suggestion)
        .join(SuggestionLink, SuggestionLink.later_id == Suggestion.id)
        .where(
            SuggestionLink.earlier_id == earlier_id,
            SuggestionLink.kind == LinkKind.REFILED,
            Suggestion.author_id == actor.person_id,
            Suggestion.state.in_(_WRITING),
        )
        .order_by(Suggestion.id.desc())
        .limit(1)
    ).one_or_none()
