"""Promises of delivered replies, lived again: see `_promises`."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK
from tracker.domain.promises import is_same
from tracker.domain.states import OWED
from tracker.models.commitments import Commitment
from tracker.models.replies import Answer
from tracker.models.tasks import Round
from tracker.services import _twins as twins
from tracker.services._advance import named_promise
from tracker.services._promises import promise_facts
from tracker.services._replay import Life


def promise_all(life: Life, one: Round, *, now: datetime) -> None:
    """Write down every promise of a reply that goes out; the same one again is carried on."""
    for answer in one.answers:
        if answer.is_promise:
            _carry_on(life, _promise(life, one, answer, now=now), now=now)


def _promise(life: Life, one: Round, answer: Answer, *, now: datetime) -> Commitment:
    made = life.ledger.bulk.add(
        twins.Commitment(
            suggestion_id=life.suggestion.id,
            round_id=one.id,
            unit_id=answer.promise_unit_id or one.task.unit_id,
            request_no=answer.request_no,
            promise=answer.promise,
            measure=answer.promise_measure,
            due_on=answer.promise_due_on,
            first_due_on=answer.promise_due_on,
            promised_on=day_of(now),
            owner=answer.promise_owner,
            state=None,
        )
    )
    made.suggestion, made.round = life.suggestion, one
    facts = promise_facts(made) | named_promise(made)
    life.move(made, Action.PROMISE, CLOCK, at=now, facts=facts)
    if made.unit_id != one.task.unit_id:
        facts = {"to_unit": made.unit_id, **named_promise(made)}
        life.move(made, Action.ENTRUST_PROMISE, CLOCK, at=now, facts=facts)
    life.promises.append(made)
    return made


def _carry_on(life: Life, made: Commitment, *, now: datetime) -> None:
    for old in life.promises:
        same = old.round is not made.round and old.round.task is made.round.task and old.request_no == made.request_no
        same = same and old.unit_id == made.unit_id and is_same(old.promise, made.promise)
        if same and old.state in OWED and old.due_on >= made.due_on:
            facts = {"by": made.id} | named_promise(old)
            life.move(old, Action.REPLACE_COMMITMENT, CLOCK, at=now, facts=facts)
            old.replaced_by_id = made.id
            made.percent, made.progress_on = old.percent, old.progress_on
