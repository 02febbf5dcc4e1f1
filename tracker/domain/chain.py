"""The chain of the record: how the digest of one event is made from the one before (rule R13)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

ALGORITHM = "sha256"
GENESIS = "0" * 64
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_text(text: str) -> str:
    """Digest of a free text: the chain holds this, so a lawful redaction leaves the chain whole."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def event_body(
    *,
    seq: int,
    at: datetime,
    who: tuple[int | None, int | None],
    what: tuple[str, str],
    case: tuple[int | None, int | None, int | None, str],
    states: tuple[str | None, str | None],
    note: str,
    facts: dict[str, Any],
) -> bytes:
    """Canonical bytes of an event: the same on both engines, in a fixed order, times in UTC to the microsecond."""
    instant = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    row = [seq, instant, *who, *what, *case, *states, digest_text(note), facts]
    return _CANONICAL.encode(row).encode()


def link(algorithm: str, previous: str, body: bytes) -> str:
    """Digest of an event: over the algorithm's name, the digest before and the body."""
    return hashlib.new(algorithm, f"{algorithm}:{previous}:".encode() + body).hexdigest()
