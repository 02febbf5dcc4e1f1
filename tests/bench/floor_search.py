"""The floor's search: the same tokens in the same order, counted, each paper with the text around the word."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from sqlalchemy import Integer, bindparam, select, text

from tracker.db import db
from tracker.domain.finding import query_of
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.search import SearchPaper
from tracker.models.suggestions import Suggestion, SuggestionText
from tracker.models.tasks import Task
from tracker.queries.search_engines import PAPER, fts_query, ts_query

PAGE, AROUND = 25, 60
# Places with the words, those in the title first, the newest ahead: all of them, to say how many there are.
_FTS = (
    "SELECT rowid AS place, 1 AS titled FROM search_paper_fts WHERE search_paper_fts MATCH :titled UNION ALL "
    "SELECT rowid, 0 FROM search_paper_fts WHERE search_paper_fts MATCH :rest "
    "ORDER BY titled DESC, place DESC LIMIT 3001"
)
_GIN = (
    "WITH hit AS MATERIALIZED (SELECT place, strpos(title, :word) > 0 AS titled FROM search_paper "
    "WHERE search_tokens(title || ' ' || body || ' ' || reply) @@ CAST(:asked AS tsquery) LIMIT 3001) "
    "SELECT place, titled FROM hit ORDER BY titled DESC, place DESC"
)
S, T = Suggestion, SuggestionText
_ROW = (S.id, S.number, S.title, S.state, S.due_on, S.signer_count, Person.name, T.problem, T.analysis)


def find() -> str:
    """W3: how many papers have all the tokens, and the first page of them."""
    query = query_of(request.args["q"])
    word = query.terms[0].run
    if db.session.connection().dialect.name == "postgresql":
        found = db.session.execute(text(_GIN), {"asked": ts_query(query), "word": word}).all()
    else:
        titled, every = fts_query(query, ("title",)), fts_query(query, PAPER)
        found = db.session.execute(text(_FTS), {"titled": titled, "rest": f"({every}) NOT ({titled})"}).all()
    places = [row[0] for row in found[:PAGE]]
    rows: Any = select(SearchPaper.place, *_ROW).join(SearchPaper, SearchPaper.suggestion_id == S.id)
    rows = rows.outerjoin(Person, Person.id == S.author_id)
    rows = rows.outerjoin(T, (T.suggestion_id == S.id) & (T.no == S.text_no)).where(_among(SearchPaper.place))
    held = {row.place: row for row in db.session.execute(rows, {"ids": places})}
    shown = [held[place] for place in places]
    return render_template(
        "floor/found.html", total=len(found), rows=[(row, _around(row, word)) for row in shown], units=_units(shown)
    )


def _among(one: Any) -> Any:
    return one.in_(bindparam("ids", type_=Integer, expanding=True))


def _around(row: Any, word: str) -> str:
    words = f"{row.problem or ''}{row.analysis or ''}"
    at = max(0, words.find(word))
    return words[max(0, at - AROUND // 2) : at + AROUND]


def _units(rows: list[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    wanted = select(Task.suggestion_id, Unit.short_name).join(Unit, Unit.id == Task.unit_id)
    for one, name in db.session.execute(wanted.where(_among(Task.suggestion_id)), {"ids": [row.id for row in rows]}):
        found.setdefault(one, []).append(name)
    return found
