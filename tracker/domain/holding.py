"""Who held a case for how long: the acts on record cut into spans, each with one holder, and a unit judged on its own.

Days are Asia/Shanghai days. As in the law the day on which something begins is not counted and the day on which it ends
is, so that spans that follow each other add up to the whole, and something begun and ended on one day took no day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.actions import Action, Machine
from tracker.domain.calendar import Calendar, working_days_between
from tracker.domain.clocks import HANDS
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState


class Holder(StrEnum):
    """With whom a case lies, in the order of its life."""

    REVIEW = "review"
    AUTHOR = "author"
    ASSIGNING = "assigning"
    CIRCULATION = "circulation"
    COMMITTEE = "committee"
    COORDINATOR = "coordinator"
    SIGNING_FOR = "signing_for"
    GIVING = "giving"
    HANDLING = "handling"
    CLEARANCE = "clearance"
    OBJECTION = "objection"
    EXTENSION = "extension"
    DISAGREEMENT = "disagreement"
    CO_UNITS = "co_units"
    OFFICE_CHECK = "office_check"
    RATING = "rating"
    DECIDING = "deciding"
    ESCALATION = "escalation"


# A unit answers for these days of its share; on all others it waited for somebody else's word.
OWN = frozenset({Holder.SIGNING_FOR, Holder.GIVING, Holder.HANDLING, Holder.CLEARANCE})
# Between the offices: a deputy, and another unit, is told that the share is being handled.
INNER = frozenset({
    Holder.SIGNING_FOR, Holder.GIVING, Holder.CLEARANCE, Holder.OBJECTION, Holder.EXTENSION, Holder.DISAGREEMENT,
    Holder.CO_UNITS, Holder.OFFICE_CHECK,
})  # fmt: skip

# While one of these runs, somebody else has to decide; of several at once the first counts.
_WAITING: dict[ClockKind, Holder] = {
    ClockKind.OBJECTION_DECISION: Holder.OBJECTION,
    ClockKind.EXTENSION: Holder.EXTENSION,
    ClockKind.DISAGREEMENT: Holder.DISAGREEMENT,
}
_AFTERWARDS: dict[ClockKind, Holder] = {
    ClockKind.ESCALATION: Holder.ESCALATION,
    ClockKind.REHANDLE_DECISION: Holder.DECIDING,
}
_ON_PAPER: dict[ClockKind, Holder] = {
    ClockKind.INTENDED: Holder.AUTHOR,
    ClockKind.PRE_ASSIGNMENT: Holder.CIRCULATION,
}
_FOLLOWED = _WAITING | _AFTERWARDS | _ON_PAPER
# Whether or not the rulebook sets a limit, the acts that would start and stop its clock begin and end the waiting.
_BEGINS = {action: hand.kind for hand in HANDS if hand.kind in _FOLLOWED for action in hand.starts}
_ENDS = {
    action: frozenset(hand.kind for hand in HANDS if hand.kind in _FOLLOWED and action in hand.stops)
    for hand in HANDS
    if hand.kind in _FOLLOWED
    for action in hand.stops
}
PROCEDURES = frozenset(_BEGINS) | frozenset(_ENDS)


class Act(NamedTuple):
    """One act on record as counting sees it. `state` is what it left its case in; `on` the day that counts: for what
    came on paper the day that stands on it. `dissatisfied` is for the end of a rating."""

    on: date
    machine: Machine
    action: Action
    state: str
    task_id: int | None = None
    round_id: int | None = None
    dissatisfied: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another with one holder; `first` itself is not counted, `last` is."""

    holder: Holder
    first: date
    last: date

    @property
    def days(self) -> int:
        """Calendar days."""
        return (self.last - self.first).days

    def working_days(self, calendar: Calendar) -> int:
        return working_days_between(self.first, self.last, calendar)


def paper_spans(acts: Iterable[Act], *, until: date) -> list[Span]:
    """Who held the paper from the day it was handed in until it went to the units or ended; `until` is the day asked
    about, whose own end counts."""
    return _cut(_holders_of_paper(acts), until)


def share_spans(acts: Iterable[Act], *, until: date, late: Sequence[tuple[date, date]] = ()) -> list[Span]:
    """Who held one unit's share from its opening on; `late` are the spans in which an opinion of a co-unit was late."""
    found = _cut(_holders_of_share(acts), until)
    return list(_without(found, late)) if late else found


_PAPER = {
    SuggestionState.SUBMITTED: Holder.REVIEW,
    SuggestionState.IN_REVIEW: Holder.REVIEW,
    SuggestionState.RETURNED: Holder.AUTHOR,
    SuggestionState.REGISTERED: Holder.ASSIGNING,
    SuggestionState.ON_AGENDA: Holder.COMMITTEE,
    SuggestionState.WITH_COMMITTEE: Holder.COMMITTEE,
}
_TASK = {
    TaskState.WITH_COORDINATOR: Holder.COORDINATOR,
    TaskState.ASSIGNED: Holder.SIGNING_FOR,
    TaskState.SIGNED_FOR: Holder.GIVING,
    TaskState.HANDLING: Holder.HANDLING,
}
_Point = tuple[date, Holder | None]


def _holders_of_paper(acts: Iterable[Act]) -> Iterator[_Point]:
    waits: set[ClockKind] = set()
    for act in acts:
        if act.machine is not Machine.SUGGESTION:
            continue
        _follow(waits, act)
        lies = _PAPER.get(SuggestionState(act.state))
        yield act.on, (_first(waits, _ON_PAPER) or lies) if lies else None


def _follow(waits: set[ClockKind], act: Act) -> None:
    begins = _BEGINS.get(act.action)
    if waits:
        waits -= _ENDS.get(act.action, frozenset())
    if begins is not None and (begins is not ClockKind.REHANDLE_DECISION or act.dissatisfied):
        waits.add(begins)


def _first(waits: set[ClockKind], among: Mapping[ClockKind, Holder]) -> Holder | None:
    if waits:
        for kind, holder in among.items():
            if kind in waits:
                return holder
    return None


_TASK_STATES = {state.value: state for state in TaskState}
_ROUND_STATES = {state.value: state for state in RoundState}


@dataclass(slots=True)
class _Share:
    """Where one share stands, act by act; of its replies the last one tells, acts on an earlier one, such as looking
    back, say nothing of it."""

    lies: TaskState | None = None
    round_id: int = 0
    round: RoundState | None = None
    checked: bool = False
    waits: set[ClockKind] = field(default_factory=set)

    def take(self, act: Act) -> None:
        _follow(self.waits, act)
        if act.machine is Machine.TASK:
            self.lies = _TASK_STATES[act.state]
        elif act.machine is Machine.ROUND and act.round_id is not None and act.round_id >= self.round_id:
            self.round_id, self.round = act.round_id, _ROUND_STATES[act.state]
            self.checked = self.round is RoundState.IN_CLEARANCE and (self.checked or act.action is Action.SIGN)

    @property
    def holder(self) -> Holder | None:
        if self.lies is None or self.lies is TaskState.ENDED:
            return None
        if self.lies is TaskState.REPLIED:
            rated = Holder.RATING if self.round is RoundState.DELIVERED else None
            return _first(self.waits, _AFTERWARDS) or rated
        if self.lies is TaskState.WITH_COORDINATOR:
            return Holder.COORDINATOR
        return _first(self.waits, _WAITING) or self._at_unit

    @property
    def _at_unit(self) -> Holder:
        if self.round is RoundState.IN_CLEARANCE:
            return Holder.OFFICE_CHECK if self.checked else Holder.CLEARANCE
        assert self.lies is not None
        return _TASK[self.lies]


def _holders_of_share(acts: Iterable[Act]) -> Iterator[_Point]:
    share = _Share()
    for act in acts:
        share.take(act)
        yield act.on, share.holder


def _cut(points: Iterable[_Point], until: date) -> list[Span]:
    """Points in the order of the record as spans; a day on paper that lies before what is known moves nothing back."""
    spans: list[Span] = []
    holder: Holder | None = None
    since = day = date.min
    for on, becomes in points:
        day = min(max(on, day), until)
        if becomes is holder:
            continue
        if holder is not None and since < day:
            _lay(spans, Span(holder, since, day))
        holder, since = becomes, day
    if holder is not None and since < until:
        _lay(spans, Span(holder, since, until))
    return spans


def _lay(spans: list[Span], span: Span) -> None:
    """Spans of one holder that follow each other are one."""
    if spans and spans[-1].holder is span.holder and spans[-1].last == span.first:
        span = Span(span.holder, spans.pop().first, span.last)
    spans.append(span)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans of one holder that follow each other as one."""
    found: list[Span] = []
    for span in spans:
        _lay(found, span)
    return found


def _without(spans: Iterable[Span], late: Sequence[tuple[date, date]]) -> Iterator[Span]:
    """The same with the days on which the handler waited for a late opinion put down to the co-units."""
    windows = sorted(late)
    for span in spans:
        if span.holder is not Holder.HANDLING:
            yield span
            continue
        at = span.first
        for first, last in windows:
            begins, ends = max(at, first), min(span.last, last)
            if begins < ends:
                if at < begins:
                    yield Span(Holder.HANDLING, at, begins)
                yield Span(Holder.CO_UNITS, begins, ends)
                at = ends
        if at < span.last:
            yield Span(Holder.HANDLING, at, span.last)


def clipped(spans: Iterable[Span], first: date, last: date) -> list[Span]:
    """What of these spans lies between two days."""
    return [
        Span(span.holder, max(span.first, first), min(span.last, last))
        for span in spans
        if max(span.first, first) < min(span.last, last)
    ]


def days_by(spans: Iterable[Span]) -> Counter[Holder]:
    """Calendar days by holder."""
    found: Counter[Holder] = Counter()
    for span in spans:
        found[span.holder] += span.days
    return found
