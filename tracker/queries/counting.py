"""Counting no further than we say: counting all of a hundred thousand rows on each page is what makes lists slow."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, func, literal_column, select

from tracker.domain.limits import COUNTED
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import written

MORE = COUNTED + 1  # what a bounded count says when there are more

Table = FromClause | type[Suggestion] | type[Task] | type[Round]


def counted(frm: Table, *where: ColumnElement[bool]) -> ColumnElement[int]:
    """The number of rows, or `MORE`; an index that holds every column asked for is all that is read."""
    some = select(literal_column("1")).select_from(frm).where(*where).limit(written(MORE)).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
