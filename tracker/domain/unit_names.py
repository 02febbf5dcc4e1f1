"""Finding a handling unit by what a clerk types: official name, short name, another name, or a piece of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

_BETWEEN = re.compile(r"[、，,；;\n]+")
SHOWN = 8


class Named(Protocol):
    """What a unit is called. `other_names` is one text, divided like any list of names."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def other_names(self) -> str: ...


def split_names(text: str) -> tuple[str, ...]:
    """The names in a list divided by 、，；or line ends, each once, in order."""
    return tuple(dict.fromkeys(word for part in _BETWEEN.split(text) if (word := part.strip())))


class UnitNames:
    """Units by their names. Built once for a page, asked for every name typed on it."""

    def __init__(self, units: Iterable[Named]) -> None:
        self._exact: dict[str, dict[int, None]] = {}
        for unit in units:
            for name in (unit.short_name, unit.name, *split_names(unit.other_names)):
                self._exact.setdefault(_folded(name), {})[unit.id] = None

    def find(self, typed: str) -> tuple[int, ...]:
        """The id of every unit that may be meant, at most `SHOWN`: the one so called, else all with these characters.

        One unit means it is found, several that more must be typed, none that no unit is called so.
        """
        wanted = _folded(typed)
        if not wanted:
            return ()
        found = self._exact.get(wanted) or {
            unit_id: None for name, ids in self._exact.items() if wanted in name for unit_id in ids
        }
        return tuple(found)[:SHOWN]


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()
