"""Taking a matter up after two dissatisfied ratings (会商、专家论证、主任会议), and what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.models.escalations import CameTo, Escalation, Way
from tracker.models.tasks import Round
from tracker.queries.escalations import open_of
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services.ratings import close_if_settled
from tracker.services.rehandling import open_again


@dataclass(frozen=True)
class Plan:
    """How it is taken up, why, and when and where it is planned (a day of Asia/Shanghai)."""

    way: Way | None
    reason: str = ""
    planned_on: date | None = None
    place: str = ""


@dataclass(frozen=True)
class Minutes:
    """What was held and what it came to; `higher` is the next step where it is taken up once more."""

    came_to: CameTo | None
    held_on: date | None = None
    who_came: str = ""
    words: str = ""
    document_no: str = ""
    higher: Plan | None = None
    # Nothing where it was held as planned.
    place: str = ""
    chaired_by: str = ""
    # Read once more: that it ends here opens no further round and is not taken back.
    sure: bool = False


@transactional
def escalate(actor: Actor, round_id: int, plan: Plan, *, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """Take it up one step higher; deputies, unit, coordinator and committee are told the day and the place.

    Only from the second round of a share on (HA1 22, CQ1 27). No rating is touched. Returns the suggestion's id.
    """
    one = fresh(Round, round_id, version=version)
    require(actor, Action.ESCALATE, one, today=day_of(now))
    wrong = _wrong_plan(plan, "", today=day_of(now))
    if wrong:
        raise Invalid(**wrong)
    _open(actor, one, plan, now=now, files=files)
    return one.task.suggestion_id


@transactional
def close(
    actor: Actor, round_id: int, minutes: Minutes, *, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """Write down what it came to: a new round bound by it, one step higher, or closed as it stands.

    The rating stays what it is, whatever it came to. Returns the suggestion's id.
    """
    one = fresh(Round, round_id, version=version)
    require(actor, Action.CLOSE_ESCALATION, one, today=day_of(now))
    held = open_of(one)
    wrong = _wrong_minutes(minutes, held, today=day_of(now))
    if wrong or minutes.came_to is None or minutes.held_on is None:
        raise Invalid(**wrong)
    facts: dict[str, Any] = {
        "came_to": minutes.came_to.value,
        "held_on": minutes.held_on.isoformat(),
        "document_no": minutes.document_no,
    }
    advance(one, Action.CLOSE_ESCALATION, actor, now=now, note=minutes.words, facts=facts, files=files)
    _keep(held, minutes, actor, now=now)
    one.escalation_is_open = False
    if minutes.came_to is CameTo.AGAIN:
        open_again(actor, one, now=now)
    elif minutes.came_to is CameTo.HIGHER and minutes.higher is not None:
        one.decision = None
        db.session.flush()
        _open(actor, one, minutes.higher, now=now, files=())
    else:
        db.session.flush()
        close_if_settled(one.suggestion, now=now)
    return one.task.suggestion_id


def _open(actor: Actor, one: Round, plan: Plan, *, now: datetime, files: Sequence[str]) -> None:
    assert plan.way is not None
    planned = plan.planned_on.isoformat() if plan.planned_on else None
    facts = {"way": plan.way.value, "planned_on": planned, "place": plan.place}
    advance(one, Action.ESCALATE, actor, now=now, note=plan.reason, facts=facts, files=files)
    db.session.add(
        Escalation(
            suggestion_id=one.task.suggestion_id,
            round_id=one.id,
            way=plan.way,
            reason=plan.reason,
            planned_on=plan.planned_on,
            place=plan.place,
            by_id=actor.person_id,
            made_at=now,
        )
    )
    one.decision, one.escalation_is_open = Action.ESCALATE.value, True
    db.session.flush()


def _keep(held: Escalation, minutes: Minutes, actor: Actor, *, now: datetime) -> None:
    held.held_on, held.who_came, held.words = minutes.held_on, minutes.who_came, minutes.words
    held.held_place, held.chaired_by = minutes.place, minutes.chaired_by
    held.document_no, held.came_to = minutes.document_no, minutes.came_to
    held.is_binding = minutes.came_to is CameTo.AGAIN
    held.closed_by_id, held.closed_at = actor.person_id, now
    db.session.flush()


def _wrong_plan(plan: Plan, prefix: str, *, today: date) -> dict[str, str]:
    wrong = {}
    if plan.way is None:
        wrong[f"{prefix}way"] = "choose_one"
    if not plan.reason.strip():
        wrong[f"{prefix}reason"] = "missing"
    if plan.planned_on is None:
        wrong[f"{prefix}planned_on"] = "missing"
    elif plan.planned_on < today:
        wrong[f"{prefix}planned_on"] = "day_has_passed"
    return wrong


def _wrong_minutes(minutes: Minutes, held: Escalation, *, today: date) -> dict[str, str]:
    wrong = {name: "missing" for name in ("who_came", "words") if not getattr(minutes, name).strip()}
    if minutes.held_on is None:
        wrong["held_on"] = "missing"
    elif minutes.held_on > today:
        wrong["held_on"] = "in_the_future"
    elif minutes.held_on < day_of(held.made_at):
        wrong["held_on"] = "before_it_was_taken_up"
    if minutes.came_to is None:
        wrong["came_to"] = "choose_one"
    if minutes.came_to is CameTo.CLOSED and not minutes.sure:
        wrong["sure"] = "ends_here"
    if minutes.came_to is CameTo.HIGHER:
        higher = minutes.higher or Plan(None)
        wrong |= _wrong_plan(higher, "higher_", today=today)
        if higher.way is held.way:
            wrong["higher_way"] = "same_way"
    return wrong
