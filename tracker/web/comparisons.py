"""Two versions of a paper side by side in words: part by part, request by request."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.differences import Piece, compare, is_changed
from tracker.domain.request_differences import Fate, RequestChange, compare_requests
from tracker.models.suggestions import SuggestionText
from tracker.web.spoken import gettext as _


@dataclass(frozen=True)
class Compared:
    """A part of the paper: what it is called, what became of it in words, the pieces of its text."""

    label: str
    fate: str
    pieces: tuple[Piece, ...]
    changed: bool


def compared(before: SuggestionText, after: SuggestionText) -> list[Compared]:
    """Title, problem, analysis, then each request of both; what did not change says so."""
    parts = ((_("标题"), "title"), (_("问题"), "problem"), (_("分析"), "analysis"))
    rows = [_part(label, getattr(before, name), getattr(after, name)) for label, name in parts]
    olds, news = [one.body for one in before.requests], [one.body for one in after.requests]
    return [row for row in rows if row.pieces] + [_request(one) for one in compare_requests(olds, news)]


def _part(label: str, old: str, new: str) -> Compared:
    pieces = tuple(compare(old, new))
    changed = is_changed(pieces)
    return Compared(label, _("有改动") if changed else _("没有改动"), pieces, changed)


def _request(one: RequestChange) -> Compared:
    label = _("第%(n)s项请求", n=one.new_no or one.old_no)
    changed = one.fate is not Fate.KEPT or one.is_moved
    return Compared(label, _("，").join(_fates(one)), one.pieces, changed)


def _fates(one: RequestChange) -> list[str]:
    words = {Fate.ADDED: _("新增"), Fate.REMOVED: _("删去"), Fate.CHANGED: _("有改动"), Fate.KEPT: ""}[one.fate]
    found = [words] if words else []
    if one.is_moved or (one.old_no and one.new_no and one.old_no != one.new_no):
        moved = _("从第%(n)s项移到这里", n=one.old_no) if one.is_moved else _("原来是第%(n)s项", n=one.old_no)
        found.append(moved)
    return found or [_("没有改动")]
