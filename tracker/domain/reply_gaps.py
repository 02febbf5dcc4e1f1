"""What a reply lacks before it may go to its signer and out: asked of a stored round and of what is being typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from tracker.domain.calendar import add_months
from tracker.domain.limits import PROMISE_MONTHS, can_be_dialled
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.results import PROMISING, Semantic

# A sentence of fewer characters says nothing to anybody in particular.
OWN_WORDS = 8
_SENTENCE = re.compile(r"[。！？；\n]+")


class AnswerFacts(Protocol):
    """The answer to one request, as far as it is written."""

    @property
    def request_no(self) -> int: ...
    @property
    def body(self) -> str: ...
    @property
    def semantic(self) -> Semantic | None: ...
    @property
    def promise(self) -> str: ...
    @property
    def promise_due_on(self) -> date | None: ...
    @property
    def promise_owner(self) -> str: ...


class ReplyFacts(Protocol):
    """A reply, as far as it is written."""

    @property
    def answers(self) -> Iterable[AnswerFacts]: ...
    @property
    def opening(self) -> str: ...
    @property
    def contact_name(self) -> str: ...
    @property
    def contact_phone(self) -> str: ...
    @property
    def no_contact_reason(self) -> str: ...
    @property
    def without_co_reason(self) -> str: ...
    @property
    def publication(self) -> PublicMode | None: ...
    @property
    def publication_reason(self) -> str: ...
    @property
    def deputy_view(self) -> DeputyView | None: ...


def gaps(reply: ReplyFacts, part: Iterable[int], *, waits: bool, asks_publication: bool = True) -> list[str]:
    """What the law asks for and is not there: `answer-2`, `class-2`, `promise-2`, `promise_owner-2`, `contact_phone`.

    `waits`: a co-unit has not given its opinion, or nobody has read it, or its dispute is open; then
    `without_co_reason` is among them until it is written (c.6). `asks_publication`: whether it goes to the public, why
    not in full and what the deputy thinks of that belong to it (e.8), and who answers for each promise. A letter that
    came signed on paper, or was sent up before any of this was asked, is not changed any more.
    """
    answers = {one.request_no: one for one in reply.answers}
    found = [gap for no in part for gap in _answer_gaps(no, answers.get(no), asks_owner=asks_publication)]
    if not reply.contact_name.strip():
        found.append("contact_name")
    if not can_be_dialled(reply.contact_phone):
        found.append("contact_phone")
    if waits and not reply.without_co_reason.strip():
        found.append("without_co_reason")
    return found + (_publication_gaps(reply) if asks_publication else [])


def _publication_gaps(reply: ReplyFacts) -> list[str]:
    found = [] if reply.publication else ["publication"]
    if reply.publication in (PublicMode.ABSTRACT, PublicMode.NONE) and not reply.publication_reason.strip():
        found.append("publication_reason")
    return found if reply.deputy_view else [*found, "deputy_view"]


def faults(reply: ReplyFacts, *, has_talked: bool, today: date, copied: str = "") -> dict[str, str]:
    """What else keeps it from going out, as codes by field. Not among the gaps: lists ask for those, and these need the
    noted talks and the day (Asia/Shanghai). `copied` is the opening taken over from another paper of the group: papers
    handled together are answered each on its own, so something of its own has to stand beside it (c.5)."""
    found = {f"promise_due-{no}": code for no, code in _misdated(reply, today)}
    if not reply.opening.strip():
        found["opening"] = "opening_missing"
    elif copied and not _says_more(reply.opening, copied):
        found["opening"] = "own_paragraph"
    if not has_talked and not reply.no_contact_reason.strip():
        found["no_contact_reason"] = "no_contact_noted"  # domain e.5
    return found


def _says_more(opening: str, copied: str) -> bool:
    """Whether some sentence is not one of those taken over, and long enough to say something."""
    taken = {one.strip() for one in _SENTENCE.split(copied)}
    return any(len(one.strip()) >= OWN_WORDS for one in _SENTENCE.split(opening) if one.strip() not in taken)


def _answer_gaps(no: int, answer: AnswerFacts | None, *, asks_owner: bool) -> list[str]:
    if answer is None:
        return [f"answer-{no}", f"class-{no}"]
    found = [] if answer.body.strip() else [f"answer-{no}"]
    if answer.semantic is None:
        found.append(f"class-{no}")
    elif answer.semantic in PROMISING:
        found += [] if answer.promise.strip() else [f"promise-{no}"]
        found += [] if answer.promise_due_on else [f"promise_due-{no}"]
        found += [f"promise_owner-{no}"] if asks_owner and not answer.promise_owner.strip() else []
    return found


def _misdated(reply: ReplyFacts, today: date) -> Iterator[tuple[int, str]]:
    """A promise is about what is still to come, and near enough for somebody to answer for it."""
    furthest = add_months(today, PROMISE_MONTHS)
    for one in reply.answers:
        if one.semantic not in PROMISING or one.promise_due_on is None:
            continue
        if one.promise_due_on <= today:
            yield one.request_no, "not_in_future"
        elif one.promise_due_on > furthest:
            yield one.request_no, "promise_too_far"
