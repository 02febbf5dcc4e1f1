"""Approved lines (常用答复口径): how long they hold, which fit a request, which in an answer hold no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from tracker.domain.calendar import add_months
from tracker.domain.chain import digest_text
from tracker.domain.likeness import pairs

# A position older than this is looked at anew; days of Asia/Shanghai.
LONGEST_MONTHS = 24
# So long before its last day a line is shown as one to be renewed.
ENDS_SOON = timedelta(days=30)
# So many lines stand under a request; all of them are one press away.
OFFERED = 5
# A line is still in an answer while so much of it comes up there.
STILL_THERE = 0.5
# One character is part of every other word.
SHORTEST_WORD = 2
# In the record of who proposed and who approved a version stands a digest of it: what two persons agreed to say cannot
# be changed unseen (rule R12).
SEALED = "sealed"
_BETWEEN = re.compile(r"[\s、，,；;。/]+")
_BLANKS = re.compile(r"\s+")


class Standing(StrEnum):
    """How a line stands on a day."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    PROPOSED = "proposed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Offer(Protocol):
    """A line that may be used."""

    @property
    def subject(self) -> str: ...


T = TypeVar("T", bound=Offer)


@dataclass(frozen=True, slots=True)
class Used:
    """A version that was put into the answer to a request, and how its line stands."""

    request_no: int
    line_id: int
    no: int
    title: str
    body: str
    valid_until: date
    current_no: int | None
    is_withdrawn: bool
    is_wrong: bool = False


class Outdated(StrEnum):
    """Why what was put into an answer should not go out like that."""

    WRONG = "wrong"
    WITHDRAWN = "withdrawn"
    NEWER = "newer"
    EXPIRED = "expired"


def seal_of(title: str, subject: str, body: str, source: str, valid_until: date) -> str:
    """Digest of all a version says and of its last day."""
    return digest_text(json.dumps([title, subject, body, source, valid_until.isoformat()], ensure_ascii=False))


def words_of(subject: str) -> list[str]:
    """The words a line is found by, each once."""
    return list(dict.fromkeys(word for word in _BETWEEN.split(subject) if word))


def last_day(today: date) -> date:
    """The furthest day a version proposed today may hold to."""
    return add_months(today, LONGEST_MONTHS)


def fitting(lines: Iterable[T], request: str) -> list[T]:
    """The lines of which a word stands in the request as it is written, those with most such words first."""
    text = _BLANKS.sub("", request)
    hits = [(sum(word in text for word in words_of(one.subject)), one) for one in lines]
    return [one for number, one in sorted(hits, key=lambda hit: -hit[0]) if number]


def is_in(body: str, line: str) -> bool:
    """Whether an answer still says what a line says; who writes it may have changed words of it."""
    if _BLANKS.sub("", line) in _BLANKS.sub("", body):
        return True
    wanted = pairs(line)
    return bool(wanted) and len(wanted & pairs(body)) / len(wanted) >= STILL_THERE


def outdated(used: Sequence[Used], answers: Mapping[int, str], *, today: date) -> list[tuple[Used, Outdated]]:
    """What stands in the answers, by number of the request, and holds no more on a day of Asia/Shanghai."""
    found = [(one, _why(one, today)) for one in used if is_in(answers.get(one.request_no, ""), one.body)]
    return [(one, why) for one, why in found if why is not None]


def _why(one: Used, today: date) -> Outdated | None:
    if one.is_withdrawn:
        return Outdated.WRONG if one.is_wrong else Outdated.WITHDRAWN
    if one.current_no is not None and one.no != one.current_no:
        return Outdated.NEWER
    return Outdated.EXPIRED if one.valid_until < today else None
