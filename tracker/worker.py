"""The worker's loop: runs the jobs that are due, again and again, and ends between two of them.

What a job is, its lease and its repetition are in services/jobs.py; here is only the waiting, so that a job can be
tested without a loop and the loop without a job.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import FrameType

from flask import Flask
from sqlalchemy.exc import DBAPIError

from tracker import clock
from tracker.services import outbox

log = logging.getLogger(__name__)

IDLE = 2.0  # seconds between two looks at the job table when nothing was due
TROUBLE = 10.0  # seconds after the database could not be reached


def run(app: Flask, *, once: bool = False, work: Callable[..., int] | None = None) -> None:
    """Do what is due, until a signal or the death of the supervisor ends it.

    `work(now=…)` does one round and says how many jobs it did; each round has its own application context and thus
    its own database session.
    """
    stop = threading.Event()
    _listen(stop)
    work = work or partial(outbox.run_round, clock=clock.now)
    while not stop.is_set() and not _orphaned():
        pause = one_round(app, work, now=clock.now())
        if once and pause:
            return
        stop.wait(pause)


def one_round(app: Flask, work: Callable[..., int], *, now: datetime) -> float:
    """Run one round and say how many seconds to rest; trouble with the database is waited out, not died of."""
    with app.app_context():
        try:
            return 0.0 if work(now=now) else IDLE
        except DBAPIError:
            log.exception("The database did not answer; trying again in %d s", TROUBLE)
            return TROUBLE


def _listen(stop: threading.Event) -> None:
    """SIGTERM ends the loop; Ctrl-C too, unless a supervisor is there, which turns it into SIGTERM."""

    def finish(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, signal.SIG_IGN if "TRACKER_SUPERVISOR" in os.environ else finish)


def _orphaned() -> bool:
    supervisor = os.environ.get("TRACKER_SUPERVISOR")
    return os.name != "nt" and supervisor is not None and os.getppid() != int(supervisor)
