"""The rounds of a share side by side, each with its letter, answers, signer and rating; and what deputies said."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tracker.domain.ratings import Wish, needs_reason
from tracker.domain.states import OUT
from tracker.models.tasks import Round
from tracker.queries.ratings import Rated, ratings_of
from tracker.web.labels import LEVELS, QUESTIONS
from tracker.web.rating_labels import NO_REASON_ON_PAPER, WISHES


@dataclass(frozen=True)
class Said:
    """What one deputy said of a reply: (question, level, reason), what was written to the congress alone, the wish."""

    name: str
    answers: list[tuple[str, str, str]]
    note: str = ""
    wish: str = ""


@dataclass(frozen=True)
class ToldRound:
    """One round as it went out and what it got."""

    round: Round
    signer: str
    level: str
    answers: list[dict[str, Any]] = field(default_factory=list)


def said_of(round_: Round) -> list[Said]:
    """Each deputy's present answers, the lead deputy first: one statement."""
    found = []
    wishes: dict[int, Wish | None] = {one.person_id: one.wish for one in round_.ratings if one.is_current and one.wish}
    for person_id, group in groupby(ratings_of(round_), key=lambda one: one.person_id):
        rows = list(group)
        wish = wishes.get(person_id)
        found.append(
            Said(
                rows[0].name,
                [(str(QUESTIONS[one.question]), str(LEVELS[one.level]), _reason(one)) for one in rows],
                "\n".join(one.private_note for one in rows if one.private_note),
                str(WISHES[wish]) if wish else "",
            )
        )
    return found


def rounds_told(round_: Round) -> list[ToldRound]:
    """This round and those before it, oldest first, none of which overwrote another; from what is loaded."""
    suggestion = round_.suggestion
    asked = {one.no: one.body for one in suggestion.text.requests} if suggestion.text else {}
    out = [one for one in round_.task.rounds if one.no <= round_.no and one.state in OUT]
    return [
        ToldRound(
            one,
            one.signer,
            str(LEVELS[one.headline]) if one.headline else "",
            [
                {
                    "no": answer.request_no,
                    "asked": asked.get(answer.request_no, ""),
                    "letter": answer.letter,
                    "body": answer.body,
                }
                for answer in one.answers
            ],
        )
        for one in out
    ]


def _reason(one: Rated) -> str:
    """A paper may say less than the form on screen asks for."""
    return one.reason or (str(NO_REASON_ON_PAPER) if one.is_from_paper and needs_reason(one.level) else "")
