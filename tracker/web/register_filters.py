"""The filters of the register between address and words: read from the query string, said as tags, written back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.queries.register import SORTS
from tracker.queries.register_filters import Filters
from tracker.queries.register_statuses import statuses
from tracker.web.addresses import fixed
from tracker.web.labels import KINDS as KIND_WORDS
from tracker.web.labels import TASK_ROLES
from tracker.web.register_columns import USUAL
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

STATUSES = {
    "open": _l("在办各阶段"),
    "writing": _l("正在写"),
    "to_review": _l("待审查"),
    "returned": _l("退回修改"),
    "not_accepted": _l("不作为建议处理"),
    "registered": _l("待交办"),
    "with_coordinator": _l("待转办"),
    "unsigned": _l("待签收"),
    "in_handling": _l("已交办、未办结"),
    "unreplied": _l("办理中、未答复"),
    "drafting": _l("起草答复"),
    "in_clearance": _l("答复送签"),
    "delivered": _l("有答复等评价"),
    "replied": _l("已全部答复、等评价"),
    "dissatisfied_again": _l("再次不满意"),
    "closed": _l("已办结"),
    "on_agenda": _l("议案列入议程"),
    "with_committee": _l("议案交委员会审议"),
    "concluded": _l("议案审议结束"),
    "converted": _l("议案转为建议"),
    "withdrawn": _l("已撤回"),
    "archived": _l("历史资料"),
}
# Where one unit is meant, the status is that of its own share.
OF_ONE_UNIT = {"replied": _l("单位已答复、未办结")}
DUES = {"overdue": _l("已经逾期"), "soon": _l("五日内到期"), "none": _l("没有期限")}
KEYS = {"key": _l("重点督办"), "led": _l("领办")}
NAMES = {
    "q": _l("标题、编号等"),
    "kind": _l("种类"),
    "session": _l("届次"),
    "status": _l("状态"),
    "unit": _l("单位"),
    "role": _l("单位作为"),
    "category": _l("类别"),
    "deputy": _l("代表"),
    "delegation": _l("代表团"),
    "due": _l("期限"),
    "due_from": _l("到期从"),
    "due_to": _l("到期不晚于"),
    "chased": _l("催办"),
    "key": _l("重点督办、领办"),
    "sort": _l("排列"),
    "cols": _l("列"),
}
# In the address beside the conditions: which page of it, and that no view is meant.
BESIDE = frozenset({"page", "all"})
# Longest text taken from the address; more is no name and no key word.
MOST = 60
# Proposals are of another body and occur in history only.
KINDS = {kind.value: kind for kind in (Kind.SUGGESTION, Kind.BILL)}
_ROLES = {role.value: role for role in TaskRole}
_SEE_CHASES = UNIT_ROLES | {Role.DESK, Role.COORDINATOR, Role.COMMITTEE}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def filters_of(args: Mapping[str, str], actor: Actor, *, mine: bool) -> Filters:
    """What the address asks; whatever cannot be read is as if it were not there."""
    sort = args.get("sort", "")
    if sort.lstrip("-") == "pressure" and not sees_chases(actor, mine=mine):
        sort = ""
    return Filters(
        words=_text(args.get("q")),
        kind=KINDS.get(args.get("kind", "")),
        session_id=_number(args.get("session")),
        status=_one_of(args.get("status"), statuses(actor, mine=mine)),
        unit_id=_number(args.get("unit")),
        role=_ROLES.get(args.get("role", "")),
        category_id=_number(args.get("category")),
        deputy=_text(args.get("deputy")),
        delegation_id=_number(args.get("delegation")),
        due=_one_of(args.get("due"), DUES),
        due_from=_day(args.get("due_from")),
        due_to=_day(args.get("due_to")),
        chased=args.get("chased") == "1" and sees_chases(actor, mine=mine),
        key=_one_of(args.get("key"), KEYS),
        sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "due",
        descending=sort.startswith("-") and sort[1:] in SORTS,
        page=_number(args.get("page")) or 1,
    )


def sees_chases(actor: Actor, *, mine: bool) -> bool:
    """Whether who reads the list may know how the units are chased: of others' papers a deputy does not."""
    return mine or actor.role in _SEE_CHASES


def unread(args: Mapping[str, str], address: Address) -> list[str]:
    """What stands in the address and means nothing here, as one would look for it; it narrows nothing."""
    usual = {("sort", "due"), ("cols", ",".join(USUAL))}
    said = []
    for name, text in args.items():
        shown = _text(text)
        if name in BESIDE or not shown or name in address.asked or (name, shown) in usual:
            continue
        said.append(_("%(what)s“%(words)s”", what=NAMES.get(name, _text(name)), words=shown))
    return said


def status_labels(filters: Filters, actor: Actor) -> dict[str, Any]:
    """The statuses in words, as they are meant for this reader and these filters."""
    return STATUSES | (OF_ONE_UNIT if filters.unit_id or actor.role in UNIT_ROLES else {})


def _text(words: str | None) -> str:
    return _UNREADABLE.sub("", words or "").strip()[:MOST]


def _number(words: str | None) -> int | None:
    # Full-width digits are numbers to Python and to nobody's database; long ones overflow it.
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 10 else None


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words and _DAY.fullmatch(words) else None
    except ValueError:
        return None


def _one_of(words: str | None, known: Any) -> str:
    return words if words and words in known else ""


@dataclass(frozen=True)
class Address:
    """The address of the list with some of its filters changed or left out."""

    endpoint: str
    filters: Filters
    columns: str = ""  # as they stand in the query string; nothing for the usual ones
    bare: str = ""  # where the list is that no condition narrows, if it is not the plain path

    def __call__(self, **changes: Any) -> str:
        asked = urlencode({name: text for name, text in (self.asked | changes).items() if text})
        return f"{self.path}?{asked}" if asked else self.bare or self.path

    @cached_property
    def asked(self) -> dict[str, str]:
        """What is set, as it stands in the query string; the page is not carried along."""
        f = self.filters
        found = {
            "q": f.words,
            "kind": f.kind.value if f.kind else "",
            "session": f.session_id,
            "status": f.status,
            "unit": f.unit_id,
            "role": f.role,
            "category": f.category_id,
            "deputy": f.deputy,
            "delegation": f.delegation_id,
            "due": f.due,
            "due_from": f.due_from,
            "due_to": f.due_to,
            "chased": "1" if f.chased else "",
            "key": f.key,
            "sort": self.sort(),
            "cols": self.columns,
        }
        return {name: str(value) for name, value in found.items() if value}

    @cached_property
    def path(self) -> str:
        """The list without any filter."""
        return fixed(self.endpoint)

    def sort(self) -> str:
        """How it is sorted, as it stands in the query string; nothing for the usual way."""
        f = self.filters
        return ("-" if f.descending else "") + f.sort if (f.sort, f.descending) != ("due", False) else ""


def tags(
    filters: Filters, address: Address, choices: Mapping[str, list[tuple[int, str]]], labels: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """What is being filtered, in words, each with the address that leaves it out; `labels` say the statuses."""
    f, labels_of_kinds = filters, KIND_WORDS
    said = [
        ("q", _("标题、编号等：%(words)s", words=f.words) if f.words else ""),
        ("kind", _("种类：%(words)s", words=labels_of_kinds[f.kind]) if f.kind else ""),
        ("session", _chosen(choices, "session", f.session_id)),
        ("status", _("状态：%(words)s", words=labels[f.status]) if f.status else ""),
        ("unit", _("单位：%(words)s", words=_chosen(choices, "unit", f.unit_id)) if f.unit_id else ""),
        ("role", _("单位作为：%(words)s", words=TASK_ROLES[f.role]) if f.role else ""),
        ("category", _("类别：%(words)s", words=_chosen(choices, "category", f.category_id)) if f.category_id else ""),
        ("deputy", _("代表：%(words)s", words=f.deputy) if f.deputy else ""),
        ("delegation", _chosen(choices, "delegation", f.delegation_id)),
        ("due", _("期限：%(words)s", words=DUES[f.due]) if f.due else ""),
        ("chased", _("催办过、没有答复") if f.chased else ""),
        ("key", str(KEYS[f.key]) if f.key else ""),
    ]
    found = [(words, address(**{name: ""})) for name, words in said if words]
    return found + _due_tags(filters, address)


def _due_tags(filters: Filters, address: Address) -> list[tuple[str, str]]:
    first, last = filters.due_from, filters.due_to
    if first and first == last:
        return [(_("%(day)s到期", day=day_words(first, year=True)), address(due_from="", due_to=""))]
    found = []
    if first:
        found.append((_("%(day)s起到期", day=day_words(first, year=True)), address(due_from="")))
    if last:
        found.append((_("%(day)s以前到期", day=day_words(last, year=True)), address(due_to="")))
    return found


def _chosen(choices: Mapping[str, list[tuple[int, str]]], kind: str, number: int | None) -> str:
    if number is None:
        return ""
    return next((words for one, words in choices[kind] if one == number), _("不在名单里"))
