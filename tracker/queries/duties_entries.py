"""What was entered from paper and waits for somebody's word, as conditions on `Suggestion`: the twin of
`domain.entries.awaits`."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from tracker.domain.entries import ANSWERS_FOR_UNIT, Entered
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.joint import PaperEntry
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import ME, MY_UNIT, stands

S = SuggestionState
_STATES = (S.SUBMITTED, S.IN_REVIEW, S.REGISTERED, S.IN_HANDLING, S.CLOSED)


def _with(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    open_ones = select(PaperEntry.suggestion_id).where(
        PaperEntry.answered_at.is_(None), PaperEntry.entered_by_id != ME, *conditions
    )
    return and_(stands(Suggestion.state, *_STATES), Suggestion.id.in_(open_ones))


FOR_DEPUTY = _with(PaperEntry.person_id == ME)


def for_unit(role: Role | None) -> ColumnElement[bool] | None:
    """What waits for a unit's receiver or signer; nothing for its other people."""
    what = [one for one in Entered if ANSWERS_FOR_UNIT.get(one) is role]
    if not what:
        return None
    return _with(PaperEntry.person_id.is_(None), PaperEntry.unit_id == MY_UNIT, PaperEntry.what.in_(what))
