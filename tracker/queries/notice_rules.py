"""The rules by which people are told, as they hold now: those shipped, with what the office has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
    return as_drafted(rule, change)


def as_drafted(rule: Rule, draft: Any) -> Rule:
    """A rule as somebody means to change it; `draft` is a `RuleDraft` of the services."""
    return replace(
        rule, timing=draft.timing, channel=draft.channel, days=draft.days, hour=draft.hour, words=draft.words
    )


def changed_codes() -> set[str]:
    """The rules the office has changed."""
    return set(db.session.scalars(select(NoticeRule.code)))


def change_of(code: str) -> NoticeRule | None:
    """What the office made of a rule, if anything."""
    return db.session.scalars(select(NoticeRule).where(NoticeRule.code == code)).first()


def choices_now() -> dict[int, NoticeChoice]:
    """What persons have chosen for themselves, by person."""
    return {one.person_id: one for one in db.session.scalars(select(NoticeChoice))}


def choice_of(person_id: int) -> NoticeChoice | None:
    """What one person has chosen."""
    return db.session.get(NoticeChoice, person_id)


def log_of(code: str) -> list[tuple[Event, str]]:
    """Who changed a rule when, the latest first, with the person's name."""
    wanted = select(Event, Person.name).outerjoin(Person, Person.id == Event.person_id)
    held = wanted.where(Event.subject == f"notice_rule:{code}").order_by(Event.seq.desc()).limit(50)
    return [(event, name or "") for event, name in db.session.execute(held)]
