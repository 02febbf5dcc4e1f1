"""What must hold of the index of the search whatever happened: it has the texts as they are, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from tracker.db import db
from tracker.models.search import SearchBeside, SearchPaper
from tracker.models.suggestions import Suggestion
from tracker.queries.search_texts import beside_texts, paper_texts


def search() -> Iterator[str]:
    """Every row of the index that is not what the texts say, in words."""
    ids = list(db.session.scalars(select(Suggestion.id)))
    held = {row.suggestion_id: (row.title, row.body, row.reply) for row in db.session.scalars(select(SearchPaper))}
    meant = {one.suggestion_id: one.texts for one in paper_texts(ids)}
    for one in sorted(held.keys() | meant.keys()):
        if held.get(one) != meant.get(one):
            yield f"the index has {held.get(one)} of suggestion {one}, its texts are {meant.get(one)}"
    beside = {
        (row.kind, row.commitment_id or row.attachment_key): (row.unit_id, row.readers, row.title, row.body)
        for row in db.session.scalars(select(SearchBeside))
    }
    wanted = {one.source: (one.unit_id, one.readers, *one.texts) for one in beside_texts(ids)}
    for source in sorted(beside.keys() | wanted.keys(), key=str):
        if beside.get(source) != wanted.get(source):
            yield f"the index has {beside.get(source)} of {source}, which is {wanted.get(source)}"
