"""The worker's round: the jobs that are due, then telling, then sending, then counting what is new."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from tracker.services import figures, jobs, routing
from tracker.services.sendings import send_due
from tracker.services.tellings import tell_due

log = logging.getLogger(__name__)


def run_round(*, now: datetime, clock: Callable[[], datetime] | None = None) -> int:
    """Do what is due; returns how much was done, 0 when the worker may rest.

    A round can last minutes, so the worker hands in its `clock`; without one the moment stands still at `now`.
    """
    moment = clock or (lambda: now)
    done: int = jobs.run_due(now=now, clock=moment)
    while told := tell_due(now=moment()):
        done += told
    done += send_due(now=moment(), clock=moment)
    return done + follow_record(now=moment())


def follow_record(*, now: datetime) -> int:
    """Count what the figures lack, and what proposing units has not learned; trouble keeps no other work waiting."""
    try:
        return figures.keep_up(now=now) + routing.catch_up(now=now)
    except DBAPIError:
        raise
    except Exception:
        log.exception("the figures were not counted")
        return 0
