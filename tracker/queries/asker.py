"""Who asks, as parameters: statements are built once for each role and filled with the person's own values.

Building a large statement costs more than running it, so nothing of the actor is written into it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, String, bindparam, literal_column

from tracker.domain.parties import Actor
from tracker.models.tasks import Task

ME = bindparam("me", type_=Integer)
MY_UNIT = bindparam("my_unit", type_=Integer)
MY_SYSTEM: Any = bindparam("my_system", type_=Task.system.type)
MY_DELEGATION = bindparam("my_delegation", type_=Integer)
MY_DEPUTY = bindparam("my_deputy", type_=Integer)
MY_FIELD: Any = bindparam("my_field", type_=Integer, expanding=True)
MY_COMMITTEE = bindparam("my_committee", type_=String)
TODAY = bindparam("today", type_=Date)


def values(actor: Actor, *, today: date | None = None) -> dict[str, Any]:
    """The values of these parameters; a statement takes those it has."""
    return {
        "me": actor.person_id,
        "my_unit": actor.unit_id,
        "my_system": actor.system,
        "my_delegation": actor.delegation_id,
        "my_deputy": actor.assists_id,
        "my_field": sorted(actor.category_ids),
        "my_committee": actor.committee,
        "today": today,
    }


def written(number: int) -> ColumnElement[int]:
    """A limit that never changes, in the words of the statement itself.

    PostgreSQL plans a prepared statement once for all when that costs no more than planning it each time. A limit it
    cannot read makes it expect a tenth of the table, and plan anew on every page.
    """
    return literal_column(str(number), Integer)


def stands(state: Any, *which: StrEnum) -> ColumnElement[bool]:
    """Whether a state is one of these, in the words of the statement: the engine then knows how few there are.

    A value that SQLite has to compare with the condition of a partial index makes it plan the statement anew each time
    it is run, however it was kept.
    """
    words: list[ColumnElement[str]] = [literal_column(f"'{one.value}'", String) for one in which]
    found: ColumnElement[bool] = state == words[0] if len(words) == 1 else state.in_(words)
    return found
