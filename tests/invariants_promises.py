"""What must hold of every promise and of what was said about it, whatever anybody has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.ratings import Question
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState, RoundState
from tracker.models.commitments import Commitment
from tracker.models.ratings import PaperRating, Rating
from tracker.models.record import Clock, Event


def promises(*, today: date) -> Iterator[str]:
    """Every rule about promises and ratings that does not hold, in words."""
    for one in db.session.scalars(select(Commitment).order_by(Commitment.id)):
        yield from (f"promise {one.id} {what}" for what in _promise(one, today))
    yield from _ratings()


def _promise(one: Commitment, today: date) -> Iterator[str]:
    granted = [change for change in one.changes if change.is_granted and change.granted_until is not None]
    if one.moves != len(granted):
        yield f"moved {one.moves} times, with leave {len(granted)} times"
    if one.due_on != (granted[-1].granted_until if granted else one.first_due_on):
        yield "is due on a day nobody promised or granted"
    yield from _procedures(one)
    yield from _end(one, today)
    yield from _running(one)


def _procedures(one: Commitment) -> Iterator[str]:
    open_changes = [change for change in one.changes if change.closed_at is None]
    if one.change_is_open is not (len(open_changes) == 1) or len(open_changes) > 1:
        yield "says of its open change what its rows do not"
    unsettled = [dispute for dispute in one.disputes if dispute.settled_at is None]
    if one.is_disputed is not (len(unsettled) == 1) or len(unsettled) > 1:
        yield "says of its dispute what its rows do not"


def _end(one: Commitment, today: date) -> Iterator[str]:
    if one.state in (CommitmentState.FULFILLED, CommitmentState.SETTLED) and not (
        one.fulfilled_on and one.second_document_no and one.signed_by_id
    ):
        yield "is kept without a signed second reply"
    if one.state is CommitmentState.PAST_DUE and one.due_on >= today:
        yield "is past a day that is still to come"
    if one.state is CommitmentState.DROPPED and not any(
        change.is_granted and change.granted_until is None for change in one.changes
    ):
        yield "was dropped without leave"
    if one.round.state in (RoundState.DRAFTING, RoundState.IN_CLEARANCE) and one.state is not CommitmentState.REPLACED:
        yield "stands in a reply that is not out"


def _running(one: Commitment) -> Iterator[str]:
    running = [
        clock.kind
        for clock in db.session.scalars(select(Clock).where(Clock.commitment_id == one.id, Clock.stopped_on.is_(None)))
    ]
    if any(count > 1 for count in Counter(running).values()):
        yield f"has a clock twice: {running}"
    asked = one.rating_due_on is not None and one.rating_shut_on is None and one.state in _ASKED_ABOUT
    if (ClockKind.IMPLEMENTATION in running) is not asked:
        yield "runs a rating window nobody opened, or none where one is open"
    if (ClockKind.PROMISE_CHANGE in running) is not one.change_is_open:
        yield "runs a limit to decide about nothing, or none where something waits"


_ASKED_ABOUT = (CommitmentState.FULFILLED, CommitmentState.PAST_DUE)


def _ratings() -> Iterator[str]:
    """Each rating stands for an act of its own deputy, or for a paper two named persons entered."""
    acts = Counter(
        (event.round_id, event.person_id)
        for event in db.session.scalars(
            select(Event).where(Event.action.in_([Action.RATE, Action.RATE_COMMITMENT, Action.RATE_LOOK_BACK]))
        )
    )
    papers = {one.id: one for one in db.session.scalars(select(PaperRating))}
    for one in db.session.scalars(select(Rating).order_by(Rating.id)):
        if one.paper_rating_id is not None:
            paper = papers[one.paper_rating_id]
            if paper.person_id != one.person_id or paper.confirmed_at is None:
                yield f"rating {one.id} came from a paper nobody confirmed, or another's"
            if paper.confirmed_by_id == paper.entered_by_id:
                yield f"rating {one.id} was entered and confirmed by one person"
        elif not acts[(one.round_id, one.person_id)]:
            yield f"rating {one.id} stands for no act of its deputy"
        if (one.question is Question.IMPLEMENTATION) is (one.commitment_id is None and one.look_back_line_id is None):
            yield f"rating {one.id} answers a question it was not asked"
