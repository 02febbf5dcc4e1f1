"""The report of a look-back in words: the figures with the lists they open, and the lines as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from tracker.clock import day_of
from tracker.models.look_backs import LookBack
from tracker.outside.spreadsheets import write_xlsx
from tracker.queries.look_backs import Figures, Report
from tracker.web.document_words import sent
from tracker.web.labels import LEVELS
from tracker.web.papers import official_title
from tracker.web.round_labels import FINDINGS, SHOWN

# The figures under their headings, in the order of the work; the codes are those of the list's filters.
GROUPS = (
    (_l("填报"), ("in_time", "late", "unfilled")),
    (_l("核查"), ("as_said", "partly", "not_so", "unchecked")),
    (_l("代表评价"), ("satisfied", "basically_satisfied", "dissatisfied", "silent", "to_rate")),
    (_l("承诺"), ("promise_kept", "promise_late", "promise_open", "promise_other")),
    (_l("类别"), ("letter_changed",)),
)
BY_UNIT = ("all", "in_time", "late", "unfilled", "not_so", "promise_kept", "promise_late", "promise_open")


def report_words(report: Report) -> dict[str, Any]:
    """What the page of the report draws."""
    return {
        "lines": report.total.counts["all"],
        "groups": [
            (words, [(str(SHOWN[code]), code, report.total.counts[code]) for code in codes]) for words, codes in GROUPS
        ],
        "heads": [(code, str(SHOWN[code]) if code != "all" else _("列入")) for code in BY_UNIT],
        "columns": [(str(SHOWN[code]) if code != "all" else _("列入"), None, "", "num") for code in BY_UNIT],
        "units": [_unit(one) for one in report.units],
        "letters": report.letters,
    }


def _unit(one: Figures) -> dict[str, Any]:
    return {"id": one.unit_id, "unit": one.unit, "counts": [(code, one.counts[code]) for code in BY_UNIT]}


def sheet(look_back: LookBack, rows: Sequence[Any]) -> Response:
    """The lines as xlsx; cells are text, days as they are written."""
    head = (
        _("编号"),
        _("建议"),
        _("承办单位"),
        _("承诺"),
        _("填报"),
        _("完成"),
        _("措施"),
        _("进展"),
        _("核查"),
        _("核查情况"),
        _("代表评价"),
        _("答复时类别"),
        _("现在类别"),
    )
    widths = (12, 40, 18, 40, 12, 8, 40, 40, 12, 40, 12, 10, 10)
    title = _("%(name)s（%(year)s年答复）", name=look_back.name, year=look_back.year)
    file = write_xlsx(title, head, [_cells(look_back, row) for row in rows], widths)
    return sent(file, look_back.name, "xlsx")


def _cells(look_back: LookBack, row: Any) -> list[str]:
    line = row.LookBackLine
    filled = day_of(line.filled_at) if line.filled_at else None
    late = _("（逾期）") if filled and filled > look_back.fill_by else ""
    silent = _("没有反馈") if line.rating_shut_on else ""
    return [
        row.number or "",
        official_title(row.title),
        row.unit,
        row.promise or "",
        f"{filled.isoformat()}{late}" if filled else _("没有填报"),
        f"{line.percent}%" if line.percent is not None else "",
        line.measures,
        line.progress,
        str(FINDINGS[line.finding]) if line.finding else _("没有核查"),
        line.check_words,
        str(LEVELS[line.level]) if line.level else silent,
        row.letter_sent,
        line.letter or line.letter_was,
    ]
