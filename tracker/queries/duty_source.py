"""One source of lines of home: which act is owed, and the ids of the cases it is owed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, String, cast, literal_column, null, select

from tracker.domain.actions import Action
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.counting import counted


@dataclass(frozen=True)
class Source:
    """Where lines of one kind come from; `key` puts the oldest danger first as far as an index can tell."""

    action: Action
    frm: FromClause | type[Suggestion] | type[Task] | type[Round]
    where: ColumnElement[bool]
    key: ColumnElement[Any]
    has_task: bool = False
    has_round: bool = False
    has_promise: bool = False
    # Of a unit's own shares those come first that are pressed (催办), however late the others are.
    by_pressure: bool = False

    def hits(self, most: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
        """The first of them: which act is owed, and the ids of its case."""
        nothing = cast(null(), Integer)
        return (
            select(
                literal_column(f"'{self.action.value}'", String).label("action"),
                self._suggestion_id().label("suggestion_id"),
                (self._task_id() if self.has_promise or self.has_round or self.has_task else nothing).label("task_id"),
                (self._round_id() if self.has_promise or self.has_round else nothing).label("round_id"),
                (Commitment.id if self.has_promise else nothing).label("commitment_id"),
                self._pressure().label("pressure"),
            )
            .select_from(self.frm)
            .where(self.where)
            .order_by(*([Task.pressure.desc()] if self.by_pressure else []), self.key, self._own_id())
            .limit(most)
        )

    def _pressure(self) -> ColumnElement[int]:
        return Task.pressure.expression if self.by_pressure else literal_column("0", Integer)

    def _own_id(self) -> ColumnElement[int]:
        if self.has_promise:
            return Commitment.id.expression
        one = Round.id if self.has_round else Task.id if self.has_task else Suggestion.id
        return one.expression

    def _round_id(self) -> ColumnElement[int]:
        return Commitment.round_id.expression if self.has_promise else Round.id.expression

    def _task_id(self) -> ColumnElement[int]:
        if self.has_promise:
            return select(Round.task_id).where(Round.id == Commitment.round_id).scalar_subquery()
        return Task.id.expression if self.has_task else Round.task_id.expression

    def _suggestion_id(self) -> ColumnElement[int]:
        if self.has_promise:
            return Commitment.suggestion_id.expression
        if self.has_task:
            return Task.suggestion_id.expression
        if self.has_round:
            # Looked up for the few that are shown: joined, all tasks would be read for them.
            return select(Task.suggestion_id).where(Task.id == Round.task_id).scalar_subquery()
        return Suggestion.id.expression

    def count(self) -> ColumnElement[int]:
        """How many there are, as far as we count."""
        return counted(self.frm, self.where)
