"""Papers in which words stand, as far as one may read them: those with the words in the title first, the newest ahead.

Up to `MOST` papers with the words are all looked at, counted and told apart. Where there are more, the newest are read
off until the page is full and nothing is counted: who sees thousands adds a word. Both engines take the same way for
the same question, and find the same papers in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from tracker.db import db
from tracker.domain.finding import Query
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import ADMIN_ROLES, UNIT_ROLES, Role
from tracker.domain.states import SuggestionState
from tracker.models.search import SearchPaper
from tracker.models.suggestions import Suggestion
from tracker.queries.register_filters import Drive, Filters, asked, conditions, shape_of
from tracker.queries.scope import listed_for
from tracker.queries.search_engines import PAPER, newest_in_titles, places, stands, texts

# So many papers are looked at in whole; a city writes them in three years.
MOST = 3000
# A single character stands nearly everywhere, and the list of where is longer than the texts one has to look at. Where
# so many of the newest papers have it, those are looked at instead.
PROBED, OFTEN = 300, 30
# So deep may one leaf through what is not counted.
LAST_PAGE = 40
# Who may open few papers has these looked through, and not the index.
_FEW = UNIT_ROLES | {Role.ASSISTANT}
P = SearchPaper


@dataclass(frozen=True)
class Wanted:
    """What is asked: the words, in which texts they are to stand, and what the register can be narrowed by."""

    query: Query
    where: tuple[str, ...] = PAPER
    filters: Filters = field(default_factory=Filters)
    state: SuggestionState | None = None


@dataclass(frozen=True)
class Found:
    """One page of papers; `total` is None where there are too many to be counted. `by` counts all of them: by
    `session`, `category` and `state`, and by the text (`where`) in which all the words stand."""

    ids: list[int]
    page: int
    total: int | None
    has_more: bool = False
    by: dict[str, Counter[Any]] = field(default_factory=dict)


def search(actor: Actor, wanted: Wanted, *, today: date) -> Found:
    """One page of what is found, as far as this actor may open it: some six statements."""
    if not wanted.query or actor.role is None or actor.role in ADMIN_ROLES:
        return Found([], 1, 0)
    page = min(max(wanted.filters.page, 1), LAST_PAGE)
    return _Look(actor, wanted, today=today).page(page)


class _Look:
    """One question to the index."""

    def __init__(self, actor: Actor, wanted: Wanted, *, today: date) -> None:
        self._query, self._where, self._is_few = wanted.query, wanted.where, actor.role in _FEW
        filters = conditions(shape_of(actor, wanted.filters, mine=False), Drive.ANY)
        in_state = [Suggestion.state == wanted.state] if wanted.state else []
        self._may = and_(listed_for(actor.role), *filters, *in_state)
        self._values = asked(actor, wanted.filters, today=today)

    def page(self, page: int) -> Found:
        """The page, or the last one there is."""
        if self._is_few:
            rows = self._rows(stands(self._query, texts(P, self._where)))
        elif self._is_everywhere() or len(there := self._places(self._where)) > MOST:
            return self._uncounted(page)
        else:
            rows = self._rows(P.place.in_(places(P, self._query, self._where, most=MOST + 1))) if there else []
        return self._counted(rows, page)

    def _counted(self, rows: Sequence[Any], page: int) -> Found:
        at = min(page, max(1, -(-len(rows) // PAGE)))
        held = {name: self._held(name, rows) for name in self._where}
        titled = held.get("title", frozenset())
        ordered = sorted(rows, key=lambda row: (row.place in titled, row.place), reverse=True)
        by: dict[str, Counter[Any]] = {
            "session": Counter(row.session_id for row in rows if row.session_id),
            "category": Counter(row.category_id for row in rows if row.category_id),
            "state": Counter(row.state for row in rows),
            "where": Counter({name: len(places) for name, places in held.items()}),
        }
        shown = ordered[(at - 1) * PAGE : at * PAGE]
        return Found([row.id for row in shown], at, len(rows), has_more=at * PAGE < len(rows), by=by)

    def _uncounted(self, page: int) -> Found:
        beyond = page * PAGE + 1
        titled = newest_in_titles(self._query, most=MOST) if "title" in self._where else None
        rows = self._newest(titled, beyond) if titled is not None else []
        if len(rows) < beyond and set(self._where) != {"title"}:
            others = stands(self._query, texts(P, self._where))
            if titled is not None:
                others = and_(others, ~stands(self._query, [P.title]))
            rows += self._newest(others, beyond - len(rows))
        has_more = len(rows) == beyond
        ids = [row.id for row in rows[beyond - 1 - PAGE : beyond - 1]]
        # Where not even this page is full, all have been seen.
        return Found(ids, page, None if has_more else len(rows), has_more=has_more)

    def _is_everywhere(self) -> bool:
        if not any(term.is_short for term in self._query.terms):
            return False
        newest = select(P).order_by(P.place.desc()).limit(PROBED).subquery()
        found = select(newest.c.place).where(stands(self._query, texts(newest.c, self._where))).limit(OFTEN)
        return len(db.session.execute(found).all()) == OFTEN

    def _places(self, where: Sequence[str]) -> frozenset[int]:
        return frozenset(db.session.scalars(places(P, self._query, where, most=MOST + 1)))

    def _held(self, name: str, rows: Sequence[Any]) -> frozenset[int]:
        """Which of these rows have all the words in one of their texts."""
        among = frozenset(row.place for row in rows)
        if not among or len(self._where) == 1:
            return among
        if not self._is_few:
            return among & frozenset(db.session.scalars(places(P, self._query, (name,), most=MOST + 1)))
        found = select(P.place).where(P.place.in_(among), stands(self._query, texts(P, (name,))))
        return frozenset(db.session.scalars(found))

    def _rows(self, where: ColumnElement[bool]) -> Sequence[Any]:
        columns = (P.place, Suggestion.id, Suggestion.session_id, Suggestion.category_id, Suggestion.state)
        found = select(*columns).join(Suggestion, Suggestion.id == P.suggestion_id).where(where, self._may)
        return db.session.execute(found, self._values).all()

    def _newest(self, where: ColumnElement[bool], most: int) -> list[Any]:
        found = select(P.place, Suggestion.id).join(Suggestion, Suggestion.id == P.suggestion_id)
        ordered = found.where(where, self._may).order_by(P.place.desc()).limit(most)
        return list(db.session.execute(ordered, self._values).all())
