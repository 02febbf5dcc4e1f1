"""What co-handling and talks put on home: opinions to judge, disagreements to answer and decide, talks to confirm."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy import exists as there_is

from tracker.domain.parties import SignatureState, TaskRole
from tracker.domain.states import TaskState
from tracker.models.contacts import Contact, CoOpinion
from tracker.models.organs import Unit
from tracker.models.procedures import Disagreement
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import ME, MY_SYSTEM, MY_UNIT, stands

_LEAD = Task.__table__.alias("lead")
_IS_LEAD = and_(stands(_LEAD.c.role, TaskRole.LEAD), _LEAD.c.was_replaced.is_(False))
_AT_WORK = (TaskState.HANDLING, TaskState.REPLIED)
_IS_CO = and_(Task.role == TaskRole.CO, Task.was_replaced.is_(False), stands(Task.state, *_AT_WORK))
_IS_OPEN = Disagreement.decided_at.is_(None)
_ASKS_CO = and_(_IS_OPEN, Disagreement.lead_words != "", Disagreement.co_words == "")
_ASKS_LEAD = and_(_IS_OPEN, Disagreement.lead_words == "")
# A co-unit's share with the share of the lead it belongs to, led by the asker's unit and handled by the asker.
LED: Any = _LEAD.join(Task.__table__, Task.suggestion_id == _LEAD.c.suggestion_id)
_LED_BY_ME = and_(_IS_LEAD, _LEAD.c.handler_id == ME, _LEAD.c.unit_id == MY_UNIT, _IS_CO)


def _asked(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(Task.disagreement_is_open, there_is().where(Disagreement.task_id == Task.id, which))


# The co-unit's handler writes his side first, then goes on with the opinion.
NOT_ASKED_AS_CO = ~_asked(_ASKS_CO)

OPINION_TO_JUDGE = and_(
    _LED_BY_ME,
    stands(_LEAD.c.state, TaskState.HANDLING),
    stands(Task.state, TaskState.REPLIED),
    there_is().where(CoOpinion.task_id == Task.id, CoOpinion.is_current, CoOpinion.is_accepted.is_(None)),
    ~_asked(_ASKS_LEAD),
)

DISPUTED: Any = Disagreement.__table__.join(Task.__table__, Task.id == Disagreement.task_id)
ASKED_AS_CO = and_(
    _ASKS_CO,
    Task.disagreement_is_open,
    Task.unit_id == MY_UNIT,
    Task.handler_id == ME,
    _IS_CO,
)
DISPUTED_WITH_LEAD: Any = DISPUTED.join(_LEAD, _LEAD.c.suggestion_id == Task.suggestion_id)
ASKED_AS_LEAD = and_(_ASKS_LEAD, Task.disagreement_is_open, _LED_BY_ME)


def _is_coordinated(unit_id: Any) -> ColumnElement[bool]:
    return there_is().where(Unit.id == unit_id, Unit.has_coordinator)


# Both units are of one system that has a coordinator.
_COORDINATED = (
    select(_LEAD.c.id)
    .where(
        _LEAD.c.suggestion_id == Task.suggestion_id,
        _IS_LEAD,
        _LEAD.c.system == Task.system,
        _is_coordinated(_LEAD.c.unit_id),
        _is_coordinated(Task.unit_id),
    )
    .correlate(Task)
    .exists()
)
_UNDECIDED = and_(_IS_OPEN, Task.disagreement_is_open, stands(Task.state, *_AT_WORK))
FOR_COORDINATOR = and_(_UNDECIDED, Task.system == MY_SYSTEM, _COORDINATED)
FOR_DESK = and_(_UNDECIDED, ~_COORDINATED)

TALKED_WITH_ME: Any = Task.__table__.join(Suggestion.__table__, Suggestion.id == Task.suggestion_id)
TALK_TO_CONFIRM = and_(
    Task.id.in_(
        select(Contact.task_id).where(
            Contact.with_person_id == ME,
            Contact.with_person_id.is_not(None),
            Contact.confirmed_at.is_(None),
            Contact.corrected_at.is_(None),
        )
    ),
    stands(Task.state, *_AT_WORK),
    or_(
        Suggestion.author_id == ME,
        there_is().where(
            Signature.suggestion_id == Suggestion.id,
            Signature.person_id == ME,
            stands(Signature.state, SignatureState.AGREED),
        ),
    ),
)
