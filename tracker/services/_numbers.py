"""Numbers without gaps: a serial is taken inside the transaction of the act, under the write lock."""

from __future__ import annotations

from tracker.db import db
from tracker.models.record import Counter


def next_serial(series: str) -> int:
    """The next serial of a series, counted on from the last one given out."""
    counter = db.session.get(Counter, series, populate_existing=True)
    if counter is None:
        counter = Counter(series=series, last=0)
        db.session.add(counter)
    counter.last += 1
    return counter.last
