"""An outcome is put to the deputy before it is decided: answered, met with silence, contested, recalled."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import fetch
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import SuggestionState
from tracker.domain.whys import Refused, Why
from tracker.models.record import Clock, Event
from tracker.models.reviews import Intended, IntendedOutcome, Outcome, Reception
from tracker.services import acts, jobs, outcomes, reviews
from tracker.services._load import Invalid
from tracker.services.outcomes import Opinion

# Five working days from Wednesday 1 April 2026; the festival of the fourth to the sixth is not counted.
UNTIL = date(2026, 4, 9)
AFTER = NOW + timedelta(days=9)


def refuse(world: World, case: int, *, who: str = "chen", now: datetime = NOW) -> int:
    version = fetch(case).version
    return reviews.refuse(world.actors[who], case, words="没有具体请求。", version=version, now=now)


def outcome_of(case: int) -> IntendedOutcome:
    return db.session.scalars(select(IntendedOutcome).where(IntendedOutcome.suggestion_id == case)).all()[-1]


def acts_of(case: int) -> list[str]:
    return list(db.session.scalars(select(Event.action).where(Event.suggestion_id == case).order_by(Event.seq)))


def why_of(refused: pytest.ExceptionInfo[Refused]) -> Why:
    return refused.value.why


def test_nothing_is_refused_before_the_deputy_was_asked(world: World) -> None:
    case = builders.a_submitted(world)
    with pytest.raises(Refused) as refused:
        refuse(world, case)
    assert why_of(refused) is Why.OUTCOME_NOT_PUT


def test_putting_an_outcome_starts_the_days_to_answer_and_leaves_the_paper_where_it_is(world: World) -> None:
    case = builders.outcome_put(world)
    suggestion = fetch(case)
    assert suggestion.state is SuggestionState.SUBMITTED
    assert (suggestion.intended, suggestion.intended_until, suggestion.reception) == ("refuse", UNTIL, None)
    clock = db.session.scalars(select(Clock).where(Clock.kind == ClockKind.INTENDED)).one()
    assert (clock.due_on, clock.stopped_on) == (UNTIL, None)
    with pytest.raises(Refused) as refused:
        refuse(world, case)
    assert why_of(refused) is Why.OUTCOME_WAITS


def test_what_is_put_names_a_ground_and_explains_itself(world: World) -> None:
    case = builders.a_submitted(world)
    with pytest.raises(Invalid) as invalid:
        opinion = Opinion(Intended.REFUSE, "invented", " ")
        outcomes.put(world.chen, case, opinion, version=fetch(case).version, now=NOW)
    assert invalid.value.problems == {"ground": "ground_missing", "words": "words_missing"}


def test_an_agreed_outcome_may_be_decided_by_whoever_put_it(world: World) -> None:
    case = builders.refused(world)
    suggestion = fetch(case)
    assert (suggestion.state, suggestion.intended) == (SuggestionState.NOT_ACCEPTED, None)
    review = suggestion.reviews[-1]
    assert (review.outcome, review.ground) == (Outcome.REFUSED, "no_content")
    assert outcome_of(case).reception is Reception.AGREED


def test_a_contested_outcome_is_decided_by_somebody_else(world: World) -> None:
    case = builders.outcome_contested(world)
    with pytest.raises(Refused) as refused:
        refuse(world, case)
    assert why_of(refused) is Why.SOMEBODY_ELSE_DECIDES
    refuse(world, case, who="lu")
    assert fetch(case).state is SuggestionState.NOT_ACCEPTED


def test_whoever_put_it_may_still_accept_after_a_contest(world: World) -> None:
    case = builders.outcome_contested(world)
    category = world.categories["教育科技"]
    reviews.accept(world.chen, case, category_id=category, version=fetch(case).version, now=NOW)
    assert (fetch(case).state, fetch(case).intended) == (SuggestionState.REGISTERED, None)
    assert outcome_of(case).reception is Reception.CONTESTED


def test_contesting_needs_words(world: World) -> None:
    case = builders.outcome_put(world)
    with pytest.raises(Invalid) as invalid:
        outcomes.contest(world.lin, case, words=" ", version=fetch(case).version, now=NOW)
    assert invalid.value.problems == {"words": "missing"}


def test_silence_is_recorded_by_the_worker_dated_at_the_end_of_the_last_day_and_only_once(world: World) -> None:
    case = builders.outcome_put(world)
    assert outcomes.lapse_due(now=NOW + timedelta(days=8)) == 0
    for _ in range(2):
        jobs.HANDLERS["lapse_outcomes"]({}, now=AFTER)
    outcome = outcome_of(case)
    assert (outcome.reception, outcome.answered_by_id) == (Reception.SILENT, None)
    assert outcome.answered_at is not None and outcome.answered_at.isoformat() == "2026-04-09T15:59:59+00:00"
    assert acts_of(case).count(Action.LAPSE_OUTCOME) == 1
    refuse(world, case, now=AFTER)
    assert fetch(case).state is SuggestionState.NOT_ACCEPTED


def test_a_day_that_has_passed_is_silence_before_the_worker_looks(world: World) -> None:
    case = builders.outcome_put(world)
    with pytest.raises(Refused) as refused:
        outcomes.contest(world.lin, case, words="太迟了。", version=fetch(case).version, now=AFTER)
    assert why_of(refused) is Why.OUTCOME_DAY_PASSED
    refuse(world, case, now=AFTER)
    assert acts_of(case)[-2:] == [Action.LAPSE_OUTCOME, Action.REFUSE]


def test_a_letter_says_where_it_was_sent_on(world: World) -> None:
    case = builders.outcome_agreed(world, kind=Intended.LETTER)
    how = {"words": "转有关部门阅处。", "version": fetch(case).version, "now": NOW}
    with pytest.raises(Invalid) as invalid:
        reviews.as_letter(world.chen, case, sent_to=" ", **how)
    assert invalid.value.problems == {"sent_to": "sent_to_missing"}
    with pytest.raises(Refused) as refused:
        refuse(world, case)
    assert why_of(refused) is Why.OUTCOME_NOT_PUT
    reviews.as_letter(world.chen, case, sent_to="市信访局", **how)
    suggestion = fetch(case)
    assert (suggestion.state, suggestion.reviews[-1].outcome) == (SuggestionState.NOT_ACCEPTED, Outcome.LETTER)
    event = db.session.scalars(select(Event).order_by(Event.seq.desc())).first()
    assert event is not None and event.facts == {"ground": "no_content", "sent_to": "市信访局"}


def test_accepting_recalls_what_lies_open_with_the_deputy(world: World) -> None:
    case = builders.outcome_put(world)
    category = world.categories["教育科技"]
    reviews.accept(world.lu, case, category_id=category, version=fetch(case).version, now=NOW)
    assert outcome_of(case).reception is Reception.RECALLED
    clock = db.session.scalars(select(Clock).where(Clock.kind == ClockKind.INTENDED)).one()
    assert clock.stopped_on is not None


def test_one_outcome_at_a_time_and_a_recalled_one_makes_room(world: World) -> None:
    case = builders.outcome_put(world)
    again = Opinion(Intended.LETTER, "citizens_letter", "拟作为来信处理。")
    with pytest.raises(Refused) as refused:
        outcomes.put(world.chen, case, again, version=fetch(case).version, now=NOW)
    assert why_of(refused) is Why.OUTCOME_WAITS
    outcomes.recall(world.chen, case, words="依据写错了。", version=fetch(case).version, now=NOW)
    outcomes.put(world.chen, case, again, version=fetch(case).version, now=NOW)
    assert fetch(case).intended == "letter"


def test_advice_to_withdraw_is_followed_in_the_same_step_when_the_deputy_signs_alone(world: World) -> None:
    case = builders.outcome_put(world, kind=Intended.WITHDRAW)
    outcomes.agree(world.lin, case, version=fetch(case).version, now=NOW)
    assert fetch(case).state is SuggestionState.WITHDRAWN
    assert acts_of(case)[-2:] == [Action.AGREE_OUTCOME, Action.WITHDRAW]


def test_a_joint_paper_is_not_withdrawn_by_one_of_its_signers(world: World) -> None:
    case = builders.outcome_put(world, kind=Intended.WITHDRAW, cosigned=True)
    outcomes.agree(world.lin, case, version=fetch(case).version, now=NOW)
    assert fetch(case).state is SuggestionState.SUBMITTED
    assert fetch(case).withdrawal_asked_on is not None, "the other signers are asked"
    assert outcome_of(case).reception is Reception.AGREED


def test_withdrawing_while_an_outcome_is_open_ends_it(world: World) -> None:
    case = builders.outcome_put(world)
    acts.act(world.lin, Action.WITHDRAW, case, now=NOW, note="我另写一件。")
    assert outcome_of(case).reception is Reception.RECALLED
    assert fetch(case).intended is None
