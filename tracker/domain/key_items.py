"""Key items (重点督办、领办、领衔督办): who may do what in which state, as a table, and what is asked of a proposal.

An item is one matter in one year with the papers bound to it (domain c.8). The standing committee supervises it, a city
leader takes charge of doing it, or a leader of the standing committee watches it. The chair meeting decides, since 2025
by Art. 52 of the law on deputies (代表法第五十二条).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role, System

# A plan or a report whose day is at most so many calendar days away is due soon, as with promises.
SOON_DAYS = 10
# How far a year may lie from the one it is written in: last year's list may be entered late, next year's early.
YEARS_AWAY = 3
MOST_PAPERS = 100
MOST_STEPS = 20
MOST_DEMANDS = 20


class KeyKind(StrEnum):
    """重点督办: the standing committee supervises. 领办: a city leader takes charge of doing it. 领衔督办: a leader of
    the standing committee watches it."""

    SUPERVISED = "supervised"
    LED = "led"
    WATCHED = "watched"


class KeyStage(StrEnum):
    """How far an item is; whether its plan or a report is late is a date, no state."""

    PROPOSED = "proposed"
    RUNNING = "running"
    REPORTED = "reported"
    CONCLUDED = "concluded"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class Occasion(StrEnum):
    """What a supervising committee holds: 视察、调研、听取汇报、座谈、电视问政、现场会."""

    INSPECTION = "inspection"
    INVESTIGATION = "investigation"
    HEARING = "hearing"
    SYMPOSIUM = "symposium"
    TV_INQUIRY = "tv_inquiry"
    ON_SITE = "on_site"


class KeyAct(StrEnum):
    """What is done with an item."""

    PROPOSE = "propose_key_item"
    CHANGE = "change_key_proposal"
    TAKE_BACK = "take_back_key_proposal"
    DECIDE = "decide_key_item"
    REFUSE = "refuse_key_item"
    BIND = "bind_to_key_item"
    RELEASE = "release_from_key_item"
    PLAN = "plan_key_item"
    HOLD = "hold_key_event"
    ANSWER = "answer_key_demand"
    DRAFT_REPORT = "draft_key_report"
    REPORT = "report_key_item"
    CONCLUDE = "conclude_key_item"


class Side(StrEnum):
    """What somebody is to an item."""

    DESK = "desk"
    PROPOSER = "proposer"  # the people of the organ that proposed it
    SUPERVISOR = "supervisor"  # its committee; of one a city leader is in charge of, the coordinator of the units
    COMMITTEE = "committee"  # any other committee
    COORDINATOR = "coordinator"
    UNIT = "unit"  # works on a share of one of its papers
    ANSWERING = "answering"  # of a unit that answers the deputies on one of them, and so owes a report
    SIGNER = "signer"  # signs for such a unit; its principal where the unit has one
    RAISED = "raised"  # leads or signed one of its papers
    DEPUTY = "deputy"
    STRANGER = "stranger"


@dataclass(frozen=True)
class KeyStep:
    """One row of the law of key items."""

    act: KeyAct
    by: frozenset[Side]
    frm: frozenset[KeyStage]
    to: KeyStage | None = None


S, K, W = Side, KeyStage, KeyAct
_PROPOSING = frozenset({S.DESK, S.PROPOSER})
_KEEPING = frozenset({S.DESK, S.SUPERVISOR})
_ON = frozenset({K.RUNNING, K.REPORTED})
_PUT = frozenset({K.PROPOSED})

# fmt: off
KEY_STEPS = {step.act: step for step in (
    #       act             by                                                from  to
    KeyStep(W.CHANGE,       _PROPOSING,                                       _PUT),
    KeyStep(W.TAKE_BACK,    _PROPOSING,                                       _PUT, K.TAKEN_BACK),
    KeyStep(W.DECIDE,       frozenset({S.DESK}),                              _PUT, K.RUNNING),
    KeyStep(W.REFUSE,       frozenset({S.DESK}),                              _PUT, K.REFUSED),
    KeyStep(W.BIND,         frozenset({S.DESK}),                              _ON),
    KeyStep(W.RELEASE,      frozenset({S.DESK}),                              _ON),
    KeyStep(W.PLAN,         _KEEPING,                                         _ON),
    KeyStep(W.HOLD,         _KEEPING,                                         _ON),
    KeyStep(W.ANSWER,       frozenset({S.UNIT}),                              _ON),
    KeyStep(W.DRAFT_REPORT, frozenset({S.ANSWERING}),                         _ON),
    # The item is reported once every unit that answers for one of its papers has reported.
    KeyStep(W.REPORT,       frozenset({S.SIGNER}),                            _ON),
    KeyStep(W.CONCLUDE,     _KEEPING,                                         _ON,  K.CONCLUDED),
)}
# fmt: on

# Decided, so that deputies and units know of it.
DECIDED = frozenset({K.RUNNING, K.REPORTED, K.CONCLUDED})
# While it is in one of these, the bound papers carry its mark; one that goes on keeps it until the next is decided.
LIVING = _ON
# Whoever may put a matter before the chair meeting; a coordinator only what a city leader takes charge of.
PROPOSERS = frozenset({Role.DESK, Role.COMMITTEE, Role.COORDINATOR})
_INSIDE = frozenset({S.COORDINATOR, S.UNIT, S.RAISED})


class Detail(StrEnum):
    """How much of an item somebody reads."""

    ALL = "all"  # the proposal with its grounds, too
    INSIDE = "inside"  # what was decided and all that came of it
    OUTLINE = "outline"  # what was decided, what was held, what came of it


@dataclass(frozen=True)
class Item:
    """What judgement needs to know of an item. `units` have a share of one of its papers, in `systems`; those of them
    in `answering` answer the deputies on one that is still bound; `raised_by` led or signed one."""

    stage: KeyStage
    kind: KeyKind
    committee: str = ""
    proposed_role: Role | None = None
    proposed_for: str = ""
    units: Collection[int] = frozenset()
    answering: Collection[int] = frozenset()
    systems: Collection[System] = frozenset()
    raised_by: Collection[int] = frozenset()


def sides(actor: Actor, item: Item) -> frozenset[Side]:
    """Every relation of the actor to the item."""
    if actor.role is Role.DESK:
        return frozenset({S.DESK})
    if actor.role is Role.COMMITTEE:
        return _as_committee(actor, item)
    if actor.role is Role.COORDINATOR:
        return _as_coordinator(actor, item)
    if actor.role in UNIT_ROLES:
        return _as_unit(actor, item)
    if actor.role is Role.DEPUTY:
        return frozenset({S.RAISED if actor.person_id in item.raised_by else S.DEPUTY})
    if actor.role is Role.ASSISTANT:
        return frozenset({S.RAISED if actor.assists_id in item.raised_by else S.DEPUTY})
    return frozenset({S.STRANGER})


def _as_unit(actor: Actor, item: Item) -> frozenset[Side]:
    if actor.unit_id not in item.units:
        return frozenset({S.STRANGER})
    if actor.unit_id not in item.answering:
        return frozenset({S.UNIT})
    return frozenset({S.UNIT, S.ANSWERING, *({S.SIGNER} if actor.role is Role.UNIT_SIGNER else ())})


def _as_committee(actor: Actor, item: Item) -> frozenset[Side]:
    found = {S.COMMITTEE}
    if item.kind is not KeyKind.LED and item.committee and item.committee == actor.committee:
        found.add(S.SUPERVISOR)
    if item.proposed_role is Role.COMMITTEE and item.proposed_for == actor.committee:
        found.add(S.PROPOSER)
    return frozenset(found)


def _as_coordinator(actor: Actor, item: Item) -> frozenset[Side]:
    found = set()
    if item.proposed_role is Role.COORDINATOR and item.proposed_for == actor.system:
        found.add(S.PROPOSER)
    if actor.system in item.systems:
        found |= {S.COORDINATOR, *({S.SUPERVISOR} if item.kind is KeyKind.LED else ())}
    return frozenset(found or {S.STRANGER})


def detail(actor: Actor, item: Item) -> Detail | None:
    """How much of the item the actor reads; nothing where it is none of his business."""
    found = sides(actor, item)
    if found & {S.DESK, S.PROPOSER, S.COMMITTEE}:
        return Detail.ALL
    if item.stage not in DECIDED:
        return None
    if found & (_INSIDE | {S.SUPERVISOR}):
        return Detail.INSIDE
    return Detail.OUTLINE if S.DEPUTY in found else None


# What all read who know of a decided item.
_TOLD_TO_ALL = frozenset({KeyAct.DECIDE, KeyAct.CONCLUDE})
# What only who reads the proposal reads.
_OF_PROPOSAL = frozenset({KeyAct.PROPOSE, KeyAct.CHANGE, KeyAct.TAKE_BACK, KeyAct.REFUSE})


def reads(actor: Actor, how: Detail, act: KeyAct, *, unit_id: int | None = None) -> bool:
    """Whether somebody who reads so much of an item reads what came with one act on it, such as its files; `unit_id`:
    the unit that acted, for an answer or a report. A unit reads its own answers and reports alone, and a draft is read
    by nobody else."""
    ours = actor.role in UNIT_ROLES and unit_id is not None and unit_id == actor.unit_id
    if act is KeyAct.DRAFT_REPORT:
        return ours
    if act in _TOLD_TO_ALL:
        return True
    if act in _OF_PROPOSAL:
        return how is Detail.ALL
    if how is Detail.OUTLINE:
        return False
    return ours or actor.role not in UNIT_ROLES or act not in (KeyAct.ANSWER, KeyAct.REPORT)


def may_act(actor: Actor, act: KeyAct, item: Item) -> bool:
    """Whether the table lets the actor do this with the item as it stands."""
    step = KEY_STEPS[act]
    return item.stage in step.frm and bool(sides(actor, item) & step.by)


def is_party(actor: Actor, act: KeyAct, item: Item) -> bool:
    """Whether the actor does this with the item in one of its states."""
    return bool(sides(actor, item) & KEY_STEPS[act].by)


def kinds_of(actor: Actor) -> tuple[KeyKind, ...]:
    """What this hat may propose: a coordinator speaks for the city's leaders, a committee for the standing committee's
    supervision, the desk enters all."""
    if actor.role is Role.COORDINATOR:
        return (KeyKind.LED,)
    if actor.role is Role.COMMITTEE:
        return KeyKind.SUPERVISED, KeyKind.WATCHED
    return tuple(KeyKind) if actor.role is Role.DESK else ()


class DayStanding(StrEnum):
    """How a day on an item stands: none was set, it was kept, or how far away it is."""

    NONE = "none"
    DONE = "done"
    DONE_LATE = "done_late"
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"


def day_standing(due_on: date | None, done_on: date | None, today: date) -> DayStanding:
    """The standing of a day of Asia/Shanghai, in calendar days."""
    if done_on is not None:
        return DayStanding.DONE_LATE if due_on is not None and done_on > due_on else DayStanding.DONE
    if due_on is None:
        return DayStanding.NONE
    if due_on < today:
        return DayStanding.OVERDUE
    return DayStanding.SOON if due_on <= today + timedelta(days=SOON_DAYS) else DayStanding.RUNNING
