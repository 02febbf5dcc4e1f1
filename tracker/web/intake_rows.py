"""The first rows of a file as they would be taken: one short table for each subject."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tracker.domain.intake import Subject
from tracker.domain.states import SuggestionState
from tracker.web.labels import ROLES, SUGGESTION_STATES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

HEADS = {
    Subject.UNITS: (_l("单位名称"), _l("简称"), _l("上级")),
    Subject.CATEGORIES: (_l("类别"), _l("分类方案")),
    Subject.PEOPLE: (_l("姓名"), _l("身份"), _l("代表团或单位")),
    Subject.SUGGESTIONS: (_l("编号"), _l("标题"), _l("领衔代表"), _l("导入以后")),
}


@dataclass(frozen=True)
class Cell:
    """What stands in one place, a smaller line below; `tag` puts it in a box: plain, or soon for a second look."""

    words: str
    below: str = ""
    tag: str = ""


def row_cells(subject: Subject, first: list[dict[str, Any]]) -> list[list[Cell]]:
    """The rows in words, in the order of the heads."""
    return [ROWS[subject](one) for one in first]


def _unit(one: dict[str, Any]) -> list[Cell]:
    below = "" if one["assignable"] else _("不能交办")
    return [Cell(one["name"], below), Cell(one["short"]), Cell(one["parent"] or _("没有写"))]


def _category(one: dict[str, Any]) -> list[Cell]:
    return [Cell(one["path"]), Cell(one["scheme"] or _("本级使用"))]


def _person(one: dict[str, Any]) -> list[Cell]:
    return [Cell(one["name"]), Cell(str(ROLES[one["role"]])), Cell(one["place"])]


def _suggestion(one: dict[str, Any]) -> list[Cell]:
    told = [one[name] or _("未提供") for name in ("number", "title", "author")]
    return [*map(Cell, told), _becomes(one)]


def _becomes(one: dict[str, Any]) -> Cell:
    if one["is_open"]:
        state = SuggestionState.IN_HANDLING if one["is_assigned"] else SuggestionState.REGISTERED
        return Cell(_("在办"), str(SUGGESTION_STATES[state]), "plain")
    if one["own"]:
        return Cell(_("历史资料"), _("是本级的，不再办理"), "soon")
    return Cell(_("历史资料"), "", "plain")


ROWS: dict[Subject, Callable[[dict[str, Any]], list[Cell]]] = {
    Subject.UNITS: _unit,
    Subject.CATEGORIES: _category,
    Subject.PEOPLE: _person,
    Subject.SUGGESTIONS: _suggestion,
}
