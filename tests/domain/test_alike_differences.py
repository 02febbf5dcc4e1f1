"""In what two papers that look alike differ."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.alike_differences import Difference, Differs, Facts, are_elsewhere, asked_too, differences, places


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("关于在南岸街道增设路灯的建议", ("南岸街道",)),
        ("在翠湖路东段安装路灯", ("翠湖路",)),
        ("关于解决梅岭小学和东湾小学周边拥堵的建议", ("梅岭小学", "东湾小学")),
        ("关于在文昌小学门前建过街天桥的建议", ("文昌小学",)),
        ("关于拓宽荷塘小学门前道路的建议", ("荷塘小学",)),
        ("关于综合治理梅溪水质的建议", ("梅溪",)),
        ("治理荷塘河水质和石桥港排口", ("荷塘河", "石桥港")),
        ("关于加强农村道路建设的建议", ()),
        ("关于改善枫林镇农村公路管护的建议", ("枫林镇",)),
        ("关于疏导柳荫小学门口交通的建议", ("柳荫小学",)),
        ("12座公园配建无障碍通道", ()),
        ("", ()),
    ],
)
def test_places_are_told_by_how_they_are_called(title: str, found: tuple[str, ...]) -> None:
    assert places(title) == found


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("关于枫林镇农村公路管护的建议", "关于改善枫林镇农村公路管护的建议", False),
        # A verb nobody has thought of stands before the name.
        ("关于点靓枫林镇的建议", "关于枫林镇亮灯的建议", False),
        ("关于改善枫林镇农村公路管护的建议", "关于改善石桥镇农村公路管护的建议", True),
    ],
)
def test_a_place_is_the_same_whatever_is_done_there(one: str, other: str, apart: bool) -> None:
    assert are_elsewhere(one, other) == are_elsewhere(other, one) == apart


def test_papers_of_other_places_differ_by_them_and_papers_of_one_place_do_not() -> None:
    here, there = Facts("南岸街道增设路灯"), Facts("北岸街道增设路灯")
    assert differences(here, there) == [Difference(Differs.PLACE, ("南岸街道",), ("北岸街道",))]
    assert differences(here, Facts("南岸街道的路灯坏了")) == []
    assert differences(here, Facts("路灯坏了")) == []


def test_years_between_them_are_told_with_their_direction() -> None:
    later, earlier = Facts("路灯", on=date(2026, 1, 9)), Facts("路灯", on=date(2024, 12, 30))
    assert differences(later, earlier) == [Difference(Differs.TIME, number=2)]
    assert differences(earlier, later) == [Difference(Differs.TIME, number=-2)]
    assert differences(later, later) == [] == differences(later, Facts("路灯"))


def test_requests_both_have_are_counted_also_reworded() -> None:
    mine = ("在桥下装二十盏路灯。", "把配电箱换新的。")
    assert asked_too(mine, ("在桥下装三十盏路灯。",)) == 1
    found = differences(Facts("路灯", mine), Facts("路灯", ("在桥下装三十盏路灯。",)))
    assert found == [Difference(Differs.REQUESTS, number=1, of=2)]


def test_units_are_told_only_where_both_have_some_and_others() -> None:
    one, other = Facts("路灯", units=("市城管局",)), Facts("路灯", units=("市交通局", "市城管局"))
    assert differences(one, other)[0].kind is Differs.UNITS
    assert differences(one, Facts("路灯")) == [] == differences(one, one)
