"""What desk, coordinator and units did before a reply, lived again: see `assignments` and `handling`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.parties import TaskRole
from tracker.domain.states import TaskState
from tracker.models.contacts import Contact
from tracker.models.tasks import Round, Task
from tracker.services import _twins as twins
from tracker.services._load import Invalid
from tracker.services._replay import Doing, Life
from tracker.services.assignments import Share, problems
from tracker.services.contacts import entry_facts
from tracker.services.handling import Talk
from tracker.services.histories import Act, Assignment, OldShare, Opinion


def _assign(life: Life, act: Act) -> None:
    suggestion, plan, today = life.suggestion, act.handed_in, act.day or day_of(act.at)
    numbers = [request.no for request in suggestion.text.requests] if suggestion.text else []
    _check(plan, numbers)
    for share in plan.shares:
        life.ledger.assignable(share.unit_id)
    suggestion.assigned_on = today
    named = [{"unit": one.unit_id, "role": one.role.value, "part": list(one.part)} for one in plan.shares]
    facts = {"shares": named} | ({"assigned_on": today.isoformat()} if act.day else {})
    life.move(suggestion, Action.ASSIGN, act.actor, at=act.at, day=act.day, facts=facts)
    for share in plan.shares:
        _open_task(life, act, share, numbers, today)


def _check(plan: Assignment, numbers: Sequence[int]) -> None:
    shares = [Share(one.unit_id, one.role, tuple(one.part)) for one in plan.shares]
    if not numbers:
        # An old record without its text has no requests to divide.
        shares = [Share(one.unit_id, one.role, (1,)) for one in shares]
    found = problems(shares, numbers or [1])
    if found:
        raise Invalid(**found)


def _open_task(life: Life, act: Act, share: Share | OldShare, numbers: Sequence[int], today: date) -> None:
    unit = life.ledger.units[share.unit_id]
    old = isinstance(share, OldShare)
    direct = old or not unit.has_coordinator
    agreed = share.agreed_due_on if isinstance(share, OldShare) else act.handed_in.agreed_due_on
    task = twins.Task(
        suggestion=life.suggestion,
        suggestion_id=life.suggestion.id,
        unit_id=unit.id,
        system=unit.system,
        role=share.role,
        part=list(share.part or numbers),
        opened_on=today,
        assigned_on=today if direct else None,
        agreed_due_on=None if share.role is TaskRole.CO else agreed,
        rounds=[],
        contacts=[],
        opinion=None,
    )
    life.suggestion.tasks.append(life.ledger.bulk.add(task))
    action = Action.OPEN if direct else Action.OPEN_WITH_COORDINATOR
    life.move(task, action, act.actor, at=act.at, day=act.day)
    if share.role is not TaskRole.CO:
        open_round(life, task, act)


def open_round(life: Life, task: Task, act: Act) -> Round:
    """Open the next round of a task."""
    one = twins.Round(
        task=task,
        task_id=task.id,
        no=len(task.rounds) + 1,
        opened_on=act.day or day_of(act.at),
        answers=[],
        ratings=[],
        deliveries=[],
        versions=[],
    )
    task.rounds.append(life.ledger.bulk.add(one))
    life.move(one, Action.OPEN_ROUND, act.actor, at=act.at, day=act.day)
    return one


def _distribute(life: Life, act: Act) -> None:
    task = life.task_of(act)
    proposed = task.unit_id
    unit = life.ledger.assignable(act.handed_in or proposed)
    if unit.system is not act.actor.system:
        raise Invalid(unit="other_system")
    task.unit_id, task.assigned_on = unit.id, day_of(act.at)
    facts = {"unit": unit.id, "proposed": proposed}
    life.move(task, Action.DISTRIBUTE, act.actor, at=act.at, note=act.note, facts=facts)
    units = [one.unit_id for one in life.suggestion.tasks if not one.was_replaced]
    if len(set(units)) != len(units):
        raise Invalid(unit="unit_twice")


def _sign_for(life: Life, act: Act) -> None:
    life.move(life.task_of(act), Action.SIGN_FOR, act.actor, at=act.at)


def _give(life: Life, act: Act) -> None:
    task, handler_id = life.task_of(act), act.handed_in
    if not life.ledger.works_at(handler_id, task.unit_id, day_of(act.at)):
        raise Invalid(handler="not_of_this_unit")
    facts = {"handler": handler_id, "before": task.handler_id, "first": task.state is TaskState.SIGNED_FOR}
    task.handler_id = handler_id
    life.move(task, Action.GIVE, act.actor, at=act.at, note=act.note, facts=facts)


def _note_contact(life: Life, act: Act) -> None:
    task = life.task_of(act)
    talk: Talk = act.handed_in
    if talk.on > day_of(act.at):
        raise Invalid(on="in_future")
    if talk.with_person_id not in life.suggestion.signers:
        raise Invalid(with_person="not_a_signer")
    contact = twins.Contact(
        task_id=task.id,
        phase=talk.phase,
        manner=talk.manner,
        on=talk.on,
        who_came=talk.who_came,
        with_person_id=talk.with_person_id,
        said=talk.said,
        rank=talk.rank,
        noted_by_id=act.actor.person_id,
        made_at=act.at,
    )
    task.open_contacts += 1
    task.contacts.append(life.ledger.bulk.add(contact))
    facts = {"manner": talk.manner.value, "on": talk.on.isoformat(), "with": talk.with_person_id, "who": talk.who_came}
    life.move(task, Action.NOTE_CONTACT, act.actor, at=act.at, note=talk.said, facts=facts)


def _confirm_contact(life: Life, act: Act) -> None:
    task, entry = _awaiting(life, act)
    life.move(task, Action.CONFIRM_CONTACT, act.actor, at=act.at, facts=entry_facts(task, entry))
    entry.confirmed_at = act.at
    task.open_contacts -= 1


def _correct_contact(life: Life, act: Act) -> None:
    task, entry = _awaiting(life, act)
    life.move(task, Action.CORRECT_CONTACT, act.actor, at=act.at, note=act.note, facts=entry_facts(task, entry))
    entry.corrected_at, entry.correction = act.at, act.note
    task.open_contacts -= 1


def _awaiting(life: Life, act: Act) -> tuple[Task, Contact]:
    """The latest talk with this deputy that awaits a word."""
    task = life.task_of(act)
    mine = [one for one in task.contacts if one.awaits and one.with_person_id == act.actor.person_id]
    if not mine:
        raise Invalid(entry="entry_answered")
    return task, mine[-1]


def _opine(life: Life, act: Act) -> None:
    task = life.task_of(act)
    opinion: Opinion = act.handed_in
    task.opinion = life.ledger.bulk.add(
        twins.CoOpinion(
            task_id=task.id,
            document_no=opinion.document_no,
            body=opinion.body,
            signer_name=opinion.signer_name,
            given_at=act.at,
            by_id=act.actor.person_id,
        )
    )
    task.replied_on = day_of(act.at)
    facts = {"document_no": opinion.document_no, "signer": opinion.signer_name}
    life.move(task, Action.OPINE, act.actor, at=act.at, facts=facts)


TASKS: dict[Action, Doing] = {
    Action.ASSIGN: _assign,
    Action.DISTRIBUTE: _distribute,
    Action.SIGN_FOR: _sign_for,
    Action.GIVE: _give,
    Action.NOTE_CONTACT: _note_contact,
    Action.CONFIRM_CONTACT: _confirm_contact,
    Action.CORRECT_CONTACT: _correct_contact,
    Action.OPINE: _opine,
}
