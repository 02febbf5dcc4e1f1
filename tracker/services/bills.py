"""Bills (议案): what the Presidium decided on them, the report they end with, and drafts that change their kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.limits import NOTE
from tracker.domain.numbering import bill_number, bill_series
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.whys import Refused, Why
from tracker.models.reviews import Outcome, Review
from tracker.models.suggestions import Suggestion
from tracker.queries import law as laws
from tracker.queries.bills import committees_of
from tracker.queries.sittings import session_on
from tracker.services._advance import advance
from tracker.services._bill_births import bear_suggestion
from tracker.services._load import Invalid, fresh
from tracker.services._numbers import next_serial
from tracker.services._versions import copy_text, is_frozen, lapse_signatures
from tracker.services.cosigning import default_until


@dataclass(frozen=True)
class Decision:
    """What was decided, when (a day of Asia/Shanghai) and in which document or meeting."""

    decided_on: date | None
    document_no: str = ""
    words: str = ""
    files: Sequence[str] = ()


@transactional
def put_on_agenda(actor: Actor, bill_id: int, decision: Decision, *, version: int, now: datetime) -> str:
    """The Presidium puts the bill on the agenda of the session; returns the bill's number."""
    bill = _decided(bill_id, decision, version=version, now=now)
    _give_number(bill, now=now)
    _note(bill, Outcome.ON_AGENDA, decision, actor, now=now)
    advance(
        bill,
        Action.PUT_ON_AGENDA,
        actor,
        now=now,
        note=decision.words,
        facts=_facts(bill, decision),
        files=decision.files,
    )
    return bill.number or ""


@transactional
def refer(
    actor: Actor, bill_id: int, decision: Decision, *, committee: str, version: int, now: datetime
) -> str:  # fmt: skip
    """The Presidium sends the bill to a special committee to deliberate on; returns the bill's number.

    Only a committee whose field the bill falls into can be named: another one could not open it.
    """
    bill = _decided(bill_id, decision, version=version, now=now)
    if committee not in committees_of(bill.category_id, today=day_of(now)):
        raise Invalid(committee="not_its_field")
    _give_number(bill, now=now)
    _note(bill, Outcome.TO_COMMITTEE, decision, actor, now=now, committee=committee)
    facts = _facts(bill, decision) | {"committee": committee}
    advance(bill, Action.REFER, actor, now=now, note=decision.words, facts=facts, files=decision.files)
    return bill.number or ""


@transactional
def refuse_bill(actor: Actor, bill_id: int, decision: Decision, *, version: int, now: datetime) -> int:
    """The Presidium does not take it as a bill; every signer is told why. No number is given. Returns the id."""
    bill = _decided(bill_id, decision, version=version, now=now, needs_words=True)
    _note(bill, Outcome.NO_BILL, decision, actor, now=now)
    advance(
        bill,
        Action.REFUSE_BILL,
        actor,
        now=now,
        note=decision.words,
        facts=_facts(bill, decision),
        files=decision.files,
    )
    return bill.id


@transactional
def convert(actor: Actor, bill_id: int, decision: Decision, *, version: int, now: datetime) -> int:
    """The Presidium has the bill handled as a suggestion: both records stay, each linked to the other.

    The suggestion keeps author, signers, delegation, session and filing day of the bill; it is then reviewed, numbered
    and assigned like any other, and its limits begin today. Returns the suggestion's id.
    """
    bill = _decided(bill_id, decision, version=version, now=now)
    _give_number(bill, now=now)
    _note(bill, Outcome.CONVERTED, decision, actor, now=now)
    advance(
        bill, Action.CONVERT, actor, now=now, note=decision.words, facts=_facts(bill, decision), files=decision.files
    )
    return bear_suggestion(bill, actor, now=now).id


@transactional
def conclude(actor: Actor, bill_id: int, report: Decision, *, version: int, now: datetime) -> int:
    """Enter the report on the result of the deliberation (审议结果), with which a bill ends; returns the bill's id."""
    bill = _decided(bill_id, report, version=version, now=now, needs_words=True)
    _note(bill, Outcome.CONCLUDED, report, actor, now=now)
    advance(bill, Action.CONCLUDE, actor, now=now, note=report.words, facts=_facts(bill, report), files=report.files)
    return bill.id


@transactional
def turn(actor: Actor, draft_id: int, *, version: int, now: datetime) -> int:
    """Make a bill of a suggestion not yet handed in, or the other way round; returns its id.

    Who had signed the one has not signed the other: signatures lapse and may be given again, within as many days as an
    invitation of today. What others have read to sign becomes a new version, so that nobody signs a bill who has a
    suggestion before him. Raises `Refused` when a suggestion is to become a bill and no session takes bills at this
    hour.
    """
    draft = fresh(Suggestion, draft_id, version=version)
    to_bill = draft.kind is not Kind.BILL
    if to_bill:
        sitting, _sits = session_on(now)
        if sitting is None or not sitting.takes_bills(now):
            raise Refused(Why.BILLS_ARE_CLOSED, Action.TURN)
        if draft.submitted_on is None:
            draft.session_id, draft.session = sitting.id, sitting
    signed = sum(one.state is SignatureState.AGREED for one in draft.signatures)
    kind = Kind.BILL if to_bill else Kind.SUGGESTION
    advance(draft, Action.TURN, actor, now=now, facts={"kind": kind.value, "lapsed": signed})
    draft.kind = kind
    if is_frozen(draft):
        copy_text(draft, actor, now=now)
        lapse_signatures(draft, default_until(now, is_bill=draft.is_bill))
        draft.signer_count = len(draft.signers)
    return draft.id


def _decided(bill_id: int, decision: Decision, *, version: int, now: datetime, needs_words: bool = False) -> Suggestion:
    bill = fresh(Suggestion, bill_id, version=version)
    bill.bill_signers_needed = laws.rulebook_for(day_of(now)).bill_signers
    problems = {
        "decided_on": day_problem(bill, decision.decided_on, now=now),
        "document_no": "" if decision.document_no.strip() else "missing",
        "words": "missing" if needs_words and not decision.words.strip() else "",
    }
    if len(decision.words) > NOTE:
        problems["words"] = "too_long"
    if found := {field: code for field, code in problems.items() if code}:
        raise Invalid(**found)
    return bill


def day_problem(bill: Suggestion, day: date | None, *, now: datetime) -> str:
    """The code of what is wrong with the day of a decision (Asia/Shanghai); empty where nothing is."""
    if day is None:
        return "missing"
    if day > day_of(now):
        return "in_future"
    return "before_handed_in" if bill.submitted_on and day < bill.submitted_on else ""


def _facts(bill: Suggestion, decision: Decision) -> dict[str, Any]:
    assert decision.decided_on is not None
    facts = {"decided_on": decision.decided_on.isoformat(), "document_no": decision.document_no}
    return facts | ({"number": bill.number} if bill.number else {})


def _give_number(bill: Suggestion, *, now: datetime) -> None:
    """The next number of the session's own series of bills, unique and without gaps."""
    serial = next_serial(bill_series(bill.session_id))
    session = bill.session
    term, ordinal = (session.term.ordinal, session.ordinal) if session else (0, 0)
    bill.number = bill_number(term, ordinal, serial)
    bill.number_sort = f"{day_of(now).year:04d}-b{serial:07d}"


def _note(
    bill: Suggestion, outcome: Outcome, decision: Decision, actor: Actor, *, now: datetime, committee: str = ""
) -> None:
    db.session.add(
        Review(
            suggestion_id=bill.id,
            outcome=outcome,
            words=decision.words,
            decided_on=decision.decided_on,
            document_no=decision.document_no,
            committee=committee,
            by_id=actor.person_id,
            made_at=now,
        )
    )
