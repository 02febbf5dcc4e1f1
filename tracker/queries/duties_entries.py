"""What was entered from paper and waits for somebody's word, as conditions on `Suggestion`: the twin of
`domain.entries.awaits`."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy import exists as there_is
from sqlalchemy.orm import aliased

from tracker.domain.actions import Action
from tracker.domain.entries import ANSWERS_FOR_UNIT, Entered
from tracker.domain.lifecycle import STEPS
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.joint import PaperEntry
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import ME, MY_UNIT, stands, written
from tracker.queries.unled import unled

_STATES = sorted(one for one in SuggestionState if one in STEPS[Action.CONFIRM_ENTRY].frm)
# The papers in these states are many: their index must not lead, the few entries do.
_IN_PLAY = stands(unled(Suggestion.state), *_STATES)


def _with(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    open_ones = select(PaperEntry.suggestion_id).where(
        PaperEntry.answered_at.is_(None), PaperEntry.entered_by_id != ME, *conditions
    )
    return and_(Suggestion.id.in_(open_ones), _IN_PLAY)


# What is denied and not looked into yet is the desk's first; a paper its lead denies goes no further until then.
NOT_DISPUTED: ColumnElement[bool] = Suggestion.disputed_entries == 0
NOT_DENIED = or_(
    NOT_DISPUTED,
    ~there_is().where(
        PaperEntry.suggestion_id == Suggestion.id,
        PaperEntry.what == Entered.SUGGESTION,
        PaperEntry.is_disputed,
        PaperEntry.settled_at.is_(None),
    ),
)
# From the small index of disputed papers, which serves where its own bound stands in the statement.
_disputed = aliased(Suggestion)
TO_SETTLE = and_(Suggestion.id.in_(select(_disputed.id).where(_disputed.disputed_entries > written(0))), _IN_PLAY)
FOR_DEPUTY = _with(PaperEntry.person_id == ME)


def for_unit(role: Role | None) -> ColumnElement[bool] | None:
    """What waits for a unit's receiver or signer; nothing for its other people."""
    what = [one for one in Entered if ANSWERS_FOR_UNIT.get(one) is role]
    if not what:
        return None
    return _with(PaperEntry.person_id.is_(None), PaperEntry.unit_id == MY_UNIT, PaperEntry.what.in_(what))
