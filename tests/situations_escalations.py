"""Situations after a second dissatisfied rating (再次不满意、会商)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests import builders
from tests.builders import round_of
from tests.situation_parts import EDUCATION, OF_ROUND, Situation
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.ratings import Level
from tracker.domain.roles import Role
from tracker.models.escalations import CameTo, Way
from tracker.models.people import Membership, Person
from tracker.services import escalations, ratings, replies
from tracker.services.escalations import Minutes, Plan

PLANNED, HELD = date(2026, 4, 10), date(2026, 4, 1)


def dissatisfied_again(world: World) -> int:
    """Handled again, answered again, and the deputy is still dissatisfied."""
    case = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, case)
    answer_again(world, case)
    one = round_of(world, case)
    ratings.rate(world.lin, one.id, builders.verdicts(Level.DISSATISFIED), version=one.version, now=NOW)
    return case


def answer_again(world: World, case: int) -> None:
    """The unit answers the round that is open; another leader signs."""
    one = round_of(world, case)
    reply = replace(builders.a_reply(tuple(one.task.part)), opening="再次来信收悉。")
    version = replies.save(world.jing, one.id, reply, version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    one = round_of(world, case)
    signer = another_signer(world)
    replies.deliver(signer, one.id, document_no="临教复〔2026〕2号", version=one.version, now=NOW)


def another_signer(world: World) -> Actor:
    """A second leader of the education bureau."""
    person = Person(name="贺明川")
    db.session.add(person)
    db.session.flush()
    hat = Membership(
        person_id=person.id, role=Role.UNIT_SIGNER, unit_id=world.units[EDUCATION], starts_on=date(2021, 4, 1)
    )
    db.session.add(hat)
    db.session.commit()
    return Actor(person.id, hat.id, Role.UNIT_SIGNER, unit_id=world.units[EDUCATION])


def a_plan(way: Way = Way.MEETING) -> Plan:
    return Plan(way, "两次答复都没有说护学通道。", PLANNED, "市人大会议室")


def minutes(came_to: CameTo, **more: object) -> Minutes:
    told = {
        "held_on": HELD,
        "who_came": "林若溪、程远",
        "words": "六月底前划出护学通道。",
        "sure": came_to is CameTo.CLOSED,
    }
    return Minutes(came_to, **(told | more))  # type: ignore[arg-type]


def taken_up(world: World) -> int:
    case = dissatisfied_again(world)
    one = round_of(world, case)
    escalations.escalate(world.chen, one.id, a_plan(), version=one.version, now=NOW)
    return case


SITUATIONS: dict[str, Situation] = {
    "dissatisfied_again": Situation(dissatisfied_again, OF_ROUND),
    "taken_up": Situation(taken_up, OF_ROUND),
}
