"""A rating that came on paper (纸质代录): one person of the desk enters it with its scan, another one confirms it.

There is no other way to rate for somebody else: no import, no act of an administrator, no act of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import may, require
from tracker.domain.whys import Refused, Why
from tracker.models.ratings import PaperRating
from tracker.models.tasks import Round
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._rating import Ballot, Rater, ballot_of, count_papers, write
from tracker.services.ratings import shut


@dataclass(frozen=True)
class OnPaper:
    """Whose rating it is, the day of signing that stands on it (Asia/Shanghai), what it says, and its scan."""

    person_id: int
    signed_on: date | None
    ballot: Ballot
    scan: Sequence[str]


@transactional
def enter(actor: Actor, round_id: int, paper: OnPaper, *, version: int, now: datetime) -> int:
    """Enter a rating from paper; it counts once another person of the desk has confirmed it. Returns the case's id.

    One that comes after the last day is taken as long as the round is still open and it was signed in time. Raises
    `Invalid` for a deputy who does not rate here or has rated, one's own rating, a paper that waits already, a day
    before the reply or after the window, and where there is no scan.
    """
    one = fresh(Round, round_id, version=version)
    today = day_of(now)
    require(actor, Action.ENTER_RATING, one, today=today)
    wrong = paper.ballot.owed | _who_cannot(actor, one, paper.person_id, today) | _wrong_day(one, paper, today)
    if wrong or not paper.scan:
        raise Invalid(**wrong, **({} if paper.scan else {"files": "scan_missing"}))
    facts = {"for_person": paper.person_id, "on_paper_of": paper.signed_on.isoformat() if paper.signed_on else ""}
    advance(one, Action.ENTER_RATING, actor, now=now, facts=facts, files=paper.scan)
    db.session.add(
        PaperRating(
            round_id=one.id,
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
    return one.task.suggestion_id


@transactional
def confirm(actor: Actor, paper_id: int, *, version: int, now: datetime) -> int:
    """Say that scan and typed rating are the same: from now on it counts, marked as it came. Returns the case's id.

    Refused to whoever entered it (two named persons), and to the deputy himself, who rates here or through a link.
    """
    paper, one = _open_paper(paper_id, Action.CONFIRM_RATING, version=version)
    require(actor, Action.CONFIRM_RATING, one, today=day_of(now))
    if actor.person_id in (paper.entered_by_id, paper.person_id):
        raise Refused(Why.ENTERED_BY_YOU, Action.CONFIRM_RATING)
    if one.delivered_on is not None and paper.signed_on < one.delivered_on:
        raise Invalid(words="signed_before_reply")
    ballot = ballot_of(paper)
    facts = {"for_person": paper.person_id, "entered_by": paper.entered_by_id, "levels": ballot.levels}
    advance(one, Action.CONFIRM_RATING, actor, now=now, facts=facts)
    paper.confirmed_by_id, paper.confirmed_at = actor.person_id, now
    count_papers(one, -1)
    write(one, Rater(paper.person_id, None, paper.id), ballot, now=now)
    if may(CLOCK, Action.SHUT_RATING, one, today=day_of(now)):
        shut(one, now=now)
    return one.task.suggestion_id


@transactional
def reject(actor: Actor, paper_id: int, *, words: str, version: int, now: datetime) -> int:
    """Send an entered rating back with a word why; it may be entered anew. Returns the case's id."""
    paper, one = _open_paper(paper_id, Action.REJECT_RATING, version=version)
    require(actor, Action.REJECT_RATING, one, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    advance(one, Action.REJECT_RATING, actor, now=now, note=words, facts={"for_person": paper.person_id})
    paper.is_rejected, paper.rejection = True, words
    count_papers(one, -1)
    return one.task.suggestion_id


def _open_paper(paper_id: int, action: Action, *, version: int) -> tuple[PaperRating, Round]:
    paper = fresh(PaperRating, paper_id, version=version)
    if not paper.is_open:
        raise Refused(Why.NO_PAPER_RATING, action)
    return paper, fresh(Round, paper.round_id)


def _who_cannot(actor: Actor, one: Round, person_id: int, today: date) -> dict[str, str]:
    if person_id == actor.person_id:
        return {"person": "own_rating"}
    if person_id in one.raters:
        return {"person": "has_rated"}
    if person_id not in one.still_to_rate(today):
        return {"person": "does_not_rate"}
    waits = one.open_paper_ratings and any(each.person_id == person_id and each.is_open for each in one.paper_ratings)
    return {"person": "paper_rating_waits"} if waits else {}


def _wrong_day(one: Round, paper: OnPaper, today: date) -> dict[str, str]:
    on = paper.signed_on
    if on is None:
        return {"signed_on": "missing"}
    if on > today:
        return {"signed_on": "in_future"}
    if one.delivered_on is not None and on < one.delivered_on:
        return {"signed_on": "signed_before_reply"}
    late = one.rating_due_on is not None and on > one.rating_due_on
    return {"signed_on": "signed_after_window"} if late else {}
