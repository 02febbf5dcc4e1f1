"""Robots of group chats: added, tried, stopped by the system administrator. Address and secret are shown to nobody
again and stand in no event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import update

from tracker.db import db, transactional
from tracker.domain.limits import NAME
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.organs import Unit
from tracker.models.tellings import GroupRobot, RobotKind, Sending, SendingKind, SendingState
from tracker.outside.robots import is_allowed
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import require
from tracker.services._outbox import file
from tracker.services._record import write_event


@dataclass(frozen=True)
class RobotDraft:
    """A group: what it is called, whose chat it is, whose people are in it (no unit: the desk's), the webhook."""

    name: str
    kind: RobotKind
    unit_id: int | None
    address: str
    secret: str = ""


@transactional
def add(actor: Actor, draft: RobotDraft, *, now: datetime) -> int:
    """Add the robot of a group; returns its id. It is used from the next notice on.

    Raises `Invalid` for an address that is not https at one of the hosts of the settings.
    """
    require(actor, Capability.KEEP_ROBOTS)
    wrong = {name: "missing" for name in ("name", "address") if not getattr(draft, name).strip()}
    if len(draft.name) > NAME:
        wrong["name"] = "line_too_long"
    if "address" not in wrong and not is_allowed(draft.address.strip(), current_app.config["ROBOT_HOSTS"]):
        wrong["address"] = "robot_host"
    if wrong:
        raise Invalid(**wrong)
    if draft.unit_id is not None and db.session.get(Unit, draft.unit_id) is None:
        raise Missing("unit")
    one = GroupRobot(name=draft.name.strip(), kind=draft.kind, unit_id=draft.unit_id, made_at=now)
    one.address, one.secret = draft.address.strip(), draft.secret.strip()
    db.session.add(one)
    db.session.flush()
    _note(actor, "add_robot", one, now=now)
    return one.id


@transactional
def try_out(actor: Actor, robot_id: int, *, token: str, now: datetime) -> int:
    """File a trial message; the worker sends it, and the page shows what came of it. Returns the sending's id."""
    require(actor, Capability.KEEP_ROBOTS)
    one = fresh(GroupRobot, robot_id)
    return file(SendingKind.TRIAL, f"trial:{one.id}:{token[:60]}", now=now, due_at=now, robot_id=one.id).id


@transactional
def stop(actor: Actor, robot_id: int, *, version: int, now: datetime) -> int:
    """Use a robot no more and forget its address and secret; what waits for it goes by mail. Returns its id."""
    require(actor, Capability.KEEP_ROBOTS)
    one = fresh(GroupRobot, robot_id, version=version)
    if not one.is_active:
        return one.id
    one.is_active, one.address, one.secret = False, "", ""
    waits = update(Sending).where(Sending.robot_id == one.id, Sending.state == SendingState.WAITING)
    db.session.execute(
        waits.where(Sending.kind != SendingKind.NEWS).values(state=SendingState.DROPPED, error="stopped")
    )
    _note(actor, "stop_robot", one, now=now)
    return one.id


def _note(actor: Actor, action: str, one: GroupRobot, *, now: datetime) -> None:
    facts = {"name": one.name, "kind": one.kind.value, "unit": one.unit_id}
    write_event(actor, action, now=now, subject=f"robot:{one.id}", facts=facts)
