"""The rows the figures are counted from, of many papers at once, by what they hang on: a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.ratings import Question
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment
from tracker.models.contacts import Contact
from tracker.models.organs import Category
from tracker.models.ratings import Rating
from tracker.models.record import Clock, Event
from tracker.models.tasks import Round, Task
from tracker.queries.dossier import MOVE_DUE_DATE

A, K = Action, ClockKind
# What the figures are made of; a paper has a few dozen acts beside, of drafts, remarks and notes.
# fmt: off
TOLD = (
    A.SUBMIT, A.ENTER_PAPER, A.BORN_OF_BILL, A.MOVE_IN, A.ACCEPT, A.REFUSE, A.AS_LETTER, A.SET_ASIDE, A.WITHDRAW,
    A.VOID_PAPER, A.DISCARD, A.PUT_ON_AGENDA, A.REFER, A.REFUSE_BILL, A.CONVERT, A.ASSIGN, A.JOIN_GROUP, A.LEAVE_GROUP,
    A.COMPLETE, A.CLOSE, A.OPEN_WITH_COORDINATOR, A.OPEN, A.DISTRIBUTE, A.SIGN_FOR, A.ENTER_SIGN_FOR, A.VOID_SIGN_FOR,
    A.OPINE, A.SEND_BACK_OPINION, A.RESUME, A.OBJECT, A.UPHOLD_OBJECTION, A.GRANT_EXTENSION, A.HAND_OVER, A.MOVE_ALONG,
    A.END, A.DELIVER, A.PASS_CHECK, A.ENTER_REPLY, A.VOID_REPLY, A.SHUT_RATING, A.LAPSE, A.REHANDLE, A.EXPLAIN,
    A.ESCALATE, A.PROMISE, A.FULFIL, A.REOPEN_COMMITMENT, A.DROP_COMMITMENT, A.REPLACE_COMMITMENT, A.STAND_AGAIN,
    A.GRANT_CHANGE, A.ENTRUST_PROMISE, A.GIVE, A.REOPEN, A.SEND_UP, A.RECALL_DRAFT, A.PASS_REVIEW, A.SEND_BACK, A.SIGN,
    A.SEND_BACK_CHECK, A.DROP_CHECK, A.TAKE_UP_PROMISE, A.SHUT_COMMITMENT_RATING, A.SHUT_UNKEPT_RATING, A.MADE_KEY,
    A.ENDED_KEY, A.TAKE_LEAD, A.DISPUTE_ENTRY,
)
# fmt: on
REPLY = (K.REPLY, K.REHANDLE_REPLY)
CO = (K.CO_OPINION, K.CO_OPINION_AGAIN)

Rows = Mapping[int, Sequence[Any]]


@dataclass(frozen=True)
class Found:
    """The rows of many papers, by what they hang on."""

    acts: Rows
    clocks: Rows
    tasks: Rows
    rounds: Rows
    talks: Rows
    process: Rows
    promises: Rows


def rows_of(ids: Sequence[int]) -> Found:
    events = select(Event.suggestion_id, Event.at, Event.action, Event.facts, Event.task_id, Event.round_id).where(
        Event.suggestion_id.in_(ids), Event.action.in_([*(one.value for one in TOLD), MOVE_DUE_DATE])
    )
    clocks = select(Clock.suggestion_id, Clock.kind, Clock.task_id, Clock.started_on, Clock.due_on, Clock.stopped_on)
    clocks = clocks.add_columns(Clock.id)
    clocks = clocks.where(Clock.suggestion_id.in_(ids), Clock.kind.in_((*REPLY, *CO, K.SIGN_FOR, K.SUGGESTION_REPLY)))
    tasks = select(Task.suggestion_id, Task.id, Task.role, Task.unit_id).where(Task.suggestion_id.in_(ids))
    rounds = select(Round.task_id, Round.id, Round.no, Round.letter, Round.publication)
    rounds = rounds.join(Task, Task.id == Round.task_id).where(Task.suggestion_id.in_(ids))
    talks = select(Contact.task_id, Contact.confirmed_at, Contact.corrected_at, Contact.manner)
    talks = talks.join(Task, Task.id == Contact.task_id).where(
        Task.suggestion_id.in_(ids), Contact.is_denied.is_(False)
    )
    process = select(Rating.round_id, Rating.level).join(Round, Round.id == Rating.round_id)
    process = process.join(Task, Task.id == Round.task_id).where(
        Task.suggestion_id.in_(ids), Rating.question == Question.PROCESS, Rating.is_current
    )
    promises = select(Commitment.suggestion_id, Commitment.id, Commitment.round_id, Commitment.unit_id)
    promises = promises.where(Commitment.suggestion_id.in_(ids))
    return Found(
        _by_first(events.order_by(Event.seq)),
        _by_first(clocks.order_by(Clock.id)),
        _by_first(tasks.order_by(Task.id)),
        _by_first(rounds.order_by(Round.no)),
        _by_first(talks.order_by(Contact.id)),
        _by_first(process.order_by(Rating.id)),
        _by_first(promises.order_by(Commitment.id)),
    )


def _by_first(statement: Any) -> Rows:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row[0]].append(row)
    return found


def topmost() -> dict[int, int]:
    above = {row.id: row.parent_id for row in db.session.execute(select(Category.id, Category.parent_id))}
    return {one: _top(one, above) for one in above}


def _top(one: int, above: Mapping[int, int | None]) -> int:
    parent = above[one]
    return one if parent is None else _top(parent, above)
