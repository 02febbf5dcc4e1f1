"""Replies on their way out in any stage, and the rulebooks in which they go another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests import builders
from tests.builders import round_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.rulebook import Switch
from tracker.models.people import Membership, Person
from tracker.queries import law
from tracker.services import clearance, replies, rulebooks
from tracker.services._clearing import Remark
from tracker.services.replies import ReplyDraft

BODY = Remark("answers-1-body", "划设通道", "写明哪几所学校。")


def switch(world: World, **switches: bool) -> None:
    """Turn practices on or off for what is assigned from today, as two of the desk would."""
    before = NOW - timedelta(days=20)
    held = law.rulebook_for(before.date())
    switched = dict(held.switches) | {Switch(name): on for name, on in switches.items()}
    changed = replace(held, switches=switched, valid_from=TODAY)
    how = {"based_on": held.edition, "reason": "本市的做法", "corrects_running": False}
    edition_id = rulebooks.propose(world.chen, changed, **how, now=before)
    rulebooks.approve(world.lu, edition_id, version=1, now=before)


def in_review(world: World, **how: object) -> int:
    """The draft lies with the unit's office."""
    case = builders.in_hand(world, **how)
    send_up(world, case, builders.a_reply(tuple(round_of(world, case).task.part)))
    return case


def send_up(world: World, case: int, draft: ReplyDraft | None = None) -> None:
    """The handler saves, where a draft is given, and sends up."""
    one = round_of(world, case)
    version = one.version
    if draft is not None:
        version = replies.save(world.jing, one.id, draft, version=version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)


def sent_back_by_office(world: World) -> int:
    """The office marked a passage and sent it back."""
    case = in_review(world)
    one = round_of(world, case)
    how = {"note": "第一项太笼统。", "remarks": [BODY], "version": one.version, "now": NOW}
    replies.send_back(world.shen, one.id, **how)
    return case


def to_be_signed_for_check(world: World) -> int:
    """With who signs, as in a city that checks what is signed; its rulebook would hold for every other case too."""
    case = builders.in_clearance(world)
    round_of(world, case).needs_check = True
    db.session.commit()
    return case


def in_check(world: World) -> int:
    """Signed, and with the government's office for the check."""
    case = to_be_signed_for_check(world)
    sign(world, case, world.cheng)
    return case


def another_signer(world: World, *, is_principal: bool = False) -> Actor:
    """One more signer of the education bureau."""
    person = Person(name="施敏")
    db.session.add(person)
    db.session.flush()
    post = Membership(
        person_id=person.id, role=Role.UNIT_SIGNER, unit_id=world.cheng.unit_id, starts_on=date(2021, 4, 1)
    )
    post.is_principal = is_principal
    db.session.add(post)
    db.session.commit()
    return replace(world.cheng, person_id=person.id, membership_id=post.id, is_principal=is_principal)


def sign(world: World, case: int, who: Actor) -> None:
    one = round_of(world, case)
    clearance.sign(who, one.id, document_no="临教复〔2026〕1号", version=one.version, now=NOW)


def deliver(world: World, case: int, who: Actor) -> None:
    one = round_of(world, case)
    replies.deliver(who, one.id, document_no="临教复〔2026〕2号", version=one.version, now=NOW)


def post_of(actor: Actor) -> Membership:
    """The post itself, to be changed by a test."""
    return db.session.get_one(Membership, actor.membership_id)
