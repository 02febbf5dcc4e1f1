"""What a person was told: the list, one notice, the lines of a mail. A case he may not read (any more) is not named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from tracker.db import db
from tracker.domain.kinds import Kind
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.rulebook import ClockKind
from tracker.models.people import Membership
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.models.tellings import Reminder, Telling
from tracker.queries.scope import visible_to

# More unread ones are not counted: the badge says 99+.
COUNTED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One notice. Of a case that is hidden from the person now there is neither number nor title."""

    id: int
    rule: str
    membership_id: int
    made_at: datetime
    read_at: datetime | None
    is_over: bool
    suggestion_id: int | None
    number: str | None
    title: str
    kind: Kind | None
    is_confidential: bool
    action: str | None
    subject: str
    clock: ClockKind | None
    due_on: date | None
    is_hidden: bool = False


def unread_of(person_id: ColumnElement[int]) -> Any:
    """As a column: how many notices a person has not read, up to `COUNTED`."""
    some = select(Telling.id).where(Telling.person_id == person_id, Telling.read_at.is_(None)).limit(COUNTED)
    return select(func.count()).select_from(some.correlate_except(Telling).subquery()).scalar_subquery()


def page_of(person_id: int, hats: Iterable[Actor], *, unread: bool, page: int) -> tuple[list[Line], int]:
    """A page of what a person was told under any hat, newest first, and how many there are: two statements."""
    own = [Telling.person_id == person_id]
    if unread:
        own.append(Telling.read_at.is_(None))
    total = db.session.scalar(select(func.count()).select_from(Telling).where(*own)) or 0
    wanted = _lines(_shown(hats)).where(*own).order_by(Telling.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return _read(wanted), total


def one_of(person_id: int, telling_id: int, hats: Iterable[Actor]) -> Line | None:
    """One notice of a person."""
    wanted = _lines(_shown(hats)).where(Telling.person_id == person_id, Telling.id == telling_id)
    return next(iter(_read(wanted)), None)


def lines_of(sending_id: int, hats: Iterable[Actor]) -> list[Line]:
    """What a mail says, in the order in which it happened."""
    return _read(_lines(_shown(hats)).where(Telling.sending_id == sending_id).order_by(Telling.id))


def hats_held(person_id: int, today: date) -> list[Actor]:
    """The hats a person may wear on a day (Asia/Shanghai), as the domain knows them."""
    held = or_(Membership.ends_on.is_(None), Membership.ends_on >= today)
    own = (Membership.person_id == person_id, Membership.starts_on <= today, held)
    return [actor_of(one) for one in db.session.scalars(select(Membership).where(*own).order_by(Membership.id))]


def actor_of(hat: Membership) -> Actor:
    """A hat as the domain knows it."""
    where = (hat.unit_id, hat.system, hat.delegation_id, frozenset(hat.category_ids), hat.assists_id)
    return Actor(hat.person_id, hat.id, hat.role, *where, is_principal=hat.is_principal)


def _shown(hats: Iterable[Actor]) -> ColumnElement[bool]:
    """Whether the case may be read under the hat it was told to."""
    each = [and_(Telling.membership_id == one.membership_id, visible_to(one)) for one in hats]
    return or_(false(), *each)


def _lines(shown: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Telling.id,
            Telling.rule,
            Telling.membership_id,
            Telling.made_at,
            Telling.read_at,
            Telling.is_over,
            Telling.suggestion_id,
            Suggestion.number,
            Suggestion.title,
            Suggestion.kind,
            Suggestion.is_confidential,
            Event.action,
            Event.subject,
            Clock.kind.label("clock"),
            Reminder.due_on,
            shown.label("shown"),
        )
        .select_from(Telling)
        .outerjoin(Suggestion, Suggestion.id == Telling.suggestion_id)
        .outerjoin(Event, Event.seq == Telling.event_seq)
        .outerjoin(Reminder, Reminder.id == Telling.reminder_id)
        .outerjoin(Clock, Clock.id == Reminder.clock_id)
    )


def _read(wanted: Select[*tuple[Any, ...]]) -> list[Line]:
    return [_line(row) for row in db.session.execute(wanted)]


def _line(row: Any) -> Line:
    hidden = row.suggestion_id is not None and not row.shown
    return Line(
        id=row.id,
        rule=row.rule,
        membership_id=row.membership_id,
        made_at=row.made_at,
        read_at=row.read_at,
        is_over=row.is_over,
        suggestion_id=None if hidden else row.suggestion_id,
        number=None if hidden else row.number,
        title="" if hidden else row.title or "",
        kind=row.kind,
        is_confidential=bool(row.is_confidential),
        action=row.action,
        subject=row.subject or "",
        clock=row.clock,
        due_on=row.due_on,
        is_hidden=hidden,
    )


__all__: Sequence[str] = ["Line", "actor_of", "hats_held", "lines_of", "one_of", "page_of", "unread_of"]
