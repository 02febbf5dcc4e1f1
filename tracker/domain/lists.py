"""The lists that can be kept as a view or put into a file, who has them, and whom a view may be shared with."""

from __future__ import annotations

from enum import StrEnum

from tracker.domain.roles import UNIT_ROLES, Capability, Role

# So many views of one list are still found at a glance.
MOST_VIEWS = 30
VIEW_NAME = 40
# Of a filter as it stands in the address; ours are far shorter.
QUERY = 1_000


class ListCode(StrEnum):
    """One list."""

    REGISTER = "register"
    MINE = "mine"
    PROMISES = "promises"
    SHARES = "shares"
    LOOK_BACK = "look-back"
    PEOPLE = "people"
    UNITS = "units"
    ACCOUNTS = "accounts"


# What a hat needs to open it.
NEEDS: dict[ListCode, Capability] = {
    ListCode.REGISTER: Capability.SEE_REGISTER,
    ListCode.MINE: Capability.WRITE,
    ListCode.PROMISES: Capability.SEE_PROMISES,
    ListCode.SHARES: Capability.SEE_TASKS,
    ListCode.LOOK_BACK: Capability.SEE_LOOK_BACKS,
    ListCode.PEOPLE: Capability.KEEP_PEOPLE,
    ListCode.UNITS: Capability.KEEP_UNITS,
    ListCode.ACCOUNTS: Capability.KEEP_ACCOUNTS,
}
# Lists of which a view can be kept: a look-back is one of many, and over one day.
VIEWED = (ListCode.REGISTER, ListCode.MINE, ListCode.PROMISES, ListCode.SHARES)


class Audience(StrEnum):
    """Who else finds a view over the list: it shows each what he may see himself, nothing of its owner."""

    NOBODY = "nobody"
    POST = "post"  # the same post of the same unit or system; at the desk everybody
    UNIT = "unit"  # everybody of the unit


def audiences(role: Role | None) -> tuple[Audience, ...]:
    """Whom a hat of this role may share a view with: colleagues of one office, and nobody beyond it."""
    if role in UNIT_ROLES:
        return (Audience.NOBODY, Audience.POST, Audience.UNIT)
    if role in (Role.DESK, Role.COORDINATOR):
        return (Audience.NOBODY, Audience.POST)
    return (Audience.NOBODY,)
