"""Words for reports: their kinds, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.domain.reports import ReportKind
from tracker.models.reports import Report
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

KINDS: Mapping[ReportKind, Any] = {
    ReportKind.ANNUAL: _l("年度办理情况报告"),
    ReportKind.BULLETIN: _l("办理情况通报"),
    ReportKind.MEETING: _l("交办会材料"),
    ReportKind.UNIT: _l("承办单位年度总结"),
}


def stands(report: Report, corrected_by: int | None, today: date) -> str:
    """Where it stands: a draft, signed off, replaced by a correction; of a summary, whether it is late."""
    if corrected_by is not None:
        return _("已被更正")
    if report.finished_at is not None:
        return _("已报送") if report.kind is ReportKind.UNIT else _("已签发")
    if report.corrects_id is not None:
        return _("更正稿")
    if report.due_on is None:
        return _("草稿")
    if today > report.due_on:
        return _("%(day)s到期，逾期未报送", day=day_words(report.due_on))
    return _("待报送，%(day)s以前", day=day_words(report.due_on))
