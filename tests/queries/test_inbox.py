"""Home shows a line exactly where the life cycle has something for this person to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders, clearing_parts
from tests.builders import fetch
from tests.situations import SITUATIONS
from tests.situations_commitments import late_and_to_be_moved
from tests.turns import few_of
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action, Machine
from tracker.domain.duties import OWED, duty
from tracker.domain.facts import Case
from tracker.domain.lifecycle import CONSEQUENCES, STEPS
from tracker.domain.parties import SignatureState
from tracker.domain.permissions import open_actions
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment, CommitmentChange
from tracker.models.people import Membership
from tracker.models.record import Clock
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Task
from tracker.queries.ahead import done_today, due_by_day
from tracker.queries.inbox import lines
from tracker.queries.news import news_for
from tracker.queries.stages import tally
from tracker.services import cosigning, handling, replies
from tracker.web.home_words import since

# What may be done though nobody waits for it.
OPTIONAL = {
    Action.INVITE,
    Action.TURN,
    Action.REFER,  # these with CONVERT
    Action.REFUSE_BILL,
    Action.PUT_ON_AGENDA,
    Action.SET_ASIDE,
    Action.DISPUTE_ENTRY,  # with CONFIRM_ENTRY
    Action.ENTER_SIGNATURE,
    Action.ENTER_SIGN_FOR,
    Action.ENTER_REPLY,
    Action.SUBMIT,  # with REVISE, whose line stands until the paper is handed in
    Action.DECLINE,
    Action.DISCARD,
    Action.WITHDRAW,
    Action.ASK_AGAIN,
    Action.LEAVE,
    Action.ASK_WITHDRAWAL,
    Action.REFUSE_WITHDRAWAL,  # with CONSENT_WITHDRAWAL
    Action.RECALL_WITHDRAWAL,
    Action.OFFER_LEAD,
    Action.DECLINE_LEAD,  # with TAKE_LEAD
    Action.RECALL_LEAD,
    Action.JOIN_GROUP,
    Action.LEAVE_GROUP,
    Action.LINK,
    Action.CLOSE_CIRCULATION,  # ends by itself
    Action.TAKE_UP,
    Action.RETURN,
    Action.TAKE_OVER,
    Action.REFUSE,
    Action.AS_LETTER,
    Action.PUT_OUTCOME,
    Action.CONTEST_OUTCOME,  # with AGREE_OUTCOME
    Action.RECALL_OUTCOME,
    Action.REFILE,
    Action.RATE_QUALITY,
    Action.NOTE_CONTACT,
    Action.CORRECT_CONTACT,  # with CONFIRM_CONTACT
    Action.ASK_CO,
    Action.SEND_BACK_OPINION,  # with ACCEPT_OPINION
    Action.RAISE_DISAGREEMENT,
    Action.SEND_UP,  # with DRAFT_REPLY
    Action.RECALL_DRAFT,
    Action.EXPLAIN,
    Action.ESCALATE,  # with REHANDLE
    Action.ENTER_RATING,
    Action.REJECT_RATING,  # with CONFIRM_RATING
    Action.MAKE_RATING_LINKS,
    Action.OBJECT,
    Action.RECALL_OBJECTION,
    Action.REJECT_OBJECTION,  # with UPHOLD_OBJECTION
    Action.EXPLAIN_DELAY,
    Action.ASK_EXTENSION,
    Action.CHASE,
    Action.STATE_LATENESS,
    Action.SUPERVISE,
    Action.PUT_TO_CHAIR,
    Action.REFUSE_EXTENSION,  # with GRANT_EXTENSION
}
SOMETIMES = {
    Action.ANSWER_CHASE,
    Action.SPEAK,
    Action.CHECK,
    Action.CONCLUDE,
    Action.GIVE,
    Action.OPINE,
    Action.RATE,
    Action.CONFIRM_CONTACT,
    Action.HEAR,
}


def papers_of(everywhere: dict[str, int]) -> list[Suggestion]:
    return [db.session.get_one(Suggestion, one) for one in everywhere.values()]


def cases(suggestion: Suggestion) -> Iterator[tuple[Case, tuple[int, int | None, int | None]]]:
    yield suggestion, (suggestion.id, None, None)
    for task in suggestion.tasks:
        yield task, (suggestion.id, task.id, None)
        for one in task.rounds:
            yield one, (suggestion.id, task.id, one.id)


def with_promises(suggestion: Suggestion) -> Iterator[tuple[Case, tuple[int, int | None, int | None]]]:
    yield from cases(suggestion)
    for one in db.session.scalars(select(Commitment).where(Commitment.suggestion_id == suggestion.id)):
        yield one, (suggestion.id, one.round.task_id, one.round_id)


@pytest.mark.parametrize("gone", few_of(2, ["", "jing", "jiang", "he"], "gone"))
def test_lines_are_what_duty_says(everywhere: dict[str, int], world: World, gone: str) -> None:
    if gone:
        end_hat(world, gone)
    papers = papers_of(everywhere)
    for login, *_ in PEOPLE:
        actor = world.actors[login]
        owed = {
            (found, case_id)
            for paper in papers
            for case, case_id in with_promises(paper)
            if (found := duty(actor, case, today=TODAY))
        }
        shown = {(line.action, line.case_id) for line in lines(actor, today=TODAY, size=1000)}
        assert shown == owed, login
        assert tally(actor, today=TODAY).waiting == len(owed), login


def end_hat(world: World, login: str, *, on: date = TODAY - timedelta(days=1)) -> None:
    db.session.get_one(Membership, world.actors[login].membership_id).ends_on = on
    db.session.commit()


def gives(world: World, login: str = "he") -> list[tuple[int, str | None, date | None]]:
    found = lines(world.actors[login], today=TODAY, size=1000)
    return [(one.case_id[0], one.row.gone_handler, one.row.due_on) for one in found if one.action is Action.GIVE]


def test_what_a_handler_left_behind_comes_back_to_the_receiver_until_it_is_given_on(world: World) -> None:
    case, replied = builders.in_hand(world), builders.delivered(world)
    again = SITUATIONS["in_its_second_round"].reach(world)
    assert gives(world) == []
    end_hat(world, "jing", on=TODAY)
    assert gives(world) == [], "today is still a day in office"
    end_hat(world, "jing")
    assert {one[0] for one in gives(world)} == {case, again} and replied
    assert all(who == "景行" and due_on for _case, who, due_on in gives(world))
    assert gives(world, "luo") == [], "another unit's"
    task = db.session.get_one(Task, builders.task_of(world, case))
    handling.give(world.he, task.id, handler_id=world.he.person_id, note="刚开始", version=task.version, now=NOW)
    assert [one[0] for one in gives(world)] == [again]


def test_another_post_of_the_unit_is_enough_to_go_on(world: World) -> None:
    builders.in_hand(world)
    end_hat(world, "jing")
    post = Membership(
        person_id=world.jing.person_id, role=Role.UNIT_REVIEWER, unit_id=world.jing.unit_id, starts_on=TODAY
    )
    db.session.add(post)
    db.session.commit()
    assert gives(world) == []
    post.starts_on = TODAY + timedelta(days=1)
    db.session.commit()
    assert len(gives(world)) == 1, "a post that has not begun"
    post.starts_on, post.unit_id = TODAY, world.jiang.unit_id
    db.session.commit()
    assert len(gives(world)) == 1, "a post elsewhere"


def test_whoever_can_do_something_that_is_waited_for_has_a_line(everywhere: dict[str, int], world: World) -> None:
    papers = papers_of(everywhere)
    for login, *_ in PEOPLE:
        actor = world.actors[login]
        for paper in papers:
            for case, case_id in cases(paper):
                waited_for = set(open_actions(actor, case, today=TODAY)) - OPTIONAL - SOMETIMES
                if waited_for:
                    assert duty(actor, case, today=TODAY) in waited_for, (login, case_id, waited_for)


def test_every_action_is_owed_or_optional() -> None:
    # What is owed about promises has lines of its own beside these (tests/services/test_commitments.py).
    acts = {a for a, step in STEPS.items() if not step.is_birth and step.machine is not Machine.COMMITMENT}
    owed = {action for action in OWED if STEPS[action].machine is not Machine.COMMITMENT}
    assert acts - CONSEQUENCES == OPTIONAL | owed


@pytest.mark.parametrize("size", [1, 3])
def test_pages_follow_each_other_without_gap(everywhere: dict[str, int], world: World, size: int) -> None:
    whole = [line.case_id for line in lines(world.chen, today=TODAY, size=1000)]
    pages = []
    for page in range(1, len(whole) // size + 2):
        pages += [line.case_id for line in lines(world.chen, today=TODAY, page=page, size=size)]
    assert pages == whole


def test_a_line_tells_what_brought_it_about(world: World) -> None:
    case = builders.in_clearance(world)
    builders.send_back(world, case)
    (line,) = lines(world.jing, today=TODAY)
    assert line.action is Action.DRAFT_REPLY and line.cause is not None
    assert (line.cause.action, line.cause.name, line.cause.note) == (Action.SEND_BACK, "程远", "第二项没有日期")


def test_the_nearest_due_date_comes_first(world: World) -> None:
    builders.a_submitted(world)
    case = builders.a_registered(world)
    found = lines(world.chen, today=TODAY)
    assert [line.row.due_on for line in found] == sorted(line.row.due_on for line in found)
    assert {line.case_id[0] for line in found if line.action is Action.ASSIGN} == {case}


def test_an_invitation_stands_at_its_own_day(world: World) -> None:
    late, soon = builders.a_draft(world), builders.a_draft(world)
    for case, days in ((late, 5), (soon, 2)):
        invited = [world.fang.membership_id or 0]
        cosigning.invite(world.lin, case, invited, now=NOW, answer_by=TODAY + timedelta(days=days))
    found = [line for line in lines(world.fang, today=TODAY) if line.action is Action.AGREE]
    assert [line.case_id[0] for line in found] == [soon, late]
    assert found[0].row.due_on == TODAY + timedelta(days=2)


def test_what_was_done_today_is_of_this_hat_and_this_day(world: World) -> None:
    case = builders.an_assigned(world)
    assert [deed.action for deed in done_today(world.chen, now=NOW)] == ["assign", "accept"]
    assert done_today(world.lu, now=NOW) == []
    handling.sign_for(world.he, builders.task_of(world, case), now=NOW)
    assert [deed.action for deed in done_today(world.he, now=NOW)] == ["sign_for"]
    assert done_today(world.he, now=NOW.replace(day=3)) == []


def test_due_dates_ahead_count_the_cases_of_the_desk_and_the_shares_of_a_unit(world: World) -> None:
    case = builders.an_assigned(world)
    due_on = builders.fetch(case).due_on
    assert due_by_day(world.chen, today=TODAY) == [(due_on, 1)]
    signing = fetch_clock(case, ClockKind.SIGN_FOR)
    assert due_by_day(world.he, today=TODAY) == [(signing, 1)], "until then it owes no more than that"
    handling.sign_for(world.he, builders.task_of(world, case), now=NOW)
    assert due_by_day(world.he, today=TODAY) == []  # the reply lies three months ahead
    assert due_by_day(world.lin, today=TODAY) == []


def fetch_clock(case: int, kind: ClockKind) -> date:
    return db.session.scalars(select(Clock.due_on).where(Clock.suggestion_id == case, Clock.kind == kind)).one()


STAGES = {
    "chen": {"to_review", "registered", "unreplied", "replied"},
    "lin": {"writing", "returned", "to_review", "registered", "unreplied", "replied", "closed"},
    "du": {"with_coordinator", "unsigned", "unreplied"},
    "he": {"unsigned", "unreplied", "replied"},
    "tian": {"returned", "to_review", "registered", "unreplied", "replied", "closed"},
    "ou": {"registered", "in_handling", "closed"},
}


@pytest.mark.parametrize("login", sorted(STAGES))
def test_the_strip_counts_every_stage_of_a_hat(everywhere: dict[str, int], world: World, login: str) -> None:
    counted = tally(world.actors[login], today=TODAY)
    assert {stage.code for stage in counted.stages if stage.count} >= STAGES[login]


def test_news_are_for_who_signed_and_for_nobody_who_was_only_asked(world: World) -> None:
    case = builders.a_registered(world, cosigned=True)
    told = {Action.ACCEPT}
    for one in (world.lin, world.fang):
        assert [news.suggestion_id for news in news_for(one, told, now=NOW)] == [case]
    asked = db.session.scalars(select(Signature).where(Signature.person_id == world.fang.person_id)).one()
    for state in SignatureState:
        asked.state = state
        db.session.flush()
        assert bool(news_for(world.fang, told, now=NOW)) == (state is SignatureState.AGREED), state


def test_the_desk_reads_by_when_a_request_is_to_be_decided_not_when_the_promise_falls_due(world: World) -> None:
    late_and_to_be_moved(world)
    change = db.session.scalars(select(CommitmentChange)).one()
    near = tally(world.chen, today=TODAY).nearest["promise_changes"]
    promise = db.session.get_one(Commitment, change.commitment_id)
    assert (near.commitment_id, near.due_on) == (promise.id, change.decide_by) and change.decide_by != promise.due_on


def test_what_is_replied_and_late_all_the_same_is_counted_as_late_as_its_list_has_it(world: World) -> None:
    fetch(builders.delivered(world)).due_sort = TODAY - timedelta(days=1)
    db.session.commit()
    stage = next(one for one in tally(world.chen, today=TODAY).stages if one.code == "replied")
    assert (stage.count, stage.late) == (1, 1)


def test_what_came_back_waits_since_it_came_back_and_not_since_it_was_assigned(world: World) -> None:
    case, later = clearing_parts.in_review(world), NOW + timedelta(days=5)
    one = builders.round_of(world, case)
    replies.send_back(world.shen, one.id, note="第一项太笼统。", version=one.version, now=later)
    line = next(each for each in lines(world.jing, today=day_of(later)) if each.row.suggestion_id == case)
    assert since(line) == day_of(later) and line.row.assigned_on == TODAY
