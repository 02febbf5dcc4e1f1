"""Why shares are late: as the record proposes it and as an office stated it, for the shares of one page of a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.lateness import Lateness, lateness
from tracker.models.late_reasons import StatedReason
from tracker.models.tasks import Task
from tracker.queries.holding import held_days


def proposed(task_ids: Collection[int], day: date) -> dict[int, Lateness]:
    """Of these shares those that are late on a day of Asia/Shanghai, with where their days went: three statements."""
    if not task_ids:
        return {}
    found = {}
    for task_id, share in held_days(task_ids, day).items():
        late = lateness(share.spans, share.last, until=day)
        if late is not None:
            found[task_id] = late
    return found


def stated(task_ids: Collection[int]) -> Mapping[int, StatedReason]:
    """What was stated last for the due day each share has now: one statement."""
    if not task_ids:
        return {}
    wanted = (
        select(StatedReason)
        .join(Task, Task.id == StatedReason.task_id)
        .options(joinedload(StatedReason.by))
        .where(StatedReason.task_id.in_(task_ids), StatedReason.due_on == Task.due_on)
        .order_by(StatedReason.id)
    )
    return {one.task_id: one for one in db.session.scalars(wanted)}
