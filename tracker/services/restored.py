"""After a restore (BK-05): what the backup says is still to be told and sent, is told in the application alone."""

from __future__ import annotations

from datetime import datetime

from tracker.services import mornings, sendings, tellings


def settle(*, now: datetime) -> int:
    """File what would be filed today and drop all that waits to go out; returns how many sendings were dropped.

    Run while no worker runs. Without it a notice that went out between the backup and the failure would go out again.
    """
    while tellings.tell_due(now=now):
        pass
    tellings.remind(now=now)
    mornings.file_mornings(now=now)
    return int(sendings.after_restore(now=now))
