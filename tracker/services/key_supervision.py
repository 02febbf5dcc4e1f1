"""Supervising a key item: the plan, what is held, what units are told and answer, their reports, the conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.hints import marked
from tracker.domain.key_items import MOST_DEMANDS, MOST_STEPS, KeyAct, KeyStage, Occasion
from tracker.domain.limits import ANSWER
from tracker.domain.parties import Actor
from tracker.models.key_items import KeyDemand, KeyEvent, KeyItem, KeyPlan
from tracker.queries.key_items import facts_of
from tracker.services._files import handed_in
from tracker.services._key_acts import ready, record
from tracker.services._key_marks import end_all, name_papers
from tracker.services._load import Invalid, Missing


@dataclass(frozen=True)
class Step:
    """One step of a plan, with its day (Asia/Shanghai)."""

    day: date | None
    words: str


@dataclass(frozen=True)
class Demand:
    """What a unit is told to do, and by which day it answers."""

    unit_id: int | None
    words: str
    answer_by: date | None


@dataclass(frozen=True)
class Held:
    """An occasion that was held: its kind, day and place, who came, what was found, what units were told."""

    occasion: Occasion | None
    held_on: date | None
    place: str = ""
    who_came: str = ""
    found: str = ""
    demands: Sequence[Demand] = field(default_factory=tuple)


@dataclass(frozen=True)
class Conclusion:
    """The look-back of the year: the result, the day the standing committee heard it (or none), whether it goes on.

    `without_report` says why, where not every unit has reported.
    """

    result: str
    heard_on: date | None = None
    goes_on: bool | None = None
    without_report: str = ""


@transactional
def plan(
    actor: Actor,
    item_id: int,
    body: str,
    steps: Sequence[Step],
    *,
    version: int,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """Keep a further version of the plan with its `files`; earlier ones stay. Returns the item's id."""
    item = ready(actor, KeyAct.PLAN, item_id, version=version)
    wrong = _written(body=body)
    if any(one.day is None or not one.words.strip() for one in steps):
        wrong["steps"] = "step_is_half"
    elif len(steps) > MOST_STEPS:
        wrong["steps"] = "too_many"
    elif any(marked({"steps": one.words}) for one in steps):
        wrong["steps"] = "secret"
    if wrong:
        raise Invalid(**wrong)
    given = handed_in(files, actor, item)
    dated = sorted((one.day, one.words) for one in steps if one.day is not None)
    held = [{"day": day.isoformat(), "words": words} for day, words in dated]
    no = len(item.plans) + 1
    item.plans.append(KeyPlan(no=no, body=body, steps=held, made_by_id=actor.person_id, made_at=now))
    late = item.plan_due_on is not None and day_of(now) > item.plan_due_on and no == 1
    facts = {"no": no, **({"late": True} if late else {})}
    record(actor, KeyAct.PLAN, item, now=now, facts=facts, files=given)
    return item.id


@transactional
def hold(actor: Actor, item_id: int, held: Held, *, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """Write down what was held and what units were told there, with its `files`. Returns the item's id.

    A demand goes to a unit that has a share of one of the papers.
    """
    item = ready(actor, KeyAct.HOLD, item_id, version=version)
    wrong = _wrong_occasion(item, held, today=day_of(now))
    if wrong or held.occasion is None or held.held_on is None:
        raise Invalid(**wrong)
    given = handed_in(files, actor, item)
    event = KeyEvent(
        occasion=held.occasion,
        held_on=held.held_on,
        place=held.place,
        who_came=held.who_came,
        found=held.found,
        made_by_id=actor.person_id,
        made_at=now,
        demands=[KeyDemand(unit_id=one.unit_id, words=one.words, answer_by=one.answer_by) for one in held.demands],
    )
    item.events.append(event)
    db.session.flush()
    facts = {"event": event.id, "occasion": held.occasion.value, "held_on": held.held_on.isoformat()}
    record(actor, KeyAct.HOLD, item, now=now, facts=facts | {"demands": len(held.demands)}, files=given)
    return item.id


@transactional
def answer(
    actor: Actor,
    item_id: int,
    demand_id: int,
    words: str,
    *,
    version: int,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """The unit's answer to what it was told, once, with its `files`; returns the item's id. Raises `Missing` for
    another unit's."""
    item = ready(actor, KeyAct.ANSWER, item_id, version=version)
    one = next((each for event in item.events for each in event.demands if each.id == demand_id), None)
    if one is None or one.unit_id != actor.unit_id:
        raise Missing("key_demand")
    wrong = _written(answer=words)
    if one.answered_at is not None:
        wrong["form"] = "answered_already"
    if wrong:
        raise Invalid(**wrong)
    given = handed_in(files, actor, item)
    one.answer, one.answered_by_id, one.answered_at = words, actor.person_id, now
    record(actor, KeyAct.ANSWER, item, now=now, facts={"demand": one.id, "unit": one.unit_id}, files=given)
    return item.id


@transactional
def conclude(
    actor: Actor, item_id: int, conclusion: Conclusion, *, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """End the year of an item with its result and its `files`, read by all who read the result.

    Returns the id of the item, or of next year's proposal where it goes on. What goes on keeps its mark until the
    meeting has decided on next year's proposal; else the papers lose it now.
    """
    item = ready(actor, KeyAct.CONCLUDE, item_id, version=version)
    wrong = _wrong_conclusion(item, conclusion, today=day_of(now))
    if wrong:
        raise Invalid(**wrong)
    given = handed_in(files, actor, item)
    item.result, item.heard_on = conclusion.result, conclusion.heard_on
    item.without_report, item.goes_on = conclusion.without_report, bool(conclusion.goes_on)
    item.concluded_on, item.concluded_by_id = day_of(now), actor.person_id
    record(actor, KeyAct.CONCLUDE, item, now=now, facts={"goes_on": item.goes_on}, files=given)
    if item.goes_on:
        return _continue(actor, item, now=now)
    end_all(actor, item, why="本年度督办结束", now=now)
    return item.id


def _continue(actor: Actor, item: KeyItem, *, now: datetime) -> int:
    """Next year's proposal, by the organ that proposed this one, with what stands in it to begin with."""
    following = KeyItem(
        year=item.year + 1,
        kind=item.kind,
        title=item.title,
        criteria=list(item.criteria),
        grounds=item.result,
        proposed_committee=item.committee,
        proposed_leader=item.leader,
        proposed_by_id=actor.person_id,
        proposed_role=item.proposed_role,
        proposed_for=item.proposed_for,
        proposed_at=now,
        continued_from_id=item.id,
    )
    db.session.add(following)
    db.session.flush()
    name_papers(following, [(one.suggestion_id, one.group_id) for one in item.papers if one.stands])
    facts = {"papers": len(following.papers), "continues": item.id}
    record(actor, KeyAct.PROPOSE, following, now=now, facts=facts)
    return following.id


def _wrong_occasion(item: KeyItem, held: Held, *, today: date) -> dict[str, str]:
    wrong = _written(who_came=held.who_came, found=held.found, place=held.place)
    if held.occasion is None:
        wrong["occasion"] = "choose_one"
    if held.held_on is None:
        wrong["held_on"] = "missing"
    elif held.held_on > today:
        wrong["held_on"] = "in_the_future"
    elif item.decided_on is not None and held.held_on < item.decided_on:
        wrong["held_on"] = "before_the_meeting"
    units = facts_of(item).units
    if any(not one.words.strip() or one.answer_by is None or one.unit_id is None for one in held.demands):
        wrong["demands"] = "demand_is_half"
    elif any(one.unit_id not in units for one in held.demands):
        wrong["demands"] = "unit_is_not_in_it"
    elif any(one.answer_by is not None and one.answer_by < today for one in held.demands):
        wrong["demands"] = "day_has_passed"
    elif len(held.demands) > MOST_DEMANDS:
        wrong["demands"] = "too_many"
    elif any(marked({"demands": one.words}) for one in held.demands):
        wrong["demands"] = "secret"
    return wrong


def _wrong_conclusion(item: KeyItem, conclusion: Conclusion, *, today: date) -> dict[str, str]:
    wrong = _written(result=conclusion.result)
    if conclusion.goes_on is None:
        wrong["goes_on"] = "choose_one"
    if conclusion.heard_on is not None and conclusion.heard_on > today:
        wrong["heard_on"] = "in_the_future"
    if conclusion.heard_on is not None and item.decided_on is not None and conclusion.heard_on < item.decided_on:
        wrong["heard_on"] = "before_the_meeting"
    if item.stage is not KeyStage.REPORTED and not conclusion.without_report.strip():
        wrong["without_report"] = "say_why_without_report"
    if marked({"without_report": conclusion.without_report}):
        wrong["without_report"] = "secret"
    return wrong


def _written(**texts: str) -> dict[str, str]:
    """Long texts that have to be there, fit to keep."""
    wrong = {name: "missing" for name, text in texts.items() if not text.strip()}
    wrong |= {name: "too_long" for name, text in texts.items() if len(text) > (200 if name == "place" else ANSWER)}
    return wrong | {name: "secret" for name, text in texts.items() if marked({name: text})}
