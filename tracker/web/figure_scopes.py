"""Which figures an address asks for: of which term or session, as of which day, broken down by what, beside which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.breakdowns import By
from tracker.queries.figures import Scope
from tracker.queries.sessions_held import Held
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

IN, BETWEEN = "in", "between"
EVERYTHING = "all"


@dataclass(frozen=True)
class Asked:
    """What an address asks for, as codes that go back into addresses; `strange` names what it could not read."""

    of: str
    part: str
    by: By | None  # None: by system, which is added up from units
    on: date | None
    beside: str
    beside_on: date | None
    strange: tuple[str, ...] = ()

    def args(self, **changes: object) -> dict[str, str]:
        """The address of the same figures, with some of it changed; empty values are left out."""
        values: dict[str, object] = {
            "of": self.of,
            "part": self.part,
            "by": SYSTEM if self.by is None else self.by.value if self.by is not By.WHOLE else "",
            "on": self.on.isoformat() if self.on else "",
            "beside": self.beside,
            "beside_on": self.beside_on.isoformat() if self.beside_on else "",
        }
        return {name: str(value) for name, value in (values | changes).items() if value not in ("", None)}


SYSTEM = "system"


def asked_of(args: Mapping[str, str], held: Sequence[Held]) -> Asked:
    """What the address asks for; the latest session where it names none, whatever it cannot read is told."""
    strange: list[str] = []
    known = {code for code, _words in choices(held)}

    def one_of(name: str, among: set[str], usual: str) -> str:
        value = args.get(name, "")
        if value and value not in among:
            strange.append(value[:40])
        return value if value in among else usual

    of = one_of("of", known, f"s{held[0].id}" if held else EVERYTHING)
    by = one_of("by", {SYSTEM, *(one.value for one in By)}, By.WHOLE.value)
    return Asked(
        of=of,
        part=one_of("part", {IN, BETWEEN}, ""),
        by=None if by == SYSTEM else By(by),
        on=_day(args.get("on", ""), strange),
        beside=one_of("beside", known, ""),
        beside_on=_day(args.get("beside_on", ""), strange),
        strange=tuple(strange),
    )


def _day(text: str, strange: list[str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        strange.append(text[:40])
        return None


def choices(held: Sequence[Held]) -> list[tuple[str, str]]:
    """Codes and words of all that can be asked of: each session under its term, each term, everything."""
    found: list[tuple[str, str]] = [(f"s{one.id}", f"{one.term_name}{one.name}") for one in held]
    terms = {one.term_id: one.term_name for one in held}
    found += [(f"t{term_id}", _("%(term)s全届", term=name)) for term_id, name in terms.items()]
    return [*found, (EVERYTHING, _("历届全部"))]


def scope_of(code: str, part: str, held: Sequence[Held], *, unit_ids: tuple[int, ...] | None = None) -> Scope:
    """The papers a code stands for."""
    ids: tuple[int, ...] = ()
    if code.startswith("s"):
        ids = (int(code[1:]),)
    elif code.startswith("t"):
        ids = tuple(one.id for one in held if f"t{one.term_id}" == code)
    return Scope(ids, {IN: True, BETWEEN: False}.get(part), unit_ids)


def words_of(code: str, part: str, held: Sequence[Held]) -> str:
    """「第七届第六次会议，大会期间提出」."""
    name = dict(choices(held)).get(code, "")
    if part == IN:
        return _("%(name)s，大会期间提出", name=name)
    return _("%(name)s，闭会期间提出", name=name) if part == BETWEEN else name


def day_asked(asked: Asked, through: date) -> date:
    """The day the figures are of; nothing later than they go."""
    return min(asked.on or through, through)


def beside_of(asked: Asked, through: date) -> Asked | None:
    """What stands beside, as figures of their own."""
    if not asked.beside:
        return None
    return replace(asked, of=asked.beside, on=min(asked.beside_on or through, through), beside="", beside_on=None)


def day_in_words(day: date) -> str:
    """「2026年11月27日」."""
    return day_words(day, year=True)


__all__ = ["Asked", "asked_of", "beside_of", "choices", "day_asked", "day_in_words", "scope_of", "words_of"]
