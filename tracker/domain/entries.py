"""What staff enter from paper for somebody else (代录), and whose it is to confirm or dispute."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from tracker.domain.parties import Actor
from tracker.domain.roles import Role


class Channel(StrEnum):
    """The way something came in."""

    SCREEN = "screen"
    PAPER = "paper"
    FAX = "fax"
    MAIL = "mail"
    PHONE = "phone"


class Entered(StrEnum):
    """What staff entered from paper for somebody else."""

    SUGGESTION = "suggestion"
    SIGNATURE = "signature"
    SIGN_FOR = "sign_for"
    REPLY = "reply"


# What can have come on paper; a talk on the telephone is no paper.
ON_PAPER = (Channel.PAPER, Channel.FAX, Channel.MAIL)
# Who of a unit answers for what was entered for it.
ANSWERS_FOR_UNIT = {Entered.SIGN_FOR: Role.UNIT_RECEIVER, Entered.REPLY: Role.UNIT_SIGNER}


class EntryFacts(Protocol):
    """What judgement needs to know of something entered from paper."""

    @property
    def what(self) -> Entered: ...
    @property
    def person_id(self) -> int | None: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def entered_by_id(self) -> int | None: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def is_unsettled(self) -> bool: ...


def awaits(entry: EntryFacts, actor: Actor) -> bool:
    """Whether this entry waits for this actor's word: the deputy it was entered for, or the unit's receiver (a receipt)
    or signer (a reply); never whoever entered it."""
    if not entry.is_open or entry.entered_by_id == actor.person_id:
        return False
    if entry.person_id is not None:
        return entry.person_id == actor.person_id
    return entry.unit_id == actor.unit_id and ANSWERS_FOR_UNIT.get(entry.what) is actor.role
