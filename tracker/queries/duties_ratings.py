"""What waits for a deputy's word on a reply or a promise, and for a second person on a rating from paper."""

from __future__ import annotations

from sqlalchemy import and_, exists, or_, select

from tracker.domain.parties import SignatureState
from tracker.domain.ratings import Question
from tracker.domain.states import CommitmentState, RoundState
from tracker.models.commitments import Commitment
from tracker.models.ratings import PaperRating, Rating
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Delivery, Round, Task
from tracker.queries.asker import ME, TODAY, stands
from tracker.queries.ratings import OF_REPLY
from tracker.queries.unled import unled

REPLIES = Delivery.__table__.join(Round.__table__).join(Task.__table__)
REPLY_TO_RATE = and_(
    Delivery.person_id == ME,
    Delivery.may_rate,
    stands(Round.state, RoundState.DELIVERED),
    or_(Round.rating_due_on.is_(None), Round.rating_due_on >= TODAY),
    ~exists().where(
        Rating.round_id == Round.id,
        Rating.person_id == ME,
        Rating.is_current,
        Rating.question == Question.ANSWER,
        OF_REPLY,
    ),
)
PROMISES = Commitment.__table__.join(Delivery.__table__, Delivery.round_id == Commitment.round_id)

_RATED = exists().where(
    Rating.commitment_id == Commitment.id,
    Rating.look_back_line_id.is_(None),
    Rating.person_id == ME,
    Rating.is_current,
    Rating.window == Commitment.rating_window,
)
# Twin of `Commitment.asks`: whoever leads the paper now rates its promises, whether or not he rated the reply.
ASKED_ABOUT_PROMISE = or_(
    Delivery.may_rate,
    Delivery.person_id
    == select(Suggestion.author_id).where(Suggestion.id == Commitment.suggestion_id).scalar_subquery(),
)
# The unit reports it kept, or its day has passed, and this deputy has said nothing of it in this window. From the few
# replies this deputy got: the promises of the whole city in these states are many.
PROMISE_TO_RATE = and_(
    Delivery.person_id == ME,
    ASKED_ABOUT_PROMISE,
    stands(unled(Commitment.state), CommitmentState.FULFILLED, CommitmentState.PAST_DUE),
    Commitment.rating_due_on >= TODAY,
    Commitment.rating_shut_on.is_(None),
    ~_RATED,
)
# Twin of `domain.rating_sight.has_signed`.
_SIGNED = exists().where(
    Signature.suggestion_id == Suggestion.id,
    Signature.person_id == ME,
    stands(Signature.state, SignatureState.AGREED),
)
_MINE = or_(Suggestion.author_id == ME, _SIGNED)
# Somebody else of the desk has typed it off its paper, and it is not of one's own suggestion.
PAPER_TO_CONFIRM = and_(
    stands(Round.state, RoundState.DELIVERED),
    Round.open_paper_ratings > 0,
    exists().where(
        PaperRating.round_id == Round.id,
        PaperRating.commitment_id.is_(None),
        PaperRating.confirmed_at.is_(None),
        PaperRating.is_rejected.is_(False),
        PaperRating.entered_by_id != ME,
    ),
    ~exists().where(Task.id == Round.task_id, Suggestion.id == Task.suggestion_id, _MINE),
)
# The same of a promise; asked from the few papers that wait, not from all promises.
PROMISE_PAPER_TO_CONFIRM = and_(
    stands(Commitment.state, CommitmentState.FULFILLED, CommitmentState.PAST_DUE),
    Commitment.id.in_(
        select(PaperRating.commitment_id).where(
            PaperRating.commitment_id.is_not(None),
            PaperRating.confirmed_at.is_(None),
            PaperRating.is_rejected.is_(False),
            PaperRating.entered_by_id != ME,
        )
    ),
    ~exists().where(Suggestion.id == Commitment.suggestion_id, _MINE),
)
