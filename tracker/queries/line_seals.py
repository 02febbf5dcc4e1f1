"""Whether the approved lines still say what the record sealed when they were proposed and approved (rule R12)."""

from __future__ import annotations

from sqlalchemy import Row, select

from tracker.db import db
from tracker.domain.lines import SEALED, seal_of
from tracker.models.lines import ApprovedLine, LineDecision, LineVersion
from tracker.models.record import Event

_PROPOSED, _APPROVED, _WITHDRAWN = "propose_line", "approve_line", "withdraw_line"
# A withdrawn line is used again, as a new version that is approved in the same act.
_RESTORED = "restore_line"


def changed() -> list[int]:
    """The ids of the lines that differ from the record: a version that says something else, holds to another day or
    is gone, one that was never approved and may be used, one that was withdrawn and is back. Three statements."""
    lines = {one.id: one for one in db.session.execute(select(*ApprovedLine.__table__.columns))}
    versions = {(one.line_id, one.no): one for one in db.session.execute(select(*LineVersion.__table__.columns))}
    wanted = select(Event.action, Event.subject, Event.facts).order_by(Event.seq)
    approved: dict[int, list[int]] = {}
    withdrawn: set[int] = set()
    wrong: set[int] = set()
    for event in db.session.execute(wanted.where(Event.action.in_((_PROPOSED, _APPROVED, _WITHDRAWN, _RESTORED)))):
        line_id = int(event.subject.removeprefix("line:"))
        if event.action == _WITHDRAWN:
            withdrawn.add(line_id)
            continue
        if event.action == _RESTORED:
            withdrawn.discard(line_id)
        if event.action in (_APPROVED, _RESTORED):
            approved.setdefault(line_id, []).append(event.facts["no"])
        if not _is_as_said(versions.get((line_id, event.facts["no"])), event.facts.get(SEALED)):
            wrong.add(line_id)
    for key, one in versions.items():
        if (one.decision is LineDecision.APPROVED) != (one.no in approved.get(one.line_id, ())):
            wrong.add(key[0])
    for line_id in lines.keys() | approved.keys() | withdrawn:
        held = lines.get(line_id)
        in_force = approved.get(line_id, [None])[-1]
        if held is None or held.current_no != in_force or (held.withdrawn_at is not None) != (line_id in withdrawn):
            wrong.add(line_id)
    return sorted(wrong)


def _is_as_said(row: Row[tuple[object, ...]] | None, sealed: str | None) -> bool:
    return row is not None and seal_of(row.title, row.subject, row.body, row.source, row.valid_until) == sealed
