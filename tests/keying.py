"""Key items walked through the real services: proposed, decided on, supervised, reported on, concluded."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from tests import builders
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.key_items import KeyKind, Occasion
from tracker.domain.parties import Actor
from tracker.models.key_items import KeyItem
from tracker.models.record import Event
from tracker.services import key_decisions, key_items, key_reports, key_supervision
from tracker.services.key_decisions import Meeting, Verdict
from tracker.services.key_items import Proposal
from tracker.services.key_supervision import Conclusion, Demand, Held, Step

COMMITTEE = "教育科学文化卫生委员会"
LEADER = "宋远山（副市长）"
MET = date(2026, 4, 1)
PLAN_BY, REPORT_BY = date(2026, 5, 1), date(2026, 9, 30)
MEETING = Meeting(MET, "第四十次主任会议", "临常办会纪〔2026〕8号")
EDUCATION = "市教育局"


def a_proposal(*papers: int, kind: KeyKind = KeyKind.SUPERVISED, **more: Any) -> Proposal:
    told: dict[str, Any] = {
        "kind": kind,
        "year": 2026,
        "title": "小学门口交通安全",
        "papers": papers,
        "criteria": ("city_wide", "raised_by_many"),
        "grounds": "三年里多名代表提出，家长反映集中。",
        "committee": "" if kind is KeyKind.LED else COMMITTEE,
        "leader": "" if kind is KeyKind.SUPERVISED else LEADER,
    }
    return Proposal(**(told | more))


def proposed(world: World, *papers: int, by: str = "ou", **more: Any) -> int:
    return key_items.propose(getattr(world, by), a_proposal(*papers, **more), now=NOW)


def item_of(item_id: int) -> KeyItem:
    db.session.rollback()
    return db.session.get_one(KeyItem, item_id, populate_existing=True)


def at(item_id: int) -> int:
    return item_of(item_id).version


def a_verdict(item_id: int, *, accepted: bool = True, **more: Any) -> Verdict:
    item = item_of(item_id)
    told: dict[str, Any] = {
        "committee": "" if item.kind is KeyKind.LED else COMMITTEE,
        "leader": "" if item.kind is KeyKind.SUPERVISED else LEADER,
        "plan_due_on": PLAN_BY,
        "report_due_on": REPORT_BY,
        "words": "" if accepted else "面不够广，由有关单位照常办理。",
    }
    return Verdict(item_id, item.version, accepted, **(told | more))


def decided(world: World, *papers: int, meeting: Meeting = MEETING, **more: Any) -> int:
    made = proposed(world, *papers, **more)
    key_decisions.decide(world.chen, meeting, [a_verdict(made)], now=NOW)
    return made


def planned(world: World, item_id: int, by: Actor | None = None) -> None:
    steps = [Step(date(2026, 5, 20), "到三所小学门口视察"), Step(date(2026, 4, 20), "听承办单位说打算")]
    key_supervision.plan(by or world.ou, item_id, "先听后看再问。", steps, version=at(item_id), now=NOW)


def held(world: World, item_id: int, by: Actor | None = None) -> None:
    demand = Demand(world.units[EDUCATION], "开学前把三所小学门口的护学岗排好。", date(2026, 8, 20))
    told = Held(Occasion.INSPECTION, MET, "三所小学门口", "委员五人、代表两人", "两所没有护学岗。", [demand])
    key_supervision.hold(by or world.ou, item_id, told, version=at(item_id), now=NOW)


def reported(world: World, item_id: int) -> None:
    key_reports.hand_in(world.cheng, item_id, "三所小学门口都有了护学岗。", version=0, now=NOW)


def concluded(world: World, item_id: int, *, goes_on: bool = False) -> int:
    told = Conclusion("三所小学门口都看过，护学岗在岗。", MET, goes_on)
    return key_supervision.conclude(world.ou, item_id, told, version=at(item_id), now=NOW)


def a_paper(world: World) -> int:
    """One on which a unit works."""
    return builders.in_hand(world)


def marks(case: int) -> tuple[bool, bool]:
    paper = builders.fetch(case)
    return paper.is_key, paper.is_leader_led


def story(case: int) -> list[str]:
    """What of key items stands in the story of a paper."""
    wanted = select(Event.action).where(Event.suggestion_id == case, Event.action.in_(("made_key", "ended_key")))
    return list(db.session.scalars(wanted.order_by(Event.seq)))


def two_units(world: World) -> int:
    """One on which two units work, the first in the lead."""
    return builders.in_hand(world, shares=builders.LEAD_AND_CO)
