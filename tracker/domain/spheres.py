"""Whose figures a hat may see: units, delegations, deputies. What it may read of single cases is another matter."""

from __future__ import annotations

from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role, System

_EVERYTHING = frozenset({Role.DESK, Role.COMMITTEE})


def sees_everything(actor: Actor) -> bool:
    """The desk and the committees watch all units, delegations and deputies."""
    return actor.role in _EVERYTHING


def sees_unit(actor: Actor, unit_id: int, system: System) -> bool:
    """A coordinator watches the units of its system, a unit itself."""
    if actor.role is Role.COORDINATOR:
        return actor.system is system
    if actor.role in UNIT_ROLES:
        return actor.unit_id == unit_id
    return sees_everything(actor)


def sees_delegation(actor: Actor, delegation_id: int) -> bool:
    """Deputies and the clerk see the totals of their own delegation."""
    if actor.role in (Role.DEPUTY, Role.DELEGATION_CLERK):
        return actor.delegation_id == delegation_id
    return sees_everything(actor)


def sees_deputy(actor: Actor, person_id: int) -> bool:
    """Deputies see their own record; no colleague's."""
    if actor.role is Role.DEPUTY:
        return actor.person_id == person_id
    return sees_everything(actor)
