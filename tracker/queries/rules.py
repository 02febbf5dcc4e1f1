"""The law as plain facts: life cycle, limits, letters, grounds and switches in codes, for page and machine alike."""

from __future__ import annotations

from typing import Any

from tracker.domain.clocks import HANDS
from tracker.domain.lifecycle import STEPS, Step
from tracker.domain.rulebook import ClockKind, Rule, Rulebook


def rules_in_force(book: Rulebook) -> dict[str, Any]:
    """Everything `tracker rules show --json` prints; keys and codes are stable, words are not in it."""
    return {
        "edition": book.edition,
        "name": book.name,
        "place": book.place,
        "valid_from": book.valid_from.isoformat(),
        "note": book.note,
        "cap_months": book.cap_months,
        "limits": [_limit(rule) for rule in book.rules.values()],
        "steps": [_step(step) for step in STEPS.values()],
        "result_classes": [
            {"letter": one.letter, "semantic": one.semantic, "words": one.words, "needs_promise": one.needs_promise}
            for one in book.result_classes
        ],
        "grounds": [
            {
                "code": one.code,
                "words": one.words,
                "article": one.article,
                "hints": list(one.hints),
                "unless": list(one.unless),
                "asked_of": list(one.asked_of),
            }
            for one in book.grounds
        ],
        "advice": [{"code": one.check.value, "article": one.article, "words": list(one.words)} for one in book.advice],
        "switches": {switch.value: on for switch, on in book.switches.items()},
        "words": {word.value: text for word, text in book.words.items()},
        "numbering": {
            "per": book.numbering.per,
            "pattern": book.numbering.pattern,
            "shown": book.numbering.shown,
        },
        "rating": {
            "asked": list(book.rating.asked),
            "headline": book.rating.headline,
            "counts": book.rating.counts,
        },
    }


def started_clocks(step: Step) -> list[ClockKind]:
    """The limits this step starts."""
    return [hand.kind for hand in HANDS if hand.machine is step.machine and step.action in hand.starts]


def stopped_clocks(step: Step) -> list[ClockKind]:
    """The limits this step stops."""
    return [hand.kind for hand in HANDS if hand.machine is step.machine and step.action in hand.stops]


def _limit(rule: Rule) -> dict[str, Any]:
    limit = {"limit": "off"} if rule.limit is None else {"amount": rule.limit.amount, "unit": rule.limit.unit}
    return {
        "clock": rule.clock,
        **limit,
        "start": rule.start,
        "roll": rule.roll,
        "legal_basis": rule.legal_basis,
        "provisional": rule.provisional,
        "note": rule.note,
        "started_by": [action for hand in HANDS if hand.kind is rule.clock for action in sorted(hand.starts)],
        "stopped_by": [action for hand in HANDS if hand.kind is rule.clock for action in sorted(hand.stops)],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "machine": step.machine,
        "action": step.action,
        "by": sorted(step.by),
        "from": sorted(step.frm),
        "to": step.to,
        "asks": step.asks,
        "tells": sorted(step.tells),
        "seen_by": sorted(step.seen_by),
        "when": list(step.when),
        "starts": started_clocks(step),
        "stops": stopped_clocks(step),
    }
