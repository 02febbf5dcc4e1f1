"""What was chased about a case or a share (催办), and what the units said: for dossier, forms and papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.models.chases import Chase

# Chases of a promise stand beside those of the share it was made in.
OF_SHARE = Chase.commitment_id.is_(None)


def of_suggestion(suggestion_id: int) -> Sequence[Chase]:
    """Every chase about a suggestion, oldest first: one statement."""
    return _listed(Chase.suggestion_id == suggestion_id)


def of_share(task_id: int) -> Sequence[Chase]:
    """The chases of a share since its last answer, oldest first: one statement."""
    return _listed(OF_SHARE, Chase.task_id == task_id, Chase.ended_on.is_(None))


def of_shares(task_ids: Sequence[int]) -> Mapping[int, list[Chase]]:
    """The same of many shares: one statement."""
    found: dict[int, list[Chase]] = defaultdict(list)
    for one in _listed(OF_SHARE, Chase.task_id.in_(task_ids), Chase.ended_on.is_(None)) if task_ids else ():
        found[one.task_id].append(one)
    return found


def of_promise(commitment_id: int) -> Sequence[Chase]:
    """The chases of a promise since its day was last set, oldest first: one statement."""
    return _listed(Chase.commitment_id == commitment_id, Chase.ended_on.is_(None))


def of_promises(commitment_ids: Sequence[int]) -> Mapping[int, list[Chase]]:
    """The same of many promises: one statement."""
    found: dict[int, list[Chase]] = defaultdict(list)
    some = Chase.commitment_id.in_(commitment_ids), Chase.ended_on.is_(None)
    for one in _listed(*some) if commitment_ids else ():
        if one.commitment_id is not None:
            found[one.commitment_id].append(one)
    return found


def _listed(*where: Any) -> Sequence[Chase]:
    beside = joinedload(Chase.by), joinedload(Chase.answered_by), joinedload(Chase.commitment), joinedload(Chase.unit)
    wanted = select(Chase).options(*beside).where(*where)
    return db.session.scalars(wanted.order_by(Chase.id)).all()
