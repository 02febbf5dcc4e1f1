"""A small known world: one city, four units, the same few people in every test. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role, System
from tracker.models.organs import Category, Congress, CongressSession, Delegation, Term, Unit
from tracker.models.people import Account, Membership, Person
from tracker.services import calendars

# Wednesday 1 April 2026, ten in the morning in Shanghai, between two sessions.
NOW = datetime(2026, 4, 1, 2, tzinfo=UTC)
TODAY = date(2026, 4, 1)

# name, role, place (unit, delegation, system or committee)
PEOPLE = (
    ("lin", "林若溪", Role.DEPUTY, "滨湖代表团"),  # leads the papers
    ("fang", "方舒", Role.DEPUTY, "滨湖代表团"),  # is asked to sign them
    ("yuan", "袁知夏", Role.DEPUTY, "江北代表团"),  # has nothing to do with them
    ("zhou", "周晓", Role.ASSISTANT, "林若溪"),
    ("chen", "陈思远", Role.DESK, ""),
    ("lu", "陆平川", Role.DESK, ""),
    ("tian", "田可", Role.DELEGATION_CLERK, "滨湖代表团"),
    ("qin", "秦书怀", Role.BILL_GROUP, ""),
    ("du", "杜衡", Role.COORDINATOR, System.GOVERNMENT),
    ("he", "何晓岚", Role.UNIT_RECEIVER, "市教育局"),
    ("jing", "景行", Role.UNIT_HANDLER, "市教育局"),
    ("shen", "沈嘉禾", Role.UNIT_REVIEWER, "市教育局"),
    ("cheng", "程远", Role.UNIT_SIGNER, "市教育局"),
    ("luo", "罗一平", Role.UNIT_RECEIVER, "市交通运输局"),
    ("jiang", "姜雨桐", Role.UNIT_HANDLER, "市交通运输局"),
    ("su", "苏婉清", Role.UNIT_SIGNER, "市交通运输局"),
    ("zheng", "郑博文", Role.UNIT_RECEIVER, "市中级人民法院"),
    ("han", "韩立群", Role.UNIT_HANDLER, "市中级人民法院"),
    ("gu", "顾怀民", Role.UNIT_SIGNER, "市中级人民法院"),
    ("ou", "欧阳静之", Role.COMMITTEE, "教育科学文化卫生委员会"),
    ("xi", "奚望", Role.SYSTEM_ADMIN, ""),
    ("an", "安宁", Role.SECURITY_ADMIN, ""),
    ("ji", "纪实", Role.AUDITOR, ""),
)
# Who signs as the principal of the unit (主要负责人); the court's signer is a deputy of his.
PRINCIPALS = ("cheng", "su")
UNITS = (
    ("市教育局", "临江市教育局", System.GOVERNMENT, True),
    ("市交通运输局", "临江市交通运输局", System.GOVERNMENT, True),
    ("市中级人民法院", "临江市中级人民法院", System.COURT, False),
    ("市委宣传部", "中共临江市委宣传部", System.PARTY, False),
)
CATEGORIES = ("教育科技", "城建交通", "政法")
PASSWORD = "Lin-jiang-2026-demo"


@dataclass
class World:
    """Ids of what exists, by name, good across databases because the template is copied."""

    actors: dict[str, Actor] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None


def found_world(password_hash: str) -> None:
    """Build the world in an empty, migrated database."""
    session = db.session
    ours = Congress(name="临江市人民代表大会", short_name="临江市人大", is_ours=True)
    session.add(ours)
    session.flush()
    term = Term(congress_id=ours.id, ordinal=7, name="第七届", starts_on=date(2021, 4, 1))
    session.add(term)
    session.flush()
    session.add(
        CongressSession(
            term_id=term.id, ordinal=6, name="第六次会议", opens_on=date(2026, 2, 2), closes_on=date(2026, 2, 6)
        )
    )
    delegations = {name: Delegation(term_id=term.id, name=name) for name in ("滨湖代表团", "江北代表团")}
    units = {
        short: Unit(congress_id=ours.id, name=name, short_name=short, system=system, has_coordinator=through)
        for short, name, system, through in UNITS
    }
    categories = {name: Category(path=name, name=name, ordinal=no) for no, name in enumerate(CATEGORIES)}
    session.add_all([*delegations.values(), *units.values(), *categories.values()])
    session.flush()
    for login, name, role, place in PEOPLE:
        _settle(login, name, role, place, term, delegations, units, categories, password_hash)
    session.commit()
    calendars.fill(now=NOW)


def _settle(login, name, role, place, term, delegations, units, categories, password_hash) -> None:
    person = Person(name=name)
    db.session.add(person)
    db.session.flush()
    hat = Membership(person_id=person.id, role=role, starts_on=date(2021, 4, 1))
    if role in (Role.DEPUTY, Role.DELEGATION_CLERK):
        hat.term_id, hat.delegation_id = term.id, delegations[place].id
    elif place in units:
        hat.unit_id = units[place].id
        hat.is_principal = login in PRINCIPALS
    elif isinstance(place, System):
        hat.system = place
    elif role is Role.ASSISTANT:
        hat.assists_id = db.session.scalars(select(Person.id).where(Person.name == place)).one()
    elif role is Role.COMMITTEE:
        hat.committee, hat.category_ids = place, [categories["教育科技"].id]
    db.session.add_all(
        [
            hat,
            Account(person_id=person.id, login_name=login, password_hash=password_hash, made_at=NOW, activated_at=NOW),
        ]
    )
    db.session.flush()


def survey_world() -> World:
    """Read the world's ids back from a database that has it."""
    world = World()
    rows = db.session.execute(
        select(Account.login_name, Account.id, Membership).join(Membership, Membership.person_id == Account.person_id)
    )
    for login, account_id, hat in rows:
        world.accounts[login] = account_id
        world.actors[login] = Actor(
            hat.person_id,
            hat.id,
            hat.role,
            hat.unit_id,
            hat.system,
            hat.delegation_id,
            frozenset(hat.category_ids),
            hat.assists_id,
            hat.is_principal,
            hat.committee,
        )
    world.units = dict(db.session.execute(select(Unit.short_name, Unit.id)).all())
    world.categories = dict(db.session.execute(select(Category.name, Category.id)).all())
    return world
