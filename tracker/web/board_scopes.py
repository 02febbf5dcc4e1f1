"""What a board looks at: of which session, of which units, field, delegation or deputy, as far as a hat may see.

The same words stand in the address of a board and in those of the cases behind its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.domain.spheres import sees_delegation, sees_deputy, sees_everything, sees_unit
from tracker.domain.statistics import Measure
from tracker.queries import board_cases
from tracker.queries.cases import BIGGEST
from tracker.queries.figure_rows import topmost
from tracker.queries.figures import Scope, units_of_system
from tracker.queries.sessions_held import Held
from tracker.web.addresses import fixed
from tracker.web.figure_scopes import EVERYTHING, choices, scope_of, words_of

OURS = "1"


@dataclass(frozen=True)
class Looked:
    """What is looked at, and the words of its address."""

    of: str
    scope: Scope
    args: Mapping[str, str]
    of_words: str

    def cases(
        self, *measures: Measure, on: date | None = None, due: tuple[date, date] | None = None, **more: Any
    ) -> str:
        """The address of the cases behind a number."""
        # Codes and numbers only, so nothing is to be quoted; a board holds hundreds of these.
        words: dict[str, Any] = {"of": self.of, **self.args, **more, "measures": ",".join(measures)}
        if on is not None:
            words["on"] = on.isoformat()
        if due is not None:
            words["due"] = f"{due[0].isoformat()}..{due[1].isoformat()}"
        return f"{fixed('boards.cases')}?" + "&".join(f"{name}={word}" for name, word in words.items())

    def pressed(self, what: str, **more: Any) -> str:
        """The address of what presses, by what is looked at."""
        words: dict[str, Any] = {"what": what, "of": self.of, **self.args, **more}
        return f"{fixed('pressed.index')}?" + "&".join(f"{name}={word}" for name, word in words.items())

    def narrowed(self, scope: Scope, **args: str) -> Looked:
        """The same papers, a part of them."""
        return replace(self, scope=scope, args={**self.args, **args})


def of_asked(args: Mapping[str, str], held: Sequence[Held]) -> str:
    """Of which session or term, as a code; the latest session where the address names none."""
    usual = f"s{held[0].id}" if held else EVERYTHING
    of = args.get("of", "")
    return of if of in dict(choices(held)) else usual


def looked_at(args: Mapping[str, str], held: Sequence[Held], who: Actor, *, of: str | None = None) -> Looked | None:
    """What an address asks for, inside what this hat may see; None where it may not see that or there is none."""
    code = of or of_asked(args, held)
    found: Looked | None = Looked(code, scope_of(code, "", held), {}, words_of(code, "", held))
    for name, narrow in _NARROWING.items():
        if args.get(name) and found is not None:
            found = narrow(found, args[name], who)
    if found is None or found.args.keys() & {"unit", "system", "delegation", "deputy", "signed"}:
        return found
    return _own(found, who)


def _own(found: Looked, who: Actor) -> Looked | None:
    """What a hat sees where it asks for nothing."""
    if who.role is Role.COORDINATOR and who.system is not None:
        return _system(found, who.system.value, who)
    if who.role in UNIT_ROLES and who.unit_id is not None:
        return _unit(found, str(who.unit_id), who)
    return found if sees_everything(who) else None


def _system(found: Looked, code: str, who: Actor) -> Looked | None:
    if code not in set(System) or not (sees_everything(who) or (who.role is Role.COORDINATOR and who.system == code)):
        return None
    return found.narrowed(replace(found.scope, unit_ids=units_of_system(System(code))), system=code)


def _unit(found: Looked, text: str, who: Actor) -> Looked | None:
    place = board_cases.unit(_number(text))
    if place is None or place.system is None or not sees_unit(who, place.id, place.system):
        return None
    return found.narrowed(replace(found.scope, unit_ids=(place.id,)), unit=str(place.id))


def _field(found: Looked, _text: str, who: Actor) -> Looked | None:
    if who.role is not Role.COMMITTEE:
        return None
    tops = topmost()
    ours = tuple(sorted({tops[one] for one in who.category_ids if one in tops}))
    return found.narrowed(replace(found.scope, category_ids=ours), field=OURS)


def _delegation(found: Looked, text: str, who: Actor) -> Looked | None:
    number = _number(text)
    if not sees_delegation(who, number) or board_cases.delegation(number) is None:
        return None
    return found.narrowed(replace(found.scope, delegation_id=number), delegation=str(number))


def _deputy(found: Looked, text: str, who: Actor) -> Looked | None:
    number = _number(text)
    return found.narrowed(replace(found.scope, led_by=number), deputy=str(number)) if sees_deputy(who, number) else None


def _signed(found: Looked, text: str, who: Actor) -> Looked | None:
    number = _number(text)
    return (
        found.narrowed(replace(found.scope, signed_by=number), signed=str(number)) if sees_deputy(who, number) else None
    )


def _handler(found: Looked, text: str, who: Actor) -> Looked | None:
    # Within a unit only, which has been looked at before.
    known = "unit" in found.args and (text == "0" or _number(text))
    return found.narrowed(replace(found.scope, handler_id=_number(text)), handler=str(_number(text))) if known else None


def _number(text: str) -> int:
    """The id in an address; 0 for what is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    return number if number <= BIGGEST else 0


_NARROWING = {
    "system": _system,
    "unit": _unit,
    "field": _field,
    "delegation": _delegation,
    "deputy": _deputy,
    "signed": _signed,
    "handler": _handler,
}
