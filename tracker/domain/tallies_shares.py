"""What is true of a unit's share of the work (件次) and of its replies (轮次) at the end of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from tracker.domain.actions import Action
from tracker.domain.calendar import ONE_DAY, add_months
from tracker.domain.parties import TaskRole
from tracker.domain.publication import PublicMode
from tracker.domain.ratings import Level
from tracker.domain.states import ClearanceStage
from tracker.domain.statistics import LETTERS, Measure
from tracker.domain.tallies import NEVER, NOTHING, Acts, Dated, KeyDays, Limit, Under, days_of, limit_on

A, M = Action, Measure
# The day a limit of months ends on is moved off a day of rest by no more than the longest holiday.
MOVED_BY_REST = timedelta(days=10)
DELIVERING = (A.DELIVER, A.PASS_CHECK, A.ENTER_REPLY)

_ROLES = {TaskRole.SOLE: M.SOLE, TaskRole.LEAD: M.LEAD, TaskRole.SEPARATE: M.SEPARATE}
_FIRST = {
    Level.SATISFIED: M.FIRST_SATISFIED,
    Level.BASICALLY: M.FIRST_BASICALLY,
    Level.DISSATISFIED: M.FIRST_DISSATISFIED,
    None: M.FIRST_SILENT,
}
_LAST = {
    Level.SATISFIED: M.LAST_SATISFIED,
    Level.BASICALLY: M.LAST_BASICALLY,
    Level.DISSATISFIED: M.LAST_DISSATISFIED,
    None: M.LAST_SILENT,
}
_PROCESS = {
    Level.SATISFIED: M.PROCESS_SATISFIED,
    Level.BASICALLY: M.PROCESS_BASICALLY,
    Level.DISSATISFIED: M.PROCESS_DISSATISFIED,
}


# Where a reply lies after an act of its clearance; after any other it is a draft again.
_LIES = {A.SEND_UP: M.AT_SIGN, A.PASS_REVIEW: M.AT_SIGN, A.SIGN: M.AT_CHECK}
_CLEARING = (*_LIES, A.RECALL_DRAFT, A.SEND_BACK, A.SEND_BACK_CHECK, A.DROP_CHECK, A.VOID_REPLY)


@dataclass(frozen=True)
class Held:
    """Which unit has the share from a day on; a reorganisation gives it to another."""

    since: date
    unit_id: int


def unit_on(held: Sequence[Held], day: date) -> int | None:
    """The unit that had it at the end of a day."""
    known = [one.unit_id for one in held if one.since <= day]
    return known[-1] if known else (held[0].unit_id if held else None)


@dataclass(frozen=True)
class RoundStory:
    """One reply (轮次). The letter it bears and whether it goes public are told by the act that sent it out; `letter`
    and `goes_public` are for acts of before that was written with them, the latter None where it was not asked."""

    no: int
    acts: Acts
    letter: str = ""
    goes_public: bool | None = None
    process: Sequence[Level] = ()
    held: Sequence[Held] = ()
    key: KeyDays = NEVER

    def days(self) -> set[date]:
        # It lies where its share lies, though no act of its own says so.
        return {one.day for one in self.acts.all} | self.key.days() | {one.since for one in self.held}

    def under(self, day: date) -> Under:
        return Under(unit_on(self.held, day), self.letter_on(day), self.key.on(day))

    def letter_on(self, day: date) -> str:
        """The letter it bore when it was last sent out by the end of a day: a void reply gives way to another."""
        sent = self.delivered(day)
        return str(sent.facts.get("letter", self.letter)) if sent is not None else ""

    def public_on(self, day: date) -> bool | None:
        """What was settled about its publication with it."""
        sent = self.delivered(day)
        if sent is None or "publication" not in sent.facts:
            return self.goes_public
        said = sent.facts["publication"]
        return None if said is None else said != PublicMode.NONE

    def delivered(self, day: date) -> Dated | None:
        """The act that sent it out, unless it was found void since."""
        return self.acts.until(day).stands(DELIVERING, (A.VOID_REPLY,))

    def settled(self, day: date) -> tuple[bool, Level | None]:
        """Whether its window has shut by then, and the level; none where nobody said anything."""
        end = self.acts.until(day).stands((A.SHUT_RATING, A.LAPSE), (A.VOID_REPLY,))
        if end is None:
            return False, None
        said = end.facts.get("headline")
        return True, Level(said) if said else None

    def counts(self, day: date) -> Mapping[Measure, int]:
        if self.delivered(day) is None:
            return NOTHING
        is_settled, level = self.settled(day)
        acts = self.acts.until(day)
        found = Counter({M.DELIVERED: 1, M.DELIVERED_AGAIN: int(self.no > 1)})
        found[M.ROUND_AWAITED if not is_settled else M.ROUND_RATED if level else M.ROUND_SILENT] = 1
        found[M.REHANDLED] = int(acts.last(A.REHANDLE) is not None)
        found[M.EXPLAINED] = int(acts.last(A.EXPLAIN) is not None)
        found[M.ESCALATED] = int(acts.last(A.ESCALATE) is not None)
        if is_settled:
            found.update(_PROCESS[one] for one in self.process)
        return found


@dataclass(frozen=True)
class ShareStory:
    """A unit's share of a suggestion (件次): owes a reply, or as co-unit an opinion."""

    role: TaskRole
    acts: Acts
    rounds: Sequence[RoundStory] = ()
    held: Sequence[Held] = ()
    limits: Sequence[Limit] = ()
    sign_limits: Sequence[Limit] = ()
    # Talks the deputy stands by: from which day, and whether it was face to face.
    talks: Sequence[tuple[date, bool]] = ()
    solving: frozenset[str] = field(default_factory=frozenset)
    key: KeyDays = NEVER

    def days(self) -> set[date]:
        acts = {one.day for one in self.acts.all}
        later = days_of(self.limits) | days_of(self.sign_limits) | {day for day, _face in self.talks}
        replies = {day for one in self.rounds for day in one.days()}
        known = [self._months(6, one.since) for one in self._first_limits]
        months = {end + ONE_DAY for end in known if end is not None}
        return acts | later | replies | months | self.key.days() | {one.since for one in self.held}

    def under(self, day: date) -> Under:
        latest = self._delivered(day)
        letter = latest[-1].letter_on(day) if latest else ""
        return Under(unit_on(self.held, day), letter, self.key.on(day), limit_on(self._first_limits, day))

    def _delivered(self, day: date) -> list[RoundStory]:
        return [one for one in self.rounds if one.delivered(day) is not None]

    def counts(self, day: date) -> Mapping[Measure, int]:
        acts = self.acts.until(day)
        found: Counter[Measure] = Counter()
        found[M.OBJECTED] = acts.number(A.OBJECT)
        found[M.MOVED] = acts.number(A.UPHOLD_OBJECTION)
        replies = self._delivered(day)
        at_unit = acts.first(A.OPEN, A.DISTRIBUTE) is not None
        is_over = acts.last(A.END) is not None
        if self.role is TaskRole.CO:
            found.update(self._opinion(acts, day, is_over=is_over) if at_unit else {})
        elif not at_unit:
            found[M.TO_DISTRIBUTE] = int(not is_over and acts.first(A.OPEN_WITH_COORDINATOR) is not None)
        elif replies or not is_over:
            found.update(self._reply(acts, replies, day))
        return found

    def _opinion(self, acts: Acts, day: date, *, is_over: bool) -> Mapping[Measure, int]:
        given, due_on = acts.stands((A.OPINE,), (A.SEND_BACK_OPINION,)), limit_on(self.limits, day)
        if given is not None:
            late = _is_past(given.day, limit_on(self.limits, given.day))
            return {M.CO_OWED: 1, M.CO_LATE if late else M.CO_IN_TIME: 1}
        if is_over:
            return NOTHING
        return {M.CO_OWED: 1, M.CO_OVERDUE if _is_past(day, due_on) else M.CO_RUNNING: 1}

    def _reply(self, acts: Acts, replies: list[RoundStory], day: date) -> Mapping[Measure, int]:
        found: Counter[Measure] = Counter({M.OWED: 1, _ROLES[self.role]: 1, self._signed(acts, day): 1})
        found[M.EXTENDED] = int(acts.last(A.GRANT_EXTENSION) is not None)
        talks = [is_face for since, is_face in self.talks if since <= day]
        found[M.CONTACTED], found[M.MET] = int(bool(talks)), int(any(talks))
        if not replies:
            found[M.OVERDUE if _is_past(day, limit_on(self.limits, day)) else M.RUNNING] = 1
            found[M.PAST_6_MONTHS] = int(_is_past(day, self._months(6, day)))
            found[self._step(acts, day)] = 1
            return found
        found.update(self._replied(replies, day))
        return found

    def _signed(self, acts: Acts, day: date) -> Measure:
        signed = acts.stands((A.SIGN_FOR, A.ENTER_SIGN_FOR), (A.VOID_SIGN_FOR,))
        if signed is None:
            return M.UNSIGNED_LATE if _is_past(day, limit_on(self.sign_limits, day)) else M.UNSIGNED
        said = signed.facts.get("on_paper_of")
        on = date.fromisoformat(said) if said else signed.day
        return M.SIGNED_LATE if _is_past(on, limit_on(self.sign_limits, signed.day)) else M.SIGNED_IN_TIME

    def _step(self, acts: Acts, day: date) -> Measure:
        """With whom it lies while no reply is out: who signs for it, who gives it out, who writes, who lets it pass."""
        if acts.stands((A.SIGN_FOR, A.ENTER_SIGN_FOR), (A.VOID_SIGN_FOR,)) is None:
            return M.AT_SIGN_FOR
        # Handed over to another unit, or a reply found void: somebody is to be given it anew.
        if acts.stands((A.GIVE,), (A.HAND_OVER, A.REOPEN, A.VOID_SIGN_FOR)) is None:
            return M.AT_GIVE
        sent = self.rounds[-1].acts.until(day).last(*_CLEARING) if self.rounds else None
        if sent is None or sent.action not in _LIES:
            return M.AT_DRAFT
        to_review = sent.action == A.SEND_UP and sent.facts.get("stage") == ClearanceStage.REVIEW
        return M.AT_REVIEW if to_review else _LIES[Action(sent.action)]

    def _replied(self, replies: list[RoundStory], day: date) -> Mapping[Measure, int]:
        first, last = replies[0], replies[-1]
        sent = first.delivered(day)
        assert sent is not None, "it is among the delivered"
        # One entered from paper bears an earlier day than that of its entry.
        on = date.fromisoformat(sent.facts.get("on_paper_of") or sent.day.isoformat())
        late = _is_past(on, limit_on(self._first_limits, sent.day))
        found: Counter[Measure] = Counter({M.REPLIED_LATE if late else M.REPLIED_IN_TIME: 1})
        found[M.REPLIED_IN_3_MONTHS] = int(not _is_past(on, self._months(3, sent.day)))
        found[M.PAST_6_MONTHS] = int(_is_past(on, self._months(6, sent.day)))
        letter, goes_public = last.letter_on(day), last.public_on(day)
        found[LETTERS.get(letter, M.LETTER_OTHER)] = 1
        found[M.SOLVED] = int(letter in self.solving)
        if goes_public is not None:
            found[M.TO_PUBLIC if goes_public else M.NOT_PUBLIC] = 1
        shut, level = first.settled(day)
        found[_FIRST[level] if shut else M.FIRST_AWAITED] = 1
        settled = [each for one in replies for each in [one.settled(day)] if each[0]]
        found[_LAST[settled[-1][1]] if settled else M.LAST_AWAITED] = 1
        return found

    @cached_property
    def _first_limits(self) -> Sequence[Limit]:
        """The limits of the first reply; re-handling sets others after it."""
        again = self.acts.first(A.RESUME)
        return [one for one in self.limits if again is None or one.since < again.day] or self.limits

    def _months(self, number: int, day: date) -> date | None:
        """The end of so many months from the day the limit of the first reply began; the due date itself, as it was
        known at the end of a day, where that was only moved off days of rest."""
        if not self._first_limits:
            return None
        end = add_months(self._first_limits[0].since, number)
        moved = [one for one in self._first_limits if end <= one.due_on <= end + MOVED_BY_REST]
        return limit_on(moved, day) or end


def _is_past(day: date, due_on: date | None) -> bool:
    return due_on is not None and day > due_on
