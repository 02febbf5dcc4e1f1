"""What stands beside a reply while it is written and signed: talks, notes, its limit, its signers, its promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState
from tracker.models.commitments import Commitment
from tracker.models.contacts import Contact, Manner, Phase, Rank
from tracker.models.people import Membership, Person
from tracker.models.record import Clock, Event
from tracker.models.tasks import Delivery, Round, Task


@dataclass(frozen=True)
class Noted:
    """One talk with a deputy, as it was noted."""

    id: int
    phase: Phase
    manner: Manner
    on: date
    who_came: str
    with_name: str
    said: str
    task_id: int
    rank: Rank | None = None
    with_person_id: int | None = None
    confirmed_at: datetime | None = None
    corrected_at: datetime | None = None
    correction: str = ""
    is_denied: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether the deputy confirmed or corrected it; until then it weighs nothing."""
        return self.confirmed_at is not None or self.corrected_at is not None

    @property
    def counts(self) -> bool:
        """Whether the deputy says, in the unit's words or his own, that there was such a talk."""
        return self.is_answered and not self.is_denied

    @property
    def awaits(self) -> bool:
        """Whether its deputy has still to say a word on it."""
        return self.with_person_id is not None and not self.is_answered


@dataclass(frozen=True)
class Remark:
    """What somebody wrote with an act on a round."""

    name: str
    at: datetime
    words: str


def talks(*tasks: Task) -> list[Noted]:
    """The contacts noted for these shares, the latest first. One statement."""
    rows = db.session.execute(
        select(Contact, Person.name)
        .outerjoin(Person, Person.id == Contact.with_person_id)
        .where(Contact.task_id.in_([task.id for task in tasks]))
        .order_by(Contact.on.desc(), Contact.id.desc())
    )
    return [
        Noted(
            one.id,
            one.phase,
            one.manner,
            one.on,
            one.who_came,
            name or "",
            one.said,
            one.task_id,
            one.rank,
            one.with_person_id,
            one.confirmed_at,
            one.corrected_at,
            one.correction,
            one.is_denied,
        )
        for one, name in rows
    ]


def last_remark(round_: Round, action: Action) -> Remark | None:
    """The note of the latest such act on this round: why the signer sent it back, why the desk has it handled again."""
    row = db.session.execute(
        select(Person.name, Event.at, Event.note)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(Event.suggestion_id == round_.task.suggestion_id, Event.round_id == round_.id, Event.action == action)
        .order_by(Event.seq.desc())
        .limit(1)
    ).first()
    return Remark(row[0] or "", row[1], row[2]) if row else None


def reply_clock(task: Task) -> Clock | None:
    """The limit by which this share has to reply, while it runs."""
    kinds = (ClockKind.REPLY, ClockKind.REHANDLE_REPLY)
    return db.session.scalars(
        select(Clock)
        .where(Clock.task_id == task.id, Clock.kind.in_(kinds), Clock.stopped_on.is_(None))
        .order_by(Clock.due_on)
    ).first()


def unit_signers(unit_id: int, *, today: date) -> Sequence[str]:
    """The names of those who sign for the unit on this day (Asia/Shanghai)."""
    return db.session.scalars(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.unit_id == unit_id,
            Membership.role == Role.UNIT_SIGNER,
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .order_by(Membership.id)
    ).all()


def delivered_to(round_: Round) -> list[tuple[str, bool]]:
    """Whom the reply reached, the lead deputy first, and whether they are asked to rate it. One statement."""
    rows = db.session.execute(
        select(Person.name, Delivery.may_rate)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.round_id == round_.id)
        .order_by(Delivery.id)
    )
    return [(name, may_rate) for name, may_rate in rows]


def promises_of(round_: Round) -> Sequence[Commitment]:
    """What this reply promised and no later one has replaced, nearest first. One statement."""
    wanted = select(Commitment).where(Commitment.round_id == round_.id, Commitment.state != CommitmentState.REPLACED)
    return db.session.scalars(wanted.order_by(Commitment.due_on, Commitment.request_no)).all()
