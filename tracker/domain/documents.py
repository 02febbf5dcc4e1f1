"""Papers (文书): their kinds, who reads each, what one is made of, and the code that compares paper and record."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tracker.domain.actions import Action


class PaperKind(StrEnum):
    """Every paper the program writes, in the order of a dossier."""

    SUGGESTION = "suggestion"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    NOTICE = "notice"
    LIST = "list"
    OBJECTION = "objection"
    EXTENSION = "extension"
    OPINION = "opinion"
    CHASE = "chase"
    SUPERVISION = "supervision"
    REPLY = "reply"
    FORM = "form"
    REHANDLING = "rehandling"
    ESCALATION = "escalation"
    MINUTES = "minutes"
    COMMITMENTS = "commitments"
    SECOND = "second"
    KEY_LIST = "keylist"
    KEY_PLAN = "keyplan"
    KEY_REPORT = "keyreport"
    DOSSIER = "dossier"


# Whoever reads of the act in the story reads its paper; what is not named here, everybody reads who reads the case.
TOLD_BY: Mapping[PaperKind, Action] = {
    PaperKind.REFUSAL: Action.REFUSE,
    PaperKind.WITHDRAWAL: Action.WITHDRAW,
    PaperKind.NOTICE: Action.OPEN,
    PaperKind.OBJECTION: Action.OBJECT,
    PaperKind.EXTENSION: Action.ASK_EXTENSION,
    PaperKind.OPINION: Action.OPINE,
    PaperKind.CHASE: Action.CHASE,
    PaperKind.SUPERVISION: Action.SUPERVISE,
    PaperKind.REPLY: Action.DELIVER,
    PaperKind.FORM: Action.DELIVER,
    PaperKind.REHANDLING: Action.REHANDLE,
    PaperKind.ESCALATION: Action.ESCALATE,
    PaperKind.MINUTES: Action.CLOSE_ESCALATION,
    PaperKind.COMMITMENTS: Action.DELIVER,
    PaperKind.SECOND: Action.FULFIL,
}
# These carry telephone numbers of deputies or an argument of one unit: other units do not read them.
OF_ONE_UNIT = frozenset({PaperKind.NOTICE})
# Of a key item and no case: its id stands in the place of the case's.
OF_KEY_ITEMS = frozenset({PaperKind.KEY_LIST, PaperKind.KEY_PLAN, PaperKind.KEY_REPORT})
# Written by the program in one shape only; all others an office may lay out with a template of its own.
FIXED = frozenset({PaperKind.DOSSIER})

DIGITS = 20
_CODE = re.compile(rf"([a-z]+)-(\d{{1,9}})-(\d{{1,9}})-([0-9a-f]{{{DIGITS}}})")


@dataclass(frozen=True, slots=True)
class Label:
    """What tells one paper from another to whoever holds it: nothing of its content."""

    number: str = ""
    document_no: str = ""
    unit: str = ""
    on: date | None = None
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The facts of one paper. `sealed`: texts, days and ids as the record keeps them for good; `shown`: names and words
    beside them as the directories have them now, which may be corrected without making the paper another. `at`: the
    instant it went out, by which it keeps the layout it had; none while it is a draft."""

    kind: PaperKind
    suggestion_id: int
    thing_id: int
    label: Label
    sealed: Mapping[str, Any]
    shown: Mapping[str, Any] = field(default_factory=dict)
    is_draft: bool = False
    at: datetime | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """Everything the words of the paper are made of."""
        return {**self.shown, **self.sealed}

    @property
    def code(self) -> str:
        """What the square on the paper holds; none on a draft, which proves nothing."""
        if self.is_draft:
            return ""
        return f"{self.kind}-{self.suggestion_id}-{self.thing_id}-{digest(self)}"


@dataclass(frozen=True, slots=True)
class Code:
    """A code somebody read off a paper, taken apart."""

    kind: PaperKind
    suggestion_id: int
    thing_id: int
    digest: str


def digest(paper: Paper) -> str:
    """The first digits of the SHA-256 over what is sealed, in one spelling whatever the order it was read in."""
    of = {"kind": paper.kind.value, "suggestion": paper.suggestion_id, "thing": paper.thing_id}
    spelled = json.dumps(
        [of, paper.sealed], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_spelled
    )
    return hashlib.sha256(spelled.encode()).hexdigest()[:DIGITS]


def _spelled(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be sealed")


def read_code(text: str) -> Code | None:
    """Take a code apart, however it was typed; None when it can be none of ours."""
    found = _CODE.fullmatch("".join(text.split()).lower())
    if found is None or found[1] not in set(PaperKind):
        return None
    return Code(PaperKind(found[1]), int(found[2]), int(found[3]), found[4])
