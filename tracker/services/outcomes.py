"""What the desk means to decide is put to the deputy first: put, agreed with, contested, lapsed, recalled.

Beijing's ordinance, article 13, has the desk talk to the deputy before a paper is not accepted; the days to answer are
the rulebook's (`intended`). Silence until that day is no objection, and is called silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import may
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import SuggestionState
from tracker.models.reviews import Intended, IntendedOutcome, Reception
from tracker.models.suggestions import FAR, Suggestion
from tracker.queries import law as laws
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._outcomes import forget, lapse_if_over, receive
from tracker.services._withdrawing import open_request, take_back

# A refusal and a letter stand on a ground of the rulebook; advice may do without one.
NEED_GROUND = frozenset({Intended.REFUSE, Intended.LETTER})


@dataclass(frozen=True)
class Opinion:
    """What the desk means to do, on which ground, and the letter to the deputy."""

    kind: Intended
    ground: str
    words: str
    files: Sequence[str] = ()


@transactional
def put(actor: Actor, suggestion_id: int, opinion: Opinion, *, version: int, now: datetime) -> int:
    """Put the intended outcome to the lead deputy; returns the suggestion's id.

    Raises `Invalid` for a ground that is missing or unknown and for a letter without words; `Refused` while another
    outcome lies open.
    """
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    _check(opinion, now=now)
    lapse_if_over(suggestion, now=now)
    until = _until(now)
    facts = {"kind": opinion.kind.value, "ground": opinion.ground, "until": until.isoformat()}
    advance(suggestion, Action.PUT_OUTCOME, actor, now=now, note=opinion.words, facts=facts, files=opinion.files)
    forget(suggestion)
    suggestion.intended, suggestion.intended_by_id = opinion.kind.value, actor.person_id
    suggestion.intended_until = until
    db.session.add(
        IntendedOutcome(
            suggestion_id=suggestion.id,
            kind=opinion.kind,
            ground=opinion.ground,
            words=opinion.words,
            answer_by=until,
            by_id=actor.person_id,
            made_at=now,
        )
    )
    return suggestion.id


@transactional
def agree(
    actor: Actor, suggestion_id: int, *, words: str = "", version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """The lead deputy has nothing against it; returns the suggestion's id.

    Advice to withdraw is followed in the same step when he signs alone; of a joint paper the others are asked.
    """
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    kind = suggestion.intended
    advance(suggestion, Action.AGREE_OUTCOME, actor, now=now, note=words, facts={"kind": kind}, files=files)
    receive(suggestion, Reception.AGREED, by_id=actor.person_id, at=now, answer=words)
    if kind == Intended.WITHDRAW:
        forget(suggestion)
        _follow_advice(suggestion, actor, words, now=now)
    return suggestion.id


def _follow_advice(suggestion: Suggestion, actor: Actor, words: str, *, now: datetime) -> None:
    today = day_of(now)
    if may(actor, Action.WITHDRAW, suggestion, today=today):
        take_back(suggestion, actor, now=now, note=words, facts={"advised": True})
    elif may(actor, Action.ASK_WITHDRAWAL, suggestion, today=today):
        open_request(suggestion, actor, reason=words, now=now)


@transactional
def contest(
    actor: Actor, suggestion_id: int, *, words: str, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """The lead deputy sees it otherwise and says why: another person of the desk decides. Returns the id."""
    if not words.strip():
        raise Invalid(words="missing")
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    kind = suggestion.intended
    advance(suggestion, Action.CONTEST_OUTCOME, actor, now=now, note=words, facts={"kind": kind}, files=files)
    receive(suggestion, Reception.CONTESTED, by_id=actor.person_id, at=now, answer=words)
    if kind == Intended.WITHDRAW:
        forget(suggestion)
    return suggestion.id


@transactional
def recall(actor: Actor, suggestion_id: int, *, words: str, version: int, now: datetime) -> int:
    """The desk takes it back and tells the deputy why; returns the suggestion's id."""
    if not words.strip():
        raise Invalid(words="missing")
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    facts = {"kind": suggestion.intended}
    advance(suggestion, Action.RECALL_OUTCOME, actor, now=now, note=words, facts=facts)
    receive(suggestion, Reception.RECALLED, by_id=actor.person_id, at=now)
    forget(suggestion)
    return suggestion.id


@transactional
def lapse_due(*, now: datetime, most: int = 200) -> int:
    """Record silence where the day to answer by is over, as the worker does; returns how many. Repeatable."""
    due = db.session.scalars(
        select(Suggestion)
        .where(
            Suggestion.state.in_((SuggestionState.SUBMITTED, SuggestionState.IN_REVIEW)),
            Suggestion.intended.is_not(None),
            Suggestion.reception.is_(None),
            Suggestion.intended_until < day_of(now),
        )
        .order_by(Suggestion.id)
        .limit(most)
    ).all()
    for suggestion in due:
        lapse_if_over(suggestion, now=now)
        if suggestion.intended == Intended.WITHDRAW:
            forget(suggestion)
    return len(due)


def _check(opinion: Opinion, *, now: datetime) -> None:
    missing = {}
    known = laws.rulebook_for(day_of(now)).ground(opinion.ground) is not None
    if (opinion.ground or opinion.kind in NEED_GROUND) and not known:
        missing["ground"] = "ground_missing"
    if not opinion.words.strip():
        missing["words"] = "words_missing"
    if missing:
        raise Invalid(**missing)


def _until(now: datetime) -> date:
    today = day_of(now)
    return laws.rulebook_for(today).due_on(ClockKind.INTENDED, today, laws.calendar_now()) or FAR
