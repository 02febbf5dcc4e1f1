"""The morning bulletins: filed once for each hat, group and working day; what they say is found when they are sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, insert, or_, select, update

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.roles import ADMIN_ROLES
from tracker.domain.telling import Channel, Timing
from tracker.models.people import Membership
from tracker.models.tellings import GroupRobot, Sending, SendingKind, SendingState, Telling
from tracker.queries.law import calendar_now
from tracker.queries.notice_rules import rules_now
from tracker.services._outbox import mail_is_set, mailed_among, new_message_id
from tracker.services.tellings import morning

# So many bulletins in one statement: engines limit how many values it may have.
AT_ONCE = 300


@transactional
def file_mornings(*, now: datetime) -> int:
    """File the bulletins of this day (Asia/Shanghai), if it is a working day; returns how many.

    One that still waits from an earlier day is dropped for the new one, which takes over its news: after days without
    a mail server, or with the system off, there is one bulletin and not one for each day, and it tells all of it.
    """
    today = day_of(now)
    if not calendar_now().is_workday(today):
        return 0
    rules, found = rules_now(), []
    if rules["morning"].timing is not Timing.OFF and rules["morning"].channel is not Channel.APP and mail_is_set():
        found += [{"person_id": person, "membership_id": hat, "robot_id": None} for person, hat in _hats(now=now)]
    if rules["morning_groups"].timing is not Timing.OFF:
        robots = db.session.scalars(select(GroupRobot.id).where(GroupRobot.is_active))
        found += [{"person_id": None, "membership_id": None, "robot_id": one} for one in robots]
    keys = {_key(one, today.isoformat()): one for one in found}
    there = set(db.session.scalars(select(Sending.key).where(Sending.key.like(f"morning:{today.isoformat()}:%"))))
    rows = [
        {"key": key, "message_id": new_message_id(), **_of(one, now, rules)}
        for key, one in keys.items()
        if key not in there
    ]
    if rows:
        db.session.execute(insert(Sending), rows)
        _drop_earlier(f"morning:{today.isoformat()}:")
    return len(rows)


def _of(one: dict[str, int | None], now: datetime, rules: dict) -> dict:  # type: ignore[type-arg]
    hour = rules["morning_groups" if one["robot_id"] else "morning"].hour
    fixed = {"kind": SendingKind.MORNING, "state": SendingState.WAITING, "filed_at": now, "tries": 0, "error": ""}
    return one | fixed | {"due_at": morning(day_of(now), hour), "is_sealed": False, "settled_note": ""}


def _key(one: dict[str, int | None], day: str) -> str:
    return f"morning:{day}:robot:{one['robot_id']}" if one["robot_id"] else f"morning:{day}:hat:{one['membership_id']}"


def _hats(*, now: datetime) -> list[tuple[int, int]]:
    """Hats of case work that may be worn today, of persons who can be reached by mail and can log in."""
    today = day_of(now)
    held = or_(Membership.ends_on.is_(None), Membership.ends_on >= today)
    wanted = select(Membership.person_id, Membership.id).where(
        Membership.starts_on <= today, held, Membership.role.not_in(sorted(ADMIN_ROLES))
    )
    found = db.session.execute(wanted.order_by(Membership.id)).all()
    reached = mailed_among({person for person, _hat in found})
    return [one for one in found if one[0] in reached]


def _drop_earlier(of_today: str) -> None:
    """Let the bulletins of today replace those of the same hat or group that were surely not taken."""
    of = select(Sending.membership_id, Sending.robot_id, Sending.id).where(
        Sending.kind == SendingKind.MORNING, Sending.state == SendingState.WAITING, Sending.is_sealed.is_(False)
    )
    new = {(hat, robot): one for hat, robot, one in db.session.execute(of.where(Sending.key.startswith(of_today)))}
    old = db.session.execute(of.where(Sending.key.not_like(f"{of_today}%")))
    pairs = {one: new[hat, robot] for hat, robot, one in old if (hat, robot) in new}
    for start in range(0, len(pairs), AT_ONCE):
        some = dict(list(pairs.items())[start : start + AT_ONCE])
        heir = case(some, value=Telling.sending_id)
        db.session.execute(update(Telling).where(Telling.sending_id.in_(some)).values(sending_id=heir))
        dropped = {"state": SendingState.DROPPED, "error": "later_morning"}
        db.session.execute(update(Sending).where(Sending.id.in_(some)).values(dropped))
