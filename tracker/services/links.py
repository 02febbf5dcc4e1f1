"""Links from a paper to an earlier one (关联): that it follows up on it, or raises the same matter again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.domain.states import PRIVATE
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.models.suggestions import Suggestion
from tracker.queries.cases import find_suggestion
from tracker.services._advance import advance
from tracker.services._load import Invalid, Missing, fresh

# What people say of a paper; the other kinds follow from acts.
BY_HAND = frozenset({LinkKind.FOLLOW_UP, LinkKind.REPEAT})


@transactional
def link(actor: Actor, suggestion_id: int, earlier_id: int, *, kind: LinkKind, note: str, now: datetime) -> int:
    """Link a paper to an earlier one the actor may read; returns the paper's id.

    Raises `Invalid` for itself, for one filed later or linked already, and for kinds nobody gives by hand.
    """
    suggestion = fresh(Suggestion, suggestion_id)
    require(actor, Action.LINK, suggestion, today=day_of(now))
    earlier = find_suggestion(actor, earlier_id)
    # One that is still being signed is read by those who are asked to; it was not raised before.
    if earlier is None or earlier.state in PRIVATE or kind not in BY_HAND:
        raise Invalid(other="unknown")
    if earlier.id == suggestion.id:
        raise Invalid(other="own_paper")
    if _day(earlier) > _day(suggestion):
        raise Invalid(other="not_earlier")
    if _linked(suggestion.id, earlier.id):
        raise Invalid(other="linked_already")
    advance(suggestion, Action.LINK, actor, now=now, note=note, facts=_facts(earlier, kind))
    db.session.add(
        SuggestionLink(
            later_id=suggestion.id,
            earlier_id=earlier.id,
            kind=kind,
            note=note,
            made_by_id=actor.person_id,
            made_at=now,
        )
    )
    return suggestion.id


@transactional
def unlink(actor: Actor, suggestion_id: int, link_id: int, *, now: datetime) -> int:
    """Take back a link made by hand; the story keeps both lines. Returns the paper's id."""
    suggestion = fresh(Suggestion, suggestion_id)
    require(actor, Action.UNLINK, suggestion, today=day_of(now))
    found = db.session.get(SuggestionLink, link_id)
    if found is None or found.later_id != suggestion.id or found.kind not in BY_HAND:
        raise Missing("link")
    advance(suggestion, Action.UNLINK, actor, now=now, facts=_facts(found.earlier, found.kind))
    db.session.delete(found)
    return suggestion.id


def _day(suggestion: Suggestion) -> date:
    # A draft is later than all that was handed in; imported history without a day is earlier.
    if suggestion.submitted_on is not None:
        return suggestion.submitted_on
    return date.min if suggestion.number else date.max


def _linked(one: int, other: int) -> bool:
    both_ways = or_(
        and_(SuggestionLink.later_id == one, SuggestionLink.earlier_id == other),
        and_(SuggestionLink.later_id == other, SuggestionLink.earlier_id == one),
    )
    return db.session.scalar(select(SuggestionLink.id).where(both_ways)) is not None


def _facts(earlier: Suggestion, kind: LinkKind) -> dict[str, Any]:
    # Whoever reads the story may not be allowed to read the other paper.
    number = None if earlier.is_confidential else earlier.number
    return {"kind": kind.value, "number": number}
