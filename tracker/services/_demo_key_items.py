"""Key items of the demo congress: one under supervision, one a city leader takes charge of, one that goes on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.key_items import KeyKind, Occasion
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.key_items import KeyItem
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.services import key_decisions, key_items, key_reports, key_supervision
from tracker.services._demo_cast import HOME_UNIT
from tracker.services._demo_walk import Walk
from tracker.services.key_decisions import Meeting, Verdict
from tracker.services.key_items import Proposal
from tracker.services.key_supervision import Conclusion, Demand, Held, Step

PLAN_IN, REPORT_IN = timedelta(days=20), timedelta(days=120)


def key_items_of_the_year(walk: Walk) -> None:
    """Three items on papers of the education bureau, each as far as another; the meeting has yet to take up a fourth,
    next year's part of the third."""
    papers = _papers(walk)
    if len(papers) < 5:
        return
    supervised = _propose(walk, walk.who("ou"), KeyKind.SUPERVISED, "key_supervised", papers[:3])
    led = _propose(walk, walk.who("du"), KeyKind.LED, "key_led", papers[3:4])
    watched = _propose(walk, walk.who("ou"), KeyKind.WATCHED, "key_watched", papers[4:5])
    _decide(walk, [supervised, led, watched])
    _plan(walk, walk.who("ou"), supervised)
    _hold(walk, supervised)
    _plan(walk, walk.who("ou"), watched)
    given = walk.file(walk.who("cheng"), "key_roster")
    body = walk.says["key_report"]
    key_reports.hand_in(walk.who("cheng"), watched, body, version=0, files=given, now=walk.now())
    told = Conclusion(walk.says["key_result"], None, goes_on=True)
    key_supervision.conclude(walk.who("ou"), watched, told, version=_at(watched), now=walk.now())


def _papers(walk: Walk) -> list[int]:
    """Papers the education bureau alone is at work on, the latest number last."""
    wanted = (
        select(Suggestion.id)
        .join(Task, Task.suggestion_id == Suggestion.id)
        .where(
            Suggestion.state == SuggestionState.IN_HANDLING,
            Suggestion.is_confidential.is_(False),
            Suggestion.category_id.in_(sorted(walk.who("ou").category_ids)),
            Task.unit_id == walk.unit(HOME_UNIT),
            Task.role == TaskRole.SOLE,
            Task.state.in_((TaskState.HANDLING, TaskState.SIGNED_FOR, TaskState.REPLIED)),
            Task.was_replaced.is_(False),
        )
        .order_by(Suggestion.number_sort, Suggestion.id)
    )
    return list(db.session.scalars(wanted.limit(5)))


def _propose(walk: Walk, by: Actor, kind: KeyKind, says: str, papers: list[int]) -> int:
    db.session.rollback()
    proposal = Proposal(
        kind=kind,
        year=walk.today.year,
        title=walk.says[says],
        papers=papers,
        criteria=("city_wide", "raised_by_many"),
        grounds=walk.says["key_grounds"],
        committee="" if kind is KeyKind.LED else walk.who("ou").committee,
        leader="" if kind is KeyKind.SUPERVISED else walk.says[f"{says}_leader"],
    )
    return key_items.propose(by, proposal, now=walk.now())


def _decide(walk: Walk, items: list[int]) -> None:
    now = walk.now()
    day = day_of(now)
    verdicts = []
    for one in items:
        item = _item(one)
        charge = (item.proposed_committee, item.proposed_leader)
        verdicts.append(Verdict(one, item.version, True, *charge, day + PLAN_IN, day + REPORT_IN))
    key_decisions.decide(walk.who("chen"), Meeting(day, walk.says["key_meeting"]), verdicts, now=now)


def _plan(walk: Walk, by: Actor, item_id: int) -> None:
    steps = [Step(walk.day(10), walk.says["key_step_one"]), Step(walk.day(30), walk.says["key_step_two"])]
    key_supervision.plan(by, item_id, walk.says["key_plan"], steps, version=_at(item_id), now=walk.now())


def _hold(walk: Walk, item_id: int) -> None:
    now = walk.now()
    demand = Demand(walk.unit(HOME_UNIT), walk.says["key_demand"], day_of(now) + PLAN_IN)
    held = Held(
        Occasion.INSPECTION,
        day_of(now),
        walk.says["key_place"],
        walk.says["key_who_came"],
        walk.says["key_found"],
        [demand],
    )
    given = walk.file(walk.who("ou"), "key_visit")
    key_supervision.hold(walk.who("ou"), item_id, held, version=_at(item_id), files=given, now=now)


def _item(item_id: int) -> KeyItem:
    db.session.rollback()
    return db.session.get_one(KeyItem, item_id, populate_existing=True)


def _at(item_id: int) -> int:
    return _item(item_id).version
