"""What situations are made of: how one is reached and which machines it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.walked import walked_once
from tests.world import NOW, World
from tracker.domain.actions import Machine

# Long enough ago for every rating window to have shut: twenty working days.
LONG_AGO = NOW - timedelta(days=50)
EDUCATION, TRAFFIC = "市教育局", "市交通运输局"
OF_SUGGESTION, OF_TASK, OF_ROUND = (Machine.SUGGESTION,), (Machine.TASK,), (Machine.ROUND,)
OF_PROMISE = (Machine.COMMITMENT,)


@dataclass(frozen=True)
class Situation:
    """How to reach it, and which machines it shows in a state that no earlier situation of the list shows."""

    reach: Callable[[World], int]
    machines: tuple[Machine, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "reach", walked_once(self.reach))
