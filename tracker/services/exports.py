"""Lists that left the system as files: each goes on record before it is handed over (LG-01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tracker.db import transactional
from tracker.domain.lists import NEEDS, ListCode
from tracker.domain.parties import Actor
from tracker.services._office import require
from tracker.services._record import write_event

# Of the filter as it stands in the address: longer ones are not of our making.
ASKED = 500


@transactional
def note_export(
    actor: Actor,
    kind: ListCode,
    *,
    asked: Mapping[str, str],
    ending: str,
    counts: Mapping[str, int],
    now: datetime,
) -> int:
    """Write down who took which list with which filter, how, and how many rows of what; returns the event's number.

    A short transaction of its own: the file is made before it, so that nobody waits for the lock meanwhile. Raises
    `Missing` when the hat does not have the list.
    """
    require(actor, NEEDS[kind])
    told = "&".join(f"{name}={words}" for name, words in asked.items())[:ASKED]
    facts = {"ending": ending, "filter": told, "rows": dict(counts)}
    return write_event(actor, "export", now=now, subject=f"list:{kind}", facts=facts).seq
