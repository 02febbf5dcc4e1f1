"""Whose figures a hat may see: all of them, those of its system's units, or its own unit's alone."""

from __future__ import annotations

from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.queries.figures import Scope, units_of_system
from tracker.web.spoken import gettext as _


def unit_ids(who: Actor) -> tuple[int, ...] | None:
    """A unit's people see the figures of its own shares, a coordinator those of its system's units."""
    if who.role in UNIT_ROLES:
        return (who.unit_id,) if who.unit_id is not None else ()
    if who.role is Role.COORDINATOR:
        return units_of_system(who.system) if who.system is not None else ()
    return None


def whose(who: Actor) -> str:
    """What is told of it beside the figures."""
    if who.role in UNIT_ROLES:
        return _("只统计本单位承办的部分。")
    return _("只统计本系统单位承办的部分。") if who.role is Role.COORDINATOR else ""


def of_system(scope: Scope, code: str) -> Scope:
    """The same papers, the shares of one system's units only; of none where no system is called so."""
    ids = units_of_system(System(code)) if code in set(System) else ()
    ours = ids if scope.unit_ids is None else tuple(one for one in ids if one in scope.unit_ids)
    return Scope(scope.session_ids, scope.in_session, ours)
