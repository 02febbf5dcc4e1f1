"""Papers (文书) of a case: which there are for a reader, and the facts of one as the record has them.

What went out is told as it was sent: its own text, its own signer, those it was delivered to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tracker.clock import day_of
from tracker.domain.documents import OF_KEY_ITEMS, OF_ONE_UNIT, TOLD_BY, Code, Paper, PaperKind, digest
from tracker.domain.parties import UNIT_SIDE, Actor, parties
from tracker.domain.permissions import Sight, sight
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import OUT, PRIVATE, SuggestionState, TaskState
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import (
    chases,
    documents_case,
    documents_chases,
    documents_escalations,
    documents_keys,
    documents_promises,
    documents_replies,
    documents_tasks,
    escalations,
    objections,
)
from tracker.queries.beside import beside
from tracker.queries.cases import find_suggestion
from tracker.queries.documents_case import Office, office
from tracker.queries.documents_lists import assignment_list
from tracker.queries.documents_past import unit_at
from tracker.queries.dossier import Seer

K = PaperKind
# Who compares paper and record asks as the office that keeps the record: it reads everything that was handed in.
KEEPER = Actor(None, None, Role.DESK)


@dataclass(frozen=True, slots=True)
class Listed:
    """One paper there is; `unit` and `no` tell it from others of its kind."""

    kind: PaperKind
    thing_id: int
    unit: str = ""
    no: int = 1
    on: date | None = None
    task_id: int | None = None
    is_draft: bool = False


def listed(actor: Actor, suggestion: Suggestion, there: frozenset[str], seer: Seer | None = None) -> list[Listed]:
    """The papers of a case this actor may have, in the order of a dossier. `there`: what lies beside the case, as
    `beside` says; a case with nothing beside it costs no statement."""
    if suggestion.state in PRIVATE or sight(actor, suggestion) is Sight.NOTHING:
        return []
    seen = seer or Seer(actor, suggestion)
    found = [*_of_case(suggestion, there), *_of_tasks(actor, suggestion, there), *_of_rounds(actor, suggestion)]
    order = list(K)
    readable = [one for one in found if one.is_draft or _may_read(actor, seen, suggestion, one)]
    return sorted(readable, key=lambda one: order.index(one.kind))


def _may_read(actor: Actor, seen: Seer, suggestion: Suggestion, one: Listed) -> bool:
    if one.kind in TOLD_BY and not seen.may_see(TOLD_BY[one.kind], one.task_id):
        return False
    if one.kind in OF_ONE_UNIT and actor.role in UNIT_ROLES:
        return any(task.id == one.task_id and _is_own(task, actor) for task in suggestion.tasks)
    return True


def _is_own(task: Task, actor: Actor) -> bool:
    return actor.unit_id in (task.unit_id, task.came_from_id)


def _of_case(suggestion: Suggestion, there: frozenset[str]) -> Iterator[Listed]:
    yield Listed(K.SUGGESTION, 0, on=suggestion.submitted_on)
    if suggestion.state is SuggestionState.NOT_ACCEPTED:
        for review in documents_case.refusals(suggestion):
            yield Listed(K.REFUSAL, review.id, on=review.decided_on or day_of(review.made_at))
    if "second_replies" in there:
        for no, act in enumerate(documents_promises.second_replies(suggestion), 1):
            name = _unit_then(suggestion, act.task_id, act.at)
            yield Listed(K.SECOND, act.seq, name, no, day_of(act.at), act.task_id)
    if suggestion.state is SuggestionState.WITHDRAWN and suggestion.submitted_on is not None:
        yield Listed(K.WITHDRAWAL, 0)


def _of_tasks(actor: Actor, suggestion: Suggestion, there: frozenset[str]) -> Iterator[Listed]:
    for task in suggestion.tasks:
        if task.assigned_on is not None and task.with_unit and task.state is not TaskState.WITH_COORDINATOR:
            name = documents_tasks.given_to(task, task.assigned_on).short_name
            yield Listed(K.NOTICE, task.id, name, on=task.assigned_on, task_id=task.id)
        given = task.opinion
        if given is not None:
            name = unit_at(task, given.given_at).short_name
            yield Listed(K.OPINION, given.id, name, given.no, day_of(given.given_at), task.id)
    if "objections" in there:
        for each in objections.of_suggestion(suggestion.id):
            unit, day = each.unit.short_name, day_of(each.made_at)
            yield Listed(K.OBJECTION, each.id, unit, each.no, day, each.task_id)
    if "chases" in there:
        yield from _of_chases(suggestion)
    if "escalations" in there:
        yield from _of_escalations(suggestion)
    if "extensions" in there:
        for no, one in enumerate(documents_tasks.extensions(suggestion), 1):
            name = _unit_then(suggestion, one.task_id, one.made_at)
            yield Listed(K.EXTENSION, one.id, name, no, day_of(one.made_at), one.task_id)


def _unit_then(suggestion: Suggestion, task_id: int | None, at: datetime) -> str:
    return next((unit_at(one, at).short_name for one in suggestion.tasks if one.id == task_id), "")


def _of_chases(suggestion: Suggestion) -> Iterator[Listed]:
    """Every 催办单 and 督办通知, numbered within its kind and share."""
    times: Counter[tuple[PaperKind, int]] = Counter()
    for one in chases.of_suggestion(suggestion.id):
        if one.is_paper:
            kind = documents_chases.KINDS[one.form]
            times[kind, one.task_id] += 1
            unit = one.unit.short_name if one.unit else _unit_then(suggestion, one.task_id, one.made_at)
            yield Listed(kind, one.id, unit, times[kind, one.task_id], day_of(one.made_at), one.task_id)


def _of_escalations(suggestion: Suggestion) -> Iterator[Listed]:
    """A notice for each time it was taken up, and minutes once that came to something."""
    for no, one in enumerate(escalations.of_suggestion(suggestion.id), 1):
        task, task_id = one.round.task, one.round.task_id
        unit = unit_at(task, one.made_at).short_name
        yield Listed(K.ESCALATION, one.id, unit, no, day_of(one.made_at), task_id)
        if one.came_to is not None and one.closed_at is not None:
            unit = unit_at(task, one.closed_at).short_name
            yield Listed(K.MINUTES, one.id, unit, no, day_of(one.closed_at), task_id)


def _of_rounds(actor: Actor, suggestion: Suggestion) -> Iterator[Listed]:
    if suggestion.state is SuggestionState.ARCHIVED:
        return  # an imported letter has neither signers nor form; the dossier holds what its source gave
    for task in suggestion.tasks:
        for one in task.rounds:
            name = one.unit.short_name
            if one.no > 1:
                told = documents_replies.told_again(one).short_name
                yield Listed(K.REHANDLING, one.id, told, one.no, one.opened_on, task.id)
            if one.state in OUT:
                yield Listed(K.REPLY, one.id, name, one.no, one.delivered_on, task.id)
                yield Listed(K.FORM, one.id, name, one.no, one.delivered_on, task.id)
                if any(answer.is_promise for answer in one.answers):
                    yield Listed(K.COMMITMENTS, one.id, name, one.no, one.delivered_on, task.id)
            elif _reads_draft(actor, one):
                yield Listed(K.REPLY, one.id, name, one.no, None, task.id, is_draft=True)


def _reads_draft(actor: Actor, one: Round) -> bool:
    """What is being written only the people of the unit see."""
    ours = one.task.unit_id == actor.unit_id and bool(parties(actor, one.suggestion, one.task) & UNIT_SIDE)
    return ours and one.drafted_by_id is not None


Facts = Callable[[Suggestion, int, Office], Paper | None]
_FACTS: dict[PaperKind, Facts] = {
    K.SUGGESTION: documents_case.suggestion_form,
    K.REFUSAL: documents_case.refusal,
    K.WITHDRAWAL: documents_case.withdrawal,
    K.NOTICE: documents_tasks.notice,
    K.OBJECTION: documents_tasks.objection,
    K.EXTENSION: documents_tasks.extension,
    K.OPINION: documents_tasks.opinion,
    K.REPLY: documents_replies.reply,
    K.FORM: documents_replies.opinion_form,
    K.CHASE: documents_chases.chase,
    K.SUPERVISION: documents_chases.chase,
    K.REHANDLING: documents_replies.rehandling,
    K.ESCALATION: documents_escalations.meeting_notice,
    K.MINUTES: documents_escalations.minutes,
    K.COMMITMENTS: documents_replies.commitment_sheet,
    K.SECOND: documents_promises.second_reply,
}


def paper(suggestion: Suggestion, kind: PaperKind, thing_id: int, *, today: date) -> Paper | None:
    """The facts of one paper of a case; whether somebody may have it is asked of `listed`. Six statements at most, and
    a few more where another deputy leads or another unit has the work since."""
    facts = _FACTS.get(kind)
    return facts(suggestion, thing_id, office(suggestion, today)) if facts is not None else None


def compared(code: Code, *, today: date) -> tuple[Paper | None, bool]:
    """The paper a code names, as the record has it now, and whether the two agree; nothing when there is none."""
    if code.kind is K.LIST:
        listed_as = list_of(code, KEEPER, today)
        return listed_as, listed_as is not None and digest(listed_as) == code.digest
    if code.kind in OF_KEY_ITEMS:
        of_item = documents_keys.of_code(code, KEEPER, today=today)
        return of_item, of_item is not None and digest(of_item) == code.digest
    suggestion = find_suggestion(KEEPER, code.suggestion_id)
    if suggestion is None:
        return None, False
    if code.kind is K.DOSSIER:
        found = documents_case.dossier(suggestion, code.thing_id, today)
    else:
        there = beside(suggestion)
        known = {(one.kind, one.thing_id) for one in listed(KEEPER, suggestion, there)}
        is_there = (code.kind, code.thing_id) in known
        found = paper(suggestion, code.kind, code.thing_id, today=today) if is_there else None
    if found is None:
        return None, False
    return found, digest(found) == code.digest


def list_of(code: Code, actor: Actor, today: date) -> Paper | None:
    """A list as this reader may know it: it belongs to a unit and a day, which stand in the place of case and thing."""
    try:
        on = date.fromisoformat(str(code.thing_id))
    except ValueError:
        return None
    return assignment_list(actor, code.suggestion_id, on, now_on=today)


__all__ = ["KEEPER", "Listed", "compared", "list_of", "listed", "paper"]
