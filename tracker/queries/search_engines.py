"""How each engine is asked for tokens and for pieces of text: the only code that knows which of the two answers.

The tokens of a query hold letters and digits alone, so nothing somebody types can be taken for a sign of either
language. Statements are built once for each form a query can have, and filled with its words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute

from tracker.db import db
from tracker.domain.finding import Query
from tracker.models.search import SearchBeside, SearchPaper
from tracker.queries.asker import written as written_number

Model = type[SearchPaper] | type[SearchBeside]
PAPER, BESIDE = ("title", "body", "reply"), ("title", "body")
# Exactly as the indexes were made: another way of saying the same would not be taken from them.
_TITLE = "search_tokens(search_paper.title)"
_TOKENS = {
    "search_paper": "search_tokens(search_paper.title || ' ' || search_paper.body || ' ' || search_paper.reply)",
    "search_beside": "search_tokens(search_beside.title || ' ' || search_beside.body)",
}
FORMS = 256
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Form:
    """What of a query its statements depend on, its words aside: the engine, which terms begin with Latin, and whether
    the tokens alone say whether a text is meant."""

    postgresql: bool
    latin: tuple[bool, ...]
    is_exact: bool


def form_of(query: Query) -> Form:
    """The form of a query on the engine of this session."""
    postgresql = bool(db.session.connection().dialect.name == "postgresql")
    terms = query.terms
    return Form(postgresql, tuple(term.begins_latin for term in terms), all(len(term.tokens) == 1 for term in terms))


def words_of(query: Query, form: Form) -> dict[str, Any]:
    """The words of a query, for the statements of its form."""
    found: dict[str, Any] = {}
    for at, term in enumerate(query.terms):
        wild = "(^|[^0-9a-z])" + term.run if form.postgresql else f"*[^0-9a-z]{term.run}*"
        found[f"term_{at}"] = wild if term.begins_latin else term.run
    if form.postgresql:
        return found | {"asked": ts_query(query)}
    return found | {_asked(names): fts_query(query, names) for names in (PAPER, BESIDE, *((one,) for one in PAPER))}


def _asked(names: Sequence[str]) -> str:
    return "_".join(("asked", *names))


def texts(model: Any, names: Sequence[str]) -> list[Any]:
    """The columns of these names."""
    return [getattr(model, name) for name in names]


def stands(form: Form, columns: Sequence[Any]) -> ColumnElement[bool]:
    """Every term stands in one of these columns: read off the texts themselves, row by row."""
    return and_(*(or_(*(_stands(form, at, one) for one in columns)) for at in range(len(form.latin))))


def _stands(form: Form, at: int, one: Any) -> ColumnElement[bool]:
    term = bindparam(f"term_{at}", type_=String)
    found: ColumnElement[bool]
    if not form.latin[at]:
        found = (func.strpos if form.postgresql else func.instr)(one, term) > 0
    elif form.postgresql:
        found = one.bool_op("~")(term)
    else:
        found = literal_column("' '", String).concat(one).bool_op("GLOB")(term)
    return found


@lru_cache(FORMS)
def places(model: Model, form: Form, names: tuple[str, ...], most: int) -> Select[int]:
    """Where the words stand in these columns, whoever may read it: at most so many places, in no order."""
    found = _by_tokens(model, form, names)
    if not _is_meant(model, form, names):
        # The tokens say that a text has all pairs of a longer piece, not that they follow each other.
        if not form.postgresql:
            found = _with_tokens(select(model.place), model, names)
        found = found.where(stands(form, texts(model, names)))
    wanted: Select[int] = found.limit(written_number(most))
    return wanted


@lru_cache(FORMS)
def likely(model: Model, form: Form, names: tuple[str, ...], most: int) -> Select[int]:
    """Where they can stand at most, as far as the tokens tell: found without reading a text."""
    wanted: Select[int] = _by_tokens(model, form, names).limit(written_number(most))
    return wanted


def _by_tokens(model: Model, form: Form, names: tuple[str, ...]) -> Any:
    if form.postgresql:
        return select(model.place).where(_has_tokens(model, names))
    return select(_fts(model).c.rowid.label("place")).where(_matches(model, names))


def _with_tokens(found: Select[*Columns], model: Model, names: tuple[str, ...]) -> Select[*Columns]:
    """Rows of the table beside what SQLite's index says of them."""
    tokens = _fts(model)
    return found.join(tokens, tokens.c.rowid == model.place).where(_matches(model, names))


def _is_meant(model: Model, form: Form, names: tuple[str, ...]) -> bool:
    """Whether the tokens alone say it. In PostgreSQL only titles have an index of their own."""
    every = PAPER if model is SearchPaper else BESIDE
    return form.is_exact and (not form.postgresql or names in (every, ("title",)))


def narrowed(found: Select[*Columns], form: Form, names: tuple[str, ...], most: int) -> Select[*Columns]:
    """A statement about papers of the index, narrowed to those with the words in these columns; there are at most so
    many of them."""
    if form.postgresql:
        return found.where(SearchPaper.place.in_(places(SearchPaper, form, names, most)))
    found = _with_tokens(found, SearchPaper, names)
    return found if form.is_exact else found.where(stands(form, texts(SearchPaper, names)))


@lru_cache(FORMS)
def by_column(form: Form, names: tuple[str, ...], most: int) -> CompoundSelect[*tuple[Any, ...]] | None:
    """Places, together, by the name of the column they were found in; the empty name is for words of which each is
    found in another of them. None where the tokens alone do not tell columns apart."""
    if form.postgresql or not form.is_exact:
        return None
    each = [(name, (name,)) for name in names] + ([("", names)] if len(form.latin) > 1 else [])
    found = (
        select(literal(name, String).label("name"), together(_of(form, of, most).c.place).label("places"))
        for name, of in each
    )
    return union_all(*found)


def _of(form: Form, names: tuple[str, ...], most: int) -> Subquery:
    return places(SearchPaper, form, names, most).subquery()


def together(place: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[str]:
    """The places of a group in one text: thousands of rows are dearer to hand over than to find."""
    return func.aggregate_strings(cast(place, String), ",")


def apart(places_of: str | None) -> list[int]:
    """What `together` put together."""
    found: list[int] = json.loads(f"[{places_of or ''}]")
    return found


def _has_tokens(model: Model, names: tuple[str, ...]) -> ColumnElement[bool]:
    of_titles = model is SearchPaper and names == ("title",)
    tokens: Any = literal_column(_TITLE if of_titles else _TOKENS[model.__tablename__])
    found: ColumnElement[bool] = tokens.bool_op("@@")(cast(bindparam("asked", type_=String), TSQUERY))
    return found


def ts_query(query: Query) -> str:
    """The query in the language of tsquery."""
    tokens = (f"'{token}'{':*' if begins else ''}" for term in query.terms for token, begins in term.tokens)
    return " & ".join(dict.fromkeys(tokens))


def fts_query(query: Query, names: Sequence[str]) -> str:
    """The query in the language of FTS5: all the tokens in these columns."""
    tokens = (f'"{token}"{" *" if begins else ""}' for term in query.terms for token, begins in term.tokens)
    return f"{{{' '.join(names)}}} : ({' AND '.join(dict.fromkeys(tokens))})"


def _fts(model: Model) -> Any:
    return table(f"{model.__tablename__}_fts", column("rowid"))


def _matches(model: Model, names: Sequence[str]) -> ColumnElement[bool]:
    tokens: Any = literal_column(f"{model.__tablename__}_fts")
    found: ColumnElement[bool] = tokens.bool_op("MATCH")(bindparam(_asked(names), type_=String))
    return found
