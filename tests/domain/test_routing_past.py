"""What past assignments say of a text: counts of pairs of characters, each of which can be told."""

from collections import Counter

from tracker.domain.routing_past import Count, Past, Told, pairs_of, share_of, weight_of

YEAR = 2026
ROADS, SCHOOLS = 1, 2


def past(*papers: tuple[str, int, int]) -> Past:
    """Text, unit and year of each paper; a year below nothing is one that was sent back."""
    counts: dict[str, dict[int, Count]] = {}
    weights: Counter[int] = Counter()
    for text, unit_id, year in papers:
        more = Count(1, weight_of(year)) if year > 0 else Count(0, -weight_of(-year))
        for pair in pairs_of(text):
            held = counts.setdefault(pair, {}).get(unit_id, Count(0, 0))
            counts[pair][unit_id] = Count(held.papers + more.papers, held.weight + more.weight)
            weights[unit_id] += more.weight
    return Past(counts, weights, kinds=len(counts), year=YEAR)


LIVED = (
    ("增设公交站点", ROADS, YEAR),
    ("调整公交线路", ROADS, YEAR),
    ("增加公交班次", ROADS, YEAR),
    ("增加小学学位", SCHOOLS, YEAR),
    ("扩建小学操场", SCHOOLS, YEAR),
    ("小学延时服务", SCHOOLS, YEAR),
)


def test_pairs_end_at_signs_figures_and_joining_characters() -> None:
    assert pairs_of("关于优化公交和地铁2号线的建议") == ("公交", "地铁", "号线")
    assert pairs_of("公交，公交") == ("公交",)


def test_the_past_speaks_for_who_had_papers_with_the_same_words() -> None:
    found = past(*LIVED).of("延长夜间公交")
    assert list(found) == [ROADS]
    assert found[ROADS].told == (Told("公交", 3, 3),)


def test_of_words_nobody_had_it_says_nothing() -> None:
    assert past(*LIVED).of("湿地鸟类") == {}
    assert past().of("公交") == {}


def test_words_both_had_speak_for_neither() -> None:
    both = past(("站点", ROADS, YEAR), ("站点", SCHOOLS, YEAR), *LIVED).of("站点")
    alone = past(("站点", ROADS, YEAR), *LIVED).of("站点")
    assert both[ROADS].score < alone[ROADS].score


def test_a_paper_of_today_weighs_more_than_one_of_long_ago() -> None:
    assert abs(weight_of(2026) - 2 * weight_of(2021)) <= 1
    found = past(("停车收费", ROADS, 2006), ("停车收费", SCHOOLS, YEAR), *LIVED).of("停车收费")
    assert found[SCHOOLS].score > (found[ROADS].score if ROADS in found else 0.0)


def test_what_was_rightly_sent_back_counts_against_a_unit() -> None:
    kept = past(*LIVED, ("公交专用道", ROADS, YEAR)).of("公交专用道")[ROADS].score
    bounced = past(*LIVED, ("公交专用道", ROADS, -YEAR)).of("公交专用道")
    assert (bounced[ROADS].score if ROADS in bounced else 0.0) < kept


def test_overlapping_pairs_that_are_as_frequent_are_one_word() -> None:
    papers = [("充电桩布局", ROADS, YEAR)] * 3
    assert past(*papers, *LIVED).of("加装充电桩布局图\n再议")[ROADS].told[0] == Told("加装充电桩布局图", 3, 3)


def test_a_bare_pair_outside_the_title_is_not_told() -> None:
    found = past(*LIVED).of("夜间照明\n沿线公交何时恢复运行尚无说法")
    assert found[ROADS].told == () and found[ROADS].score > 0


def test_the_share_of_who_leads_is_of_all_that_weighs_for_anybody() -> None:
    assert share_of([Count(3, 30), Count(1, 10), Count(0, -50)]) == 75
    assert share_of([Count(0, -5)]) == 0 == share_of([])
