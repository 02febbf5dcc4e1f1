"""A rulebook written as the text that `rulebook_text.parse` reads, and the differences between two of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tracker.domain import rulebook_advice, rulebook_criteria, rulebook_ladder
from tracker.domain.key_criteria import KeyCriterion
from tracker.domain.rulebook import ClockKind, Rule, Rulebook, Switch


def as_text(book: Rulebook) -> str:
    """The whole book as TOML; reading it gives an equal book under its new name."""
    return "\n\n".join("\n".join(part) for part in _parts(book)) + "\n"


def _parts(book: Rulebook) -> Iterator[list[str]]:
    yield [
        *_pairs(name=book.name, place=book.place),
        f"valid_from = {book.valid_from.isoformat()}",
        *_pairs(note=book.note, cap_months=book.cap_months, bill_signers=book.bill_signers),
    ]
    for rule in book.rules.values():
        yield [f"[rules.{rule.clock}]", *_rule(rule)]
    for one in book.result_classes:
        pairs = _pairs(letter=one.letter, semantic=one.semantic, words=one.words, needs_promise=one.needs_promise)
        yield ["[[result_classes]]", *pairs]
    for ground in book.grounds:
        pairs = _pairs(code=ground.code, words=ground.words, article=ground.article, hints=list(ground.hints))
        pairs += _pairs(unless=list(ground.unless), asked_of=list(ground.asked_of))
        yield ["[[grounds]]", *pairs, *(_pairs(letter=ground.letter) if ground.letter else [])]
    yield ["[switches]", *_pairs(**{switch.value: on for switch, on in book.switches.items()})]
    yield ["[words]", *_pairs(**{word.value: text for word, text in book.words.items()})]
    numbering, rating = book.numbering, book.rating
    yield ["[numbering]", *_pairs(per=numbering.per, pattern=numbering.pattern, shown=numbering.shown)]
    yield ["[rating]", *_pairs(asked=list(rating.asked), headline=rating.headline, counts=rating.counts)]
    yield from rulebook_ladder.as_text(book.chasing)
    yield from rulebook_criteria.as_text(book.key_criteria)
    yield from rulebook_advice.as_text(book.advice)


def _rule(rule: Rule) -> list[str]:
    length = {"limit": "off"} if rule.limit is None else {"amount": rule.limit.amount, "unit": rule.limit.unit}
    rest = {"start": rule.start, "roll": rule.roll, "legal_basis": rule.legal_basis}
    return _pairs(**length, **rest, provisional=rule.provisional, note=rule.note)


def _pairs(**values: Any) -> list[str]:
    # Strings, numbers, booleans and lists of strings read the same in JSON and in TOML.
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One limit that differs."""

    clock: ClockKind
    old: Rule
    new: Rule

    @property
    def moves_dates(self) -> bool:
        return (self.old.limit, self.old.start, self.old.roll) != (self.new.limit, self.new.start, self.new.roll)


@dataclass(frozen=True, slots=True)
class SwitchChange:
    """One switch that differs."""

    switch: Switch
    new: bool


def rule_changes(old: Rulebook, new: Rulebook) -> tuple[RuleChange, ...]:
    """The limits that differ, in the order of a suggestion's life."""
    return tuple(
        RuleChange(clock, rule, new.rule(clock)) for clock, rule in old.rules.items() if rule != new.rule(clock)
    )


def switch_changes(old: Rulebook, new: Rulebook) -> tuple[SwitchChange, ...]:
    """The switches that differ."""
    return tuple(SwitchChange(one, new.is_on(one)) for one in Switch if old.is_on(one) != new.is_on(one))


def criteria_changes(old: Rulebook, new: Rulebook) -> tuple[tuple[KeyCriterion | None, KeyCriterion | None], ...]:
    """The criteria of key items that differ, before and after: none before for a new one, none after for one left
    out."""
    was, becomes = ({one.code: one for one in book.key_criteria} for book in (old, new))
    codes = dict.fromkeys([*was, *becomes])
    return tuple((was.get(code), becomes.get(code)) for code in codes if was.get(code) != becomes.get(code))


__all__ = ["RuleChange", "SwitchChange", "as_text", "criteria_changes", "rule_changes", "switch_changes"]
