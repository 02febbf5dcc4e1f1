"""Texts of reports: what is drafted from figures, and which numbers of an edited text are still those figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tracker.domain.report_drafts import drafted, plain
from tracker.domain.report_figures import Frozen
from tracker.domain.report_links import linked, loose
from tracker.domain.report_tables import BROKEN, LISTS, WHOLE
from tracker.domain.report_texts import TEXTS, draft
from tracker.domain.reports import PLANS, Ref, ReportKind, When, a_year_before, month_before, numeral, ref_of
from tracker.domain.statistics import Measure

M = Measure


def frozen(
    now: dict[str, int], before: dict[str, int] | None = None, units: dict[str, dict[str, int]] | None = None
) -> Frozen:
    sides = {"now": now} | ({"before": before} if before is not None else {})
    figures: dict[str, Any] = {
        when: {
            "on": "2026-11-27" if when == "now" else "2025-11-27",
            "scope": "第七届第六次会议",
            "parts": {"whole": {"": counts}, "unit": units or {}},
            "deputies": {"leading": 3, "taking_part": 5},
        }
        for when, counts in sides.items()
    }
    names = {"unit": {"1": "市教育局", "2": "市民政局"}}
    return Frozen({"figures": figures, "compared": "上年同期", "unit": "", "systems": {}, "names": names, "papers": []})


def said(text: str, *args: Any, **more: Any) -> str:
    return plain(drafted(text, frozen(*args, **more)))


def test_a_percentage_never_stands_without_what_it_is_of() -> None:
    words = said("{%on_time}", {"replied_in_time": 7, "replied_late": 1})
    assert words == "87.5%（7/8）"


def test_of_fewer_than_five_the_numbers_are_written_out() -> None:
    assert said("{%on_time}", {"replied_in_time": 3, "replied_late": 1}) == "4件次中的3件次"
    assert said("{%on_time}", {}) == "无（分母为0）"


def test_a_change_of_a_rate_is_in_points_and_of_nothing_there_is_none() -> None:
    before = {"replied_in_time": 6, "replied_late": 4}
    assert said("{^on_time}", {"replied_in_time": 7, "replied_late": 1}, before) == "，比上年同期提高27.5个百分点"
    assert said("{^on_time}", {"replied_in_time": 5, "replied_late": 5}, before) == "，比上年同期下降10.0个百分点"
    assert said("{^on_time}", {"replied_in_time": 6, "replied_late": 4}, before) == "，与上年同期持平"
    assert said("{^on_time}", {"replied_in_time": 7, "replied_late": 1}) == ""
    assert said("{^on_time}", {"replied_in_time": 7, "replied_late": 1}, {"replied_in_time": 4}) == ""


def test_the_change_is_that_of_the_rates_as_they_are_printed() -> None:
    """66.7 and 33.3 differ by 33.4, whoever reckons after us; the exact ones by 33.3."""
    now, before = {"replied_in_time": 8, "replied_late": 4}, {"replied_in_time": 4, "replied_late": 8}
    assert said("{^on_time}", now, before) == "，比上年同期提高33.4个百分点"


def test_a_group_of_noughts_is_left_out() -> None:
    text = "立案{registered}件[，不作为建议处理{refused}件]。"
    assert said(text, {"registered": 4}) == "立案4件。"
    assert said(text, {"registered": 4, "refused": 2}) == "立案4件，不作为建议处理2件。"


def test_units_are_named_with_their_numbers_most_first() -> None:
    units = {"1": {"overdue": 1}, "2": {"overdue": 4}}
    words = draft("problems", frozen({"overdue": 5}, units=units), ReportKind.ANNUAL)
    assert plain(words) == "一是逾期尚未答复的有5件次，其中较多的是市民政局4件次、市教育局1件次。"
    assert ("4", Ref((M.OVERDUE,), "unit", "2").code) in words
    own = draft("problems", frozen({"overdue": 5}, units=units), ReportKind.UNIT)
    assert plain(own) == "一是逾期尚未答复的有5件次。"


@pytest.mark.parametrize("kind", ReportKind)
def test_every_text_table_and_field_of_a_plan_is_known(kind: ReportKind) -> None:
    full = {one.value: 6 for one in Measure}
    held = frozen(full, full, {"1": full})
    for section in PLANS[kind]:
        draft(section.code, held, kind)
        assert section.code in TEXTS or section.hint, f"{section.code} says nothing and asks for nothing"
        assert set(section.tables) <= {*WHOLE, *BROKEN, *LISTS, "contact", "last_promises"}
    for paragraphs in TEXTS.values():
        for one in paragraphs:
            assert "{" not in plain(drafted(one.words, held))


def _holds(held: Frozen) -> Any:
    def holds(code: str, text: str) -> bool:
        ref = ref_of(code)
        return ref is not None and str(held.number(ref)) == text

    return holds


def test_numbers_nobody_touched_keep_their_lists_in_an_edited_text() -> None:
    held = frozen({"filed": 534, "registered": 489})
    words = drafted("共提出{filed}件，立案{registered}件。", held)
    now = linked("今年代表们共提出建议534件，比较踊跃；立案489件。", words, _holds(held))
    assert [text for text, code in now if code] == ["534", "489"] and loose(now) == []


def test_a_number_somebody_changed_or_wrote_has_no_list_and_is_told() -> None:
    held = frozen({"filed": 534, "registered": 489})
    words = drafted("共提出{filed}件，立案{registered}件。", held)
    now = linked("共提出535件，立案489件，其中重点12件，截至2026年11月27日。", words, _holds(held))
    assert [text for text, code in now if code] == ["489"]
    assert loose(now) == ["535", "12"], "days are no figures"


def test_a_digit_put_before_a_number_makes_another_of_it() -> None:
    held = frozen({"filed": 34})
    now = linked("共提出534件。", drafted("共提出{filed}件。", held), _holds(held))
    assert not [text for text, code in now if code] and loose(now) == ["534"]


def test_a_figure_that_moved_since_the_text_was_edited_is_no_longer_tied() -> None:
    old, new = frozen({"filed": 534}), frozen({"filed": 540})
    now = linked("一共提出534件。", drafted("共提出{filed}件。", old), _holds(new))
    assert not [text for text, code in now if code] and loose(now) == ["534"]


@pytest.mark.parametrize(
    "code",
    ["", "now~whole~", "now~whole~~filed+owed", "now~whole~~nothing", "x~whole~~filed", "now~deputies~leading~filed"],
)
def test_codes_that_are_no_figure_are_none(code: str) -> None:
    assert ref_of(code) is None


def test_codes_lead_back_to_their_figure() -> None:
    for ref in (Ref((M.FILED,)), Ref((M.OVERDUE,), "unit", "12", When.BEFORE), Ref((), "deputies", "leading")):
        assert ref_of(ref.code) == ref


def test_days_compared_with() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert month_before(date(2026, 11, 30)) == date(2026, 10, 31) and month_before(date(2026, 1, 2)) == date(
        2025, 12, 31
    )
    assert [numeral(n) for n in (1, 10, 11, 14)] == ["一", "十", "十一", "十四"]
