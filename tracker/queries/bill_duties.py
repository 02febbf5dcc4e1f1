"""Papers that wait for the delegation's first check, and bills that wait for a decision or its result: SQL twins."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.states import SuggestionState
from tracker.models.organs import CongressSession
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import MY_DELEGATION, MY_FIELD, TODAY, stands

S = SuggestionState
_SITTING = select(CongressSession.id).where(CongressSession.closes_on >= TODAY)

AWAITS_CHECK = and_(
    stands(Suggestion.state, S.SUBMITTED),
    Suggestion.needs_check,
    Suggestion.checked_on.is_(None),
    Suggestion.session_id.in_(_SITTING),
)
TO_CHECK = and_(AWAITS_CHECK, Suggestion.delegation_id == MY_DELEGATION)
IS_BILL: ColumnElement[bool] = stands(Suggestion.kind, Kind.BILL)
# Asked of the few papers under review only, so that no index need hold the kind.
TO_REVIEW = and_(stands(Suggestion.state, S.SUBMITTED, S.IN_REVIEW), ~IS_BILL, ~AWAITS_CHECK)
TO_DECIDE = and_(stands(Suggestion.state, S.SUBMITTED, S.IN_REVIEW), IS_BILL, ~AWAITS_CHECK)
TO_CONCLUDE = stands(Suggestion.state, S.ON_AGENDA, S.WITH_COMMITTEE)
TO_CONCLUDE_IN_FIELD = and_(
    stands(Suggestion.state, S.WITH_COMMITTEE),
    or_(Suggestion.is_key, Suggestion.category_id.in_(MY_FIELD)),
)
# Converting is open whenever anything can be decided: to the agenda only with signers enough.
DECIDE, CONCLUDE, CHECK = Action.CONVERT, Action.CONCLUDE, Action.CHECK
