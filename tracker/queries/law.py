"""The law as it stands: the calendar, the rulebook of a day, and why a clock ends when it does."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import db
from tracker.domain.calendar import Calendar, DayNote, Due
from tracker.domain.rulebook import ClockKind, Rule, Rulebook, RulebookError, book_on
from tracker.domain.rulebook_text import parse
from tracker.models.calendar import (
    CalendarChange,
    CalendarDay,
    CalendarYear,
    Decision,
    LawVersion,
    RulebookEdition,
    YearStatus,
)
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.rulebooks import all_files, shipped_text

HELD, NOTED = "law", "law_noted"
KEPT = 4


@dataclass(frozen=True)
class _Standing:
    """Everything the law says at one version."""

    calendar: Calendar
    books: tuple[Rulebook, ...]


# Keyed by the random token of the version, so that processes, databases and rolled-back changes never mix.
_kept: dict[tuple[str, str], _Standing] = {}


def calendar_now() -> Calendar:
    """The calendar as the desk keeps it; one statement in a transaction, two more after a change of the law."""
    return _standing().calendar


def calendar_at(version: int) -> Calendar:
    """The calendar as it stood at a version of the law: what later notices put aside is put back. Of what was approved
    before the program kept that, the present days stay."""
    present = calendar_now()
    if version >= present.version:
        return present
    later = select(CalendarChange.days, CalendarChange.replaced).where(
        CalendarChange.law_version > version, CalendarChange.replaced.is_not(None)
    )
    days = dict(present.days)
    for named, replaced in db.session.execute(later.order_by(CalendarChange.law_version.desc())):
        for day, _is_workday, _name in named:
            days.pop(date.fromisoformat(day), None)
        days |= {date.fromisoformat(day): DayNote(is_workday, name) for day, is_workday, name in replaced or ()}
    return Calendar(days, present.official_years, version)


def books_now() -> tuple[Rulebook, ...]:
    """All rulebooks: those of the program, of the installation, and the approved editions; oldest first."""
    return _standing().books


def rulebook_for(day: date) -> Rulebook:
    """The book in force on a day of Asia/Shanghai. Raises RulebookError when all begin later."""
    return book_on(day, books_now())


def book_of(edition: RulebookEdition) -> Rulebook:
    """The book a proposed edition would be; what it was written before the program knew of is taken from the shipped
    one. Raises RulebookError."""
    return parse(edition.source, source=edition.edition, shipped=shipped_text())


def rulebook_of(assigned_on: date | None, today: date) -> Rulebook:
    """The book a case goes by: that of its first assignment, before that today's (days of Asia/Shanghai). A case from
    before the first book of all, moved in or shelved, is read by that first one."""
    books = books_now()
    first = min((book.valid_from for book in books), default=today)
    return book_on(max(assigned_on or today, first), books)


def rulebook_named(edition: str) -> Rulebook:
    """The book a clock remembers. Raises RulebookError when it is no longer there."""
    found = next((book for book in books_now() if book.edition == edition), None)
    if found is None:
        raise RulebookError(f"no rulebook is called {edition}")
    return found


def note(number: int, token: str) -> None:
    """Called by a statement that has read the version of the law along: this transaction need not ask again."""
    session = db.session()
    session.info[NOTED] = (session.get_transaction(), number, token)


def forget(session: Session) -> None:
    """Called by a service that has changed the law: what this transaction has read of it is stale."""
    session.info.pop(HELD, None)
    session.info.pop(NOTED, None)


def _standing() -> _Standing:
    session = db.session()
    held = session.info.get(HELD)
    if held is not None and held[0] is session.get_transaction():
        standing: _Standing = held[1]
        return standing
    number, token = _version(session)
    key = (token, os.fspath(current_app.instance_path))
    found = _kept.get(key) if token else None
    if found is None:
        found = _Standing(_calendar(session, number), _books(session))
        _keep(key, found)
    session.info[HELD] = (session.get_transaction(), found)
    return found


def _version(session: Session) -> tuple[int, str]:
    noted = session.info.get(NOTED)
    if noted is not None and noted[0] is session.get_transaction():
        return noted[1], noted[2]
    newest = session.execute(
        select(LawVersion.number, LawVersion.token).order_by(LawVersion.number.desc()).limit(1)
    ).first()
    return (newest.number, newest.token) if newest else (0, "")


def _keep(key: tuple[str, str], standing: _Standing) -> None:
    if key[0]:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)  # another thread may have been quicker
        _kept[key] = standing


def _calendar(session: Session, version: int) -> Calendar:
    years = session.execute(select(CalendarYear.year).where(CalendarYear.status == YearStatus.OFFICIAL)).scalars()
    rows = session.execute(select(CalendarDay.day, CalendarDay.is_workday, CalendarDay.name))
    official = frozenset(years)
    return Calendar({row.day: DayNote(row.is_workday, row.name) for row in rows}, official, version)


def _books(session: Session) -> tuple[Rulebook, ...]:
    files = all_files(Path(current_app.instance_path))
    rows = session.execute(
        select(RulebookEdition.edition, RulebookEdition.source)
        .where(RulebookEdition.decision == Decision.APPROVED)
        .order_by(RulebookEdition.id)
    )
    editions = tuple(parse(row.source, source=row.edition, shipped=shipped_text()) for row in rows)
    # Sorting is stable: an edition that corrects a file from the same day on comes after it and counts.
    return tuple(sorted((*files, *editions), key=lambda book: book.valid_from))


@dataclass(frozen=True)
class Explanation:
    """Why a clock ends when it does.

    `due` is counted from the rule by the calendar that made the day; `cap` is there when the suggestion's own end comes
    first; `differs` says that the stored day is neither, because it was set or granted otherwise.
    """

    clock: Clock
    rule: Rule
    book: Rulebook
    calendar: Calendar
    due: Due | None
    cap: Due | None
    differs: bool


def explain_clock(clock: Clock) -> Explanation:
    """The explanation of one clock, day by day: while it runs by the calendar of today, once it is over by its own."""
    book = rulebook_named(clock.rules_of)
    calendar = calendar_now() if clock.stopped_on is None else calendar_at(clock.calendar_version)
    due = book.due(clock.kind, clock.started_on, calendar)
    cap = _cap(clock, book, calendar) if clock.is_capped else None
    told = cap or due
    return Explanation(clock, book.rule(clock.kind), book, calendar, due, cap, told is None or told.on != clock.due_on)


def _cap(clock: Clock, book: Rulebook, calendar: Calendar) -> Due | None:
    first = db.session.scalar(select(Suggestion.assigned_on).where(Suggestion.id == clock.suggestion_id))
    return book.due(ClockKind.SUGGESTION_REPLY, first, calendar) if first else None
