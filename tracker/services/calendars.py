"""The calendar: filled once from what the program ships, then changed by two persons, one notice at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select

from tracker.db import db, transactional
from tracker.domain.notices import NoticeDay, read_notice, require_whole, write_notice
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.recount import Move
from tracker.domain.roles import Capability
from tracker.models.calendar import CalendarChange, CalendarDay, CalendarYear, Decision, YearStatus
from tracker.outside.holiday_library import FIRST_YEAR, LibraryYear, years_known
from tracker.queries.recounts import calendar_moves, calendar_with, days_of
from tracker.rulebooks import ShippedYear, shipped_calendar
from tracker.services._load import Invalid, fresh
from tracker.services._proposals import Objection, ProposalRefused, new_version, require_as_seen, require_keeper, settle
from tracker.services._record import write_event
from tracker.services._recount import move_clocks

SHIPPED = "随程序提供"
FROM_LIBRARY = "节假日程序库"


@transactional
def fill(*, now: datetime) -> int:
    """Fill an empty calendar with the years the program ships; returns how many years were added, 0 when not empty."""
    return _fill_missing(shipped_calendar(), SHIPPED, now=now) if _is_empty() else 0


@dataclass(frozen=True)
class Synced:
    """How many years were added, and the notices that came out for years still provisional here.

    `filed`: the years that would move running due dates, each with its proposal and how many days that would move.
    """

    added: int
    published: tuple[tuple[int, str], ...]
    filed: tuple[tuple[int, int, int], ...] = ()


def sync(last: int, *, now: datetime) -> Synced:
    """Compare with the holiday library up to the year `last`: add what is missing, report what has been published.

    A missing year that would move a running due date, or change its provisional mark, is not added: it is filed as a
    proposal, with the preview of every proposal, and a named person decides. The library is read before the
    transaction begins: it takes half a second to load.
    """
    known = years_known(FIRST_YEAR, last)
    return _sync(known, now=now)


@transactional
def _sync(known: list[LibraryYear], *, now: datetime) -> Synced:
    unsure = set(db.session.scalars(select(CalendarYear.year).where(CalendarYear.status == YearStatus.PROVISIONAL)))
    years = tuple(ShippedYear(one.year, one.official, "", FROM_LIBRARY, one.days) for one in known)
    # What touches nothing first: it may be all that a year beside it was waiting for.
    untouched = tuple(year for year in _missing(years) if not _moved_by(_change_of(year, now=now)))
    added = _fill_missing(untouched, FROM_LIBRARY, now=now)
    filed = [one for year in _missing(years) if (one := _file(year, now=now)) is not None]
    waiting = {year for year, _change_id, _moved in filed}
    added += _fill_missing(tuple(one for one in years if one.year not in waiting), FROM_LIBRARY, now=now)
    published = tuple(
        (one.year, write_notice(one.days, one.year)) for one in known if one.official and one.year in unsure
    )
    return Synced(added, published, tuple(filed))


def _missing(years: tuple[ShippedYear, ...]) -> list[ShippedYear]:
    there = set(db.session.scalars(select(CalendarYear.year)))
    return [year for year in years if year.year not in there]


def _change_of(year: ShippedYear, *, now: datetime) -> CalendarChange:
    return CalendarChange(
        year=year.year,
        status=YearStatus.OFFICIAL if year.official else YearStatus.PROVISIONAL,
        document_no=FROM_LIBRARY,
        notice=write_notice(year.days, year.year),
        days=_as_kept(year.days),
        proposed_at=now,
    )


def _moved_by(change: CalendarChange) -> list[Move]:
    return calendar_moves(change, calendar_with(change))


def _file(year: ShippedYear, *, now: datetime) -> tuple[int, int, int] | None:
    """File a missing year that running clocks touch, unless a proposal for it waits already: the year, the proposal,
    how many days would move. Nothing where it moves no clock."""
    change = _change_of(year, now=now)
    moves = _moved_by(change)
    if not moves:
        return None
    waiting = _open_for(year.year)
    if waiting is None:
        db.session.add(change)
        _note(CLOCK, "propose_calendar", change, now=now)
        waiting = change.id
    return year.year, waiting, sum(move.moves_day for move in moves)


def _fill_missing(years: tuple[ShippedYear, ...], source: str, *, now: datetime) -> int:
    added = _missing(years)
    if not added:
        return 0
    for year in added:
        status = YearStatus.OFFICIAL if year.official else YearStatus.PROVISIONAL
        db.session.add(CalendarYear(year=year.year, status=status, document_no=year.document_no, note=year.note))
        _put_days(year.days, year.year, source)
    facts = {"years": [year.year for year in added], "source": source}
    write_event(CLOCK, "fill_calendar", now=now, subject="calendar", facts=facts)
    new_version("fill_calendar", now=now)
    return len(added)


@transactional
def propose(
    actor: Actor, *, year: int, notice: str, document_no: str, official: bool, partial: bool = False, now: datetime
) -> int:
    """Propose a year's notice as its text says; returns the proposal's id.

    Raises NoticeError for a line that cannot be read, for an official notice without one of the festivals and for a
    forecast without one unless `partial` says that it is meant so: the days that were there would be dropped; Invalid
    for an official one without its name, ProposalRefused when another proposal for the year is open or the year would
    stay as it is.
    """
    person_id = require_keeper(actor, Capability.KEEP_CALENDAR)
    days = read_notice(notice, year)
    if official and not document_no.strip():
        raise Invalid(document_no="document_missing")
    if official or not partial:
        require_whole(days, year)
    if _open_for(year) is not None:
        raise ProposalRefused(Objection.ALREADY_OPEN)
    status = YearStatus.OFFICIAL if official else YearStatus.PROVISIONAL
    if _stays(year, days, status, document_no):
        raise ProposalRefused(Objection.NOTHING_CHANGED)
    change = CalendarChange(
        year=year,
        status=status,
        document_no=document_no,
        notice=notice,
        days=_as_kept(days),
        proposed_by_id=person_id,
        proposed_at=now,
    )
    db.session.add(change)
    db.session.flush()
    _note(actor, "propose_calendar", change, now=now)
    return change.id


@transactional
def approve(actor: Actor, change_id: int, *, version: int, now: datetime, note: str = "", seen: str = "") -> int:
    """Put a proposed notice in force, by another person than its proposer; returns how many due dates moved.

    `seen` is the digest of the preview that was decided upon: other moves than those are not made, but refused.
    """
    person_id = require_keeper(actor, Capability.KEEP_CALENDAR)
    change = fresh(CalendarChange, change_id, version=version)
    settle(change, Decision.APPROVED, person_id, now=now, note=note)
    moves = _moved_by(change)
    require_as_seen(moves, seen)
    _apply(change)
    number = change.law_version = new_version(f"calendar {change.year}", now=now)
    _note(actor, "approve_calendar", change, now=now, note=note)
    return move_clocks(moves, actor, reason=change.document_no, version=number, now=now)


@transactional
def reject(actor: Actor, change_id: int, *, version: int, now: datetime, note: str) -> int:
    """Turn a proposed notice down with a reason; returns its id."""
    return _close(actor, change_id, Decision.REJECTED, "reject_calendar", version=version, now=now, note=note)


@transactional
def withdraw(actor: Actor, change_id: int, *, version: int, now: datetime) -> int:
    """Take back one's own proposal; returns its id."""
    return _close(actor, change_id, Decision.WITHDRAWN, "withdraw_calendar", version=version, now=now, note="")


def _close(
    actor: Actor, change_id: int, decision: Decision, action: str, *, version: int, now: datetime, note: str
) -> int:
    person_id = require_keeper(actor, Capability.KEEP_CALENDAR)
    change = fresh(CalendarChange, change_id, version=version)
    settle(change, decision, person_id, now=now, note=note)
    _note(actor, action, change, now=now, note=note)
    return change.id


def _open_for(year: int) -> int | None:
    wanted = select(CalendarChange.id).where(CalendarChange.year == year, CalendarChange.decision == Decision.OPEN)
    return db.session.scalar(wanted)


def _as_kept(days: tuple[NoticeDay, ...]) -> list[list[object]]:
    return [[one.day.isoformat(), one.is_workday, one.name] for one in days]


def _is_empty() -> bool:
    return db.session.scalar(select(CalendarYear.year).limit(1)) is None


def _stays(year: int, days: tuple[NoticeDay, ...], status: YearStatus, document_no: str) -> bool:
    there = db.session.get(CalendarYear, year)
    if there is None or (there.status, there.document_no) != (status, document_no):
        return False
    rows = db.session.scalars(select(CalendarDay).where(CalendarDay.notice_year == year).order_by(CalendarDay.day))
    return tuple(NoticeDay(row.day, row.is_workday, row.name) for row in rows) == days


def _apply(change: CalendarChange) -> None:
    year = db.session.get(CalendarYear, change.year) or CalendarYear(year=change.year)
    year.status, year.document_no, year.note = change.status, change.document_no, ""
    db.session.add(year)
    change.replaced = _put_aside(change)
    db.session.execute(delete(CalendarDay).where(CalendarDay.notice_year == change.year))
    _put_days(days_of(change), change.year, change.document_no)


def _put_aside(change: CalendarChange) -> list[list[object]]:
    """The days its year had, and those of another year's notice that this one speaks of too."""
    named = CalendarDay.day.in_([one.day for one in days_of(change)])
    rows = select(CalendarDay).where(or_(CalendarDay.notice_year == change.year, named)).order_by(CalendarDay.day)
    return [[row.day.isoformat(), row.is_workday, row.name] for row in db.session.scalars(rows)]


def _put_days(days: tuple[NoticeDay, ...], notice_year: int, source: str) -> None:
    rows = [
        {"day": one.day, "is_workday": one.is_workday, "name": one.name, "notice_year": notice_year, "source": source}
        for one in days
    ]
    # A later notice may speak again of a day in the December before it; the last word counts.
    db.session.execute(delete(CalendarDay).where(CalendarDay.day.in_([one.day for one in days])))
    db.session.execute(insert(CalendarDay), rows)
    db.session.flush()


def _note(actor: Actor, action: str, change: CalendarChange, *, now: datetime, note: str = "") -> None:
    db.session.flush()
    facts = {"year": change.year, "status": change.status.value, "document_no": change.document_no}
    write_event(actor, action, now=now, subject=f"calendar:{change.id}", note=note, facts=facts)
