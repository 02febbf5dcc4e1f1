"""What a look-back could look at again: last year's replies and promises, each with why; a few statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.domain.look_backs import MOST_LINES, Only, Reason, Scope
from tracker.domain.states import CommitmentState, SuggestionState
from tracker.models.commitments import Commitment
from tracker.models.key_items import KeyItem, KeyPaper
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.models.organs import Unit
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.commitment_groups import Group, group_of

# As the ledger has it: what is reported kept and denied by a deputy is not on the list as kept.
_GROUPS = {
    Reason.PROMISE_OPEN: (Group.SOON, Group.RUNNING),
    Reason.PROMISE_PAST_DUE: (Group.LATE,),
    Reason.PROMISE_KEPT: (Group.KEPT,),
    Reason.PROMISE_DENIED: (Group.DISPUTED,),
    Reason.PROMISE_DISSATISFIED: (Group.DISSATISFIED,),
}
# Replies of papers that are over by another way are not looked at again.
_ON = (SuggestionState.IN_HANDLING, SuggestionState.CLOSED)


@dataclass(frozen=True)
class Candidate:
    """A reply, or one promise of it, that may be put on."""

    round_id: int
    commitment_id: int | None
    suggestion_id: int
    number: str
    title: str
    unit_id: int
    unit: str
    letter: str
    promise: str
    due_on: date | None
    reasons: tuple[Reason, ...]
    # The name of another campaign that runs and has it on its list, too.
    elsewhere: str = ""

    @property
    def key(self) -> str:
        """Under which a form names it."""
        return f"{self.round_id}-{self.commitment_id or 0}"


def candidates(scope: Scope, *, today: date, but: int | None = None, most: int = MOST_LINES + 1) -> list[Candidate]:
    """What the scope finds on a day of Asia/Shanghai, by unit and number.

    `but` leaves out what is on the list of that campaign already.

    At most two statements; none where nothing can be looked for.
    """
    if scope.wrong:
        return []
    found = [*_promises(scope, but, most, today), *_replies(scope, but, most)]
    found.sort(key=lambda one: (one.unit, one.number, one.round_id, one.commitment_id or 0))
    return found[:most]


def picked(keys: Iterable[str], scope: Scope, *, today: date, but: int | None = None) -> list[Candidate]:
    """Those of the scope that a form has chosen."""
    wanted = set(keys)
    return [one for one in candidates(scope, today=today, but=but, most=10 * MOST_LINES) if one.key in wanted]


def _only(scope: Scope) -> list[ColumnElement[bool]]:
    """What the list is narrowed down to."""
    first = aliased(Round)
    came_late = exists().where(first.task_id == Task.id, first.no == 1, first.delivered_on > Task.due_on)
    meant = {Only.KEY: _was_key(scope), Only.LATE: came_late, Only.UNRATED: Round.headline.is_(None)}
    return [meant[one] for one in sorted(scope.only)]


def _was_key(scope: Scope) -> ColumnElement[bool]:
    """Whether the standing committee supervised it as key in that year, though that is over, or does so now."""
    bound = KeyPaper.suggestion_id == Suggestion.id, KeyPaper.bound_on.is_not(None), KeyPaper.is_led.is_(False)
    in_year = select(KeyPaper.id).join(KeyItem).where(*bound, KeyItem.year == scope.year)
    return or_(Suggestion.is_key.is_(True), exists(in_year.correlate(Suggestion)))


def _rows(scope: Scope) -> Select[*tuple[Any, ...]]:
    year = Round.delivered_on.between(date(scope.year, 1, 1), date(scope.year, 12, 31))
    return (
        select(
            Round.id,
            Suggestion.id,
            Suggestion.number,
            Suggestion.title,
            Task.unit_id,
            Unit.short_name,
            Round.letter,
            Round.letter_now,
            _was_key(scope).label("is_key"),
        )
        .join(Task, Task.id == Round.task_id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .join(Unit, Unit.id == Task.unit_id)
        .where(year, Task.was_replaced.is_(False), Suggestion.state.in_(_ON), *_only(scope))
    )


def _on_the_list(of: int | None) -> tuple[ColumnElement[bool], ...]:
    """What was taken off may be put on again."""
    return LookBackLine.look_back_id == (of or 0), LookBackLine.taken_off_at.is_(None)


def _elsewhere(promise: Any = None) -> ColumnElement[str]:
    """The campaign beside this one that runs and looks at the same: nobody is asked twice unless somebody means it.

    What is on the list of this one itself is not offered at all.
    """
    line, other = aliased(LookBackLine), aliased(LookBack)
    about = line.commitment_id.is_(None) if promise is None else line.commitment_id == promise
    wanted = (
        select(func.min(other.name))
        .join(line, line.look_back_id == other.id)
        .where(other.closed_on.is_(None), line.taken_off_at.is_(None))
        .where(line.round_id == Round.id, about)
    )
    return func.coalesce(wanted.scalar_subquery(), "")


def _replies(scope: Scope, but: int | None, most: int) -> list[Candidate]:
    chosen: list[ColumnElement[bool]] = []
    if scope.letters:
        now = or_(Round.letter_now.in_(scope.letters), and_(Round.letter_now == "", Round.letter.in_(scope.letters)))
        chosen.append(now)
    if scope.keys:
        chosen.append(_was_key(scope))
    if not chosen:
        return []
    there = exists().where(
        *_on_the_list(but),
        LookBackLine.round_id == Round.id,
        LookBackLine.commitment_id.is_(None),
    )
    # A later reply stands in the place of an earlier one; a promise of the earlier one may still stand.
    later = aliased(Round)
    superseded = exists().where(later.task_id == Round.task_id, later.no > Round.no, later.delivered_on.is_not(None))
    wanted = _rows(scope).add_columns(_elsewhere()).where(or_(*chosen), ~there, ~superseded)
    rows = db.session.execute(wanted.order_by(Unit.short_name, Round.id).limit(most))
    return [_reply(scope, *row) for row in rows]


def _reply(scope: Scope, *row: Any) -> Candidate:
    round_id, suggestion_id, number, title, unit_id, unit, letter, letter_now, is_key, elsewhere = row
    given = letter_now or letter
    reasons = [Reason.LETTER] if given in scope.letters else []
    reasons += [Reason.KEY] if scope.keys and is_key else []
    case = round_id, None, suggestion_id, number or "", title, unit_id, unit, given
    return Candidate(*case, "", None, tuple(reasons), elsewhere)


def _promises(scope: Scope, but: int | None, most: int, today: date) -> list[Candidate]:
    groups = [group.value for reason in sorted(scope.promises) for group in _GROUPS[reason]]
    if not groups:
        return []
    there = exists().where(*_on_the_list(but), LookBackLine.commitment_id == Commitment.id)
    wanted = (
        _rows(scope)
        .join(Commitment, Commitment.round_id == Round.id)
        .add_columns(Commitment.id, Commitment.promise, Commitment.due_on, group_of(today))
        .add_columns(_elsewhere(Commitment.id))
        .where(Commitment.state != CommitmentState.REPLACED, group_of(today).in_(groups), ~there)
        .order_by(Unit.short_name, Round.id, Commitment.id)
        .limit(most)
    )
    return [_promise(*row) for row in db.session.execute(wanted)]


def _promise(*row: Any) -> Candidate:
    round_id, suggestion_id, number, title, unit_id, unit, letter, letter_now, _is_key, *rest = row
    commitment_id, promise, due_on, stands, elsewhere = rest
    why = next(reason for reason, groups in _GROUPS.items() if stands in groups)
    given = letter_now or letter
    case = round_id, commitment_id, suggestion_id, number or "", title, unit_id, unit, given
    return Candidate(*case, promise, due_on, (why,), elsewhere)
