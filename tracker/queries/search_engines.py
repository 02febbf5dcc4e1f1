"""How each engine is asked for tokens and for pieces of text: the only code that knows which of the two answers.

The tokens of a query hold letters and digits alone, so nothing somebody types can be taken for a sign of either
language. Statements are built once for each form a query can have, and filled with its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

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


@dataclass(frozen=True, slots=True)
class Form:
    """What of a query its statements depend on, its words aside: the engine, which terms are Latin, and whether the
    tokens alone say whether a text is meant."""

    postgresql: bool
    latin: tuple[bool, ...]
    is_exact: bool


def form_of(query: Query) -> Form:
    """The form of a query on the engine of this session."""
    postgresql = bool(db.session.connection().dialect.name == "postgresql")
    terms = query.terms
    return Form(postgresql, tuple(term.is_latin for term in terms), all(len(term.pairs) == 1 for term in terms))


def words_of(query: Query, form: Form) -> dict[str, Any]:
    """The words of a query, for the statements of its form."""
    found: dict[str, Any] = {}
    for at, term in enumerate(query.terms):
        wild = "(^|[^0-9a-z])" + term.run if form.postgresql else f"*[^0-9a-z]{term.run}*"
        found[f"term_{at}"] = wild if term.is_latin else term.run
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
    if form.postgresql:
        found: Any = select(model.place).where(_has_tokens(model, names))
        # Only titles have an index of their own.
        is_meant = form.is_exact and names in (_every(model), ("title",))
    elif is_meant := form.is_exact:
        found = select(_fts(model).c.rowid.label("place")).where(_matches(model, names))
    else:
        tokens = _fts(model)
        found = select(model.place).join(tokens, tokens.c.rowid == model.place).where(_matches(model, names))
    if not is_meant:
        # The tokens say that a text has all pairs of a longer piece, not that they follow each other.
        found = found.where(stands(form, texts(model, names)))
    wanted: Select[int] = found.limit(written_number(most))
    return wanted


def _every(model: Model) -> tuple[str, ...]:
    return PAPER if model is SearchPaper else BESIDE


@lru_cache(FORMS)
def _by_text(form: Form, names: tuple[str, ...], most: int) -> Any:
    """Places with a flag for each column, or pairs of a column's name and a place."""
    if form.is_exact and not form.postgresql:
        each = [("", names), *((name, (name,)) for name in names)]
        return union_all(
            *(
                select(literal(name, String).label("name"), places(SearchPaper, form, of, most).subquery().c.place)
                for name, of in each
            )
        )
    hit = places(SearchPaper, form, names, most).cte("hit").prefix_with("MATERIALIZED", dialect="postgresql")
    columns = (stands(form, texts(SearchPaper, (name,))).label(name) for name in names)
    return select(SearchPaper.place, *columns).join(hit, hit.c.place == SearchPaper.place)


def placed(form: Form, names: tuple[str, ...], most: int, words: dict[str, Any]) -> dict[str, frozenset[int]] | None:
    """Where the words stand: by name of a column, and under an empty name in these columns together; None where there
    are more such places than `most`. One statement, or two."""
    found: dict[str, set[int]] = {name: set() for name in ("", *names)}
    if form.is_exact and not form.postgresql:
        for name, place in db.session.execute(_by_text(form, names, most + 1), words):
            found[name].add(place)
        return None if len(found[""]) > most else {name: frozenset(held) for name, held in found.items()}
    # Looking into thousands of texts for nothing would take longer than asking first how many there are.
    every = db.session.scalars(places(SearchPaper, form, names, most + 1), words).all()
    if len(every) > most:
        return None
    for place, *flags in db.session.execute(_by_text(form, names, most + 1), words) if every else ():
        found[""].add(place)
        for name, is_there in zip(names, flags, strict=True):
            if is_there:
                found[name].add(place)
    return {name: frozenset(held) for name, held in found.items()}


def _has_tokens(model: Model, names: tuple[str, ...]) -> ColumnElement[bool]:
    of_titles = model is SearchPaper and names == ("title",)
    tokens: Any = literal_column(_TITLE if of_titles else _TOKENS[model.__tablename__])
    found: ColumnElement[bool] = tokens.bool_op("@@")(cast(bindparam("asked", type_=String), TSQUERY))
    return found


def ts_query(query: Query) -> str:
    """The query in the language of tsquery."""
    tokens = (f"'{token}'{':*' if term.is_beginning else ''}" for term in query.terms for token in term.pairs)
    return " & ".join(dict.fromkeys(tokens))


def fts_query(query: Query, names: Sequence[str]) -> str:
    """The query in the language of FTS5: all the tokens in these columns."""
    tokens = (f'"{token}"{" *" if term.is_beginning else ""}' for term in query.terms for token in term.pairs)
    return f"{{{' '.join(names)}}} : ({' AND '.join(dict.fromkeys(tokens))})"


def _fts(model: Model) -> Any:
    return table(f"{model.__tablename__}_fts", column("rowid"))


def _matches(model: Model, names: Sequence[str]) -> ColumnElement[bool]:
    tokens: Any = literal_column(f"{model.__tablename__}_fts")
    found: ColumnElement[bool] = tokens.bool_op("MATCH")(bindparam(_asked(names), type_=String))
    return found
