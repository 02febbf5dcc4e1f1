"""Who probably handles it: plain counts, ranked, with the doubt said."""

from dataclasses import dataclass

from tracker.domain.routing import (
    SHOWN,
    Candidate,
    Doubt,
    Duty,
    DutyWords,
    Habit,
    Helper,
    candidates,
    doubt,
    duties_in,
    helpers,
    rank_of,
)
from tracker.domain.routing_past import Spoken, Told


@dataclass
class Unit:
    id: int
    duty_words: str


DUTIES = DutyWords(
    [
        Unit(1, "小学 中学、校园安全，护学（三定规定第四条）"),
        Unit(2, "公交、道路 停车"),
        Unit(3, ""),
        Unit(4, "学、道路，道路停车\n照明 (三定规定第九条)"),
    ]
)
TEXT = "在老城区小学周边划设护学通道，道路停车另行安排"


def words(found: tuple[Duty, ...]) -> tuple[str, ...]:
    return tuple(one.word for one in found)


def some(*given: str) -> tuple[Duty, ...]:
    return tuple(Duty(word) for word in given)


def test_duty_words_are_found_once_and_only_where_they_occur() -> None:
    found = DUTIES.in_text(TEXT)
    assert words(found[1]) == ("小学", "护学")
    assert words(found[2]) == ("道路", "停车")
    assert 3 not in found


def test_a_word_inside_a_longer_found_one_is_no_second_reason() -> None:
    assert words(DUTIES.in_text(TEXT)[4]) == ("道路停车",)


def test_a_single_character_is_no_duty_word() -> None:
    assert DUTIES.in_text("学") == {}


def test_a_line_of_duty_words_may_name_its_clause() -> None:
    assert duties_in("照明 路灯（三定规定第九条）\n公园") == [
        ("照明", "三定规定第九条"),
        ("路灯", "三定规定第九条"),
        ("公园", ""),
    ]
    assert [one.clause for one in DUTIES.in_text("照明")[4]] == ["三定规定第九条"]


def test_a_longer_word_says_more_and_one_that_others_have_less() -> None:
    assert Duty("停车").weight < Duty("道路停车").weight
    assert Duty("道路", holders=2).weight < Duty("道路").weight < Duty("道路", in_title=True).weight
    assert DUTIES.in_text("道路")[2] == (Duty("道路", holders=2),)


def test_what_is_typed_is_found_in_duty_words_and_they_in_it() -> None:
    assert {unit: words(found) for unit, found in DUTIES.named("停车").items()} == {2: ("停车",), 4: ("道路停车",)}
    assert words(DUTIES.named("校园")[1]) == ("校园安全",)
    assert DUTIES.named("") == {}


def test_the_deputys_wish_and_duty_words_and_habit_add_up() -> None:
    ranked = candidates(
        {1: some("小学", "护学"), 2: some("道路")}, proposed_id=2, habits={1: Habit(8, 8), 2: Habit(1, 1)}
    )
    assert ranked == (
        Candidate(1, False, some("小学", "护学"), Habit(8, 8), alike=9),
        Candidate(2, True, some("道路"), Habit(1, 1), alike=9),
    )
    assert [one.weight for one in ranked] == [4, 3]


def test_a_wish_alone_names_the_unit() -> None:
    assert candidates({}, proposed_id=7, habits={}) == (Candidate(7, True),)


def test_one_paper_of_many_is_no_reason() -> None:
    found = candidates({}, proposed_id=None, habits={1: Habit(1, 1), 2: Habit(12, 12)})
    assert found == (Candidate(2, habit=Habit(12, 12), alike=13),)


def test_like_words_of_the_past_weigh_with_the_duty_words() -> None:
    spoken = {1: Spoken(6.0, (Told("护学通道", 3, 4),)), 2: Spoken(2.0)}
    ranked = candidates({2: some("道路")}, proposed_id=None, habits={}, spoken=spoken)
    assert [(one.unit_id, one.points, one.weight) for one in ranked] == [(1, 3.0, 3.0), (2, 1.0, 2.0)]
    assert ranked[0].told == (Told("护学通道", 3, 4),)


def test_little_evidence_of_the_past_gets_few_points() -> None:
    (only,) = candidates({}, proposed_id=None, habits={}, spoken={1: Spoken(0.6)})
    assert only.points == 0.6


def test_a_trace_of_like_words_only_fills_three_places() -> None:
    traces = {unit_id: Spoken(0.1) for unit_id in range(10, 20)}
    found = candidates({1: some("小学")}, proposed_id=None, habits={}, spoken=traces)
    assert [one.unit_id for one in found] == [1, 10, 11]


def test_what_came_back_twice_and_often_weighs_against_a_unit() -> None:
    bounced, kept = Habit(3, 6, objected=3, upheld=2), Habit(3, 3)
    assert bounced.is_risky and not kept.is_risky and not Habit(3, 9, objected=2, upheld=2).is_risky
    assert Candidate(1, habit=bounced, alike=6).weight < Candidate(1, habit=kept, alike=6).weight


def test_no_more_are_named_than_can_be_read() -> None:
    found = dict.fromkeys(range(1, 30), some("道路"))
    assert len(candidates(found, proposed_id=None, habits={})) == SHOWN


def test_the_order_is_the_same_every_time() -> None:
    found = {9: some("道路"), 3: some("道路"), 5: some("道路", "停车")}
    assert [one.unit_id for one in candidates(found, proposed_id=None, habits={})] == [5, 3, 9]


def test_a_clear_first_is_sure() -> None:
    assert doubt((Candidate(1, True, some("小学")), Candidate(2, words=some("道路")))) is Doubt.SURE


def test_what_may_come_back_is_never_sure() -> None:
    risky = Candidate(1, True, some("小学", "护学", "中学"), Habit(3, 6, 3, 2))
    assert doubt((risky,)) is Doubt.CHECK


def test_two_nearly_alike_must_be_chosen_between() -> None:
    assert doubt((Candidate(1, True), Candidate(2, words=some("道路", "停车")))) is Doubt.CHOOSE
    assert doubt((Candidate(1, True, points=0.4), Candidate(2, words=some("道路", "停车")))) is Doubt.CHOOSE


def test_a_weak_first_is_to_be_checked() -> None:
    assert doubt((Candidate(1, words=some("道路", "停车")), Candidate(2, words=some("小学")))) is Doubt.CHECK
    assert doubt((Candidate(1, True),)) is Doubt.CHECK


def test_nobody_named_must_be_chosen() -> None:
    assert doubt(()) is Doubt.CHOOSE


def test_who_may_help_has_words_in_single_requests_or_helped_more_than_once() -> None:
    found = {1: {5: some("预算"), 1: some("小学")}, 2: {5: some("预算")}}
    assert helpers(found, {6: 4, 7: 1}, but=[1]) == (
        Helper(6, helped=4),
        Helper(5, some("预算"), (1, 2)),
    )


def test_three_helpers_at_most_the_likeliest_first() -> None:
    found = {1: {unit_id: some("预算") for unit_id in (9, 8, 7, 6)}}
    assert [one.unit_id for one in helpers(found, {8: 2})] == [8, 6, 7]


def test_the_place_of_what_was_chosen_among_the_three() -> None:
    assert rank_of([4, 5, 6], {5}) == 2
    assert rank_of([4, 5, 6], {6, 4}) == 1
    assert rank_of([4, 5, 6], {9}) == 0 == rank_of([], {9})
