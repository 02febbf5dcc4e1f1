"""Co-opinions in all their versions, and the disagreements between lead and co-units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.rulebook import ClockKind
from tracker.models.contacts import CoOpinion
from tracker.models.procedures import Disagreement
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task

_LIMITS = (ClockKind.CO_OPINION, ClockKind.CO_OPINION_AGAIN)


@dataclass(frozen=True)
class Given:
    """One version of a co-unit's opinion, and the day it was due."""

    task_id: int
    no: int
    is_current: bool
    document_no: str
    body: str
    signer_name: str
    given_on: date
    is_accepted: bool | None
    judged_at: datetime | None
    judgement: str
    due_on: date | None

    @property
    def days_late(self) -> int:
        """By how many days it came after its limit; counted against the co-unit, not the lead."""
        return max(0, (self.given_on - self.due_on).days) if self.due_on is not None else 0


def opinions_of(*tasks: Task) -> list[Given]:
    """Every version these co-units gave, the latest first: two statements."""
    ids = [task.id for task in tasks]
    wanted = select(CoOpinion).where(CoOpinion.task_id.in_(ids)).order_by(CoOpinion.task_id, CoOpinion.no.desc())
    clocks = select(Clock).where(Clock.task_id.in_(ids), Clock.kind.in_(_LIMITS)).order_by(Clock.id)
    limits: dict[int, list[Clock]] = {}
    for clock in db.session.scalars(clocks):
        limits.setdefault(clock.task_id or 0, []).append(clock)
    return [_given(one, limits.get(one.task_id, [])) for one in db.session.scalars(wanted)]


def _given(one: CoOpinion, limits: Sequence[Clock]) -> Given:
    # The first opinion answers the first limit, each further one the limit that began when it was sent back.
    due_on = limits[min(one.no, len(limits)) - 1].due_on if limits else None
    return Given(
        one.task_id,
        one.no,
        one.is_current,
        one.document_no,
        one.body,
        one.signer_name,
        day_of(one.given_at),
        one.is_accepted,
        one.judged_at,
        one.judgement,
        due_on,
    )


def disagreements_of(suggestion: Suggestion) -> Sequence[Disagreement]:
    """The disagreements about a suggestion, the latest first, with units and who decided. One statement."""
    wanted = select(Disagreement).where(Disagreement.suggestion_id == suggestion.id)
    loaded = (
        joinedload(Disagreement.lead_unit),
        joinedload(Disagreement.co_unit),
        joinedload(Disagreement.decided_by),
    )
    return db.session.scalars(wanted.options(*loaded).order_by(Disagreement.id.desc())).all()


def running_clock(task: Task, kind: ClockKind) -> Clock | None:
    """The running limit of this kind on this share."""
    return db.session.scalars(
        select(Clock).where(Clock.task_id == task.id, Clock.kind == kind, Clock.stopped_on.is_(None))
    ).first()
