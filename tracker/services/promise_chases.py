"""Chasing a unit about a promise it has not kept or of which nothing is heard (催办承诺).

What answers it is what the unit says of the promise anyway: progress, why it was not kept, or another day asked for.
"""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.db import transactional
from tracker.domain.actions import Action
from tracker.domain.ladder import Form, side_of
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.queries import law as laws
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._pressing import note_promise
from tracker.services.chases import Said, facts_of, keep


@transactional
def chase_promise(actor: Actor, commitment_id: int, said: Said, *, now: datetime) -> int:
    """Chase a promise that is past its day, near it, or of which nothing was heard for a quarter. Returns its id.

    Pause and weight are those of chasing a share; of an office it is a numbered paper (催办单) that names the promise
    and its day, of a deputy a word on record. Raises `Refused` within the pause of this side (calendar days of the
    rulebook) or while the promise is on its course, and `Invalid` for a day that has passed.
    """
    one, today = fresh(Commitment, commitment_id), day_of(now)
    require(actor, Action.CHASE_PROMISE, one, today=today)
    if said.answer_by is not None and said.answer_by < today:
        raise Invalid(answer_by="day_is_past")
    side, law = side_of(actor.role), laws.rulebook_of(one.suggestion.assigned_on, today).chasing
    made = Chase(form=Form.CHASE, side=side, words=said.words, answer_by=said.answer_by, weight=law.weights[side])
    made.commitment_id, made.unit_id, made.due_on, made.count = one.id, one.unit_id, one.due_on, one.chases + 1
    keep(made, one.task, actor, now=now)
    note_promise(one, chases=made.count, pressure=one.pressure + made.weight, chases_open=one.chases_open + 1)
    again_on = law.again_on(today).isoformat()
    facts = facts_of(made) | {"again_on": again_on}
    advance(one, Action.CHASE_PROMISE, actor, now=now, note=said.words, facts=facts, files=said.files)
    # Judged before: from now on this side waits.
    note_promise(one, chase_again=(one.chase_again or {}) | {side.value: again_on})
    return one.id
