"""What everybody who tells a history of the demo congress shares: the city, the days, the words, the law, chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random

from tracker.clock import SHANGHAI, day_of
from tracker.demo.papers import Writer
from tracker.demo.texts import Topic, table, topics
from tracker.domain.consequences import Law
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.services._demo_city import City, Place
from tracker.services._demo_stages import Habits
from tracker.services._demo_time import Days


@dataclass
class Scene:
    """The shared part."""

    city: City
    days: Days
    writer: Writer
    law: Law
    rng: Random
    now: datetime
    habits: Habits
    # One ground after the other, so that even a small city knows them all.
    refusals: Iterator[dict[str, str]] = field(default_factory=lambda: cycle(table("phrases")["refusal"]))
    _serials: dict[tuple[str, int], int] = field(default_factory=dict)

    def name(self, actor: Actor) -> str:
        """The name of somebody."""
        return self.city.names[actor.person_id or 0]

    def somebody(self, login: str) -> Actor:
        """The member of the cast who logs in so, or any deputy."""
        return self.city.cast[login] if login else self.rng.choice(self.city.deputies)

    def topic_for(self, unit: str) -> Topic | None:
        """A topic this unit leads or handles; None when no unit is wished."""
        if not unit:
            return None
        led = [topic for topic in topics() if topic.units[0] == unit]
        return self.rng.choice(led or [topic for topic in topics() if unit in topic.units])

    def handler(self, place: Place) -> Actor:
        """Who handles it: mostly the first of them."""
        handlers = place.staff[Role.UNIT_HANDLER]
        return handlers[0] if self.rng.random() < 0.7 else self.rng.choice(handlers)

    def document_no(self, place: Place, day: date) -> str:
        """The next document number of a unit."""
        key = (place.text.code, day.year)
        self._serials[key] = self._serials.get(key, 0) + 1
        kind = self.writer.phrase("unit", "document_titles")
        return f"临{place.text.code}{kind}〔{day.year}〕{self._serials[key]}号"

    def window_of(self, delivered: date) -> tuple[date, datetime | None]:
        """The last day of rating a reply, and when the worker found it over; None while it is open."""
        due = self.law.book.due_on(ClockKind.RATING, delivered, self.law.calendar) or date.max
        if due >= day_of(self.now):
            return due, None
        after = due + timedelta(days=1)
        return due, datetime(after.year, after.month, after.day, 0, 5, self.rng.randrange(60), tzinfo=SHANGHAI)
