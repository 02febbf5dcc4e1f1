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
from tracker.queries.inbox_counts import days
from tracker.queries.persons import held_on, worn
from tracker.queries.who import digest

# So many days ahead of one post are all of them; more are a desk's whole term, whose calendar would be unreadable. The
# calendar and its page say how many are left out.
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


@dataclass(frozen=True)
class Dues:
    """The days that are told, the nearest first, and how many more there are than `MOST` of one post."""

    told: list[Due]
    left_out: int = 0

    @property
    def count(self) -> int:
        return len(self.told) + self.left_out


Found = dict[str, tuple[date, ClockKind | None, Action | None, int, int | None]]


def dues_of(person_id: int, *, today: date) -> Dues:
    """The due dates of everything this person's posts of today have to do; none once his account is stopped. A day that
    two of his posts share stands once. Of more than `MOST` of one post those that press most and are nearest."""
    active = select(Account.is_active).where(Account.person_id == person_id)
    if not db.session.scalar(active):
        return Dues([])
    hats = db.session.scalars(
        select(Membership).where(Membership.person_id == person_id, held_on(today)).order_by(Membership.id)
    ).all()
    found: Found = {}
    left_out = 0
    for hat in hats:
        mine, more = _of_hat(worn(hat), today)
        found = mine | found
        left_out += more
    return Dues(_told(found), left_out)


def _of_hat(actor: Actor, today: date) -> tuple[Found, int]:
    """The days of one post, and how many of it are left out."""
    found: Found = {}
    owed = lines(actor, today=today, size=MOST + 1)
    for line in owed[:MOST]:
        row = line.row
        if row.due_on is not None:
            uid = f"clock-{row.clock_id}" if row.clock_id else f"{line.action}-{'-'.join(map(str, line.case_id))}"
            found.setdefault(uid, (row.due_on, row.clock_kind, line.action, row.suggestion_id, row.commitment_id))
    # Counted only where something was cut: the count looks at everything the post owes.
    left_out = max(0, days(actor, today=today) - len(found)) if len(owed) > MOST else 0
    promises, more = _promises(actor)
    for promise in promises:
        found[f"promise-{promise.id}"] = (promise.due_on, None, None, promise.suggestion_id, promise.id)
    return found, left_out + more


def _promises(actor: Actor) -> tuple[Sequence[Commitment], int]:
    if actor.role not in _KEEPERS:
        return [], 0
    owed = Commitment.unit_id == actor.unit_id, Commitment.state.in_(_OWED)
    nearest = select(Commitment).where(*owed).order_by(Commitment.due_on, Commitment.id).limit(MOST)
    found = db.session.scalars(nearest).all()
    if len(found) < MOST:
        return found, 0
    return found, (db.session.scalar(select(func.count(Commitment.id)).where(*owed)) or 0) - len(found)


def _told(found: Found) -> list[Due]:
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
