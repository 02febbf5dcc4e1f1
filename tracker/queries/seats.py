"""What hangs on a deputy's seat when it ends, the papers whose lead holds none any more, and promises of a term."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.parties import SignatureState
from tracker.domain.ratings import Question
from tracker.domain.roles import Role
from tracker.domain.states import OWED, RoundState, SuggestionState
from tracker.models.commitments import Commitment
from tracker.models.organs import CongressSession, Term, Unit
from tracker.models.people import FAR, Membership, Person, last_seat_day
from tracker.models.suggestions import Proposer, Signature, Suggestion
from tracker.models.tasks import Delivery, Rating, Round

S = SuggestionState
WRITING = (S.DRAFT, S.COSIGNING)
RUNNING = (S.SUBMITTED, S.IN_REVIEW, S.RETURNED, S.REGISTERED, S.IN_HANDLING)
_SIGNING = (S.COSIGNING, S.RETURNED)


def _led() -> ColumnElement[bool]:
    """That a paper needs somebody to lead it: it runs, or deputies are still asked about a promise made in it."""
    # The open promises are few, and one looks at the few papers of former deputies alone.
    return or_(Suggestion.state.in_(RUNNING), and_(Suggestion.state == S.CLOSED, Suggestion.open_promises.any()))


@dataclass(frozen=True, slots=True)
class Hanging:
    """How much hangs on the seats of some deputies."""

    drafts: int
    led: int
    signed: int
    invitations: int
    sent: int
    ratings: int
    offers: int
    requests: int
    assistants: int


def hanging_on(person_ids: Collection[int] | Any) -> Hanging:
    """What hangs on the seats of these persons (ids or a select of ids): one statement."""
    mine = Suggestion.author_id.in_(person_ids)
    signature = and_(Signature.person_id.in_(person_ids), Signature.suggestion_id == Suggestion.id)
    sent = and_(mine, Suggestion.state.in_(WRITING), Signature.suggestion_id == Suggestion.id)
    rated = exists().where(
        Rating.round_id == Delivery.round_id,
        Rating.person_id == Delivery.person_id,
        Rating.is_current,
        Rating.question == Question.ANSWER,
    )
    owed = and_(Delivery.person_id.in_(person_ids), Delivery.may_rate, Round.state == RoundState.DELIVERED, ~rated)
    helping = Membership.role == Role.ASSISTANT, Membership.assists_id.in_(person_ids), Membership.ends_on.is_(None)
    row = db.session.execute(
        select(
            _count(Suggestion.id, mine, Suggestion.state.in_(WRITING)),
            _count(Suggestion.id, mine, _led()),
            _count(Signature.id, signature, Signature.state == SignatureState.AGREED, Suggestion.state.in_(RUNNING)),
            _count(Signature.id, signature, Signature.state == SignatureState.ASKED, Suggestion.state.in_(_SIGNING)),
            _count(Signature.id, sent, Signature.state == SignatureState.ASKED),
            _count(Delivery.id, owed, Delivery.round_id == Round.id),
            _count(Suggestion.id, Suggestion.lead_offered_to_id.in_(person_ids)),
            _count(Suggestion.id, mine, Suggestion.withdrawal_asked_on.is_not(None)),
            _count(Membership.id, *helping),
        )
    ).one()
    return Hanging(*row)


def _count(what: Any, *where: ColumnElement[bool]) -> Any:
    return select(func.count(what)).where(*where).correlate(None).scalar_subquery()


def asked_to_sign(person_id: int) -> Sequence[Signature]:
    """The open invitations of a deputy."""
    wanted = select(Signature).join(Suggestion, Suggestion.id == Signature.suggestion_id)
    mine = Signature.person_id == person_id, Signature.state == SignatureState.ASKED
    return db.session.scalars(wanted.where(*mine, Suggestion.state.in_(_SIGNING))).all()


def sent_to_sign(person_id: int) -> Sequence[Signature]:
    """The invitations to sign a deputy's drafts that can still be answered, also by signing the changed text."""
    wanted = select(Signature).join(Suggestion, Suggestion.id == Signature.suggestion_id)
    open_ = Signature.state.in_((SignatureState.ASKED, SignatureState.LAPSED))
    drafts = Suggestion.author_id == person_id, Suggestion.state.in_(WRITING)
    return db.session.scalars(wanted.where(*drafts, open_)).all()


def offered_to(person_id: int) -> Sequence[Suggestion]:
    """The papers a deputy is asked to lead."""
    return db.session.scalars(select(Suggestion).where(Suggestion.lead_offered_to_id == person_id)).all()


def asked_to_withdraw(person_id: int) -> Sequence[Suggestion]:
    """The papers a deputy leads and wants to take back, while others still have to agree."""
    mine = Suggestion.author_id == person_id, Suggestion.withdrawal_asked_on.is_not(None)
    return db.session.scalars(select(Suggestion).where(*mine)).all()


def requests_over(today: date, *, most: int) -> Sequence[Suggestion]:
    """Papers somebody asks to take back who holds no seat any more today (Asia/Shanghai)."""
    last = last_seat_day(Suggestion.author_id)
    wanted = select(Suggestion).where(Suggestion.withdrawal_asked_on.is_not(None), last < today)
    return db.session.scalars(wanted.order_by(Suggestion.id).limit(most)).all()


def offers_over(today: date, *, most: int) -> Sequence[tuple[Suggestion, date]]:
    """Papers whose lead is offered to somebody who holds no seat any more today, and its last day (Asia/Shanghai)."""
    last = last_seat_day(Suggestion.lead_offered_to_id)
    wanted = select(Suggestion, last.label("last")).where(Suggestion.lead_offered_to_id.is_not(None), last < today)
    return [(case, day) for case, day in db.session.execute(wanted.order_by(Suggestion.id).limit(most))]


def assistants_of(person_id: int, day: date) -> Sequence[Membership]:
    """The hats of who prepares for a deputy that hold past a day of Asia/Shanghai."""
    later = or_(Membership.ends_on.is_(None), Membership.ends_on > day)
    mine = Membership.role == Role.ASSISTANT, Membership.assists_id == person_id, Membership.starts_on <= day
    return db.session.scalars(select(Membership).where(*mine, later).order_by(Membership.id)).all()


def last_seat_of(person_id: int) -> date | None:
    """The last day on which the person holds a deputy's seat, FAR where none ends it; None for never."""
    day: date | None = db.session.scalar(select(last_seat_day(person_id)))
    return day


def other_seat(person_id: int, but: int, day: date) -> bool:
    """Whether the person holds another deputy's seat after a day of Asia/Shanghai, such as one of the next term."""
    later = or_(Membership.ends_on.is_(None), Membership.ends_on > day)
    same = Membership.person_id == person_id, Membership.role == Role.DEPUTY, Membership.id != but
    return bool(db.session.scalar(select(exists().where(*same, later))))


@dataclass(frozen=True, slots=True)
class Leaderless:
    """A paper that goes on though its lead holds no seat, since which day, and who of its signers could lead."""

    suggestion: Suggestion
    last_day: date
    could_lead: list[str]


def leaderless(today: date) -> list[Leaderless]:
    """Papers that need a lead and whose lead's seat has ended by today (Asia/Shanghai): two statements."""
    last = last_seat_day(Suggestion.author_id)
    rows = db.session.execute(
        select(Suggestion, last.label("last"))
        .where(_led(), last < today)
        .options(joinedload(Suggestion.author), selectinload(Suggestion.signatures).joinedload(Signature.person))
        .order_by(Suggestion.due_sort, Suggestion.id)
    ).all()
    return [Leaderless(case, day, _able(case, today)) for case, day in rows]


def waiting_leads(day: ColumnElement[date]) -> ColumnElement[int]:
    """How many of them wait for the desk to ask somebody to lead on, as a column: nobody was asked yet, and there is
    a signer in office who could, or the delegation whose paper it is."""
    # From the few former deputies to their papers: the running papers are many.
    last = func.max(func.coalesce(Membership.ends_on, FAR))
    seats = select(Membership.person_id).where(Membership.role == Role.DEPUTY).group_by(Membership.person_id)
    former = seats.having(last < day).subquery()
    agreed = Signature.suggestion_id == Suggestion.id, Signature.state == SignatureState.AGREED
    one_could = exists().where(*agreed, _seated(Signature.person_id, day).correlate(Signature)).correlate(Suggestion)
    could_lead = or_(Suggestion.proposer == Proposer.DELEGATION, one_could)
    waits = _led(), Suggestion.lead_offered_to_id.is_(None), could_lead
    theirs = select(func.count()).select_from(former).join(Suggestion, Suggestion.author_id == former.c.person_id)
    return theirs.where(*waits).scalar_subquery()


def _seated(person: Any, day: ColumnElement[date]) -> Any:
    until = func.coalesce(Membership.ends_on, FAR)
    return exists().where(Membership.person_id == person, Membership.role == Role.DEPUTY, until >= day)


def _able(case: Suggestion, today: date) -> list[str]:
    return [
        one.person.name
        for one in case.signatures
        if one.state is SignatureState.AGREED and one.seat_until is not None and today <= one.seat_until
    ]


def leaving(term: Term, last_day: date) -> Sequence[Membership]:
    """The hats of deputies and delegation staff of a term that hold past a day (Asia/Shanghai), with their persons."""
    later = or_(Membership.ends_on.is_(None), Membership.ends_on > last_day)
    of_term = Membership.term_id == term.id, Membership.role.in_((Role.DEPUTY, Role.DELEGATION_CLERK))
    wanted = select(Membership).where(*of_term, later, Membership.starts_on <= last_day)
    return db.session.scalars(wanted.options(joinedload(Membership.person)).order_by(Membership.id)).all()


def sits_after(term_id: int, last_day: date) -> bool:
    """Whether a session of the term closes after that day (Asia/Shanghai)."""
    later = CongressSession.term_id == term_id, CongressSession.closes_on > last_day
    return bool(db.session.scalar(select(exists().where(*later))))


def has_successor(term: Term) -> bool:
    """Whether a later term of the same congress is entered."""
    later = Term.congress_id == term.congress_id, Term.ordinal > term.ordinal
    return bool(db.session.scalar(select(exists().where(*later))))


def reelected(term: Term, person_ids: Collection[int]) -> set[int]:
    """Which of these persons have a seat of a later term."""
    later = select(Term.id).where(Term.congress_id == term.congress_id, Term.ordinal > term.ordinal)
    wanted = select(Membership.person_id).where(
        Membership.role == Role.DEPUTY, Membership.term_id.in_(later), Membership.person_id.in_(list(person_ids))
    )
    return set(db.session.scalars(wanted))


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A promise that is still to be kept, with the unit that answers for it now."""

    suggestion_id: int
    number: str | None
    title: str
    lead: str
    request_no: int
    promise: str
    unit: str
    owner: str
    due_on: date
    promised_on: date | None
    percent: int
    moves: int
    commitment_id: int


def open_promises(term: Term) -> list[OpenPromise]:
    """The promises made in replies to the papers of a term that are still open, nearest first: one statement."""
    rows = db.session.execute(
        select(
            Suggestion.id,
            Suggestion.number,
            Suggestion.title,
            func.coalesce(Person.name, ""),
            Commitment.request_no,
            Commitment.promise,
            Unit.short_name,
            Commitment.owner,
            Commitment.due_on,
            Commitment.promised_on,
            Commitment.percent,
            Commitment.moves,
            Commitment.id,
        )
        .join(Suggestion, Suggestion.id == Commitment.suggestion_id)
        .join(CongressSession, CongressSession.id == Suggestion.session_id)
        .join(Unit, Unit.id == Commitment.unit_id)
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .where(CongressSession.term_id == term.id, Commitment.state.in_(OWED))
        .order_by(Commitment.due_on, Commitment.id)
    )
    return [OpenPromise(*list(row)) for row in rows]


def term_of(term_id: int) -> Term | None:
    """One of our terms."""
    term = db.session.get(Term, term_id)
    return term if term is not None and term.congress.is_ours else None
