"""What judgement needs to know of a case: the facts that guards ask for, whoever keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from tracker.domain.actions import Machine
from tracker.domain.parties import SuggestionFacts, TaskFacts
from tracker.domain.states import State, SuggestionState, TaskState


class Case(Protocol):
    """A suggestion, a task or a round, as judgement sees it."""

    @property
    def machine(self) -> Machine: ...
    @property
    def state(self) -> State | None: ...
    @property
    def suggestion(self) -> JudgedSuggestion: ...
    @property
    def task(self) -> JudgedTask | None: ...


class JudgedSuggestion(SuggestionFacts, Protocol):
    """A suggestion with the facts its guards ask for."""

    @property
    def state(self) -> SuggestionState: ...
    @property
    def submitted_on(self) -> date | None: ...
    @property
    def is_confidential(self) -> bool: ...
    @property
    def gaps(self) -> Iterable[str]: ...
    @property
    def every_reply_is_out(self) -> bool: ...
    @property
    def every_round_is_settled(self) -> bool: ...


class JudgedTask(TaskFacts, Protocol):
    """A task with the facts its guards ask for."""

    @property
    def state(self) -> TaskState: ...


class JudgedRound(Protocol):
    """A round with the facts its guards ask for."""

    @property
    def task(self) -> JudgedTask: ...
    @property
    def reply_gaps(self) -> Iterable[str]: ...
    @property
    def rating_due_on(self) -> date | None: ...
    @property
    def may_not_rate(self) -> Iterable[int]: ...
    @property
    def everybody_rated(self) -> bool: ...
    @property
    def somebody_rated(self) -> bool: ...
    @property
    def awaits_decision(self) -> bool: ...
