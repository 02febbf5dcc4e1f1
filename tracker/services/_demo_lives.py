"""Telling one history of the demo congress up to its assignment: writing, signing together, review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.models.suggestions import Consent
from tracker.services._demo_scene import Scene
from tracker.services._demo_schedule import Dates
from tracker.services._demo_stages import Stage, Wish
from tracker.services._demo_time import Pace
from tracker.services.histories import Acceptance, Act, Signer
from tracker.services.submissions import Paper

S = Stage
NOT_SUBMITTED = {S.DRAFT, S.COSIGNING, S.DISCARDED}
INVITED_FOR = timedelta(days=7)
NOT_ASSIGNED = NOT_SUBMITTED | {S.SUBMITTED, S.IN_REVIEW, S.RETURNED, S.REFUSED, S.WITHDRAWN, S.REGISTERED}
ORIGINS = ("visit", "station", "survey", "letter", "work")


class Tale:
    """One history being told; acts that would lie after the last full working day are left out."""

    def __init__(self, scene: Scene, wish: Wish, dates: Dates) -> None:
        self.scene, self.wish, self.dates = scene, wish, dates
        self.acts: list[Act] = []
        self.author = scene.somebody(wish.author)
        self.cosigners: list[Actor] = []
        self.written = scene.writer.paper(
            scene.topic_for(wish.unit), requests=wish.requests, long_title=wish.long_title
        )
        self.category_id = scene.city.categories[self.written.topic.category]

    def do(
        self,
        action: Action,
        actor: Actor,
        pace: Pace,
        handed_in: Any = None,
        *,
        unit: int | None = None,
        note: str = "",
    ) -> None:
        """One act at this pace, if that day has been."""
        if pace.is_past:
            self.acts.append(Act(action, actor, pace.at, unit_id=unit, note=note, handed_in=handed_in))

    def until_registered(self) -> Pace | None:
        """Tell it up to its number; the pace to go on with, or None where it stops before."""
        pace = Pace(self.scene.days, self.dates.begin, self.scene.rng)
        paper = self._refused_paper() if self.wish.stage is S.REFUSED else self._paper()
        self.do(Action.START, self.author, pace, paper)
        invited = self._invited()
        if invited:
            self._sign_together(pace, invited)
        if self.wish.stage is S.DISCARDED:
            self.do(Action.DISCARD, self.author, pace.on(self.dates.submit - pace.number))
        if self.wish.stage in NOT_SUBMITTED:
            return None
        self.do(Action.SUBMIT, self.author, pace.on(self.dates.submit - pace.number))
        return self._review(pace)

    def _paper(self) -> Paper:
        rng, written, wish = self.scene.rng, self.written, self.wish
        if wish.unfinished:
            return Paper(title=written.title, problem=written.problem, category_id=self.category_id)
        consent = rng.choices((Consent.FULL, Consent.TITLE_ONLY, Consent.NONE), (86, 10, 4))[0]
        proposed = self.scene.city.places[written.topic.units[0]].id if rng.random() < 0.45 else None
        return Paper(
            title=written.title,
            problem=written.problem,
            analysis=written.analysis,
            requests=[point.ask for point in written.points],
            category_id=self.category_id,
            proposed_unit_id=proposed,
            consent=consent,
            consent_reason="涉及具体企业的经营情况" if consent is Consent.NONE else "",
            origins=rng.sample(ORIGINS, rng.randint(1, 2)),
            is_confidential=rng.random() < 0.01,
        )

    def _refused_paper(self) -> Paper:
        writer = self.scene.writer
        self._refusal = next(self.scene.refusals)
        words = self.written.words
        title, problem, request = (writer.say(self._refusal[name], words) for name in ("title", "problem", "request"))
        return Paper(title, problem, requests=[request], category_id=self.category_id, consent=Consent.FULL)

    def _invited(self) -> list[Actor]:
        rng, wish, stage = self.scene.rng, self.wish, self.wish.stage
        if stage in (S.DRAFT, S.WITHDRAWN):
            return []
        named = [self.scene.city.cast[login] for login in wish.invite]
        count = wish.cosigners
        if count is None:
            low, high = rng.choices(((0, 0), (1, 3), (4, 9), (10, 15)), self.scene.habits.signing)[0]
            count = rng.randint(max(low, stage is S.COSIGNING), max(high, stage is S.COSIGNING))
        taken = {self.author.person_id, *(one.person_id for one in named)}
        free = [one for one in rng.sample(self.scene.city.deputies, count + 3) if one.person_id not in taken]
        chosen = [*named, *free[: max(0, count - len(named))]]
        return sorted(chosen, key=lambda one: one.membership_id or 0)

    def _sign_together(self, pace: Pace, invited: Sequence[Actor]) -> None:
        rng, scene = self.scene.rng, self.scene
        pace.on(0)
        asked = tuple(Signer(one.person_id or 0, one.membership_id) for one in invited)
        self.do(Action.INVITE, self.author, pace, asked)
        kept = {scene.city.cast[login].person_id for login in self.wish.invite}
        waits = self.wish.stage is S.COSIGNING
        for one in invited:
            named = one.person_id in kept
            # Who is named waits to be asked for an answer, and has given it where the paper has gone on.
            if not waits if named else rng.random() < (0.5 if waits else 0.95):
                self._answer(pace, one, agrees=named or rng.random() < 0.93)

    def _answer(self, pace: Pace, one: Actor, *, agrees: bool) -> None:
        # An invitation is answered within its days, which end on a working day at the earliest a week on.
        in_time = self.scene.days.up_to(pace.day + INVITED_FOR)
        latest = min(self.dates.submit - 1, self.scene.days.last, in_time)
        on = self.scene.rng.randint(0, max(0, latest - pace.number))
        if agrees:
            self.cosigners.append(one)
        self.do(Action.AGREE if agrees else Action.DECLINE, one, pace.branch().on(on))

    def _review(self, pace: Pace) -> Pace | None:
        rng, stage, desk = self.scene.rng, self.wish.stage, self._desk()
        if stage is S.SUBMITTED:
            return None
        if stage is S.WITHDRAWN:
            note = self.scene.writer.phrase("desk", "withdrawn")
            self.do(Action.WITHDRAW, self.author, pace.on(rng.randint(1, 4)), note=note)
            return None
        if stage in (S.RETURNED, S.REFUSED):
            self._turn_down(pace.on(rng.randint(1, 4)), desk)
            return None
        if not self.cosigners and self.dates.accept - pace.number >= 3 and rng.random() < 0.5:
            self._return_once(pace, desk)
        elif stage is S.IN_REVIEW or rng.random() < 0.8:
            self.do(Action.TAKE_UP, desk, pace.on(0))
        if stage is S.IN_REVIEW:
            return None
        pace.on(self.dates.accept - pace.number)
        self.do(Action.ACCEPT, desk, pace, Acceptance(self.category_id))
        return pace if stage not in NOT_ASSIGNED else None

    def _turn_down(self, pace: Pace, desk: Actor) -> None:
        if self.wish.stage is S.RETURNED:
            self.do(Action.RETURN, desk, pace, note=self.scene.writer.phrase("desk", "returned"))
        else:
            words = self.scene.writer.say(self._refusal["words"], self.written.words)
            self.do(Action.PUT_OUTCOME, desk, pace, self._refusal["ground"], note=words)
            self.do(Action.AGREE_OUTCOME, self.author, pace.on(self.scene.rng.randint(1, 3)))
            self.do(Action.REFUSE, desk, pace.on(1), note=words)

    def _return_once(self, pace: Pace, desk: Actor) -> None:
        self.do(Action.RETURN, desk, pace.on(1), note=self.scene.writer.phrase("desk", "returned"))
        paper = next(act.handed_in for act in self.acts if act.action is Action.START)
        more = self.scene.writer.phrase("survey")
        revised = Paper(**{**vars(paper), "problem": f"{paper.problem}\n补充：{more}"})
        self.do(Action.REVISE, self.author, pace.on(1), revised)
        self.do(Action.SUBMIT, self.author, pace.on(0))

    def _desk(self) -> Actor:
        desk = self.scene.city.desk
        return desk[0] if self.scene.rng.random() < 0.4 else self.scene.rng.choice(desk)
