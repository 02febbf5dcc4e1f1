"""Appraisal: a scheme drawn up and approved by two, scores with their cases, objections, results that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests import builders
from tests.situations_cohandling import opinion_taken
from tests.statements import reads
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.appraisal import FULL, Effect, Grade, Kind
from tracker.domain.ratings import Level
from tracker.domain.roles import System
from tracker.domain.statistics import Measure, Rate
from tracker.models.appraisals import Appraisal, AppraisalContest, AppraisalResult, Outcome, Standing
from tracker.models.organs import CongressSession
from tracker.models.record import Event
from tracker.queries.appraisal_evidence import groups
from tracker.queries.appraisal_frozen import frozen, frozen_groups
from tracker.queries.appraisal_scores import Score, day_of_score, scores
from tracker.queries.appraisals import all_units, find, results, schemes, units_of
from tracker.queries.figures import as_of
from tracker.services import appraisal_closing, appraisal_contests, appraisals, figures
from tracker.services._load import Invalid, Missing, Stale
from tracker.services.appraisal_contests import Decision
from tracker.services.appraisals import Plan

ENDS, CONTEST_BY = TODAY + timedelta(20), TODAY + timedelta(40)
AFTER = NOW + timedelta(41)
POINTS, GRADES = "hundred-points", "shenzhen-2007"


def session_id() -> int:
    return db.session.scalars(select(CongressSession.id)).one()


def a_plan(**changes: object) -> Plan:
    return replace(Plan("2026年度考核", session_id(), date(2026, 2, 2), ENDS, CONTEST_BY), **changes)


def fetch(appraisal_id: int) -> Appraisal:
    return db.session.get_one(Appraisal, appraisal_id, populate_existing=True)


def drafted(world: World, template: str = POINTS, **changes: object) -> Appraisal:
    return fetch(appraisals.start(world.chen, a_plan(**changes), template=template, now=NOW))


def in_force(world: World, template: str = POINTS, **changes: object) -> Appraisal:
    one = drafted(world, template, **changes)
    appraisals.propose(world.chen, one.id, version=one.version, now=NOW)
    appraisals.approve(world.lu, one.id, version=fetch(one.id).version, now=NOW)
    return fetch(one.id)


def counted(now=NOW) -> None:
    figures.keep_up(now=now, most=None)


def score_of(one: Appraisal, unit_id: int) -> Score:
    reach = as_of()
    assert reach is not None
    found = scores(one, all_units(one), on=day_of_score(one, reach.through), all_units=True)
    return next(each for each in found if each.unit.id == unit_id)


def line_of(score: Score, code: str):
    return next(each for each in score.lines if each.line.indicator.code == code)


def contested(world: World, one: Appraisal, code: str = "satisfaction", task_id: int | None = None) -> AppraisalContest:
    how = {"task_id": task_id, "reason": "代表已经改口", "version": one.version, "now": NOW}
    return db.session.get_one(AppraisalContest, appraisal_contests.contest(world.cheng, one.id, code, **how))


def closed(world: World) -> Appraisal:
    one = in_force(world)
    counted(AFTER)
    appraisal_closing.close(world.chen, one.id, version=one.version, now=AFTER)
    return fetch(one.id)


def test_a_scheme_is_drawn_up_by_one_and_put_in_force_by_another(world: World) -> None:
    one = drafted(world)
    assert (one.standing, one.edition, len(one.indicators)) == (Standing.DRAFT, 1, 9)
    assert find(world.cheng, one.id) is None, "a draft is the desk's"
    appraisals.propose(world.chen, one.id, version=one.version, now=NOW)
    with pytest.raises(Invalid, match="appraisal_same_person"):
        appraisals.approve(world.chen, one.id, version=fetch(one.id).version, now=NOW)
    appraisals.approve(world.lu, one.id, version=fetch(one.id).version, now=NOW)
    assert fetch(one.id).standing is Standing.IN_FORCE
    assert find(world.cheng, one.id) is not None and find(world.du, one.id) is not None
    told = db.session.scalars(select(Event.action).where(Event.subject == f"appraisal:{one.id}").order_by(Event.seq))
    assert list(told) == ["start_appraisal", "propose_appraisal", "approve_appraisal"]


def test_only_desk_and_coordinators_draw_up_schemes(world: World) -> None:
    for who in (world.cheng, world.lin, world.qin, world.xi):
        with pytest.raises(Missing):
            appraisals.start(who, a_plan(), template=POINTS, now=NOW)
    for systems in ((), (System.COURT,), (System.GOVERNMENT, System.COURT)):
        with pytest.raises(Invalid, match="own_system_only"):
            appraisals.start(world.du, a_plan(systems=systems), template=POINTS, now=NOW)
    assert appraisals.start(world.du, a_plan(systems=(System.GOVERNMENT,)), template=POINTS, now=NOW)


def test_a_coordinator_touches_no_scheme_of_others(world: World) -> None:
    one = drafted(world)
    with pytest.raises(Missing):
        appraisals.change(world.du, one.id, a_plan(systems=(System.GOVERNMENT,)), version=one.version, now=NOW)
    with pytest.raises(Invalid, match="choose_one"):
        appraisals.start(world.du, a_plan(systems=(System.GOVERNMENT,)), template=f"#{one.id}", now=NOW)
    appraisals.propose(world.chen, one.id, version=one.version, now=NOW)
    with pytest.raises(Missing):
        appraisals.approve(world.du, one.id, version=fetch(one.id).version, now=NOW)
    own = drafted(world, systems=(System.GOVERNMENT,))
    appraisals.propose(world.du, own.id, version=own.version, now=NOW)
    with pytest.raises(Invalid, match="appraisal_same_person"):
        appraisals.approve(world.du, own.id, version=fetch(own.id).version, now=NOW)
    with pytest.raises(Missing):
        appraisals.propose(world.du, fetch(one.id).id, version=fetch(one.id).version, now=NOW)


def test_a_scheme_with_flaws_is_not_proposed(world: World) -> None:
    one = drafted(world)
    heavier = replace(one.scheme.indicators[0], weight=6_00)
    appraisals.put_indicator(world.chen, one.id, heavier, ordinal=1, version=one.version, now=NOW)
    with pytest.raises(Invalid, match="scheme_has_flaws"):
        appraisals.propose(world.chen, one.id, version=fetch(one.id).version, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "name", "missing"),
        ({"ends_on": None}, "ends_on", "missing"),
        ({"ends_on": date(2026, 1, 1)}, "ends_on", "days_out_of_order"),
        ({"contest_by": ENDS - timedelta(1)}, "contest_by", "days_out_of_order"),
        ({"ends_on": date(2036, 1, 1), "contest_by": date(2036, 1, 2)}, "ends_on", "look_back_too_far"),
        ({"session_id": 999}, "session_id", "choose_one"),
        ({"systems": ("moon",)}, "systems", "unknown"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_field(world: World, changes: dict, field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        appraisals.start(world.chen, a_plan(**changes), template=POINTS, now=NOW)
    assert refused.value.problems[field] == code


def test_indicators_are_put_in_their_place_and_a_stale_draft_is_refused(world: World) -> None:
    one = drafted(world)
    version = one.version
    new = replace(one.scheme.indicators[0], code="", name="及时公开", rate=Rate.PUBLICATION)
    appraisals.put_indicator(world.chen, one.id, new, ordinal=2, version=version, now=NOW)
    names = [each.name for each in fetch(one.id).indicators]
    assert names[:3] == ["按时签收", "及时公开", "与代表沟通"]
    with pytest.raises(Stale):
        appraisals.take_off(world.lu, one.id, "signing", version=version, now=NOW)
    appraisals.take_off(world.lu, one.id, "signing", version=fetch(one.id).version, now=NOW)
    assert next(each.name for each in fetch(one.id).indicators) == "及时公开"


def test_what_is_in_force_changes_by_a_new_version_alone(world: World) -> None:
    one = in_force(world)
    with pytest.raises(Invalid, match="no_draft_any_more"):
        appraisals.take_off(world.chen, one.id, "signing", version=one.version, now=NOW)
    with pytest.raises(Invalid, match="missing"):
        appraisals.new_version(world.chen, one.id, why=" ", version=one.version, now=NOW)
    two = appraisals.new_version(world.chen, one.id, why="签收改为10分", version=one.version, now=NOW)
    with pytest.raises(Invalid, match="draft_is_there"):
        appraisals.new_version(world.lu, one.id, why="再来一版", version=one.version, now=NOW)
    assert fetch(one.id).standing is Standing.IN_FORCE, "until the new one is approved"
    appraisals.propose(world.lu, two, version=fetch(two).version, now=NOW)
    appraisals.approve(world.chen, two, version=fetch(two).version, now=NOW)
    assert (fetch(one.id).standing, fetch(two).standing) == (Standing.REPLACED, Standing.IN_FORCE)
    assert [each.edition for each in schemes(world.chen)] == [2, 1]


def test_a_draft_may_be_sent_back_or_thrown_away(world: World) -> None:
    one = drafted(world)
    appraisals.propose(world.chen, one.id, version=one.version, now=NOW)
    appraisals.send_back(world.lu, one.id, reason="权重再议", version=fetch(one.id).version, now=NOW)
    assert fetch(one.id).standing is Standing.DRAFT
    appraisals.discard(world.chen, one.id, version=fetch(one.id).version, now=NOW)
    db.session.expire_all()
    assert db.session.get(Appraisal, one.id) is None


def test_a_unit_is_scored_by_its_own_cases_and_each_point_opens_them(world: World) -> None:
    case = builders.closed(world)
    one, unit = in_force(world), world.units["市教育局"]
    counted()
    score = score_of(one, unit)
    satisfied = line_of(score, "satisfaction").line
    assert (satisfied.part, satisfied.whole, satisfied.points, satisfied.is_few) == (1, 1, 20_00, True)
    assert score.rank == 1 and score.has_work
    (good, *_rest) = groups(world.cheng, one, satisfied.indicator, unit, on=TODAY)
    assert [row.suggestion_id for row in good.rows] == [case] and good.kind == "good"
    idle = score_of(one, world.units["市委宣传部"])
    assert (idle.has_work, idle.rank, idle.total.points) == (False, None, None)


def test_lines_without_cases_are_left_out_of_the_total(world: World) -> None:
    builders.in_hand(world)
    one = in_force(world)
    counted()
    total = score_of(one, world.units["市教育局"]).total
    # Signed for in time, no talk yet: 5 of the 20 points of what could be judged.
    assert (total.earned, total.full, total.points, total.is_rescaled) == (5_00, 20_00, 25_00, True)


def test_places_are_among_units_with_work_and_equals_share_them(world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    found = scores(one, all_units(one), on=TODAY, all_units=True)
    assert {each.unit.name: each.rank for each in found if each.rank} == {"市教育局": 1}


def gave_opinion(world: World) -> None:
    """Besides a case of the education bureau, the transport bureau has given its one opinion in time."""
    builders.closed(world)
    opinion_taken(world)


def test_a_unit_that_owes_no_reply_is_scored_and_not_ranked(world: World) -> None:
    """One opinion in time is a hundred points, rescaled: it would stand first."""
    gave_opinion(world)
    one = in_force(world)
    counted()
    found = {each.unit.name: each for each in scores(one, all_units(one), on=TODAY, all_units=True)}
    helper, lead = found["市交通运输局"], found["市教育局"]
    assert helper.total.points == FULL and (helper.rank, helper.is_apart) == (None, True)
    assert (lead.rank, lead.is_apart) == (1, False)


def test_whether_few_cases_are_ranked_is_said_by_the_scheme_and_kept_in_final_results(world: World) -> None:
    gave_opinion(world)
    one = in_force(world, rank_from=0)
    counted(AFTER)
    ranked = {each.unit.name: each.rank for each in scores(one, all_units(one), on=TODAY, all_units=True) if each.rank}
    assert ranked["市交通运输局"] == 1
    new = fetch(appraisals.new_version(world.chen, one.id, why="样本少的不排", version=one.version, now=NOW))
    assert new.rank_from == 0
    appraisals.change(world.chen, new.id, a_plan(rank_from=50_00), version=new.version, now=NOW)
    appraisals.propose(world.chen, new.id, version=fetch(new.id).version, now=NOW)
    appraisals.approve(world.lu, new.id, version=fetch(new.id).version, now=NOW)
    counted(AFTER)
    appraisal_closing.close(world.chen, new.id, version=fetch(new.id).version, now=AFTER)
    told = {each.unit.name: each for each in frozen(fetch(new.id))}
    assert (told["市交通运输局"].rank, told["市交通运输局"].is_apart) == (None, True)
    assert told["市教育局"].rank == 1
    with pytest.raises(Invalid) as refused:
        appraisals.start(world.chen, a_plan(rank_from=100_01), template=POINTS, now=NOW)
    assert refused.value.problems == {"rank_from": "not_a_percentage"}


def test_shenzhens_grades_come_out_of_the_ledger(world: World) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    one, unit = in_force(world, GRADES), world.units["市教育局"]
    counted()
    score = score_of(one, unit)
    assert [each.line.grade for each in score.lines] == [Grade.GOOD, Grade.GOOD, Grade.FAIL]
    assert (score.total.grade, score.rank) == (Grade.FAIL, None)


def test_three_and_six_months_count_from_the_assignment(world: World) -> None:
    builders.in_hand(world)
    one, unit = in_force(world, GRADES, ends_on=TODAY + timedelta(360), contest_by=TODAY + timedelta(361)), "市教育局"
    for days, overdue, past in ((89, 0, 0), (100, 1, 0), (200, 1, 1)):
        counted(NOW + timedelta(days))
        counts = score_of(one, world.units[unit]).counts
        assert (counts.get(Measure.OVERDUE, 0), counts.get(Measure.PAST_6_MONTHS, 0)) == (overdue, past)


def test_who_sees_whose_score(world: World) -> None:
    one = in_force(world, systems=(System.GOVERNMENT,))
    assert [unit.name for unit in units_of(world.cheng, one)] == ["市教育局"]
    assert {unit.name for unit in units_of(world.du, one)} == {"市教育局", "市交通运输局"}
    assert len(units_of(world.chen, one)) == 2
    assert find(world.gu, one.id) is None, "the scheme is not for courts"


def test_a_unit_objects_to_a_case_and_the_score_shows_what_changed(world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    one, unit, task_id = in_force(world), world.units["市教育局"], builders.task_of(world, case)
    counted()
    objection = contested(world, one, task_id=task_id)
    assert line_of(score_of(one, unit), "satisfaction").open_contests == 1
    decision = Decision(True, "评价登记错了，已更正", excludes=True)
    appraisal_contests.decide(world.lu, objection.id, decision, version=objection.version, now=NOW)
    scored = line_of(score_of(one, unit), "satisfaction")
    assert (scored.line.whole, scored.line.points) == (0, None)
    assert (scored.was.part, scored.was.whole, scored.was.points) == (0, 1, 0)
    assert scored.is_changed and scored.left_out == 1
    # Of the other lines nothing is left out.
    assert line_of(score_of(one, unit), "on_time").line.whole == 1


def test_a_line_may_be_set_anew_within_its_bounds(world: World) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    one, unit = in_force(world), world.units["市教育局"]
    counted()
    objection = contested(world, one)
    for wrong in (Decision(True, "改", points=21_00), Decision(True, "改"), Decision(True, "改", excludes=True)):
        with pytest.raises(Invalid):
            appraisal_contests.decide(world.lu, objection.id, wrong, version=objection.version, now=NOW)
    decision = Decision(True, "按第二次评价", points=15_00)
    appraisal_contests.decide(world.lu, objection.id, decision, version=objection.version, now=NOW)
    scored = line_of(score_of(one, unit), "satisfaction")
    assert (scored.line.points, scored.line.is_corrected, scored.was.points) == (15_00, True, 0)


@pytest.mark.parametrize("case_first", [True, False])
def test_the_decision_that_came_last_stands_whichever_objection_was_made_first(world: World, case_first: bool) -> None:
    """One to the line and one to a case in it lie open together."""
    case = builders.closed(world, level=Level.DISSATISFIED)
    one, unit = in_force(world), world.units["市教育局"]
    counted()
    of_line, of_case = contested(world, one), contested(world, one, task_id=builders.task_of(world, case))
    first, last = (of_case, of_line) if case_first else (of_line, of_case)
    for objection, points, minutes in ((first, 8_00, 1), (last, 9_00, 2)):
        decision, then = Decision(True, "核对后更正", points=points), NOW + timedelta(minutes=minutes)
        appraisal_contests.decide(world.lu, objection.id, decision, version=objection.version, now=then)
    assert line_of(score_of(one, unit), "satisfaction").line.points == 9_00
    counted(AFTER)
    appraisal_closing.close(world.chen, one.id, version=fetch(one.id).version, now=AFTER)
    final = next(each for each in frozen(fetch(one.id)) if each.unit.id == unit)
    assert line_of(final, "satisfaction").line.points == 9_00


def test_nothing_is_objected_to_while_the_figures_are_counted_anew(world: World) -> None:
    """What the line came to is kept with the objection for good: it would be that of half the cases."""
    builders.closed(world, level=Level.DISSATISFIED)
    one = in_force(world)
    counted()
    figures.recount(now=NOW)
    with pytest.raises(Invalid) as refused:
        contested(world, one)
    assert refused.value.problems == {"appraisal": "contest_while_counting"}
    assert db.session.scalars(select(AppraisalContest)).all() == []
    counted()
    assert contested(world, one).line_was == {"part": 0, "whole": 1, "points": 0, "grade": None}


def test_a_refused_objection_changes_nothing_and_says_why(world: World) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    one, unit = in_force(world), world.units["市教育局"]
    counted()
    objection = contested(world, one)
    with pytest.raises(Invalid, match="missing"):
        appraisal_contests.decide(world.lu, objection.id, Decision(False, ""), version=objection.version, now=NOW)
    refusal = Decision(False, "评价照实保留")
    appraisal_contests.decide(world.lu, objection.id, refusal, version=objection.version, now=NOW)
    assert objection.outcome is Outcome.REFUSED and objection.answer == "评价照实保留"
    assert not line_of(score_of(one, unit), "satisfaction").is_changed
    with pytest.raises(Stale):
        appraisal_contests.decide(world.lu, objection.id, refusal, version=1, now=NOW)


def test_only_signer_and_receiver_object_to_their_own_units_score_in_time(world: World) -> None:
    case = builders.closed(world)
    one = in_force(world)
    counted()
    how = {"task_id": None, "reason": "不对", "version": one.version, "now": NOW}
    for who in (world.jing, world.shen, world.du, world.chen, world.lin):
        with pytest.raises(Missing):
            appraisal_contests.contest(who, one.id, "satisfaction", **how)
    with pytest.raises(Missing):
        others = how | {"task_id": builders.task_of(world, case)}
        appraisal_contests.contest(world.su, one.id, "satisfaction", **others)
    with pytest.raises(Invalid, match="contest_is_over"):
        appraisal_contests.contest(world.he, one.id, "satisfaction", **(how | {"now": AFTER}))
    appraisal_contests.contest(world.he, one.id, "satisfaction", **how)
    with pytest.raises(Invalid, match="contest_is_open"):
        appraisal_contests.contest(world.cheng, one.id, "satisfaction", **how)


def test_points_by_hand_need_a_reason_and_bounds(world: World) -> None:
    builders.in_hand(world)
    one, unit = in_force(world), world.units["市教育局"]
    counted()
    how = {"version": 0, "now": NOW}
    for points, reason in ((6_00, "推诿"), (1_00, " ")):
        with pytest.raises(Invalid):
            appraisal_contests.give_points(world.chen, one.id, "returned", unit, points=points, reason=reason, **how)
    with pytest.raises(Missing):
        appraisal_contests.give_points(world.chen, one.id, "signing", unit, points=1_00, reason="加", **how)
    appraisal_contests.give_points(world.chen, one.id, "returned", unit, points=2_00, reason="无故退件", **how)
    score = score_of(one, unit)
    assert line_of(score, "returned").line.points == -2_00
    assert (score.total.extra, score.total.points) == (-2_00, 23_00)
    again = {"points": 1_00, "reason": "复核后减半"}
    with pytest.raises(Stale):
        appraisal_contests.give_points(world.lu, one.id, "returned", unit, version=0, now=NOW, **again)


@pytest.mark.parametrize("when", [NOW, NOW + timedelta(40)])
def test_nothing_is_final_while_units_may_object(world: World, when) -> None:
    builders.closed(world)
    one = in_force(world)
    counted(when)
    with pytest.raises(Invalid, match="contest_runs"):
        appraisal_closing.close(world.chen, one.id, version=one.version, now=when)


def test_nothing_is_final_with_an_objection_undecided_or_figures_behind(world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    objection = contested(world, one)
    with pytest.raises(Invalid, match="contests_open"):
        appraisal_closing.close(world.chen, one.id, version=one.version, now=AFTER)
    appraisal_contests.withdraw(world.he, objection.id, version=objection.version, now=NOW)
    with pytest.raises(Invalid, match="figures_behind"):
        appraisal_closing.close(world.chen, one.id, version=one.version, now=AFTER)


def test_a_final_result_never_changes(world: World) -> None:
    case = builders.closed(world)
    one, unit = closed(world), world.units["市教育局"]
    before = next(each for each in frozen(one) if each.unit.id == unit)
    assert before.rank == 1 and before.total.points is not None
    satisfied = line_of(before, "satisfaction").line
    (good, *_rest) = frozen_groups(world.chen, results(one)[unit], satisfied.indicator)
    assert [row.suggestion_id for row in good.rows] == [case]
    # The deputies' word is set aside afterwards; what was written down stays.
    for statement in ("UPDATE appraisal_result SET points = 1", "DELETE FROM appraisal_result"):
        with pytest.raises(DBAPIError, match="results of an appraisal do not change"):
            db.session.execute(text(statement))
        db.session.rollback()
    builders.closed(world, level=Level.DISSATISFIED, now=AFTER)
    counted(AFTER + timedelta(30))
    after = next(each for each in frozen(fetch(one.id)) if each.unit.id == unit)
    assert (after.total, after.rank, [each.line for each in after.lines]) == (
        before.total,
        before.rank,
        [each.line for each in before.lines],
    )
    with pytest.raises(Invalid, match="not_in_force"):
        appraisal_closing.close(world.lu, one.id, version=fetch(one.id).version, now=AFTER)


def test_a_final_result_is_corrected_by_a_new_version_and_stays(world: World) -> None:
    builders.closed(world)
    one = closed(world)
    two = appraisals.new_version(world.chen, one.id, why="签收数据有误", version=one.version, now=AFTER)
    appraisals.propose(world.chen, two, version=fetch(two).version, now=AFTER)
    appraisals.approve(world.lu, two, version=fetch(two).version, now=AFTER)
    appraisal_closing.close(world.chen, two, version=fetch(two).version, now=AFTER)
    assert fetch(one.id).standing is Standing.REPLACED and fetch(two).standing is Standing.CLOSED
    rows = db.session.scalars(select(AppraisalResult.appraisal_id)).all()
    assert set(rows) == {one.id, two}


def test_scores_take_a_fixed_number_of_statements(world: World) -> None:
    for _ in range(3):
        builders.closed(world)
    one = in_force(world)
    counted()
    units, _loaded = all_units(one), fetch(one.id).scheme
    with reads() as few:
        scores(one, units, on=TODAY, all_units=True)
    assert len(few) <= 4


def test_what_a_scheme_adds_up_to_is_a_hundred(world: World) -> None:
    indicators = drafted(world).scheme.indicators
    assert sum(each.weight for each in indicators if each.effect is Effect.SCORE) == FULL
    assert {each.kind for each in indicators} == {Kind.SHARE, Kind.MANUAL}
