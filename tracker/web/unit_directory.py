"""The units one may choose among: found by what is typed, or read in the list by system."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from tracker.clock import day_of, now
from tracker.domain.unit_names import UnitNames
from tracker.models.organs import Unit
from tracker.queries.places import receiving_units
from tracker.queries.writing import proposable_units
from tracker.web.labels import SYSTEMS
from tracker.web.spoken import gettext as _
from tracker.web.words import problem_words

# So many likely units are named when what was typed is not clear.
NAMED = 3


class Directory:
    """The units offered on one page; asked for every name typed on it. `whole` unless it is one system's alone.

    `receiving` are the units that have somebody who can sign for what comes.
    """

    def __init__(self, units: Sequence[Unit], *, receiving: Collection[int], whole: bool = True) -> None:
        self._whole = whole
        self.units = {unit.id: unit for unit in units}
        self.unmanned = frozenset(self.units).difference(receiving)
        self._names = UnitNames(units)

    def find(self, typed: str) -> list[Unit]:
        """Every unit that may be meant: one when the name is clear."""
        return [self.units[unit_id] for unit_id in self._names.find(typed)]

    def unknown_words(self, name: str) -> str:
        """That no unit is called so, and where was looked."""
        if self._whole:
            return _("没有叫“%(name)s”的单位", name=name)
        return _("本系统没有叫“%(name)s”的单位；应由别的系统办的，请告诉代表工作机构", name=name)

    @property
    def by_system(self) -> list[tuple[str, list[Unit]]]:
        """The units in the order of the systems, each system with its name."""
        groups: dict[str, list[Unit]] = {str(words): [] for words in SYSTEMS.values()}
        for unit in self.units.values():
            groups[str(SYSTEMS[unit.system])].append(unit)
        return [(words, units) for words, units in groups.items() if units]


def directory() -> Directory:
    """Every unit a paper may be given to today."""
    today = day_of(now())
    return Directory(proposable_units(today=today), receiving=receiving_units(today))


def one_unit(field: Any, known: Directory, typed: str | None = None) -> int | None:
    """The id of the one unit a text field names, or None with the reason beside the field."""
    name = field.data if typed is None else typed
    found = known.find(name or "")
    if len(found) == 1:
        return found[0].id
    if not name:
        words = problem_words("unit_missing")
    elif found:
        like = _("、").join(unit.short_name for unit in found[:NAMED])
        more = _("等%(n)s个单位", n=len(found)) if len(found) > NAMED else ""
        words = _("“%(name)s”可能是%(units)s，请写全称", name=name, units=like + more)
    else:
        words = known.unknown_words(name)
    field.errors = [*field.errors, words]
    return None
