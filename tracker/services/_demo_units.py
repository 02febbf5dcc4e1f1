"""Telling what units did with a suggestion of the demo congress: distribution, receipt, contacts, opinions, replies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.results import PROMISING, Semantic
from tracker.domain.roles import Role
from tracker.models.contacts import Manner, Phase, Rank
from tracker.services._demo_city import Place
from tracker.services._demo_lives import Tale
from tracker.services._demo_ratings import Ratings
from tracker.services._demo_stages import Shape, Stage
from tracker.services._demo_time import Pace
from tracker.services.assignments import Share
from tracker.services.handling import Talk
from tracker.services.histories import Assignment, Opinion
from tracker.services.replies import AnswerDraft, ReplyDraft

S = Stage
# The stages in which the main unit has got past each step.
SIGNED = set(S) - {S.WITH_COORDINATOR, S.ASSIGNED}
GIVEN = SIGNED - {S.SIGNED_FOR}
DRAFTED = GIVEN - {S.HANDLING}
SENT_UP = DRAFTED - {S.DRAFTING}
DELIVERED = SENT_UP - {S.SENT_BACK, S.REVIEW, S.CLEARANCE}
CLASSES = {
    Semantic.SOLVED: 44,
    Semantic.IN_PROGRESS: 26,
    Semantic.PLANNED: 12,
    Semantic.DEFERRED: 12,
    Semantic.REFERENCE: 6,
}
FORGOTTEN = 20
MANNERS = {Manner.SITE: 24, Manner.VISIT: 22, Manner.MEETING: 14, Manner.PHONE: 32, Manner.MESSAGE: 8}
# Of the promises whose day would have passed, so many are late.
UNKEPT = 0.12


class UnitsTale:
    """The second half of a history, unit by unit; each goes at its own pace, the record puts them in order."""

    def __init__(self, tale: Tale) -> None:
        self.tale, self.scene = tale, tale.scene
        self.rng, self.writer = tale.scene.rng, tale.scene.writer

    def tell(self, pace: Pace) -> None:
        """Assign and let every unit go as far as the stage says."""
        tale = self.tale
        shares = self._shares()
        desk = self.scene.city.desk[self.rng.randrange(3)]
        pace.on(tale.dates.assign - pace.number)
        agreed = pace.day + timedelta(days=self.rng.choice((50, 60, 70))) if self.rng.random() < 0.12 else None
        tale.do(Action.ASSIGN, desk, pace, Assignment(shares, agreed))
        for number, share in enumerate(shares):
            place = self.scene.city.place_of(share.unit_id)
            stage = tale.wish.stage if number == 0 else self._stage_of_other(share)
            self._unit(place, share, stage, pace.branch(), is_main=number == 0)

    def _shares(self) -> list[Share]:
        rng, wish, written = self.rng, self.tale.wish, self.tale.written
        places, topic = self.scene.city.places, written.topic
        main = wish.unit or topic.units[0 if rng.random() < 0.75 else rng.randrange(min(2, len(topic.units)))]
        numbers = range(1, len(written.points) + 1)
        shape = wish.shape or rng.choices(tuple(Shape), self.scene.habits.shapes)[0]
        if wish.units:
            others = rng.sample([name for name in places if name != main], wish.units - 1)
            return self._led(main, others)
        others = [name for name in topic.units if name != main and places[name].system is places[main].system]
        if shape is Shape.SEPARATE and len(numbers) > 1 and others:
            first = rng.randint(1, len(numbers) - 1)
            parts = tuple(numbers[:first]), tuple(numbers[first:])
            pair = (main, rng.choice(others))
            return [Share(places[name].id, TaskRole.SEPARATE, part) for name, part in zip(pair, parts, strict=True)]
        if shape is Shape.SOLE or not others:
            return [Share(places[main].id, TaskRole.SOLE)]
        return self._led(main, rng.sample(others, min(len(others), rng.choices((1, 2, 3), (55, 32, 13))[0])))

    def _led(self, main: str, others: Sequence[str]) -> list[Share]:
        places = self.scene.city.places
        return [
            Share(places[main].id, TaskRole.LEAD),
            *(Share(places[name].id, TaskRole.CO) for name in others),
        ]

    def _stage_of_other(self, share: Share) -> Stage:
        if self.tale.wish.stage is S.CLOSED or share.role is TaskRole.CO:
            return self.tale.wish.stage if self.tale.wish.stage in (S.WITH_COORDINATOR, S.ASSIGNED) else S.CLOSED
        return self.rng.choice((S.HANDLING, S.DRAFTING, S.CLEARANCE, S.DELIVERED))

    def _unit(self, place: Place, share: Share, stage: Stage, pace: Pace, *, is_main: bool) -> None:
        tale, rng = self.tale, self.rng
        deliver = tale.dates.deliver if is_main else tale.dates.deliver - rng.randint(0, 8)
        if place.text.has_coordinator:
            if stage is S.WITH_COORDINATOR:
                return
            note = self.writer.phrase("unit", "distributed")
            coordinator = self.scene.city.coordinators[place.system]
            tale.do(Action.DISTRIBUTE, coordinator, pace.on(rng.randint(0, 1)), unit=place.id, note=note)
        if stage not in SIGNED:
            return
        receiver, handler = place.staff[Role.UNIT_RECEIVER][0], self.scene.handler(place)
        tale.do(Action.SIGN_FOR, receiver, pace.on(self._before(deliver, pace, rng.randint(0, 4))), unit=place.id)
        if stage not in GIVEN:
            return
        tale.do(Action.GIVE, receiver, pace.on(0), handler.person_id, unit=place.id)
        if share.role is TaskRole.CO:
            self._opine(place, handler, pace)
        else:
            self._reply(place, share, stage, handler, pace, deliver, is_main=is_main)

    def _before(self, deliver: int, pace: Pace, wanted: int) -> int:
        return max(0, min(wanted, deliver - pace.number - 2))

    def _opine(self, place: Place, handler: Actor, pace: Pace) -> None:
        # The lead answers with the opinions in hand.
        pace.on(self._before(self.tale.dates.deliver, pace, self.rng.randint(5, 20)))
        # Some have not answered yet, but nobody forgets it for months.
        if self.rng.random() < 0.9 or self.scene.days.last - pace.number > FORGOTTEN:
            body = self.writer.phrase("unit", "opinions", words={"我": place.us})
            signer = self.scene.name(place.staff[Role.UNIT_SIGNER][0])
            number = self.scene.document_no(place, pace.day) if pace.is_past else ""
            self.tale.do(Action.OPINE, handler, pace, Opinion(body, signer, number), unit=place.id)

    def _reply(
        self, place: Place, share: Share, stage: Stage, handler: Actor, pace: Pace, deliver: int, *, is_main: bool
    ) -> None:
        tale, rng = self.tale, self.rng
        span = max(1, deliver - pace.number)
        no_contact = self._talk(place, handler, pace.on(rng.randint(0, span // 2)))
        if stage not in DRAFTED:
            return
        pace.on(rng.randint(0, max(0, deliver - pace.number) // 2))
        part = share.part or tuple(range(1, len(tale.written.points) + 1))
        sent = self.scene.days[max(deliver, pace.number)]
        self.draft(place, part, handler, pace, sent_on=sent, no_contact=no_contact, partial=stage is S.DRAFTING)
        if stage not in SENT_UP:
            return
        latest = deliver - 1 if stage in DELIVERED else self.scene.days.last - rng.randint(0, 3)
        pace.on(max(0, latest - pace.number))
        tale.do(Action.SEND_UP, handler, pace, unit=place.id)
        if stage is S.REVIEW:
            return
        self.pass_review(place, pace.on(0))
        signer = place.staff[Role.UNIT_SIGNER][0]
        if stage is S.SENT_BACK or (stage in DELIVERED and rng.random() < 0.12):
            note = self.writer.phrase("unit", "send_back")
            tale.do(Action.SEND_BACK, signer, pace.on(0), unit=place.id, note=note)
            if stage is S.SENT_BACK:
                return
            tale.do(Action.SEND_UP, handler, pace.on(0), unit=place.id)
            self.pass_review(place, pace.on(0))
        if stage in DELIVERED:
            self.deliver(place, pace.on(deliver - pace.number))
            Ratings(self, place, part, handler, stage, is_main=is_main).tell(pace)

    def pass_review(self, place: Place, pace: Pace) -> None:
        """The unit's office lets the draft pass."""
        self.tale.do(Action.PASS_REVIEW, place.staff[Role.UNIT_REVIEWER][0], pace, unit=place.id)

    def deliver(self, place: Place, pace: Pace, *, again: bool = False) -> None:
        """Sign and send; a second reply is signed by another than the first."""
        if pace.is_past:
            number = self.scene.document_no(place, pace.day)
            self.tale.do(Action.DELIVER, place.staff[Role.UNIT_SIGNER][again], pace, number, unit=place.id)

    def draft(
        self,
        place: Place,
        part: Sequence[int],
        handler: Actor,
        pace: Pace,
        *,
        sent_on: date,
        no_contact: str,
        partial: bool = False,
        again: bool = False,
    ) -> None:
        """Write the reply to every request of the part, or only to some."""
        tale = self.tale
        name = self.scene.name(tale.author)
        called = f"{name}等{len(tale.cosigners) + 1}位代表" if tale.cosigners else f"{name}代表"
        words = {"称": called, "题": tale.written.title, "我": place.us}
        written = [self._answer(place, number, sent_on, partial and index > 0) for index, number in enumerate(part)]
        phone = f"8555 0{self.rng.randrange(1000):03d}"
        reply = ReplyDraft(
            answers=written,
            opening=self.writer.phrase("rehandled_opening" if again else "opening", words=words),
            contact_name="" if partial else self.scene.name(handler),
            contact_phone="" if partial else phone,
            no_contact_reason=self.writer.phrase("unit", no_contact) if no_contact else "",
            without_co_reason=self.writer.phrase("unit", "without_co"),
            publication=None if partial else PublicMode.FULL,
            deputy_view=None if partial else DeputyView.NOT_ASKED if no_contact else DeputyView.AGREES,
        )
        tale.do(Action.DRAFT_REPLY, handler, pace, reply, unit=place.id)

    def _answer(self, place: Place, number: int, day: date, open_: bool) -> AnswerDraft:
        if open_:
            return AnswerDraft(number, self.writer.phrase("empty_answers"))
        semantic = self.rng.choices(tuple(CLASSES), tuple(CLASSES.values()))[0]
        body = self.writer.answer(self.tale.written, number, semantic, place.us)
        if semantic not in PROMISING:
            return AnswerDraft(number, body, semantic)
        due = day + timedelta(days=self.rng.randint(45, 330))
        today = day_of(self.scene.now)
        if due <= today and self.rng.random() > UNKEPT:
            # Most promises of a city that keeps its word are not past their day.
            due = today + timedelta(days=self.rng.randint(3, 320))
        signer = self.scene.name(place.staff[Role.UNIT_SIGNER][0])
        return AnswerDraft(number, body, semantic, self.tale.written.points[number - 1].promise, due, signer)

    def _talk(self, place: Place, handler: Actor, pace: Pace) -> str:
        """Note what was said; the kind of reason the reply owes, or nothing when a deputy stands by a talk."""
        rng, tale = self.rng, self.tale
        times, counted = rng.choices((0, 1, 2), self.scene.habits.talks)[0], False
        for phase in (Phase.BEFORE, Phase.DURING)[:times]:
            whom = tale.author if rng.random() < 0.85 or not tale.cosigners else rng.choice(tale.cosigners)
            manner = rng.choices(tuple(MANNERS), tuple(MANNERS.values()))[0]
            words = tale.written.words | {"称": f"{self.scene.name(whom)}代表"}
            said = self.writer.phrase("talk", manner.value, words=words)
            people = (handler, place.staff[Role.UNIT_SIGNER][0])[: rng.randint(1, 2)]
            came = "、".join(self.scene.name(one) for one in people)
            rank = Rank.DEPUTY_HEAD if len(people) > 1 else Rank.HANDLER
            talk = Talk(phase, manner, pace.day, came, whom.person_id or 0, said, rank)
            tale.do(Action.NOTE_CONTACT, handler, pace, talk, unit=place.id)
            counted = self._answered(place, whom, pace.on(0)) or counted
        return "" if counted else "unconfirmed" if times else "no_contact"

    def _answered(self, place: Place, whom: Actor, pace: Pace) -> bool:
        """Most deputies confirm what was noted, some correct it, some have not looked yet."""
        how = self.rng.random()
        if how > 0.9:
            return False
        if how > 0.85:
            note = self.writer.phrase("unit", "corrections")
            self.tale.do(Action.CORRECT_CONTACT, whom, pace, unit=place.id, note=note)
        else:
            self.tale.do(Action.CONFIRM_CONTACT, whom, pace, unit=place.id)
        pace.on(0)
        return True
