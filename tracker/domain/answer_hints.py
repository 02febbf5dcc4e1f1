"""What a reader of a reply may stumble over: only a hint to who writes it, never a reason to refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.limits import ANSWER_SHORT


@dataclass(frozen=True, slots=True)
class Doubt:
    """About one answer: it says the same as the answer to `same_as`, or, where that is None, very little."""

    request_no: int
    same_as: int | None = None


def doubts(answers: Mapping[int, str]) -> dict[int, Doubt]:
    """At most one doubt for each answer, by the number of its request; empty answers are gaps, not doubts."""
    found: dict[int, Doubt] = {}
    first: dict[str, int] = {}
    for no, text in sorted(answers.items()):
        body = "".join(text.split())
        if not body:
            continue
        if body in first:
            found[no] = Doubt(no, first[body])
        elif len(body) < ANSWER_SHORT:
            found[no] = Doubt(no)
        first.setdefault(body, no)
    return found
