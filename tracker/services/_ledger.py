"""What living histories again needs to know of its office, read once, and the record it writes while doing so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.chain import GENESIS, event_body
from tracker.domain.consequences import Law
from tracker.domain.numbering import bill_number, bill_series, series_of
from tracker.domain.parties import Actor, Party
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.rulebook import NumberedPer, book_on
from tracker.models import organs, people, record
from tracker.queries import law as laws
from tracker.services import _twins as twins
from tracker.services._bulk import Bulk
from tracker.services._load import Invalid
from tracker.services._record import seal


class Ledger:
    """One adoption. Acts from `tells_from` on file their notices; earlier ones were told when they were done."""

    def __init__(self, *, tells_from: datetime | None) -> None:
        self.bulk = Bulk()
        self.tells_from = tells_from
        session = db.session
        newest = select(record.Event.seq, record.Event.hash).order_by(record.Event.seq.desc()).limit(1)
        last = session.execute(newest).first()
        self._seq: int = last.seq if last else 0
        self._hash: str = last.hash if last else GENESIS
        self._seal = seal()
        self._books, self._calendar = laws.books_now(), laws.calendar_now()
        self._laws: dict[date, Law] = {}
        self._counters: dict[str, int] = {}
        ours = select(organs.Congress.id).where(organs.Congress.is_ours)
        self.congress_id = session.scalars(ours).one()
        self.sessions = {one.id: one for one in session.scalars(select(organs.CongressSession))}
        terms = select(organs.Term.id).where(organs.Term.congress_id == self.congress_id)
        our_terms = set(session.scalars(terms))
        self._ours = sorted(
            (one for one in self.sessions.values() if one.term_id in our_terms), key=lambda one: one.opens_on
        )
        self.units = {unit.id: unit for unit in session.scalars(select(organs.Unit))}
        self._staff = _staff()
        self._posts: dict[int, list[people.Membership]] = {}

    def law_on(self, day: date) -> Law:
        """The law in force on a day of Asia/Shanghai; of days before the first rulebook, that one."""
        held = self._laws.get(day)
        if held is None:
            first = min((book.valid_from for book in self._books), default=day)
            held = self._laws[day] = Law(book_on(max(day, first), self._books), self._calendar)
        return held

    def session_on(self, day: date) -> tuple[organs.CongressSession | None, bool]:
        """Our latest session begun by that day and whether it is sitting."""
        begun = [one for one in self._ours if one.opens_on <= day]
        return (begun[-1], begun[-1].closes_on >= day) if begun else (None, False)

    def works_at(self, person_id: int, unit_id: int, day: date) -> bool:
        """Whether the person holds a post of that unit."""
        return any(one.holds_on(day) for one in self._staff.get((person_id, unit_id), ()))

    def clearing_posts(self, unit_id: int) -> list[people.Membership]:
        """Who reviews and who signs for a unit, past and to come."""
        held = self._posts.get(unit_id)
        if held is None:
            ours = [post for (_person, unit), posts in self._staff.items() if unit == unit_id for post in posts]
            roles = (Role.UNIT_REVIEWER, Role.UNIT_SIGNER)
            held = self._posts[unit_id] = [post for post in ours if post.role in roles]
        return held

    def assignable(self, unit_id: int) -> organs.Unit:
        """The unit. Raises `Invalid` when nothing may be assigned to it."""
        unit = self.units.get(unit_id)
        if unit is None or not unit.is_assignable or unit.ended_on is not None:
            raise Invalid(unit="not_assignable")
        return unit

    def next_number(self, session_id: int | None, *, day: date) -> tuple[str, str]:
        """The next number of the series a paper registered that day belongs to, and how it sorts."""
        numbering = self.law_on(day).book.numbering
        series = series_of(numbering, day, session_id)
        self._counters[series] = serial = self._counter(series) + 1
        ordinal = self.sessions[session_id].ordinal if session_id is not None else 0
        return numbering.number(day.year, serial, ordinal), f"{day.year:04d}-{serial:08d}"

    def next_bill_number(self, sitting: organs.CongressSession | None, *, day: date) -> tuple[str, str]:
        """The next number of a session's own series of bills, and how it sorts."""
        series = bill_series(sitting.id if sitting else None)
        self._counters[series] = serial = self._counter(series) + 1
        term, ordinal = (sitting.term.ordinal, sitting.ordinal) if sitting else (0, 0)
        return bill_number(term, ordinal, serial), f"{day.year:04d}-b{serial:07d}"

    def note_number(self, number: str, *, day: date) -> str:
        """Let its series go on after a number given elsewhere, written as on that day; returns how it sorts."""
        numbering = self.law_on(day).book.numbering
        year, rest = number[:4], number[4:]
        if numbering.per is not NumberedPer.CALENDAR_YEAR or not (number.isascii() and number.isdigit() and rest):
            return number
        serial = int(rest)
        if numbering.number(int(year), serial) != number:
            return number
        series = f"year-{year}"
        self._counters[series] = max(self._counter(series), serial)
        return f"{year}-{serial:08d}"

    def event(
        self,
        actor: Actor,
        what: tuple[str, str],
        *,
        at: datetime,
        case: tuple[int, int | None, int | None],
        states: tuple[str | None, str | None],
        note: str,
        facts: dict[str, Any],
    ) -> record.Event:
        """Append an event to the chain; the same bytes and the same row as `_record.write_event` makes."""
        self._seq += 1
        who = (actor.person_id, actor.membership_id)
        body = event_body(
            seq=self._seq, at=at, who=who, what=what, case=(*case, ""), states=states, note=note, facts=facts
        )
        self._hash = self._seal.link(self._hash, body)
        return self.bulk.add(
            twins.Event(
                seq=self._seq, at=at, person_id=who[0], membership_id=who[1], machine=what[0], action=what[1],
                suggestion_id=case[0], task_id=case[1], round_id=case[2], from_state=states[0], to_state=states[1],
                note=note, facts=facts, alg=self._seal.algorithm, hash=self._hash,
            )
        )  # fmt: skip

    def tell(self, parties: Mapping[Party, int | None], event: record.Event) -> None:
        """File the notices of an event that is recent enough to be told, each with the unit it is for, if any."""
        if self.tells_from is None or event.at < self.tells_from:
            return
        for party in sorted(parties):
            self.bulk.add(twins.Notice(event_seq=event.seq, party=party, unit_id=parties[party], made_at=event.at))

    def finish(self) -> None:
        """Write the rest, and the serials that were used."""
        for series, last in self._counters.items():
            db.session.merge(record.Counter(series=series, last=last))
        db.session.flush()
        self.bulk.finish()

    def _counter(self, series: str) -> int:
        if series not in self._counters:
            held = db.session.get(record.Counter, series, populate_existing=True)
            self._counters[series] = held.last if held else 0
        return self._counters[series]


def _staff() -> dict[tuple[int, int], list[people.Membership]]:
    found: dict[tuple[int, int], list[people.Membership]] = {}
    for one in db.session.scalars(select(people.Membership).where(people.Membership.role.in_(UNIT_ROLES))):
        found.setdefault((one.person_id, one.unit_id or 0), []).append(one)
    return found
