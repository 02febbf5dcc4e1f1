"""Which approved lines went into which answers, inside other services: put in, taken over, put aside and put back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.models.lines import LineUse, LineVersion
from tracker.models.tasks import Round
from tracker.services._load import Invalid


@dataclass(frozen=True)
class PutIn:
    """A version of a line that was put into the answer to a request."""

    line_version_id: int
    request_no: int


@dataclass(frozen=True)
class TakenOver:
    """The answer an earlier round of the same share gave to a request, put into the answer to it in this one."""

    round_no: int
    request_no: int


def note_lines(one: Round, put_in: Iterable[PutIn], actor: Actor, *, now: datetime) -> None:
    """Keep with a draft what was put into it. Raises `Invalid` for what the unit may not use, or no more, today."""
    for each in put_in:
        found = db.session.get(LineVersion, each.line_version_id, populate_existing=True)
        if found is None or not _may_be_used(found, one, now=now) or each.request_no not in one.task.part:
            raise Invalid(lines="line_not_in_force")
        _add(one, found.id, each.request_no, actor, now=now)


def lines_of_earlier(one: Round, taken: Iterable[TakenOver], actor: Actor, *, now: datetime) -> None:
    """Earlier answers bring their lines along, those that hold no more as well: the draft warns of them."""
    for each in taken:
        source = next((other for other in one.task.rounds if other.no == each.round_no < one.no), None)
        if source is not None and each.request_no in one.task.part:
            lines_go_over(source, one, {each.request_no: each.request_no}, actor, now=now)


def lines_go_over(source: Round, target: Round, numbers: Mapping[int, int], actor: Actor, *, now: datetime) -> None:
    """Answers taken over into another draft bring their lines along; `numbers`: request of the source by target's."""
    held = db.session.scalars(select(LineUse).where(LineUse.round_id == source.id)).all()
    for no, theirs in numbers.items():
        for use in held:
            if use.request_no == theirs:
                _add(target, use.line_version_id, no, actor, now=now)


def lines_put_aside(one: Round) -> list[dict[str, Any]]:
    """Take the lines out of a round whose words are put aside, and say which, for `lines_put_back`."""
    held = db.session.scalars(select(LineUse).where(LineUse.round_id == one.id).order_by(LineUse.id)).all()
    if held:
        db.session.execute(delete(LineUse).where(LineUse.round_id == one.id))
    return [
        {"version": use.line_version_id, "no": use.request_no, "at": use.put_in_at.isoformat(), "by": use.put_in_by_id}
        for use in held
    ]


def lines_put_back(one: Round, held: Iterable[dict[str, Any]]) -> None:
    """The lines of words that are put back belong to the round again."""
    for use in held:
        made = LineUse(line_version_id=use["version"], round_id=one.id, request_no=use["no"])
        made.put_in_at, made.put_in_by_id = datetime.fromisoformat(use["at"]), use["by"]
        db.session.add(made)


def _add(one: Round, line_version_id: int, no: int, actor: Actor, *, now: datetime) -> None:
    known = select(LineUse.id).where(
        LineUse.round_id == one.id, LineUse.request_no == no, LineUse.line_version_id == line_version_id
    )
    if db.session.scalar(known) is None:
        made = LineUse(line_version_id=line_version_id, round_id=one.id, request_no=no, put_in_at=now)
        made.put_in_by_id = actor.person_id
        db.session.add(made)
        db.session.flush()


def _may_be_used(found: LineVersion, one: Round, *, now: datetime) -> bool:
    line = found.line
    in_force = line.withdrawn_at is None and line.current_no == found.no and found.valid_until >= day_of(now)
    return in_force and line.unit_id == one.task.unit_id
