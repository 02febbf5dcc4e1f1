"""Whom a reminder as drafted would have told in the last thirty days, limit by limit and day by day.

By the due dates as they stand: a limit that was moved counts as if it had been there from the start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.domain.rulebook import ClockKind
from tracker.domain.telling import MOST_DAYS, RULES, Rule, due_reminders, told_of
from tracker.models.commitments import Commitment
from tracker.models.record import Clock
from tracker.models.tasks import Round
from tracker.models.tellings import Reminder, Telling
from tracker.queries.notice_rules import rules_now
from tracker.queries.recipients import Case, Cases, Directory, Recipient, unit_of

DAYS = 30
# So many cases of which nobody was told are judged one by one; of more, evenly chosen ones stand for all.
MOST_JUDGED = 1000
DAY = timedelta(days=1)
Hats = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Told:
    """One person, told under a hat of one thing; what falls on the same `moment` goes out in one mail. `stands_for`: so
    many like it."""

    moment: date | int
    person_id: int
    membership_id: int
    stands_for: float = 1.0


def reminded(draft: Rule, directory: Directory) -> list[Told]:
    """Who would have been reminded on which day, until the day of the directory."""
    today = directory.today
    first = today - DAY * (DAYS - 1)
    ran = and_(
        Clock.started_on < today,
        or_(Clock.stopped_on.is_(None), Clock.stopped_on >= first),
        Clock.due_on <= today + DAY * MOST_DAYS,
    )
    spoken = _days_of(draft, ran, first, today)
    known = _known(draft, ran)
    unknown = sorted(set(spoken) - set(known))
    judged = chosen(unknown)
    people = known | _judged_limits(draft, judged, directory)
    weigh = len(unknown) / max(len(judged), 1)
    return [
        Told(day, *who, 1.0 if clock in known else weigh)
        for clock, days in spoken.items()
        for day in days
        for who in people.get(clock, ())
    ]


def _days_of(draft: Rule, ran: ColumnElement[bool], first: date, today: date) -> dict[int, list[date]]:
    """By clock, the days on which the draft speaks of it for the first time in a period."""
    wanted = select(Clock.id, Clock.kind, Clock.started_on, Clock.due_on, Clock.stopped_on).where(ran)
    periods, found = _periods(draft), {}
    for clock_id, kind, started_on, due_on, stopped_on in db.session.execute(wanted):
        if not told_of(draft, kind):
            continue
        # Reminders are filed when a day begins: of what started on it they know the day after.
        start, end = max(first - DAY, started_on + DAY), min(today, stopped_on or today)
        seen: set[int] = set()
        days = []
        for day in (start + DAY * n for n in range((end - start).days + 1)):
            period = periods(kind, (due_on - day).days)
            if period is not None and period not in seen:
                seen.add(period)
                if day >= first:
                    days.append(day)
        if days:
            found[clock_id] = days
    return found


def _periods(draft: Rule) -> Callable[[ClockKind, int], int | None]:
    """The period, counted from the due date, in which the draft is the rule that speaks so many days before it."""
    rules = [one for one in (rules_now() | {draft.code: draft}).values() if one.is_reminder]

    @cache
    def period(kind: ClockKind, left: int) -> int | None:
        due, theirs = date(2000, 1, 1), [one for one in rules if told_of(one, kind)]
        spoken = due_reminders(theirs, due, due - DAY * left)
        return next(((day - due).days for rule, day in spoken if rule.code == draft.code), None)

    return period


def _known(draft: Rule, ran: ColumnElement[bool]) -> dict[int, Hats]:
    """By clock, the persons and hats who were ever reminded of it on the side of the draft."""
    same = [rule.code for rule in RULES.values() if rule.is_reminder and rule.side is draft.side]
    wanted = select(Reminder.clock_id, Telling.person_id, Telling.membership_id).join(
        Telling, Telling.reminder_id == Reminder.id
    )
    found: dict[int, Hats] = {}
    rows = wanted.join(Clock, Clock.id == Reminder.clock_id).where(ran, Reminder.rule.in_(same)).distinct()
    for clock, *who in db.session.execute(rows):
        found.setdefault(clock, set()).add((who[0], who[1]))
    return found


def _judged_limits(draft: Rule, ids: Collection[int], directory: Directory) -> dict[int, Hats]:
    clocks = list(db.session.scalars(select(Clock).where(Clock.id.in_(ids))))
    rounds = _rounds_of(clocks)  # held for as long as the cases ask for them
    cases, found = Cases(clocks), {}
    for clock in clocks:
        case = cases.case_of(clock)
        parties = told_of(draft, clock.kind) if case is not None else ()
        each = [one for party in parties if case for one in directory.recipients(party, case, unit_id=unit_of(case))]
        found[clock.id] = hats_of(_asked(clock, case, each))
    del rounds
    return found


def _rounds_of(clocks: Iterable[Clock]) -> Sequence[Round]:
    """With whom their replies were delivered to, in one go: the cases would ask it of each."""
    ids = sorted({one.round_id for one in clocks if one.round_id})
    return db.session.scalars(select(Round).where(Round.id.in_(ids)).options(selectinload(Round.deliveries))).all()


def _asked(clock: Clock, case: Case | None, found: list[Recipient]) -> list[Recipient]:
    """Of a rating, those who were asked for it; who gave it before the reminder is not known."""
    if clock.kind in (ClockKind.RATING, ClockKind.IMPLEMENTATION) and isinstance(case, Round | Commitment):
        return [one for one in found if one.person_id in case.asked]
    return found


def hats_of(found: Iterable[Recipient]) -> Hats:
    """Persons, each with the first hat under which he was found."""
    hats: dict[int, int] = {}
    for one in found:
        hats.setdefault(one.person_id, one.membership_id)
    return set(hats.items())


def chosen(ids: Sequence[int]) -> list[int]:
    """All, or evenly chosen ones of many."""
    return list(ids[:: max(1, -(-len(ids) // MOST_JUDGED))])
