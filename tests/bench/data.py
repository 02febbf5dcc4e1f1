"""The database of the bench: the demo congress of the wished size, and who in it does what."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import NoResultFound

import tracker
from tests.bench.servers import HERE, Place
from tracker import clock
from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.organs import Unit
from tracker.models.people import Account, Membership
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.services import log_ins


@dataclass(frozen=True)
class Facts:
    """What the journeys need to know of the data: addresses to open, people to be, keys of their log-ins."""

    suggestions: int
    busy_unit: int
    closed: list[int]
    registered: list[int]
    category: int
    unit: int
    handler: int
    keys: dict[str, str]


def prepare(place: Place, suggestions: int) -> None:
    """Make the tables, load the demo congress of this size, and count its figures."""
    place.instance.mkdir(parents=True, exist_ok=True)
    for arguments in (["db", "upgrade"], ["demo", "load", "--suggestions", str(suggestions)], ["stats"]):
        command = [sys.executable, "-m", "tracker", *arguments]
        quiet = subprocess.DEVNULL if arguments == ["stats"] else None
        subprocess.run(command, cwd=HERE, env=place.environment(), check=True, stdout=quiet)
    with opened(place):
        settle(place)


def settle(place: Place) -> None:
    """What autovacuum would do within minutes, on the open database."""
    if place.engine == "postgresql":
        raw = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        raw.execute(text("VACUUM ANALYZE"))
        raw.close()


@contextmanager
def opened(place: Place) -> Iterator[Flask]:
    """Our application on this database, in this process."""
    made = {"INSTANCE": str(place.instance)} | ({"DATABASE_URL": place.url} if place.url else {})
    app = tracker.create_app(made)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def survey(place: Place) -> Facts:
    """Look up what the journeys need and log everybody in."""
    with opened(place):
        read = db.session.scalars
        busy = select(Task.unit_id).group_by(Task.unit_id).order_by(text("count(*) DESC")).limit(1)
        unit_id, staff = _unit_with_staff()
        closed = read(select(Suggestion.id).where(Suggestion.state == "closed").order_by(Suggestion.id).limit(400))
        registered = read(select(Suggestion.id).where(Suggestion.state == "registered").order_by(Suggestion.id))
        people = {"desk": _account(Role.DESK), "deputy": _account(Role.DEPUTY), **staff}
        people["coordinator"] = _account(Role.COORDINATOR)
        facts = (
            db.session.execute(text("SELECT count(*) FROM suggestion")).scalar_one(),
            read(busy).one(),
            list(closed)[::8],
            list(registered),
            read(select(Suggestion.category_id).where(Suggestion.category_id.is_not(None)).limit(1)).one(),
        )
        handler = db.session.get_one(Account, staff["handler"]).person_id
        keys = {who: log_ins.open_log_in(one, hours=12, now=clock.now()) for who, one in people.items()}
        return Facts(*facts, unit_id, handler, keys)


def _account(role: Role, unit_id: int | None = None) -> int:
    wanted = select(Account.id).join(Membership, Membership.person_id == Account.person_id)
    wanted = wanted.where(Membership.role == role, Membership.ends_on.is_(None), Account.is_active)
    if unit_id is not None:
        wanted = wanted.where(Membership.unit_id == unit_id)
    # A first reply is the principal's to sign.
    return db.session.scalars(wanted.order_by(Membership.is_principal.desc(), Account.id).limit(1)).one()


def _unit_with_staff() -> tuple[int, dict[str, int]]:
    """A unit that is assigned to directly and has its own receiver, handler, reviewer and signer."""
    roles = {"receiver": Role.UNIT_RECEIVER, "handler": Role.UNIT_HANDLER}
    roles |= {"reviewer": Role.UNIT_REVIEWER, "signer": Role.UNIT_SIGNER}
    wanted = select(Unit.id).where(Unit.is_assignable, Unit.has_coordinator.is_(False)).order_by(Unit.id)
    for unit_id in db.session.scalars(wanted).all():
        try:
            return unit_id, {who: _account(role, unit_id) for who, role in roles.items()}
        except NoResultFound:
            continue
    raise RuntimeError("no unit of the demo congress has a receiver, a handler, a reviewer and a signer")
