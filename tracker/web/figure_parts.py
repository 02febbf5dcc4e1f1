"""The names and the order of the parts figures are broken down into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.domain.breakdowns import By
from tracker.domain.roles import System
from tracker.domain.statistics import Measure
from tracker.queries.figures import Figures, part_names
from tracker.web.labels import SYSTEMS
from tracker.web.spoken import gettext as _


def names_of_parts(by: By | None, parts: Iterable[str]) -> dict[str, str]:
    """What each part is called; the part without a value says so."""
    parts = list(parts)
    if by is None:
        known: Mapping[str, str] = {one.value: str(words) for one, words in SYSTEMS.items()}
    elif by is By.KEY:
        known = {"1": _("重点督办"), "0": _("其他")}
    elif by is By.LETTER:
        known = {part: _("%(letter)s类", letter=part) for part in parts if part} | {"": _("还没有答复")}
    else:
        known = part_names(by)
    return {part: known.get(part) or _none(by) for part in parts}


def _none(by: By | None) -> str:
    if by is By.DELEGATION:
        return _("没有代表团")
    return _("没有分类") if by is By.CATEGORY else _("没有单位")


def part_order(by: By | None, found: Figures, names: Mapping[str, str]) -> list[str]:
    """Units by how much they have, most first; everything else in the order of its own list."""
    if by in (By.UNIT, None):
        systems = [one.value for one in System]
        if by is None:
            return sorted(found, key=lambda part: systems.index(part) if part in systems else len(systems))
        return sorted(found, key=lambda part: (-found[part][Measure.OWED], -found[part][Measure.CO_OWED], names[part]))
    if by in (By.LETTER, By.KEY):
        return sorted(found, key=lambda part: (part in ("", "0"), part))
    return sorted(found, key=lambda part: (part == "", int(part or 0)))
