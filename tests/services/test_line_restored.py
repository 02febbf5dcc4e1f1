"""A withdrawn line is used again only when who signs says so, as a new version; the record bears it out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.line_parts import BODY, UNTIL, approved, line_of, proposed, withdrawn
from tests.world import NOW, TODAY, World
from tracker.domain.parties import Actor
from tracker.models.lines import LineDecision
from tracker.queries import line_seals
from tracker.queries import lines as known
from tracker.services import lines
from tracker.services._load import Invalid, Missing


def restored(who: Actor, line_id: int, **how: object) -> None:
    lines.restore(who, line_id, version=line_of(line_id).version, **({"now": NOW} | how))  # type: ignore[arg-type]


def test_who_signs_restores_a_withdrawn_line_as_a_new_version(world: World) -> None:
    line_id = approved(world)
    withdrawn(world.jing, line_id)
    for who in (world.jing, world.shen, world.jiang, world.su, world.chen):
        with pytest.raises(Missing):
            restored(who, line_id)
    restored(world.cheng, line_id)
    line = line_of(line_id)
    made = line.versions[-1]
    assert (line.current_no, line.withdrawn_at, line.is_wrong, line.withdrawal_reason) == (2, None, False, "")
    assert (made.body, made.decision, made.decided_by_id) == (BODY, LineDecision.APPROVED, world.cheng.person_id)
    assert made.proposed_by_id == world.jing.person_id, "two persons stand behind it"
    assert [one.no for one in known.in_force(world.units["市教育局"], today=TODAY)] == [2]
    assert line_seals.changed() == []
    withdrawn(world.jing, line_id, is_wrong=False)
    assert line_seals.changed() == []


def test_what_was_never_in_force_or_is_over_is_not_restored(world: World) -> None:
    line_id, never = approved(world), proposed(world)
    with pytest.raises(Missing):
        restored(world.cheng, line_id)
    withdrawn(world.jing, line_id, is_wrong=False)
    withdrawn(world.jing, never, is_wrong=False)
    with pytest.raises(Missing):
        restored(world.cheng, never)
    with pytest.raises(Invalid) as raised:
        restored(world.cheng, line_id, now=NOW + timedelta(days=(UNTIL - TODAY).days + 1))
    assert raised.value.problems == {"line": "line_day_over"}
