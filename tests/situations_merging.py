"""Situations of papers around a paper: a draft distribution among the units, a group, an earlier paper."""

from __future__ import annotations

from tests import builders
from tests.builders import LEAD_AND_CO, fetch
from tests.situation_parts import OF_SUGGESTION, Situation
from tests.world import NOW, World
from tracker.db import db
from tracker.models.suggestions import Suggestion
from tracker.services import circulation, groups
from tracker.services.assignments import Plan, Share


def to_circulate(world: World) -> int:
    """In a city that shows a draft distribution to its units first."""
    case = builders.a_registered(world)
    db.session.get_one(Suggestion, case).circulates = True
    db.session.commit()
    return case


def circulating(world: World) -> int:
    """Two units are asked; neither has spoken."""
    case = to_circulate(world)
    shares = [Share(world.units[unit], role, part) for unit, role, part in LEAD_AND_CO]
    circulation.pre_assign(world.chen, Plan(case, fetch(case).version, shares), answer_by=None, now=NOW)
    return case


def in_a_group(world: World) -> int:
    """Three papers handled together, this one assigned already."""
    cases = [builders.an_assigned(world), builders.a_registered(world), builders.a_registered(world)]
    told = {"name": "小学门口交通", "why": "都提同一个校门口", "differ": "路段不同"}
    groups.merge(world.chen, [(case, fetch(case).version) for case in cases], **told, now=NOW)
    return cases[0]


def beside_another(world: World) -> int:
    """An earlier paper of the same matter waits to be assigned too."""
    builders.a_registered(world)
    return builders.a_registered(world)


SITUATIONS = {
    "beside_another": Situation(beside_another, OF_SUGGESTION),
    "to_circulate": Situation(to_circulate, OF_SUGGESTION),
    "circulating": Situation(circulating, OF_SUGGESTION),
    "in_a_group": Situation(in_a_group, OF_SUGGESTION),
}
