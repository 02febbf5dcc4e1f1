"""Whether a reply goes to the public with the paper, and what the deputy thinks of that; recorded with the draft."""

from __future__ import annotations

from enum import StrEnum


class PublicMode(StrEnum):
    """How a reply is meant to be published (主动公开, 摘要公开, 不予公开)."""

    FULL = "full"
    ABSTRACT = "abstract"
    NONE = "none"


class DeputyView(StrEnum):
    """What the deputy said of it when the unit asked; not having been asked is an answer of its own."""

    AGREES = "agrees"
    OBJECTS = "objects"
    NOT_ASKED = "not_asked"
