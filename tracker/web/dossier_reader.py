"""Who reads a dossier, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.parties import Actor, Party


@dataclass(frozen=True)
class Reader:
    """Who reads, and how much: `full` is everything but others' drafts, `inner` the offices that see work going on."""

    actor: Actor
    who: frozenset[Party]
    full: bool
    inner: bool
    today: date
