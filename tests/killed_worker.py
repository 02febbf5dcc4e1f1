"""A worker for tests, in a process of its own that may be killed: its clock runs sixty times as fast, so that
leases and pauses of minutes are over in seconds. Told to remind, it files reminders in small steps."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta

from tracker import create_app
from tracker.clock import now
from tracker.db import db
from tracker.services import outbox, tellings

FAST = 60


def main(what: str, instance: str, url: str, mail: str, began: str) -> None:
    settings = {"INSTANCE": instance, "DATABASE_URL": url, "SECRET_KEY": "k" * 40, "BASE_URL": "http://localhost"}
    settings |= {"MAIL_SERVER": mail, "MAIL_FROM": "office@linjiang.example", "MAIL_TLS": "none"}
    app, start = create_app(settings), datetime.fromisoformat(began)

    def fast() -> datetime:
        # Past eight in the morning, whenever the test is run.
        return start + timedelta(hours=9) + FAST * (now() - start)

    while True:
        with app.app_context():
            if what == "remind":
                tellings.remind(now=now(), most=3)
            else:
                outbox.run_round(now=fast(), clock=fast)
            db.session.remove()
        time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
