"""Who held a case: spans that add up to the whole, and a unit that answers for its own days alone."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from tracker.domain.actions import Action, Machine
from tracker.domain.holding import OWN, Act, Holder, Span, clipped, days_by, paper_spans, share_spans
from tracker.domain.own_days import Owed, judged
from tracker.domain.states import RoundState, SuggestionState, TaskState

A, H, S, T, R = Action, Holder, SuggestionState, TaskState, RoundState
APRIL = date(2026, 4, 1)


def day(n: int) -> date:
    """So many days after the first of April."""
    return APRIL + timedelta(days=n)


def on_paper(n: int, action: Action, state: SuggestionState) -> Act:
    return Act(day(n), Machine.SUGGESTION, action, state.value)


def on_task(n: int, action: Action, state: TaskState) -> Act:
    return Act(day(n), Machine.TASK, action, state.value, task_id=1)


def on_round(n: int, action: Action, state: RoundState, *, round_id: int = 1, bad: bool = False) -> Act:
    return Act(day(n), Machine.ROUND, action, state.value, task_id=1, round_id=round_id, dissatisfied=bad)


WALKED = [
    on_task(0, A.OPEN_WITH_COORDINATOR, T.WITH_COORDINATOR),
    on_task(3, A.DISTRIBUTE, T.ASSIGNED),
    on_round(3, A.OPEN_ROUND, R.DRAFTING),
    on_task(7, A.SIGN_FOR, T.SIGNED_FOR),
    on_task(9, A.GIVE, T.HANDLING),
    on_round(60, A.SEND_UP, R.IN_CLEARANCE),
    on_round(64, A.PASS_REVIEW, R.IN_CLEARANCE),
    on_round(66, A.SIGN, R.IN_CLEARANCE),
    on_round(76, A.PASS_CHECK, R.DELIVERED),
    on_task(76, A.REPLIED, T.REPLIED),
    on_round(90, A.SHUT_RATING, R.RATED),
]


def told(spans: list[Span]) -> list[tuple[Holder, int]]:
    return [(one.holder, one.days) for one in spans]


def test_a_share_walks_from_the_coordinator_to_the_rating() -> None:
    assert told(share_spans(WALKED, until=day(200))) == [
        (H.COORDINATOR, 3),
        (H.SIGNING_FOR, 4),
        (H.GIVING, 2),
        (H.HANDLING, 51),
        (H.CLEARANCE, 6),
        (H.OFFICE_CHECK, 10),
        (H.RATING, 14),
    ]


@pytest.mark.parametrize("until", [0, 1, 5, 9, 60, 70, 76, 80])
def test_spans_add_up_to_the_days_since_the_opening_whatever_day_is_asked(until: int) -> None:
    spans = share_spans([act for act in WALKED if act.on <= day(until)], until=day(until))
    assert sum(one.days for one in spans) == until
    assert all(one.last == other.first for one, other in itertools.pairwise(spans))


def test_as_of_an_earlier_day_later_acts_are_not_there() -> None:
    assert told(share_spans(WALKED, until=day(5)))[-1] == (H.SIGNING_FOR, 2)


def test_the_paper_goes_between_desk_and_author_before_the_units_have_it() -> None:
    acts = [
        on_paper(0, A.SUBMIT, S.SUBMITTED),
        on_paper(2, A.RETURN, S.RETURNED),
        on_paper(6, A.SUBMIT, S.SUBMITTED),
        on_paper(7, A.PUT_OUTCOME, S.IN_REVIEW),
        on_paper(10, A.CONTEST_OUTCOME, S.IN_REVIEW),
        on_paper(11, A.ACCEPT, S.REGISTERED),
        on_paper(12, A.PRE_ASSIGN, S.REGISTERED),
        on_paper(15, A.CLOSE_CIRCULATION, S.REGISTERED),
        on_paper(16, A.ASSIGN, S.IN_HANDLING),
    ]
    assert told(paper_spans(acts, until=day(99))) == [
        (H.REVIEW, 2),
        (H.AUTHOR, 4),
        (H.REVIEW, 1),
        (H.AUTHOR, 3),
        (H.REVIEW, 1),
        (H.ASSIGNING, 1),
        (H.CIRCULATION, 3),
        (H.ASSIGNING, 1),
    ]


@pytest.mark.parametrize(
    ("begin", "end", "holder"),
    [
        (A.OBJECT, A.REJECT_OBJECTION, H.OBJECTION),
        (A.OBJECT, A.RECALL_OBJECTION, H.OBJECTION),
        (A.ASK_EXTENSION, A.GRANT_EXTENSION, H.EXTENSION),
        (A.ASK_EXTENSION, A.REFUSE_EXTENSION, H.EXTENSION),
        (A.RAISE_DISAGREEMENT, A.DECIDE_DISAGREEMENT, H.DISAGREEMENT),
    ],
)
def test_while_somebody_else_decides_the_days_are_not_the_units(begin: Action, end: Action, holder: Holder) -> None:
    acts = [
        on_task(0, A.OPEN, T.ASSIGNED),
        on_task(0, A.GIVE, T.HANDLING),
        on_task(5, begin, T.HANDLING),
        on_task(12, end, T.HANDLING),
    ]
    assert told(share_spans(acts, until=day(20))) == [(H.HANDLING, 5), (holder, 7), (H.HANDLING, 8)]
    assert holder not in OWN


def test_a_late_opinion_of_a_co_unit_is_not_the_leads_day() -> None:
    acts = [on_task(0, A.OPEN, T.ASSIGNED), on_task(2, A.GIVE, T.HANDLING)]
    late = [(day(30), day(40)), (day(35), day(50)), (day(1), day(3))]
    assert told(share_spans(acts, until=day(60), late=late)) == [
        (H.SIGNING_FOR, 2),
        (H.CO_UNITS, 1),
        (H.HANDLING, 27),
        (H.CO_UNITS, 10),
        (H.CO_UNITS, 10),
        (H.HANDLING, 10),
    ]


def test_a_dissatisfied_rating_lies_with_the_desk_until_it_decides() -> None:
    acts = [*WALKED[:-1], on_round(90, A.SHUT_RATING, R.RATED, bad=True), on_round(95, A.REHANDLE, R.RATED)]
    acts += [on_task(95, A.RESUME, T.HANDLING), on_round(95, A.OPEN_ROUND, R.DRAFTING, round_id=2)]
    assert told(share_spans(acts, until=day(99)))[-3:] == [(H.RATING, 14), (H.DECIDING, 5), (H.HANDLING, 4)]


def test_looking_back_on_the_first_reply_says_nothing_of_the_second() -> None:
    acts = [*WALKED, on_task(95, A.RESUME, T.HANDLING), on_round(95, A.OPEN_ROUND, R.DRAFTING, round_id=2)]
    acts += [on_round(96, A.SEND_UP, R.IN_CLEARANCE, round_id=2), on_round(97, A.CHECK_LOOK_BACK, R.RATED)]
    assert told(share_spans(acts, until=day(99)))[-1] == (H.CLEARANCE, 3)


def test_a_receipt_on_paper_counts_from_the_day_on_it_and_turns_nothing_back() -> None:
    acts = [on_task(0, A.OPEN, T.ASSIGNED), on_task(4, A.ENTER_SIGN_FOR, T.SIGNED_FOR), on_task(2, A.GIVE, T.HANDLING)]
    assert told(share_spans(acts, until=day(6))) == [(H.SIGNING_FOR, 4), (H.HANDLING, 2)]


def test_spans_are_cut_to_a_window_and_counted() -> None:
    spans = share_spans(WALKED, until=day(200))
    assert days_by(clipped(spans, day(3), day(76))) == {
        H.SIGNING_FOR: 4, H.GIVING: 2, H.HANDLING: 51, H.CLEARANCE: 6, H.OFFICE_CHECK: 10,
    }  # fmt: skip


def test_a_reply_late_because_of_others_is_late_but_not_by_the_unit() -> None:
    found = judged(share_spans(WALKED, until=day(200)), Owed(day(3), day(70), day(76)), until=day(200))
    assert (found.days, found.own, found.others, found.given) == (73, 63, 10, 67)
    assert (found.late, found.own_late) == (6, 0)
    assert (found.reason, found.reason_days) == (H.OFFICE_CHECK, 10)


def test_a_unit_late_on_its_own_days_is_told_by_how_many() -> None:
    found = judged(share_spans(WALKED, until=day(200)), Owed(day(3), day(60), day(76)), until=day(200))
    assert (found.late, found.own_late) == (16, 6)
    assert (found.reason, found.reason_days) == (H.HANDLING, 51)


def test_in_time_there_is_no_reason_to_look_for() -> None:
    found = judged(share_spans(WALKED, until=day(200)), Owed(day(3), day(80), day(76)), until=day(200))
    assert (found.late, found.own_late, found.reason) == (0, 0, None)


def test_what_is_still_owed_is_judged_by_the_day_asked_about() -> None:
    found = judged(share_spans(WALKED[:5], until=day(50)), Owed(day(3), day(40)), until=day(50))
    assert (found.days, found.late, found.own_late, found.reason) == (47, 10, 10, H.HANDLING)
