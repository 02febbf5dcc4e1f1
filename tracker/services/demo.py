"""The demo congress: an invented city with its people, papers and their histories, loaded into an empty database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from random import Random

from flask import current_app
from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.demo.papers import Writer
from tracker.demo.texts import table
from tracker.domain.consequences import Law
from tracker.domain.parties import TaskRole
from tracker.domain.roles import System
from tracker.models.organs import Congress
from tracker.models.people import Account
from tracker.queries import law as laws
from tracker.services import _demo_after as after
from tracker.services import _demo_bases as bases
from tracker.services import _demo_bills as bills
from tracker.services import _demo_procedures as procedures
from tracker.services import calendars
from tracker.services._demo_cast import CAST, PASSWORD
from tracker.services._demo_city import found
from tracker.services._demo_lives import Tale
from tracker.services._demo_scene import Scene
from tracker.services._demo_schedule import Schedule
from tracker.services._demo_stages import LIVELY, PLAIN, wishes
from tracker.services._demo_time import Days, Pace, sittings
from tracker.services._demo_units import UnitsTale
from tracker.services._hashes import hash_of
from tracker.services.adopt import adopt
from tracker.services.histories import History, OldPaper, OldReply, OldShare, archived

SUGGESTIONS, SEED = 850, 2026
SESSIONS, MANY, MORE_SESSIONS = 2, 5000, 5
OLD = 36
OLD_GAPS = ["session", "body", "category", "assigned_date", "rating"]

Progress = Callable[[], object]


class NoDemo(StrEnum):
    """Why the demo congress is not loaded."""

    PRODUCTION = "production"
    NOT_EMPTY = "not_empty"


class DemoRefused(Exception):
    """The demo congress belongs into an empty database that is no production deployment. Nothing was changed."""

    def __init__(self, why: NoDemo) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class LogIn:
    """One demo account: how to log in, who that is and what to try."""

    login: str
    password: str
    person: str
    role: str
    words: str
    try_first: str


def load(*, suggestions: int, seed: int, now: datetime, progress: Progress | None = None) -> int:
    """Load the city with so many suggestions; returns how many were written. The same seed and day load the same.

    Not one transaction itself: the calendar is filled and the password hashed before, and the procedures of a city of
    up to `MANY` suggestions are walked after. `progress` is called after each suggestion. Raises `DemoRefused`.
    """
    if current_app.config["PRODUCTION"]:
        raise DemoRefused(NoDemo.PRODUCTION)
    if not _is_empty():
        raise DemoRefused(NoDemo.NOT_EMPTY)
    calendars.fill(now=now)
    count, scene = _load(suggestions, seed, hash_of(PASSWORD), now=now, progress=progress)
    if suggestions <= MANY:
        count += procedures.walk(scene)
        after.tell(now=now)
    return count


@transactional
def _load(
    suggestions: int, seed: int, password_hash: str, *, now: datetime, progress: Progress | None
) -> tuple[int, Scene]:
    if not _is_empty():
        raise DemoRefused(NoDemo.NOT_EMPTY)
    # Chance decides about an invented city, not about secrets.
    rng = Random(seed)  # noqa: S311
    today, calendar = day_of(now), laws.calendar_now()
    large = suggestions > MANY
    held = sittings(today, MORE_SESSIONS if large else SESSIONS)
    city = found(rng, held, password_hash=password_hash, now=now)
    law = Law(laws.rulebook_for(today), calendar)
    scene = Scene(city, Days(calendar, now), Writer(rng), law, rng, now, PLAIN if large else LIVELY)
    if large:
        return adopt(_histories(scene, suggestions, progress), now=now), scene
    usual = _histories(scene, suggestions - bills.count() - procedures.count(), progress)
    told = chain(bills.histories(scene), bases.histories(scene), usual)
    return adopt(told, now=now), scene


def _is_empty() -> bool:
    return db.session.scalar(select(Congress.id).limit(1)) is None


def log_ins() -> list[LogIn]:
    """The demo accounts that are there, in the order in which a suggestion meets them; reads only."""
    there = set(db.session.scalars(select(Account.login_name).where(Account.is_demo)))
    return [
        LogIn(part.login, PASSWORD, part.name, part.role.value, part.words, part.try_first)
        for part in CAST
        if part.login in there
    ]


def _histories(scene: Scene, count: int, progress: Progress | None) -> Iterator[History]:
    schedule = Schedule(scene.days, scene.city.sittings, day_of(scene.now), scene.rng)
    old = min(OLD, count // 20)
    planned = [(schedule.dates(wish), wish) for wish in wishes(count - old, scene.rng, scene.habits)]
    # Roughly in the order of time: a large load is written in pieces, each of which is in order.
    planned.sort(key=lambda plan: plan[0].begin)
    yield from _old_papers(scene, old)
    for dates, wish in planned:
        tale = Tale(scene, wish, dates)
        pace = tale.until_registered()
        if pace is not None:
            UnitsTale(tale).tell(pace)
        yield tale.acts
        if progress:
            progress()


def _old_papers(scene: Scene, count: int) -> Iterator[History]:
    """A few papers of the term before, put on the shelf when the office began to use this program."""
    rng, writer, city = scene.rng, scene.writer, scene.city
    first = city.sittings[0].opens_on
    pace = Pace(scene.days, scene.days.up_to(first) - 20, rng)
    units = [place for place in city.places.values() if place.system is System.GOVERNMENT]
    for serial in range(1, count + 1):
        kind, words, place = rng.choice(table("phrases")["old"]), writer.places(), rng.choice(units)
        registered = scene.days.up_to(first.replace(year=first.year - 2 - serial % 3)) + serial
        replied = scene.days[registered + rng.randint(35, 60)]
        body = writer.say(kind["body"], words | {"我": place.us})
        reply = OldReply(
            replied, scene.document_no(place, replied), f"您提出的建议收悉，现答复如下。\n{body}", kind["letter"]
        )
        paper = OldPaper(
            city.congress_id,
            writer.say(kind["title"], words),
            number=f"{replied.year}{serial:04d}",
            history={"author": f"{scene.name(rng.choice(city.deputies))[0]}代表", "gaps": OLD_GAPS},
            registered_on=scene.days[registered],
            shares=[OldShare(place.id, TaskRole.SOLE, reply=reply)],
        )
        yield archived(city.desk[-1], paper, now=pace.on(0).at)
