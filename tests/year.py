"""A year lived over the pages: mornings of the worker, and people who send the forms of the pages they opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import select, update

from tests import posting
from tests.builders import fetch
from tests.invariants import broken
from tests.letter_box import Sink
from tests.page import Browser, Page
from tests.posting_parts import Case
from tests.test_files_command import run
from tests.world import World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.lifecycle import STEPS
from tracker.models.commitments import Commitment
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.services import outbox

EDUCATION, TRAFFIC, COURT = "市教育局", "市交通运输局", "市中级人民法院"
# Before the first paper: nobody has done anything yet.
FIRST = date(2026, 2, 1)
# Who reads mail; the others are told in the application alone.
ADDRESSED = ("yuan", "chen", "jing", "luo", "jiang")
MONDAY = 0
# While somebody is late the system runs every day; else it is looked at on Mondays and when somebody has work in it.
DAILY = (date(2026, 6, 1), date(2026, 7, 6))


@dataclass
class Year:
    """The world, the day it is in it, and what has come of it by the names the story gives."""

    app: Flask
    world: World
    time: time_machine.Coordinates
    # Where mail goes; without one nobody reads any.
    sink: Sink | None = None
    day: date = FIRST
    papers: dict[str, int] = field(default_factory=dict)
    # What is not a paper: reports, sheets, a look-back, an appraisal, a key item.
    made: dict[str, int] = field(default_factory=dict)
    _met: dict[str, Browser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for login in ADDRESSED if self.sink else ():
            mail = {"email": f"{login}@linjiang.example"}
            db.session.execute(update(Person).where(Person.id == self.world.actors[login].person_id).values(mail))
        db.session.commit()

    @property
    def now(self) -> datetime:
        """Ten in the morning in Shanghai."""
        return datetime(self.day.year, self.day.month, self.day.day, 2, tzinfo=UTC)

    def on(self, month: int, day: int) -> None:
        """It becomes that day of the year; at eight on it, and on the days the system ran before, the worker looked."""
        until = date(FIRST.year, month, day)
        while self.day < until:
            self.day += timedelta(days=1)
            if self.day.weekday() == MONDAY or DAILY[0] <= self.day <= DAILY[1] or self.day == until:
                self._morning()
        self._met.clear()
        db.session.rollback()

    def sound(self) -> None:
        """Whatever has happened, the record holds together."""
        assert broken(self.world, today=self.day) == []
        db.session.rollback()

    def _morning(self) -> None:
        self.time.move_to(self.now - timedelta(hours=2), tick=False)
        if self.day.weekday() == MONDAY:
            # On Mondays the command is first; the worker then finds nothing left to file.
            self.reminds()
        while outbox.run_round(now=self.now - timedelta(hours=2)):
            pass
        self.time.move_to(self.now, tick=False)

    def reminds(self) -> int:
        """`tracker clocks remind`; how many it says it filed."""
        said = run(self.app, "clocks", "remind")
        assert said.exit_code == 0, said.output
        return int(said.output.splitlines()[-1].split(" ")[0])

    def works(self) -> None:
        """The worker does its rounds within the day."""
        while outbox.run_round(now=self.now):
            pass
        db.session.rollback()

    def who(self, login: str) -> Browser:
        """That person's browser today; over night everybody is logged out."""
        if login not in self._met:
            self._met[login] = Browser(self.app, self.world.accounts[login])
        return self._met[login]

    def sends(self, login: str, page: str, form: str = "", /, **fields: Any) -> Page:
        """Open a page, change what its form holds, send it."""
        browser = self.who(login)
        browser.open(page)
        return self.again(login, form or page, **fields)

    def again(self, login: str, form: str, /, **fields: Any) -> Page:
        """Send a form of the page that is open."""
        browser = self.who(login)
        button = fields.pop("button", None)
        page = browser.send(form, button=button, **fields)
        db.session.rollback()
        return page

    def writes(self, login: str, name: str, /, **fields: Any) -> None:
        """A deputy writes a paper and saves it as a draft, called `name` in the story."""
        self.sends(login, "/suggestions/new", button=("save", "1"), **fields)
        self.papers[name] = db.session.scalars(select(Suggestion.id).order_by(Suggestion.id.desc())).first() or 0

    def does(self, login: str, action: Action, name: str, unit: str = "", /, words: str = "", **fields: Any) -> Page:
        """Open the page of an act on a paper, on the share of a unit or its last round, and send its form."""
        case = self.case(name, action, unit)
        post = posting.post_for(self.app, self.world, action, case, words=words)
        db.session.rollback()
        browser = self.who(login)
        browser.open(post.address)
        there = any(form["method"] == "post" and form["action"] == post.address for form in browser.page.forms)
        assert there, f"{login} finds no form for {action} on {post.address}"
        page = browser.post(post.address, **(browser.page.data(post.address) | post.fields | fields))
        assert browser.answer is not None and browser.answer.request.method == "GET", f"{action} led nowhere"
        return page

    def case(self, name: str, action: Action, unit: str = "") -> Case:
        """What the act is about: the paper, the newest share of a unit, its last round."""
        found = posting.cases_of(fetch(self.papers[name]), STEPS[action].machine)
        return next(
            one for one in reversed(found) if one.task is None or one.task.unit.short_name == (unit or EDUCATION)
        )

    def task(self, name: str, unit: str = EDUCATION) -> Task:
        """The newest share of a unit."""
        return next(one for one in reversed(fetch(self.papers[name]).tasks) if one.unit.short_name == unit)

    def promise(self, name: str) -> Commitment:
        """The newest promise of a paper."""
        db.session.rollback()
        wanted = select(Commitment).where(Commitment.suggestion_id == self.papers[name]).order_by(Commitment.id.desc())
        return db.session.scalars(wanted).first() or _missing(name)

    def number(self, name: str) -> str:
        """Under which number a paper is registered."""
        return fetch(self.papers[name]).number or ""


def _missing(name: str) -> Commitment:
    raise AssertionError(f"nothing was promised for {name}")


__all__ = ["COURT", "EDUCATION", "TRAFFIC", "Year"]
