"""The lists that can be kept as a view and put into a file: what each is called, where it stands, who has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.domain.roles import Capability, Role, can
from tracker.web.spoken import lazy_gettext as _l


@dataclass(frozen=True)
class ListKind:
    """One list: its name, the endpoint of its page, what a hat needs to open it."""

    words: Any
    endpoint: str
    capability: Capability

    def open_to(self, role: Role | None) -> bool:
        """Whether a hat of this role has the list."""
        return role is not None and can(role, self.capability)


LISTS = {
    "register": ListKind(_l("建议总表"), "register.show", Capability.SEE_REGISTER),
    "mine": ListKind(_l("我的建议"), "register.mine", Capability.WRITE),
    "promises": ListKind(_l("承诺台账"), "commitments.index", Capability.SEE_PROMISES),
    "shares": ListKind(_l("承办件"), "tasks.inbox", Capability.SEE_TASKS),
}
# Lists of one thing of several: put into files, but no views of their own.
LOOK_BACK = ListKind(_l("回头看"), "look_backs.show", Capability.SEE_LOOK_BACKS)
EXPORTED = LISTS | {"look-back": LOOK_BACK}
