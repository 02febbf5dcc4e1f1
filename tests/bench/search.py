"""What the search finds and what its index takes: compared with a look through every text, on the same database."""

from __future__ import annotations

import hashlib
from random import Random
from typing import Any

from sqlalchemy import func, select, text

from tests.bench.data import opened
from tests.bench.servers import Place
from tracker.clock import day_of, now
from tracker.db import db
from tracker.domain.finding import folded, query_of
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.search import SearchPaper
from tracker.models.suggestions import Suggestion
from tracker.queries import search
from tracker.queries.register_filters import Filters
from tracker.queries.search_passages import written

QUERIES, SIZES = 500, (1, 2, 2, 2, 3, 3, 4, 5)
INDEX_AT_MOST = 3.0
DESK = Actor(None, None, Role.DESK)
_OF_SQLITE = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%search_paper%'"
_OF_POSTGRESQL = "SELECT pg_total_relation_size('search_paper')"


def facts(place: Place) -> dict[str, Any]:
    """Recall and precision over generated queries, a digest of what was found in which order, and the index's size as
    a multiple of the texts in it."""
    with opened(place):
        return _found() | {"index_ratio": _index_bytes(place) / _text_bytes()}


def _found() -> dict[str, Any]:
    texts = _texts()
    meant_all = found_all = both = 0
    digest = hashlib.sha256()
    for words in _queries(texts):
        query = query_of(words)
        found = _every_page(words)
        # Where there are too many to be counted, the newest are compared: those are what one leafs through.
        meant = [one for one, held in texts.items() if all(term.is_in(held) for term in query.terms)]
        few = set(found) if len(found) < len(meant) else set(meant)
        both += len(set(found) & set(meant))
        found_all, meant_all = found_all + len(set(found)), meant_all + len(few)
        digest.update(f"{words}:{found}".encode())
    return {
        "queries": QUERIES,
        "recall": both / meant_all,
        "precision": both / found_all,
        "digest": digest.hexdigest()[:16],
    }


def _texts() -> dict[int, str]:
    """Of each paper what may be searched, folded, straight from where it was written."""
    ids = list(db.session.scalars(select(Suggestion.id).order_by(Suggestion.id)))
    held: dict[int, str] = {}
    for first in range(0, len(ids), 500):
        part = ids[first : first + 500]
        rows = db.session.execute(
            select(Suggestion.id, Suggestion.title, Suggestion.number).where(
                Suggestion.id.in_(part), Suggestion.submitted_on.is_not(None) | (Suggestion.state == "archived")
            )
        )
        parts = written(part)
        for row in rows:
            each = (row.title, row.number or "", *(one.text for one in parts[row.id]))
            held[row.id] = folded("\n".join(each))
        db.session.rollback()
    return held


def _queries(texts: dict[int, str]) -> list[str]:
    rng = Random(20)
    ids, found = list(texts), list[str]()
    while len(found) < QUERIES:
        runs = texts[rng.choice(ids)].split()
        run, size = rng.choice(runs), rng.choice(SIZES)
        start = 0 if run.isascii() else rng.randrange(max(1, len(run) - size + 1))
        word = run[start : start + size]
        found.append(f"{word} {rng.choice(runs)[:2]}" if rng.random() < 0.2 else word)
    return found


def _every_page(words: str) -> list[int]:
    """All that is found, or of what is not counted the newest hundred, on one long page."""
    usual, few = search.PAGE, 4 * search.PAGE
    search.PAGE = search.MOST
    try:
        found = search.search(DESK, search.Wanted(query_of(words), filters=Filters()), today=day_of(now()))
    finally:
        search.PAGE = usual
    db.session.rollback()
    return found.ids[:few] if found.total is None else found.ids


def _index_bytes(place: Place) -> float:
    statement = _OF_POSTGRESQL if place.engine == "postgresql" else _OF_SQLITE
    return float(db.session.execute(text(statement)).scalar_one())


def _text_bytes() -> float:
    size = func.octet_length if db.session.connection().dialect.name == "postgresql" else _bytes
    each = size(SearchPaper.title) + size(SearchPaper.body) + size(SearchPaper.reply)
    return float(db.session.execute(select(func.sum(each))).scalar_one())


def _bytes(column: Any) -> Any:
    return func.length(func.hex(column)) / 2
