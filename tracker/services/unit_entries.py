"""What came on paper from a unit and is entered for it (代录): its receipt for a task, its reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.entries import Entered
from tracker.domain.hints import marked
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Refused, Why
from tracker.models.attachments import Attachment
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.services._advance import advance
from tracker.services._entering import Came, files_of, note_entry
from tracker.services._files import bind, drafted, keys_of
from tracker.services._kept_replies import is_written, put_aside
from tracker.services._load import Invalid, fresh
from tracker.services.replies import ReplyDraft, fit_to_send, send_out, write_draft


@dataclass(frozen=True)
class Signed:
    """What stands at the foot of a letter on paper: its number, who signed, the day (Asia/Shanghai)."""

    document_no: str
    signer_name: str
    on: date


@transactional
def enter_sign_for(actor: Actor, task_id: int, signed_on: date, came: Came, *, version: int, now: datetime) -> int:
    """Enter the receipt a unit signed on paper; returns the suggestion's id. The clock stops on the day of the paper.

    Raises `Invalid` for a day before the assignment or after it came in.
    """
    task = fresh(Task, task_id, version=version)
    require(actor, Action.ENTER_SIGN_FOR, task, today=day_of(now))
    came.check(day_of(now))
    _check_day(signed_on, task, came)
    held = files_of(came, actor, task)
    facts = came.facts(held) | {"on_paper_of": signed_on.isoformat()}
    event = advance(task, Action.ENTER_SIGN_FOR, actor, now=now, facts=facts)
    bind(held, event)
    _stopped_on(signed_on, [ClockKind.SIGN_FOR], task, now=now)
    note_entry(actor, task, Entered.SIGN_FOR, came, signed_on, unit_id=task.unit_id, now=now)
    return task.suggestion_id


@transactional
def enter_reply(
    actor: Actor, round_id: int, draft: ReplyDraft, signed: Signed, came: Came, *, version: int, now: datetime
) -> int:
    """Enter a reply that came on paper; it is delivered to every signer. Returns the suggestion's id.

    The unit answered on the day of its letter; the deputies' time to rate runs from the day it is entered, when they
    get it here. What the unit had drafted here meanwhile is not sent: it is put aside for the unit, with its
    attachments. Raises `Invalid` for what the reply lacks, all at once, and for a day that cannot be.
    """
    one = fresh(Round, round_id, version=version)
    require(actor, Action.ENTER_REPLY, one, today=day_of(now))
    if found := marked(draft.texts):
        raise Invalid(**dict.fromkeys(found, "secret"))
    came.check(day_of(now))
    _check_day(signed.on, one.task, came)
    kept = _draft_aside(one, now=now)
    write_draft(one, draft, actor)
    db.session.flush()
    _fit(one, signed, now=now)
    one.document_no, one.signer_name = signed.document_no, signed.signer_name
    task, held = one.task, files_of(came, actor, one)
    if task.handler_id is None:
        # Nobody of the unit has had it in hand here; until its receiver gives it to somebody it is nobody's.
        task.handler_id = actor.person_id
    facts = came.facts(held) | {"on_paper_of": signed.on.isoformat(), "signer": signed.signer_name}
    suggestion_id = send_out(one, Action.ENTER_REPLY, actor, replied_on=signed.on, facts=facts, now=now)
    _bind_to_last(held, one)
    _stopped_on(signed.on, [ClockKind.REPLY, ClockKind.REHANDLE_REPLY], task, now=now)
    _answered_on(task.suggestion, now=now)
    note_entry(actor, one, Entered.REPLY, came, signed.on, unit_id=task.unit_id, kept=kept, now=now)
    return suggestion_id


def _draft_aside(one: Round, *, now: datetime) -> dict[str, Any]:
    """The unit's own draft, word for word, out of the way of the letter that came; nothing where there was none."""
    files = drafted(one)
    held = put_aside(one)
    if not files and not is_written(held):
        return {}
    for each in files:
        each.taken_out_at = now
    db.session.flush()
    return {"draft": held | {"files": keys_of(files)}}


def _fit(one: Round, signed: Signed, *, now: datetime) -> None:
    given = {"document_no": signed.document_no, "signer_name": signed.signer_name}
    missing = {name: "missing" for name, words in given.items() if not words.strip()}
    fit_to_send(one, now=now, **missing)
    # What a letter on paper does not say of its publication stays unsaid: it is not published. Nor is anybody named
    # in it who answers for a promise, where it names nobody.
    unsaid = {"publication", "publication_reason", "deputy_view", *(f"promise_owner-{no}" for no in one.task.part)}
    if set(one.reply_gaps) - unsaid:
        raise Refused(Why.REPLY_INCOMPLETE, Action.ENTER_REPLY)


def _check_day(day: date, task: Task, came: Came) -> None:
    first = task.rounds[-1].opened_on if task.rounds else task.assigned_on
    if first is not None and day < max(first, task.assigned_on or first):
        raise Invalid(on="before_assignment")
    if day > came.received_on:
        raise Invalid(on="signed_after_receipt")


def _stopped_on(day: date, kinds: list[ClockKind], task: Task, *, now: datetime) -> None:
    """Let the clocks that this act stopped stop on the day the paper says: the unit was in time or was not, however
    late it was entered."""
    wanted = select(Clock).where(Clock.task_id == task.id, Clock.kind.in_(kinds), Clock.stopped_on == day_of(now))
    for clock in db.session.scalars(wanted):
        clock.stopped_on = max(day, clock.started_on)


def _answered_on(suggestion: Suggestion, *, now: datetime) -> None:
    """The suggestion's own limit, too, was kept or missed on the day the last unit answered."""
    if suggestion.replied_on is None:
        return
    own = Clock.suggestion_id == suggestion.id, Clock.task_id.is_(None), Clock.kind == ClockKind.SUGGESTION_REPLY
    for clock in db.session.scalars(select(Clock).where(*own, Clock.stopped_on == day_of(now))):
        clock.stopped_on = max(suggestion.replied_on, clock.started_on)


def _bind_to_last(held: list[Attachment], one: Round) -> None:
    said = select(Event).where(Event.round_id == one.id, Event.action == Action.ENTER_REPLY.value)
    event = db.session.scalars(said.order_by(Event.seq.desc())).first()
    if event is not None:
        bind(held, event)
