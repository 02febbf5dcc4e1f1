"""What past assignments say of some texts, read from the counts kept for it; a fixed handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.routing_past import LEAST_SHARE, Count, Past, pairs_of
from tracker.models.organs import Unit
from tracker.models.routing import RoutingMark, RoutingUnit, RoutingWord

# So many words are named in one statement at most.
AT_ONCE = 5000


def past_of(texts: Iterable[str], actor: Actor, *, moved: Mapping[int, int], today: date) -> Past:
    """What the past says of any of these texts.

    A coordinator learns from the shares of its own system alone, all of which it may read. What a unit that has ended
    did counts for its successor, named in `moved`.
    """
    ours = _units_of(actor)
    weights: dict[int, int] = {}
    for unit_id, weight in db.session.execute(select(RoutingUnit.unit_id, RoutingUnit.weight)):
        if ours is None or unit_id in ours:
            weights[moved.get(unit_id, unit_id)] = weights.get(moved.get(unit_id, unit_id), 0) + weight
    kinds = db.session.scalar(select(RoutingMark.kinds)) or 0
    counts = {word: _folded(held, moved, ours) for word, held in _held(texts)}
    return Past(counts, weights, kinds=kinds, year=today.year)


def successors() -> dict[int, int]:
    """By id of a unit that has ended, the unit that has its work now, however many reorganisations lie between."""
    wanted = select(Unit.id, Unit.successor_id).where(Unit.ended_on.is_not(None), Unit.successor_id.is_not(None))
    steps: dict[int, int] = {unit_id: successor_id or 0 for unit_id, successor_id in db.session.execute(wanted)}
    return {unit_id: _last(unit_id, steps) for unit_id in steps}


def _last(unit_id: int, steps: Mapping[int, int]) -> int:
    seen = {unit_id}
    while (following := steps.get(unit_id)) is not None and following not in seen:
        seen.add(following)
        unit_id = following
    return unit_id


def _units_of(actor: Actor) -> frozenset[int] | None:
    """The units whose papers the actor may read all of; None for all."""
    if actor.role is not Role.COORDINATOR:
        return None
    return frozenset(db.session.scalars(select(Unit.id).where(Unit.system == actor.system)))


def _held(texts: Iterable[str]) -> Iterable[tuple[str, dict[str, list[int]]]]:
    words = sorted({word for text in texts for word in pairs_of(text)})
    for at in range(0, len(words), AT_ONCE):
        some = RoutingWord.word.in_(words[at : at + AT_ONCE])
        wanted = select(RoutingWord.word, RoutingWord.counts).where(some, RoutingWord.share >= LEAST_SHARE)
        yield from ((word, counts) for word, counts in db.session.execute(wanted))


def _folded(counts: Mapping[str, list[int]], moved: Mapping[int, int], ours: frozenset[int] | None) -> dict[int, Count]:
    found: dict[int, Count] = {}
    for key, (papers, weight) in counts.items():
        unit_id = int(key)
        if ours is not None and unit_id not in ours:
            continue
        unit_id = moved.get(unit_id, unit_id)
        held = found.get(unit_id)
        found[unit_id] = Count(held.papers + papers, held.weight + weight) if held else Count(papers, weight)
    return found
