"""Founding the demo city: congress, term, sessions, units, categories, and the people with their hats."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from random import Random
from typing import Any

from tracker.db import db
from tracker.demo.names import Names
from tracker.demo.texts import UnitText, table, units
from tracker.domain.parties import Actor
from tracker.domain.roles import Role, System
from tracker.models.organs import Category, Congress, CongressSession, Delegation, Term, Unit
from tracker.models.people import Membership
from tracker.services import _twins as twins
from tracker.services._bulk import Bulk
from tracker.services._demo_cast import CAST, SECOND_HAT, Part
from tracker.services._demo_time import Sitting

DEPUTIES = 500
HANDLERS = 2
CASE_ROLES = (Role.UNIT_RECEIVER, *([Role.UNIT_HANDLER] * HANDLERS), Role.UNIT_REVIEWER, Role.UNIT_SIGNER)
SECOND_SIGNER = len(CASE_ROLES)


@dataclass
class Place:
    """A handling unit and who works there."""

    id: int
    text: UnitText
    system: System
    staff: dict[Role, list[Actor]] = field(default_factory=dict)

    @property
    def us(self) -> str:
        """How it speaks of itself."""
        endings = {"局": "我局", "委": "我委", "部": "我部", "院": "我院", "府": "我单位", "办": "我办", "队": "我支队"}
        return endings.get(self.text.short_name[-1], "我公司" if "公司" in self.text.name else "我单位")


@dataclass
class City:
    """Who and what there is."""

    congress_id: int
    sittings: list[Sitting]
    session_ids: dict[int, int] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    deputies: list[Actor] = field(default_factory=list)
    desk: list[Actor] = field(default_factory=list)
    coordinators: dict[System, Actor] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    cast: dict[str, Actor] = field(default_factory=dict)

    def place_of(self, unit_id: int) -> Place:
        """The unit of an id."""
        return self._by_id[unit_id]

    @cached_property
    def _by_id(self) -> dict[int, Place]:
        return {place.id: place for place in self.places.values()}


def found(rng: Random, sittings: list[Sitting], *, password_hash: str, now: datetime) -> City:
    """Build the city inside the running transaction of an empty database."""
    name = table("places")["city"]
    congress = Congress(name=f"{name}人民代表大会", short_name=f"{name}人大", is_ours=True)
    db.session.add(congress)
    db.session.flush()
    starts_on = date(sittings[-1].opens_on.year - 5, 1, 4)
    term = Term(congress_id=congress.id, ordinal=7, name="第七届", starts_on=starts_on)
    db.session.add(term)
    db.session.flush()
    city = City(congress.id, sittings)
    _hold_sessions(city, term)
    _order(city)
    _Settling(rng, city, term, password_hash=password_hash, now=now).everybody()
    return city


def _hold_sessions(city: City, term: Term) -> None:
    digits = "〇一二三四五六七八九"
    for sitting in city.sittings:
        name = f"第{digits[sitting.ordinal]}次会议"
        session = CongressSession(
            term_id=term.id, ordinal=sitting.ordinal, name=name, opens_on=sitting.opens_on, closes_on=sitting.closes_on
        )
        db.session.add(session)
        db.session.flush()
        city.session_ids[sitting.ordinal] = session.id


def _order(city: City) -> None:
    """Units and the tree of categories."""
    for text in units():
        unit = Unit(
            congress_id=city.congress_id,
            name=text.name,
            short_name=text.short_name,
            system=System(text.system),
            has_coordinator=text.has_coordinator,
            duty_words=text.duty_words,
        )
        db.session.add(unit)
        db.session.flush()
        city.places[text.short_name] = Place(unit.id, text, unit.system)
    for ordinal, (parent, children) in enumerate(table("places")["categories"].items()):
        top = Category(path=parent, name=parent, ordinal=ordinal)
        db.session.add(top)
        db.session.flush()
        for place, child in enumerate(children):
            below = Category(path=f"{parent}/{child}", name=child, parent_id=top.id, ordinal=place)
            db.session.add(below)
            db.session.flush()
            city.categories[below.path] = below.id


class _Settling:
    """Gives every post to somebody; the cast of `_demo_cast.py` gets the posts named there and the only passwords."""

    def __init__(self, rng: Random, city: City, term: Term, *, password_hash: str, now: datetime) -> None:
        self._rng, self._city, self._now = rng, city, now
        self._starts_on, self._term_id = term.starts_on, term.id
        self._hash = password_hash
        self._names = Names(rng, {part.name for part in CAST})
        self._cast = {(part.role, part.place, part.ordinal): part for part in CAST}
        self._bulk = Bulk()
        self._phone = 0
        self._delegations = {name: Delegation(term_id=term.id, name=name) for name in table("places")["delegations"]}
        db.session.add_all(self._delegations.values())
        db.session.flush()

    def everybody(self) -> None:
        """Settle them all."""
        self._deputies()
        self._settle(Role.ASSISTANT, "", 0, assists_id=self._city.cast["lin"].person_id)
        for place in self._city.places.values():
            for number, role in enumerate(CASE_ROLES):
                actor = self._settle(role, place.text.short_name, number, unit_id=place.id)
                place.staff.setdefault(role, []).append(actor)
        self._city.desk = [self._settle(Role.DESK, "", number, post="代表联络处") for number in range(5)]
        for system, post in ((System.GOVERNMENT, "市政府督查室"), (System.PARTY, "市委办公室")):
            self._city.coordinators[system] = self._settle(Role.COORDINATOR, system.value, 0, post=post, system=system)
        self._settle(Role.BILL_GROUP, "", 0, post="大会秘书处议案组")
        for name, delegation in self._delegations.items():
            self._settle(Role.DELEGATION_CLERK, name, 0, delegation_id=delegation.id, term_id=self._term_id)
        for name, fields in table("places")["committees"].items():
            ids = [key for path, key in self._city.categories.items() if path.split("/")[0] in fields]
            self._settle(Role.COMMITTEE, name, 0, committee=name, category_ids=ids)
            if name == SECOND_HAT[1]:
                person_id = self._city.cast[SECOND_HAT[0]].person_id
                self._give_hat(person_id, Role.COMMITTEE, committee=name, category_ids=ids)
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
            self._settle(role, "", 0)
        self._second_signers()
        self._bulk.finish()

    def _second_signers(self) -> None:
        """A deputy head (分管负责人) in each unit: a second reply is signed by another person than the first."""
        taken = {*self._city.names.values(), *(part.name for part in CAST)}
        self._names = Names(Random(SECOND_SIGNER), taken)  # noqa: S311
        for place in self._city.places.values():
            actor = self._settle(Role.UNIT_SIGNER, place.text.short_name, SECOND_SIGNER, unit_id=place.id)
            place.staff[Role.UNIT_SIGNER].append(actor)

    def _deputies(self) -> None:
        names = list(self._delegations)
        for number in range(DEPUTIES):
            name = names[number % len(names)]
            actor = self._settle(
                Role.DEPUTY,
                name,
                number // len(names),
                delegation_id=self._delegations[name].id,
                term_id=self._term_id,
                certificate_no=f"7-{number + 1:04d}",
            )
            self._city.deputies.append(actor)

    def _settle(self, role: Role, place: str, ordinal: int, **hat: Any) -> Actor:
        part = self._cast.get((role, place, ordinal))
        unusual = role is Role.DEPUTY and ordinal == 3
        name = part.name if part else self._names.unusual() if unusual else self._names.next()
        employer = self._employer() if role is Role.DEPUTY else ""
        # The first who signs for a unit of the demo is its principal: a second objection needs him.
        principal = role is Role.UNIT_SIGNER and ordinal != SECOND_SIGNER
        person = self._bulk.add(twins.Person(name=name, phone=self._next_phone(), employer=employer))
        membership = self._give_hat(person.id, role, is_principal=principal, **hat)
        actor = Actor(
            person.id, membership.id, role, hat.get("unit_id"), hat.get("system"), hat.get("delegation_id"),
            frozenset(hat.get("category_ids", ())), hat.get("assists_id"), principal, hat.get("committee", ""),
        )  # fmt: skip
        self._open_account(person.id, part)
        self._city.names[person.id] = name
        if part:
            self._city.cast[part.login] = actor
        return actor

    def _give_hat(self, person_id: int | None, role: Role, **hat: Any) -> Membership:
        return self._bulk.add(twins.Membership(person_id=person_id, role=role, starts_on=self._starts_on, **hat))

    def _open_account(self, person_id: int, part: Part | None) -> None:
        self._bulk.add(
            twins.Account(
                person_id=person_id,
                login_name=part.login if part else f"lj{person_id:04d}",
                password_hash=self._hash if part else None,
                is_demo=part is not None,
                made_at=self._now,
                activated_at=self._now if part else None,
            )
        )

    def _employer(self) -> str:
        places = table("places")
        words = {kind: self._rng.choice(places[kind]) for kind in ("区", "街", "校", "社", "厂", "市", "院")}
        words |= {"字": self._rng.choice(places["firms"]), "村": self._rng.choice(places["villages"])}
        return str(self._rng.choice(places["posts"]).format_map(words))

    def _next_phone(self) -> str:
        # A number range that is given to nobody.
        self._phone = (self._phone + 37) % 1000
        return f"8555 0{self._phone:03d}"
