"""Looking back (回头看): the list, the unit's form, the check, the new rating, the letter, the report's figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests import builders
from tests.builders import fetch, round_of
from tests.invariants import broken
from tests.services import test_hand_overs
from tests.services.test_commitments import answer_again
from tests.situations_commitments import promise_of, reported_and_disputed
from tests.statements import reads
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.look_backs import PROMISES, Only, Reason, Scope, scope_of
from tracker.domain.parties import Actor
from tracker.domain.permissions import may
from tracker.domain.ratings import Level
from tracker.domain.roles import System
from tracker.domain.states import CommitmentState
from tracker.domain.whys import Refused, Why
from tracker.models.commitments import Commitment
from tracker.models.look_backs import Finding, LookBack, LookBackLine
from tracker.models.organs import Unit
from tracker.models.record import Event
from tracker.models.replies import Delivery, LetterChange
from tracker.models.tasks import Rating
from tracker.queries.asker import values
from tracker.queries.dossier import Seer, story
from tracker.queries.look_back_candidates import candidates
from tracker.queries.look_back_duties import waiting_lines
from tracker.queries.look_backs import campaigns, how_many, report
from tracker.services import look_back_lines, look_backs, units
from tracker.services._load import Invalid, Missing
from tracker.services._rating import Verdict
from tracker.services.look_back_lines import Check, UnitForm
from tracker.services.look_backs import Campaign, Chosen

SCOPE = Scope(2026, frozenset(PROMISES), frozenset({"B"}))
CAMPAIGN = Campaign("2026年度回头看", SCOPE, "", TODAY + timedelta(20), TODAY + timedelta(30), TODAY + timedelta(40))
FORM = UnitForm("已列入预算。", "标线已划，护学岗到位。", 80, "A")
CHECK = Check(Finding.PARTLY, TODAY, "滨湖小学门口", "欧阳静之", "标线已划，护学岗还差一个。")
LATER = NOW + timedelta(days=41)


def begun(world: World, scope: Scope = SCOPE) -> LookBack:
    """A campaign over everything the scope finds."""
    chosen = Chosen([one.key for one in candidates(scope, today=TODAY)])
    one = look_backs.start(world.chen, replace(CAMPAIGN, scope=scope), chosen, now=NOW)
    return db.session.get_one(LookBack, one)


def line_of(case: int) -> LookBackLine:
    """The line of the reply itself."""
    rounds = [one.id for task in fetch(case).tasks for one in task.rounds]
    wanted = select(LookBackLine).where(LookBackLine.round_id.in_(rounds), LookBackLine.commitment_id.is_(None))
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def filled(world: World, case: int) -> LookBackLine:
    line = line_of(case)
    look_back_lines.fill(world.jing, line.id, FORM, version=line.version, now=NOW)
    return line_of(case)


def checked(world: World, case: int) -> LookBackLine:
    line = filled(world, case)
    look_back_lines.check(world.ou, line.id, CHECK, version=line.version, now=NOW)
    return line_of(case)


def rate(world: World, case: int, who: str, level: Level, *, reason: str = "还差一个岗") -> None:
    line = line_of(case)
    how = {"version": line.version, "now": NOW, "private_note": "只写给市人大"}
    look_back_lines.rate(world.actors[who], line.id, Verdict(level, reason), **how)  # type: ignore[arg-type]


def test_the_list_says_why_each_line_is_on_it_and_no_line_is_put_on_twice(world: World) -> None:
    case = builders.closed(world)
    found = candidates(SCOPE, today=TODAY)
    assert {one.reasons for one in found} == {(Reason.PROMISE_OPEN,), (Reason.LETTER,)}
    one = begun(world)
    assert len(one.lines) == 2 and candidates(SCOPE, today=TODAY, but=one.id) == []
    assert round_of(world, case).look_backs_open == 2
    with pytest.raises(Invalid) as wrong:
        again = Chosen([each.key for each in found])
        look_backs.add_lines(world.chen, one.id, again, version=one.version, now=NOW)
    assert wrong.value.problems == {"picks": "list_has_changed"}


def test_the_list_is_narrowed_to_what_came_late_and_what_nobody_rated(world: World) -> None:
    case = builders.closed(world)
    assert candidates(replace(SCOPE, only=frozenset({Only.LATE})), today=TODAY) == []
    one = round_of(world, case)
    one.task.due_on, one.headline, one.suggestion.is_key = TODAY - timedelta(days=1), None, True
    db.session.commit()
    late = one.delivered_on is not None and one.delivered_on > one.task.due_on
    assert late and len(candidates(replace(SCOPE, only=frozenset(Only)), today=TODAY)) == 2
    assert scope_of(replace(SCOPE, only=frozenset(Only)).as_facts()).only == frozenset(Only)


def test_only_the_desk_begins_one_and_it_says_what_is_wrong(world: World) -> None:
    builders.closed(world)
    with pytest.raises(Missing):
        look_backs.start(world.ou, CAMPAIGN, Chosen(["1-0"]), now=NOW)
    with pytest.raises(Invalid) as wrong:
        early = replace(CAMPAIGN, name=" ", rate_by=TODAY)
        look_backs.start(world.chen, early, Chosen([]), now=NOW)
    assert wrong.value.problems == {"name": "missing", "rate_by": "days_out_of_order", "picks": "nothing_chosen"}
    with pytest.raises(Invalid) as wrong:
        turned = replace(CAMPAIGN, scope=Scope(0), fill_by=None, check_by=TODAY + timedelta(9), rate_by=TODAY)
        look_backs.start(world.chen, turned, Chosen(["1-0"]), now=NOW)
    told = {"year": "no_such_year", "promises": "nothing_asked_for", "fill_by": "missing"}
    assert wrong.value.problems == told | {"rate_by": "days_out_of_order"}


def test_unit_committee_and_deputy_each_do_their_part_on_a_closed_case(world: World) -> None:
    case = builders.closed(world)
    before = [(one.id, one.level) for one in db.session.scalars(select(Rating))]
    begun(world)
    line = checked(world, case)
    assert (line.percent, line.finding, line.filled_by_id) == (80, Finding.PARTLY, world.jing.person_id)
    with pytest.raises(Refused) as refused:
        look_back_lines.fill(world.jing, line.id, FORM, version=line.version, now=NOW)
    assert refused.value.why is Why.FORM_IS_CHECKED
    rate(world, case, "lin", Level.BASICALLY)
    line = line_of(case)
    assert (line.level, line.rating_shut_on) == (Level.BASICALLY, TODAY)
    # What was said of the reply when it came stays what it was.
    assert [(one.id, one.level) for one in db.session.scalars(select(Rating)) if not one.look_back_line_id] == before
    assert round_of(world, case).headline is Level.SATISFIED


def test_nobody_reads_a_new_rating_before_it_shuts(world: World) -> None:
    builders_case = builders.closed(world, cosigned=True)
    begun(world)
    filled(world, builders_case)
    rate(world, builders_case, "lin", Level.DISSATISFIED)
    line = line_of(builders_case)
    assert line.level is None and line.rating_shut_on is None
    held = db.session.scalars(select(Event.facts).where(Event.action == Action.RATE_LOOK_BACK.value)).one()
    assert held["levels"] == {"implementation": "dissatisfied"}
    for who in ("lin", "fang", "chen", "jing", "ou", "du"):
        found = story(paper := fetch(builders_case), Seer(world.actors[who], paper))
        told = [one for one in found if one.action == Action.RATE_LOOK_BACK]
        assert [one.facts for one in told] in ([], [{"line": line.id}])
    rate(world, builders_case, "fang", Level.SATISFIED)
    assert line_of(builders_case).level is Level.DISSATISFIED
    with pytest.raises(Refused) as refused:
        rate(world, builders_case, "fang", Level.SATISFIED)
    assert refused.value.why is Why.LOOK_BACK_RATING_SHUT


def test_a_page_opened_before_a_rating_elsewhere_does_not_overwrite_it(world: World) -> None:
    case = builders.closed(world, cosigned=True)
    begun(world)
    line = filled(world, case)
    said = Verdict(Level.DISSATISFIED, "护学岗没有人")
    how = {"version": line.version, "now": NOW, "seen": 0}
    look_back_lines.rate(world.lin, line.id, said, **how)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as wrong:
        look_back_lines.rate(world.lin, line.id, Verdict(Level.SATISFIED), **how)  # type: ignore[arg-type]
    assert wrong.value.problems == {"mine": "rated_elsewhere"}
    assert look_back_lines.rated_by(line) == {world.lin.person_id: Level.DISSATISFIED}


def test_a_rating_waits_for_the_form_and_time_shuts_it_in_silence(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    with pytest.raises(Refused) as refused:
        rate(world, case, "lin", Level.SATISFIED)
    assert refused.value.why is Why.FORM_IS_AWAITED
    assert look_back_lines.shut_due(now=LATER) == 2 and look_back_lines.shut_due(now=LATER) == 0
    line = line_of(case)
    assert (line.level, line.rating_shut_on) == (None, CAMPAIGN.rate_by)


def test_the_unit_neither_checks_nor_changes_the_letter_and_others_do_nothing(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    one = round_of(world, case)
    allowed = {
        Action.FILL_LOOK_BACK: {"he", "jing", "cheng"},
        Action.CHECK_LOOK_BACK: {"chen", "lu", "ou"},
        Action.RATE_LOOK_BACK: {"lin"},
        Action.CHANGE_LETTER: {"chen", "lu"},
    }
    for action, who in allowed.items():
        assert {name for name, actor in world.actors.items() if may(actor, action, one, today=TODAY)} == who


def test_deputies_are_asked_when_the_form_does_not_come(world: World) -> None:
    case = builders.closed(world, cosigned=True)
    one = begun(world)
    line = line_of(case)
    # Fang gave her name but was not to rate this reply.
    for delivery in db.session.scalars(select(Delivery).where(Delivery.person_id == world.fang.person_id)):
        delivery.may_rate = False
    db.session.commit()
    after = CAMPAIGN.fill_by + timedelta(days=1)
    asked = {
        name: [counted(world.actors[name], day) for day in (CAMPAIGN.fill_by, after, CAMPAIGN.rate_by + timedelta(1))]
        for name in ("lin", "fang")
    }
    assert asked == {"lin": [0, 2, 0], "fang": [0, 0, 0]}
    assert how_many(world.lin, one, "waiting", today=after) == 2
    look_back_lines.rate(
        world.lin, line.id, Verdict(Level.SATISFIED), version=line.version, now=NOW + timedelta(days=21)
    )
    assert counted(world.lin, after) == 1


def counted(actor: Actor, day: date) -> int:
    """What home says waits, which is what the list says."""
    found = db.session.scalar(select(waiting_lines(actor.role)), values(actor, today=day)) or 0
    assert found == sum(one.waiting for one in campaigns(actor, today=day))
    return found


def test_a_coordinator_sees_the_lines_of_its_units(world: World) -> None:
    builders.closed(world)
    one = begun(world)
    assert how_many(world.du, one, "all", today=TODAY) == 2
    assert [row.waiting for row in campaigns(world.du, today=TODAY)] == [0]
    elsewhere = replace(world.du, system=System.PARTY)
    assert campaigns(elsewhere, today=TODAY) == []


def test_a_changed_letter_keeps_the_one_that_was_sent(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    line = checked(world, case)
    sent = round_of(world, case).letter
    how = {"version": line.version, "now": NOW}
    with pytest.raises(Invalid) as wrong:
        look_back_lines.change_letter(world.chen, line.id, sent, reason="", **how)  # type: ignore[arg-type]
    assert wrong.value.problems == {"letter": "same_letter", "letter_reason": "missing"}
    look_back_lines.change_letter(world.chen, line.id, "A", reason="核查已经解决", **how)  # type: ignore[arg-type]
    one = round_of(world, case)
    assert (one.letter, one.letter_now) == (sent, "A")
    change = db.session.scalars(select(LetterChange)).one()
    assert (change.was, change.letter, change.look_back_line_id) == (sent, "A", line.id)


def test_the_present_unit_of_a_closed_share_fills_in(world: World) -> None:
    case = builders.closed(world)
    old = db.session.get_one(Unit, world.units["市教育局"])
    taking = world.units["市交通运输局"]
    units.end(world.chen, old.id, successor_id=taking, version=old.version, now=NOW)
    begun(world)
    line = line_of(case)
    assert line.unit_id == taking
    look_back_lines.fill(world.luo, line.id, FORM, version=line.version, now=NOW)
    one = round_of(world, case, "市交通运输局")
    assert one.by_unit_id == world.units["市教育局"]


def test_a_unit_that_ends_while_a_look_back_runs_leaves_its_forms_to_its_successor(world: World) -> None:
    case = builders.closed(world)
    begun(world)
    old = db.session.get_one(Unit, world.units["市教育局"])
    units.end(world.chen, old.id, successor_id=world.units["市交通运输局"], version=old.version, now=NOW)
    line = line_of(case)
    assert line.unit_id == world.units["市交通运输局"]
    look_back_lines.fill(world.luo, line.id, FORM, version=line.version, now=NOW)
    assert broken(world, today=TODAY) == []


def test_the_forms_of_a_share_that_is_handed_over_go_along(world: World) -> None:
    case = builders.delivered(world)
    begun(world)
    test_hand_overs.hand_over(world, case)
    line = line_of(case)
    assert line.unit_id == world.units["市交通运输局"]
    assert [one.waiting for one in campaigns(world.luo, today=TODAY)] == [2] and campaigns(world.he, today=TODAY) == []
    look_back_lines.fill(world.luo, line.id, FORM, version=line.version, now=NOW)


def test_a_campaign_is_closed_once_nobody_may_rate_any_more(world: World) -> None:
    case = builders.closed(world)
    one = begun(world)
    with pytest.raises(Invalid) as wrong:
        look_backs.close(world.chen, one.id, report="完成。", version=one.version, now=NOW)
    assert wrong.value.problems == {"report": "ratings_run"}
    look_back_lines.shut_due(now=LATER)
    look_backs.close(world.chen, one.id, report="完成。", version=one.version, now=LATER)
    assert round_of(world, case).look_backs_open == 0
    line = line_of(case)
    with pytest.raises(Refused) as refused:
        look_back_lines.fill(world.jing, line.id, FORM, version=line.version, now=LATER)
    assert refused.value.why is Why.NOT_LOOKED_BACK_ON


def test_closing_before_the_worker_has_run_keeps_what_deputies_said(world: World) -> None:
    case = builders.closed(world, cosigned=True)
    one = begun(world)
    filled(world, case)
    rate(world, case, "lin", Level.DISSATISFIED)
    one = db.session.get_one(LookBack, one.id, populate_existing=True)
    look_backs.close(world.chen, one.id, report="完成。", version=one.version, now=LATER)
    line = line_of(case)
    assert (line.level, line.rating_shut_on) == (Level.DISSATISFIED, CAMPAIGN.rate_by)


def test_a_promise_that_still_stands_from_an_earlier_round_can_be_put_on(world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    earlier = promise_of(case)
    builders.handle_again(world, case)
    answer_again(world, case, due_on=date(2027, 12, 31))
    found = candidates(SCOPE, today=TODAY)
    still = db.session.get_one(Commitment, earlier.id, populate_existing=True)
    assert still.state is CommitmentState.OPEN
    assert earlier.id in {one.commitment_id for one in found}
    # Of the replies themselves only the latest is looked at.
    assert earlier.round_id not in {one.round_id for one in found if one.commitment_id is None}


def test_the_figures_tell_what_is_not_done_yet_from_what_was_not_done(world: World) -> None:
    case = builders.closed(world, cosigned=True)
    one = begun(world)
    filled(world, case)
    undone = ("to_fill", "unfilled", "to_check", "unchecked", "to_begin", "to_rate", "to_settle")

    def figures(day: date) -> dict[str, int]:
        found = report(db.session.get_one(LookBack, one.id, populate_existing=True), today=day).total.counts
        return {code: found[code] for code in undone if found[code]}

    assert figures(CAMPAIGN.fill_by) == {"to_fill": 1, "to_check": 2, "to_begin": 1, "to_rate": 1}
    assert figures(CAMPAIGN.fill_by + timedelta(1)) == {"unfilled": 1, "to_check": 2, "to_rate": 2}
    assert figures(CAMPAIGN.check_by + timedelta(1)) == {"unfilled": 1, "unchecked": 2, "to_rate": 2}
    assert figures(CAMPAIGN.rate_by + timedelta(1)) == {"unfilled": 1, "unchecked": 2, "to_settle": 2}
    look_back_lines.shut_due(now=LATER)
    look_backs.close(world.chen, one.id, report="完成。", version=one.version, now=LATER)
    assert figures(CAMPAIGN.rate_by) == {"unfilled": 1, "unchecked": 2}


def test_a_promise_a_deputy_denies_is_not_counted_as_kept(world: World) -> None:
    case = reported_and_disputed(world)
    scope = Scope(2026, frozenset(PROMISES))
    assert [one.reasons for one in candidates(scope, today=TODAY)] == [(Reason.PROMISE_DENIED,)]
    one = begun(world, scope)

    def figures() -> dict[str, int]:
        counts = report(db.session.get_one(LookBack, one.id, populate_existing=True), today=TODAY).total.counts
        return {code: n for code, n in counts.items() if code.startswith("promise_") and n}

    assert figures() == {"promise_denied": 1}
    promise_of(case).is_disputed = False
    db.session.commit()
    assert figures() == {"promise_kept": 1}


def test_the_words_a_campaign_ends_with_may_not_be_marked_secret(world: World) -> None:
    builders.closed(world)
    one = begun(world)
    look_back_lines.shut_due(now=LATER)
    one = db.session.get_one(LookBack, one.id, populate_existing=True)
    with pytest.raises(Invalid) as wrong:
        look_backs.close(world.chen, one.id, report="机密★10年 本报告", version=one.version, now=LATER)
    assert wrong.value.problems == {"report": "secret"}


def test_the_list_is_found_in_two_statements_however_long(world: World) -> None:
    for _n in range(3):
        builders.closed(world)
    db.session.rollback()
    with reads() as seen:
        assert len(candidates(SCOPE, today=TODAY)) == 6
    assert len(seen) == 2
    assert db.session.scalar(select(func.count(LookBackLine.id))) == 0
