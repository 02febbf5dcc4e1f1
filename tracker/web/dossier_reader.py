"""Who reads a dossier, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tracker.domain.actions import Action
from tracker.domain.parties import Actor, Party
from tracker.queries.dossier import Seer

One = TypeVar("One")


@dataclass(frozen=True)
class Reader:
    """Who reads, and how much: `full` is everything but others' drafts, `inner` the offices that see work going on.

    What was said in an act stands in its section for whoever sees the act in the story, and for nobody else. A `looker`
    sees the page through the eyes of this reader, whom `code` names in the address, and nothing he may not read.
    """

    actor: Actor
    seer: Seer
    full: bool
    inner: bool
    today: date
    looker: Actor | None = None
    code: str = ""

    @property
    def who(self) -> frozenset[Party]:
        return self.seer.standing

    def sees(self, action: Action, task_id: int | None = None) -> bool:
        """Whether the story tells this reader of such an act."""
        return self.seer.may_see(action, task_id)

    def reads(self, ask: Callable[[Actor], Iterable[One]], key: Callable[[One], Hashable]) -> list[One]:
        """What is found for this reader; through his eyes, of that what is found for the looker too."""
        found = list(ask(self.actor))
        if self.looker is None:
            return found
        known = {key(one) for one in ask(self.looker)}
        return [one for one in found if key(one) in known]
