"""How long somebody who guesses has to wait: doubling, per name and per source, never for everybody at once.

The cap is 15 minutes, so nobody can lock another out for good. A source from which the owner has logged in before has a
lane of its own: a stranger's guesses elsewhere do not keep the owner waiting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

CAP = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Pace:
    """`free` failures cost nothing, then 2 s, 4 s, 8 s … up to the cap; forgotten after so long without a failure."""

    free: int
    forgotten_after: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long to wait after so many failures."""
        beyond = failures - self.free
        return min(CAP, timedelta(seconds=2 ** min(beyond, 12))) if beyond > 0 else timedelta(0)


# Ten guesses fit into the first quarter of an hour, then one in each further quarter.
BY_NAME = Pace(free=1, forgotten_after=timedelta(hours=24))
# An office has one address for many people, and people mistype.
BY_SOURCE = Pace(free=20, forgotten_after=timedelta(hours=1))
# Codes for a rating go to the deputy's own address alone, whoever asks: a whole delegation asks from one hall within an
# hour, and again where a mail is slow.
CODES_BY_SOURCE = Pace(free=300, forgotten_after=timedelta(hours=1))
