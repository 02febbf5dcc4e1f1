"""What past assignments teach: kept in the transaction of each act, and the same when it is counted anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, SEPARATE, fetch
from tests.invariants_routing import lessons
from tests.services.test_hand_overs import hand_over
from tests.services.test_objections import COURT, TRAFFIC, moved, objected, ruled
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.routing import Doubt
from tracker.models.organs import Unit
from tracker.models.routing import RoutingChoice, RoutingMark, RoutingPaper, RoutingUnit, RoutingWord
from tracker.queries import assignments as waiting
from tracker.queries.assignments import Line
from tracker.queries.proposed_units import fared
from tracker.queries.writing import proposable_units
from tracker.services import assignments, routing
from tracker.services.assignments import Plan, Share
from tracker.services.rulings import Ruling

EDUCATION = "市教育局"


def kept() -> dict[str, Any]:
    """Everything that was learned, as it is in the database now."""
    db.session.rollback()
    mark = db.session.get(RoutingMark, 1)
    return {
        "words": {row.word: (row.counts, row.share) for row in db.session.scalars(select(RoutingWord))},
        "units": {row.unit_id: row.weight for row in db.session.scalars(select(RoutingUnit)) if row.weight},
        "papers": {row.suggestion_id: row.counted for row in db.session.scalars(select(RoutingPaper)) if row.counted},
        "kinds": mark.kinds if mark else 0,
    }


def learned(world: World, word: str, unit: str) -> list[int]:
    counts: dict[str, list[int]] = db.session.scalars(select(RoutingWord.counts).where(RoutingWord.word == word)).one()
    return counts.get(str(world.units[unit]), [0, 0])


def line(world: World, case: int, who: str = "chen") -> Line:
    db.session.rollback()
    units = proposable_units(today=TODAY)
    return waiting.lines_of(world.actors[who], [case], units, today=TODAY)[case]


def choice(case: int) -> RoutingChoice:
    db.session.rollback()
    return db.session.get_one(RoutingChoice, case)


def refused(world: World) -> int:
    case = objected(world)
    ruled(world, case, Ruling("仍由教育部门办理。"), upheld=False)
    return case


def handed_over(world: World) -> int:
    case = builders.in_hand(world)
    hand_over(world, case)
    return case


def sent_elsewhere(world: World) -> int:
    case = builders.an_assigned(world, distributed=False)
    (one,) = fetch(case).tasks
    assignments.distribute(world.du, case, {one.id: world.units[TRAFFIC]}, now=NOW, note="属交通运输部门")
    return case


def assign(world: World, case: int, unit: str) -> None:
    share = Share(world.units[unit], builders.SOLE[0][1])
    assignments.assign(world.chen, Plan(case, fetch(case).version, [share]), now=NOW)


def of_another_kind(world: World, unit: str = TRAFFIC) -> int:
    """A paper with other words, so that there is something to tell units apart by."""
    case = builders.a_registered(world, title="夜间公交增加班次", requests=("末班公交延后一小时。",))
    assign(world, case, unit)
    return case


LIVES: dict[str, Callable[[World], int]] = {
    "assigned": builders.an_assigned,
    "with a co-unit": lambda world: builders.an_assigned(world, shares=LEAD_AND_CO),
    "separate": lambda world: builders.an_assigned(world, shares=SEPARATE),
    "closed": builders.delivered,
    "objected to": objected,
    "moved": moved,
    "refused": refused,
    "handed over": handed_over,
    "sent elsewhere": sent_elsewhere,
}


@pytest.mark.parametrize("life", LIVES)
def test_what_is_kept_is_what_the_record_says(world: World, life: str) -> None:
    LIVES[life](world)
    before = kept()
    assert before["words"] and list(lessons()) == []
    routing.rebuild(now=NOW)
    assert kept()["words"] == {}
    routing.catch_up(now=NOW, most=None)
    assert kept() == before


def test_an_upheld_objection_counts_against_the_unit_and_for_who_got_it(world: World) -> None:
    moved(world)
    papers, weight = learned(world, "护学", EDUCATION)
    assert papers == 0 and weight < 0
    assert learned(world, "护学", TRAFFIC) == [1, -weight]


def test_a_refused_objection_leaves_the_lesson(world: World) -> None:
    refused(world)
    papers, weight = learned(world, "护学", EDUCATION)
    assert papers == 1 and weight > 0 and learned(world, "护学", TRAFFIC) == [0, 0]


def test_a_co_unit_learns_nothing(world: World) -> None:
    builders.an_assigned(world, shares=LEAD_AND_CO)
    assert learned(world, "护学", TRAFFIC) == [0, 0]


def test_the_next_paper_of_the_kind_is_proposed_to_who_kept_the_first(world: World) -> None:
    moved(world)
    found = line(world, builders.a_registered(world, category_id=world.categories["教育科技"]))
    assert found.ranked[0].unit_id == world.units[TRAFFIC]
    assert found.ranked[0].score > 0


def test_what_a_unit_sent_back_is_said_before_it_gets_the_next(world: World) -> None:
    moved(world)
    db.session.get_one(Unit, world.units[EDUCATION]).duty_words = "护学 小学 上学"
    db.session.commit()
    found = line(world, builders.a_registered(world))
    said = next(one for one in found.ranked if one.unit_id == world.units[EDUCATION])
    assert (said.habit.had, said.habit.objected, said.habit.upheld) == (1, 1, 1)
    assert found.bounces[world.units[EDUCATION]].is_upheld


def test_a_ruling_on_a_paper_of_another_category_counts_where_the_title_is_alike(world: World) -> None:
    moved(world)
    db.session.get_one(Unit, world.units[EDUCATION]).duty_words = "小学"
    db.session.commit()
    alike = builders.a_registered(world, title="在新城区小学周边设置护学通道")
    fetch(alike).category_id = world.categories["城建交通"]
    db.session.commit()
    found = line(world, alike)
    assert world.units[EDUCATION] in found.bounces and not found.bounces[world.units[EDUCATION]].is_same_field


def test_what_an_ended_unit_did_is_its_successors(world: World) -> None:
    builders.an_assigned(world)
    of_another_kind(world, COURT)
    education = db.session.get_one(Unit, world.units[EDUCATION])
    education.ended_on, education.successor_id, education.is_assignable = TODAY, world.units[TRAFFIC], False
    db.session.commit()
    found = line(world, builders.a_registered(world))
    first = found.ranked[0]
    assert first.unit_id == world.units[TRAFFIC] and first.score > 0 and first.led == 1


def test_a_coordinator_learns_from_its_own_system_alone(world: World) -> None:
    builders.an_assigned(world, shares=SEPARATE)
    of_another_kind(world)
    case = builders.an_assigned(world, distributed=False)
    assert {one.unit_id for one in line(world, case, "du").ranked if one.score} == {world.units[EDUCATION]}
    assert world.units[COURT] in {one.unit_id for one in line(world, case).ranked if one.score}


def test_what_was_proposed_and_what_was_chosen_is_kept(world: World) -> None:
    db.session.get_one(Unit, world.units[EDUCATION]).duty_words = "护学 小学"
    db.session.commit()
    taken, overruled = builders.a_registered(world), builders.a_registered(world, title="小学门口的护学岗")
    assign(world, taken, EDUCATION)
    assign(world, overruled, COURT)
    assert (choice(taken).place, choice(taken).proposed[0]) == (1, world.units[EDUCATION])
    assert (choice(overruled).place, choice(overruled).chosen) == (0, [world.units[COURT]])
    found = fared(world.chen).whole
    assert (found.asked, found.first, found.three, found.moved) == (2, 1, 1, 0) and found.rate == 0.5


def test_a_proposal_that_was_taken_and_bounced_is_no_hit(world: World) -> None:
    db.session.get_one(Unit, world.units[EDUCATION]).duty_words = "护学 小学"
    db.session.commit()
    case = moved(world)
    assert (choice(case).place, choice(case).place_now) == (1, 0)
    found = fared(world.chen).whole
    assert (found.first, found.moved, found.rate) == (1, 1, 0.0)


def test_a_share_that_went_along_with_its_unit_is_still_a_hit(world: World) -> None:
    db.session.get_one(Unit, world.units[EDUCATION]).duty_words = "护学 小学"
    db.session.commit()
    assert choice(handed_over(world)).place_now == 1


def test_a_paper_without_a_proposal_is_counted_apart(world: World) -> None:
    builders.an_assigned(world)
    found = fared(world.chen).whole
    assert (found.asked, found.silent, found.rate) == (0, 1, None)


def test_a_coordinator_is_told_of_papers_of_its_system_only(world: World) -> None:
    builders.an_assigned(world, shares=((COURT, builders.SOLE[0][1], ()),))
    builders.an_assigned(world)
    assert fared(world.chen).whole.silent + fared(world.chen).whole.asked == 2
    assert fared(world.du).whole.silent + fared(world.du).whole.asked == 1


def test_nothing_is_sure_of_nothing(world: World) -> None:
    assert line(world, builders.a_registered(world)).doubt is Doubt.CHOOSE


def test_the_worker_learns_what_was_there_before(world: World) -> None:
    builders.an_assigned(world)
    before = kept()
    for table in (RoutingWord, RoutingPaper, RoutingUnit, RoutingMark):
        db.session.query(table).delete()
    db.session.commit()
    assert routing.catch_up(now=NOW) > 0
    assert kept() == before
    assert routing.catch_up(now=NOW) == 0


def test_the_bill_group_is_told_no_figures_of_papers_it_may_not_open(world: World) -> None:
    for _ in range(2):
        assign(world, builders.a_registered(world), EDUCATION)
    of_another_kind(world)
    case = builders.a_registered(world)
    fetch(case).in_session = True
    db.session.commit()
    desks, bill_groups = line(world, case), line(world, case, "qin")
    assert desks.ranked[0].told and desks.ranked[0].led == 2
    assert not any(one.told or one.led for one in bill_groups.ranked) and not bill_groups.habits
