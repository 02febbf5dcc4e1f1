"""What needs someone now, as lines: what is pressed first, then as they fall due, with what brought each about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    false,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.record import Clock, Event
from tracker.models.suggestions import FAR, Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import ME, stands, values
from tracker.queries.duties import sources
from tracker.queries.duty_source import Source
from tracker.queries.inbox_facts import answer_by, answered, gone_handler, gone_on, lead_task, lead_unit, promise

# A page of home; the rest lies on further pages.
LINES = PAGE

# The clock that runs out when the act is not done.
_CLOCKS = {
    # Review and assignment wait for it; a dispute itself has no day.
    Action.SETTLE_ENTRY: (ClockKind.REVIEW, ClockKind.ASSIGN, ClockKind.KICK_OFF),
    Action.REVISE: (ClockKind.CORRECTION,),
    Action.AGREE_OUTCOME: (ClockKind.INTENDED,),
    Action.ACCEPT: (ClockKind.REVIEW,),
    Action.ASSIGN: (ClockKind.ASSIGN, ClockKind.KICK_OFF),
    Action.PRE_ASSIGN: (ClockKind.ASSIGN, ClockKind.KICK_OFF),
    Action.SPEAK: (ClockKind.PRE_ASSIGNMENT,),
    Action.DISTRIBUTE: (ClockKind.DISTRIBUTE,),
    Action.SIGN_FOR: (ClockKind.SIGN_FOR,),
    Action.GIVE: (ClockKind.REPLY, ClockKind.CO_OPINION, ClockKind.REHANDLE_REPLY),
    # The reply that is built on it.
    Action.ACCEPT_OPINION: (ClockKind.REPLY, ClockKind.REHANDLE_REPLY),
    Action.OPINE: (ClockKind.CO_OPINION, ClockKind.CO_OPINION_AGAIN),
    Action.ANSWER_DISAGREEMENT: (ClockKind.DISAGREEMENT,),
    Action.DECIDE_DISAGREEMENT: (ClockKind.DISAGREEMENT,),
    Action.HEAR: (ClockKind.OBJECTION_DECISION,),
    Action.UPHOLD_OBJECTION: (ClockKind.OBJECTION_DECISION,),
    Action.GRANT_EXTENSION: (ClockKind.EXTENSION,),
    Action.ANSWER_CHASE: (ClockKind.REPLY, ClockKind.REHANDLE_REPLY),
    Action.DRAFT_REPLY: (ClockKind.REPLY, ClockKind.REHANDLE_REPLY),
    Action.PASS_REVIEW: (ClockKind.REPLY, ClockKind.REHANDLE_REPLY),
    Action.DELIVER: (ClockKind.REPLY, ClockKind.REHANDLE_REPLY),
    Action.SIGN: (ClockKind.REPLY, ClockKind.REHANDLE_REPLY),
    Action.PASS_CHECK: (ClockKind.OFFICE_CHECK,),
    Action.RATE: (ClockKind.RATING,),
    Action.CONFIRM_RATING: (ClockKind.RATING,),
    Action.RATE_COMMITMENT: (ClockKind.IMPLEMENTATION,),
    Action.CONFIRM_COMMITMENT_RATING: (ClockKind.IMPLEMENTATION,),
    Action.REHANDLE: (ClockKind.REHANDLE_DECISION,),
    Action.CLOSE_ESCALATION: (ClockKind.ESCALATION,),
}
# The act of somebody else that put the line there, where no date on the row tells it.
_CAUSES = {
    Action.SETTLE_ENTRY: (Action.DISPUTE_ENTRY,),
    Action.REVISE: (Action.RETURN,),
    Action.AGREE_OUTCOME: (Action.PUT_OUTCOME,),
    Action.CONSENT_WITHDRAWAL: (Action.ASK_WITHDRAWAL,),
    Action.TAKE_LEAD: (Action.OFFER_LEAD,),
    Action.GIVE: (Action.SIGN_FOR, Action.ENTER_SIGN_FOR),
    Action.ANSWER_CHASE: (Action.CHASE, Action.ISSUE_CHASE, Action.SUPERVISE, Action.PUT_TO_CHAIR),
    Action.OPINE: (Action.SIGN_FOR, Action.GIVE, Action.SEND_BACK_OPINION),
    Action.ACCEPT_OPINION: (Action.OPINE,),
    Action.ANSWER_DISAGREEMENT: (Action.RAISE_DISAGREEMENT,),
    Action.DECIDE_DISAGREEMENT: (Action.RAISE_DISAGREEMENT,),
    Action.CONFIRM_CONTACT: (Action.NOTE_CONTACT,),
    Action.HEAR: (Action.OBJECT,),
    Action.UPHOLD_OBJECTION: (Action.OBJECT,),
    Action.GRANT_EXTENSION: (Action.ASK_EXTENSION,),
    Action.DRAFT_REPLY: (
        Action.GIVE,
        Action.SEND_BACK,
        Action.SEND_BACK_CHECK,
        Action.REHANDLE,
        Action.CLOSE_ESCALATION,
    ),
    Action.CLOSE_ESCALATION: (Action.ESCALATE,),
    Action.PASS_REVIEW: (Action.SEND_UP,),
    Action.DELIVER: (Action.SEND_UP, Action.PASS_REVIEW),
    Action.CONFIRM_RATING: (Action.ENTER_RATING,),
    Action.SIGN: (Action.SEND_UP, Action.PASS_REVIEW),
    Action.PASS_CHECK: (Action.SIGN,),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Who did what, and when, that brought the line about."""

    action: Action
    at: datetime
    note: str
    name: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `row` has the columns of `_details`."""

    action: Action
    row: Any
    cause: Cause | None

    @property
    def case_id(self) -> tuple[int, int | None, int | None]:
        return self.row.suggestion_id, self.row.task_id, self.row.round_id


def lines(actor: Actor, *, today: date, page: int = 1, size: int = LINES) -> list[Line]:
    """One page of what this actor is expected to do, nearest due date first: at most two statements."""
    wanted = _details(actor.role)
    if wanted is None:
        return []
    most = {"most": size * page}
    rows = db.session.execute(wanted, values(actor, today=today) | most).all()[size * (page - 1) :]
    causes = _causes(rows)
    return [Line(Action(row.action), row, causes.get((row.action, row.task_id or row.suggestion_id))) for row in rows]


def hits(found: Sequence[Source]) -> FromClause:
    return union_all(*(select(*source.hits(_MOST).subquery().c) for source in found)).subquery("found")


# In the words of the statement, for the reason `written` tells: a page further down is another statement.
_MOST: ColumnElement[int] = bindparam("most", type_=Integer, literal_execute=True)


@cache
def _details(role: Role | None) -> Select[*tuple[Any, ...]] | None:
    found = sources(role)
    if not found:
        return None
    hit = nearest(hits(found), found, role)
    author, proposed = aliased(Person), aliased(Unit)
    invited = and_(Signature.suggestion_id == hit.c.suggestion_id, Signature.person_id == ME)
    return (
        select(
            hit.c.action,
            hit.c.suggestion_id,
            hit.c.task_id,
            hit.c.round_id,
            hit.c.commitment_id,
            hit.c.clock_id,
            hit.c.clock_kind,
            hit.c.due_on,
            hit.c.started_on,
            *_FACTS,
            author.name.label("author"),
            Unit.short_name.label("unit"),
            proposed.short_name.label("proposed_unit"),
            (promise(hit, Commitment.promise) if role in (Role.DEPUTY, Role.DESK) else null()).label("promise"),
            (promise(hit, Commitment.fulfilled_on) if role is Role.DEPUTY else null()).label("fulfilled_on"),
            (gone_handler(hit) if role is Role.UNIT_RECEIVER else null()).label("gone_handler"),
            (gone_on(hit) if role is Role.UNIT_RECEIVER else null()).label("gone_on"),
            (lead_unit(hit) if role in UNIT_ROLES else null()).label("lead_unit"),
            (answered(hit) if role in UNIT_ROLES else null()).label("answered"),
        )
        .select_from(hit)
        .join(Suggestion, Suggestion.id == hit.c.suggestion_id)
        .outerjoin(author, author.id == Suggestion.author_id)
        .outerjoin(proposed, proposed.id == Suggestion.proposed_unit_id)
        .outerjoin(Task, Task.id == hit.c.task_id)
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .outerjoin(Round, Round.id == hit.c.round_id)
        .outerjoin(Signature, invited)
        .order_by(hit.c.pressure.desc(), func.coalesce(hit.c.due_on, FAR), hit.c.suggestion_id, hit.c.task_id)
    )


def nearest(hit: FromClause, found: Sequence[Source], role: Role | None) -> FromClause:
    """The lines of the pages up to this one with their clocks; only for these is everything else looked up."""
    due = func.coalesce(Clock.due_on, answer_by(hit)) if role is Role.DEPUTY else Clock.due_on.expression
    clock = (Clock.id.label("clock_id"), Clock.kind.label("clock_kind"), due.label("due_on"), Clock.started_on)
    wanted = select(*hit.c, *clock).outerjoin(Clock, _clock_of(hit, {source.action: None for source in found}))
    order = (hit.c.pressure.desc(), func.coalesce(due, FAR), hit.c.suggestion_id, hit.c.task_id)
    return wanted.order_by(*order).limit(_MOST).subquery("hit")


_FACTS = (
    Suggestion.title,
    Suggestion.kind,
    Suggestion.author_id,
    Suggestion.number,
    Suggestion.state,
    Suggestion.submitted_on,
    Suggestion.registered_on,
    Suggestion.circulated_until,
    Suggestion.intended,
    Suggestion.intended_until,
    Suggestion.reception,
    Suggestion.changed_at,
    Suggestion.signer_count,
    Task.role,
    Task.opened_on,
    Task.assigned_on,
    Task.part,
    Task.objection_due_on,
    Task.objection_is_arbiters,
    Task.objections,
    Task.asked,
    Task.chases,
    Round.no.label("round_no"),
    Round.letter,
    Round.delivered_on,
    Signature.asked_at,
    Signature.answer_by,
    Signature.state.label("signature"),
)


def _clock_of(hit: FromClause, actions: Iterable[Action]) -> ColumnElement[bool]:
    asked = set(actions)
    kinds = [and_(stands(hit.c.action, one), stands(Clock.kind, *_CLOCKS[one])) for one in sorted(asked & set(_CLOCKS))]
    own = and_(
        or_(Clock.task_id == hit.c.task_id, and_(Clock.task_id.is_(None), hit.c.task_id.is_(None))),
        or_(Clock.round_id.is_(None), Clock.round_id == hit.c.round_id),
        or_(Clock.commitment_id.is_(None), Clock.commitment_id == hit.c.commitment_id),
    )
    if Action.ACCEPT_OPINION in asked:
        own = or_(own, and_(hit.c.action == Action.ACCEPT_OPINION.value, Clock.task_id == lead_task(hit)))
    return and_(Clock.suggestion_id == hit.c.suggestion_id, Clock.stopped_on.is_(None), or_(false(), *kinds), own)


def _causes(rows: Sequence[Any]) -> dict[tuple[str, int], Cause]:
    wanted = {row.suggestion_id for row in rows if Action(row.action) in _CAUSES}
    actions = {cause.value for row in rows for cause in _CAUSES.get(Action(row.action), ())}
    if not wanted:
        return {}
    events = db.session.execute(
        select(Event.action, Event.at, Event.note, Event.facts, Event.suggestion_id, Event.task_id, Person.name)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(Event.suggestion_id.in_(wanted), Event.action.in_(actions))
        .order_by(Event.seq)
    )
    found: dict[tuple[str, int], Cause] = {}
    for one in events:
        cause = Cause(Action(one.action), one.at, one.note, one.name or "", one.facts)
        for action, brought_by in _CAUSES.items():
            if cause.action in brought_by:
                found[(action.value, one.task_id or one.suggestion_id)] = cause
    return found
