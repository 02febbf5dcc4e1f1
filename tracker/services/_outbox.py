"""Filing what is to go out, inside the transaction that tells: one waiting mail a person, one message a group."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from flask import current_app
from sqlalchemy import Table, insert, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.telling import Channel, Rule, Timing, timing_for
from tracker.models.people import Account, Person
from tracker.models.tellings import GroupRobot, NoticeChoice, Sending, SendingKind, SendingState, Telling
from tracker.outside.mail import domain_of


def mail_is_set() -> bool:
    """Whether there is a mail server; without one everything is told in the application alone."""
    return bool(current_app.config["MAIL_SERVER"])


def new_message_id() -> str:
    """A Message-ID that no other mail has."""
    return f"<{secrets.token_hex(16)}@{domain_of(current_app.config['MAIL_FROM']) or 'tracker.invalid'}>"


def file(kind: SendingKind, key: str, *, now: datetime, due_at: datetime, **to: int | None) -> Sending:
    """File one sending; the key is given once for ever."""
    one = Sending(kind=kind, key=key, message_id=new_message_id(), filed_at=now, due_at=due_at, **to)
    db.session.add(one)
    db.session.flush()
    return one


class Outbox:
    """Takes up rows of tellings and decides of each what goes out for it, and when.

    What is at once joins the mail that already waits for the person: over a day without a mail server it stays one.
    """

    def __init__(self, choices: dict[int, NoticeChoice], *, now: datetime, due_at: datetime) -> None:
        self.now, self.due_at, self.choices = now, due_at, choices
        robots = select(GroupRobot.unit_id, GroupRobot.id).where(GroupRobot.is_active).order_by(GroupRobot.id.desc())
        self.robots: dict[int | None, int] = dict(db.session.execute(robots).all())
        self.mailed: set[int] = set()
        self.waiting: dict[tuple[str, int], Sending] = {}
        self.rows: list[dict[str, Any]] = []

    def add(self, rule: Rule, who: Actor, **row: Any) -> None:
        """One person is told by a rule."""
        choice = self.choices.get(who.person_id or 0)
        timing = timing_for(rule, choice.timing if choice is not None else None)
        goes_out = timing is not Timing.OFF and rule.channel is not Channel.APP
        row |= {"rule": rule.code, "person_id": who.person_id, "membership_id": who.membership_id}
        row |= {"made_at": self.now, "is_over": False, "sending_id": None}
        row["awaits_morning"] = goes_out and timing is Timing.DIGEST
        row["at_once"] = rule.channel if goes_out and timing is Timing.AT_ONCE else None
        row["robot"] = self._robot_of(who)
        self.rows.append(row)

    def close(self) -> int:
        """Write all of it; returns how many persons were told."""
        self._look_up({row["person_id"] for row in self.rows if row["at_once"]})
        for row in self.rows:
            channel, robot = row.pop("at_once"), row.pop("robot")
            if channel is Channel.ROBOT and robot is not None:
                row["sending_id"] = self._waiting("robot_id", robot)
            elif channel is not None and row["person_id"] in self.mailed:
                row["sending_id"] = self._waiting("person_id", row["person_id"])
        if self.rows:
            # By the table: the mapper would split the rows wherever one has no sending.
            db.session.execute(insert(cast(Table, Telling.__table__)), self.rows)
        return len(self.rows)

    def _robot_of(self, who: Actor) -> int | None:
        if who.role in UNIT_ROLES:
            return self.robots.get(who.unit_id) if who.unit_id is not None else None
        return self.robots.get(None) if who.role is Role.DESK else None

    def _look_up(self, persons: set[int]) -> None:
        self.mailed = mailed_among(persons) if mail_is_set() else set()
        waits = (Sending.state == SendingState.WAITING, Sending.is_sealed.is_(False), Sending.kind == SendingKind.NEWS)
        for one in db.session.scalars(select(Sending).where(*waits)):
            name = "robot_id" if one.robot_id is not None else "person_id"
            self.waiting[name, one.robot_id or one.person_id or 0] = one

    def _waiting(self, name: str, to: int) -> int:
        held = self.waiting.get((name, to))
        if held is None:
            key = f"news:{name}:{to}:{secrets.token_hex(12)}"
            held = file(SendingKind.NEWS, key, now=self.now, due_at=self.due_at, **{name: to})
            self.waiting[name, to] = held
        elif not held.tries and held.due_at > self.due_at:
            held.due_at = self.due_at  # what waited for the morning goes along with what is new
        return held.id


def mailed_among(persons: Iterable[int]) -> set[int]:
    """Those who have an address and an account to log in with."""
    wanted = select(Person.id).join(Account, Account.person_id == Person.id)
    held = wanted.where(Account.is_active, Person.email != "")
    some = sorted(persons)
    return {
        one
        for start in range(0, len(some), 500)
        for one in db.session.scalars(held.where(Person.id.in_(some[start : start + 500])))
    }
