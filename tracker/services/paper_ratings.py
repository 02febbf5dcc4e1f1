"""A rating that came on paper (纸质代录): one person of the desk enters it with its scan, another one confirms it.

There is no other way to rate for somebody else: no import, no act of an administrator, no act of a unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action, Machine
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import may, require
from tracker.domain.ratings import ASKED_ON_DELIVERY, Question
from tracker.domain.states import CommitmentState
from tracker.domain.whys import Refused, Why
from tracker.models.commitments import Commitment
from tracker.models.ratings import PaperRating
from tracker.models.tasks import Round
from tracker.queries.rating_links import ids_of
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._rating import Ballot, Rater, ballot_of, count_papers, write
from tracker.services.implementation_ratings import end_window, write_of_promise
from tracker.services.ratings import shut

_ENTER = {Machine.ROUND: Action.ENTER_RATING, Machine.COMMITMENT: Action.ENTER_COMMITMENT_RATING}
_CONFIRM = {Machine.ROUND: Action.CONFIRM_RATING, Machine.COMMITMENT: Action.CONFIRM_COMMITMENT_RATING}
_REJECT = {Machine.ROUND: Action.REJECT_RATING, Machine.COMMITMENT: Action.REJECT_COMMITMENT_RATING}
_TOO_EARLY = {Machine.ROUND: "signed_before_reply", Machine.COMMITMENT: "signed_before_asked"}


@dataclass(frozen=True)
class OnPaper:
    """Whose rating it is, the day of signing that stands on it (Asia/Shanghai), what it says, and its scan."""

    person_id: int
    signed_on: date | None
    ballot: Ballot
    scan: Sequence[str]


@transactional
def enter(actor: Actor, round_id: int, paper: OnPaper, *, version: int, now: datetime) -> int:
    """Enter a rating of a reply from paper; it counts once another person of the desk has confirmed it. Returns the
    case's id.

    One that comes after the last day is taken as long as the round is still open and it was signed in time. Raises
    `Invalid` for a deputy who does not rate here or has rated, one's own rating, a paper that waits already, a day
    before the reply or after the window, and where there is no scan.
    """
    return _enter(actor, fresh(Round, round_id, version=version), paper, now=now)


@transactional
def enter_of_promise(actor: Actor, commitment_id: int, paper: OnPaper, *, version: int, now: datetime) -> int:
    """The same of what became of a promise, signed since deputies were asked about it; its ballot answers that."""
    return _enter(actor, fresh(Commitment, commitment_id, version=version), paper, now=now)


def _enter(actor: Actor, one: Round | Commitment, paper: OnPaper, *, now: datetime) -> int:
    today, action = day_of(now), _ENTER[one.machine]
    require(actor, action, one, today=today)
    # A reason that is not on the paper is not made up: it stays empty, and the rating says so.
    owed = paper.ballot.unanswered((Question.IMPLEMENTATION,) if isinstance(one, Commitment) else ASKED_ON_DELIVERY)
    wrong = owed | _who_cannot(actor, one, paper.person_id, today) | _wrong_day(one, paper, today)
    if wrong or not paper.scan:
        raise Invalid(**wrong, **({} if paper.scan else {"files": "scan_missing"}))
    facts = {"for_person": paper.person_id, "on_paper_of": paper.signed_on.isoformat() if paper.signed_on else ""}
    advance(one, action, actor, now=now, facts=facts | _which(one), files=paper.scan)
    round_id, commitment_id = ids_of(one)
    db.session.add(
        PaperRating(
            round_id=round_id,
            commitment_id=commitment_id,
            person_id=paper.person_id,
            signed_on=paper.signed_on,
            levels={
                question.value: {"level": said.level.value, "reason": said.reason}
                for question, said in paper.ballot.verdicts.items()
            },
            private_note=paper.ballot.private_note,
            wish=paper.ballot.wished,
            attachment_key=paper.scan[0],
            entered_by_id=actor.person_id,
            entered_at=now,
        )
    )
    count_papers(one, 1)
    return one.suggestion.id


@transactional
def confirm(actor: Actor, paper_id: int, *, version: int, now: datetime) -> int:
    """Say that scan and typed rating are the same: from now on it counts, marked as it came. Returns the case's id.

    Refused to whoever entered it (two named persons), and to the deputy himself, who rates here or through a link.
    Raises `Invalid` for one signed before what it is about was there.
    """
    paper, one, action = _open_paper(paper_id, _CONFIRM, version=version)
    require(actor, action, one, today=day_of(now))
    if actor.person_id in (paper.entered_by_id, paper.person_id):
        raise Refused(Why.ENTERED_BY_YOU, action)
    if (since := _asked_since(one)) is not None and paper.signed_on < since:
        raise Invalid(words=_TOO_EARLY[one.machine])
    ballot = ballot_of(paper)
    facts = {"for_person": paper.person_id, "entered_by": paper.entered_by_id} | ballot.as_facts
    advance(one, action, actor, now=now, facts=facts | _which(one))
    paper.confirmed_by_id, paper.confirmed_at = actor.person_id, now
    count_papers(one, -1)
    rater = Rater(paper.person_id, None, paper.id)
    if isinstance(one, Commitment):
        write_of_promise(one, rater, ballot, now=now)
        end_window(one, now=now)
    else:
        write(one, rater, ballot, now=now)
        if may(CLOCK, Action.SHUT_RATING, one, today=day_of(now)):
            shut(one, now=now)
    return one.suggestion.id


@transactional
def reject(actor: Actor, paper_id: int, *, words: str, version: int, now: datetime) -> int:
    """Send an entered rating back with a word why; it may be entered anew. Returns the case's id."""
    paper, one, action = _open_paper(paper_id, _REJECT, version=version)
    require(actor, action, one, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    advance(one, action, actor, now=now, note=words, facts={"for_person": paper.person_id} | _which(one))
    paper.is_rejected, paper.rejection = True, words
    count_papers(one, -1)
    return one.suggestion.id


def _open_paper(
    paper_id: int, actions: Mapping[Machine, Action], *, version: int
) -> tuple[PaperRating, Round | Commitment, Action]:
    paper = fresh(PaperRating, paper_id, version=version)
    of_promise = paper.commitment_id is not None
    action = actions[Machine.COMMITMENT if of_promise else Machine.ROUND]
    if not paper.is_open:
        raise Refused(Why.NO_PAPER_RATING, action)
    return paper, fresh(Commitment, paper.commitment_id or 0) if of_promise else fresh(Round, paper.round_id), action


def _which(one: Round | Commitment) -> dict[str, Any]:
    return {"no": one.request_no, "window": one.rating_window} if isinstance(one, Commitment) else {}


def _who_cannot(actor: Actor, one: Round | Commitment, person_id: int, today: date) -> dict[str, str]:
    if person_id == actor.person_id:
        return {"person": "own_rating"}
    if person_id in one.raters:
        return {"person": "has_rated"}
    if person_id not in one.still_to_rate(today):
        return {"person": "does_not_rate_promise" if isinstance(one, Commitment) else "does_not_rate"}
    waits = one.open_paper_ratings and any(each.person_id == person_id and each.is_open for each in one.paper_ratings)
    return {"person": "paper_rating_waits"} if waits else {}


def _asked_since(one: Round | Commitment) -> date | None:
    """The first day on which the rating can have been signed: of a promise the report, or the day after its own."""
    if isinstance(one, Round):
        return one.delivered_on
    return one.fulfilled_on if one.state is CommitmentState.FULFILLED else one.due_on + timedelta(days=1)


def _wrong_day(one: Round | Commitment, paper: OnPaper, today: date) -> dict[str, str]:
    on, since = paper.signed_on, _asked_since(one)
    if on is None:
        return {"signed_on": "missing"}
    if on > today:
        return {"signed_on": "in_future"}
    if since is not None and on < since:
        return {"signed_on": _TOO_EARLY[one.machine]}
    late = one.rating_due_on is not None and on > one.rating_due_on
    return {"signed_on": "signed_after_window"} if late else {}
