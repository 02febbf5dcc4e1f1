"""Replies, ratings and what follows from them, lived again: see `replies` and `ratings`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK
from tracker.domain.permissions import may, require
from tracker.domain.ratings import Question, headline, worst
from tracker.domain.reply_gaps import faults
from tracker.domain.results import weakest
from tracker.domain.rulebook import HeadlineOf, Switch
from tracker.domain.states import ClearanceStage, TaskState
from tracker.models.tasks import Round
from tracker.services import _twins as twins
from tracker.services._advance import settled_on
from tracker.services._clearing import forget_passes, lay_before, signing_facts, version_facts
from tracker.services._load import Invalid
from tracker.services._replay import Doing, Life
from tracker.services._replay_promises import promise_all
from tracker.services._replay_tasks import open_round
from tracker.services.histories import Act, Ballot
from tracker.services.ratings import last_level, shut_facts
from tracker.services.replies import AnswerDraft, ReplyDraft, closing_of, sent_facts


def _draft(life: Life, act: Act) -> None:
    one = life.round_of(act)
    draft: ReplyDraft = act.handed_in
    require(act.actor, Action.DRAFT_REPLY, one, today=day_of(act.at))
    write_answers(life, one, draft.answers, day=life.suggestion.assigned_on or one.opened_on)
    given = [answer.letter for answer in one.answers if answer.letter]
    one.letter = draft.letter or (weakest(given) if given else "")
    one.opening, one.document_no = draft.opening, draft.document_no
    one.contact_name, one.contact_phone = draft.contact_name, draft.contact_phone
    one.no_contact_reason, one.without_co_reason = draft.no_contact_reason, draft.without_co_reason
    one.publication, one.publication_reason = draft.publication, draft.publication_reason
    one.deputy_view, one.deputy_words = draft.deputy_view, draft.deputy_words
    one.drafted_by_id = act.actor.person_id
    life.suggestion.changed_at = act.at


def write_answers(life: Life, one: Round, drafts: Sequence[AnswerDraft], *, day: date) -> None:
    """Write each answer, over an earlier one to the same request; letters by the law of a day."""
    book = life.ledger.law_on(day).book
    letters = {each.semantic: each.letter for each in book.result_classes}
    held = {answer.request_no: answer for answer in one.answers}
    for sketch in drafts:
        if sketch.request_no not in one.task.part:
            raise Invalid(answers="not_in_part")
        answer = held.get(sketch.request_no)
        if answer is None:
            answer = life.ledger.bulk.add(twins.Answer(round_id=one.id, request_no=sketch.request_no))
            one.answers.append(answer)
        answer.body, answer.semantic = sketch.body, sketch.semantic
        answer.letter = letters.get(sketch.semantic, "") if sketch.semantic else ""
        answer.promise, answer.promise_due_on = sketch.promise, sketch.promise_due_on
        answer.promise_owner, answer.promise_measure = sketch.promise_owner, sketch.promise_measure
        answer.promise_unit_id = sketch.promise_unit_id


def _send_up(life: Life, act: Act) -> None:
    one = life.round_of(act)
    _fit_to_send(one, act)
    one.task.clearing_posts = life.ledger.clearing_posts(one.task.unit_id)
    require(act.actor, Action.SEND_UP, one, today=day_of(act.at))
    book = life.ledger.law_on(life.suggestion.assigned_on or day_of(act.at)).book
    facts = lay_before(one, book, act.actor, now=act.at)
    life.move(one, Action.SEND_UP, act.actor, at=act.at, facts=facts)
    one.versions.append(life.ledger.bulk.add(twins.ReplyVersion(**version_facts(one, act.actor, now=act.at))))


def _pass_review(life: Life, act: Act) -> None:
    one = life.round_of(act)
    life.move(one, Action.PASS_REVIEW, act.actor, at=act.at, facts={"version": one.versions_sent})
    one.stage = ClearanceStage.SIGN
    one.reviewed_by_id, one.reviewed_at = act.actor.person_id, act.at


def _fit_to_send(one: Round, act: Act) -> None:
    if found := faults(one, has_talked=one.task.has_talked, today=day_of(act.at)):
        raise Invalid(**found)


def _send_back(life: Life, act: Act) -> None:
    one = life.round_of(act)
    stage = one.stage or ClearanceStage.SIGN
    facts = {"version": one.versions_sent, "stage": stage.value}
    life.move(one, Action.SEND_BACK, act.actor, at=act.at, note=act.note, facts=facts)
    one.stage = None
    forget_passes(one)


def _deliver(life: Life, act: Act) -> None:
    one, suggestion, today = life.round_of(act), life.suggestion, day_of(act.at)
    _fit_to_send(one, act)
    unusual = signing_facts(one, now=act.at)
    one.document_no, one.signed_by_id, one.signed_at = act.handed_in, act.actor.person_id, act.at
    one.delivered_at, one.delivered_on = act.at, today
    names = {task.unit_id: life.ledger.units[task.unit_id].short_name for task in suggestion.tasks}
    one.closing = closing_of(one, names, today=today)
    _hand_over(life, one, now=act.at)
    life.move(one, Action.DELIVER, act.actor, at=act.at, facts=sent_facts(one) | unusual)
    one.stage = None
    promise_all(life, one, now=act.at)
    one.task.replied_on = today
    life.move(one.task, Action.REPLIED, act.actor, at=act.at)
    if suggestion.every_reply_is_out and suggestion.replied_on is None:
        suggestion.replied_on = today
        life.move(suggestion, Action.COMPLETE, CLOCK, at=act.at)


def _hand_over(life: Life, one: Round, *, now: datetime) -> None:
    suggestion, bulk = life.suggestion, life.ledger.bulk
    book = life.ledger.law_on(suggestion.assigned_on or day_of(now)).book
    for person_id in suggestion.signers:
        may_rate = person_id == suggestion.author_id or book.is_on(Switch.CO_SIGNERS_RATE)
        one.deliveries.append(
            bulk.add(twins.Delivery(round_id=one.id, person_id=person_id, delivered_at=now, may_rate=may_rate))
        )


def _rate(life: Life, act: Act) -> None:
    one = life.round_of(act)
    ballot: Ballot = act.handed_in
    ballot.check()
    life.move(one, Action.RATE, act.actor, at=act.at, facts=ballot.as_facts)
    _write_ratings(life, one, act)
    if one.everybody_rated(day_of(act.at)):
        _shut(life, one, now=act.at)


def _write_ratings(life: Life, one: Round, act: Act) -> None:
    ballot: Ballot = act.handed_in
    for earlier in one.ratings:
        if earlier.person_id == act.actor.person_id and earlier.question in ballot.verdicts:
            earlier.is_current = False
    for question, verdict in ballot.verdicts.items():
        one.ratings.append(
            life.ledger.bulk.add(
                twins.Rating(
                    round_id=one.id,
                    person_id=act.actor.person_id,
                    membership_id=act.actor.membership_id,
                    question=question,
                    level=verdict.level,
                    reason=verdict.reason,
                    private_note=ballot.private_note if question is Question.ANSWER else "",
                    made_at=act.at,
                )
            )
        )


def _shut(life: Life, one: Round, *, now: datetime) -> None:
    suggestion = life.suggestion
    answers = {r.person_id: r.level for r in one.ratings if r.is_current and r.question is Question.ANSWER}
    book = life.ledger.law_on(suggestion.assigned_on or day_of(now)).book
    lead_counts = book.rating.counts is HeadlineOf.LEAD
    one.headline = headline(answers, suggestion.author_id or 0, lead_counts=lead_counts)
    life.move(one, Action.SHUT_RATING, CLOCK, at=now, facts=shut_facts(one, len(answers)))
    _keep_headline(life)
    _close_if_settled(life, now=now, on=settled_on(one))


def _keep_headline(life: Life) -> None:
    suggestion = life.suggestion
    suggestion.headline = worst(level for task in suggestion.replying if (level := last_level(task.rounds)))


def _close_if_settled(life: Life, *, now: datetime, on: date | None = None) -> None:
    suggestion = life.suggestion
    if not suggestion.every_round_is_settled:
        return
    for task in suggestion.tasks:
        if task.state is not TaskState.ENDED:
            life.move(task, Action.END, CLOCK, at=now)
    suggestion.closed_on = on or day_of(now)
    life.move(suggestion, Action.CLOSE, CLOCK, at=now)


def _lapse(life: Life, act: Act) -> None:
    one = life.round_of(act)
    if may(CLOCK, Action.SHUT_RATING, one, today=day_of(act.at)):
        _shut(life, one, now=act.at)
        return
    facts = {"window_ended_on": one.rating_due_on.isoformat() if one.rating_due_on else None}
    life.move(one, Action.LAPSE, CLOCK, at=act.at, facts=facts)
    _keep_headline(life)
    _close_if_settled(life, now=act.at, on=one.rating_due_on)


def _rehandle(life: Life, act: Act) -> None:
    one, suggestion = life.round_of(act), life.suggestion
    _decide(life, one, act)
    suggestion.replied_on = None
    one.task.agreed_due_on = None
    life.move(one.task, Action.RESUME, act.actor, at=act.at)
    one.task.replied_on = None
    open_round(life, one.task, act)


def _explain(life: Life, act: Act) -> None:
    _decide(life, life.round_of(act), act)
    _close_if_settled(life, now=act.at)


def _decide(life: Life, one: Round, act: Act) -> None:
    life.move(one, act.action, act.actor, at=act.at, note=act.note)
    one.decision = act.action.value


ROUNDS: dict[Action, Doing] = {
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
