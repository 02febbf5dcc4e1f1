"""What a unit reports on a key item (承办单位向主任会议报告): drafted by its people, handed in by its principal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.hints import marked
from tracker.domain.key_items import KeyAct
from tracker.domain.limits import ANSWER, DOCUMENT_NO
from tracker.domain.parties import Actor
from tracker.models.key_items import KeyItem, KeyReport
from tracker.queries.key_items import has_principal
from tracker.services._files import drafted, handed_in, keys_of, settle
from tracker.services._key_acts import ready, record, settle_reports
from tracker.services._load import Invalid, Missing, Stale


@transactional
def draft(
    actor: Actor,
    item_id: int,
    body: str,
    *,
    version: int,
    now: datetime,
    files: Sequence[str] | None = None,
    document_no: str = "",
) -> int:
    """Keep the unit's draft with its `files` and its own number, for its own people alone, at the version it was opened
    with; no files at all leave those it has. Returns the new version.
    """
    item = ready(actor, KeyAct.DRAFT_REPORT, item_id, version=None)
    if marked({"body": body}):
        raise Invalid(body="secret")
    if len(document_no) > DOCUMENT_NO:
        raise Invalid(document_no="too_long")
    one = _draft_of(item, actor, version, now=now)
    _write(one, actor, body, document_no, files, now=now)
    return one.version


@transactional
def hand_in(
    actor: Actor,
    item_id: int,
    body: str,
    *,
    version: int,
    now: datetime,
    files: Sequence[str] | None = None,
    document_no: str = "",
) -> int:
    """The principal's report with its `files`; a further one may follow until the item is concluded. Returns the item's
    id.

    Raises `Invalid` where the unit has a principal and another signs (QD1 Art. 22: the principal handles it himself).
    """
    item = ready(actor, KeyAct.REPORT, item_id, version=None)
    wrong = {} if body.strip() else {"body": "missing"}
    if len(body) > ANSWER:
        wrong["body"] = "too_long"
    if marked({"body": body}):
        wrong["body"] = "secret"
    if len(document_no) > DOCUMENT_NO:
        wrong["document_no"] = "too_long"
    if not actor.is_principal and has_principal(actor.unit_id or 0, day_of(now)):
        wrong["form"] = "principal_reports"
    if wrong:
        raise Invalid(**wrong)
    one = _draft_of(item, actor, version, now=now)
    _write(one, actor, body, document_no, files, now=now)
    given = handed_in(keys_of(drafted(one)), actor, one)
    one.handed_in_by_id, one.handed_in_at, one.by_principal = actor.person_id, now, actor.is_principal
    db.session.flush()
    late = item.report_due_on is not None and day_of(now) > item.report_due_on and one.no == 1
    settle_reports(item)
    facts = {"unit": actor.unit_id, "no": one.no, **({"late": True} if late else {})}
    record(actor, KeyAct.REPORT, item, now=now, facts=facts, files=given)
    return item.id


def _draft_of(item: KeyItem, actor: Actor, version: int, *, now: datetime) -> KeyReport:
    """The open draft of the unit, or a new one after what was handed in. A form on another version is late."""
    if actor.unit_id is None:
        raise Missing("key_report")
    ours = [one for one in item.reports if one.unit_id == actor.unit_id]
    held = next((one for one in ours if one.handed_in_at is None), None)
    if held is not None:
        if held.version != version:
            raise Stale(held, version)
        return held
    if version:
        # The draft it was opened with has been handed in meanwhile.
        raise Stale(ours[-1] if ours else item, version)
    made = KeyReport(unit_id=actor.unit_id, no=len(ours) + 1, saved_at=now)
    item.reports.append(made)
    return made


def _write(
    one: KeyReport, actor: Actor, body: str, document_no: str, files: Sequence[str] | None, *, now: datetime
) -> None:
    one.document_no = document_no.strip()
    one.body, one.saved_by_id, one.saved_at = body, actor.person_id, now
    db.session.flush()
    settle(one, files, actor, was_read=False, now=now)
