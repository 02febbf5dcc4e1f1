"""What a person's calendar program is told: the days of what his posts have to do and of his unit's promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState
from tracker.models.calendar_feeds import CalendarFeed
from tracker.models.commitments import Commitment
from tracker.models.people import Account, Membership
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.queries.inbox import lines
from tracker.queries.persons import held_on, worn
from tracker.queries.who import digest

# So many days ahead of one person are all of them; more are a desk's whole term, whose calendar would be unreadable.
MOST = 500
# Who keeps the promises of a unit.
_KEEPERS = (Role.UNIT_RECEIVER, Role.UNIT_HANDLER, Role.UNIT_SIGNER)
_OWED = (CommitmentState.OPEN, CommitmentState.PAST_DUE)


@dataclass(frozen=True)
class Due:
    """One day: the clock or promise it belongs to, what is to be done, on which paper; `kind` is nothing for promises.

    The number is left out where the paper is confidential: calendars are kept on servers of others.
    """

    uid: str
    day: date
    kind: ClockKind | None
    action: Action | None
    suggestion_id: int
    number: str
    commitment_id: int | None
    changed_at: datetime
    sequence: int


def feed_of(person_id: int) -> CalendarFeed | None:
    """The live address of a person, of which nobody knows the key any more."""
    live = select(CalendarFeed).where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
    return db.session.scalars(live).one_or_none()


def feed_at(key: str) -> CalendarFeed | None:
    """The address with this key, also one that was taken back: its asker is told so and no guesser."""
    wanted = select(CalendarFeed).where(CalendarFeed.key_digest == digest(key))
    return db.session.scalars(wanted.options(joinedload(CalendarFeed.person))).one_or_none()


def dues_of(person_id: int, *, today: date) -> list[Due]:
    """The due dates of everything this person's posts of today have to do, the nearest first; none once his account
    is stopped. A day that two of his posts share stands once."""
    active = select(Account.is_active).where(Account.person_id == person_id)
    if not db.session.scalar(active):
        return []
    hats = db.session.scalars(
        select(Membership).where(Membership.person_id == person_id, held_on(today)).order_by(Membership.id)
    ).all()
    found: dict[str, tuple[date, ClockKind | None, Action | None, int, int | None]] = {}
    for hat in hats:
        actor = worn(hat)
        for line in lines(actor, today=today, size=MOST):
            row = line.row
            if row.due_on is not None:
                uid = f"clock-{row.clock_id}" if row.clock_id else f"{line.action}-{'-'.join(map(str, line.case_id))}"
                found.setdefault(uid, (row.due_on, row.clock_kind, line.action, row.suggestion_id, row.commitment_id))
        for promise in _promises(actor):
            found[f"promise-{promise.id}"] = (promise.due_on, None, None, promise.suggestion_id, promise.id)
    return _told(found)


def _promises(actor: Actor) -> Sequence[Commitment]:
    if actor.role not in _KEEPERS:
        return []
    owed = select(Commitment).where(Commitment.unit_id == actor.unit_id, Commitment.state.in_(_OWED))
    return db.session.scalars(owed.order_by(Commitment.due_on, Commitment.id).limit(MOST)).all()


def _told(found: dict[str, tuple[date, ClockKind | None, Action | None, int, int | None]]) -> list[Due]:
    ids = {one[3] for one in found.values()}
    papers = {
        row.id: row
        for row in db.session.execute(
            select(Suggestion.id, Suggestion.number, Suggestion.is_confidential).where(Suggestion.id.in_(ids))
        )
    }
    # Whatever is done on a paper may move its days: the last act says how new they are.
    last = select(func.max(Event.seq)).where(Event.suggestion_id.in_(ids)).group_by(Event.suggestion_id)
    touched = {
        row.suggestion_id: row
        for row in db.session.execute(select(Event.suggestion_id, Event.seq, Event.at).where(Event.seq.in_(last)))
    }
    dues = []
    for uid, (day, kind, action, suggestion_id, commitment_id) in found.items():
        paper, event = papers[suggestion_id], touched[suggestion_id]
        number = "" if paper.is_confidential else paper.number or ""
        dues.append(Due(uid, day, kind, action, suggestion_id, number, commitment_id, event.at, event.seq))
    return sorted(dues, key=lambda one: (one.day, one.uid))
