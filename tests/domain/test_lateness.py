"""Why a share is late: the days of the record in the few words an office puts a reason in."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.domain.holding import Holder, Span
from tracker.domain.lateness import LateReason, lateness, reason_of
from tracker.domain.own_days import Judged, Owed, judged

FIRST = date(2026, 1, 1)
DUE = FIRST + timedelta(days=50)
R = LateReason


def spans(*held: tuple[Holder, int]) -> list[Span]:
    found, at = [], FIRST
    for holder, days in held:
        found.append(Span(holder, at, at + timedelta(days=days)))
        at += timedelta(days=days)
    return found


def of(*held: tuple[Holder, int], due: date = DUE, ended: date | None = None) -> tuple[list[Span], Judged, date]:
    cut = spans(*held)
    day = cut[-1].last
    return cut, judged(cut, Owed(FIRST, due, ended), until=day), day


def test_the_days_of_a_late_reply_are_told_by_who_held_it() -> None:
    cut, reply, day = of((Holder.SIGNING_FOR, 3), (Holder.HANDLING, 38), (Holder.CO_UNITS, 12), (Holder.RATING, 3))
    late = lateness(cut, reply, until=day)
    assert late is not None and late.days == 6
    assert late.parts == ((R.UNIT, 41), (R.CO_UNITS, 12), (R.DEPUTIES, 3))
    assert late.proposed is R.CO_UNITS and late.own_late == 0


def test_a_unit_late_by_its_own_days_is_the_reason_itself() -> None:
    cut, reply, day = of((Holder.HANDLING, 55), (Holder.CO_UNITS, 5))
    late = lateness(cut, reply, until=day)
    assert late is not None and late.proposed is R.UNIT and late.own_late == 5


def test_what_is_in_time_or_over_has_no_reason() -> None:
    cut, reply, day = of((Holder.HANDLING, 50))
    assert lateness(cut, reply, until=day) is None
    cut, reply, day = of((Holder.HANDLING, 60), ended=DUE + timedelta(days=9))
    assert reply.late and lateness(cut, reply, until=day) is None
    assert lateness(cut, None, until=day) is None


def test_every_holder_is_some_reason_a_record_can_propose() -> None:
    assert {reason_of(one) for one in Holder} == {R.UNIT, R.CO_UNITS, R.OFFICES, R.DEPUTIES}
    assert reason_of(Holder.EXTENSION) is R.OFFICES and reason_of(Holder.CLEARANCE) is R.UNIT
