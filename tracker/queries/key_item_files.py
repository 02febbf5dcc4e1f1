"""Files of key items: what came with which act on one, as far as a reader reads that act (`domain.key_items.reads`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.key_items import KeyAct, reads
from tracker.domain.parties import Actor
from tracker.models.attachments import Attachment, Scan
from tracker.models.key_items import KeyReport
from tracker.models.record import Event
from tracker.queries.key_items import Found


@dataclass(frozen=True)
class KeyFile:
    """One file with the act it came with, what the record says of that act, and whose report it is a draft of."""

    file: Attachment
    act: KeyAct
    facts: dict[str, Any]

    @property
    def is_clean(self) -> bool:
        return self.file.file.scan is Scan.CLEAN

    @property
    def place(self) -> str:
        """The part of the item it stands in: `plan-2` its second version, `event-5`, `demand-7`, `report-3` by their
        ids, or `result`."""
        if self.act in (KeyAct.REPORT, KeyAct.DRAFT_REPORT):
            return f"report-{self.file.key_report_id}"
        part = {KeyAct.PLAN: ("plan", "no"), KeyAct.HOLD: ("event", "event"), KeyAct.ANSWER: ("demand", "demand")}
        name, fact = part.get(self.act, ("result", ""))
        return f"{name}-{self.facts[fact]}" if fact else name


def subject_of(item_id: int) -> str:
    """What the record calls an item."""
    return f"key_item:{item_id}"


def files_of(actor: Actor, one: Found) -> list[KeyFile]:
    """All files of an item that this actor may open, in the order in which they came: one statement."""
    return [file for file in map(_told, db.session.execute(_of_item(one.item.id))) if _may_read(actor, one, file)]


def find_file(actor: Actor, one: Found, key: str) -> KeyFile | None:
    """One of them by its key, reached through its item (rule R3)."""
    row = db.session.execute(_of_item(one.item.id).where(Attachment.key == key)).one_or_none()
    file = _told(row) if row is not None else None
    return file if file is not None and _may_read(actor, one, file) else None


def _of_item(item_id: int) -> Select[Attachment, str, Any, int]:
    return (
        select(Attachment, Event.action, Event.facts, KeyReport.unit_id)
        .outerjoin(Event, Event.seq == Attachment.event_seq)
        .outerjoin(KeyReport, KeyReport.id == Attachment.key_report_id)
        .where(Attachment.key_item_id == item_id)
        .options(joinedload(Attachment.file))
        .order_by(Attachment.event_seq.is_(None), Attachment.event_seq, Attachment.uploaded_at, Attachment.key)
    )


def _told(row: Any) -> KeyFile:
    file, action, facts, unit_id = row
    if action is None:
        return KeyFile(file, KeyAct.DRAFT_REPORT, {"unit": unit_id})
    return KeyFile(file, KeyAct(action), facts)


def _may_read(actor: Actor, one: Found, file: KeyFile) -> bool:
    return reads(actor, one.detail, file.act, unit_id=file.facts.get("unit"))
