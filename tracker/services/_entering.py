"""What every entry from paper has in common: how and when it came, its scan or where the original lies, its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from tracker.clock import SHANGHAI
from tracker.db import db
from tracker.domain.entries import ON_PAPER, Channel, Entered
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.attachments import Attachment
from tracker.models.joint import LinkKind, PaperEntry, SuggestionLink
from tracker.models.organs import Congress, CongressSession
from tracker.models.people import Membership
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import law as laws
from tracker.queries.sittings import session_on
from tracker.services._files import facts_of, handed_in
from tracker.services._load import Invalid
from tracker.services.submissions import Paper, fill_in

# What lay longer than a year was not forgotten on a desk: the year was mistyped.
LONGEST = timedelta(days=366)
Case = Suggestion | Task | Round


@dataclass(frozen=True)
class Came:
    """How and when something came in; where the original lies, unless a scan is attached."""

    channel: Channel
    received_on: date
    original: str = ""
    files: Sequence[str] = ()
    # The hour of Asia/Shanghai at which it was handed in; asked of a bill, whose taking ends at an hour.
    hour: time | None = None

    def check(self, today: date) -> None:
        """Raise `Invalid` for a way that is no paper, a day nobody can mean, and where nothing proves the entry."""
        if self.channel not in ON_PAPER:
            raise Invalid(channel="choose_one")
        if self.received_on > today:
            raise Invalid(received_on="in_future")
        if self.received_on < today - LONGEST:
            raise Invalid(received_on="too_long_ago")
        if not self.files and not self.original.strip():
            raise Invalid(original="scan_or_place")

    def facts(self, held: Sequence[Attachment]) -> dict[str, Any]:
        """What the record keeps of it."""
        told: dict[str, Any] = {
            "channel": self.channel.value,
            "received_on": self.received_on.isoformat(),
            "original": self.original,
        }
        return told | ({"hour": f"{self.hour:%H:%M}"} if self.hour else {}) | facts_of(held)

    @property
    def moment(self) -> datetime:
        """When it was handed in; of what is told by the day only, the noon of that day."""
        return datetime.combine(self.received_on, self.hour or time(12), SHANGHAI)


def files_of(came: Came, actor: Actor, case: Case) -> list[Attachment]:
    """The scans handed in with it."""
    return handed_in(came.files, actor, case)


def seat_on(membership_id: int, day: date, *, field: str = "lead") -> Membership:
    """A deputy's seat that is held on a day of Asia/Shanghai; raises `Invalid` on the field otherwise."""
    seat = db.session.get(Membership, membership_id)
    if seat is None or seat.role is not Role.DEPUTY or not seat.holds_on(day):
        raise Invalid(**{field: "no_seat_that_day"})
    return seat


def birth_of(paper: Paper, seat: Membership, came: Came, *, now: datetime) -> Suggestion:
    """The paper as it will stand among those handed in: filed on the day it came, in the session of that day."""
    sitting, in_session = session_on(came.moment)
    born = Suggestion(
        congress_id=db.session.scalars(select(Congress.id).where(Congress.is_ours)).one(),
        session=sitting,
        in_session=in_session,
        title=paper.title,
        kind=paper.kind,
        author_id=seat.person_id,
        author_membership_id=seat.id,
        delegation_id=seat.delegation_id,
        started_at=now,
        submitted_at=now,
        submitted_on=came.received_on,
        received_on=came.received_on,
        changed_at=now,
        signatures=[],
        tasks=[],
    )
    fill_in(born, paper)
    if born.is_bill:
        _check_bill(born, came, sitting, now=now)
    return born


def _check_bill(born: Suggestion, came: Came, sitting: CongressSession | None, *, now: datetime) -> None:
    """A bill is taken only in time, by the hour it lay on the secretariat's desk, whenever it is typed."""
    if came.hour is None:
        raise Invalid(hour="hour_missing")
    if came.moment > now:
        raise Invalid(hour="in_future")
    if sitting is None or not sitting.takes_bills(came.moment):
        raise Invalid(hour="bills_closed_then")
    born.bill_signers_needed = laws.rulebook_for(came.received_on).bill_signers


def recount(suggestion: Suggestion) -> None:
    """Bring the counts on the case up to date with its signatures and entries."""
    db.session.flush()
    db.session.expire(suggestion, ["signatures", "entries"])
    suggestion.signer_count = len(suggestion.signers)
    suggestion.open_entries = sum(one.is_open for one in suggestion.entries)
    suggestion.disputed_entries = sum(one.is_unsettled for one in suggestion.entries)
    db.session.flush()


def twins_of(entry: PaperEntry) -> Sequence[PaperEntry]:
    """The same entry at the bill that the suggestion came of: one word of its deputy is said of both."""
    bill = select(SuggestionLink.earlier_id).where(
        SuggestionLink.later_id == entry.suggestion_id, SuggestionLink.kind == LinkKind.CONVERTED
    )
    same = (PaperEntry.person_id == entry.person_id, PaperEntry.what == entry.what)
    wanted = select(PaperEntry).where(
        PaperEntry.suggestion_id.in_(bill), *same, PaperEntry.entered_at == entry.entered_at
    )
    return db.session.scalars(wanted).all() if entry.person_id is not None else []


def as_handed_in(suggestion: Suggestion) -> None:
    """Raise `Invalid` for what the paper still lacks, by the names of its fields."""
    if suggestion.gaps:
        raise Invalid(**dict.fromkeys(suggestion.gaps, "missing"))


def note_entry(
    actor: Actor,
    case: Case,
    what: Entered,
    came: Came,
    on_paper_of: date,
    *,
    person_id: int | None = None,
    unit_id: int | None = None,
    kept: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Mark it as entered, until its side has said whether it is right. `kept` is what stood in its place before."""
    task, one = case.task, case if isinstance(case, Round) else None
    db.session.add(
        PaperEntry(
            suggestion_id=case.suggestion.id,
            task_id=task.id if task else None,
            round_id=one.id if one else None,
            what=what,
            channel=came.channel,
            on_paper_of=on_paper_of,
            person_id=person_id,
            unit_id=unit_id,
            entered_by_id=actor.person_id,
            entered_at=now,
            kept_texts=kept or {},
        )
    )
    case.suggestion.open_entries = (case.suggestion.open_entries or 0) + 1
