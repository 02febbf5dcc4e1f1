"""Acts that can be done on many papers at once: each hands in nothing but, at most, one note for all. A new one is a
row here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.domain.actions import Action, Asks, Machine
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import Actor
from tracker.domain.permissions import why_not
from tracker.domain.roles import Role
from tracker.domain.whys import Why
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.services import acts, handling
from tracker.services._once import FormOnce


@dataclass(frozen=True)
class BulkAct:
    """One act: whose it is and how it is done on one line, in a transaction of its own."""

    action: Action
    roles: frozenset[Role]
    do: Callable[..., Any]

    @property
    def asks_note(self) -> bool:
        """Whether the law asks for a reason; one is given for all of them."""
        return STEPS[self.action].asks is Asks.NOTE

    def case(self, actor: Actor, paper: Suggestion) -> Suggestion | Task | None:
        """What of a paper it is done on: the paper, or the share of the actor's own unit."""
        if STEPS[self.action].machine is Machine.SUGGESTION:
            return paper
        ours = [one for one in paper.tasks if one.unit_id == actor.unit_id and not one.was_replaced]
        return next((one for one in ours if one.with_unit), None)

    def why_not(self, actor: Actor, paper: Suggestion, *, today: date) -> Why | None:
        """Why it cannot be done on this paper now, or None."""
        case = self.case(actor, paper)
        return Why.NOT_YOURS if case is None else why_not(actor, self.action, case, today=today)


def _plainly(action: Action) -> Callable[..., Any]:
    def do(actor: Actor, case_id: int, **how: Any) -> Any:
        return acts.act(actor, action, case_id, **how)

    return do


def _sign_for(actor: Actor, case_id: int, **how: Any) -> Any:
    return handling.sign_for(actor, case_id, **how)


_STAFF = frozenset({Role.DESK, Role.BILL_GROUP})
ACTS = (
    BulkAct(Action.TAKE_UP, _STAFF, _plainly(Action.TAKE_UP)),
    BulkAct(Action.TAKE_OVER, _STAFF, _plainly(Action.TAKE_OVER)),
    BulkAct(Action.SET_ASIDE, _STAFF, _plainly(Action.SET_ASIDE)),
    BulkAct(Action.SIGN_FOR, frozenset({Role.UNIT_RECEIVER}), _sign_for),
)


def acts_of(role: Role | None) -> list[BulkAct]:
    """What a hat of this role can do to many at once."""
    return [one for one in ACTS if role in one.roles]


def once_of_line(person_id: int, token: str, act: BulkAct, case_id: int, note: str, now: datetime) -> FormOnce:
    """What makes a line of the form act a single time: a double click, a reload and a form sent again after the server
    was killed go on where it stopped, and do no line twice."""
    key = hashlib.sha256(f"{token}:{act.action.value}:{case_id}".encode()).hexdigest()[:43]
    digest = hashlib.sha256(f"{act.action.value}\n{note}".encode()).hexdigest()
    return FormOnce(person_id=person_id, key=key, form="/bulk", digest=digest, now=now)


def ids_in(values: Iterable[str], most: int) -> list[int]:
    """The ids among these words, each once, and no more than can be looked through."""
    ids = (int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 10)
    return list(dict.fromkeys(one for one in ids if one))[:most]
