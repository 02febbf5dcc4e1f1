"""How the proposals of units fared: chosen or not, and what became of it; of papers the reader may open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.models.organs import CongressSession, Term, Unit
from tracker.models.routing import RoutingChoice
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import values
from tracker.queries.scope import sees

MONTHS = 12


@dataclass(frozen=True)
class Fared:
    """Of `asked` papers (件) with a proposal: the first unit was chosen, one of the three was; chosen as proposed and
    moved on since; the first unit answers for it now. `silent` papers had nothing to propose."""

    asked: int = 0
    first: int = 0
    three: int = 0
    moved: int = 0
    now: int = 0
    silent: int = 0

    def __add__(self, other: Fared) -> Fared:
        return Fared(*(mine + theirs for mine, theirs in zip(self._all, other._all, strict=True)))

    @property
    def _all(self) -> tuple[int, ...]:
        return self.asked, self.first, self.three, self.moved, self.now, self.silent

    @property
    def rate(self) -> float | None:
        """The part in which the first was chosen and still has it."""
        return (self.first - self.moved) / self.asked if self.asked else None


@dataclass(frozen=True)
class Months:
    """The whole, by month of assignment (Asia/Shanghai, the latest first, twelve at most) and by session."""

    whole: Fared
    by_month: Sequence[tuple[date, Fared]]
    by_session: Sequence[tuple[str, Fared]]


def fared(actor: Actor) -> Months:
    """One statement, grouped by day: its rows do not grow with the papers of a day."""
    columns = (Term.name, CongressSession.name, RoutingChoice.offered, RoutingChoice.place, RoutingChoice.place_now)
    wanted = (
        select(RoutingChoice.assigned_on, *columns, CongressSession.opens_on, func.count())
        .join(Suggestion, Suggestion.id == RoutingChoice.suggestion_id)
        .outerjoin(CongressSession, CongressSession.id == Suggestion.session_id)
        .outerjoin(Term, Term.id == CongressSession.term_id)
        .where(sees(actor.role))
        .group_by(RoutingChoice.assigned_on, *columns, CongressSession.opens_on)
    )
    months: dict[date, Fared] = {}
    sessions: dict[tuple[date, str], Fared] = {}
    for day, term, session, offered, place, place_now, opens_on, count in db.session.execute(wanted, values(actor)):
        one = _one(offered, place, place_now, count)
        months[day.replace(day=1)] = months.get(day.replace(day=1), Fared()) + one
        key = (opens_on or date.min, f"{term or ''}{session or ''}")
        sessions[key] = sessions.get(key, Fared()) + one
    latest = sorted(months, reverse=True)[:MONTHS]
    return Months(
        _sum(months.values()),
        [(month, months[month]) for month in latest],
        [(name, sessions[opened, name]) for opened, name in sorted(sessions, reverse=True)],
    )


def overruled(actor: Actor) -> Sequence[tuple[Any, list[str], list[str]]]:
    """The latest papers of which another unit than the first proposed answers now: with the short names of the units
    proposed and of those chosen; two statements."""
    wanted = (
        select(
            Suggestion.id,
            Suggestion.number,
            Suggestion.title,
            RoutingChoice.assigned_on,
            RoutingChoice.proposed,
            RoutingChoice.chosen,
            RoutingChoice.place,
            RoutingChoice.place_now,
        )
        .join(RoutingChoice, RoutingChoice.suggestion_id == Suggestion.id)
        .where(sees(actor.role), RoutingChoice.offered > 0, RoutingChoice.place_now != 1)
        .order_by(RoutingChoice.assigned_on.desc(), Suggestion.id.desc())
        .limit(PAGE)
    )
    rows = db.session.execute(wanted, values(actor)).all()
    ids = {unit_id for row in rows for unit_id in (*row.proposed, *row.chosen)}
    found = db.session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(ids)))
    names = {row.id: row.short_name for row in found}
    return [(row, [names[one] for one in row.proposed], [names[one] for one in row.chosen]) for row in rows]


def _one(offered: int, place: int, place_now: int, count: int) -> Fared:
    if not offered:
        return Fared(silent=count)
    return Fared(
        asked=count,
        first=count * (place == 1),
        three=count * (place > 0),
        moved=count * (place == 1 and place_now != 1),
        now=count * (place_now == 1),
    )


def _sum(every: Iterable[Fared]) -> Fared:
    whole = Fared()
    for one in every:
        whole += one
    return whole
