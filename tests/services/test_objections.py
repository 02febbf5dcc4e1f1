"""Objections to a share (退件): in their window, the better unit heard, ruled by others, the second by the arbiter."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, round_of, task_of
from tests.heard import heard, tell
from tests.situations import SITUATIONS
from tests.world import NOW, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.permissions import Sight, sight, why_not
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import TaskState
from tracker.domain.whys import Refused, Why
from tracker.models.procedures import Hearing, Objection, Say
from tracker.models.record import Clock
from tracker.models.tasks import Task
from tracker.queries.notices import Line, hats_held, page_of
from tracker.services import handling, objections, replies, rulings
from tracker.services._load import Invalid, Stale
from tracker.services.objections import Claim, Word
from tracker.services.rulings import Ruling

AGREED = "两个单位已当面商定。"
TRAFFIC, COURT, PARTY = "市交通运输局", "市中级人民法院", "市委宣传部"
LATER = NOW + timedelta(days=2)


def a_claim(world: World, unit: str = TRAFFIC, **changes: object) -> Claim:
    claim = Claim("道路护学设施由交通运输部门管理。", "市教育局职责规定第三条", world.units[unit], "程远")
    return replace(claim, **changes)  # type: ignore[arg-type]


def task(world: World, case: int, unit: str = "市教育局") -> Task:
    return db.session.get_one(Task, task_of(world, case, unit), populate_existing=True)


def objected(world: World, unit: str = TRAFFIC, **how: object) -> int:
    case = builders.an_assigned(world, **how)  # type: ignore[arg-type]
    one = task(world, case)
    objections.object_to(world.he, one.id, a_claim(world, unit), version=one.version, now=NOW)
    return case


def ruled(world: World, case: int, ruling: Ruling, *, by: str = "du", upheld: bool = True) -> None:
    one = task(world, case)
    act = rulings.uphold if upheld else rulings.reject
    act(world.actors[by], one.id, ruling, version=one.version, now=LATER)


def moved(world: World, unit: str = TRAFFIC, **how: object) -> int:
    case = objected(world, unit, **how)
    ruled(world, case, Ruling("道路设施属交通运输部门职责。", world.units[unit], unheard_for=AGREED))
    return case


def running(task_id: int) -> dict[ClockKind, date]:
    mine = Clock.task_id == task_id, Clock.round_id.is_(None), Clock.stopped_on.is_(None)
    rows = db.session.scalars(select(Clock).where(*mine))
    return {clock.kind: clock.due_on for clock in rows}


def test_the_unit_goes_on_while_it_is_not_ruled(world: World) -> None:
    case = objected(world)
    one = task(world, case)
    assert (one.state, one.objection_is_open, one.objections) == (TaskState.ASSIGNED, True, 1)
    handling.sign_for(world.he, one.id, handler_id=world.jing.person_id, now=NOW)
    assert running(one.id).keys() == {ClockKind.REPLY, ClockKind.OBJECTION_DECISION}


def test_the_better_unit_is_asked_at_once_and_reads_the_paper_meanwhile(world: World) -> None:
    case = objected(world)
    asked = db.session.scalars(select(Hearing)).one()
    assert (asked.unit_id, asked.closed_on, asked.answer_by) == (world.units[TRAFFIC], None, date(2026, 4, 8))
    assert sight(world.luo, fetch(case)) is Sight.FULL
    ruled(world, case, Ruling("仍由原单位办理。"), upheld=False)
    assert sight(world.luo, fetch(case)) is Sight.NOTHING
    heard = db.session.scalars(select(Hearing)).one()
    assert (heard.say, heard.closed_on) == (Say.SILENT, LATER.date())


def test_it_says_whose_it_is_and_a_ruling_on_an_older_page_is_stale(world: World) -> None:
    case = objected(world)
    one = task(world, case)
    before = one.version
    word = Word(Say.NOT_OURS, "属学校管理范围。", world.units["市教育局"])
    objections.hear(world.luo, one.id, word, version=before, now=NOW)
    heard = db.session.scalars(select(Hearing)).one()
    assert (heard.say, heard.better_unit_id, heard.said_by_id) == (
        Say.NOT_OURS,
        world.units["市教育局"],
        world.luo.person_id,
    )
    with pytest.raises(Stale):
        rulings.reject(world.du, one.id, Ruling("维持。"), version=before, now=NOW)


def test_who_says_not_ours_says_whose_and_why(world: World) -> None:
    one = task(world, objected(world))
    with pytest.raises(Invalid) as raised:
        objections.hear(world.luo, one.id, Word(Say.NOT_OURS), version=one.version, now=NOW)
    assert raised.value.problems == {"words": "missing", "better_unit": "better_unit_missing"}


def test_silence_until_the_day_is_no_objection(world: World) -> None:
    one = task(world, objected(world))
    with pytest.raises(Refused) as raised:
        objections.hear(world.luo, one.id, Word(Say.OURS), version=one.version, now=NOW + timedelta(days=8))
    assert raised.value.why is Why.HEARING_IS_OVER


def test_upheld_the_share_ends_here_and_begins_there_with_limits_of_its_own(world: World) -> None:
    case = moved(world)
    old, new = task(world, case), task(world, case, TRAFFIC)
    assert (old.state, old.was_replaced, old.objection_is_open) == (TaskState.ENDED, True, False)
    assert (new.state, new.role, new.part) == (TaskState.ASSIGNED, TaskRole.SOLE, [1, 2])
    assert (new.moves, new.objections) == (1, 1)
    assert new.assigned_on == date(2026, 4, 3) and new.due_on == date(2026, 7, 3)
    assert running(old.id) == {}
    assert running(new.id).keys() == {ClockKind.SIGN_FOR, ClockKind.OBJECTION, ClockKind.REPLY}
    assert [one.no for one in new.rounds] == [1]
    assert fetch(case).assigned_on == TODAY
    row = db.session.scalars(select(Objection)).one()
    assert (row.is_upheld, row.new_task_id, row.ruled_by_id) == (True, new.id, world.du.person_id)


def test_the_old_unit_reads_no_further_and_the_new_one_does(world: World) -> None:
    paper = fetch(moved(world))
    assert (sight(world.he, paper), sight(world.luo, paper)) == (Sight.NOTHING, Sight.FULL)


def test_refused_it_leaves_the_share_and_its_limits_as_they_were(world: World) -> None:
    case = objected(world)
    before = running(task(world, case).id)
    ruled(world, case, Ruling("属教育部门职责。"), upheld=False)
    one = task(world, case)
    assert (one.state, one.was_replaced, one.objection_is_open) == (TaskState.ASSIGNED, False, False)
    before.pop(ClockKind.OBJECTION_DECISION)
    assert running(one.id) == before


def test_after_its_window_none_is_taken_even_before_the_worker_looks(world: World) -> None:
    one = task(world, builders.an_assigned(world))
    # Ten days from 1 April end on Saturday the 11th and roll to Monday.
    assert one.objection_due_on == date(2026, 4, 13)
    with pytest.raises(Refused) as raised:
        objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW + timedelta(days=13))
    assert raised.value.why is Why.OBJECTION_TOO_LATE


def test_the_days_for_objecting_press_nobody(world: World) -> None:
    case = builders.in_hand(world)
    assert fetch(case).due_kind == ClockKind.REPLY.value


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"reason": " ", "signer_name": ""}, {"reason": "missing", "signer_name": "missing"}),
        ({"better_unit_id": None}, {"better_unit": "better_unit_missing"}),
        ({"duty_clause": ""}, {"duty_clause": "missing"}),
    ],
)
def test_an_objection_says_why_by_which_clause_whose_it_is_and_who_signed(
    world: World, changes: dict[str, object], problems: dict[str, str]
) -> None:
    one = task(world, builders.an_assigned(world))
    with pytest.raises(Invalid) as raised:
        objections.object_to(world.he, one.id, a_claim(world, **changes), version=one.version, now=NOW)
    assert raised.value.problems == problems


def test_one_does_not_name_oneself(world: World) -> None:
    one = task(world, builders.an_assigned(world))
    with pytest.raises(Invalid) as raised:
        objections.object_to(world.he, one.id, a_claim(world, "市教育局"), version=one.version, now=NOW)
    assert raised.value.problems == {"better_unit": "better_unit_is_yours"}


def test_the_second_is_signed_by_the_principal_and_goes_to_the_arbiter(world: World) -> None:
    case = moved(world)
    one = task(world, case, TRAFFIC)
    claim = a_claim(world, COURT, signer_name="随便谁")
    with pytest.raises(Refused) as raised:
        objections.object_to(world.luo, one.id, claim, version=one.version, now=LATER)
    assert raised.value.why is Why.PRINCIPAL_OBJECTS
    objections.object_to(world.su, one.id, claim, version=one.version, now=LATER)
    with pytest.raises(Refused) as raised:
        rulings.reject(world.du, one.id, Ruling("维持。"), version=task(world, case, TRAFFIC).version, now=LATER)
    assert raised.value.why is Why.ARBITER_RULES
    with pytest.raises(Invalid) as invalid:
        rulings.reject(world.chen, one.id, Ruling("维持。"), version=task(world, case, TRAFFIC).version, now=LATER)
    assert set(invalid.value.problems) == {"arbiter_name", "document_no", "decided_on"}
    ruling = Ruling("由该局办理。", None, "市分管领导", date(2026, 4, 3), "临府阅〔2026〕9号")
    rulings.reject(world.chen, one.id, ruling, version=task(world, case, TRAFFIC).version, now=LATER)
    row = db.session.scalars(select(Objection).order_by(Objection.id.desc())).first()
    assert row is not None
    assert (row.no, row.to_arbiter, row.by_principal, row.arbiter_name) == (2, True, True, "市分管领导")
    assert row.signer_name == "苏婉清"


def test_after_the_arbiter_there_is_no_third(world: World) -> None:
    case = SITUATIONS["objected_again"].reach(world)
    ruling = Ruling("由该局办理。", None, "市分管领导", date(2026, 4, 3), "临府阅〔2026〕9号")
    rulings.reject(
        world.chen, task(world, case, TRAFFIC).id, ruling, version=task(world, case, TRAFFIC).version, now=LATER
    )
    one = task(world, case, TRAFFIC)
    with pytest.raises(Refused) as raised:
        objections.object_to(world.su, one.id, a_claim(world, COURT), version=one.version, now=LATER)
    assert raised.value.why is Why.OBJECTED_TWICE


def test_a_unit_that_was_let_go_is_named_again_only_knowingly(world: World) -> None:
    case = moved(world)
    one = task(world, case, TRAFFIC)
    claim = a_claim(world, "市教育局", signer_name="苏婉清")
    with pytest.raises(Invalid) as raised:
        objections.object_to(world.su, one.id, claim, version=one.version, now=LATER)
    assert raised.value.problems == {"sure": "refused_before"}
    objections.object_to(world.su, one.id, replace(claim, sure=True), version=one.version, now=LATER)


def test_a_co_unit_that_is_given_the_lead_owes_no_opinion_any_more(world: World) -> None:
    case = moved(world, shares=LEAD_AND_CO)
    held = {(one.role, one.was_replaced) for one in fetch(case).tasks}
    assert held == {(TaskRole.LEAD, True), (TaskRole.CO, True), (TaskRole.SOLE, False)}


def test_a_co_unit_may_object_and_the_lead_stays(world: World) -> None:
    case = builders.an_assigned(world, shares=LEAD_AND_CO)
    one = task(world, case, TRAFFIC)
    objections.object_to(world.luo, one.id, a_claim(world, PARTY), version=one.version, now=NOW)
    version = task(world, case, TRAFFIC).version
    ruling = Ruling("属宣传工作。", world.units[PARTY], unheard_for=AGREED)
    rulings.uphold(world.chen, one.id, ruling, version=version, now=LATER)
    live = {(each.unit.short_name, each.role) for each in fetch(case).tasks if not each.was_replaced}
    assert live == {("市教育局", TaskRole.LEAD), (PARTY, TaskRole.CO)}


def test_the_desk_rules_where_the_unit_has_no_coordinator_and_its_ruling_goes_through_the_new_units(
    world: World,
) -> None:
    case = builders.in_hand(world, shares=builders.SEPARATE)
    one = task(world, case, COURT)
    objections.object_to(world.zheng, one.id, a_claim(world, TRAFFIC), version=one.version, now=NOW)
    version = task(world, case, COURT).version
    ruling = Ruling("是。", world.units[TRAFFIC], unheard_for=AGREED)
    with pytest.raises(Refused) as raised:
        rulings.uphold(world.du, one.id, ruling, version=version, now=LATER)
    assert raised.value.why is Why.NOT_YOURS
    rulings.uphold(world.chen, one.id, ruling, version=version, now=LATER)
    new = task(world, case, TRAFFIC)
    assert (new.state, new.part) == (TaskState.WITH_COORDINATOR, [2])


def test_what_may_leave_the_system_is_ruled_on_by_the_desk(world: World) -> None:
    case = objected(world, COURT)
    one, ruling = task(world, case), Ruling("属审判事务。", world.units[COURT], unheard_for=AGREED)
    for act in (rulings.uphold, rulings.reject):
        with pytest.raises(Refused) as raised:
            act(world.du, one.id, ruling, version=one.version, now=LATER)
        assert raised.value.why is Why.DESK_DECIDES
    rulings.uphold(world.chen, one.id, ruling, version=one.version, now=LATER)
    assert task(world, case, COURT).state is TaskState.ASSIGNED


def test_the_coordinator_gives_nothing_to_another_system(world: World) -> None:
    case = objected(world)
    one, ruling = task(world, case), Ruling("属审判事务。", world.units[COURT], unheard_for=AGREED)
    with pytest.raises(Invalid) as raised:
        rulings.uphold(world.du, one.id, ruling, version=one.version, now=LATER)
    assert raised.value.problems == {"unit": "ruled_by_desk"}
    objections.hear(
        world.luo, one.id, Word(Say.NOT_OURS, "属审判事务。", world.units[COURT]), version=one.version, now=NOW
    )
    assert why_not(world.du, Action.UPHOLD_OBJECTION, task(world, case), today=TODAY) is Why.DESK_DECIDES
    rulings.uphold(world.chen, one.id, ruling, version=task(world, case).version, now=LATER)
    assert task(world, case, COURT).state is TaskState.ASSIGNED


def test_what_the_arbiter_ruled_goes_straight_to_the_unit(world: World) -> None:
    case = moved(world)
    one = task(world, case, TRAFFIC)
    claim = a_claim(world, "市教育局", signer_name="苏婉清", sure=True)
    objections.object_to(world.su, one.id, claim, version=one.version, now=LATER)
    ruling = Ruling("由教育局办理。", world.units["市教育局"], "市分管领导", LATER.date(), "9号", unheard_for=AGREED)
    rulings.uphold(world.chen, one.id, ruling, version=task(world, case, TRAFFIC).version, now=LATER)
    back = fetch(case).tasks[-1]
    assert (back.unit.short_name, back.state) == ("市教育局", TaskState.ASSIGNED)
    assert why_not(world.du, Action.DISTRIBUTE, back, today=LATER.date()) is Why.WRONG_STATE


def test_upholding_before_the_named_unit_has_spoken_needs_a_word_why(world: World) -> None:
    case = objected(world)
    one, ruling = task(world, case), Ruling("属交通运输部门职责。", world.units[TRAFFIC])
    with pytest.raises(Invalid) as raised:
        rulings.uphold(world.du, one.id, ruling, version=one.version, now=LATER)
    assert raised.value.problems == {"unheard_for": "not_heard_yet"}
    rulings.uphold(world.du, one.id, replace(ruling, unheard_for=AGREED), version=one.version, now=LATER)
    assert [each.unheard_for for each in db.session.scalars(select(Objection))] == [AGREED]


@pytest.mark.parametrize("spoken", [True, False])
def test_nothing_needs_to_be_said_once_it_has_spoken_or_its_day_has_passed(world: World, spoken: bool) -> None:
    case = objected(world)
    one, when = task(world, case), LATER
    if spoken:
        objections.hear(world.luo, one.id, Word(Say.OURS), version=one.version, now=NOW)
    else:
        when = NOW + timedelta(days=8)
    ruling = Ruling("属交通运输部门职责。", world.units[TRAFFIC], unheard_for="不用写")
    rulings.uphold(world.du, one.id, ruling, version=task(world, case).version, now=when)
    assert [each.unheard_for for each in db.session.scalars(select(Objection))] == [""]


def test_who_replies_has_accepted_the_share(world: World) -> None:
    case = builders.in_hand(world)
    one = task(world, case)
    objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW)
    turn = round_of(world, case)
    version = replies.save(world.jing, turn.id, builders.a_reply(), version=turn.version, now=NOW)
    replies.send_up(world.jing, turn.id, version=version, now=NOW)
    builders.pass_review(world, case)
    replies.deliver(world.cheng, turn.id, document_no="1号", version=round_of(world, case).version, now=NOW)
    row = db.session.scalars(select(Objection)).one()
    assert (row.is_upheld, row.ruled_by_id, fetch(case).open_hearings) == (False, None, 0)
    assert running(one.id) == {}


def test_who_has_answered_does_not_object_when_it_is_handled_again(world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, case)
    one = task(world, case)
    assert one.objection_due_on and one.objection_due_on >= TODAY, "within the ten days"
    with pytest.raises(Refused) as raised:
        objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW)
    assert raised.value.why is Why.HAS_ANSWERED


def test_nor_does_a_co_unit_whose_opinion_was_sent_back(world: World) -> None:
    case = SITUATIONS["opinion_sent_back"].reach(world)
    one = next(each for each in fetch(case).tasks if each.role is TaskRole.CO)
    assert why_not(world.luo, Action.OBJECT, one, today=TODAY) is Why.HAS_ANSWERED


def test_the_unit_that_is_let_go_is_told_so_without_the_paper(world: World) -> None:
    case = builders.in_hand(world)
    one = task(world, case)
    objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW)
    tell()
    ruled(world, case, Ruling("道路设施属交通运输部门职责。", world.units[TRAFFIC], unheard_for=AGREED))
    assert {"lin", "he", "jing"} <= heard(world, case, "uphold_objection", now=LATER)
    (line,) = [one for one in notes(world.he) if one.action == "uphold_objection"]
    assert (line.is_hidden, line.suggestion_id, line.number, line.title) == (True, None, None, "")
    assert sight(world.he, fetch(case)) is Sight.NOTHING


def test_whoever_was_asked_for_a_word_is_told_that_it_is_needed_no_more(world: World) -> None:
    case = objected(world)
    assert heard(world, case, "object") == {"chen", "lu", "du", "luo"}
    one = task(world, case)
    objections.recall(world.he, one.id, reason="由我局办理。", version=one.version, now=LATER)
    assert heard(world, case, "recall_objection", now=LATER) == {"chen", "lu", "du", "luo"}
    (line,) = [one for one in notes(world.luo) if one.action == "recall_objection"]
    assert (line.is_hidden, line.number) == (True, None)


def notes(actor: Actor) -> list[Line]:
    db.session.rollback()
    return page_of(actor.person_id or 0, hats_held(actor.person_id or 0, day_of(LATER)), unread=True, page=1)[0]


def test_taken_back_the_unit_keeps_the_share_and_a_further_one_is_the_principals(world: World) -> None:
    case = objected(world)
    one = task(world, case)
    with pytest.raises(Invalid, match="reason"):
        objections.recall(world.he, one.id, reason=" ", version=one.version, now=LATER)
    objections.recall(world.he, one.id, reason="与市交通运输局商定由我局办理。", version=one.version, now=LATER)
    row = db.session.scalars(select(Objection)).one()
    assert (row.is_upheld, row.ruled_by_id, row.recalled_for) == (False, None, "与市交通运输局商定由我局办理。")
    assert not task(world, case).objection_is_open
    assert ClockKind.OBJECTION_DECISION not in running(one.id) and ClockKind.REPLY in running(one.id)
    assert fetch(case).open_hearings == 0
    with pytest.raises(Refused) as refused:
        objections.object_to(world.he, one.id, a_claim(world), version=task(world, case).version, now=LATER)
    assert refused.value.why is Why.PRINCIPAL_OBJECTS


def test_once_the_reply_is_sent_up_none_is_taken(world: World) -> None:
    one = task(world, builders.in_clearance(world))
    with pytest.raises(Refused) as raised:
        objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW)
    assert raised.value.why is Why.REPLY_IS_UP
