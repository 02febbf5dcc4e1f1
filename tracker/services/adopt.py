"""Whole histories in bulk: lived again in memory through the same judgement, clocks and chain, then inserted at once.

For moving an office in and for the demo congress. The rows are those that the real services would have left.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from tracker.domain.actions import Action
from tracker.services import _search
from tracker.services._ledger import Ledger
from tracker.services._replay import Doing, Life
from tracker.services._replay_bills import BILLS
from tracker.services._replay_old import OLD
from tracker.services._replay_papers import PAPERS
from tracker.services._replay_rounds import ROUNDS
from tracker.services._replay_tasks import TASKS
from tracker.services._routing import follow
from tracker.services.histories import Act, History

# So many are in memory at a time, and their acts enter the record in the order of time.
CHUNK = 1000

DOING: dict[Action, Doing] = PAPERS | BILLS | TASKS | ROUNDS | OLD


def adopt(histories: Iterable[History], *, now: datetime, tells_from: datetime | None = None) -> int:
    """Write the histories inside the running transaction of another service; returns how many.

    Acts from `tells_from` on file their notices; None files none. Raises `Refused`, `Invalid` or `Missing` when a
    history breaks the law or lies after `now`; the caller's transaction then rolls back.
    """
    ledger, places = Ledger(tells_from=tells_from), _search.Places()
    count = 0
    with _uncollected():
        for chunk in _chunks(histories):
            lives = _live(ledger, chunk, now=now)
            ledger.bulk.write()
            _search.add([life.suggestion.id for life in lives], places)
            follow([life.suggestion.id for life in lives])
            for life in lives:
                life.let_go()
            count += len(chunk)
    ledger.finish()
    return count


@contextmanager
def _uncollected() -> Iterator[None]:
    # Looking again and again for garbage among so many living rows costs a third of the time, and finds none.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _live(ledger: Ledger, chunk: Sequence[History], *, now: datetime) -> list[Life]:
    lives = [Life(ledger) for _ in chunk]
    told = [(act, life) for history, life in zip(chunk, lives, strict=True) for act in history]
    # Sorting keeps the order of equal times: within a history, and between histories as they came.
    told.sort(key=_time)
    last = told[-1][0] if told else None
    if last and last.at > now:
        raise ValueError(f"{last.action} lies in the future: {last.at}")
    for act, life in told:
        DOING[act.action](life, act)
    return lives


def _time(told: tuple[Act, Life]) -> datetime:
    return told[0].at


def _chunks(histories: Iterable[History]) -> Iterator[list[History]]:
    following = iter(histories)
    while chunk := list(islice(following, CHUNK)):
        yield chunk
