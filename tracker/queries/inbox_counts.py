"""How much there is of what needs someone now, on all pages together: one statement over everything he owes."""

from __future__ import annotations

from datetime import date
from functools import cache

from sqlalchemy import FromClause, Select, case, func, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.queries.asker import TODAY, values
from tracker.queries.duties import sources
from tracker.queries.inbox import hits, nearest

# More than anybody ever has.
_ALL = {"most": 10**9}


def late_count(actor: Actor, *, today: date) -> int:
    """How many of the things this actor is expected to do are past their day (Asia/Shanghai)."""
    return _number(_late(actor.role), actor, today)


def days(actor: Actor, *, today: date) -> int:
    """How many days this actor's lines have, each clock once."""
    return _number(_days(actor.role), actor, today)


def _number(wanted: Select[int] | None, actor: Actor, today: date) -> int:
    return 0 if wanted is None else db.session.scalar(wanted, values(actor, today=today) | _ALL) or 0


@cache
def _late(role: Role | None) -> Select[int] | None:
    hit = _every(role)
    return None if hit is None else select(func.count()).select_from(hit).where(hit.c.due_on < TODAY)


@cache
def _days(role: Role | None) -> Select[int] | None:
    hit = _every(role)
    if hit is None:
        return None
    # Acts without a clock of their own have one day each.
    own = (hit.c.action, hit.c.suggestion_id, hit.c.task_id, hit.c.round_id)
    each = select(hit.c.clock_id, *(case((hit.c.clock_id.is_(None), one)) for one in own))
    return select(func.count()).select_from(each.where(hit.c.due_on.is_not(None)).distinct().subquery())


def _every(role: Role | None) -> FromClause | None:
    found = sources(role)
    return nearest(hits(found), found, role) if found else None
