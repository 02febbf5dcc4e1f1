"""Telling how a reply of the demo congress was received: ratings, silence, and what the desk decided after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.ratings import Level, Question, headline, needs_reason
from tracker.services._demo_city import Place
from tracker.services._demo_schedule import AGAIN
from tracker.services._demo_stages import Stage, Wish
from tracker.services._demo_time import Pace
from tracker.services.histories import Act, Ballot
from tracker.services.ratings import Verdict

if TYPE_CHECKING:
    from tracker.services._demo_units import UnitsTale

S = Stage
LEVELS = {Level.SATISFIED: 80, Level.BASICALLY: 15, Level.DISSATISFIED: 5}
UNHAPPY = {S.UNDECIDED, S.AGAIN, S.AGAIN_CLEARANCE, S.AGAIN_DELIVERED}


class Ratings:
    """What follows one delivered reply."""

    def __init__(
        self, units: UnitsTale, place: Place, part: Sequence[int], handler: Actor, stage: Stage, *, is_main: bool
    ) -> None:
        self.units, self.tale, self.scene, self.rng = units, units.tale, units.scene, units.rng
        self.place, self.part, self.handler = place, part, handler
        # Only the main unit's reply is where the history stops; the others go as theirs go.
        self.stage = stage if is_main else S.CLOSED
        self.wish = units.tale.wish if is_main else Wish(S.CLOSED)

    def tell(self, pace: Pace) -> None:
        """From delivery to where the stage stops."""
        if self.stage is S.DELIVERED:
            self._wait(pace)
        elif self.stage in UNHAPPY:
            self._unhappy(pace)
        else:
            self._settle(pace, worst=Level.DISSATISFIED)

    def _wait(self, pace: Pace) -> None:
        if not self.tale.wish.half_rated and self.rng.random() < 0.7:
            return
        for one in self.tale.cosigners[: max(1, len(self.tale.cosigners) // 2)]:
            self._rate(one, pace.branch().on(self.rng.randint(0, 3)), self._level())

    def _unhappy(self, pace: Pace) -> None:
        dates = self.tale.dates
        for one in self.tale.cosigners:
            early = self.rng.randint(0, max(0, dates.shut - pace.number - 1))
            self._rate(one, pace.branch().on(early), Level.BASICALLY)
        self._rate(self.tale.author, pace.on(dates.shut - pace.number), Level.DISSATISFIED)
        if self.stage is not S.UNDECIDED:
            self._again(pace.on(dates.decide - pace.number), dates.again)

    def _again(self, pace: Pace, deliver: int) -> None:
        """A second round, as far as the stage says."""
        self._decide(Action.REHANDLE, pace)
        if self.stage is S.AGAIN and self.rng.random() < 0.5:
            return
        pace.on(max(1, (min(deliver, self.scene.days.last) - pace.number) // 2))
        sent = self.scene.days[max(deliver, pace.number)]
        self.units.draft(self.place, self.part, self.handler, pace, sent_on=sent, no_contact="no_contact", again=True)
        if self.stage is S.AGAIN:
            return
        self.tale.do(Action.SEND_UP, self.handler, pace.on(1), unit=self.place.id)
        self.units.pass_review(self.place, pace.on(0))
        if self.stage is S.AGAIN_CLEARANCE:
            return
        self.units.deliver(self.place, pace.on(max(0, deliver - pace.number)), again=True)
        if self.stage is S.CLOSED:
            self._settle(pace, worst=Level.BASICALLY)

    def _settle(self, pace: Pace, *, worst: Level) -> None:
        """Rated or not, until the window shuts; then what the desk decides."""
        rng, tale = self.rng, self.tale
        signers = [tale.author, *tale.cosigners]
        silent = self.wish.silent or (self.wish.rated is None and rng.random() < 0.08)
        given: dict[int, Level] = {}
        last = delivered = pace.number
        for one in signers:
            wished = self.wish.rated if one is tale.author else None
            if not silent and (wished or rng.random() < (0.93 if one is tale.author else 0.4)):
                on = pace.branch().on(rng.randint(1, 17))
                given[one.person_id or 0] = level = wished or min(self._level(), worst, key=list(Level).index)
                self._rate(one, on, level)
                last = max(last, on.number)
        if len(given) < len(signers):
            last = self._shut(pace)
        if headline(given, tale.author.person_id or 0) is Level.DISSATISFIED:
            self._answer_dissatisfied(pace.on(last - delivered + 1))

    def _answer_dissatisfied(self, pace: Pace) -> None:
        room = self.scene.days.last - pace.number
        if room > AGAIN and self.rng.random() < 0.6 and self.stage is S.CLOSED:
            self._again(pace, pace.number + self.rng.randint(8, 18))
        else:
            self._decide(Action.EXPLAIN, pace.on(self.rng.randint(0, 3)))

    def _shut(self, pace: Pace) -> int:
        """Let the worker find the window over; the number of the working day on which it does."""
        if not pace.is_past:
            return pace.number
        due, found = self.scene.window_of(pace.day)
        if found is not None and found <= self.scene.now:
            self.tale.acts.append(Act(Action.LAPSE, CLOCK, found, unit_id=self.place.id))
            return self.scene.days.up_to(due) + 1
        return self.scene.days.last + 1

    def _decide(self, action: Action, pace: Pace) -> None:
        note = self.scene.writer.phrase("desk", "rehandle" if action is Action.REHANDLE else "explained")
        self.tale.do(action, self.scene.city.desk[self.rng.randrange(2)], pace, unit=self.place.id, note=note)

    def _rate(self, one: Actor, pace: Pace, level: Level) -> None:
        writer = self.scene.writer
        process = self.rng.choice((level, Level.SATISFIED, Level.SATISFIED))
        why = "basically" if level is Level.BASICALLY else "dissatisfied"
        reason = writer.phrase("rating", why) if needs_reason(level) else ""
        beside = writer.phrase("rating", "process") if needs_reason(process) else ""
        private = writer.phrase("rating", "private") if level is Level.DISSATISFIED else ""
        verdicts = {Question.ANSWER: Verdict(level, reason), Question.PROCESS: Verdict(process, beside)}
        self.tale.do(Action.RATE, one, pace, Ballot(verdicts, private), unit=self.place.id)

    def _level(self) -> Level:
        return self.rng.choices(tuple(LEVELS), tuple(LEVELS.values()))[0]
