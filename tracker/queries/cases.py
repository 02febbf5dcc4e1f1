"""One case with what judgement needs, found only inside what the actor may read: fetching is authorising."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload, undefer
from sqlalchemy.orm.attributes import set_committed_value

from tracker.clock import day_of, now
from tracker.db import db
from tracker.domain.parties import READ_DRAFTS, Actor, parties
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.joint import PaperEntry
from tracker.models.organs import CongressSession
from tracker.models.procedures import Hearing
from tracker.models.suggestions import Request, Signature, Suggestion
from tracker.models.tasks import Answer, Delivery, Rating, Round, Task
from tracker.queries import law
from tracker.queries.asker import values
from tracker.queries.ratings import OF_REPLY
from tracker.queries.scope import sees
from tracker.queries.versions import lying_text


def find_suggestion(actor: Actor, suggestion_id: int) -> Suggestion | None:
    """The suggestion if the actor may read it, with text, signatures, tasks and rounds: eight statements at most.

    One more where units are being asked for their word, two more where an author corrects what was sent back.
    """
    if suggestion_id > BIGGEST:
        return None
    found = db.session.scalars(_head(actor.role), values(actor) | {"wanted": suggestion_id}).one_or_none()
    if found is not None:
        if found.is_bill:
            found.bill_signers_needed = law.rulebook_for(day_of(now())).bill_signers
        _with_signatures(found)
        _as_read_by(actor, found)
        _with_requests(found)
        _with_tasks(found)
        _with_hearings(found)
        _with_entries(found)
    return found


def is_there(suggestion_id: int) -> bool:
    """Whether there is such a suggestion at all; for the record, never for an answer."""
    return suggestion_id <= BIGGEST and db.session.get(Suggestion, suggestion_id) is not None


# What an id can be; a longer number in an address is nobody's.
BIGGEST = 2**31 - 1


@cache
def _head(role: Role | None) -> Select[Suggestion]:
    return (
        select(Suggestion)
        .where(Suggestion.id == bindparam("wanted", type_=Integer), sees(role))
        .options(
            joinedload(Suggestion.author),
            joinedload(Suggestion.session).joinedload(CongressSession.term),
            joinedload(Suggestion.delegation),
            joinedload(Suggestion.category),
            joinedload(Suggestion.proposed_unit),
            joinedload(Suggestion.text),
            undefer(Suggestion.lead_seat_until),
        )
    )


# Loaded by plain statements that are built once: the loaders of the mapper cost three times as much for a single case.
_OF = bindparam("of", type_=Integer)
_AMONG: Any = bindparam("among", type_=Integer, expanding=True)
_REQUESTS = select(Request).where(Request.text_id == _OF).order_by(Request.no)
_SIGNATURES = select(Signature).where(Signature.suggestion_id == _OF).order_by(Signature.ordinal)
_TASKS = (
    select(Task)
    .where(Task.suggestion_id == _OF)
    .order_by(Task.id)
    .options(joinedload(Task.unit), joinedload(Task.handler), joinedload(Task.opinion))
)
_ROUNDS = select(Round).where(Round.task_id.in_(_AMONG)).order_by(Round.no).options(joinedload(Round.signed_by))
_ENTRIES = select(PaperEntry).where(PaperEntry.suggestion_id == _OF).order_by(PaperEntry.id)
_HEARINGS = (
    select(Hearing)
    .where(Hearing.suggestion_id == _OF)
    .order_by(Hearing.id)
    .options(joinedload(Hearing.unit), joinedload(Hearing.better_unit))
)
_PARTS: tuple[tuple[str, Select[Any]], ...] = (
    ("answers", select(Answer).where(Answer.round_id.in_(_AMONG)).order_by(Answer.request_no)),
    ("ratings", select(Rating).where(Rating.round_id.in_(_AMONG), OF_REPLY).order_by(Rating.id)),
    ("deliveries", select(Delivery).where(Delivery.round_id.in_(_AMONG)).order_by(Delivery.id)),
)


# Where a text may have been written on that nobody has handed in.
_CORRECTED = frozenset({SuggestionState.RETURNED, SuggestionState.NOT_ACCEPTED, SuggestionState.WITHDRAWN})


def _as_read_by(actor: Actor, suggestion: Suggestion) -> None:
    """Who writes a returned paper, or was asked to sign it, reads it as it is written now, under its new title;
    everybody else reads what was handed in, until it comes again."""
    if suggestion.state not in _CORRECTED or suggestion.text is None:
        return
    if actor.role in (Role.DEPUTY, Role.ASSISTANT) and parties(actor, suggestion) & READ_DRAFTS:
        set_committed_value(suggestion, "title", suggestion.text.title)
    elif suggestion.submitted_on is not None:
        set_committed_value(suggestion, "text", lying_text(suggestion))


def _with_requests(suggestion: Suggestion) -> None:
    if suggestion.text is not None:
        requests = db.session.scalars(_REQUESTS, {"of": suggestion.text.id}).all()
        set_committed_value(suggestion.text, "requests", list(requests))


def _with_signatures(suggestion: Suggestion) -> None:
    signatures = db.session.scalars(_SIGNATURES, {"of": suggestion.id}).all()
    set_committed_value(suggestion, "signatures", list(signatures))


def _with_tasks(suggestion: Suggestion) -> None:
    tasks = {task.id: task for task in db.session.scalars(_TASKS, {"of": suggestion.id})}
    set_committed_value(suggestion, "tasks", list(tasks.values()))
    rounds = db.session.scalars(_ROUNDS, {"among": list(tasks)}).all() if tasks else []
    for task in tasks.values():
        set_committed_value(task, "suggestion", suggestion)
        set_committed_value(task, "rounds", [one for one in rounds if one.task_id == task.id])
    for one in rounds:
        set_committed_value(one, "task", tasks[one.task_id])
    for name, wanted in _PARTS:
        parts = db.session.scalars(wanted, {"among": [one.id for one in rounds]}).all() if rounds else []
        for one in rounds:
            set_committed_value(one, name, [part for part in parts if part.round_id == one.id])


def _with_entries(suggestion: Suggestion) -> None:
    # What is not there need not be asked for: judgement looks at the count first.
    if suggestion.open_entries or suggestion.disputed_entries:
        set_committed_value(suggestion, "entries", list(db.session.scalars(_ENTRIES, {"of": suggestion.id})))


def _with_hearings(suggestion: Suggestion) -> None:
    if suggestion.open_hearings:
        set_committed_value(suggestion, "hearings", list(db.session.scalars(_HEARINGS, {"of": suggestion.id})))


def find_task(suggestion: Suggestion, task_id: int) -> Task | None:
    """A task through its suggestion, never by bare id (rule R3)."""
    return next((task for task in suggestion.tasks if task.id == task_id), None)


def find_round(suggestion: Suggestion, round_id: int) -> Round | None:
    """A round through its suggestion."""
    return next((one for task in suggestion.tasks for one in task.rounds if one.id == round_id), None)
