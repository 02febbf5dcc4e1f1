"""What a rule of telling would have caused in the last thirty days: its days, timing and channel as drafted.

Limits are gone through day by day under the draft. Who would have been told is taken from who was told of that act or
limit; where nobody was, because a rule was off, from who would be told of it today. A fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.roles import ADMIN_ROLES, UNIT_ROLES, Role
from tracker.domain.telling import Channel, Rule, Side, Timing, timing_for
from tracker.models.people import Account, Membership, Person
from tracker.models.tellings import GroupRobot
from tracker.queries.law import calendar_now
from tracker.queries.notice_preview_acts import acted
from tracker.queries.notice_preview_limits import DAY, DAYS, Told, reminded
from tracker.queries.notice_rules import choices_now
from tracker.queries.persons import held_on
from tracker.queries.recipients import Directory


@dataclass(frozen=True, slots=True)
class Caused:
    """How often somebody would have been told (人次), in how many mails and messages to groups of their own; what waits
    for the morning or stays in the application makes none. `is_rough`: not every case was judged."""

    told: int = 0
    mails: int = 0
    groups: int = 0
    is_rough: bool = False


def last_month(draft: Rule, *, now: datetime) -> Caused:
    """What the rule as drafted would have caused from twenty-nine days ago until today (Asia/Shanghai); of a morning
    bulletin, the most it can."""
    if draft.timing is Timing.OFF:
        return Caused()
    today = day_of(now)
    if draft.hour:
        return _bulletins(draft, today)
    directory = Directory(today)
    told = reminded(draft, directory) if draft.is_reminder else acted(draft, directory, now=now)
    return _counted(draft, told, directory)


def _bulletins(draft: Rule, today: date) -> Caused:
    calendar = calendar_now()
    days = sum(calendar.is_workday(today - DAY * back) for back in range(DAYS))
    if draft.side is Side.GROUPS:
        robots = select(func.count()).select_from(GroupRobot).where(GroupRobot.is_active)
        return Caused(groups=days * (db.session.scalar(robots) or 0))
    if draft.channel is Channel.APP:
        return Caused()
    hats = select(func.count()).where(held_on(today), Membership.role.not_in(sorted(ADMIN_ROLES)))
    return Caused(mails=days * (db.session.scalar(hats.where(Membership.person_id.in_(_mailed()))) or 0))


def _mailed() -> Any:
    reached = select(Account.person_id).join(Person, Person.id == Account.person_id)
    return reached.where(Account.is_active, Person.email != "")


def _counted(draft: Rule, told: Sequence[Told], directory: Directory) -> Caused:
    choices, mailed = choices_now(), set(db.session.scalars(_mailed()))
    active = select(GroupRobot.unit_id, GroupRobot.id).where(GroupRobot.is_active).order_by(GroupRobot.id.desc())
    robots: dict[int | None, int] = dict(db.session.execute(active).all())
    mails: dict[tuple[date | int, int], float] = {}
    groups: dict[tuple[date | int, int], float] = {}
    for one in told:
        choice = choices.get(one.person_id)
        timing = timing_for(draft, choice.timing if choice is not None else None)
        if timing is not Timing.AT_ONCE or draft.channel is Channel.APP:
            continue
        robot = _robot_of(one.membership_id, robots, directory) if draft.channel is Channel.ROBOT else None
        if robot is not None:
            groups.setdefault((one.moment, robot), one.stands_for)
        elif one.person_id in mailed:
            mails.setdefault((one.moment, one.person_id), one.stands_for)
    rough = any(one.stands_for != 1 for one in told)
    people = round(sum(one.stands_for for one in told))
    return Caused(people, round(sum(mails.values())), round(sum(groups.values())), is_rough=rough)


def _robot_of(hat_id: int, robots: dict[int | None, int], directory: Directory) -> int | None:
    hat = directory.by_hat.get(hat_id)
    if hat is not None and hat.role in UNIT_ROLES:
        return robots.get(hat.unit_id) if hat.unit_id is not None else None
    return robots.get(None) if hat is not None and hat.role is Role.DESK else None
