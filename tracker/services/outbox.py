"""The worker's round: the jobs that are due, then telling, then sending."""

from __future__ import annotations

from datetime import datetime

from tracker.services import jobs
from tracker.services.sendings import send_due
from tracker.services.tellings import tell_due


def run_round(*, now: datetime) -> int:
    """Do what is due; returns how much was done, 0 when the worker may rest."""
    done: int = jobs.run_due(now=now)
    while told := tell_due(now=now):
        done += told
    return done + send_due(now=now)
