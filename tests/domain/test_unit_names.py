"""A clerk types a name as he knows it; the unit is found or the choice is named."""

from dataclasses import dataclass

from tracker.domain.unit_names import UnitNames, split_names


@dataclass
class Unit:
    id: int
    name: str
    short_name: str
    other_names: str = ""


NAMES = UnitNames(
    [
        Unit(1, "临江市教育局", "市教育局", "教委"),
        Unit(2, "临江市住房和城乡建设局", "市住建局", "建设局、住建委"),
        Unit(3, "临江市城市管理局", "市城管局"),
        Unit(4, "临江市城市更新局", "市城市更新局"),
    ]
)


def ids(typed: str) -> list[int]:
    return list(NAMES.find(typed))


def test_official_short_and_other_names_all_find_the_unit() -> None:
    assert ids("临江市教育局") == ids("市教育局") == ids("教委") == [1]
    assert ids("住建委") == [2]


def test_spaces_in_a_name_do_not_matter() -> None:
    assert ids(" 市 教育局 ") == [1]


def test_a_piece_of_a_name_is_enough_when_only_one_unit_has_it() -> None:
    assert ids("城乡建设") == [2]


def test_a_piece_of_several_names_finds_them_all() -> None:
    assert ids("城市") == [3, 4]


def test_an_exact_name_wins_over_a_longer_one_that_contains_it() -> None:
    names = UnitNames([Unit(1, "临江市城市管理局", "城管局"), Unit(2, "城管局执法支队", "城管局执法支队")])
    assert names.find("城管局") == (1,)


def test_nothing_and_nonsense_find_nobody() -> None:
    assert ids("") == ids("  ") == ids("火星局") == []


def test_a_list_of_names_is_divided_by_any_of_the_usual_signs() -> None:
    assert split_names("市教育局、市城管局，市住建局;\n市教育局 ") == ("市教育局", "市城管局", "市住建局")
