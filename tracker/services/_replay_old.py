"""Papers that another record held: over and put on the shelf, or open and moved in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tracker.clock import SHANGHAI, day_of
from tracker.domain.actions import Action
from tracker.domain.parties import SignatureState
from tracker.domain.rulebook import Switch
from tracker.domain.states import RoundState, TaskState
from tracker.models.tasks import Task
from tracker.services import _twins as twins
from tracker.services._load import Invalid
from tracker.services._replay import Doing, Life
from tracker.services._replay_papers import write_text
from tracker.services._replay_rounds import write_answers
from tracker.services.histories import Act, OldPaper, OldReply, OldShare
from tracker.services.submissions import Paper


def _archive(life: Life, act: Act) -> None:
    paper: OldPaper = act.handed_in
    dated = [share.reply.delivered_on for share in paper.shares if share.reply and share.reply.delivered_on]
    undated = [_undated(share) for share in paper.shares if share.reply and not share.reply.delivered_on]
    history = dict(paper.history) | ({"undated_replies": undated} if undated else {})
    _take(life, act, paper, history)
    suggestion = life.suggestion
    life.move(suggestion, Action.ARCHIVE, act.actor, at=act.at, facts=_facts(paper))
    # After the act: judging it by the law of a day long past would ask for a book nobody has.
    suggestion.assigned_on, suggestion.closed_on = paper.assigned_on, paper.closed_on
    suggestion.replied_on, suggestion.headline = max(dated, default=None), paper.headline
    _write_down(life, act, paper)
    for share in paper.shares:
        _shelve(life, act, paper, share)


def _move_in(life: Life, act: Act) -> None:
    paper: OldPaper = act.handed_in
    suggestion_is_whole = paper.author_id and paper.author_membership_id and paper.number and paper.submitted_on
    if not suggestion_is_whole or (paper.shares and not paper.assigned_on):
        raise Invalid(paper="not_whole")
    _take(life, act, paper, dict(paper.history))
    book = life.ledger.law_on(day_of(act.at)).book
    life.suggestion.circulates = book.is_on(Switch.PRE_ASSIGNMENT) and not paper.shares
    life.move(life.suggestion, Action.MOVE_IN, act.actor, at=act.at, day=act.day, facts=_facts(paper))
    _write_down(life, act, paper)


def _take(life: Life, act: Act, paper: OldPaper, history: dict[str, Any]) -> None:
    ledger, submitted_on = life.ledger, paper.submitted_on
    sitting, in_session = _session(life, paper)
    number_sort = paper.number_sort or paper.number or ""
    if paper.number and paper.congress_id == ledger.congress_id:
        number_sort = ledger.note_number(paper.number, day=day_of(act.at))
    life.suggestion = twins.Suggestion(
        kind=paper.kind,
        congress_id=paper.congress_id,
        session=sitting,
        session_id=sitting.id if sitting else None,
        in_session=in_session,
        number=paper.number,
        number_sort=number_sort,
        title=paper.title,
        author_id=paper.author_id,
        author_membership_id=paper.author_membership_id,
        delegation_id=paper.delegation_id,
        category_id=paper.category_id,
        consent=paper.consent,
        is_confidential=paper.is_confidential,
        signer_count=len(paper.cosigners) + (paper.author_id is not None),
        started_at=_morning(submitted_on) if submitted_on else act.at,
        submitted_at=_morning(submitted_on) if submitted_on else None,
        submitted_on=submitted_on,
        registered_on=paper.registered_on,
        history=history,
        source_key=paper.source_key,
        signatures=[],
        tasks=[],
    )
    ledger.bulk.add(life.suggestion)


def _session(life: Life, paper: OldPaper) -> tuple[Any, bool]:
    if paper.session_id is not None:
        sitting = life.ledger.sessions[paper.session_id]
        day = paper.submitted_on
        return sitting, day is not None and sitting.opens_on <= day <= sitting.closes_on
    if paper.submitted_on and paper.congress_id == life.ledger.congress_id:
        return life.ledger.session_on(paper.submitted_on)
    return None, False


def _write_down(life: Life, act: Act, paper: OldPaper) -> None:
    suggestion = life.suggestion
    write_text(life, Paper(paper.title, paper.problem, paper.analysis, tuple(paper.requests)), act)
    for ordinal, (person_id, membership_id) in enumerate(paper.cosigners, start=1):
        signature = twins.Signature(
            suggestion_id=suggestion.id,
            person_id=person_id,
            membership_id=membership_id,
            ordinal=ordinal,
            state=SignatureState.AGREED,
            text_no=1,
            asked_at=suggestion.started_at,
            decided_at=suggestion.started_at,
        )
        suggestion.signatures.append(life.ledger.bulk.add(signature))


def _shelve(life: Life, act: Act, paper: OldPaper, share: OldShare) -> None:
    numbers = list(range(1, len(paper.requests) + 1))
    known = paper.assigned_on or paper.submitted_on or (share.reply and share.reply.delivered_on)
    reply = share.reply if share.reply and share.reply.delivered_on else None
    task = life.ledger.bulk.add(
        twins.Task(
            suggestion=life.suggestion,
            suggestion_id=life.suggestion.id,
            unit_id=share.unit_id,
            system=life.ledger.units[share.unit_id].system,
            role=share.role,
            part=list(share.part or numbers),
            state=TaskState.ENDED,
            opened_on=known or day_of(life.suggestion.started_at),
            assigned_on=paper.assigned_on,
            agreed_due_on=share.agreed_due_on,
            replied_on=reply.delivered_on if reply else None,
            rounds=[],
        )
    )
    life.suggestion.tasks.append(task)
    if reply and reply.delivered_on:
        _shelve_reply(life, act, paper, task, reply)


def _shelve_reply(life: Life, act: Act, paper: OldPaper, task: Task, reply: OldReply) -> None:
    day = reply.delivered_on
    assert day
    one = life.ledger.bulk.add(
        twins.Round(
            task=task,
            task_id=task.id,
            no=1,
            # Without a rating in the record nobody knows whether the deputies gave one.
            state=RoundState.RATED if paper.headline else RoundState.DELIVERED,
            opened_on=task.opened_on,
            document_no=reply.document_no,
            opening=reply.body,
            contact_name=reply.contact_name,
            contact_phone=reply.contact_phone,
            delivered_at=_morning(day),
            delivered_on=day,
            headline=paper.headline,
            answers=[],
        )
    )
    task.rounds.append(one)
    write_answers(life, one, reply.answers, day=day_of(act.at))
    one.letter = reply.letter


def _facts(paper: OldPaper) -> dict[str, Any]:
    days = {"submitted_on": paper.submitted_on, "assigned_on": paper.assigned_on}
    said = {name: day.isoformat() for name, day in days.items() if day}
    return said | ({"number": paper.number} if paper.number else {}) | dict(paper.facts)


def _undated(share: OldShare) -> dict[str, Any]:
    reply = share.reply
    assert reply
    return {"unit": share.unit_id, "document_no": reply.document_no, "letter": reply.letter, "body": reply.body}


def _morning(day: date) -> datetime:
    # Old records know days, not hours.
    return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)


OLD: dict[Action, Doing] = {Action.ARCHIVE: _archive, Action.MOVE_IN: _move_in}
