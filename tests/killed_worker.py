"""A worker for tests, in a process of its own that may be killed: its clock runs sixty times as fast, so that
leases and pauses of minutes are over in seconds. Told to remind, it files reminders in small steps."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from tracker import create_app
from tracker.clock import day_of, now
from tracker.db import db
from tracker.domain.calendar import off_rest_day
from tracker.queries.law import calendar_now
from tracker.services import outbox, tellings

FAST = 60


def main(what: str, instance: str, url: str, mail: str, began: str) -> None:
    settings = {"INSTANCE": instance, "DATABASE_URL": url, "SECRET_KEY": "k" * 40, "BASE_URL": "http://localhost"}
    settings |= {"MAIL_SERVER": mail, "MAIL_FROM": "office@linjiang.example", "MAIL_TLS": "none"}
    app, start = create_app(settings), datetime.fromisoformat(began)

    # From nine in the morning of a working day on, whenever the test is run: what goes out at eight is due, mornings
    # have their mail, and no day ends meanwhile.
    with app.app_context():
        day = off_rest_day(day_of(start) + timedelta(days=1), calendar_now())
        db.session.remove()
    nine = datetime.combine(day, time_of_day(9), ZoneInfo("Asia/Shanghai"))

    def fast() -> datetime:
        return nine + FAST * (now() - start)

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
