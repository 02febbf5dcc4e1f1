"""Who asks for what is not there, again and again: counted in memory, so that asking changes nothing.

No guess finds a key of 256 bits; what is kept small is the work a stray program makes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

# So many sources are remembered at once; beyond that all of them begin anew.
SOURCES = 10_000


class Misses:
    """The misses of each source within a minute, for one process."""

    def __init__(self, most: int, within: timedelta = timedelta(minutes=1)) -> None:
        self._most, self._within, self._lock = most, within, Lock()
        self._seen: dict[str, tuple[datetime, int]] = {}

    def wait(self, source: str, *, now: datetime) -> int:
        """Count a miss; the seconds to wait when there were too many, else 0."""
        with self._lock:
            since, count = self._seen.get(source, (now, 0))
            if now - since >= self._within:
                since, count = now, 0
            if len(self._seen) >= SOURCES:
                self._seen.clear()
            self._seen[source] = (since, count + 1)
        return max(1, int((since + self._within - now).total_seconds())) if count >= self._most else 0
