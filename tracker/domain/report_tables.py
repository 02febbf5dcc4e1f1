"""The tables and charts a report prints, by code: what each is called and which figures stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.reports import HALF, SYSTEM
from tracker.domain.statistics import ASSIGNED, REPLIED, Measure, Rate

M, R = Measure, Rate
Columns = Sequence[tuple[Measure, ...]]


@dataclass(frozen=True)
class Broken:
    """A breakdown: a line for each part, columns of counts, columns of rates."""

    title: str
    by: str
    columns: Columns
    rates: Sequence[Rate] = ()


# Tables of the ledger that are taken as they are, those of whole figures line by line, with the year before beside.
WHOLE = frozenset(
    {
        "papers", "progress", "shares", "signing", "co", "letters", "first", "last", "process", "rounds", "promises",
        "publication", "bills",
    }
)  # fmt: skip
CONTACT: Columns = ((M.OWED,), (M.CONTACTED,), (M.MET,))
_GIVEN: Columns = ((M.OWED,), (M.SOLE,), (M.LEAD,), (M.SEPARATE,), (M.CO_OWED,))
BROKEN: Mapping[str, Broken] = {
    "halves": Broken(
        "大会期间和闭会期间", HALF, ((M.FILED,), (M.REGISTERED,), (M.ALONE,), (M.JOINT,), ASSIGNED, (M.COMPLETED,))
    ),
    "delegations": Broken(
        "各代表团提出建议情况", "delegation", ((M.FILED,), (M.REGISTERED,), (M.ALONE,), (M.JOINT,), (M.COMPLETED,))
    ),
    "categories": Broken(
        "建议按内容分类情况", "category", ((M.FILED,), (M.REGISTERED,), (M.OWED,), REPLIED), (R.ON_TIME, R.SATISFACTION)
    ),
    "own_categories": Broken(
        "承办建议按内容分类情况", "category", ((M.OWED,), REPLIED, (M.CO_OWED,)), (R.ON_TIME, R.SATISFACTION)
    ),
    "systems": Broken("各系统承办情况", SYSTEM, (*_GIVEN, REPLIED, (M.OVERDUE,)), (R.ON_TIME, R.SATISFACTION)),
    "units": Broken(
        "各承办单位办理情况", "unit", (*_GIVEN, REPLIED, (M.OVERDUE,)), (R.ON_TIME, R.SATISFACTION, R.SOLVING)
    ),
    "roles": Broken("各承办单位任务", "unit", _GIVEN),
    "keys": Broken(
        "重点督办建议办理情况", "key", ((M.REGISTERED,), (M.OWED,), REPLIED, (M.OVERDUE,)), (R.ON_TIME, R.SATISFACTION)
    ),
}
LISTS: Mapping[str, str] = {"given": "各承办单位承办建议清单", "overdue": "逾期未答复建议清单"}
LIST_HEAD = ("编号", "标题", "承办单位", "办理方式", "期限")
# Names of columns too narrow for the ledger's own.
HALVES = {"in": "大会期间", "between": "闭会期间"}
NONE = {"delegation": "没有代表团", "category": "没有分类", "unit": "没有单位", "system": "没有单位"}
KEYS = {"1": "重点督办", "0": "其他"}
