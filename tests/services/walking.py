"""Walking a history through the real services, act by act, as the people did it: what `adopt` is compared with."""

from __future__ import annotations

from collections.abc import Callable

from tests import builders
from tracker.domain.actions import Action
from tracker.domain.parties import TaskRole
from tracker.models.reviews import Intended
from tracker.models.tasks import Round, Task
from tracker.services import (
    acts,
    assignments,
    bills,
    clearance,
    contacts,
    cosigning,
    handling,
    outcomes,
    ratings,
    replies,
    reviews,
    submissions,
)
from tracker.services.histories import Act, History


def walk(history: History) -> int:
    """Do every act through its service; returns the suggestion's id."""
    first, *others = history
    suggestion_id = submissions.start(first.actor, first.handed_in, now=first.at)
    for act in others:
        WALKS[act.action](suggestion_id, act)
    return suggestion_id


def _version(suggestion_id: int) -> int:
    return builders.fetch(suggestion_id).version


def _task(suggestion_id: int, act: Act) -> Task:
    return next(task for task in builders.fetch(suggestion_id).tasks if task.unit_id == act.unit_id)


def _round(suggestion_id: int, act: Act) -> Round:
    return _task(suggestion_id, act).rounds[-1]


def _revise(suggestion_id: int, act: Act) -> None:
    submissions.revise(act.actor, suggestion_id, act.handed_in, version=_version(suggestion_id), now=act.at)


def _invite(suggestion_id: int, act: Act) -> None:
    cosigning.invite(act.actor, suggestion_id, [one.membership_id for one in act.handed_in], now=act.at)


def _agree(suggestion_id: int, act: Act) -> None:
    cosigning.agree(act.actor, suggestion_id, text_no=builders.fetch(suggestion_id).text_no, now=act.at)


def _decline(suggestion_id: int, act: Act) -> None:
    cosigning.decline(act.actor, suggestion_id, now=act.at)


def _submit(suggestion_id: int, act: Act) -> None:
    submissions.submit(act.actor, suggestion_id, version=_version(suggestion_id), now=act.at)


def _plain(suggestion_id: int, act: Act) -> None:
    acts.act(act.actor, act.action, suggestion_id, now=act.at, note=act.note)


def _take_up(suggestion_id: int, act: Act) -> None:
    reviews.take_up(act.actor, suggestion_id, now=act.at)


def _accept(suggestion_id: int, act: Act) -> None:
    category_id = act.handed_in.category_id
    reviews.accept(act.actor, suggestion_id, category_id=category_id, version=_version(suggestion_id), now=act.at)


def _return(suggestion_id: int, act: Act) -> None:
    reviews.send_back(act.actor, suggestion_id, reason=act.note, version=_version(suggestion_id), now=act.at)


def _put_outcome(suggestion_id: int, act: Act) -> None:
    opinion = outcomes.Opinion(Intended.REFUSE, act.handed_in, act.note)
    outcomes.put(act.actor, suggestion_id, opinion, version=_version(suggestion_id), now=act.at)


def _agree_outcome(suggestion_id: int, act: Act) -> None:
    outcomes.agree(act.actor, suggestion_id, words=act.note, version=_version(suggestion_id), now=act.at)


def _refuse(suggestion_id: int, act: Act) -> None:
    reviews.refuse(act.actor, suggestion_id, words=act.note, version=_version(suggestion_id), now=act.at)


def _assign(suggestion_id: int, act: Act) -> None:
    plan = assignments.Plan(
        suggestion_id, _version(suggestion_id), act.handed_in.shares, agreed_due_on=act.handed_in.agreed_due_on
    )
    assignments.assign(act.actor, plan, now=act.at)


def _distribute(suggestion_id: int, act: Act) -> None:
    task = _task(suggestion_id, act)
    units = {task.id: act.handed_in or task.unit_id}
    assignments.distribute(act.actor, suggestion_id, units, now=act.at, note=act.note)


def _sign_for(suggestion_id: int, act: Act) -> None:
    handling.sign_for(act.actor, _task(suggestion_id, act).id, now=act.at)


def _give(suggestion_id: int, act: Act) -> None:
    task = _task(suggestion_id, act)
    handling.give(act.actor, task.id, handler_id=act.handed_in, note=act.note, version=task.version, now=act.at)


def _note_contact(suggestion_id: int, act: Act) -> None:
    handling.note_contact(act.actor, _task(suggestion_id, act).id, act.handed_in, now=act.at)


def _confirm(suggestion_id: int, act: Act) -> None:
    task = _task(suggestion_id, act)
    contacts.confirm(act.actor, task.id, task.contacts[-1].id, now=act.at)


def _correct(suggestion_id: int, act: Act) -> None:
    task = _task(suggestion_id, act)
    contacts.correct(act.actor, task.id, task.contacts[-1].id, took_place=True, words=act.note, now=act.at)


def _opine(suggestion_id: int, act: Act) -> None:
    task = _task(suggestion_id, act)
    assert task.role is TaskRole.CO
    opinion = act.handed_in
    handling.give_opinion(
        act.actor,
        task.id,
        body=opinion.body,
        signer_name=opinion.signer_name,
        document_no=opinion.document_no,
        now=act.at,
    )


def _draft(suggestion_id: int, act: Act) -> None:
    one = _round(suggestion_id, act)
    replies.save(act.actor, one.id, act.handed_in, version=one.version, now=act.at)


def _send_up(suggestion_id: int, act: Act) -> None:
    one = _round(suggestion_id, act)
    replies.send_up(act.actor, one.id, version=one.version, now=act.at)


def _pass_review(suggestion_id: int, act: Act) -> None:
    one = _round(suggestion_id, act)
    clearance.pass_review(act.actor, one.id, version=one.version, now=act.at)


def _send_back(suggestion_id: int, act: Act) -> None:
    one = _round(suggestion_id, act)
    replies.send_back(act.actor, one.id, note=act.note, version=one.version, now=act.at)


def _deliver(suggestion_id: int, act: Act) -> None:
    one = _round(suggestion_id, act)
    replies.deliver(act.actor, one.id, document_no=act.handed_in, version=one.version, now=act.at)


def _rate(suggestion_id: int, act: Act) -> None:
    one = _round(suggestion_id, act)
    ballot = act.handed_in
    ratings.rate(act.actor, one.id, ballot.verdicts, version=one.version, now=act.at, private_note=ballot.private_note)


def _lapse(_suggestion_id: int, act: Act) -> None:
    ratings.lapse_due(now=act.at)


def _rehandle(suggestion_id: int, act: Act) -> None:
    one = _round(suggestion_id, act)
    ratings.rehandle(act.actor, one.id, reason=act.note, version=one.version, now=act.at)


def _explain(suggestion_id: int, act: Act) -> None:
    one = _round(suggestion_id, act)
    ratings.explain(act.actor, one.id, reason=act.note, version=one.version, now=act.at)


def _decision(act: Act) -> bills.Decision:
    held = act.handed_in.decision if act.action is Action.CONVERT else act.handed_in
    return bills.Decision(held.decided_on, held.document_no, act.note)


def _put_on_agenda(bill_id: int, act: Act) -> None:
    bills.put_on_agenda(act.actor, bill_id, _decision(act), version=_version(bill_id), now=act.at)


def _refer(bill_id: int, act: Act) -> None:
    committee, version = act.handed_in.committee, _version(bill_id)
    bills.refer(act.actor, bill_id, _decision(act), committee=committee, version=version, now=act.at)


def _conclude(bill_id: int, act: Act) -> None:
    bills.conclude(act.actor, bill_id, _decision(act), version=_version(bill_id), now=act.at)


def _convert(bill_id: int, act: Act) -> None:
    bills.convert(act.actor, bill_id, _decision(act), version=_version(bill_id), now=act.at)


WALKS: dict[Action, Callable[[int, Act], None]] = {
    Action.REVISE: _revise,
    Action.INVITE: _invite,
    Action.AGREE: _agree,
    Action.DECLINE: _decline,
    Action.SUBMIT: _submit,
    Action.DISCARD: _plain,
    Action.WITHDRAW: _plain,
    Action.TAKE_UP: _take_up,
    Action.ACCEPT: _accept,
    Action.RETURN: _return,
    Action.PUT_OUTCOME: _put_outcome,
    Action.AGREE_OUTCOME: _agree_outcome,
    Action.REFUSE: _refuse,
    Action.PUT_ON_AGENDA: _put_on_agenda,
    Action.REFER: _refer,
    Action.CONCLUDE: _conclude,
    Action.CONVERT: _convert,
    Action.ASSIGN: _assign,
    Action.DISTRIBUTE: _distribute,
    Action.SIGN_FOR: _sign_for,
    Action.GIVE: _give,
    Action.NOTE_CONTACT: _note_contact,
    Action.CONFIRM_CONTACT: _confirm,
    Action.CORRECT_CONTACT: _correct,
    Action.OPINE: _opine,
    Action.DRAFT_REPLY: _draft,
    Action.SEND_UP: _send_up,
    Action.PASS_REVIEW: _pass_review,
    Action.SEND_BACK: _send_back,
    Action.DELIVER: _deliver,
    Action.RATE: _rate,
    Action.LAPSE: _lapse,
    Action.REHANDLE: _rehandle,
    Action.EXPLAIN: _explain,
}
