"""Papers in which words stand, as far as one may read them: those with the words in the title first, the newest ahead.

Up to `MOST` papers with the words are all looked at, counted and told apart. Where there are more, the newest are read
off until the page is full and nothing is counted: who sees thousands adds a word. Both engines take the same way for
the same question, and find the same papers in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, func, select, type_coerce

from tracker.db import db
from tracker.domain.finding import Query
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import ADMIN_ROLES, UNIT_ROLES, Role
from tracker.domain.states import SuggestionState
from tracker.models.search import SearchPaper
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import written
from tracker.queries.register_filters import Drive, Filters, Shape, asked, conditions, shape_of
from tracker.queries.scope import listed_for
from tracker.queries.search_engines import (
    PAPER,
    Form,
    apart,
    by_column,
    form_of,
    likely,
    narrowed,
    places,
    stands,
    texts,
    together,
    words_of,
)

# So many papers are looked at in whole; a city writes them in three years.
MOST = 3000
# A single character stands nearly everywhere, and the list of where is longer than the texts one has to look at. Where
# so many of the newest papers have it, those are looked at instead.
PROBED, OFTEN = 300, 30
# So deep may one leaf through what is not counted.
LAST_PAGE = 40
# Kinds of questions whose statements are kept.
SHAPES = 256
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
    """One page of what is found, as far as this actor may open it: two or three statements where all are counted, up
    to six where there are too many."""
    if not wanted.query or actor.role is None or actor.role in ADMIN_ROLES:
        return Found([], 1, 0)
    return _Look(actor, wanted, today=today).page(max(wanted.filters.page, 1))


@dataclass(frozen=True, slots=True)
class _Group:
    """Papers of one session, category and state, and what these are: their places and their ids, in the same order."""

    of: Any
    places: list[int]
    ids: list[int]


class _Look:
    """One question to the index."""

    def __init__(self, actor: Actor, wanted: Wanted, *, today: date) -> None:
        self._query, self._where = wanted.query, wanted.where
        form, shape = form_of(wanted.query), shape_of(actor, wanted.filters, mine=False)
        self._asks = _Asks(form, shape, wanted.where, wanted.state is not None)
        self._words = words_of(wanted.query, form)
        self._values = asked(actor, wanted.filters, today=today) | self._words | {"state": wanted.state}

    def page(self, page: int) -> Found:
        """The page, or the last one there is."""
        if self._asks.is_of_few:
            return self._told(self._groups(_read_through(self._asks)), page)
        if self._is_everywhere():
            return self._uncounted(page)
        if (by_name := by_column(self._asks.form, self._where, MOST + 1)) is not None:
            held = {name: frozenset(apart(found)) for name, found in db.session.execute(by_name, self._words)}
            many = len(frozenset[int]().union(*held.values()))
            if many > MOST:
                return self._uncounted(page)
            return self._counted(self._groups(_indexed(self._asks, MOST + 1)) if many else [], held, page)
        likely_many = self._count(likely)
        # Of a longer piece the tokens promise more than the texts keep.
        if likely_many > MOST and self._count(places) > MOST:
            return self._uncounted(page)
        return self._told(self._groups(_indexed(self._asks, MOST + 1)) if likely_many else [], page)

    def _count(self, kind: Callable[..., Select[int]], where: tuple[str, ...] = ()) -> int:
        return db.session.scalar(_count(kind, self._asks.form, where or self._where, MOST + 1), self._words) or 0

    def _groups(self, statement: Select[*tuple[Any, ...]]) -> list[_Group]:
        return [_Group(row, apart(row.places), apart(row.ids)) for row in self._rows(statement)]

    def _told(self, groups: Sequence[_Group], page: int) -> Found:
        """The page, of groups that say themselves which columns have the words."""
        held = {
            name: frozenset(place for group in groups if getattr(group.of, name) for place in group.places)
            for name in self._where
        }
        return self._counted(groups, held, page)

    def _counted(self, groups: Sequence[_Group], held: dict[str, frozenset[int]], page: int) -> Found:
        there = frozenset(place for group in groups for place in group.places)
        titled = there & held.get("title", frozenset())
        ordered = [*sorted(titled, reverse=True), *sorted(there - titled, reverse=True)]
        total, at = len(ordered), min(page, max(1, -(-len(ordered) // PAGE)))
        by: dict[str, Counter[Any]] = {name: Counter() for name in ("session", "category", "state")}
        for group in groups:
            of, many = group.of, len(group.places)
            by["session"][of.session_id] += many
            by["category"][of.category_id] += many
            by["state"][SuggestionState(of.state)] += many
        del by["session"][None], by["category"][None]
        by["where"] = Counter({name: len(there & held[name]) for name in self._where})
        ids = {place: one for group in groups for place, one in zip(group.places, group.ids, strict=True)}
        shown = [ids[place] for place in ordered[(at - 1) * PAGE : at * PAGE]]
        return Found(shown, at, total, at * PAGE < total, by)

    def _uncounted(self, page: int) -> Found:
        page = min(page, LAST_PAGE)
        beyond = page * PAGE + 1
        rows = (
            self._rows(_newest(self._asks, self._way_to_titles(), beyond, MOST + 1)) if "title" in self._where else []
        )
        if len(rows) < beyond and self._where != ("title",):
            rows = [*rows, *self._rows(_newest(self._asks, _Way.ELSEWHERE, beyond - len(rows), MOST + 1))]
        has_more = len(rows) == beyond
        # Where not even this page is full, all have been seen, and the last page there is may be an earlier one.
        at = page if has_more else min(page, max(1, -(-len(rows) // PAGE)))
        ids = [row.id for row in rows[(at - 1) * PAGE : at * PAGE]]
        return Found(ids, at, None if has_more else len(rows), has_more=has_more and at < LAST_PAGE)

    def _way_to_titles(self) -> _Way:
        # Where very many titles have the words, the next is never far.
        return _Way.FEW_TITLES if self._count(places, ("title",)) <= MOST else _Way.MANY_TITLES

    def _is_everywhere(self) -> bool:
        if not any(term.is_short for term in self._query.terms) or db.session.scalars(_PAPERS).one() <= MOST:
            return False
        probe = _probe(self._asks.form, self._where, PROBED, OFTEN)
        return len(db.session.execute(probe, self._words).all()) == OFTEN

    def _rows(self, statement: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        return db.session.execute(statement, self._values).all()


class _Way(StrEnum):
    """How the newest are read off."""

    FEW_TITLES = "few_titles"
    MANY_TITLES = "many_titles"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class _Asks:
    """What statements depend on: built once for each, and filled with words and persons."""

    form: Form
    shape: Shape
    where: tuple[str, ...]
    in_state: bool

    @property
    def is_of_few(self) -> bool:
        return self.shape.role in _FEW

    def may(self) -> list[ColumnElement[bool]]:
        """What the reader may open and the filters leave."""
        state = [Suggestion.state == bindparam("state", type_=Suggestion.state.type)] if self.in_state else []
        return [listed_for(self.shape.role), *conditions(self.shape, Drive.ANY), *state]


# The state as it is written, to be counted by.
_STATE = type_coerce(Suggestion.state, String).label("state")


@lru_cache(SHAPES)
def _indexed(asks: _Asks, most: int) -> Select[*tuple[Any, ...]]:
    # Where the tokens tell the columns apart, they are asked alone.
    by_token = by_column(asks.form, asks.where, most) is not None
    return _told_apart(narrowed(_each(asks, flagged=not by_token), asks.form, asks.where, most))


@lru_cache(SHAPES)
def _read_through(asks: _Asks) -> Select[*tuple[Any, ...]]:
    return _told_apart(_each(asks, flagged=True).where(stands(asks.form, texts(P, asks.where))))


def _each(asks: _Asks, *, flagged: bool) -> Select[*tuple[Any, ...]]:
    flags = [stands(asks.form, texts(P, (name,))).label(name) for name in asks.where] if flagged else []
    found = select(P.place, Suggestion.id, Suggestion.session_id, Suggestion.category_id, _STATE, *flags)
    return found.join(Suggestion, Suggestion.id == P.suggestion_id).where(*asks.may())


def _told_apart(each: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The places by what is told of them: inside it is told and outside counted, for an engine takes the same
    condition said twice for two."""
    papers = each.subquery()
    kinds = [one for one in papers.c if one.name not in ("place", "id")]
    both = together(papers.c.place).label("places"), together(papers.c.id).label("ids")
    return select(*both, *kinds).group_by(*kinds)


@lru_cache(SHAPES)
def _count(kind: Callable[..., Select[int]], form: Form, where: tuple[str, ...], most: int) -> Select[int]:
    return select(func.count()).select_from(kind(P, form, where, most).subquery())


@lru_cache(SHAPES)
def _newest(asks: _Asks, way: _Way, most: int, titles: int) -> Select[*tuple[Any, ...]]:
    titled = stands(asks.form, [P.title])
    if way is _Way.ELSEWHERE:
        there = [stands(asks.form, texts(P, asks.where)), *([~titled] if "title" in asks.where else [])]
    elif way is _Way.FEW_TITLES:
        there = [P.place.in_(places(P, asks.form, ("title",), titles))]
    else:
        there = [titled]
    found = select(P.place, Suggestion.id).join(Suggestion, Suggestion.id == P.suggestion_id)
    return found.where(*there, *asks.may()).order_by(P.place.desc()).limit(most)


# Whether there are more papers than are looked at in whole.
_PAPERS = select(func.count()).select_from(select(P.suggestion_id).limit(written(MOST + 1)).subquery())


@lru_cache(SHAPES)
def _probe(form: Form, where: tuple[str, ...], probed: int, often: int) -> Select[int]:
    newest = select(P).order_by(P.place.desc()).limit(written(probed)).subquery()
    return select(newest.c.place).where(stands(form, texts(newest.c, where))).limit(written(often))
