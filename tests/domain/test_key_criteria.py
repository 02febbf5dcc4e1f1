"""Criteria of key items: what the record speaks for, what no proposal does without, and how a rulebook says them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.test_rulebook import BOOK, TEXT
from tracker.domain.key_criteria import KeyCriterion, Measure, Weighed, is_met, met, missing
from tracker.domain.rulebook import RulebookError, Switch
from tracker.domain.rulebook_text import parse
from tracker.domain.rulebook_write import as_text, criteria_changes

MANY = KeyCriterion("many", "多名代表提出", True, Measure.DEPUTIES, 3, "依据", False)
WIDE = KeyCriterion("wide", "社会关注度高", False, Measure.NONE, 0, "依据", False)


@pytest.mark.parametrize(("measure", "weighed"), [(one, {one.value: 3}) for one in Measure if one is not Measure.NONE])
def test_a_measure_counts_what_it_is_called(measure: Measure, weighed: dict[str, int]) -> None:
    one = replace(MANY, measure=measure)
    assert is_met(one, Weighed(**weighed)) is True
    assert is_met(one, Weighed(**{name: n - 1 for name, n in weighed.items()})) is False


def test_what_only_people_can_tell_is_never_proposed() -> None:
    assert is_met(WIDE, Weighed(9, 9, 9, 9)) is None
    assert met((MANY, WIDE), Weighed(deputies=9)) == ["many"]


def test_a_required_one_is_missed() -> None:
    assert missing((MANY, WIDE), ["wide"]) == [MANY] and missing((MANY, WIDE), ["many"]) == []


def test_differences_are_named() -> None:
    first, *others = BOOK.key_criteria
    changed = replace(BOOK, key_criteria=(replace(first, required=True), *others[1:], MANY))
    assert criteria_changes(BOOK, changed) == (
        (first, replace(first, required=True)),
        (others[0], None),
        (None, MANY),
    )
    assert parse(as_text(changed), source="x").key_criteria == changed.key_criteria


def test_a_book_from_before_there_were_criteria_takes_the_shipped_ones() -> None:
    older = TEXT[: TEXT.index("[[key_criteria]]")].replace("principal_signs_key = true\n", "")
    with pytest.raises(RulebookError, match="is missing"):
        parse(older, source="older")
    book = parse(older, source="older", shipped=TEXT)
    assert book.key_criteria == BOOK.key_criteria and book.is_on(Switch.PRINCIPAL_SIGNS_KEY)


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ('measure = "deputies"', 'measure = "moons"', "measure must be one of"),
        ("at_least = 3", "at_least = 0", "at_least must be between 1"),
        ("at_least = 0", "at_least = 2", "at_least must be between 1"),
        ('code = "years_work"', 'code = "city_wide"', "key_criteria needs at least one entry, and no code twice"),
        ('code = "years_work"', 'code = "年度"', "code must be letters"),
        ('words = "涉及面广、难度大"', f'words = "{"广" * 101}"', "words must be 100 characters"),
    ],
)
def test_a_text_that_says_no_criterion_is_refused_with_its_place(right: str, wrong: str, why: str) -> None:
    at = TEXT.index("[[key_criteria]]")
    with pytest.raises(RulebookError, match=why):
        parse(TEXT[:at] + TEXT[at:].replace(right, wrong, 1), source="x")
