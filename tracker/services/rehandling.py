"""A further round: opened by the desk, by a meeting that came to it, or by itself where the city has it so."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.ratings import Level
from tracker.domain.rulebook import Switch
from tracker.models.tasks import Round
from tracker.queries import law as laws
from tracker.services._advance import advance, settled_on
from tracker.services.assignments import open_round


def open_again(actor: Actor, one: Round, *, now: datetime) -> Round:
    """Open the round after this one; its text, letter and rating stay as they are (c.11, invariant 8)."""
    one.suggestion.replied_on = None
    # What the meeting agreed, the deputies were told and more time was given for was the reply before.
    one.task.agreed_due_on = one.task.delay_explained_on = one.task.extended_from = None
    advance(one.task, Action.RESUME, actor, now=now)
    one.task.replied_on = None
    return open_round(actor, one.task, now=now)


def open_by_itself(one: Round, *, now: datetime) -> bool:
    """Open the second round of a share at once where the city does not wait for the desk; whether it was opened.

    Dated as the rating was settled; from the third round on the desk decides wherever it is.
    """
    if one.headline is not Level.DISSATISFIED or one.no > 1:
        return False
    if laws.rulebook_of(one.suggestion.assigned_on, day_of(now)).is_on(Switch.DESK_CONFIRMS_REHANDLING):
        return False
    on = settled_on(one)
    facts = {"by_itself": True, "settled_on": on.isoformat() if on else None}
    advance(one, Action.REHANDLE, CLOCK, now=now, facts=facts)
    one.decision = Action.REHANDLE.value
    open_again(CLOCK, one, now=now)
    return True
