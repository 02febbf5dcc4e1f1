"""Bills of the last sessions of the demo congress: with a committee, converted into a suggestion, concluded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.demo.texts import table
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import CLOCK, Actor, TaskRole
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.ratings import Level, Question
from tracker.domain.results import Semantic
from tracker.domain.roles import Role
from tracker.models.contacts import Manner, Phase, Rank
from tracker.services._demo_bases import paper_of, somebody
from tracker.services._demo_scene import Scene
from tracker.services._demo_time import Pace
from tracker.services.assignments import Share
from tracker.services.handling import Talk
from tracker.services.histories import Acceptance, Act, Assignment, Ballot, BillDecision, Conversion, History, Signer
from tracker.services.ratings import Verdict
from tracker.services.replies import AnswerDraft, ReplyDraft

# Deputies who sign beside the lead, by number, so that the ten the law asks for are there.
FIRST_SIGNER, SIGNERS = 100, 10
# Working days after the opening of the session, and after the step before.
DECIDED, ACCEPTED, ASSIGNED, TALKED, ANSWERED, RATED = 3, 4, 14, 6, 30, 5
CONCLUDED = 90


def bills() -> list[dict[str, Any]]:
    """What `bills.toml` says of them."""
    found: list[dict[str, Any]] = table("bills")["bill"]
    return found


def count() -> int:
    """How many papers they are, with the suggestions that come of them."""
    return len(bills()) + len([one for one in bills() if one["outcome"] == "converted"])


def histories(scene: Scene) -> Iterator[History]:
    """Each bill, and after it the suggestion it became."""
    for number, one in enumerate(bills()):
        bill = _Bill(scene, one, FIRST_SIGNER + number * SIGNERS)
        yield bill.told()
        if one["outcome"] == "converted":
            yield bill.became()


class _Bill:
    """One bill being told."""

    def __init__(self, scene: Scene, one: dict[str, Any], first_signer: int) -> None:
        self._scene, self._one = scene, one
        self._author = somebody(scene, one["author"])
        self._signing = [somebody(scene, f"d{first_signer + at}") for at in range(SIGNERS)]
        sitting = scene.city.sittings[-1 - one["session"]]
        self._pace = Pace(scene.days, scene.days.up_to(sitting.opens_on), scene.rng)
        self._acts: list[Act] = []

    def told(self) -> History:
        """Up to what the Presidium decided, and the report it ended with."""
        paper = paper_of(self._scene, self._one, kind=Kind.BILL)
        self._do(Action.START, self._author, paper)
        self._pace.on(0)
        asked = tuple(Signer(one.person_id or 0, one.membership_id) for one in self._signing)
        self._do(Action.INVITE, self._author, asked)
        for one in self._signing:
            self._pace.on(0)
            self._do(Action.AGREE, one)
        self._pace.on(1)
        self._do(Action.SUBMIT, self._author)
        self._pace.on(DECIDED - 1)
        self._decide()
        return tuple(self._acts)

    def _decide(self) -> None:
        one, qin = self._one, self._scene.city.cast["qin"]
        if one["outcome"] == "waiting":
            return
        decision = BillDecision(self._pace.day, one["document"], one.get("committee", ""))
        if one["outcome"] == "converted":
            self._conversion = Conversion(decision)
            self._do(Action.CONVERT, qin, self._conversion, note=one["words"])
            return
        self._do(Action.REFER, qin, decision, note=one["words"])
        if one["outcome"] == "concluded":
            self._pace.on(CONCLUDED)
            report = BillDecision(self._pace.day, one["report"].format(year=self._pace.day.year))
            self._do(Action.CONCLUDE, self._scene.city.cast["chen"], report, note=one["concluded"])

    def became(self) -> History:
        """The suggestion, from the decision to its rating, as far as the days since then have been."""
        city, one = self._scene.city, self._one
        qin, chen, place = city.cast["qin"], city.cast["chen"], city.places[one["unit"]]
        born, self._acts = self._acts[-1], []
        self._acts.append(Act(Action.BORN_OF_BILL, qin, born.at, handed_in=self._conversion))
        self._pace.on(ACCEPTED)
        self._do(Action.ACCEPT, chen, Acceptance(city.categories[one["category"]]))
        self._pace.on(ASSIGNED)
        self._do(Action.ASSIGN, chen, Assignment([Share(place.id, TaskRole.SOLE)]))
        self._pace.on(0)
        self._do(Action.DISTRIBUTE, city.coordinators[place.system], unit=place.id)
        self._handle(place.id)
        return tuple(self._acts)

    def _handle(self, unit: int) -> None:
        staff, pace = self._scene.city.place_of(unit).staff, self._pace
        receiver, handler = staff[Role.UNIT_RECEIVER][0], staff[Role.UNIT_HANDLER][0]
        pace.on(1)
        self._do(Action.SIGN_FOR, receiver, unit=unit)
        pace.on(0)
        self._do(Action.GIVE, receiver, handler.person_id, unit=unit)
        pace.on(TALKED)
        said, came = self._one["talk"], self._scene.name(handler)
        talk = Talk(Phase.BEFORE, Manner.SITE, pace.day, came, self._author.person_id or 0, said, Rank.HANDLER)
        self._do(Action.NOTE_CONTACT, handler, talk, unit=unit)
        pace.on(0)
        self._do(Action.CONFIRM_CONTACT, self._author, unit=unit)
        pace.on(ANSWERED)
        self._answer(unit, handler, staff[Role.UNIT_SIGNER][0])

    def _answer(self, unit: int, handler: Actor, signer: Actor) -> None:
        one, pace, scene = self._one, self._pace, self._scene
        reply = ReplyDraft(
            [AnswerDraft(1, one["answer"], Semantic.SOLVED)],
            opening=one["opening"],
            contact_name=scene.name(handler),
            contact_phone="8555 0142",
            publication=PublicMode.FULL,
            deputy_view=DeputyView.AGREES,
        )
        self._do(Action.DRAFT_REPLY, handler, reply, unit=unit)
        pace.on(0)
        self._do(Action.SEND_UP, handler, unit=unit)
        pace.on(0)
        self._do(Action.PASS_REVIEW, scene.city.place_of(unit).staff[Role.UNIT_REVIEWER][0], unit=unit)
        pace.on(0)
        delivered = pace.day
        self._do(Action.DELIVER, signer, scene.document_no(scene.city.place_of(unit), delivered), unit=unit)
        pace.on(RATED)
        self._do(Action.RATE, self._author, Ballot(dict.fromkeys(Question, Verdict(Level.SATISFIED))), unit=unit)
        _due, over = scene.window_of(delivered) if self._acts[-1].action is Action.RATE else (None, None)
        if over is not None:
            self._acts.append(Act(Action.LAPSE, CLOCK, over, unit_id=unit))

    def _do(
        self, action: Action, actor: Actor, handed_in: Any = None, *, unit: int | None = None, note: str = ""
    ) -> None:
        if self._pace.is_past:
            self._acts.append(Act(action, actor, self._pace.at, unit_id=unit, note=note, handed_in=handed_in))
