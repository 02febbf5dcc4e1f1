"""What the Presidium decided on a bill, lived again: see `bills` and `_bill_births`."""

from __future__ import annotations

from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState
from tracker.models.joint import LinkKind
from tracker.models.reviews import Outcome
from tracker.models.suggestions import Suggestion
from tracker.services import _twins as twins
from tracker.services._bill_births import FIRST_TEXT, KEPT
from tracker.services._replay import Doing, Life
from tracker.services.histories import Act, BillDecision, Conversion


def _put_on_agenda(life: Life, act: Act) -> None:
    _give_number(life, act)
    _decide(life, act, Outcome.ON_AGENDA, act.handed_in)


def _refer(life: Life, act: Act) -> None:
    _give_number(life, act)
    _decide(life, act, Outcome.TO_COMMITTEE, act.handed_in, committee=act.handed_in.committee)


def _conclude(life: Life, act: Act) -> None:
    _decide(life, act, Outcome.CONCLUDED, act.handed_in)


def _convert(life: Life, act: Act) -> None:
    conversion: Conversion = act.handed_in
    _give_number(life, act)
    _decide(life, act, Outcome.CONVERTED, conversion.decision)
    conversion.bill = life.suggestion


def _decide(life: Life, act: Act, outcome: Outcome, decision: BillDecision, **where: str) -> None:
    bill = life.suggestion
    life.ledger.bulk.add(
        twins.Review(
            suggestion_id=bill.id,
            outcome=outcome,
            words=act.note,
            decided_on=decision.decided_on,
            document_no=decision.document_no,
            by_id=act.actor.person_id,
            made_at=act.at,
            **where,
        )
    )
    facts = {"decided_on": decision.decided_on.isoformat(), "document_no": decision.document_no, "number": bill.number}
    life.move(bill, act.action, act.actor, at=act.at, note=act.note, facts=facts | where)


def _give_number(life: Life, act: Act) -> None:
    bill = life.suggestion
    bill.number, bill.number_sort = life.ledger.next_bill_number(bill.session, day=day_of(act.at))


def _born(life: Life, act: Act) -> None:
    bill: Suggestion | None = act.handed_in.bill
    assert bill is not None, "the history of the bill is told before"
    kept: dict[str, Any] = {name: getattr(bill, name) for name in KEPT}
    born = life.suggestion = twins.Suggestion(
        **kept,
        kind=Kind.SUGGESTION,
        text_no=FIRST_TEXT,
        session=bill.session,
        in_session=True,
        received_on=day_of(act.at),
        started_at=act.at,
        signatures=[],
        tasks=[],
    )
    life.ledger.bulk.add(born)
    _sign(life, bill)
    life.move(born, Action.BORN_OF_BILL, act.actor, at=act.at, facts={"bill": bill.id, "of": bill.number})
    _copy_text(life, bill, act)
    who = act.actor.person_id
    life.ledger.bulk.add(
        twins.SuggestionLink(
            later_id=born.id, earlier_id=bill.id, kind=LinkKind.CONVERTED, made_by_id=who, made_at=act.at
        )
    )


def _sign(life: Life, bill: Suggestion) -> None:
    for one in bill.signatures:
        if one.state is SignatureState.AGREED:
            life.suggestion.signatures.append(
                life.ledger.bulk.add(
                    twins.Signature(
                        suggestion_id=life.suggestion.id,
                        person_id=one.person_id,
                        membership_id=one.membership_id,
                        ordinal=len(life.suggestion.signatures) + 1,
                        state=SignatureState.AGREED,
                        text_no=FIRST_TEXT,
                        asked_at=one.asked_at,
                        decided_at=one.decided_at,
                    )
                )
            )


def _copy_text(life: Life, bill: Suggestion, act: Act) -> None:
    text, born, bulk = bill.text, life.suggestion, life.ledger.bulk
    assert text is not None, "a bill is handed in with its text"
    born.text = bulk.add(
        twins.SuggestionText(
            suggestion_id=born.id,
            no=FIRST_TEXT,
            title=text.title,
            problem=text.problem,
            analysis=text.analysis,
            made_at=act.at,
            made_by_id=text.made_by_id,
        )
    )
    born.text.requests = [
        bulk.add(twins.Request(text_id=born.text.id, no=one.no, body=one.body)) for one in text.requests
    ]


BILLS: dict[Action, Doing] = {
    Action.PUT_ON_AGENDA: _put_on_agenda,
    Action.REFER: _refer,
    Action.CONCLUDE: _conclude,
    Action.CONVERT: _convert,
    Action.BORN_OF_BILL: _born,
}
