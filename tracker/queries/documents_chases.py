"""The facts of 催办单 and 督办通知, as they were sent."""

from __future__ import annotations

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.ladder import Form, Side
from tracker.domain.roles import Role
from tracker.models.chases import Chase
from tracker.models.people import Membership
from tracker.models.suggestions import Suggestion
from tracker.queries import chases
from tracker.queries.cases import find_task
from tracker.queries.documents_case import Office, label_of, sealed_of, shown_of
from tracker.queries.documents_past import unit_at

KINDS = {Form.CHASE: PaperKind.CHASE, Form.SUPERVISION: PaperKind.SUPERVISION}
_NAMES = {Form.CHASE: "催办", Form.SUPERVISION: "督办"}


def number_of(one: Chase) -> str:
    """催办〔2026〕3号, as the paper carries it."""
    year = (one.series or "").rpartition("-")[2]
    return f"{_NAMES[one.form]}〔{year}〕{one.serial}号"


def chase(suggestion: Suggestion, chase_id: int, where: Office) -> Paper | None:
    """催办单 or 督办通知 with the day and the count it was sent with, whatever came of it since: two statements."""
    one = next((each for each in chases.of_suggestion(suggestion.id) if each.id == chase_id), None)
    task = find_task(suggestion, one.task_id) if one is not None else None
    if one is None or task is None or not one.is_paper:
        return None
    on, unit, number = day_of(one.made_at), one.unit or unit_at(task, one.made_at), number_of(one)
    sealed = sealed_of(suggestion) | {
        "unit_id": unit.id,
        "role": task.role.value,
        "side": one.side.value,
        "clock": one.clock.value if one.clock is not None else "",
        "promise": one.commitment.promise if one.commitment is not None else "",
        "assigned_on": task.assigned_on,
        "due": one.due_on,
        "count": one.count,
        "words": one.words,
        "answer_by": one.answer_by,
        "document_no": number,
        "on": on,
    }
    shown = shown_of(suggestion, where, one.made_at) | {
        "unit": unit.name,
        "role_words": where.role(task.role),
        "by_coordinator": unit.has_coordinator,
        "committee": _committee(one),
    }
    label = label_of(suggestion, where, document_no=number, unit=where.desk, on=on)
    return Paper(KINDS[one.form], suggestion.id, chase_id, label, sealed, shown, at=one.made_at)


def _committee(one: Chase) -> str:
    """The committee it was sent by, where it was one."""
    if one.side is not Side.COMMITTEE:
        return ""
    wanted = select(Membership.committee).where(
        Membership.person_id == one.by_id,
        Membership.role == Role.COMMITTEE,
        Membership.starts_on <= day_of(one.made_at),
    )
    return db.session.scalar(wanted.order_by(Membership.id.desc()).limit(1)) or ""
