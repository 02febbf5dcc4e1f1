"""Every action that hands in nothing but a note."""

from __future__ import annotations

from datetime import datetime

from tracker.db import transactional
from tracker.domain.actions import Action, Asks, Machine
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import Actor
from tracker.domain.whys import Refused, Why
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._reviewing import BEGINNING, begin
from tracker.services._withdrawing import set_aside, take_back

MODELS: dict[Machine, type[Suggestion] | type[Task] | type[Round] | type[Commitment]] = {
    Machine.SUGGESTION: Suggestion,
    Machine.TASK: Task,
    Machine.ROUND: Round,
    Machine.COMMITMENT: Commitment,
}


@transactional
def act(actor: Actor, action: Action, case_id: int, *, now: datetime, note: str = "") -> int:
    """Do a plain act; a step that asks for a note refuses to go without. Returns the suggestion's id."""
    step = STEPS[action]
    if step.asks is Asks.PAPER:
        raise Refused(Why.WRONG_STATE, action)  # its own service takes the paper
    if step.asks is Asks.NOTE and not note.strip():
        raise Invalid(note="missing")
    case = fresh(MODELS[step.machine], case_id)
    if isinstance(case, Suggestion) and action in BEGINNING:
        return begin(action, actor, case, now=now)
    if isinstance(case, Suggestion) and action is Action.WITHDRAW:
        take_back(case, actor, now=now, note=note)
        return case.id
    if isinstance(case, Suggestion) and action is Action.SET_ASIDE:
        set_aside(case, actor, now=now, note=note)
        return case.id
    advance(case, action, actor, now=now, note=note)
    return case.suggestion.id
