"""Papers that are still being written, for those who write or sign them: few, and in no index."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from tracker.db import db
from tracker.domain.finding import Query, folded, stands_in
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.suggestions import Request, Suggestion, SuggestionText
from tracker.queries.asker import MY_DEPUTY, values
from tracker.queries.scope import owned_ids

_WRITING = (SuggestionState.DRAFT, SuggestionState.COSIGNING, SuggestionState.RETURNED)
# The latest of them are looked through; nobody writes on more.
MOST, SHOWN = 100, 5


def drafts(actor: Actor, query: Query) -> Sequence[Any]:
    """The latest drafts with all the words in them, as they are written now: two statements."""
    if not query or actor.role not in (Role.DEPUTY, Role.ASSISTANT):
        return ()
    rows = db.session.execute(_written(actor.role), values(actor)).all()
    asked = _requests([row.text_id for row in rows])
    found = (row for row in rows if stands_in(query, _texts(row, asked.get(row.text_id, ()))))
    return list(islice(found, SHOWN))


def _texts(row: Any, requests: Sequence[str]) -> list[str]:
    return [folded("\n".join((row.title, row.problem, row.analysis, *requests)))]


@cache
def _written(role: Role) -> Select[*tuple[Any, ...]]:
    own = Suggestion.author_id == MY_DEPUTY if role is Role.ASSISTANT else Suggestion.id.in_(owned_ids())
    text = and_(SuggestionText.suggestion_id == Suggestion.id, SuggestionText.no == Suggestion.text_no)
    columns = (
        SuggestionText.id.label("text_id"),
        SuggestionText.title,
        SuggestionText.problem,
        SuggestionText.analysis,
    )
    return (
        select(Suggestion.id, Suggestion.state, Suggestion.kind, *columns)
        .join(SuggestionText, text)
        .where(Suggestion.state.in_(_WRITING), own)
        .order_by(Suggestion.id.desc())
        .limit(MOST)
    )


_REQUESTS = (
    select(Request.text_id, Request.body)
    .where(Request.text_id.in_(bindparam("ids", expanding=True)))
    .order_by(Request.text_id, Request.no)
)


def _requests(text_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for text_id, body in db.session.execute(_REQUESTS, {"ids": list(text_ids)}) if text_ids else ():
        found.setdefault(text_id, []).append(body)
    return found
