"""The facts of papers about one reply: the letter, the form that goes with it, re-handling, what was promised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of, end_of
from tracker.db import db
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.letter_texts import closing
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Answer, Round
from tracker.queries.cases import find_round
from tracker.queries.documents_case import Office, label_of, sealed_of, shown_of
from tracker.queries.documents_past import shares_at, signers_at, unit_at
from tracker.queries.entries import letter_days
from tracker.queries.escalations import Ordered, ordered


def reply(suggestion: Suggestion, round_id: int, where: Office) -> Paper | None:
    """答复函 as it was delivered; one not yet delivered is a draft. Two statements, one more for one from paper."""
    one = find_round(suggestion, round_id)
    if one is None:
        return None
    asked = {each.no: each.body for each in suggestion.text.requests} if suggestion.text else {}
    on, at = _day_under(one), one.delivered_at
    # Who came to lead the paper later has it delivered too; the letter was to those before him.
    to = [each.person_id for each in one.deliveries if at is None or each.delivered_at <= at]
    to = to or signers_at(suggestion, at).ids
    sealed = sealed_of(suggestion) | {
        "no": one.no,
        "unit_id": one.unit.id,
        "document_no": one.document_no,
        "letter": one.letter,
        "opening": one.opening,
        "closing": _closing(one),
        "answers": [_answer(each, asked) for each in one.answers],
        "publication": one.publication.value if one.publication else "",
        "contact_name": one.contact_name,
        "contact_phone": one.contact_phone,
        "to": to,
        "signed_by": one.signed_by_id,
        "signer": one.signer_name,
        "on": on,
    }
    shown = shown_of(suggestion, where, at) | {
        "unit": one.unit.name,
        "to_names": _names(to),
        "signer_words": one.signer,
        "classes": {(each.letter, each.semantic.value): each.words for each in where.book.result_classes},
        "copies": _copies(one, where),
    }
    label = label_of(suggestion, where, document_no=one.document_no, unit=one.unit.name, on=on)
    return Paper(PaperKind.REPLY, suggestion.id, round_id, label, sealed, shown, is_draft=at is None, at=at)


def _day_under(one: Round) -> date | None:
    days = letter_days([one.id]) if one.signer_name and one.signed_by_id is None else {}
    return days.get(one.id, one.delivered_on)


def _closing(one: Round) -> str:
    """What the letter said of the co-units. One of before that sentence was kept tells what had come by then."""
    if one.closing or one.delivered_at is None or one.task.role is not TaskRole.LEAD:
        return one.closing
    at = one.delivered_at
    given = [(task, task.opinion) for task in one.suggestion.tasks if task.role is TaskRole.CO]
    heard = [(unit_at(task, at).short_name, each.document_no) for task, each in given if each and each.given_at <= at]
    return closing(heard, ())


def _answer(one: Answer, asked: dict[int, str]) -> dict[str, Any]:
    held: dict[str, Any] = {
        "no": one.request_no,
        "request": asked.get(one.request_no, ""),
        "body": one.body,
        "letter": one.letter,
        "semantic": one.semantic.value if one.semantic else "",
    }
    if one.is_promise:
        held["promise"] = {"what": one.promise, "due": one.promise_due_on, "owner": one.promise_owner}
    return held


def _names(ids: list[int]) -> list[str]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    found = {row.id: row.name for row in rows}
    return [found[one] for one in ids if one in found]


def _copies(one: Round, where: Office) -> list[str]:
    """The desk, the coordinator of the unit's system, and from a lead unit those it handled it with."""
    unit = unit_at(one.task, one.delivered_at)
    offices = [where.desk, *([where.coordinator] if unit.has_coordinator else [])]
    if one.task.role is not TaskRole.LEAD:
        return offices
    shares = shares_at(one.suggestion, one.delivered_at)
    return offices + [held.name for task, held in shares if task.role is TaskRole.CO and held.id != unit.id]


def opinion_form(suggestion: Suggestion, round_id: int, where: Office) -> Paper | None:
    """征询意见表 of a delivered reply, with nothing ticked: one statement at most."""
    one = find_round(suggestion, round_id)
    if one is None or one.delivered_at is None:
        return None
    on = _day_under(one)
    asked = [each.value for each in where.book.rating.asked]
    sealed = sealed_of(suggestion) | {
        "no": one.no,
        "unit_id": one.unit.id,
        "document_no": one.document_no,
        "on": on,
        "due": one.rating_due_on,
    }
    shown = shown_of(suggestion, where, one.delivered_at) | {"unit": one.unit.name, "questions": asked}
    label = label_of(suggestion, where, document_no=one.document_no, unit=one.unit.name, on=on)
    return Paper(PaperKind.FORM, suggestion.id, round_id, label, sealed, shown, at=one.delivered_at)


def rehandling(suggestion: Suggestion, round_id: int, where: Office) -> Paper | None:
    """重新办理通知 that opened a further round: at most three statements."""
    one = find_round(suggestion, round_id)
    before = _before(one) if one is not None else None
    if one is None or before is None:
        return None
    act = ordered(one)
    at = _opened_at(one, act)
    unit = unit_at(one.task, at)
    sealed = sealed_of(suggestion) | {
        "no": one.no,
        "unit_id": unit.id,
        "before": before.document_no,
        "before_on": before.delivered_on,
        "why": act.reason if act is not None else "",
        "asks": act.asks if act is not None else "",
        "is_bound": act is not None and act.bound_by is not None,
        "due": _again_due(one),
        "on": day_of(act.at) if act is not None else one.opened_on,
    }
    shown = shown_of(suggestion, where, at) | {"unit": unit.name, "by_coordinator": unit.has_coordinator}
    label = label_of(suggestion, where, unit=unit.name, on=sealed["on"])
    return Paper(PaperKind.REHANDLING, suggestion.id, round_id, label, sealed, shown, at=at)


def told_again(one: Round) -> Unit:
    """The unit that was to answer again when this round opened: no statement for a share that never moved."""
    return one.task.unit if one.task.came_from_id is None else unit_at(one.task, _opened_at(one, ordered(one)))


def _opened_at(one: Round, act: Ordered | None) -> datetime:
    return act.at if act is not None else end_of(one.opened_on)


def _before(one: Round) -> Round | None:
    return next((each for each in one.task.rounds if each.no == one.no - 1), None)


def _again_due(one: Round) -> date | None:
    wanted = select(Clock.due_on).where(Clock.task_id == one.task_id, Clock.kind == ClockKind.REHANDLE_REPLY)
    due = db.session.scalar(wanted.where(Clock.started_on >= one.opened_on).order_by(Clock.id).limit(1))
    return due or one.task.due_on


def commitment_sheet(suggestion: Suggestion, round_id: int, where: Office) -> Paper | None:
    """承诺事项清单 of one reply, as the register of promises has it now: one statement."""
    one = find_round(suggestion, round_id)
    if one is None or one.delivered_at is None:
        return None
    wanted = select(Commitment).where(Commitment.round_id == round_id).order_by(Commitment.due_on, Commitment.id)
    held = db.session.scalars(wanted).all()
    if not held:
        return None
    sealed = sealed_of(suggestion) | {
        "unit_id": one.unit.id,
        "document_no": one.document_no,
        "promises": [_promised(each) for each in held],
        "on": one.delivered_on,
    }
    shown = shown_of(suggestion, where, one.delivered_at) | {
        "unit": one.unit.name,
        "states": [(each.state.value, each.percent) for each in held],
    }
    label = label_of(suggestion, where, document_no=one.document_no, unit=one.unit.name, on=one.delivered_on)
    return Paper(PaperKind.COMMITMENTS, suggestion.id, round_id, label, sealed, shown, at=one.delivered_at)


def _promised(one: Commitment) -> dict[str, Any]:
    held: dict[str, Any] = {"no": one.request_no, "what": one.promise, "due": one.due_on, "owner": one.owner}
    return held | {"measure": one.measure, "first": one.first_due_on or one.due_on}
