"""Filing anew (重新提出): a paper that was not accepted or was taken back is the beginning of another."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.models.organs import Category
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance
from tracker.services._files import copies_of
from tracker.services._load import fresh
from tracker.services.submissions import Paper, begun, bills_are_taken


@transactional
def refile(actor: Actor, suggestion_id: int, *, version: int, now: datetime) -> int:
    """Begin a draft with the text of an earlier paper and tie both together; returns the draft's id.

    The earlier paper stays as it is. Signatures are not taken along: nobody has signed the new text yet. A bill begins
    as a suggestion where no session takes bills at this hour; suggestions are taken at any time.
    """
    earlier = fresh(Suggestion, suggestion_id, version=version)
    advance(earlier, Action.REFILE, actor, now=now)
    later = begun(actor, paper_of(earlier, now=now), files=copies_of(earlier, actor, now=now), now=now)
    db.session.add(
        SuggestionLink(
            later_id=later.id, earlier_id=earlier.id, kind=LinkKind.REFILED, made_by_id=actor.person_id, made_at=now
        )
    )
    return later.id


def paper_of(earlier: Suggestion, *, now: datetime) -> Paper:
    """What a paper says, as the beginning of another; a category that has ended is left open."""
    text = earlier.text
    return Paper(
        kind=Kind.SUGGESTION if turns(earlier, now=now) else earlier.kind,
        title=text.title if text is not None else earlier.title,
        problem=text.problem if text is not None else "",
        analysis=text.analysis if text is not None else "",
        requests=[one.body for one in text.requests] if text is not None else [],
        category_id=_open_category(earlier, now=now),
        proposed_unit_id=earlier.proposed_unit_id,
        consent=earlier.consent,
        consent_reason=earlier.consent_reason,
        origins=tuple(earlier.origins),
        origin_note=earlier.origin_note,
        is_confidential=earlier.is_confidential,
    )


def turns(earlier: Suggestion, *, now: datetime) -> bool:
    """Whether a bill is filed anew as a suggestion, since no bills are taken at this hour."""
    return earlier.is_bill and not bills_are_taken(now)


def _open_category(earlier: Suggestion, *, now: datetime) -> int | None:
    category = db.session.get(Category, earlier.category_id) if earlier.category_id else None
    over = category is None or (category.ended_on is not None and category.ended_on <= day_of(now))
    return None if over else earlier.category_id
