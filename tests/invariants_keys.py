"""What must hold of key items: marks and rows say the same, stages and days too."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from tracker.db import db
from tracker.domain.key_items import LIVING, KeyStage
from tracker.models.joint import HandlingGroup
from tracker.models.key_items import KeyItem, KeyPaper
from tracker.models.suggestions import Suggestion


def keys() -> Iterator[str]:
    """Every mark without a row and every row without a mark."""
    rows = db.session.scalars(select(KeyPaper).where(KeyPaper.left_on.is_(None), KeyPaper.bound_on.is_not(None))).all()
    for name, is_led in (("is_key", False), ("is_leader_led", True)):
        bound = {one.suggestion_id for one in rows if one.is_led is is_led}
        marked = set(db.session.scalars(select(Suggestion.id).where(getattr(Suggestion, name))))
        if bound != marked:
            yield f"{name} stands on {sorted(marked)}, items bind {sorted(bound)}"
    groups = {one.group_id for one in rows if one.group_id is not None and not one.is_led}
    if groups != (marked := set(db.session.scalars(select(HandlingGroup.id).where(HandlingGroup.is_key)))):
        yield f"groups {sorted(marked)} are marked as key, items bind {sorted(groups)}"
    for one in rows:
        goes_on = one.item.stage is KeyStage.CONCLUDED and one.item.goes_on
        if one.item.stage not in LIVING and not goes_on:
            yield f"key item {one.item_id} is {one.item.stage} and binds a paper"
    for item in db.session.scalars(select(KeyItem)):
        reported = {one.unit_id for one in item.reports if one.handed_in_at is not None}
        if item.stage is KeyStage.REPORTED and not (reported and item.reported_on):
            yield f"key item {item.id} is reported without a report"
