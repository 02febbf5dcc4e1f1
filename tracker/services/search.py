"""Making the index of the search anew, and comparing it with what is written: it mends itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.db import db, transactional
from tracker.domain.finding import VERSION
from tracker.models.record import Job
from tracker.models.search import SearchPaper, SearchState
from tracker.models.suggestions import Suggestion
from tracker.queries.scope import handed_in
from tracker.queries.search_state import standing
from tracker.services import _alike, _search
from tracker.services._search import MAKING

MEND_JOB = "mend_search"
# So many papers are taken in or compared at once: a second of work while others wait to write.
BATCH = 200
# One go at comparing; the rest is a job of its own, so that nothing else waits for it.
STRETCH_SECONDS = 60.0

Progress = Callable[[int], Any]


def reindex(*, now: datetime, progress: Progress | None = None) -> int:
    """Make the index anew, a batch at a time; returns how many papers are in it. Not one transaction: whoever searches
    meanwhile finds what is in it already, and is told."""
    _begin()
    return _finish(now=now, progress=progress)


def mend(payload: dict[str, Any], *, now: datetime) -> int:
    """See that the index is there and right: one that was never made, not finished or of an older kind is made; else
    its rows are compared with the texts. Either a stretch of it, and the next filed as a job. Returns how many rows
    were wrong or new. Not one transaction."""
    held = _standing()
    if held != VERSION:
        if held != MAKING:
            _begin()
        return _make_on(now=now)
    return _compare(int(payload.get("after", 0)), int(payload.get("wrong", 0)), now=now)


def _standing() -> int:
    held = db.session.scalar(select(SearchState.tokeniser)) or 0
    db.session.rollback()
    return held


@transactional
def _begin() -> None:
    _search.empty()
    # What is alike is marked anew with it, by what is rare now.
    _alike.recount()
    _state().tokeniser = MAKING


def _finish(*, now: datetime, progress: Progress | None = None) -> int:
    count = 0
    while added := _take_in():
        count += added
        if progress is not None:
            progress(added)
    _end(now=now)
    return count


def _make_on(*, now: datetime) -> int:
    until, count = time.monotonic() + STRETCH_SECONDS, 0
    while added := _take_in():
        count += added
        if time.monotonic() > until:
            # A key that no earlier stretch had: each leaves more papers in it.
            _file_next(f"making-{standing().there}", {}, now=now)
            return count
    _end(now=now)
    return count


@transactional
def _take_in() -> int:
    """The next papers that are not in it, the oldest first."""
    missing = select(Suggestion.id).outerjoin(SearchPaper, SearchPaper.suggestion_id == Suggestion.id)
    order = (Suggestion.submitted_on.asc().nulls_first(), Suggestion.id)
    ids = db.session.scalars(
        missing.where(SearchPaper.suggestion_id.is_(None), handed_in()).order_by(*order).limit(BATCH)
    ).all()
    _search.add(ids, _search.Places())
    return len(ids)


@transactional
def _end(*, now: datetime) -> None:
    state = _state()
    state.tokeniser, state.rebuilt_at, state.compared_at, state.mended = VERSION, now, now, 0


def _compare(after: int, wrong: int, *, now: datetime) -> int:
    until = time.monotonic() + STRETCH_SECONDS
    while ids := _next(after):
        if time.monotonic() > until:
            _file_next(str(after), {"after": after, "wrong": wrong}, now=now)
            return wrong
        wrong, after = wrong + _refresh(ids), ids[-1]
    return _note_compared(wrong, now=now)


def _next(after: int) -> list[int]:
    ids = db.session.scalars(select(Suggestion.id).where(Suggestion.id > after).order_by(Suggestion.id).limit(BATCH))
    found = list(ids)
    db.session.rollback()
    return found


@transactional
def _file_next(mark: str, payload: dict[str, Any], *, now: datetime) -> None:
    key = f"{MEND_JOB}:{now:%Y%m%d}:{mark}"
    if db.session.scalar(select(Job.id).where(Job.key == key)) is None:
        db.session.add(Job(key=key, kind=MEND_JOB, payload=payload, due_at=now))


@transactional
def _refresh(ids: list[int]) -> int:
    return _search.refresh(ids)


@transactional
def _note_compared(wrong: int, *, now: datetime) -> int:
    state = _state()
    state.compared_at, state.mended = now, state.mended + wrong
    return wrong


def _state() -> SearchState:
    return db.session.scalars(select(SearchState)).one()
