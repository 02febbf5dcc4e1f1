"""The chasing ladder (催办阶梯): what follows when a share is late, on which day, to whom and by whom; and the weight
of a chase by a person.

What the steps are is data of the rulebook; here is only how they are read against clocks that run. All days are
Asia/Shanghai days, counted as calendar days from the due day; a step never falls on a day of rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .calendar import ONE_DAY, Calendar, off_rest_day
from .parties import Party
from .roles import Role
from .rulebook import ClockKind


class Form(StrEnum):
    """What a step comes as. A reminder is a notice and no paper; the others stand in the record."""

    REMINDER = "reminder"
    CHASE = "chase"
    SUPERVISION = "supervision"
    CHAIR = "chair"


class Issuer(StrEnum):
    """Who issues a step: time itself on its day, or an office by a click from that day on."""

    CLOCK = "clock"
    OFFICE = "office"


class Side(StrEnum):
    """On whose behalf somebody chases; each side has its own pause and weight."""

    DEPUTY = "deputy"
    COMMITTEE = "committee"
    DESK = "desk"
    COORDINATOR = "coordinator"
    # Time itself: the steps of the ladder that an office does not issue.
    CLOCK = "clock"


# Clocks a share can be chased for: what a unit owes for it.
CHASED = frozenset(
    {
        ClockKind.SIGN_FOR,
        ClockKind.REPLY,
        ClockKind.REHANDLE_REPLY,
        ClockKind.CO_OPINION,
        ClockKind.CO_OPINION_AGAIN,
    }
)
# An office acts on the due day of the share itself, which is that of its answer.
ANSWERS = CHASED - {ClockKind.SIGN_FOR}
# Whom a step can be addressed to: the share's own unit, and who stands above it.
ADDRESSEES = frozenset(
    {Party.RECEIVER, Party.HANDLER, Party.REVIEWER, Party.UNIT_SIGNER, Party.COORDINATOR, Party.DESK}
)
_SIDES = {
    Role.DEPUTY: Side.DEPUTY,
    Role.COMMITTEE: Side.COMMITTEE,
    Role.DESK: Side.DESK,
    Role.COORDINATOR: Side.COORDINATOR,
}


def again_from(held: Mapping[str, str] | None, side: Side) -> date | None:
    """From which day on a side may chase again, as a share or a promise remembers it."""
    day = (held or {}).get(side.value)
    return date.fromisoformat(day) if day else None


def side_of(role: Role | None) -> Side:
    """The side a hat chases for; without a hat it is time itself."""
    return _SIDES.get(role, Side.CLOCK) if role is not None else Side.CLOCK


@dataclass(frozen=True, slots=True)
class Rung:
    """One step. `days` are calendar days from the due day, before it where negative; `weight` is what it adds to the
    pressure of the share."""

    code: str
    name: str
    clocks: tuple[ClockKind, ...]
    days: int
    form: Form
    by: Issuer
    to: tuple[Party, ...]
    copies: tuple[Party, ...]
    weight: int
    basis: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Chasing:
    """How a city chases: calendar days between two chases of one share by one side, from how many days before the due
    day a share is listed as near, what a chase weighs, and the ladder in its order."""

    pause_days: int
    near_days: int
    weights: Mapping[Side, int]
    ladder: tuple[Rung, ...]

    def again_on(self, chased_on: date) -> date:
        """The first day on which the same side may chase the same share again."""
        return chased_on + timedelta(days=self.pause_days)

    def rung(self, code: str) -> Rung | None:
        return next((one for one in self.ladder if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs for a share."""

    clock: ClockKind
    due_on: date


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its day, for one clock and the due day that clock has now."""

    rung: Rung
    on: date
    clock: ClockKind
    due_on: date

    @property
    def key(self) -> str:
        return key_of(self.rung.code, self.clock)


def key_of(code: str, clock: ClockKind) -> str:
    """How a share remembers a step: once for each clock and its due day."""
    return f"{code}:{clock}"


def day_of_step(rung: Rung, due_on: date, calendar: Calendar) -> date:
    """The day of a step: what comes after the due day rolls on to the next working day, as limits do; what reminds
    before it moves back to the working day before, or it would come too late to help."""
    day = due_on + timedelta(days=rung.days)
    if rung.days > 0:
        return off_rest_day(day, calendar)
    while not calendar.is_workday(day):
        day -= ONE_DAY
    return day


def planned(ladder: Iterable[Rung], running: Iterable[Running], calendar: Calendar) -> tuple[Planned, ...]:
    """Every step of the clocks that run, by day; a clock that stopped has none, one that was moved has new days."""
    held = list(running)
    found = [
        Planned(rung, day_of_step(rung, one.due_on, calendar), one.clock, one.due_on)
        for rung in ladder
        for one in held
        if one.clock in rung.clocks
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.rung.days, one.clock)))


def still_open(plan: Iterable[Planned], issued: Mapping[str, date]) -> tuple[Planned, ...]:
    """The steps that were not issued for the due day as it is now, and that no higher one of the same clock has passed
    over. `issued` says for each step which due day it was issued for."""
    every = tuple(plan)
    reached: dict[ClockKind, int] = {}
    for one in every:
        if issued.get(one.key) == one.due_on:
            reached[one.clock] = max(one.rung.days, reached.get(one.clock, one.rung.days))
    return tuple(one for one in every if one.clock not in reached or one.rung.days > reached[one.clock])


def due_by_itself(plan: Iterable[Planned], issued: Mapping[str, date], today: date) -> Planned | None:
    """The one step time issues today: the highest whose day has come. After days without a worker the lower ones are
    passed over, so that nobody is sent a heap of papers at once."""
    due = [one for one in _come(plan, issued, today) if one.rung.by is Issuer.CLOCK]
    return max(due, key=lambda one: (one.rung.days, one.on), default=None)


def waits_for_office(plan: Iterable[Planned], issued: Mapping[str, date], today: date) -> Planned | None:
    """The first step whose day has come and that waits for an office's click: people climb rung by rung, unless they
    choose to pass one over."""
    due = [one for one in _come(plan, issued, today) if one.rung.by is Issuer.OFFICE]
    return min(due, key=lambda one: (one.rung.days, one.on), default=None)


def _come(plan: Iterable[Planned], issued: Mapping[str, date], today: date) -> Iterator[Planned]:
    for one in still_open(plan, issued):
        if one.on <= today and one.rung.form is not Form.REMINDER:
            yield one


def next_step(plan: Iterable[Planned], issued: Mapping[str, date], today: date) -> Planned | None:
    """What comes next: a step whose day has come and that is not out yet, else the nearest to come. A reminder whose
    day has passed is past."""
    every = tuple(plan)
    now = waits_for_office(every, issued, today) or due_by_itself(every, issued, today)
    if now is not None:
        return now
    ahead = (one for one in still_open(every, issued) if one.on > today or (one.on == today and _reminds(one)))
    return next(ahead, None)


def _reminds(one: Planned) -> bool:
    return one.rung.form is Form.REMINDER


def office_step(ladder: Iterable[Rung], form: Form, clock: ClockKind) -> Rung | None:
    """The step of this form for a clock, whose words and weight an office's own act takes."""
    return next((one for one in ladder if one.form is form and clock in one.clocks), None)
