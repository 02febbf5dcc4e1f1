"""Doing something with a key item: judge by its table, move its stage, record. The only code that changes a stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.key_items import KEY_STEPS, LIVING, KeyAct, KeyStage, is_party, may_act
from tracker.domain.parties import Actor
from tracker.models.attachments import Attachment
from tracker.models.key_items import KeyItem, KeyPaper
from tracker.models.suggestions import Suggestion
from tracker.queries.key_item_files import subject_of
from tracker.queries.key_items import facts_of
from tracker.services._files import bind_to_item
from tracker.services._files import facts_of as facts_of_files
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._record import write_event


def ready(actor: Actor, act: KeyAct, item_id: int, *, version: int | None) -> KeyItem:
    """The item as it is now, for an act that is open to the actor.

    Raises `Missing` to whom it is not, as if the item were not there, `Stale`, and `Invalid` where its stage is past.
    """
    item = fresh(KeyItem, item_id)
    facts = facts_of(item)
    if not is_party(actor, act, facts):
        raise Missing(act)
    fresh(KeyItem, item_id, version=version)
    if not may_act(actor, act, facts):
        raise Invalid(form="key_stage_is_past")
    return item


def record(
    actor: Actor,
    act: KeyAct,
    item: KeyItem,
    *,
    now: datetime,
    note: str = "",
    facts: dict[str, Any] | None = None,
    files: Sequence[Attachment] = (),
) -> None:
    """Write the act into the record with the files handed in with it, and let the item stand where its table says;
    forms on it become late."""
    step = KEY_STEPS.get(act)
    before = item.stage
    if step is not None and step.to is not None:
        item.stage = step.to
    flag_modified(item, "title")
    held = {"title": item.title, "stage": item.stage.value} | (facts or {})
    if step is not None and before is not item.stage:
        held["was"] = before.value
    held |= facts_of_files(files)
    event = write_event(actor, act.value, now=now, subject=subject_of(item.id), note=note, facts=held)
    bind_to_item(files, item, event)
    db.session.flush()


def settle_reports(item: KeyItem) -> None:
    """A running item is reported once every unit that answers for one of its papers has reported; a paper that comes
    in later, or goes to another unit, may open that again. To be asked after whatever changes who answers.

    It was reported on the day (Asia/Shanghai) the last of those units first did: another that leaves makes none late.
    """
    db.session.flush()
    if item.stage not in LIVING:
        return
    owing = set(facts_of(item).answering)
    given = _first_reports(item)
    # Where the last paper was taken back nobody is left to report: what was reported till then is all there will be.
    if owing <= given.keys() and (owing or (given and not any(one.stands for one in item.papers))):
        item.stage = KeyStage.REPORTED
        item.reported_on = max(given[unit_id] for unit_id in owing or given)
    else:
        item.stage, item.reported_on = KeyStage.RUNNING, None
    db.session.flush()


def settle_reports_on(suggestion: Suggestion) -> None:
    """The same for the items that a paper stands in, once a share of it has gone to its unit or to another one."""
    if not (suggestion.is_key or suggestion.is_leader_led):
        return
    db.session.flush()
    bound = KeyPaper.bound_on.is_not(None), KeyPaper.left_on.is_(None)
    of_paper = select(KeyPaper.item_id).where(KeyPaper.suggestion_id == suggestion.id, *bound)
    wanted = select(KeyItem).where(KeyItem.id.in_(of_paper), KeyItem.stage.in_(sorted(LIVING)))
    for item in db.session.scalars(wanted.order_by(KeyItem.id).execution_options(populate_existing=True)).all():
        settle_reports(item)


def _first_reports(item: KeyItem) -> dict[int, date]:
    """The day of the first report of each unit that has handed one in."""
    found: dict[int, date] = {}
    for one in item.reports:
        if one.handed_in_at is not None:
            found.setdefault(one.unit_id, day_of(one.handed_in_at))
    return found
