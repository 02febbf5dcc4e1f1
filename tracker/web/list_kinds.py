"""The lists in words and with their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.domain.lists import NEEDS, ListCode
from tracker.domain.roles import Role, can
from tracker.web.spoken import lazy_gettext as _l


@dataclass(frozen=True)
class ListKind:
    """One list: its name, and the endpoint of its page."""

    words: Any
    endpoint: str


LISTS = {
    ListCode.REGISTER: ListKind(_l("建议总表"), "register.show"),
    ListCode.MINE: ListKind(_l("我的建议"), "register.mine"),
    ListCode.PROMISES: ListKind(_l("承诺台账"), "commitments.index"),
    ListCode.SHARES: ListKind(_l("承办件"), "tasks.inbox"),
    ListCode.LOOK_BACK: ListKind(_l("回头看"), "look_backs.index"),
    ListCode.PEOPLE: ListKind(_l("人员"), "people.index"),
    ListCode.UNITS: ListKind(_l("承办单位"), "units.index"),
    ListCode.ACCOUNTS: ListKind(_l("账号"), "accounts.index"),
}


def list_asked(code: str, role: Role | None) -> ListCode | None:
    """The list a form or an address names, if a hat of this role has it."""
    found = next((one for one in ListCode if one.value == code), None)
    return found if found is not None and role is not None and can(role, NEEDS[found]) else None
