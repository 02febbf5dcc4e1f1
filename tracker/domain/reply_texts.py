"""Everything written into a reply by hand, by the names its form uses: what a version keeps and what is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.results import Semantic

# Passages of these can be marked when it is sent back; the rest is a word or a choice.
_MARKED = re.compile(r"opening|answers-\d{1,4}-(?:body|promise|measure)")
PLAIN = ("opening", "document_no", "letter", "contact_name", "contact_phone", "no_contact_reason", "without_co_reason")


class WrittenAnswer(Protocol):
    """The answer to one request with its promise."""

    @property
    def request_no(self) -> int: ...
    @property
    def body(self) -> str: ...
    @property
    def semantic(self) -> Semantic | None: ...
    @property
    def promise(self) -> str: ...
    @property
    def promise_measure(self) -> str: ...
    @property
    def promise_due_on(self) -> date | None: ...
    @property
    def promise_owner(self) -> str: ...
    @property
    def promise_unit_id(self) -> int | None: ...


class WrittenReply(Protocol):
    """A reply as it stands."""

    @property
    def answers(self) -> Iterable[WrittenAnswer]: ...
    @property
    def publication(self) -> PublicMode | None: ...
    @property
    def publication_reason(self) -> str: ...
    @property
    def deputy_view(self) -> DeputyView | None: ...
    @property
    def deputy_words(self) -> str: ...


def texts_of(reply: WrittenReply) -> dict[str, str]:
    """Every field with its text; choices by their code, days as 2026-09-01, units by their id."""
    held = {name: str(getattr(reply, name)) for name in PLAIN}
    held |= {
        "publication": reply.publication.value if reply.publication else "",
        "publication_reason": reply.publication_reason,
        "deputy_view": reply.deputy_view.value if reply.deputy_view else "",
        "deputy_words": reply.deputy_words,
    }
    for one in sorted(reply.answers, key=lambda answer: answer.request_no):
        held |= {f"answers-{one.request_no}-{name}": text for name, text in _answer(one).items()}
    return held


def _answer(one: WrittenAnswer) -> dict[str, str]:
    return {
        "body": one.body,
        "outcome": one.semantic.value if one.semantic else "",
        "promise": one.promise,
        "measure": one.promise_measure,
        "due": one.promise_due_on.isoformat() if one.promise_due_on else "",
        "owner": one.promise_owner,
        "unit": str(one.promise_unit_id or ""),
    }


def can_be_marked(field: str) -> bool:
    """Whether a passage of this field can be marked."""
    return _MARKED.fullmatch(field) is not None
