"""The law of key items: a table in which every stage can be reached and left, and who is what to an item."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker.domain.key_items import (
    DECIDED,
    KEY_STEPS,
    DayStanding,
    Detail,
    Item,
    KeyAct,
    KeyKind,
    KeyStage,
    Side,
    day_standing,
    detail,
    kinds_of,
    may_act,
    sides,
)
from tracker.domain.parties import Actor
from tracker.domain.roles import Role, System

TODAY = date(2026, 4, 1)
EDUCATION = "教科文卫委"
PEOPLE = {
    "desk": Actor(1, 1, Role.DESK),
    "committee": Actor(2, 2, Role.COMMITTEE, committee=EDUCATION),
    "other_committee": Actor(3, 3, Role.COMMITTEE, committee="城建环资委"),
    "nameless_committee": Actor(4, 4, Role.COMMITTEE),
    "coordinator": Actor(5, 5, Role.COORDINATOR, system=System.GOVERNMENT),
    "other_coordinator": Actor(6, 6, Role.COORDINATOR, system=System.PARTY),
    "handler": Actor(7, 7, Role.UNIT_HANDLER, unit_id=1),
    "signer": Actor(8, 8, Role.UNIT_SIGNER, unit_id=1),
    "helping_signer": Actor(9, 9, Role.UNIT_SIGNER, unit_id=2),
    "other_unit": Actor(10, 10, Role.UNIT_SIGNER, unit_id=3),
    "author": Actor(11, 11, Role.DEPUTY),
    "deputy": Actor(12, 12, Role.DEPUTY),
    "assistant": Actor(13, 13, Role.ASSISTANT, assists_id=11),
    "clerk": Actor(14, 14, Role.DELEGATION_CLERK),
    "auditor": Actor(15, 15, Role.AUDITOR),
}


def item(stage: KeyStage, kind: KeyKind = KeyKind.SUPERVISED, **more: object) -> Item:
    told: dict[str, object] = {
        "committee": "" if kind is KeyKind.LED or stage not in DECIDED else EDUCATION,
        "proposed_role": Role.COMMITTEE,
        "proposed_for": EDUCATION,
        "units": {1, 2},
        "answering": {1},
        "systems": {System.GOVERNMENT},
        "raised_by": {11},
    }
    return Item(stage, kind, **(told | more))  # type: ignore[arg-type]


def who_may(act: KeyAct, one: Item) -> set[str]:
    return {name for name, actor in PEOPLE.items() if may_act(actor, act, one)}


def test_every_stage_is_reached_and_none_is_a_dead_end() -> None:
    moves = {(frm, step.to) for step in KEY_STEPS.values() for frm in step.frm if step.to}
    reached = {KeyStage.PROPOSED, KeyStage.REPORTED}  # the second by the last report, in `settle_reports`
    while more := {to for frm, to in moves if frm in reached} - reached:
        reached |= more
    assert reached == set(KeyStage)
    assert all(step.by and step.frm for step in KEY_STEPS.values())
    assert set(KeyAct) - set(KEY_STEPS) == {KeyAct.PROPOSE}


MAY = {
    KeyAct.CHANGE: ({"desk", "committee"}, set()),
    KeyAct.TAKE_BACK: ({"desk", "committee"}, set()),
    KeyAct.DECIDE: ({"desk"}, set()),
    KeyAct.REFUSE: ({"desk"}, set()),
    KeyAct.BIND: (set(), {"desk"}),
    KeyAct.RELEASE: (set(), {"desk"}),
    KeyAct.PLAN: (set(), {"desk", "committee"}),
    KeyAct.HOLD: (set(), {"desk", "committee"}),
    KeyAct.ANSWER: (set(), {"handler", "signer", "helping_signer"}),
    KeyAct.DRAFT_REPORT: (set(), {"handler", "signer"}),
    KeyAct.REPORT: (set(), {"signer"}),
    KeyAct.CONCLUDE: (set(), {"desk", "committee"}),
}


@pytest.mark.parametrize("act", KEY_STEPS)
def test_who_may_what_in_which_stage(act: KeyAct) -> None:
    proposed, running = MAY[act]
    assert who_may(act, item(KeyStage.PROPOSED)) == proposed
    assert who_may(act, item(KeyStage.RUNNING)) == running == who_may(act, item(KeyStage.REPORTED))
    for over in (KeyStage.CONCLUDED, KeyStage.REFUSED, KeyStage.TAKEN_BACK):
        assert who_may(act, item(over)) == set()


def test_what_a_leader_is_in_charge_of_is_kept_by_the_coordinator_of_the_units() -> None:
    led = item(KeyStage.RUNNING, KeyKind.LED, proposed_role=Role.COORDINATOR, proposed_for="government")
    assert who_may(KeyAct.PLAN, led) == {"desk", "coordinator"}
    assert Side.SUPERVISOR not in sides(PEOPLE["coordinator"], item(KeyStage.RUNNING))


def test_a_committee_without_a_name_supervises_nothing() -> None:
    nameless = item(KeyStage.RUNNING, committee="", proposed_for="")
    assert Side.SUPERVISOR not in sides(PEOPLE["nameless_committee"], nameless)


READS = {
    "desk": (Detail.ALL, Detail.ALL),
    "committee": (Detail.ALL, Detail.ALL),
    "other_committee": (Detail.ALL, Detail.ALL),
    "nameless_committee": (Detail.ALL, Detail.ALL),
    "coordinator": (None, Detail.INSIDE),
    "other_coordinator": (None, None),
    "handler": (None, Detail.INSIDE),
    "signer": (None, Detail.INSIDE),
    "helping_signer": (None, Detail.INSIDE),
    "other_unit": (None, None),
    "author": (None, Detail.INSIDE),
    "deputy": (None, Detail.OUTLINE),
    "assistant": (None, Detail.INSIDE),
    "clerk": (None, None),
    "auditor": (None, None),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_how_much_of_it_each_reads(name: str) -> None:
    before, after = READS[name]
    for stage in KeyStage:
        assert detail(PEOPLE[name], item(stage)) is (after if stage in DECIDED else before), stage


def test_each_body_proposes_its_kinds() -> None:
    assert kinds_of(PEOPLE["desk"]) == tuple(KeyKind)
    assert KeyKind.LED not in kinds_of(PEOPLE["committee"]) and kinds_of(PEOPLE["coordinator"]) == (KeyKind.LED,)
    assert kinds_of(PEOPLE["author"]) == ()


@pytest.mark.parametrize(
    ("due", "done", "standing"),
    (
        (None, None, DayStanding.NONE),
        (-1, None, DayStanding.OVERDUE),
        (0, None, DayStanding.SOON),
        (10, None, DayStanding.SOON),
        (11, None, DayStanding.RUNNING),
        (-1, -2, DayStanding.DONE),
        (-3, -2, DayStanding.DONE_LATE),
        (None, 0, DayStanding.DONE),
    ),
)
def test_how_a_day_stands(due: int | None, done: int | None, standing: DayStanding) -> None:
    day = [None if one is None else TODAY + timedelta(days=one) for one in (due, done)]
    assert day_standing(day[0], day[1], TODAY) is standing
