"""Going through past assignments for proposing units: by the worker after an upgrade, or anew when it is asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tracker.db import db, transactional
from tracker.models.routing import RoutingMark
from tracker.models.suggestions import Suggestion
from tracker.services._routing import DEFINITIONS, begin_anew, follow, mark_now

BATCH = 200  # papers in one transaction: the write lock is held for some tenths of a second
FEW = 10  # transactions in one round of the worker


def catch_up(*, now: datetime, most: int | None = FEW) -> int:
    """Go through what has not been gone through yet, `most` pieces of it; returns how many pieces there were."""
    done = 0
    while (most is None or done < most) and _is_behind() and _go_on(now=now):
        done += 1
    return done


@transactional
def rebuild(*, now: datetime) -> bool:
    """Forget what was learned; `catch_up` learns it again from the record."""
    begin_anew()
    return True


def _is_behind() -> bool:
    mark = db.session.get(RoutingMark, 1)
    behind = mark is None or mark.definitions != DEFINITIONS or mark.walked_to is not None
    db.session.rollback()
    return behind


@transactional
def _go_on(*, now: datetime) -> bool:
    mark = mark_now()
    if mark.walked_to is None:
        return False
    wanted = select(Suggestion.id).where(Suggestion.id > mark.walked_to).order_by(Suggestion.id).limit(BATCH)
    ids = db.session.scalars(wanted).all()
    follow(ids)
    mark.walked_to = ids[-1] if len(ids) == BATCH else None
    return True
