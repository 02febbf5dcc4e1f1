"""Writing a suggestion and handing it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.hints import marked
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.permissions import require
from tracker.domain.rulebook import Switch
from tracker.domain.states import SuggestionState
from tracker.domain.whys import Refused, Why
from tracker.models.organs import Congress
from tracker.models.suggestions import Consent, Proposer, Request, Suggestion, SuggestionText
from tracker.queries import law as laws
from tracker.queries.sittings import session_on
from tracker.services._advance import advance
from tracker.services._files import differs, drafted, keys_of, settle
from tracker.services._load import Invalid, fresh
from tracker.services._proposing import check_filing, check_proposer
from tracker.services._seating import seat_of, sit_now
from tracker.services._versions import is_frozen, lapse_signatures
from tracker.services._withdrawing import end_request
from tracker.services.cosigning import default_until


@dataclass(frozen=True)
class Paper:
    """What a deputy writes. A draft may be as empty as it likes; completeness is judged on submission."""

    title: str = ""
    problem: str = ""
    analysis: str = ""
    requests: Sequence[str] = ()
    category_id: int | None = None
    proposed_unit_id: int | None = None
    consent: Consent | None = None
    consent_reason: str = ""
    origins: Sequence[str] = ()
    origin_note: str = ""
    is_confidential: bool = False
    # Chosen when the draft begins; later it changes only by an act of its own.
    kind: Kind = Kind.SUGGESTION
    # Filed by the delegation, the writing deputy being its contact person (联系人).
    by_delegation: bool = False

    @property
    def texts(self) -> dict[str, str]:
        """Everything written by hand, by field; requests as `requests-0` and so on."""
        requests = {f"requests-{at}": body for at, body in enumerate(self.requests)}
        held = {"title": self.title, "problem": self.problem, "analysis": self.analysis, **requests}
        return held | {"consent_reason": self.consent_reason, "origin_note": self.origin_note}


@transactional
def start(actor: Actor, paper: Paper, *, now: datetime, files: Sequence[str] = ()) -> int:
    """Begin a draft; returns its id. The session and whether it sits are read from the calendar of sessions.

    Raises `Invalid` for a text marked as secret: this system is not the place for it, nothing is stored (PB-10).
    """
    return begun(actor, paper, now=now, files=files).id


def may_begin(actor: Actor, *, now: datetime) -> bool:
    """Whether there is a seat today (Asia/Shanghai) for which this actor could begin a paper: his, or his deputy's."""
    seat = seat_of(actor, day_of(now))
    return seat is not None and seat.holds_on(day_of(now))


def begun(actor: Actor, paper: Paper, *, now: datetime, files: Sequence[str] = ()) -> Suggestion:
    """The same inside the transaction of another service."""
    refuse_marked(paper)
    membership = seat_of(actor, day_of(now))
    if membership is None or actor.person_id is None:
        raise Refused(Why.NOT_YOURS, Action.START)
    sitting, in_session = session_on(now)
    if paper.kind is Kind.BILL and not bills_are_taken(now):
        raise Refused(Why.BILLS_ARE_CLOSED, Action.START)
    suggestion = Suggestion(
        kind=paper.kind,
        congress_id=db.session.scalars(select(Congress.id).where(Congress.is_ours)).one(),
        session_id=sitting.id if sitting else None,
        in_session=in_session,
        title=paper.title,
        author_id=membership.person_id,
        author_membership_id=membership.id,
        delegation_id=membership.delegation_id,
        started_at=now,
        changed_at=now,
        signatures=[],
        tasks=[],
    )
    check_proposer(suggestion, by_delegation=paper.by_delegation, sitting=sitting, now=now)
    fill_in(suggestion, paper)
    advance(suggestion, Action.START, actor, now=now)
    write_text(suggestion, paper, actor, now=now)
    settle(suggestion, files, actor, was_read=False, now=now)
    return suggestion


@transactional
def revise(
    actor: Actor,
    suggestion_id: int,
    paper: Paper,
    *,
    version: int,
    now: datetime,
    files: Sequence[str] | None = None,
) -> int:
    """Save the draft as now written; returns the new version of the row.

    Raises `Stale` when it was changed elsewhere since the form was opened. A text somebody has read to sign is not
    overwritten: a changed one becomes a new version, and agreement given to the old one lapses; other attachments
    (`files`, nothing leaves them as they are) change it too. A text marked as secret is not stored (PB-10).
    """
    refuse_marked(paper)
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    require(actor, Action.REVISE, suggestion, today=day_of(now))
    changed, frozen = _text_differs(suggestion, paper) or differs(suggestion, files), is_frozen(suggestion)
    lapsed = 0
    if changed and frozen:
        suggestion.text_no += 1
        write_text(suggestion, paper, actor, now=now)
        lapsed = lapse_signatures(suggestion, default_until(now, is_bill=suggestion.is_bill))
        suggestion.signer_count = len(suggestion.signers)
    elif changed:
        _rewrite_text(suggestion, paper, actor, now=now)
    # Before the rest is filled in: its queries would flush what is asked for below.
    settle(suggestion, files, actor, was_read=frozen, now=now)
    check_proposer(suggestion, by_delegation=paper.by_delegation, sitting=session_on(now)[0], now=now)
    fill_in(suggestion, paper)
    # Saving itself is no act worth a line; changing what others had signed or the desk had sent back is.
    corrected = suggestion.state is SuggestionState.RETURNED and (changed or db.session.is_modified(suggestion))
    if lapsed or corrected:
        advance(suggestion, Action.REVISE, actor, now=now, facts={"text": suggestion.text_no, "lapsed": lapsed})
    suggestion.changed_at = now
    # Every save is a new version, also one that touched nothing but the text, which is another row.
    flag_modified(suggestion, "changed_at")
    db.session.flush()
    return suggestion.version


@transactional
def submit(actor: Actor, suggestion_id: int, *, version: int, now: datetime) -> int:
    """Hand the paper in; returns its id. Invitations nobody answered lapse: silence is no signature.

    The first filing day is kept when a returned paper comes again, so that it keeps its place.
    """
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    first_time = suggestion.submitted_on is None
    if first_time:
        sitting, in_session = session_on(now)
        if suggestion.is_bill and not bills_are_taken(now):
            raise Refused(Why.BILLS_ARE_CLOSED, Action.SUBMIT)
        sit_now(suggestion, actor, day_of(now))
        check_filing(suggestion, sitting=sitting, now=now)
        suggestion.session = sitting or suggestion.session
        suggestion.in_session = in_session
        suggestion.submitted_at, suggestion.submitted_on = now, day_of(now)
    suggestion.received_on = day_of(now)
    suggestion.title = suggestion.text.title if suggestion.text is not None else suggestion.title
    _apply_book(suggestion, now=now)
    for signature in suggestion.signatures:
        if signature.state is SignatureState.ASKED:
            signature.state = SignatureState.LAPSED
            signature.decided_at = now
    suggestion.signer_count = len(suggestion.signers)
    # Who hands it in again no longer asks the others to take it back.
    end_request(suggestion)
    db.session.flush()
    facts: dict[str, Any] = {"signers": suggestion.signer_count, "text": suggestion.text_no}
    facts |= {"kind": suggestion.kind.value} if suggestion.is_bill else {}
    files = keys_of(drafted(suggestion))
    advance(suggestion, Action.SUBMIT, actor, now=now, facts=facts, files=files)
    return suggestion.id


def _apply_book(suggestion: Suggestion, *, now: datetime) -> None:
    """What the rulebook asks of a paper at this hour: how many sign a bill, whether its delegation looks first."""
    book = laws.rulebook_for(day_of(now))
    suggestion.bill_signers_needed = book.bill_signers
    checks = book.is_on(Switch.DELEGATION_CHECK) and suggestion.in_session
    suggestion.needs_check, suggestion.checked_on = checks and suggestion.delegation_id is not None, None


def bills_are_taken(now: datetime) -> bool:
    """Whether a session sits that takes bills at this hour."""
    sitting, _sits = session_on(now)
    return sitting is not None and sitting.takes_bills(now)


def refuse_marked(paper: Paper) -> None:
    """Raise `Invalid` for a text marked as secret (PB-10)."""
    found = marked(paper.texts)
    if found:
        raise Invalid(**dict.fromkeys(found, "secret"))


def fill_in(suggestion: Suggestion, paper: Paper) -> None:
    if suggestion.state is not SuggestionState.RETURNED:
        # What lies with the desk keeps its name until the corrected text is handed in.
        suggestion.title = paper.title
    suggestion.category_id = paper.category_id
    suggestion.proposed_unit_id = paper.proposed_unit_id
    suggestion.consent = paper.consent
    suggestion.consent_reason = paper.consent_reason
    suggestion.origins = list(paper.origins)
    suggestion.origin_note = paper.origin_note
    suggestion.is_confidential = paper.is_confidential
    suggestion.proposer = Proposer.DELEGATION if paper.by_delegation else Proposer.DEPUTIES


def write_text(suggestion: Suggestion, paper: Paper, actor: Actor, *, now: datetime) -> None:
    """Write the version of the text that is current, inside another service's transaction."""
    text = SuggestionText(
        suggestion_id=suggestion.id,
        no=suggestion.text_no,
        title=paper.title,
        problem=paper.problem,
        analysis=paper.analysis,
        made_at=now,
        made_by_id=actor.person_id,
        requests=[Request(no=no, body=body) for no, body in enumerate(paper.requests, start=1)],
    )
    db.session.add(text)
    db.session.flush()
    db.session.expire(suggestion, ["text", "texts"])


def _rewrite_text(suggestion: Suggestion, paper: Paper, actor: Actor, *, now: datetime) -> None:
    text = suggestion.text
    if text is None:
        write_text(suggestion, paper, actor, now=now)
        return
    text.title, text.problem, text.analysis = paper.title, paper.problem, paper.analysis
    text.made_at, text.made_by_id = now, actor.person_id
    text.requests.clear()
    db.session.flush()
    text.requests.extend(Request(no=no, body=body) for no, body in enumerate(paper.requests, start=1))
    db.session.flush()


def _text_differs(suggestion: Suggestion, paper: Paper) -> bool:
    text = suggestion.text
    if text is None:
        return True
    held = (text.title, text.problem, text.analysis, [request.body for request in text.requests])
    return held != (paper.title, paper.problem, paper.analysis, list(paper.requests))
