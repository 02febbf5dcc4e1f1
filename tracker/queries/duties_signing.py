"""What waits for a deputy among the signers of a paper: SQL twins of `domain.judging_joint`."""

from __future__ import annotations

from sqlalchemy import and_, or_
from sqlalchemy import exists as there_is

from tracker.domain.parties import SignatureState
from tracker.domain.states import LED_ON, WITHDRAWABLE, SuggestionState
from tracker.models.joint import LeadChange
from tracker.models.people import last_seat_day
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import ME, TODAY, stands

_SIGNING = (SuggestionState.COSIGNING, SuggestionState.RETURNED)
# Who is asked to lead it has that to answer first.
_NOT_OFFERED_ME = Suggestion.lead_offered_to_id.is_distinct_from(ME)
_A_REPLY_IS_OUT = there_is().where(
    Task.suggestion_id == Suggestion.id, Round.task_id == Task.id, Round.delivered_on.is_not(None)
)
# Of a paper sent back also who signed what was handed in, and has not signed the new text yet.
_HAS_A_SAY = or_(
    Signature.state == SignatureState.AGREED,
    and_(
        Signature.state == SignatureState.LAPSED,
        Signature.text_no < Suggestion.text_no,
        stands(Suggestion.state, SuggestionState.RETURNED),
    ),
)
# A request ends with the seat of who made it.
_ASKER_SITS = last_seat_day(Suggestion.author_id) >= TODAY
CONSENT_AWAITED = and_(
    Signature.person_id == ME,
    _HAS_A_SAY,
    Signature.agrees_to_withdraw.is_not(True),
    Suggestion.withdrawal_asked_on.is_not(None),
    stands(Suggestion.state, *sorted(WITHDRAWABLE)),
    _NOT_OFFERED_ME,
    ~_A_REPLY_IS_OUT,
    _ASKER_SITS,
)
# The offers nobody has answered are few, and have an index of their own.
LEAD_OFFERED = and_(
    LeadChange.answered_at.is_(None), Suggestion.lead_offered_to_id == ME, stands(Suggestion.state, *sorted(LED_ON))
)
ASKED_TO_SIGN = and_(
    Signature.person_id == ME,
    Signature.state.in_((SignatureState.ASKED, SignatureState.LAPSED)),
    stands(Suggestion.state, *_SIGNING),
    or_(Signature.answer_by.is_(None), Signature.answer_by >= TODAY),
    ~and_(
        Suggestion.withdrawal_asked_on.is_not(None),
        _HAS_A_SAY,
        Signature.agrees_to_withdraw.is_not(True),
        _ASKER_SITS,
    ),
    _NOT_OFFERED_ME,
)
