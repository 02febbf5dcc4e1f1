"""The chasing ladder read from a rulebook's text, strictly, and written as one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NoReturn, Protocol, TypeVar

from .ladder import ADDRESSEES, ANSWERS, CHASED, Chasing, Form, Issuer, Rung, Side
from .parties import Party
from .rulebook import ClockKind

C = TypeVar("C")
# Two years either way: more is a slip of the pen.
FARTHEST = 731
HEAVIEST = 100
_WEIGHED: tuple[Side, ...] = tuple(side for side in Side if side is not Side.CLOCK)
_RUNG = ("code", "name", "clocks", "days", "form", "by", "to", "copies", "weight", "legal_basis", "provisional")


class Reader(Protocol):
    """What `rulebook_text` reads values with, naming the place of each refusal."""

    def keys(self, table: Any, at: str, wanted: tuple[str, ...]) -> None: ...
    def value(self, table: Mapping[str, Any], at: str, key: str, kind: type[C]) -> C: ...
    def words(self, table: Mapping[str, Any], at: str, key: str) -> str: ...
    def code(self, table: Mapping[str, Any], at: str, key: str, codes: Any) -> Any: ...
    def listed(self, row: Mapping[str, Any], at: str, key: str) -> tuple[str, ...]: ...
    def unlike(self, codes: list[str], at: str) -> None: ...
    def refuse(self, at: str, why: str) -> NoReturn: ...


def chasing(reader: Reader, table: Mapping[str, Any], rows: list[Any]) -> Chasing:
    """Pause, weights and ladder. Raises RulebookError through the reader."""
    reader.keys(table, "chasing", ("pause_days", "near_days", *_WEIGHED))
    numbers = {key: _between(reader, table, "chasing", key, 0, FARTHEST) for key in ("pause_days", "near_days")}
    weights: dict[Side, int] = {side: _between(reader, table, "chasing", side, 0, HEAVIEST) for side in _WEIGHED}
    rungs = tuple(_rung(reader, row, f"ladder[{n}]") for n, row in enumerate(rows, 1))
    reader.unlike([one.code for one in rungs], "ladder")
    _once_each(reader, rungs)
    return Chasing(numbers["pause_days"], numbers["near_days"], MappingProxyType(weights), rungs)


def _rung(reader: Reader, row: Any, at: str) -> Rung:
    reader.keys(row, at, _RUNG)
    one = Rung(
        code=reader.words(row, at, "code"),
        name=reader.words(row, at, "name"),
        clocks=_codes(reader, row, at, "clocks", ClockKind),
        days=_between(reader, row, at, "days", -FARTHEST, FARTHEST),
        form=reader.code(row, at, "form", Form),
        by=reader.code(row, at, "by", Issuer),
        to=_codes(reader, row, at, "to", Party),
        copies=_codes(reader, row, at, "copies", Party),
        weight=_between(reader, row, at, "weight", 0, HEAVIEST),
        basis=reader.words(row, at, "legal_basis"),
        provisional=reader.value(row, at, "provisional", bool),
    )
    _sound(reader, one, at)
    return one


def _sound(reader: Reader, one: Rung, at: str) -> None:
    if not one.code.replace("_", "").isalnum() or not one.code.isascii() or len(one.code) > 30:
        reader.refuse(f"{at}.code", "must be letters, digits and underscores")
    if not one.clocks or not CHASED.issuperset(one.clocks):
        reader.refuse(f"{at}.clocks", f"must be some of {', '.join(sorted(CHASED))}")
    if not one.to or not ADDRESSEES.issuperset({*one.to, *one.copies}):
        reader.refuse(f"{at}.to", f"must be some of {', '.join(sorted(ADDRESSEES))}")
    if (one.form is Form.REMINDER) != (one.days <= 0):
        reader.refuse(f"{at}.days", "a reminder comes by the due day, everything else after it")
    if one.form in (Form.REMINDER, Form.CHASE) and one.by is not Issuer.CLOCK:
        reader.refuse(f"{at}.by", "reminders and chasing notes are issued by the clock")
    if one.form in (Form.SUPERVISION, Form.CHAIR) and not (one.by is Issuer.OFFICE and ANSWERS.issuperset(one.clocks)):
        reader.refuse(f"{at}.by", "supervision and the chair meeting are an office's, for replies and co-opinions")


def _once_each(reader: Reader, rungs: tuple[Rung, ...]) -> None:
    # An office issues each of these once for a due day: two of them would leave it unsaid which is meant.
    for form in (Form.SUPERVISION, Form.CHAIR):
        held = [clock for one in rungs if one.form is form for clock in one.clocks]
        if len(held) != len(set(held)):
            reader.refuse("ladder", f"names {form} twice for one clock")


def _between(reader: Reader, table: Mapping[str, Any], at: str, key: str, least: int, most: int) -> int:
    number = reader.value(table, at, key, int)
    if not least <= number <= most:
        reader.refuse(f"{at}.{key}", f"must be between {least} and {most}")
    return number


def _codes(reader: Reader, row: Mapping[str, Any], at: str, key: str, codes: Any) -> tuple[Any, ...]:
    names = reader.value(row, at, key, list)
    return tuple(reader.code({key: name}, at, key, codes) for name in names)


def as_text(held: Chasing) -> Iterator[list[str]]:
    """The parts of a rulebook's text that say it."""
    weights = {side.value: weight for side, weight in held.weights.items()}
    yield ["[chasing]", *_pairs(pause_days=held.pause_days, near_days=held.near_days, **weights)]
    for one in held.ladder:
        who = {"to": list(one.to), "copies": list(one.copies)}
        what = {"clocks": list(one.clocks), "days": one.days, "form": one.form, "by": one.by}
        rest = {"weight": one.weight, "legal_basis": one.basis, "provisional": one.provisional}
        yield ["[[ladder]]", *_pairs(code=one.code, name=one.name, **what, **who, **rest)]


def _pairs(**values: Any) -> list[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
