"""Who reads a dossier, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.actions import Action
from tracker.domain.parties import Actor, Party
from tracker.queries.dossier import Seer


@dataclass(frozen=True)
class Reader:
    """Who reads, and how much: `full` is everything but others' drafts, `inner` the offices that see work going on.

    What was said in an act stands in its section for whoever sees the act in the story, and for nobody else.
    """

    actor: Actor
    seer: Seer
    full: bool
    inner: bool
    today: date

    @property
    def who(self) -> frozenset[Party]:
        return self.seer.standing

    def sees(self, action: Action, task_id: int | None = None) -> bool:
        """Whether the story tells this reader of such an act."""
        return self.seer.may_see(action, task_id)
