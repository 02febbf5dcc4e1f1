"""The statuses the register can be asked for: one or several states of the machines each, named as users say them."""

from __future__ import annotations

from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import RoundState, SuggestionState, TaskState

S, T, R = SuggestionState, TaskState, RoundState
AGAIN = "dissatisfied_again"

# Statuses told by the suggestion itself: its states, and whether all replies are out where that matters.
OF_CASE: dict[str, tuple[tuple[SuggestionState, ...], bool | None]] = {
    "open": ((S.SUBMITTED, S.IN_REVIEW, S.RETURNED, S.REGISTERED, S.IN_HANDLING, S.ON_AGENDA, S.WITH_COMMITTEE), None),
    "writing": ((S.DRAFT, S.COSIGNING), None),
    "to_review": ((S.SUBMITTED, S.IN_REVIEW), None),
    "returned": ((S.RETURNED,), None),
    "not_accepted": ((S.NOT_ACCEPTED,), None),
    "registered": ((S.REGISTERED,), None),
    "in_handling": ((S.IN_HANDLING,), None),
    "unreplied": ((S.IN_HANDLING,), False),
    "replied": ((S.IN_HANDLING,), True),
    "closed": ((S.CLOSED,), None),
    "on_agenda": ((S.ON_AGENDA,), None),
    "with_committee": ((S.WITH_COMMITTEE,), None),
    "concluded": ((S.CONCLUDED,), None),
    "converted": ((S.CONVERTED,), None),
    "withdrawn": ((S.WITHDRAWN,), None),
    "archived": ((S.ARCHIVED,), None),
}
# Statuses told by a unit's share of it: of the unit one looks at or belongs to, where there is one, else of any. The
# last two are told by the paper where no unit is meant, but a coordinator's "unreplied" is what its units have in hand.
OF_SHARE = {
    "with_coordinator": (T.WITH_COORDINATOR,),
    "unsigned": (T.ASSIGNED,),
    "unreplied": (T.SIGNED_FOR, T.HANDLING),
    "replied": (T.REPLIED,),
}
OF_REPLY = {
    "drafting": R.DRAFTING,
    "in_clearance": R.IN_CLEARANCE,
    "delivered": R.DELIVERED,
    # A further reply that did not satisfy either: `register_filters` asks for more than the state.
    AGAIN: R.RATED,
}
# What goes on inside a unit before its reply is out is nobody's business outside the offices.
_OFFICES = UNIT_ROLES | {Role.DESK, Role.COORDINATOR}


def statuses(actor: Actor, *, mine: bool = False) -> list[str]:
    """The statuses this actor can ask for, in the order of a suggestion's life."""
    names = ["open"]
    if actor.role is Role.DEPUTY:
        names += ["writing"] if mine else []
    if actor.role is Role.ASSISTANT:
        names += ["writing"]
    if actor.role not in UNIT_ROLES:
        names += ["to_review", "returned", "not_accepted", "registered"]
    if actor.role in (Role.DESK, Role.COORDINATOR):
        names += ["with_coordinator"]
    names += ["unsigned", "in_handling", "unreplied"]
    if actor.role in _OFFICES:
        names += ["drafting", "in_clearance"]
    names += ["delivered", "replied"]
    if actor.role in _OFFICES or actor.role is Role.COMMITTEE:
        names += [AGAIN]
    names += ["closed"]
    if actor.role not in UNIT_ROLES:
        names += ["on_agenda", "with_committee", "concluded", "converted"]
    return names + (["withdrawn", "archived"] if actor.role not in UNIT_ROLES else [])
