"""The rules by which people are told, as they hold now: those shipped, with what the office has changed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from tracker.db import db
from tracker.domain.telling import RULES, Rule
from tracker.models.people import Person
from tracker.models.record import Event
from tracker.models.tellings import NoticeChoice, NoticeRule


def rules_now() -> dict[str, Rule]:
    """By code, in the order in which they are shipped; one statement."""
    changed = {one.code: one for one in db.session.scalars(select(NoticeRule))}
    return {code: with_change(rule, changed.get(code)) for code, rule in RULES.items()}


def with_change(rule: Rule, change: NoticeRule | None) -> Rule:
    """A shipped rule as the office has changed it."""
    if change is None:
        return rule
    return replace(
        rule,
        timing=change.timing,
        channel=change.channel,
        days=change.days,
        hour=change.hour,
        words=change.words,
    )


def change_of(code: str) -> NoticeRule | None:
    """What the office made of a rule, if anything."""
    return db.session.get(NoticeRule, code)


def choices_now() -> dict[int, NoticeChoice]:
    """What persons have chosen for themselves, by person."""
    return {one.person_id: one for one in db.session.scalars(select(NoticeChoice))}


def log_of(code: str) -> list[tuple[Event, str]]:
    """Who changed a rule when, the latest first, with the person's name."""
    wanted = select(Event, Person.name).outerjoin(Person, Person.id == Event.person_id)
    held = wanted.where(Event.subject == f"notice_rule:{code}").order_by(Event.seq.desc()).limit(50)
    return [(event, name or "") for event, name in db.session.execute(held)]
