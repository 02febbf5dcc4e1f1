"""A rulebook read from its TOML text, strictly: whatever is missing, unknown or of the wrong kind is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from .calendar import LONGEST, Limit, Unit
from .ratings import Question
from .results import PROMISING, Semantic
from .rulebook import (
    CityWord,
    ClockKind,
    Ground,
    HeadlineOf,
    NumberedPer,
    Numbering,
    RatingRule,
    ResultClass,
    Rule,
    Rulebook,
    RulebookError,
    StartEvent,
    Switch,
)
from .rulebook_advice import advice
from .rulebook_criteria import criteria
from .rulebook_ladder import chasing

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
OFF = "off"


# What books of earlier versions do not say; they are read as if the shipped book said it for them.
_ADDED_RULES = (
    ClockKind.INVITATION,
    ClockKind.CORRECTION,
    ClockKind.INTENDED,
    ClockKind.PRE_ASSIGNMENT,
    ClockKind.CO_OPINION_AGAIN,
    ClockKind.DISAGREEMENT,
    ClockKind.OFFICE_CHECK,
    ClockKind.ESCALATION,
    ClockKind.PROMISE_CHANGE,
    ClockKind.IMPLEMENTATION,
)
_ADDED_SWITCHES = (
    Switch.DELEGATIONS_FILE,
    Switch.UNIT_REVIEW,
    Switch.PRINCIPAL_SIGNS_KEY,
    Switch.ANOTHER_SIGNS_AGAIN,
    Switch.TWO_WAY_RATING,
)
_ADDED_TO_GROUNDS = ("letter", "unless", "asked_of")


def parse(text: str, *, source: str, shipped: str = "") -> Rulebook:
    """The rulebook of this text; `source` names it (the file's name without its ending, or the edition's name).

    What a book from before a rule existed does not say is taken from the text of the `shipped` book, where given.

    Raises RulebookError with one line that names the source and the place in it.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"{source}: {error}") from None
    if shipped:
        _fill(table, tomllib.loads(shipped))
    return _Reader(source).book(table)


def _fill(table: dict[str, Any], shipped: Mapping[str, Any]) -> None:
    for key in ("bill_signers", "chasing", "ladder", "key_criteria", "advice"):
        table.setdefault(key, shipped[key])
    for part, added in (("rules", _ADDED_RULES), ("switches", _ADDED_SWITCHES)):
        held = table.get(part)
        if isinstance(held, dict):
            held |= {key.value: shipped[part][key.value] for key in added if key.value not in held}
    known = {one["code"]: one for one in shipped["grounds"]}
    grounds = table.get("grounds")
    for one in grounds if isinstance(grounds, list) else ():
        ours = known.get(one.get("code"), {}) if isinstance(one, dict) else {}
        for key in _ADDED_TO_GROUNDS:
            if key in ours:
                one.setdefault(key, ours[key])


class _Reader:
    """Remembers the source so that each refusal can name it."""

    def __init__(self, source: str) -> None:
        self.source = source

    def book(self, table: Mapping[str, Any]) -> Rulebook:
        parts = ("rules", "result_classes", "grounds", "switches", "words", "numbering", "rating", "chasing", "ladder")
        heads = ("name", "place", "valid_from", "note", "cap_months", "bill_signers")
        self.keys(table, "", (*heads, *parts, "key_criteria", "advice"))
        cap = self.value(table, "", "cap_months", int)
        rules = self.rules(self.value(table, "", "rules", dict), cap)
        return Rulebook(
            edition=self.source,
            name=self.words(table, "", "name"),
            place=self.words(table, "", "place"),
            valid_from=self.value(table, "", "valid_from", date),
            note=self.value(table, "", "note", str),
            cap_months=cap,
            bill_signers=self.value(table, "", "bill_signers", int),
            rules=rules,
            result_classes=self.result_classes(self.value(table, "", "result_classes", list)),
            grounds=self.grounds(self.value(table, "", "grounds", list)),
            switches=self.each(self.value(table, "", "switches", dict), "switches", Switch, bool),
            words=self.each(self.value(table, "", "words", dict), "words", CityWord, str),
            numbering=self.numbering(self.value(table, "", "numbering", dict)),
            rating=self.rating(self.value(table, "", "rating", dict)),
            chasing=chasing(self, self.value(table, "", "chasing", dict), self.value(table, "", "ladder", list)),
            key_criteria=criteria(self, self.value(table, "", "key_criteria", list)),
            advice=advice(self, self.value(table, "", "advice", list)),
        )

    def rules(self, table: Mapping[str, Any], cap: int) -> Mapping[ClockKind, Rule]:
        self.keys(table, "rules", tuple(ClockKind))
        rules = {clock: self.rule(clock, self.value(table, "rules", clock, dict)) for clock in ClockKind}
        whole = rules[ClockKind.SUGGESTION_REPLY].limit
        if whole is None or whole != Limit(cap, Unit.MONTH):
            self.refuse("rules.suggestion_reply", f"must be the cap of {cap} months")
        return MappingProxyType(rules)

    def rule(self, clock: ClockKind, table: Mapping[str, Any]) -> Rule:
        at = f"rules.{clock}"
        limited = "limit" not in table
        amounts = ("amount", "unit") if limited else ("limit",)
        self.keys(table, at, (*amounts, "start", "roll", "legal_basis", "provisional", "note"))
        if not limited and table["limit"] != OFF:
            self.refuse(f"{at}.limit", 'is either "off" or written as amount and unit')
        return Rule(
            clock=clock,
            limit=self.limit(table, at) if limited else None,
            start=self.code(table, at, "start", StartEvent),
            roll=self.value(table, at, "roll", bool),
            legal_basis=self.words(table, at, "legal_basis"),
            provisional=self.value(table, at, "provisional", bool),
            note=self.value(table, at, "note", str),
        )

    def limit(self, table: Mapping[str, Any], at: str) -> Limit:
        amount = self.value(table, at, "amount", int)
        if not 1 <= amount <= max(LONGEST.values()):
            self.refuse(f"{at}.amount", f"must be between 1 and {max(LONGEST.values())}")
        return Limit(amount, self.code(table, at, "unit", Unit))

    def result_classes(self, rows: list[Any]) -> tuple[ResultClass, ...]:
        classes = tuple(self.result_class(row, f"result_classes[{n}]") for n, row in enumerate(rows, 1))
        self.unlike([one.semantic for one in classes], "result_classes")
        return classes

    def result_class(self, row: Mapping[str, Any], at: str) -> ResultClass:
        self.keys(row, at, ("letter", "semantic", "words", "needs_promise"))
        letter = self.words(row, at, "letter")
        semantic = self.code(row, at, "semantic", Semantic)
        needs_promise = self.value(row, at, "needs_promise", bool)
        if semantic in PROMISING and not needs_promise:
            self.refuse(f"{at}.needs_promise", f"must be true for {semantic}")
        if len(letter) != 1 or not "A" <= letter <= "Z":
            self.refuse(f"{at}.letter", "must be one capital letter")
        return ResultClass(letter, semantic, self.words(row, at, "words"), needs_promise)

    def grounds(self, rows: list[Any]) -> tuple[Ground, ...]:
        grounds = tuple(self.ground(row, f"grounds[{n}]") for n, row in enumerate(rows, 1))
        self.unlike([one.code for one in grounds], "grounds")
        return grounds

    def ground(self, row: Mapping[str, Any], at: str) -> Ground:
        added = [key for key in _ADDED_TO_GROUNDS if isinstance(row, dict) and key in row]
        self.keys(row, at, ("code", "words", "article", "hints", *added))
        letter = self.value(row, at, "letter", str) if "letter" in added else ""
        lists = {key: self.listed(row, at, key) for key in ("hints", "unless", "asked_of") if key in row}
        words, article = self.words(row, at, "words"), self.words(row, at, "article")
        return Ground(self.words(row, at, "code"), words, article, letter=letter, **lists)

    def listed(self, row: Mapping[str, Any], at: str, key: str) -> tuple[str, ...]:
        """A list of words long enough to mean something."""
        found = self.value(row, at, key, list)
        if not all(isinstance(word, str) and len(word) >= 2 for word in found):
            self.refuse(f"{at}.{key}", "must be words of two characters or more")
        return tuple(found)

    def numbering(self, table: Mapping[str, Any]) -> Numbering:
        self.keys(table, "numbering", ("per", "pattern", "shown"))
        per = self.code(table, "numbering", "per", NumberedPer)
        numbering = Numbering(per, self.words(table, "numbering", "pattern"), self.words(table, "numbering", "shown"))
        try:
            # Series that begin anew with each session must not meet in one year.
            series = [(2025, 1), (2026, 1), *([(2026, 2)] if per is NumberedPer.SESSION else [])]
            distinct = {numbering.words(numbering.number(year, n, session)) for year, session in series for n in (1, 2)}
        except (KeyError, ValueError, IndexError, AttributeError):
            series, distinct = [(0, 0)], set()
        if len(distinct) != 2 * len(series):
            self.refuse("numbering", "pattern takes {year}, {serial} and per session {session}, shown takes {number}")
        return numbering

    def rating(self, table: Mapping[str, Any]) -> RatingRule:
        self.keys(table, "rating", ("asked", "headline", "counts"))
        names = self.value(table, "rating", "asked", list)
        asked = tuple(self.code({"asked": name}, "rating", "asked", Question) for name in names)
        headline = self.code(table, "rating", "headline", Question)
        if headline not in asked or Question.IMPLEMENTATION in asked:
            self.refuse("rating", "headline must be among those asked on delivery, implementation is asked later")
        return RatingRule(asked, headline, self.code(table, "rating", "counts", HeadlineOf))

    def each(self, table: Mapping[str, Any], at: str, codes: type[E], kind: type[T]) -> Mapping[E, T]:
        """A table with exactly one entry for each code."""
        self.keys(table, at, tuple(codes))
        return MappingProxyType({code: self.value(table, at, code, kind) for code in codes})

    def keys(self, table: Any, at: str, wanted: tuple[str, ...]) -> None:
        if not isinstance(table, dict):
            self.refuse(at, "must be a table")
        for key in table:
            if key not in wanted:
                self.refuse(_at(at, key), "is not known")
        for key in wanted:
            if key not in table:
                self.refuse(_at(at, key), "is missing")

    def value(self, table: Mapping[str, Any], at: str, key: str, kind: type[T]) -> T:
        value = table[key]
        # True is an int and an instant is a date to Python; neither is meant here.
        if type(value) is not kind:
            self.refuse(_at(at, key), f"must be {_KINDS[kind]}")
        return value

    def words(self, table: Mapping[str, Any], at: str, key: str) -> str:
        value = self.value(table, at, key, str)
        if not value.strip():
            self.refuse(_at(at, key), "must not be empty")
        return value

    def code(self, table: Mapping[str, Any], at: str, key: str, codes: type[E]) -> E:
        value = table[key]
        if value not in tuple(codes):
            self.refuse(_at(at, key), f"must be one of {', '.join(codes)}")
        return codes(value)

    def unlike(self, codes: list[str], at: str) -> None:
        if len(set(codes)) != len(codes) or not codes:
            self.refuse(at, "needs at least one entry, and no code twice")

    def refuse(self, at: str, why: str) -> NoReturn:
        raise RulebookError(f"{self.source}: {at} {why}" if at else f"{self.source}: {why}")


_KINDS: dict[type, str] = {
    int: "a whole number",
    str: "text in quotes",
    bool: "true or false",
    date: "a day written YYYY-MM-DD",
    dict: "a table",
    list: "a list",
}


def _at(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key
