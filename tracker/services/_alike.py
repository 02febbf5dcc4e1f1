"""The marks by which alike papers are found, changed in the transaction that changes a text."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import delete, insert, select

from tracker.db import db
from tracker.domain.alike import Rarity, Weighed, marks
from tracker.models.alike import AlikeMark, AlikeRarity
from tracker.queries.alike_texts import highest_id, rarity_now, recounted, texts_of

SHARE = 10_000
# So many papers of an installation, and again each time there are twice as many, pairs are counted.
FIRST = 4


def remark(ids: Collection[int]) -> int:
    """Make the marks of these papers what their texts ask for; returns how many papers had others.

    Called inside a writing transaction. Drafts, and papers that are no longer before anybody, have none.
    """
    if not ids:
        return 0
    db.session.flush()
    rarity = _rarity_in_time()
    wanted = {one: _marks(text.weighed(rarity)) for one, text in texts_of(ids).items()}
    held = _held(ids)
    wrong = [one for one in ids if held.get(one, {}) != wanted.get(one, {})]
    if wrong:
        db.session.execute(delete(AlikeMark).where(AlikeMark.suggestion_id.in_(wrong)))
    rows = [
        {"token": token, "suggestion_id": one, "weight": weight}
        for one in wrong
        for token, weight in sorted(wanted.get(one, {}).items())
    ]
    if rows:
        db.session.execute(insert(AlikeMark), rows)
    return len(wrong)


def recount() -> Rarity:
    """Count anew in how many papers pairs stand, inside a writing transaction; marks made before stay as they are."""
    highest = highest_id()
    rarity = recounted(highest)
    row = db.session.get(AlikeRarity, 1) or AlikeRarity(id=1)
    row.key, row.papers, row.counted_to, row.held = secrets.token_hex(16), rarity.papers, highest, dict(rarity.held)
    db.session.add(row)
    db.session.flush()
    return rarity


def _rarity_in_time() -> Rarity:
    counted_to = db.session.scalar(select(AlikeRarity.counted_to))
    if highest_id() >= max(FIRST, 2 * (counted_to or 0)):
        return recount()
    return rarity_now()


def _marks(paper: Weighed) -> dict[str, int]:
    return {token: round(SHARE * share) for token, share in marks(paper).items()}


def _held(ids: Collection[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    wanted = select(AlikeMark.suggestion_id, AlikeMark.token, AlikeMark.weight)
    for suggestion_id, token, weight in db.session.execute(wanted.where(AlikeMark.suggestion_id.in_(ids))):
        found[suggestion_id][token] = weight
    return found
