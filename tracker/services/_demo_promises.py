"""What became of the promises of the demo congress: one of everything the ledger can show, at one unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.states import CommitmentState, SuggestionState
from tracker.models.commitments import ChangeKind, Commitment
from tracker.models.suggestions import Suggestion
from tracker.services import commitment_changes, commitment_days, commitment_disputes, commitments, promise_chases
from tracker.services._demo_cast import HOME_UNIT
from tracker.services._demo_walk import Walk
from tracker.services.chases import Said
from tracker.services.commitment_changes import Change, Decision
from tracker.services.commitments import Progress, SecondReply

# How far the promises are of which somebody has said something.
PERCENTS = (85, 95, 60, 80, 40, 25, 10)


def keep(walk: Walk) -> None:
    """Late ones are late; some are on their way, some kept, one is moved, one dropped, one disputed."""
    while commitment_days.fall_due_all(now=walk.now()):
        pass
    late, owed = _of_home(walk, CommitmentState.PAST_DUE), _of_home(walk, CommitmentState.OPEN)
    for one in _some(late, 1):
        _explain(walk, one)
    for one in [*_some(owed, 1), *_some(late, 1)]:
        _fulfil(walk, one)
        _not_so(walk, one)
    for kind in (ChangeKind.MOVE, ChangeKind.DROP):
        for one in _some(owed, 1):
            _ask(walk, one, kind)
            _grant(walk, one)
    for percent, one in zip(PERCENTS, _some(owed, len(PERCENTS)), strict=False):
        _note(walk, one, percent)
    for one in _some(late, 1):
        _ask(walk, one, ChangeKind.MOVE)
    for one in _some(late, 2):
        _chase(walk, one)
    for one in _some(owed, 2):
        _fulfil(walk, one)


def _of_home(walk: Walk, state: CommitmentState) -> Iterator[int]:
    """The unit's promises in a state, nearest first; each is taken once."""
    wanted = (
        select(Commitment.id)
        .join(Suggestion, Suggestion.id == Commitment.suggestion_id)
        .where(Commitment.unit_id == walk.unit(HOME_UNIT), Commitment.state == state)
        .where(Suggestion.state != SuggestionState.ARCHIVED)
        .order_by(Commitment.due_on, Commitment.id)
    )
    return iter(db.session.scalars(wanted).all())


def _some(found: Iterator[int], many: int) -> list[int]:
    return [one for one, _n in zip(found, range(many), strict=False)]


def _the(one: int) -> Commitment:
    db.session.rollback()
    return db.session.get_one(Commitment, one, populate_existing=True)


def _says(walk: Walk, name: str) -> str:
    words: str = walk.says[f"promise_{name}"]
    return words


def _explain(walk: Walk, one: int) -> None:
    words = _says(walk, "late")
    commitments.explain_unkept(walk.who("cheng"), one, words=words, version=_the(one).version, now=walk.now())


def _note(walk: Walk, one: int, percent: int) -> None:
    said = walk.says["promise_progress"]
    progress = Progress(said[percent * len(said) // 101], percent)
    commitments.note_progress(walk.who("he"), one, progress, version=_the(one).version, now=walk.now())


def _fulfil(walk: Walk, one: int) -> None:
    reply = SecondReply(walk.scene.document_no(walk.scene.city.places[HOME_UNIT], walk.today), _says(walk, "kept"))
    commitments.fulfil(walk.who("cheng"), one, reply, version=_the(one).version, now=walk.now())


def _not_so(walk: Walk, one: int) -> None:
    """The one whose author is of the cast is disputed by her."""
    lin = walk.who("lin")
    if _the(one).suggestion.author_id == lin.person_id:
        words = _says(walk, "not_so")
        commitment_disputes.not_so(lin, one, words=words, version=_the(one).version, now=walk.now())


def _chase(walk: Walk, one: int) -> None:
    """By the desk, in a note that waits for the unit's word."""
    promise_chases.chase_promise(walk.who("chen"), one, Said(_says(walk, "chased")), now=walk.now())


def _ask(walk: Walk, one: int, kind: ChangeKind) -> None:
    until = _later(_the(one), walk.today) if kind is ChangeKind.MOVE else None
    change = Change(kind, _says(walk, kind.value), until)
    commitment_changes.ask(walk.who("cheng"), one, change, version=_the(one).version, now=walk.now())


def _grant(walk: Walk, one: int) -> None:
    desk: Actor = walk.who("chen")
    decision = Decision(_says(walk, "granted"), _the(one).changes[-1].asked_until)
    commitment_changes.grant(desk, one, decision, version=_the(one).version, now=walk.now())


def _later(one: Commitment, today: date) -> date:
    return max(one.due_on, today) + timedelta(days=90)
