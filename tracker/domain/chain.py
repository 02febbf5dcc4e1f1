"""The chain of the record: how the digest of one event is made from the one before (rule R13)."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

HASHES = ("sha256", "sm3")
KEYED = "hmac-"
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


def link(algorithm: str, previous: str, body: bytes, *, key: bytes = b"") -> str:
    """Digest of an event: over the algorithm's name, the digest before and the body.

    Raises ValueError for an algorithm nobody knows, and for a keyed one without the key.
    """
    told = f"{algorithm}:{previous}:".encode() + body
    if not algorithm.startswith(KEYED):
        return hashlib.new(algorithm, told).hexdigest()
    if not key:
        raise ValueError(f"{algorithm} needs the key")
    return hmac.new(key, told, algorithm.removeprefix(KEYED)).hexdigest()


@dataclass(frozen=True, slots=True)
class Seal:
    """What new events are sealed with. With a key nobody who merely owns the database can write the record anew."""

    algorithm: str
    key: bytes = b""

    @classmethod
    def of(cls, name: str, key: str) -> Seal:
        """The seal of an installation: the name of a hash, and its key or nothing."""
        return cls(KEYED + name if key else name, key.encode())

    def link(self, previous: str, body: bytes) -> str:
        """Digest of a new event."""
        return link(self.algorithm, previous, body, key=self.key)
