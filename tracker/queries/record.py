"""The record as lists: for the auditor all acts without their content, for an office page the history of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, text

from tracker.clock import SHANGHAI
from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion

_ABOUT_SOMETHING = text("event.subject <> ''")  # in these words, so that the partial index is used


@dataclass(frozen=True)
class Sought:
    """What the record is narrowed to; `day` is a day of Asia/Shanghai."""

    person: str = ""
    action: str = ""
    day: date | None = None
    number: str = ""


@dataclass(frozen=True)
class Act:
    """One event as the auditor sees it: neither note nor title, for the content of cases is not his; of the facts only
    whether it was done by a command at the server, and of a list taken along which one, with what, and how many rows.
    """

    seq: int
    at: datetime
    machine: str
    action: str
    subject: str
    from_state: str | None
    to_state: str | None
    hash: str
    suggestion_id: int | None
    has_note: bool
    person: str | None
    role: Role | None
    number: str | None
    by: str | None
    export: dict[str, Any] | None

    @property
    def at_server(self) -> bool:
        """Whether the operator of the server did it, in whose name whatever."""
        return self.by == "server"


def acts(what: Sought, *, before: int | None, size: int) -> list[Act]:
    """The newest acts, of a sequence number below `before`. One statement, two with a case number."""
    statement = (
        select(
            Event.seq,
            Event.at,
            Event.machine,
            Event.action,
            Event.subject,
            Event.from_state,
            Event.to_state,
            Event.hash,
            Event.suggestion_id,
            Event.note != "",
            Person.name,
            Membership.role,
            Suggestion.number,
            Event.facts["by"].as_string(),
            case((Event.action == "export", Event.facts)),
        )
        .outerjoin(Person, Person.id == Event.person_id)
        .outerjoin(Membership, Membership.id == Event.membership_id)
        .outerjoin(Suggestion, Suggestion.id == Event.suggestion_id)
        .where(*_conditions(what))
        .order_by(Event.seq.desc())
        .limit(size)
    )
    if before is not None:
        statement = statement.where(Event.seq < before)
    rows: Iterable[Any] = db.session.execute(statement)  # more columns than the typing knows
    return [Act(*row) for row in rows]


def history_of(*subjects: str, size: int = 50) -> Sequence[tuple[Event, str | None]]:
    """The newest acts about a thing of the office, with the name of who did each. A subject is `person:7`."""
    rows = db.session.execute(
        select(Event, Person.name)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(_ABOUT_SOMETHING, Event.subject.in_(subjects))
        .order_by(Event.seq.desc())
        .limit(size)
    )
    return [(event, name) for event, name in rows]


def _conditions(what: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if what.person:
        named = select(Person.id).where(Person.name == what.person)
        found.append(Event.person_id.in_(named))
    if what.action:
        found.append(Event.action == what.action)
    if what.number:
        found.append(_about_case(what.number))
    if what.day is not None:
        start = datetime.combine(what.day, time(), SHANGHAI).astimezone(UTC)
        found += [Event.at >= start, Event.at < start + timedelta(days=1)]
    return found


def _about_case(number: str) -> ColumnElement[bool]:
    ids = db.session.scalars(select(Suggestion.id).where(Suggestion.number == number)).all()
    refused = and_(_ABOUT_SOMETHING, Event.subject.in_([f"suggestion:{one}" for one in ids]))
    return or_(Event.suggestion_id.in_(ids), refused)
