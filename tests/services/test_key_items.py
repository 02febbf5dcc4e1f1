"""Key items: proposed by an organ, decided on by the chair meeting, supervised, reported on, concluded, continued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import keying, situations_objections
from tests.builders import a_registered, a_submitted, an_assigned, fetch
from tests.heard import heard
from tests.invariants import broken
from tests.keying import COMMITTEE, MEETING, a_paper, a_verdict, at, decided, item_of, marks, proposed, story
from tests.services.test_groups import line, merge
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.key_items import KeyKind, KeyStage
from tracker.domain.parties import Actor
from tracker.models.joint import HandlingGroup
from tracker.models.key_items import KeyPaper
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.queries.scope import visible_to
from tracker.services import acts, groups, key_decisions, key_items, key_reports, key_supervision
from tracker.services._load import Invalid, Missing, Stale
from tracker.services.key_decisions import Meeting
from tracker.services.key_supervision import Conclusion

LATER = NOW + timedelta(days=30)


def refused(act, *args, **how) -> dict[str, str]:
    with pytest.raises(Invalid) as found:
        act(*args, **how)
    return found.value.problems


def test_a_proposal_marks_nothing_and_a_decision_marks_every_paper(world: World) -> None:
    cases = [a_paper(world), a_registered(world)]
    item = proposed(world, *cases)
    assert item_of(item).stage is KeyStage.PROPOSED and [marks(one) for one in cases] == [(False, False)] * 2
    assert not any(story(one) for one in cases)
    key_decisions.decide(world.chen, MEETING, [a_verdict(item)], now=NOW)
    assert item_of(item).stage is KeyStage.RUNNING
    assert [marks(one) for one in cases] == [(True, False)] * 2 and [story(one) for one in cases] == [["made_key"]] * 2
    assert broken(world, today=TODAY) == []


def test_deputies_units_coordinator_and_committee_are_told(world: World) -> None:
    case = a_paper(world)
    item = decided(world, case)
    told = {"lin", "du", "ou", "he", "jing", "cheng"}
    assert heard(world, case, "made_key") == told
    keying.reported(world, item)
    keying.concluded(world, item)
    assert heard(world, case, "ended_key") == told - {"ou"}, "who concluded it knows"


def test_every_unit_that_has_it_is_told_and_none_that_had_it_or_is_only_proposed(world: World) -> None:
    both, proposed_to = keying.two_units(world), an_assigned(world, distributed=False)
    moved = situations_objections.moved(world)
    decided(world, both, proposed_to, moved)
    assert heard(world, both, "made_key") == {"lin", "du", "ou", "he", "jing", "cheng", "luo", "su"}
    assert heard(world, proposed_to, "made_key") == {"lin", "du", "ou"}
    assert heard(world, moved, "made_key") == {"lin", "du", "ou", "luo", "su"}


def test_a_unit_whose_share_ended_with_the_coordinator_is_told_of_nothing(world: World) -> None:
    case = an_assigned(world, distributed=False)
    acts.act(world.lin, Action.WITHDRAW, case, now=NOW, note="先调研")
    assert heard(world, case, "withdraw") == {"chen", "lu", "du"}


def test_a_committee_outside_the_field_reads_the_paper_while_it_is_key(world: World) -> None:
    case = a_paper(world)
    other = Actor(world.ou.person_id, world.ou.membership_id, world.ou.role, category_ids=frozenset({999}))

    def reads() -> bool:
        return db.session.scalar(select(Suggestion.id).where(Suggestion.id == case, visible_to(other))) is not None

    assert not reads()
    item = decided(world, case)
    assert reads()
    keying.reported(world, item)
    keying.concluded(world, item)
    assert not reads() and marks(case) == (False, False) and story(case) == ["made_key", "ended_key"]


def test_one_paper_is_key_and_led_by_a_leader_at_once(world: World) -> None:
    case = a_paper(world)
    decided(world, case)
    led = decided(world, case, by="du", kind=KeyKind.LED)
    assert marks(case) == (True, True)
    assert (item_of(led).committee, item_of(led).leader) == ("", keying.LEADER)


def test_a_paper_is_in_one_item_of_a_side(world: World) -> None:
    case = a_paper(world)
    decided(world, case)
    second = proposed(world, case, title="上学路上")
    problems = refused(key_decisions.decide, world.chen, MEETING, [a_verdict(second)], now=NOW)
    assert problems == {f"line-{second}": "key_already"}
    db.session.rollback()
    row = KeyPaper(item_id=second, suggestion_id=case, is_led=False, bound_on=TODAY, why_left="")
    db.session.add(row)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_refused_proposal_says_why_and_marks_nothing(world: World) -> None:
    case = a_paper(world)
    item = proposed(world, case)
    silent = a_verdict(item, accepted=False, words="")
    assert refused(key_decisions.decide, world.chen, MEETING, [silent], now=NOW) == {f"line-{item}": "say_why_refused"}
    key_decisions.decide(world.chen, MEETING, [a_verdict(item, accepted=False)], now=NOW)
    assert item_of(item).stage is KeyStage.REFUSED and marks(case) == (False, False) and not story(case)


def test_many_are_decided_at_once_all_or_none(world: World) -> None:
    first, second = proposed(world, a_paper(world)), proposed(world, a_paper(world), title="另一件")
    half = replace(a_verdict(second), committee="没有的委员会", report_due_on=None)
    problems = refused(key_decisions.decide, world.chen, MEETING, [a_verdict(first), half], now=NOW)
    assert problems == {f"line-{second}": "choose_a_committee"}
    assert item_of(first).stage is KeyStage.PROPOSED
    both = [a_verdict(first), a_verdict(second, accepted=False)]
    assert key_decisions.decide(world.chen, MEETING, both, now=NOW) == [first, second]


def test_a_meeting_has_a_name_and_a_day_that_has_come(world: World) -> None:
    item = proposed(world, a_paper(world))
    late = Meeting(TODAY + timedelta(days=1), "")
    problems = refused(key_decisions.decide, world.chen, late, [a_verdict(item)], now=NOW)
    assert problems == {"meeting": "missing", "decided_on": "in_the_future"}


@pytest.mark.parametrize("who", ("lin", "cheng", "he", "tian", "xi", "ji"))
def test_only_desk_committee_and_coordinator_propose(world: World, who: str) -> None:
    with pytest.raises(Missing):
        proposed(world, a_paper(world), by=who)


def test_a_committee_does_not_speak_for_the_city_nor_the_coordinator_for_the_standing_committee(world: World) -> None:
    case = a_paper(world)
    for who, kind in (("ou", KeyKind.LED), ("du", KeyKind.SUPERVISED), ("du", KeyKind.WATCHED)):
        proposal = keying.a_proposal(case, kind=kind)
        assert "kind" in refused(key_items.propose, getattr(world, who), proposal, now=NOW)


def test_a_proposal_says_all_that_is_missing_at_once(world: World) -> None:
    bare = keying.a_proposal(criteria=(), grounds=" ", title="", committee="", year=2040)
    problems = refused(key_items.propose, world.ou, bare, now=NOW)
    assert set(problems) == {"criteria", "grounds", "title", "committee", "year", "papers"}


def test_what_is_not_on_record_or_not_the_readers_is_not_proposed(world: World) -> None:
    for case in (a_submitted(world), 10_000):
        assert refused(key_items.propose, world.ou, keying.a_proposal(case), now=NOW) == {"papers": "not_on_record"}


def test_a_marked_text_is_not_stored(world: World) -> None:
    secret = keying.a_proposal(a_paper(world), grounds="机密★ 不宜公开")
    assert refused(key_items.propose, world.ou, secret, now=NOW) == {"grounds": "secret"}


def test_its_organ_and_the_desk_change_and_take_back_a_proposal_and_others_do_not(world: World) -> None:
    case, more = a_paper(world), a_registered(world)
    item = proposed(world, case)
    with pytest.raises(Missing):
        key_items.change(world.du, item, keying.a_proposal(more), version=at(item), now=NOW)
    key_items.change(world.ou, item, keying.a_proposal(more, title="改了"), version=at(item), now=NOW)
    assert item_of(item).title == "改了"
    assert [one.suggestion_id for one in item_of(item).papers if one.stands] == [more]
    with pytest.raises(Stale):
        key_items.take_back(world.chen, item, why="另议", version=1, now=NOW)
    key_items.take_back(world.chen, item, why="另议", version=at(item), now=NOW)
    assert item_of(item).stage is KeyStage.TAKEN_BACK
    assert refused(key_items.take_back, world.ou, item, why="另议", version=at(item), now=NOW) == {
        "form": "key_stage_is_past"
    }


def test_a_group_comes_whole_and_who_joins_it_later_comes_by_the_same_act(world: World) -> None:
    cases = [an_assigned(world), a_registered(world)]
    group = merge(world, *cases)
    item = decided(world, cases[0], whole_groups=True)
    assert [marks(one)[0] for one in cases] == [True, True]
    assert db.session.get_one(HandlingGroup, group, populate_existing=True).is_key
    late = a_registered(world)
    version = db.session.get_one(HandlingGroup, group).version
    groups.add(world.chen, group, [line(late)], version=version, why="同一个校门口", differ="路段不同", now=LATER)
    assert marks(late) == (True, False) and story(late) == ["made_key"]
    groups.split(world.chen, late, version=fetch(late).version, why="不是一回事", now=LATER)
    assert marks(late) == (False, False) and story(late) == ["made_key", "ended_key"]
    assert [one.suggestion_id for one in item_of(item).papers if one.stands] == cases
    assert broken(world, today=TODAY) == []


def test_who_joins_the_group_of_a_proposal_is_decided_on_with_it(world: World) -> None:
    cases = [a_registered(world), a_registered(world)]
    group = merge(world, *cases)
    item = proposed(world, cases[0], whole_groups=True)
    late = a_registered(world)
    version = db.session.get_one(HandlingGroup, group, populate_existing=True).version
    groups.add(world.chen, group, [line(late)], version=version, why="同一个校门口", differ="路段不同", now=NOW)
    assert marks(late) == (False, False)
    key_decisions.decide(world.chen, MEETING, [a_verdict(item)], now=NOW)
    assert marks(late) == (True, False)


def test_a_paper_taken_back_leaves_its_item(world: World) -> None:
    cases = [a_registered(world), a_registered(world)]
    item = decided(world, *cases)
    acts.act(world.lin, Action.WITHDRAW, cases[0], now=NOW, note="先调研")
    db.session.rollback()
    assert marks(cases[0]) == (False, False) and story(cases[0]) == ["made_key", "ended_key"]
    assert [one.suggestion_id for one in item_of(item).papers if one.stands] == [cases[1]]
    assert broken(world, today=TODAY) == []


def test_the_desk_binds_and_lets_go_but_not_the_last(world: World) -> None:
    case, more = a_paper(world), a_registered(world)
    item = decided(world, case)
    with pytest.raises(Missing):
        key_decisions.add_papers(world.ou, item, [more], whole_groups=False, version=at(item), now=NOW)
    key_decisions.add_papers(world.chen, item, [more], whole_groups=False, version=at(item), now=NOW)
    assert marks(more) == (True, False)
    key_decisions.release(world.chen, item, case, why="另案办理", version=at(item), now=NOW)
    assert marks(case) == (False, False)
    problems = refused(key_decisions.release, world.chen, item, more, why="也不要", version=at(item), now=NOW)
    assert problems == {"form": "last_paper_stays"}


def test_plan_versions_are_kept_and_steps_stand_in_order(world: World) -> None:
    item = decided(world, a_paper(world))
    keying.planned(world, item)
    keying.planned(world, item, by=world.chen)
    plans = item_of(item).plans
    assert [one.no for one in plans] == [1, 2]
    assert [step["day"] for step in plans[0].steps] == ["2026-04-20", "2026-05-20"]
    with pytest.raises(Missing):
        keying.planned(world, item, by=world.du)


def test_of_one_led_by_a_leader_the_coordinator_keeps_the_plan(world: World) -> None:
    item = decided(world, a_paper(world), by="du", kind=KeyKind.LED)
    keying.planned(world, item, by=world.du)
    with pytest.raises(Missing):
        keying.planned(world, item, by=world.ou)


def test_a_unit_answers_what_it_was_told_once(world: World) -> None:
    item = decided(world, a_paper(world))
    keying.held(world, item)
    (demand,) = item_of(item).events[0].demands
    with pytest.raises(Missing):
        key_supervision.answer(world.zheng, item, demand.id, "排好了", version=at(item), now=NOW)
    key_supervision.answer(world.he, item, demand.id, "排好了", version=at(item), now=NOW)
    problems = refused(key_supervision.answer, world.he, item, demand.id, "又", version=at(item), now=NOW)
    assert problems == {"form": "answered_already"}


def test_its_principal_reports_and_the_item_is_reported_when_all_have(world: World) -> None:
    item = decided(world, a_paper(world))
    version = key_reports.draft(world.jing, item, "还在写", version=0, now=NOW)
    another = replace(world.cheng, is_principal=False)
    problems = refused(key_reports.hand_in, another, item, "写好了", version=version, now=NOW)
    assert problems == {"form": "principal_reports"}
    with pytest.raises(Missing):
        key_reports.hand_in(world.jing, item, "写好了", version=version, now=NOW)
    key_reports.hand_in(world.cheng, item, "写好了", version=version, now=NOW)
    assert item_of(item).stage is KeyStage.REPORTED and item_of(item).reported_on == TODAY
    more = an_assigned(world)
    key_decisions.add_papers(world.chen, item, [more], whole_groups=False, version=at(item), now=NOW)
    (one,) = item_of(item).reports
    assert one.by_principal and one.body == "写好了"


def test_a_report_on_an_older_draft_is_late(world: World) -> None:
    item = decided(world, a_paper(world))
    version = key_reports.draft(world.jing, item, "一", version=0, now=NOW)
    key_reports.draft(world.he, item, "二", version=version, now=NOW)
    with pytest.raises(Stale):
        key_reports.hand_in(world.cheng, item, "一", version=version, now=NOW)


def test_concluding_without_every_report_needs_a_word(world: World) -> None:
    item = decided(world, a_paper(world))
    told = Conclusion("看过了。", None, goes_on=False)
    problems = refused(key_supervision.conclude, world.ou, item, told, version=at(item), now=NOW)
    assert problems == {"without_report": "say_why_without_report"}
    said = replace(told, without_report="单位撤并，由接收单位明年报告。")
    key_supervision.conclude(world.ou, item, said, version=at(item), now=NOW)
    assert item_of(item).stage is KeyStage.CONCLUDED


def test_what_goes_on_keeps_its_mark_until_next_years_item_is_decided(world: World) -> None:
    kept, dropped = a_paper(world), a_registered(world)
    item = decided(world, kept, dropped)
    keying.reported(world, item)
    following = keying.concluded(world, item, goes_on=True)
    made = item_of(following)
    assert (made.year, made.continued_from_id, made.stage) == (2027, item, KeyStage.PROPOSED)
    assert [marks(one)[0] for one in (kept, dropped)] == [True, True]
    key_items.change(world.ou, following, keying.a_proposal(kept, year=2027), version=at(following), now=LATER)
    meeting = Meeting(date(2026, 5, 1), "第四十四次主任会议")
    key_decisions.decide(world.chen, meeting, [a_verdict(following)], now=LATER)
    assert [marks(one)[0] for one in (kept, dropped)] == [True, False]
    assert story(kept) == ["made_key", "made_key"] and story(dropped) == ["made_key", "ended_key"]
    assert broken(world, today=TODAY) == []


def test_what_was_to_go_on_and_is_refused_ends(world: World) -> None:
    case = a_paper(world)
    item = decided(world, case)
    keying.reported(world, item)
    following = keying.concluded(world, item, goes_on=True)
    key_decisions.decide(world.chen, MEETING, [a_verdict(following, accepted=False)], now=NOW)
    assert marks(case) == (False, False) and story(case) == ["made_key", "ended_key"]


def test_the_record_tells_every_step_of_an_item(world: World) -> None:
    item = decided(world, a_paper(world))
    keying.planned(world, item)
    keying.held(world, item)
    keying.reported(world, item)
    keying.concluded(world, item)
    wanted = select(Event.action).where(Event.subject == f"key_item:{item}").order_by(Event.seq)
    assert list(db.session.scalars(wanted)) == [
        "propose_key_item",
        "decide_key_item",
        "plan_key_item",
        "hold_key_event",
        "report_key_item",
        "conclude_key_item",
    ]
    assert item_of(item).committee == COMMITTEE
