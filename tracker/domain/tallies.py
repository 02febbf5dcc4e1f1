"""What is true of a paper, a share of the work, a reply or a promise at the end of a day, as `statistics.py` counts it.

Each story answers `counts(day)` from its dated acts alone, so a past day is asked like the present one. `entries` turns
the answers into changes: what is counted more or less from which day on, under which unit, category and so on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from tracker.domain.actions import Action
from tracker.domain.calendar import ONE_DAY
from tracker.domain.statistics import Measure

A, M = Action, Measure
T = TypeVar("T")
NOTHING: Mapping[Measure, int] = {}


@dataclass(frozen=True, slots=True)
class Dated:
    """An act of the record: its day in Asia/Shanghai and what was written with it."""

    day: date
    action: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and the day from which it held: an extension that was granted is a second limit, known only from its day
    on, and so is a day that a change of calendar or rulebook moved."""

    since: date
    due_on: date


@dataclass(frozen=True)
class History(Generic[T]):
    """What something was from which day on, in the order of days, and what it was before the first of them."""

    first: T
    since: tuple[tuple[date, T], ...] = ()

    def on(self, day: date) -> T:
        """What it was at the end of a day."""
        found = self.first
        for since, value in self.since:
            if since > day:
                break
            found = value
        return found

    def days(self) -> set[date]:
        return {day for day, _value in self.since}


class Acts:
    """The acts of one story in the order of the record."""

    def __init__(self, acts: Iterable[Dated]) -> None:
        self.all: Sequence[Dated] = tuple(acts)

    def until(self, day: date) -> Acts:
        """What had been done by the end of a day."""
        if not self.all or self.all[-1].day <= day:
            return self
        return Acts(one for one in self.all if one.day <= day)

    def first(self, *actions: Action) -> Dated | None:
        return next((one for one in self.all if one.action in actions), None)

    def last(self, *actions: Action) -> Dated | None:
        return next((one for one in reversed(self.all) if one.action in actions), None)

    def number(self, *actions: Action) -> int:
        return sum(one.action in actions for one in self.all)

    def stands(self, done: tuple[Action, ...], undone: tuple[Action, ...]) -> Dated | None:
        """The last of the acts that make something so, unless a later one made it not so."""
        last = self.last(*done, *undone)
        return last if last is not None and last.action in done else None


@dataclass(frozen=True, slots=True)
class Under:
    """What a figure can be broken down by, as it was on its day."""

    unit_id: int | None = None
    letter: str = ""
    is_key: bool = False
    # The day a share of the work or a promise falls due, as it was known then.
    due_on: date | None = None
    # Of whoever led the paper then.
    delegation_id: int | None = None


class Story(Protocol):
    """One thing that is counted."""

    def days(self) -> set[date]:
        """The days after which something else may hold; lateness begins by itself."""

    def counts(self, day: date) -> Mapping[Measure, int]: ...

    def under(self, day: date) -> Under: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """From this day on one more (or one fewer) is counted; `until` is the day that takes back what came."""

    day: date
    measure: Measure
    number: int
    under: Under
    until: date | None = None


def entries(story: Story, homes: History[int | None]) -> Iterator[Entry]:
    """The changes a story makes to the figures, one by one, in the order of days; `homes` are the delegations its paper
    has belonged to."""
    before: Counter[tuple[Measure, Under]] = Counter()
    found: list[Entry] = []
    holding: dict[tuple[Measure, Under], list[int]] = defaultdict(list)
    for day in sorted(story.days() | homes.days()):
        under = replace(story.under(day), delegation_id=homes.on(day))
        now = Counter({(measure, under): number for measure, number in story.counts(day).items() if number})
        for key in sorted(now.keys() | before.keys(), key=_order):
            for _one in range(now[key] - before[key]):
                holding[key].append(len(found))
                found.append(Entry(day, key[0], 1, key[1]))
            for _one in range(before[key] - now[key]):
                came = holding[key].pop()
                found[came] = replace(found[came], until=day)
                found.append(Entry(day, key[0], -1, key[1]))
        before = now
    return iter(found)


def _order(key: tuple[Measure, Under]) -> tuple[str, int, str, bool, int, date]:
    measure, under = key
    home = under.delegation_id or 0
    return measure, under.unit_id or 0, under.letter, under.is_key, home, under.due_on or date.min


def limit_on(limits: Sequence[Limit], day: date) -> date | None:
    """The due date as it was known on a day."""
    known = [one.due_on for one in limits if one.since <= day]
    return known[-1] if known else None


def days_of(limits: Sequence[Limit]) -> set[date]:
    """The days from which a limit holds, and those on which something begins to be late."""
    return {one.since for one in limits} | {one.due_on + ONE_DAY for one in limits}


@dataclass(frozen=True)
class KeyDays:
    """The spans in which a paper is under key supervision (重点督办); the end is open while it still is."""

    spans: tuple[tuple[date, date | None], ...] = ()

    def on(self, day: date) -> bool:
        return any(begins <= day and (ends is None or day < ends) for begins, ends in self.spans)

    def days(self) -> set[date]:
        return {day for span in self.spans for day in span if day is not None}


NEVER = KeyDays()


@dataclass(frozen=True)
class PaperStory:
    """A suggestion or a bill (件)."""

    acts: Acts
    signers: History[int]
    is_bill: bool = False
    limits: Sequence[Limit] = ()
    key: KeyDays = NEVER

    def days(self) -> set[date]:
        return {one.day for one in self.acts.all} | days_of(self.limits) | self.signers.days() | self.key.days()

    def under(self, day: date) -> Under:
        return Under(is_key=self.key.on(day))

    def counts(self, day: date) -> Mapping[Measure, int]:
        acts = self.acts.until(day)
        if acts.first(A.SUBMIT, A.ENTER_PAPER, A.BORN_OF_BILL, A.MOVE_IN) is None:
            return NOTHING
        if self.is_bill:
            return {M.BILL_FILED: 1, _bill(acts): 1}
        registered = acts.first(A.ACCEPT, A.MOVE_IN) is not None
        found = {M.FILED: 1, _unregistered(acts): 1} if not registered else self._registered(acts, day)
        if acts.first(A.BORN_OF_BILL):
            found[M.FROM_BILL] = 1
        return found

    def _registered(self, acts: Acts, day: date) -> dict[Measure, int]:
        place = _registered(acts)
        signed = M.JOINT if self.signers.on(day) > 1 else M.ALONE
        found = {M.FILED: 1, M.REGISTERED: 1, place: 1, signed: 1}
        if acts.last(A.CLOSE) is not None:
            found[M.CLOSED] = 1
        if acts.stands((A.JOIN_GROUP,), (A.LEAVE_GROUP,)):
            found[M.MERGED] = 1
        due_on = limit_on(self.limits, day)
        if place is M.IN_HANDLING and due_on is not None and day > due_on:
            found[M.PAPER_LATE] = 1
        return found


def _bill(acts: Acts) -> Measure:
    ends = {
        A.PUT_ON_AGENDA: M.BILL_ON_AGENDA,
        A.REFER: M.BILL_REFERRED,
        A.CONVERT: M.BILL_CONVERTED,
        A.REFUSE_BILL: M.BILL_REFUSED,
    }
    if acts.last(A.WITHDRAW, A.VOID_PAPER):
        return M.BILL_WITHDRAWN
    last = acts.last(*ends)
    return ends[Action(last.action)] if last else M.BILL_OPEN


def _unregistered(acts: Acts) -> Measure:
    ends = {A.REFUSE: M.REFUSED, A.AS_LETTER: M.AS_LETTER, A.SET_ASIDE: M.SET_ASIDE}
    if acts.last(A.WITHDRAW, A.VOID_PAPER, A.DISCARD):
        return M.WITHDRAWN_EARLY
    last = acts.last(*ends)
    return ends[Action(last.action)] if last else M.UNDER_REVIEW


def _registered(acts: Acts) -> Measure:
    if acts.last(A.WITHDRAW, A.VOID_PAPER):
        return M.WITHDRAWN_LATE
    # A reply that is void because the paper it was entered from is denied was none; re-handling takes no reply back.
    if acts.stands((A.COMPLETE,), (A.VOID_REPLY,)):
        return M.COMPLETED
    return M.IN_HANDLING if acts.last(A.ASSIGN) else M.TO_ASSIGN
