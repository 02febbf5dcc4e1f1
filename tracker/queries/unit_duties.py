"""What each unit's matters are called (职责词): for looking up who handles what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.routing import Duty, DutyWords, duties_in
from tracker.models.organs import Unit


@dataclass(frozen=True)
class Holder:
    """A unit with the duty words that were found, and all it has."""

    unit: Unit
    found: tuple[Duty, ...]
    every: tuple[Duty, ...]


def holders(text: str) -> list[Holder]:
    """The units of our own place whose duty words are in the text or hold it, most words first; without a text all
    units in use. One statement. Units that have ended are named with their successor."""
    units = _units()
    if not text:
        return [Holder(unit, (), _all(unit)) for unit in units if unit.ended_on is None]
    named = DutyWords(units).named(text)
    found = [Holder(unit, named[unit.id], _all(unit)) for unit in units if unit.id in named]
    return sorted(found, key=lambda one: (one.unit.ended_on is not None, -sum(len(each.word) for each in one.found)))


def _units() -> Sequence[Unit]:
    wanted = select(Unit).where(Unit.congress_id.is_not(None), Unit.duty_words != "").order_by(Unit.system, Unit.id)
    return db.session.scalars(wanted.options(joinedload(Unit.successor))).all()


def _all(unit: Unit) -> tuple[Duty, ...]:
    return tuple(Duty(word, clause) for word, clause in duties_in(unit.duty_words))
