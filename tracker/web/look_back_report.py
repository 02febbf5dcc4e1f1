"""The report of a look-back in words: the figures with the lists they open, and the lines as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from werkzeug.wrappers import Response

from tracker.clock import day_of
from tracker.models.look_backs import LookBack
from tracker.outside.spreadsheets import write_xlsx
from tracker.queries.look_backs import PROMISES, Report
from tracker.web.document_words import sent
from tracker.web.labels import LEVELS
from tracker.web.look_back_words import not_checked, not_filled, not_rated, shown
from tracker.web.papers import official_title
from tracker.web.round_labels import FINDINGS, SHOWN
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

# The figures under their headings, in the order of the work; the codes are those of the list's filters.
GROUPS = (
    (_l("填报"), ("in_time", "late", "to_fill", "unfilled")),
    (_l("核查"), ("as_said", "partly", "not_so", "to_check", "unchecked")),
    (
        _l("代表评价"),
        ("satisfied", "basically_satisfied", "dissatisfied", "silent", "to_begin", "to_rate", "to_settle"),
    ),
    (_l("承诺"), PROMISES),
    (_l("类别"), ("letter_changed",)),
)
BY_UNIT = ("all", "in_time", "late", "to_fill", "unfilled", "not_so", *PROMISES[:-1], "taken_off")
# Eleven figures stand beside each other: their heads are short.
NARROW = {
    "all": _l("列入"),
    "in_time": _l("按时填报"),
    "late": _l("逾期填报"),
    "to_fill": _l("待填报"),
    "unfilled": _l("没有填报"),
    "not_so": _l("核查不属实"),
    "promise_kept": _l("承诺做到"),
    "promise_denied": _l("承诺不实"),
    "promise_dissatisfied": _l("承诺不满意"),
    "promise_late": _l("承诺过期"),
    "promise_open": _l("承诺落实中"),
    "taken_off": _l("移出"),
}


def report_words(look_back: LookBack, report: Report, *, today: date) -> dict[str, Any]:
    """What the page of the report draws on a day of Asia/Shanghai."""
    words, sums = shown(look_back, today), report.total.counts
    groups = [(head, [(words[one], one, sums[one]) for one in codes if one in words]) for head, codes in GROUPS]
    by_unit = [code for code in BY_UNIT if code in words]
    heads = [str(NARROW[code]) for code in by_unit]
    return {
        "lines": sums["all"],
        "groups": groups,
        "heads": heads,
        "columns": [(head, None, "", "num") for head in heads],
        "units": [
            {"id": one.unit_id, "unit": one.unit, "counts": [(code, one.counts[code]) for code in by_unit]}
            for one in report.units
        ],
        "letters": report.letters,
        "taken_off": sums["taken_off"],
    }


def sheet(look_back: LookBack, rows: Sequence[Any], *, today: date) -> Response:
    """The lines as xlsx; cells are text, days as they are written."""
    head = (
        _("编号"),
        _("建议"),
        _("承办单位"),
        _("承诺"),
        _("承诺现在的情况"),
        _("填报"),
        _("完成"),
        _("措施"),
        _("进展"),
        _("核查"),
        _("核查情况"),
        _("代表评价"),
        _("答复时类别"),
        _("现在类别"),
        _("移出"),
    )
    widths = (12, 40, 18, 40, 24, 12, 8, 40, 40, 12, 40, 12, 10, 10, 40)
    title = _("%(name)s（%(year)s年答复）", name=look_back.name, year=look_back.year)
    file = write_xlsx(title, head, [_cells(look_back, row, today) for row in rows], widths)
    return sent(file, look_back.name, "xlsx")


def _cells(look_back: LookBack, row: Any, today: date) -> list[str]:
    line = row.LookBackLine
    what = [row.number or "", official_title(row.title), row.unit, row.promise or "", str(SHOWN.get(row.stands, ""))]
    if line.taken_off_at is not None:
        return [*what, *[""] * 9, _("：").join((day_of(line.taken_off_at).isoformat(), line.why_taken_off))]
    filled = day_of(line.filled_at) if line.filled_at else None
    late = _("（逾期）") if filled and filled > look_back.fill_by else ""
    is_shut = line.rating_shut_on is not None
    unrated = not_rated(look_back, today, is_filled=filled is not None, is_shut=is_shut)
    return [
        *what,
        f"{filled.isoformat()}{late}" if filled else not_filled(look_back, today),
        f"{line.percent}%" if line.percent is not None else "",
        line.measures,
        line.progress,
        str(FINDINGS[line.finding]) if line.finding else not_checked(look_back, today),
        line.check_words,
        str(LEVELS[line.level]) if line.level else unrated,
        row.letter_sent,
        line.letter or line.letter_was,
        "",
    ]
