"""Who probably handles it: plain counts, ranked, with the doubt said."""

from dataclasses import dataclass

from tracker.domain.routing import SHOWN, Candidate, Doubt, DutyWords, candidates, doubt


@dataclass
class Unit:
    id: int
    duty_words: str


DUTIES = DutyWords(
    [Unit(1, "小学 中学、校园安全，护学"), Unit(2, "公交、道路 停车"), Unit(3, ""), Unit(4, "学、道路，道路停车")]
)
TEXT = "在老城区小学周边划设护学通道，道路停车另行安排"


def test_duty_words_are_found_once_and_only_where_they_occur() -> None:
    found = DUTIES.in_text(TEXT)
    assert found[1] == ("小学", "护学")
    assert found[2] == ("道路", "停车")
    assert 3 not in found


def test_a_word_inside_a_longer_found_one_is_no_second_reason() -> None:
    assert DUTIES.in_text(TEXT)[4] == ("道路停车",)


def test_a_single_character_is_no_duty_word() -> None:
    assert DUTIES.in_text("学") == {}


def test_the_deputys_wish_and_duty_words_and_habit_add_up() -> None:
    ranked = candidates({1: ("小学", "护学"), 2: ("道路",)}, proposed_id=2, led={1: 8, 2: 1})
    assert ranked == (
        Candidate(1, False, ("小学", "护学"), led=8, alike=9),
        Candidate(2, True, ("道路",), led=1, alike=9),
    )
    assert [one.weight for one in ranked] == [4, 3]


def test_a_wish_alone_names_the_unit() -> None:
    assert candidates({}, proposed_id=7, led={}) == (Candidate(7, True),)


def test_one_paper_of_many_is_no_reason() -> None:
    assert candidates({}, proposed_id=None, led={1: 1, 2: 12}) == (Candidate(2, led=12, alike=13),)


def test_no_more_are_named_than_can_be_read() -> None:
    found = dict.fromkeys(range(1, 30), ("道路",))
    assert len(candidates(found, proposed_id=None, led={})) == SHOWN


def test_the_order_is_the_same_every_time() -> None:
    found = {9: ("道路",), 3: ("道路",), 5: ("道路", "停车")}
    assert [one.unit_id for one in candidates(found, proposed_id=None, led={})] == [5, 3, 9]


def test_a_clear_first_is_sure() -> None:
    assert doubt((Candidate(1, True, ("小学",)), Candidate(2, words=("道路",)))) is Doubt.SURE


def test_two_alike_must_be_chosen_between() -> None:
    assert doubt((Candidate(1, True), Candidate(2, words=("道路", "停车")))) is Doubt.CHOOSE


def test_a_weak_first_is_to_be_checked() -> None:
    assert doubt((Candidate(1, words=("道路", "停车")), Candidate(2, words=("小学",)))) is Doubt.CHECK
    assert doubt((Candidate(1, True),)) is Doubt.CHECK


def test_nobody_named_must_be_chosen() -> None:
    assert doubt(()) is Doubt.CHOOSE
