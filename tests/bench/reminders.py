"""How long it takes to file ten thousand reminders: `python -m tests.bench.reminders [COUNT]` (limit: 60 s).

As many cases of one invented city, each with a share at a unit and a reply due in two days; five hundred people in
office. Run on SQLite in a temporary folder, or on the database of TRACKER_TEST_DATABASE_URL, which must be empty.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from tests import builders
from tests.world import NOW, TODAY, found_world, survey_world
from tracker import create_app, migrate
from tracker.db import db
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.models.people import Account, Membership, Person
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.services import tellings

PEOPLE = 500


def copies(row: Any, count: int, **changes: Any) -> list[dict[str, Any]]:
    """Rows like this one, but for their ids and what differs."""
    held = {column.key: getattr(row, column.key) for column in type(row).__mapper__.column_attrs}
    names = {column.key for column in type(row).__table__.columns}
    held = {name: value for name, value in held.items() if name in names}
    return [held | {name: change(no) for name, change in changes.items()} for no in range(count)]


def fill(count: int) -> None:
    """One walked case, copied."""
    found_world("-")
    world = survey_world()
    case = builders.fetch(builders.in_hand(world))
    task = case.tasks[0]
    clock = db.session.scalars(select(Clock).where(Clock.task_id == task.id, Clock.kind == ClockKind.REPLY)).one()
    first = case.id
    db.session.execute(
        insert(Suggestion),
        copies(case, count, id=lambda no: first + 1 + no, number=lambda no: f"{no}", number_sort=lambda no: f"{no:09}"),
    )
    ids = {"id": lambda no: 1000 + no, "suggestion_id": lambda no: first + 1 + no}
    db.session.execute(insert(Task), copies(task, count, **ids))
    due = {"task_id": lambda no: 1000 + no, "due_on": lambda _no: TODAY + timedelta(days=2)}
    db.session.execute(insert(Clock), copies(clock, count, **ids, **due))
    for no in range(PEOPLE):
        person = Person(name=f"人{no}", email=f"p{no}@linjiang.example")
        db.session.add(person)
        db.session.flush()
        unit = world.units["市教育局" if no < 4 else "市交通运输局"]
        db.session.add(Membership(person_id=person.id, role=Role.UNIT_RECEIVER, unit_id=unit, starts_on=TODAY))
        db.session.add(Account(person_id=person.id, login_name=f"p{no}", made_at=NOW))
    db.session.commit()


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = {"INSTANCE": folder, "SECRET_KEY": "k" * 40, "MAIL_SERVER": "127.0.0.1:9", "MAIL_FROM": "a@b.example"}
        url = os.environ.get("TRACKER_TEST_DATABASE_URL")
        app = create_app(made | ({"DATABASE_URL": url} if url else {}))
        migrate.upgrade(app)
        with app.app_context():
            fill(count)
            began, busy = time.monotonic(), time.process_time()
            filed = tellings.remind(now=NOW).total()
            took, busy = time.monotonic() - began, time.process_time() - busy
            again = time.monotonic()
            tellings.remind(now=NOW)
            print(f"{filed} reminders filed in {took:.1f} s, {busy:.1f} s of them computing; ", end="")
            print(f"a further run {time.monotonic() - again:.1f} s")
            db.session.remove()
            db.engine.dispose()
    return 0 if took < 60 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
