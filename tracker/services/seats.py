"""What time does to what hangs on deputies' seats, as the worker does it."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.db import transactional
from tracker.queries.seats import offers_over, requests_over
from tracker.services._withdrawing import lapse_offer, lapse_request


@transactional
def lapse_offers_due(*, now: datetime, most: int = 200) -> int:
    """End the offers to lead whose deputy holds no seat any more; returns how many. Repeatable."""
    due = offers_over(day_of(now), most=most)
    for suggestion, last_day in due:
        lapse_offer(suggestion, last_day, now=now)
    return len(due)


@transactional
def lapse_requests_due(*, now: datetime, most: int = 200) -> int:
    """End the requests to take a paper back whose lead holds no seat any more; returns how many. Repeatable."""
    due = requests_over(day_of(now), most=most)
    for suggestion in due:
        lapse_request(suggestion, suggestion.author_id, has_left=True, now=now)
    return len(due)
