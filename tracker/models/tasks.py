"""A unit's share of a suggestion (件次) and its rounds (轮次): contacts, drafts, replies, ratings, promises."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from tracker.db import Base, index_of_few
from tracker.domain.actions import Machine
from tracker.domain.ladder import Side, again_from
from tracker.domain.parties import TaskRole, lead_of
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.domain.states import ClearanceStage, RoundState, TaskState
from tracker.models.organs import Unit
from tracker.models.people import Membership, Person
from tracker.models.ratings import Rating as Rating  # noqa: PLC0414 - these four are looked for beside the task
from tracker.models.replies import Answer as Answer  # noqa: PLC0414
from tracker.models.replies import Delivery as Delivery  # noqa: PLC0414
from tracker.models.rounds import Round as Round  # noqa: PLC0414
from tracker.models.suggestions import Suggestion

if TYPE_CHECKING:
    from tracker.models.contacts import Contact, CoOpinion
    from tracker.models.procedures import Disagreement


class Task(Base):
    """What one unit has to do for one suggestion."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_suggestion_id", "suggestion_id"),
        Index("ix_task_unit_role_suggestion", "unit_id", "role", "suggestion_id"),
        Index("ix_task_unit_state_due", "unit_id", "state", "due_on"),
        Index("ix_task_system_state", "system", "state"),
        Index("ix_task_handler_state", "handler_id", "state"),
        index_of_few("ix_task_came_from", "came_from_id", "suggestion_id", where="came_from_id IS NOT NULL"),
        # Few among many: shares with an objection or a request for more time that waits.
        index_of_few("ix_task_objection_open", "system", where="objection_is_open", sqlite="objection_is_open = 1"),
        index_of_few("ix_task_extension_open", "system", where="extension_is_open", sqlite="extension_is_open = 1"),
        index_of_few("ix_task_pressed", "unit_id", "pressure", where="pressure > 0"),
        index_of_few("ix_task_chased", "unit_id", where="chases > 0"),
        index_of_few("ix_task_chases_open", "unit_id", where="chases_open > 0"),
        CheckConstraint(
            "state = 'with_coordinator' OR state = 'ended' OR assigned_on IS NOT NULL", name="assigned_has_day"
        ),
        CheckConstraint("state NOT IN ('handling','replied') OR handler_id IS NOT NULL", name="handled_has_handler"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    system: Mapped[System]
    role: Mapped[TaskRole]
    part: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[TaskState]
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_on: Mapped[date]
    assigned_on: Mapped[date | None]
    agreed_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    was_replaced: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    # How often this share of the work has gone from one unit to another (改办次数).
    moves: Mapped[int] = mapped_column(default=0)
    # What the co-unit is asked for, and whether the lead waits for it.
    asked: Mapped[str] = mapped_column(Text, default="")
    # Open procedures, one of each at a time.
    objections: Mapped[int] = mapped_column(default=0)
    objection_due_on: Mapped[date | None]
    objection_is_open: Mapped[bool] = mapped_column(default=False)
    objection_is_arbiters: Mapped[bool] = mapped_column(default=False)
    delay_explained_on: Mapped[date | None]
    extension_is_open: Mapped[bool] = mapped_column(default=False)
    extension_is_coordinators: Mapped[bool] = mapped_column(default=False)
    extended_from: Mapped[date | None]
    disagreement_is_open: Mapped[bool] = mapped_column(default=False)
    open_contacts: Mapped[int] = mapped_column(default=0)
    # How it is chased since its last answer (催办): how often, how heavily, how many chases wait for a word; from which
    # day each side may chase again, and for which due day each step of the ladder was issued.
    chases: Mapped[int] = mapped_column(default=0)
    pressure: Mapped[int] = mapped_column(default=0)
    chases_open: Mapped[int] = mapped_column(default=0)
    chase_again: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ladder_steps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    supervised_for: Mapped[date | None]
    put_to_chair_for: Mapped[date | None]
    # The unit that handed it over when it was reorganised (撤并); its people go on reading the papers.
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    suggestion: Mapped[Suggestion] = relationship(back_populates="tasks")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    came_from: Mapped[Unit | None] = relationship(foreign_keys=[came_from_id])
    handler: Mapped[Person | None] = relationship()
    rounds: Mapped[list[Round]] = relationship(back_populates="task", order_by="Round.no")
    contacts: Mapped[list[Contact]] = relationship(back_populates="task", order_by="Contact.on")
    opinion: Mapped[CoOpinion | None] = relationship(
        primaryjoin="and_(Task.id == foreign(CoOpinion.task_id), CoOpinion.is_current)", viewonly=True, uselist=False
    )
    opinions: Mapped[list[CoOpinion]] = relationship(back_populates="task", order_by="CoOpinion.no")
    # Who reviews and who signs for its unit, past and to come; asked for only while a reply is on its way out.
    clearing_posts: Mapped[list[Membership]] = relationship(
        primaryjoin=lambda: and_(
            Task.unit_id == foreign(Membership.unit_id), Membership.role.in_((Role.UNIT_REVIEWER, Role.UNIT_SIGNER))
        ),
        viewonly=True,
        order_by=Membership.id,
    )
    # Who coordinates its system, past and to come; asked for only while a signed reply waits for its check.
    coordinator_posts: Mapped[list[Membership]] = relationship(
        primaryjoin=lambda: and_(Task.system == foreign(Membership.system), Membership.role == Role.COORDINATOR),
        viewonly=True,
        order_by=Membership.id,
    )
    disagreement: Mapped[Disagreement | None] = relationship(
        primaryjoin="and_(Task.id == foreign(Disagreement.task_id), Disagreement.decided_at.is_(None))",
        viewonly=True,
        uselist=False,
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def machine(self) -> Machine:
        return Machine.TASK

    @property
    def task(self) -> Task:
        return self

    @property
    def with_unit(self) -> bool:
        return self.state is not TaskState.WITH_COORDINATOR

    @property
    def has_coordinator(self) -> bool:
        return self.unit.has_coordinator

    @property
    def opinion_awaits_word(self) -> bool:
        """Whether its opinion is there and the lead has neither taken it nor sent it back."""
        return self.opinion is not None and self.opinion.is_accepted is None

    @property
    def owes_opinion(self) -> bool:
        """Whether the lead still waits: nothing came, or what came was sent back."""
        waits = self.role is TaskRole.CO and not self.was_replaced and self.state is not TaskState.ENDED
        return waits and (self.opinion is None or self.opinion.is_accepted is False)

    @property
    def disagreement_asks(self) -> int | None:
        """The unit that has still to write its side of the open disagreement. The flag spares the question."""
        asks = self.disagreement.asks if self.disagreement_is_open and self.disagreement is not None else None
        # Whoever holds the share now: it may have been handed over to another unit since.
        side = self if asks is TaskRole.CO else lead_of(self.suggestion.tasks) if asks is TaskRole.LEAD else None
        return side.unit_id if side is not None else None

    @property
    def contacts_await(self) -> list[int]:
        """The persons whose word on a noted talk is awaited. The count spares the question."""
        return [one.with_person_id for one in self.contacts if one.awaits] if self.open_contacts else []  # type: ignore[misc]

    @property
    def has_talked(self) -> bool:
        """Whether a talk with a deputy is on record that the deputy stands by, as noted or in his own words."""
        return any(one.counts for one in self.contacts)

    @property
    def reply_is_up(self) -> bool:
        """Whether a reply lies with the signer."""
        return any(one.state is RoundState.IN_CLEARANCE for one in self.rounds)

    @property
    def lies_with_check(self) -> bool:
        """Whether a signed reply waits for the office that looks through it before it goes out."""
        return any(one.stage is ClearanceStage.CHECK and one.state is RoundState.IN_CLEARANCE for one in self.rounds)

    def chased_until(self, side: Side) -> date | None:
        """The first day (Asia/Shanghai) on which a side that has chased may do so again; None where it has not."""
        return again_from(self.chase_again, side)

    @property
    def steps_issued(self) -> dict[str, date]:
        """For which due day each step of the ladder was issued last."""
        return {key: date.fromisoformat(day) for key, day in (self.ladder_steps or {}).items()}

    @property
    def has_answered(self) -> bool:
        """Whether the unit has replied to the deputy or given the lead its opinion, whatever came of it since."""
        unsent = (RoundState.DRAFTING, RoundState.IN_CLEARANCE)
        return self.opinion is not None or any(one.state not in unsent for one in self.rounds)

    def handler_is_gone(self, today: date) -> bool:
        """Whether who was given it holds no post of the unit on a day of Asia/Shanghai."""
        hats = self.handler.memberships if self.handler is not None else []
        posts = [hat for hat in hats if hat.unit_id == self.unit_id and hat.role in UNIT_ROLES]
        return self.handler is not None and not any(hat.holds_on(today) for hat in posts)
