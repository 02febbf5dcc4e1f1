"""How each engine is asked for tokens and for pieces of text: the only code that knows which of the two answers.

The tokens of a query hold letters and digits alone, so nothing somebody types can be taken for a sign of either
language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
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
)
from sqlalchemy.dialects.postgresql import TSQUERY

from tracker.db import db
from tracker.domain.finding import Query, Term
from tracker.models.search import SearchBeside, SearchPaper

Model = type[SearchPaper] | type[SearchBeside]
PAPER, BESIDE = ("title", "body", "reply"), ("title", "body")
# Exactly as the indexes were made: another way of saying the same would not be taken from them.
_TITLE = "search_tokens(search_paper.title)"
_TOKENS = {
    "search_paper": "search_tokens(search_paper.title || ' ' || search_paper.body || ' ' || search_paper.reply)",
    "search_beside": "search_tokens(search_beside.title || ' ' || search_beside.body)",
}


def is_postgresql() -> bool:
    """Which of the two engines the session speaks to."""
    return bool(db.session.connection().dialect.name == "postgresql")


def texts(model: Any, names: Sequence[str]) -> list[Any]:
    """The columns of these names."""
    return [getattr(model, name) for name in names]


def stands(query: Query, columns: Sequence[Any]) -> ColumnElement[bool]:
    """Every term stands in one of these columns: read off the texts themselves, row by row."""
    return and_(*(or_(*(_stands(term, one) for one in columns)) for term in query.terms))


def _stands(term: Term, one: Any) -> ColumnElement[bool]:
    if not term.is_latin:
        place: ColumnElement[int] = (func.strpos if is_postgresql() else func.instr)(one, term.run)
        return place > 0
    begins: ColumnElement[bool]
    if is_postgresql():
        begins = one.bool_op("~")(f"(^|[^0-9a-z]){term.run}")
    else:
        begins = literal(" ", String).concat(one).bool_op("GLOB")(f"*[^0-9a-z]{term.run}*")
    return begins


def places(model: Model, query: Query, names: Sequence[str], *, most: int) -> Select[int]:
    """Where the words stand in these columns, whoever may read it: at most so many places, in no order."""
    if is_postgresql():
        found = select(model.place).where(_has_tokens(model, query, names))
        return _looked_at_again(found, model, query, names).limit(most)
    return select(_ROWID).select_from(_fts(model)).where(_matches(model, fts_query(query, names))).limit(most)


def newest_in_titles(query: Query, *, most: int) -> ColumnElement[bool]:
    """The condition of having the words in the title, for reading papers from the newest on until a page is full."""
    titled = places(SearchPaper, query, ("title",), most=most + 1)
    if len(db.session.execute(titled).all()) > most:
        # So many that one is never far.
        return stands(query, [SearchPaper.title])
    return SearchPaper.place.in_(titled)


def _looked_at_again(found: Select[int], model: Model, query: Query, names: Sequence[str]) -> Select[int]:
    """The tokens say that a text has all pairs of a longer piece, not that they follow each other, nor in which column
    they are."""
    every = PAPER if model is SearchPaper else BESIDE
    if tuple(names) in (every, ("title",)) and all(len(term.pairs) == 1 for term in query.terms):
        return found
    return found.where(stands(query, texts(model, names)))


def _has_tokens(model: Model, query: Query, names: Sequence[str]) -> ColumnElement[bool]:
    of_titles = model is SearchPaper and tuple(names) == ("title",)
    tokens: Any = literal_column(_TITLE if of_titles else _TOKENS[model.__tablename__])
    found: ColumnElement[bool] = tokens.bool_op("@@")(cast(literal(ts_query(query), String), TSQUERY))
    return found


def ts_query(query: Query) -> str:
    """The query in the language of tsquery."""
    tokens = (f"'{token}'{':*' if term.is_beginning else ''}" for term in query.terms for token in term.pairs)
    return " & ".join(dict.fromkeys(tokens))


def fts_query(query: Query, names: Sequence[str]) -> str:
    """The query in the language of FTS5: chains of pairs in these columns."""
    terms = " AND ".join(f'"{" ".join(term.pairs)}"{" *" if term.is_beginning else ""}' for term in query.terms)
    return f"{{{' '.join(names)}}} : ({terms})"


_ROWID: Any = literal_column("rowid")


def _fts(model: Model) -> Any:
    return table(f"{model.__tablename__}_fts", column("rowid"))


def _matches(model: Model, asked: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = literal_column(f"{model.__tablename__}_fts").bool_op("MATCH")(
        bindparam(None, asked, String)
    )
    return found
