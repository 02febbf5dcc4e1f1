"""What changes of the law and the counting of days cost: a notice previewed and applied, who held every share."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import func, select

from tests.bench.data import opened
from tests.bench.servers import Place
from tracker import clock
from tracker.db import db
from tracker.domain.notices import NoticeDay, write_notice
from tracker.domain.parties import Actor
from tracker.domain.recount import Move, digest
from tracker.domain.roles import Role
from tracker.models.calendar import CalendarChange
from tracker.models.people import Membership
from tracker.models.record import Clock
from tracker.models.tasks import Task
from tracker.queries.calendars import notice_days
from tracker.queries.holding import held_days
from tracker.queries.recounts import calendar_moves, calendar_with
from tracker.services import calendars

T = TypeVar("T")
# Seconds that the person who decides on a notice waits for the whole of it.
GOALS = {"preview": 3.0, "applying": 30.0, "holders": 30.0}


def seconds(place: Place) -> dict[str, float]:
    """Preview and application of a notice that makes the days around today days off, so that very many limits move;
    and the holders of every share there ever was. Also how many clocks ran and how many moved."""
    with opened(place):
        today = clock.day_of(clock.now())
        found: dict[str, float] = {"running": float(_running()), "shares": 0.0}
        change_id = _propose(today)
        found["preview"], moves = _timed(lambda: _moves(change_id))
        seen, mover = digest(moves), _desk()[1]
        found["moves"] = float(len(moves))
        found["applying"], _moved = _timed(
            lambda: calendars.approve(mover, change_id, version=1, now=clock.now(), seen=seen)
        )
        found["holders"], held = _timed(lambda: held_days(select(Task.id), today))
        found["shares"] = float(len(held))
        return found


def _desk() -> list[Actor]:
    """Two persons of the desk: one proposes, the other approves."""
    wanted = select(Membership).where(Membership.role == Role.DESK).order_by(Membership.id).limit(2)
    return [Actor(one.person_id, one.id, one.role) for one in db.session.scalars(wanted)]


def _running() -> int:
    return db.session.scalar(select(func.count()).select_from(Clock).where(Clock.stopped_on.is_(None))) or 0


def _propose(today: date) -> int:
    """A forecast in which most working days from next week on are days off."""
    year = (today + timedelta(days=90)).year
    days = [today + timedelta(days=n) for n in range(5, 200)]
    off = [one for one in days if one.weekday() < 3 and (one.year == year or (one.year, one.month) == (year - 1, 12))]
    known = {one.day: one for one in notice_days(year)} | {one: NoticeDay(one, False, "测量") for one in off}
    notice = write_notice(known.values(), year)
    return calendars.propose(
        _desk()[0], year=year, notice=notice, document_no="", official=False, partial=True, now=clock.now()
    )


def _moves(change_id: int) -> list[Move]:
    change = db.session.get_one(CalendarChange, change_id)
    return calendar_moves(change, calendar_with(change))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    db.session.rollback()
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made
