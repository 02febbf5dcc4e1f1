"""The units one may choose among: found by what is typed, or read in the list by system."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.unit_names import UnitNames
from tracker.models.organs import Unit
from tracker.web.labels import SYSTEMS


class Directory:
    """The units offered on one page; asked for every name typed on it."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self._names = UnitNames(units)

    def find(self, typed: str) -> list[Unit]:
        """Every unit that may be meant: one when the name is clear."""
        return [self.units[unit_id] for unit_id in self._names.find(typed)]

    @property
    def by_system(self) -> list[tuple[str, list[Unit]]]:
        """The units in the order of the systems, each system with its name."""
        groups: dict[str, list[Unit]] = {str(words): [] for words in SYSTEMS.values()}
        for unit in self.units.values():
            groups[str(SYSTEMS[unit.system])].append(unit)
        return [(words, units) for words, units in groups.items() if units]
