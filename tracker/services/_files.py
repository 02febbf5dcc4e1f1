"""Attachments inside the transaction of an act: handed in with it, never changed after it (rule R11)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.models.attachments import Attachment, Scan
from tracker.models.commitments import Commitment
from tracker.models.key_items import KeyItem, KeyReport
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import files as found
from tracker.services._load import Invalid

Case = Suggestion | Task | Round | Commitment | KeyItem | KeyReport
Draft = Suggestion | Round | KeyReport
MB = 1024 * 1024


def handed_in(keys: Sequence[str], actor: Actor, case: Case) -> list[Attachment]:
    """The attachments of these keys, in their order: this person's own, or those of the same paper or reply.

    Raises `Invalid` for one that is not there any more, for one in which a virus was found, and for too many.
    """
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return []
    rows = db.session.scalars(
        select(Attachment).where(Attachment.key.in_(wanted)).options(joinedload(Attachment.file))
    ).all()
    by_key = {one.key: one for one in rows if _is_at_hand(one, actor, case)}
    if len(by_key) != len(wanted):
        raise Invalid(files="file_gone")
    held = [by_key[key] for key in wanted]
    _fit_together(held)
    return held


def facts_of(held: Iterable[Attachment]) -> dict[str, Any]:
    """What the record says of them: the event is chained, and with it the names and digests."""
    listed = [
        {"key": one.key, "name": one.name, "size": one.file.size, "alg": one.file.alg, "digest": one.digest}
        for one in held
    ]
    return {"files": listed} if listed else {}


def bind(held: Iterable[Attachment], event: Event) -> None:
    """Tie them to the act for good; one that came with an earlier act stays with that."""
    for one in held:
        if one.event_seq is None:
            one.suggestion_id, one.task_id, one.round_id = event.suggestion_id, event.task_id, event.round_id
            one.event_seq = event.seq


def bind_to_item(held: Iterable[Attachment], item: KeyItem, event: Event) -> None:
    """Tie them to an act on a key item for good."""
    for one in held:
        if one.event_seq is None:
            one.key_item_id, one.event_seq = item.id, event.seq


def drafted(case: Draft) -> Sequence[Attachment]:
    """The attachments of a paper, a reply or a report as it stands now."""
    if isinstance(case, KeyReport):
        return found.of_report(case.id)
    return found.of_paper(case.id) if isinstance(case, Suggestion) else found.of_reply(case.id)


def keys_of(held: Iterable[Attachment]) -> list[str]:
    """Their keys."""
    return [one.key for one in held]


def differs(case: Draft, keys: Sequence[str] | None) -> bool:
    """Whether these are others than the paper or reply has; no keys at all means that they are not spoken of."""
    return keys is not None and set(keys) != set(keys_of(drafted(case)))


def settle(case: Draft, keys: Sequence[str] | None, actor: Actor, *, was_read: bool, now: datetime) -> None:
    """Make these the attachments of a paper, reply or report that is being written.

    One left off is gone where nobody else has seen it (`was_read` false); else it is only marked, for the version it
    was read with keeps it.
    """
    if keys is None:
        return
    held = drafted(case)
    new = [one for one in handed_in(keys, actor, case) if one not in held]
    for one in new:
        if isinstance(case, KeyReport):
            one.key_item_id, one.key_report_id = case.item_id, case.id
        else:
            one.suggestion_id = case.suggestion.id
        if isinstance(case, Round):
            one.task_id, one.round_id = case.task_id, case.id
    for one in held:
        if one.key in keys:
            continue
        if was_read or one.event_seq is not None:
            one.taken_out_at = now
        else:
            db.session.delete(one)
    db.session.flush()


def copies_of(earlier: Suggestion, actor: Actor, *, now: datetime) -> list[str]:
    """The attachments of a paper once more, for another that begins with its text: the same bytes, the same names."""
    keys = []
    for one in found.of_paper(earlier.id):
        if one.file.scan is not Scan.INFECTED:
            keys.append(secrets.token_hex(16))
            db.session.add(
                Attachment(
                    key=keys[-1], digest=one.digest, name=one.name, uploaded_by_id=actor.person_id, uploaded_at=now
                )
            )
    db.session.flush()
    return keys


def _is_at_hand(one: Attachment, actor: Actor, case: Case) -> bool:
    if one.is_loose:
        return one.uploaded_by_id == actor.person_id
    if isinstance(case, KeyItem):
        return False
    if isinstance(case, KeyReport):
        return one.key_report_id == case.id and one.event_seq is None
    place = case.suggestion.id, case.id if isinstance(case, Round) else None
    return (one.suggestion_id, one.round_id) == place and one.taken_out_at is None


def _fit_together(held: Sequence[Attachment]) -> None:
    if any(one.file.scan is Scan.INFECTED for one in held):
        raise Invalid(files="file_infected")
    if len(held) > current_app.config["MAX_FILES"]:
        raise Invalid(files="too_many_files")
    if sum(one.file.size for one in held) > current_app.config["MAX_FILES_MB"] * MB:
        raise Invalid(files="files_too_large")
