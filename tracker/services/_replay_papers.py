"""What author, signers and desk did to a paper, lived again: see `submissions`, `cosigning` and `reviews`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Refused, Why
from tracker.models.reviews import Intended, Outcome, Reception, Review
from tracker.models.suggestions import FAR, Signature
from tracker.services import _twins as twins
from tracker.services._load import Invalid
from tracker.services._replay import Doing, Life
from tracker.services.histories import Act
from tracker.services.submissions import Paper, fill_in


def _start(life: Life, act: Act) -> None:
    paper, actor = act.handed_in, act.actor
    sitting, in_session = life.ledger.session_on(day_of(act.at))
    if paper.kind is Kind.BILL and not (sitting and sitting.takes_bills(act.at)):
        raise Refused(Why.BILLS_ARE_CLOSED, Action.START)
    life.suggestion = twins.Suggestion(
        kind=paper.kind,
        congress_id=life.ledger.congress_id,
        session=sitting,
        session_id=sitting.id if sitting else None,
        in_session=in_session,
        author_id=actor.person_id,
        author_membership_id=actor.membership_id,
        delegation_id=actor.delegation_id,
        started_at=act.at,
        signatures=[],
        tasks=[],
    )
    fill_in(life.suggestion, paper)
    life.ledger.bulk.add(life.suggestion)
    life.move(life.suggestion, Action.START, actor, at=act.at)
    write_text(life, paper, act)


def write_text(life: Life, paper: Paper, act: Act) -> None:
    """Add the text that `text_no` names."""
    suggestion, bulk = life.suggestion, life.ledger.bulk
    suggestion.text = bulk.add(
        twins.SuggestionText(
            suggestion_id=suggestion.id,
            no=suggestion.text_no,
            title=paper.title,
            problem=paper.problem,
            analysis=paper.analysis,
            made_at=act.at,
            made_by_id=act.actor.person_id,
        )
    )
    suggestion.text.requests = [
        bulk.add(twins.Request(text_id=suggestion.text.id, no=no, body=body))
        for no, body in enumerate(paper.requests, start=1)
    ]


def _revise(life: Life, act: Act) -> None:
    suggestion = life.suggestion
    assert suggestion.submitted_on, "a draft is told as it last stood"
    suggestion.text_no += 1
    write_text(life, act.handed_in, act)
    lapsed, until = [one for one in suggestion.signatures if one.state is SignatureState.AGREED], _until(life, act)
    for signature in lapsed:
        signature.state, signature.answer_by = SignatureState.LAPSED, until
    suggestion.signer_count = len(suggestion.signers)
    fill_in(suggestion, act.handed_in)
    facts = {"text": suggestion.text_no, "lapsed": len(lapsed)}
    life.move(suggestion, Action.REVISE, act.actor, at=act.at, facts=facts)


def _invite(life: Life, act: Act) -> None:
    suggestion = life.suggestion
    if not act.handed_in:
        raise Invalid(deputies="nobody_chosen")
    until = _until(life, act)
    for signer in act.handed_in:
        suggestion.signatures.append(
            life.ledger.bulk.add(
                twins.Signature(
                    suggestion_id=suggestion.id,
                    person_id=signer.person_id,
                    membership_id=signer.membership_id,
                    ordinal=len(suggestion.signatures) + 1,
                    state=SignatureState.ASKED,
                    text_no=suggestion.text_no,
                    asked_at=act.at,
                    answer_by=until,
                )
            )
        )
    facts = {"asked": [one.person_id for one in act.handed_in], "answer_by": until.isoformat() if until else None}
    life.move(suggestion, Action.INVITE, act.actor, at=act.at, facts=facts)


def _until(life: Life, act: Act) -> date | None:
    """The last day to answer an invitation of that day; of a bill never later than bills are taken."""
    law = life.ledger.law_on(day_of(act.at))
    until = law.book.due_on(ClockKind.INVITATION, day_of(act.at), law.calendar)
    sitting, _sits = life.ledger.session_on(day_of(act.at))
    takes = life.suggestion.is_bill and sitting is not None and sitting.takes_bills(act.at)
    closes = sitting.bills_close_on if takes and sitting is not None else None
    return min((day for day in (until, closes) if day is not None), default=None)


def _agree(life: Life, act: Act) -> None:
    _answer(life, act, SignatureState.AGREED)


def _decline(life: Life, act: Act) -> None:
    _answer(life, act, SignatureState.DECLINED)


def _answer(life: Life, act: Act, state: SignatureState) -> None:
    suggestion = life.suggestion
    life.move(suggestion, act.action, act.actor, at=act.at, facts={"text": suggestion.text_no})
    signature: Signature = next(one for one in suggestion.signatures if one.person_id == act.actor.person_id)
    signature.state, signature.text_no = state, suggestion.text_no
    signature.membership_id, signature.decided_at = act.actor.membership_id, act.at
    suggestion.signer_count = len(suggestion.signers)


def _submit(life: Life, act: Act) -> None:
    suggestion = life.suggestion
    if suggestion.submitted_on is None:
        sitting, suggestion.in_session = life.ledger.session_on(day_of(act.at))
        if sitting:
            suggestion.session, suggestion.session_id = sitting, sitting.id
        suggestion.submitted_at, suggestion.submitted_on = act.at, day_of(act.at)
    suggestion.bill_signers_needed = life.ledger.law_on(day_of(act.at)).book.bill_signers
    suggestion.received_on = day_of(act.at)
    suggestion.title = suggestion.text.title if suggestion.text else suggestion.title
    for signature in suggestion.signatures:
        if signature.state is SignatureState.ASKED:
            signature.state, signature.decided_at = SignatureState.LAPSED, act.at
    suggestion.signer_count = len(suggestion.signers)
    facts: dict[str, Any] = {"signers": suggestion.signer_count, "text": suggestion.text_no}
    facts |= {"kind": suggestion.kind.value} if suggestion.is_bill else {}
    life.move(suggestion, Action.SUBMIT, act.actor, at=act.at, facts=facts)


def _plain(life: Life, act: Act) -> None:
    life.move(life.suggestion, act.action, act.actor, at=act.at, note=act.note)


def _accept(life: Life, act: Act) -> None:
    suggestion, today = life.suggestion, day_of(act.at)
    suggestion.category_id = act.handed_in.category_id
    suggestion.number, suggestion.number_sort = life.ledger.next_number(suggestion.session_id, day=today)
    suggestion.registered_on = today
    _review(life, act, Outcome.ACCEPTED)
    facts = {"number": suggestion.number, "category": suggestion.category_id}
    life.move(suggestion, Action.ACCEPT, act.actor, at=act.at, facts=facts)


def _send_back(life: Life, act: Act) -> None:
    review = _review(life, act, Outcome.RETURNED, words=act.note)
    facts = {"text": life.suggestion.text_no}
    life.move(life.suggestion, Action.RETURN, act.actor, at=act.at, note=act.note, facts=facts)
    running = (one for one in life.clocks if one.kind is ClockKind.CORRECTION and one.stopped_on is None)
    review.answer_by = next((one.due_on for one in running), None)


def _take_up(life: Life, act: Act) -> None:
    life.move(life.suggestion, act.action, act.actor, at=act.at)
    life.suggestion.reviewer_id, life.suggestion.review_since = act.actor.person_id, act.at


def _put_outcome(life: Life, act: Act) -> None:
    suggestion, kind, ground = life.suggestion, Intended.REFUSE, act.handed_in
    law = life.ledger.law_on(day_of(act.at))
    if law.book.ground(ground) is None:
        raise Invalid(ground="ground_missing")
    until = law.book.due_on(ClockKind.INTENDED, day_of(act.at), law.calendar) or FAR
    facts = {"kind": kind.value, "ground": ground, "until": until.isoformat()}
    life.move(suggestion, Action.PUT_OUTCOME, act.actor, at=act.at, note=act.note, facts=facts)
    suggestion.intended, suggestion.intended_by_id = kind.value, act.actor.person_id
    suggestion.intended_until = until
    life.outcome = life.ledger.bulk.add(
        twins.IntendedOutcome(
            suggestion_id=suggestion.id,
            kind=kind,
            ground=ground,
            words=act.note,
            answer_by=until,
            by_id=act.actor.person_id,
            made_at=act.at,
        )
    )


def _agree_outcome(life: Life, act: Act) -> None:
    suggestion, outcome = life.suggestion, life.outcome
    assert outcome is not None, "an outcome is put before it is answered"
    facts = {"kind": suggestion.intended}
    life.move(suggestion, Action.AGREE_OUTCOME, act.actor, at=act.at, note=act.note, facts=facts)
    outcome.reception, outcome.answer = Reception.AGREED, act.note
    outcome.answered_by_id, outcome.answered_at = act.actor.person_id, act.at
    suggestion.reception = outcome.reception.value


def _refuse(life: Life, act: Act) -> None:
    suggestion, ground = life.suggestion, life.outcome.ground if life.outcome is not None else ""
    facts = {"ground": ground}
    life.move(suggestion, Action.REFUSE, act.actor, at=act.at, note=act.note, facts=facts)
    _review(life, act, Outcome.REFUSED, ground=ground, words=act.note)
    suggestion.intended = suggestion.intended_by_id = suggestion.intended_until = suggestion.reception = None


def _review(life: Life, act: Act, outcome: Outcome, *, ground: str = "", words: str = "") -> Review:
    made_at: datetime = act.at
    return life.ledger.bulk.add(
        twins.Review(
            suggestion_id=life.suggestion.id,
            outcome=outcome,
            ground=ground,
            words=words,
            by_id=act.actor.person_id,
            made_at=made_at,
        )
    )


PAPERS: dict[Action, Doing] = {
    Action.START: _start,
    Action.REVISE: _revise,
    Action.INVITE: _invite,
    Action.AGREE: _agree,
    Action.DECLINE: _decline,
    Action.SUBMIT: _submit,
    Action.DISCARD: _plain,
    Action.WITHDRAW: _plain,
    Action.TAKE_UP: _take_up,
    Action.ACCEPT: _accept,
    Action.RETURN: _send_back,
    Action.PUT_OUTCOME: _put_outcome,
    Action.AGREE_OUTCOME: _agree_outcome,
    Action.REFUSE: _refuse,
}
