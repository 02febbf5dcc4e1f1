"""The papers of the demo congress on which a procedure will stand, as histories up to the day before it begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tracker.demo.texts import table
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.roles import Role
from tracker.models.suggestions import Consent
from tracker.services._demo_scene import Scene
from tracker.services._demo_time import Pace
from tracker.services.assignments import Share
from tracker.services.histories import (
    Acceptance,
    Act,
    Assignment,
    History,
    OldPaper,
    OldReply,
    OldShare,
    Signer,
    archived,
)
from tracker.services.submissions import Paper

STAGES = ("draft", "submitted", "registered", "assigned", "in_hand")
# Working days before the last full one on which each step was done, so that every limit still runs.
STARTED, SUBMITTED, ACCEPTED, ASSIGNED, SENT_ON = 6, 4, 3, 1, 0
LATELY = 2


def papers() -> list[dict[str, Any]]:
    """What `procedures.toml` says of them, in its order."""
    found: list[dict[str, Any]] = table("procedures")["paper"]
    return found


def count() -> int:
    """How many `histories` tells: the old paper too."""
    return len(papers()) + 1


def somebody(scene: Scene, name: str) -> Actor:
    """One of the cast by log-in, or the deputy with a number (d61)."""
    return scene.city.cast[name] if name in scene.city.cast else scene.city.deputies[int(name.removeprefix("d"))]


def paper_of(scene: Scene, one: dict[str, Any], *, kind: Kind = Kind.SUGGESTION) -> Paper:
    """What is written in it."""
    return Paper(
        title=one["title"],
        problem=one["problem"],
        analysis=one.get("analysis", ""),
        kind=kind,
        requests=tuple(one["requests"]),
        category_id=scene.city.categories[one["category"]],
        consent=Consent.FULL,
        origins=("visit",),
    )


def old_paper(scene: Scene) -> OldPaper:
    """The paper of the term before that one of them follows up on."""
    old = table("procedures")["old"]
    first = scene.city.sittings[0].opens_on
    registered, place = first.replace(year=first.year - 2, month=3), scene.city.places["市文化广电旅游局"]
    replied = registered.replace(month=6)
    reply = OldReply(replied, scene.document_no(place, replied), old["body"], old["letter"])
    return OldPaper(
        scene.city.congress_id,
        old["title"],
        # Before the first of a year's series, which the other papers of that year number on from.
        number=f"{registered.year}9001",
        history={"author": "方舒代表", "gaps": ["session", "body", "category", "assigned_date", "rating"]},
        registered_on=registered,
        shares=[OldShare(place.id, TaskRole.SOLE, reply=reply)],
    )


def histories(scene: Scene) -> Iterator[History]:
    """Each of them as far as it came by itself."""
    day = scene.days.up_to(scene.city.sittings[0].opens_on) - 10
    yield archived(scene.city.desk[-1], old_paper(scene), now=Pace(scene.days, day, scene.rng).at)
    for one in papers():
        yield _Base(scene, one).told()


class _Base:
    """One history being told."""

    def __init__(self, scene: Scene, one: dict[str, Any]) -> None:
        self._scene, self._one = scene, one
        self._author = somebody(scene, one["author"])
        self._stage = STAGES.index(one["stage"])
        self._pace = Pace(scene.days, scene.days.last - (STARTED if self._stage else LATELY), scene.rng)
        self._acts: list[Act] = []

    def told(self) -> History:
        self._do(Action.START, self._author, paper_of(self._scene, self._one))
        with_ = [somebody(self._scene, name) for name in self._one.get("with", ())]
        if with_:
            self._pace.on(0)
            self._do(Action.INVITE, self._author, tuple(Signer(one.person_id or 0, one.membership_id) for one in with_))
            for one in with_:
                self._pace.on(0)
                self._do(Action.AGREE, one)
        steps = (self._submit, self._accept, self._assign, self._sign_for)
        for step in steps[: self._stage]:
            step()
        return self._acts

    def _submit(self) -> None:
        self._go_on(SUBMITTED)
        self._do(Action.SUBMIT, self._author)

    def _accept(self) -> None:
        desk = self._scene.city.cast["chen"]
        self._go_on(ACCEPTED)
        self._do(Action.TAKE_UP, desk)
        self._pace.on(0)
        self._do(Action.ACCEPT, desk, Acceptance(self._scene.city.categories[self._one["category"]]))

    def _assign(self) -> None:
        self._go_on(ASSIGNED)
        city, shares = self._scene.city, self._shares()
        self._do(Action.ASSIGN, city.cast["chen"], Assignment(shares))
        # Lately: a long holiday may lie between, and the days to object count through it.
        self._go_on(SENT_ON)
        for share in shares:
            place = city.place_of(share.unit_id)
            self._do(Action.DISTRIBUTE, city.coordinators[place.system], unit=place.id)

    def _shares(self) -> Sequence[Share]:
        first, *others = (self._scene.city.places[name].id for name in self._one["shares"])
        roles = TaskRole.LEAD if others else TaskRole.SOLE
        return [Share(first, roles), *(Share(one, TaskRole.CO) for one in others)]

    def _sign_for(self) -> None:
        for name in self._one["shares"]:
            place = self._scene.city.places[name]
            receiver, handler = (
                place.staff[Role.UNIT_RECEIVER][0],
                place.staff[Role.UNIT_HANDLER][self._one.get("handler", 0)],
            )
            self._pace.on(0)
            self._do(Action.SIGN_FOR, receiver, unit=place.id)
            self._pace.on(0)
            self._do(Action.GIVE, receiver, handler.person_id, unit=place.id)

    def _go_on(self, before: int) -> None:
        self._pace.on(self._scene.days.last - before - self._pace.number)

    def _do(self, action: Action, actor: Actor, handed_in: Any = None, *, unit: int | None = None) -> None:
        self._acts.append(Act(action, actor, self._pace.at, unit_id=unit, handed_in=handed_in))
