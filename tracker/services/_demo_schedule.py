"""On which working days a history of the demo congress happens, so that it ends where it should, seen from now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tracker.services._demo_stages import Due, Stage, Wish
from tracker.services._demo_time import Days, Sitting

S = Stage
REPLY_MONTHS = 3
# Working days from assignment to reply where nothing presses; a few are late.
SLOWEST, LATEST, LATE = 58, 70, 0.05
# Rating takes up to twenty working days, deciding and handling again another month and a half.
SETTLED, AGAIN = 28, 60


@dataclass(slots=True)
class Dates:
    """Numbers of working days; later ones than a stage reaches mean nothing."""

    begin: int = 0
    submit: int = 0
    accept: int = 0
    assign: int = 0
    deliver: int = 0
    shut: int = 0
    decide: int = 0
    again: int = 0


class Schedule:
    """Chooses days backwards from now for open cases, from a session on for those that are over."""

    def __init__(self, days: Days, sittings: list[Sitting], today: date, rng: Random) -> None:
        self._days, self._sittings, self._today, self._rng = days, sittings, today, rng
        self._first = days.up_to(sittings[0].opens_on)

    def dates(self, wish: Wish) -> Dates:
        """The days of one history."""
        rng, last = self._rng, self._days.last
        match wish.stage:
            case S.DRAFT:
                return Dates(begin=last - rng.randint(0, 9), submit=last + 1)
            case S.COSIGNING:
                # So lately that the invitations still wait for their answers.
                return Dates(begin=last - rng.randint(0, 2), submit=last + 1)
            case S.DISCARDED:
                return self._before_submission(Dates(submit=self._some_day()))
            case S.SUBMITTED | S.IN_REVIEW:
                return self._before_submission(Dates(submit=last - rng.randint(0, 5)))
            case S.RETURNED:
                return self._before_submission(Dates(submit=last - rng.randint(5, 25)))
            case S.REFUSED | S.WITHDRAWN:
                return self._before_submission(Dates(submit=self._some_day()))
            case S.REGISTERED:
                return self._before_acceptance(Dates(accept=last - rng.randint(0, 4)))
            case S.CLOSED:
                return self._over()
            case _:
                return self._before_assignment(self._open(wish))

    def _open(self, wish: Wish) -> Dates:
        rng, last = self._rng, self._days.last
        match wish.stage:
            case S.WITH_COORDINATOR:
                return Dates(assign=last - rng.randint(0, 5), deliver=last + 40)
            case S.ASSIGNED:
                return Dates(assign=last - rng.randint(1, 6), deliver=last + 40)
            case S.SIGNED_FOR:
                return Dates(assign=last - rng.randint(4, 10), deliver=last + 40)
            case S.HANDLING:
                return Dates(assign=self._due_about(wish, 75), deliver=last + 12)
            case S.DRAFTING:
                return Dates(assign=self._due_about(wish, 60), deliver=last + rng.randint(3, 6))
            case S.SENT_BACK | S.REVIEW | S.CLEARANCE:
                return Dates(assign=self._due_about(wish, 45), deliver=last + rng.randint(1, 3))
            case _:
                return self._rated(wish.stage)

    def _rated(self, stage: Stage) -> Dates:
        rng, last = self._rng, self._days.last
        dates = Dates()
        if stage is S.DELIVERED:
            dates.deliver = last - rng.randint(0, 16)
        elif stage is S.UNDECIDED:
            dates.shut = last - rng.randint(0, 5)
        else:
            dates.again = last - rng.randint(0, 14) if stage is S.AGAIN_DELIVERED else last + rng.randint(1, 3)
            dates.decide = min(dates.again, last) - rng.randint(9, 18)
            dates.shut = dates.decide - rng.randint(1, 3)
        dates.deliver = dates.deliver or dates.shut - rng.randint(2, 12)
        dates.assign = dates.deliver - rng.randint(20, SLOWEST)
        return dates

    def _due_about(self, wish: Wish, furthest: int) -> int:
        """The working day of assignment for which the reply stands as wished."""
        rng = self._rng
        luck = rng.random()
        if wish.due is Due.OVERDUE or (wish.due is Due.ANY and luck < 0.07):
            ahead = -rng.randint(1, 12)
        elif wish.due is Due.SOON or (wish.due is Due.ANY and luck < 0.3):
            ahead = rng.randint(1, 5)
        else:
            ahead = rng.randint(6, furthest)
        return self._days.months_before(self._today + timedelta(days=ahead), REPLY_MONTHS)

    def _over(self) -> Dates:
        rng, last = self._rng, self._days.last
        latest = last - SLOWEST - SETTLED
        kick_offs = [self._days.up_to(one.closes_on + timedelta(days=25)) for one in self._sittings]
        chosen = rng.choice(kick_offs)
        assign = chosen if chosen <= latest and rng.random() < 0.75 else rng.randint(self._first + 20, latest)
        slowest = LATEST if rng.random() < LATE else SLOWEST
        deliver = min(assign + rng.randint(20, slowest), last - SETTLED)
        return self._before_assignment(Dates(assign=assign, deliver=deliver))

    def _before_assignment(self, dates: Dates) -> Dates:
        rng = self._rng
        day = self._days[dates.assign]
        for sitting in self._sittings:
            if timedelta(days=8) <= day - sitting.closes_on <= timedelta(days=32) and rng.random() < 0.9:
                opens = self._days.up_to(sitting.opens_on)
                dates.submit = opens + rng.randint(0, 4)
                dates.accept = dates.submit + rng.randint(1, 5)
                dates.begin = dates.submit - rng.randint(1, 12)
                return dates
        dates.accept = dates.assign - rng.choice((1, 1, 2, 3, 5))
        return self._before_acceptance(dates)

    def _before_acceptance(self, dates: Dates) -> Dates:
        dates.submit = dates.accept - self._rng.choice((1, 1, 2, 3, 4))
        return self._before_submission(dates)

    def _before_submission(self, dates: Dates) -> Dates:
        dates.begin = dates.submit - self._rng.randint(1, 6)
        return dates

    def _some_day(self) -> int:
        rng = self._rng
        if rng.random() < 0.6:
            return self._days.up_to(rng.choice(self._sittings).opens_on) + rng.randint(0, 4)
        return rng.randint(self._first, self._days.last - 8)
