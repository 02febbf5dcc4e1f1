"""How the index of the search stands: whole or being made, since when, and what it has not read yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.finding import VERSION
from tracker.models.search import SearchPaper, SearchState
from tracker.models.suggestions import Suggestion
from tracker.queries.scope import handed_in


@dataclass(frozen=True)
class Standing:
    """Whether the index is whole; while it is made, how many of how many papers are in it."""

    is_whole: bool
    there: int = 0
    of: int = 0
    compared_at: datetime | None = None
    mended: int = 0


_STATE = select(SearchState.tokeniser, SearchState.compared_at, SearchState.rebuilt_at, SearchState.mended)


def standing() -> Standing:
    """One statement; two more while the index is made."""
    state = db.session.execute(_STATE).one_or_none()
    if state is not None and state.tokeniser == VERSION:
        return Standing(True, compared_at=state.compared_at or state.rebuilt_at, mended=state.mended)
    there = db.session.scalar(select(func.count()).select_from(SearchPaper)) or 0
    return Standing(False, there, how_many())


def how_many() -> int:
    """How many papers there are to be searched."""
    return db.session.scalar(select(func.count()).select_from(Suggestion).where(handed_in())) or 0
