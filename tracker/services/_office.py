"""Acts of the office that belong to no case: who may do them."""

from __future__ import annotations

from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, can
from tracker.services._load import Missing

# Nobody is logged in yet, or the operator of the server acts on its command line.
NOBODY = Actor(None, None, None)


def require(actor: Actor, capability: Capability) -> int:
    """The person's id when the worn hat has the capability. Raises `Missing`: to others the thing does not exist."""
    if actor.person_id is None or actor.membership_id is None or actor.role is None:
        raise Missing(capability)
    if not can(actor.role, capability):
        raise Missing(capability)
    return actor.person_id
