"""Walking the real services through the papers of the demo congress: who, which paper, when, which file."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from tracker.clock import SHANGHAI, day_of
from tracker.db import db, transactional
from tracker.demo.texts import table
from tracker.domain.parties import Actor
from tracker.models.attachments import Attachment
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.services import files
from tracker.services._demo_bases import papers, somebody
from tracker.services._demo_files import bytes_of
from tracker.services._demo_scene import Scene
from tracker.services._demo_time import OPENS
from tracker.services.files import Upload

# The acts lie a minute apart where the day is long enough, and none lies after now.
STEPS, APART = 140, timedelta(minutes=1)


@dataclass
class Walk:
    """The acts of one morning, each in a transaction of its own, in the order in which they are done."""

    scene: Scene
    ids: dict[str, int]
    _at: datetime
    _step: timedelta
    says: dict[str, Any] = field(default_factory=lambda: dict(table("procedures")["says"]))

    @classmethod
    def begin(cls, scene: Scene) -> Walk:
        """After the last act that is on record; reads the papers back by their titles."""
        after = db.session.scalar(select(func.max(Event.at)).where(Event.suggestion_id.is_not(None))) or scene.now
        local = scene.now.astimezone(SHANGHAI)
        opens = local.replace(hour=OPENS // 60, minute=OPENS % 60, second=0, microsecond=0)
        earliest = min(max(after, opens), scene.now) if opens < scene.now else after
        step = min(APART, (scene.now - earliest) / STEPS)
        titles = {one["title"]: one["key"] for one in papers()} | {table("procedures")["old"]["title"]: "old"}
        rows = db.session.execute(select(Suggestion.title, Suggestion.id).where(Suggestion.title.in_(titles)))
        return cls(scene, {titles[title]: key for title, key in rows}, scene.now - step * STEPS, step)

    def now(self) -> datetime:
        """The instant of the next act."""
        self._at = min(self._at + self._step, self.scene.now)
        return self._at

    @property
    def today(self) -> date:
        return day_of(self._at)

    def day(self, days: int) -> date:
        """The working day so many from now on, or before now."""
        numbers = self.scene.days
        return numbers[numbers.up_to(day_of(self.scene.now)) + days]

    def who(self, name: str) -> Actor:
        """One of the cast by log-in, or a deputy by number."""
        return somebody(self.scene, name)

    def seat(self, name: str) -> int:
        """The membership of somebody."""
        return self.who(name).membership_id or 0

    def unit(self, name: str) -> int:
        """The id of a unit by its short name."""
        return self.scene.city.places[name].id

    def case(self, key: str) -> Suggestion:
        """The paper as it is now."""
        db.session.rollback()
        return db.session.get_one(Suggestion, self.ids[key], populate_existing=True)

    def version(self, key: str) -> int:
        """The version of the paper as it is now."""
        return self.case(key).version

    def task(self, key: str, unit: str) -> Task:
        """The share a unit has of the paper now."""
        found = [one for one in self.case(key).tasks if one.unit_id == self.unit(unit) and not one.was_replaced]
        return found[-1]

    def file(self, actor: Actor, key: str) -> list[str]:
        """Upload one of the files of `procedures.toml`; its key, as a form hands it in."""
        name, words = table("procedures")["files"][key]
        return _keep(actor, name, bytes_of(name, words), now=self.now())


def _keep(actor: Actor, name: str, body: bytes, *, now: datetime) -> list[str]:
    return [_name(key, name) for key in files.keep(actor, [Upload(name, io.BytesIO(body))], now=now).keys]


@transactional
def _name(key: str, name: str) -> str:
    # Keys are chance, and stand in the record: the same seed is to tell the same.
    one = db.session.scalars(select(Attachment).where(Attachment.key == key)).one()
    one.key = sha256(name.encode()).hexdigest()[:32]
    return one.key
