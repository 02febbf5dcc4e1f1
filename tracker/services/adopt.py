"""Whole histories in bulk: lived again in memory through the same judgement, clocks and chain, then inserted at once.

For moving an office in and for the demo congress. The rows are those that the real services would have left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from tracker.domain.lifecycle import Action
from tracker.services._ledger import Ledger
from tracker.services._replay import Doing, Life
from tracker.services._replay_old import OLD
from tracker.services._replay_papers import PAPERS
from tracker.services._replay_rounds import ROUNDS
from tracker.services._replay_tasks import TASKS
from tracker.services.histories import Act, History

# So many are in memory at a time, and their acts enter the record in the order of time.
CHUNK = 1000

DOING: dict[Action, Doing] = PAPERS | TASKS | ROUNDS | OLD


def adopt(histories: Iterable[History], *, now: datetime, tells_from: datetime | None = None) -> int:
    """Write the histories inside the running transaction of another service; returns how many.

    Acts from `tells_from` on file their notices; None files none. Raises `Refused`, `Invalid` or `Missing` when a
    history breaks the law or lies after `now`; the caller's transaction then rolls back.
    """
    ledger = Ledger(tells_from=tells_from)
    count = 0
    for chunk in _chunks(histories):
        _live(ledger, chunk, now=now)
        ledger.bulk.write()
        count += len(chunk)
    ledger.finish()
    return count


def _live(ledger: Ledger, chunk: Sequence[History], *, now: datetime) -> None:
    told = [(act, life) for history, life in ((history, Life(ledger)) for history in chunk) for act in history]
    # Sorting keeps the order of equal times: within a history, and between histories as they came.
    for act, life in sorted(told, key=_time):
        if act.at > now:
            raise ValueError(f"{act.action} lies in the future: {act.at}")
        DOING[act.action](life, act)


def _time(told: tuple[Act, Life]) -> datetime:
    return told[0].at


def _chunks(histories: Iterable[History]) -> Iterator[list[History]]:
    following = iter(histories)
    while chunk := list(islice(following, CHUNK)):
        yield chunk
