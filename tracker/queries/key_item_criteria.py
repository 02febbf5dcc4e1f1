"""The criteria a proposal is weighed by: those of the rulebook of its day, and what the record says of its papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.key_criteria import KeyCriterion, Measure, Weighed
from tracker.domain.parties import SignatureState
from tracker.domain.states import TaskState
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.models.key_items import KeyItem
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Task
from tracker.queries.key_item_papers import members_of
from tracker.queries.law import rulebook_for


def criteria_for(item: KeyItem | None, *, today: date) -> tuple[KeyCriterion, ...]:
    """Those of the book in force on the day (Asia/Shanghai) on which the item was proposed, or today for a new one; and
    what the item holds beside them from the year it continues."""
    known = rulebook_for(day_of(item.proposed_at) if item is not None else today).key_criteria
    codes = {one.code for one in known}
    held = [one for one in item.criteria if one["code"] not in codes] if item is not None else []
    older = (KeyCriterion(one["code"], one["words"], False, Measure.NONE, 0, "", False) for one in held)
    return (*known, *older)


def weighed(ids: Sequence[int]) -> Weighed:
    """What the record says of these papers together, which the asker may read: five statements."""
    if not ids:
        return Weighed()
    leads = select(Suggestion.author_id).where(Suggestion.id.in_(ids), Suggestion.author_id.is_not(None))
    agreed = Signature.state == SignatureState.AGREED
    signs = select(Signature.person_id).where(Signature.suggestion_id.in_(ids), agreed)
    raised = leads.union(signs).subquery()
    before = SuggestionLink.kind.in_((LinkKind.FOLLOW_UP, LinkKind.REPEAT, LinkKind.REFILED))
    links = select(func.count().label("n")).where(SuggestionLink.later_id.in_(ids), before)
    earlier = links.group_by(SuggestionLink.later_id).subquery()
    shares = Task.suggestion_id.in_(ids), Task.was_replaced.is_(False), Task.state != TaskState.WITH_COORDINATOR
    return Weighed(
        deputies=db.session.scalar(select(func.count()).select_from(raised)) or 0,
        earlier=db.session.scalar(select(func.max(earlier.c.n))) or 0,
        together=len({*ids, *(one for one, _group in members_of(ids))}),
        units=db.session.scalar(select(func.count(Task.unit_id.distinct())).where(*shares)) or 0,
    )
