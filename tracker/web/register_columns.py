"""The columns of the register: those there are, those an address asks for, and their cells in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.queries.register_shares import Entry
from tracker.web.labels import KINDS
from tracker.web.spoken import lazy_gettext as _l

# The six that a row draws in its own way, in the order a register has them by itself.
USUAL = ("number", "title", "people", "units", "status", "due")
COLUMNS = {
    "number": _l("编号"),
    "title": _l("标题"),
    "people": _l("领衔代表"),
    "units": _l("承办单位"),
    "status": _l("状态"),
    "due": _l("期限"),
    "kind": _l("种类"),
    "session": _l("届次"),
    "delegation": _l("代表团"),
    "signers": _l("署名人数"),
    "category": _l("类别"),
    "submitted": _l("提交日期"),
    "registered": _l("立案日期"),
    "assigned": _l("交办日期"),
    "replied": _l("答复日期"),
    "closed": _l("办结日期"),
}
# Where a press on the head sorts; what no index serves is not offered.
SORTED = {"number": "number", "title": "title", "due": "due", "submitted": "submitted"}
# The ways to sort, as they stand in the address.
WAYS = {
    "due": _l("期限近的在前"),
    "number": _l("编号小的在前"),
    "-number": _l("编号大的在前"),
    "-submitted": _l("新提交的在前"),
    "submitted": _l("早提交的在前"),
    "title": _l("按标题"),
    "-pressure": _l("催办重的在前"),
}
_DAYS = {
    "submitted": "submitted_on",
    "registered": "registered_on",
    "assigned": "assigned_on",
    "replied": "replied_on",
    "closed": "closed_on",
}
_NAMED = {"session": "session_id", "delegation": "delegation_id", "category": "category_id"}


def columns_of(asked: str) -> tuple[str, ...]:
    """The columns an address asks for, each once; the title is always among them, for it is the way to the paper."""
    found = tuple(dict.fromkeys(code for code in asked.split(",") if code in COLUMNS))
    if not found:
        return USUAL
    return found if "title" in found else ("title", *found)


def as_asked(columns: Sequence[str]) -> str:
    """The columns as they stand in the address; nothing for the usual ones."""
    return "" if tuple(columns) == USUAL else ",".join(columns)


def cells(
    entry: Entry, columns: Sequence[str], choices: Mapping[str, Sequence[tuple[int, str]]]
) -> list[tuple[str, str, str]]:
    """The columns of a row: code, head and, of those that are not drawn in their own way, the words."""
    row = entry.row
    return [(code, str(COLUMNS[code]), _words(row, code, choices)) for code in columns]


def _words(row: Any, code: str, choices: Mapping[str, Sequence[tuple[int, str]]]) -> str:
    if code in _DAYS:
        day = getattr(row, _DAYS[code])
        return day.isoformat() if day else ""
    if code in _NAMED:
        return dict(choices[code]).get(getattr(row, _NAMED[code]), "")
    if code == "kind":
        return str(KINDS[row.kind])
    return str(row.signer_count) if code == "signers" else ""
