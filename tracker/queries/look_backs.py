"""Campaigns that look back and their lines, as far as a reader may know them; the figures of the report from the rows.

Every figure is the number of lines one of the filters finds, so that it opens what it counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.ratings import Level
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import CommitmentState
from tracker.models.commitments import Commitment
from tracker.models.look_backs import Finding, LookBack, LookBackLine
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.ratings import Rating
from tracker.models.replies import Delivery, LetterChange
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.commitment_groups import Group, group_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
L, C = LookBackLine, CommitmentState
ON = L.taken_off_at.is_(None)
_IN_LEDGER = {
    Group.KEPT: "promise_kept",
    Group.DISPUTED: "promise_denied",
    Group.DISSATISFIED: "promise_dissatisfied",
    Group.LATE: "promise_late",
    Group.SOON: "promise_open",
    Group.RUNNING: "promise_open",
    Group.DROPPED: "promise_other",
}
PROMISES = tuple(dict.fromkeys(_IN_LEDGER.values()))


@dataclass(frozen=True)
class Figures:
    """How many lines each filter finds, for one unit or in all."""

    counts: Mapping[str, int]
    unit_id: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Report:
    """The figures of a campaign: in all, by unit, and which letters became which."""

    total: Figures
    units: list[Figures] = field(default_factory=list)
    letters: list[tuple[str, str, int]] = field(default_factory=list)


def filters(look_back: LookBack, today: date) -> dict[str, ColumnElement[bool]]:
    """Every way to look at the lines of a campaign, by code: what is not done yet stands apart from what was not.

    Of what was taken off only that is said.
    """
    fills, checks, rates = (
        true() if look_back.is_open(by, today) else false()
        for by in (look_back.fill_by, look_back.check_by, look_back.rate_by)
    )
    after = datetime.combine(look_back.fill_by + timedelta(days=1), time.min, SHANGHAI).astimezone(UTC)
    is_filled, is_shut = L.filled_at.is_not(None), L.rating_shut_on.is_not(None)
    found = {
        "all": true(),
        "in_time": and_(is_filled, L.filled_at < after),
        "late": and_(is_filled, L.filled_at >= after),
        "to_fill": and_(~is_filled, fills),
        "unfilled": and_(~is_filled, ~fills),
        **{one.value: L.finding == one for one in Finding},
        "to_check": and_(L.finding.is_(None), checks),
        "unchecked": and_(L.finding.is_(None), ~checks),
        **{one.value: L.level == one for one in Level},
        "silent": and_(is_shut, L.level.is_(None)),
        # Deputies are asked once the form is there or its days are over.
        "to_begin": and_(~is_shut, ~is_filled, fills),
        "to_rate": and_(~is_shut, or_(is_filled, ~fills), rates),
        "to_settle": and_(~is_shut, ~rates),
        "letter_changed": L.letter != "",
        **{code: promise_stands(today) == code for code in PROMISES},
    }
    return {code: and_(ON, one) for code, one in found.items()} | {"taken_off": ~ON}


def promise_stands(today: date) -> ColumnElement[str]:
    """How the promise of a line stands on a day of Asia/Shanghai, by the code of its filter: as the ledger has it,
    where what a deputy denies or is not satisfied with is not kept; nothing where the line is about a reply."""
    as_in_ledger = case({group.value: code for group, code in _IN_LEDGER.items()}, value=group_of(today), else_="")
    replaced = Commitment.state == C.REPLACED
    return case((L.commitment_id.is_(None), ""), (replaced, "promise_other"), else_=as_in_ledger)


def mine(actor: Actor) -> ColumnElement[bool]:
    """The lines this reader may know of: all for the desk, else those of the own unit, field or papers."""
    if actor.role is Role.DESK:
        return true()
    if actor.role in UNIT_ROLES:
        return L.unit_id == (actor.unit_id or 0)
    if actor.role is Role.COORDINATOR:
        return Task.system == actor.system
    if actor.role is Role.COMMITTEE:
        return or_(Suggestion.is_key.is_(True), Suggestion.category_id.in_(sorted(actor.category_ids)))
    if actor.role is Role.DEPUTY:
        signed = exists().where(
            Signature.suggestion_id == Suggestion.id,
            Signature.person_id == actor.person_id,
            Signature.state == SignatureState.AGREED,
        )
        return or_(Suggestion.author_id == actor.person_id, signed)
    return false()


def waits(actor: Actor, today: date) -> ColumnElement[bool]:
    """The lines of running campaigns on which this reader is expected to do something, on a day of Asia/Shanghai."""
    if actor.role in UNIT_ROLES:
        return and_(L.filled_at.is_(None), L.finding.is_(None))
    if actor.role is Role.COMMITTEE:
        return to_check(today)
    if actor.role is Role.DEPUTY:
        return to_rate(actor.person_id or 0, today)
    return false()


def to_check(today: Any) -> ColumnElement[bool]:
    """What nobody has looked at on site yet: the form is there or the unit's days are over."""
    return and_(L.finding.is_(None), or_(L.filled_at.is_not(None), LookBack.fill_by < today))


def to_rate(me: Any, today: Any) -> ColumnElement[bool]:
    """What a deputy who is asked has not rated yet: the form is there or its days are over, and the last day is not."""
    asked = exists().where(Delivery.round_id == L.round_id, Delivery.person_id == me, Delivery.may_rate)
    rated = exists().where(Rating.look_back_line_id == L.id, Rating.person_id == me, Rating.is_current)
    begun = or_(L.filled_at.is_not(None), LookBack.fill_by < today)
    runs = L.rating_shut_on.is_(None), begun, LookBack.rate_by >= today
    return and_(*runs, or_(Suggestion.author_id == me, asked), ~rated)


def campaigns(actor: Actor, *, today: date) -> Sequence[Any]:
    """Every campaign with lines of this reader, the latest first, with how many there are and wait: one statement."""
    waiting = func.sum(case((and_(ON, LookBack.closed_on.is_(None), waits(actor, today)), 1), else_=0))
    wanted = select(LookBack, func.sum(case((ON, 1), else_=0)).label("lines"), waiting.label("waiting"))
    # The desk goes on with a campaign from which it took everything.
    known = mine(actor) if actor.role is Role.DESK else and_(ON, mine(actor))
    return db.session.execute(
        _joined(wanted.select_from(L)).where(known).group_by(LookBack.id).order_by(LookBack.id.desc())
    ).all()


def campaign(actor: Actor, look_back_id: int) -> LookBack | None:
    """One campaign, for the desk or who has a line in it."""
    one = db.session.get(LookBack, look_back_id, options=[joinedload(LookBack.made_by)])
    if one is None or actor.role is Role.DESK:
        return one
    there = _joined(select(L.id)).where(L.look_back_id == look_back_id, mine(actor)).limit(1)
    return one if db.session.scalar(there) is not None else None


def how_many(actor: Actor, look_back: LookBack, show: str, unit_id: int | None = None, *, today: date) -> int:
    """How many lines the filter finds for this reader: one statement."""
    return int(db.session.scalar(_lines(select(func.count(L.id)), actor, look_back, show, unit_id, today)) or 0)


def lines(
    actor: Actor,
    look_back: LookBack,
    show: str,
    unit_id: int | None = None,
    *,
    page: int,
    size: int = PAGE,
    today: date,
) -> Sequence[Any]:
    """One page of lines with paper, unit and promise, by unit and number: one statement."""
    wanted = select(
        L,
        Suggestion.id.label("suggestion_id"),
        Suggestion.title,
        Suggestion.number,
        Unit.short_name.label("unit"),
        Commitment.promise,
        Commitment.due_on,
        Round.letter.label("letter_sent"),
        waits(actor, today).label("waits"),
        promise_stands(today).label("stands"),
    )
    found = _lines(wanted, actor, look_back, show, unit_id, today)
    order = (Unit.short_name, Suggestion.number_sort, L.id)
    return db.session.execute(found.order_by(*order).limit(size).offset(size * (page - 1))).all()


def report(look_back: LookBack, *, today: date) -> Report:
    """The figures on a day of Asia/Shanghai, from the rows and nothing else: two statements."""
    found = filters(look_back, today)
    sums = [func.coalesce(func.sum(case((one, 1), else_=0)), 0).cast(Integer) for one in found.values()]
    rows = db.session.execute(
        _joined(select(L.unit_id, Unit.short_name, *sums))
        .where(L.look_back_id == look_back.id)
        .group_by(L.unit_id, Unit.short_name)
        .order_by(Unit.short_name)
    ).all()
    units = [Figures(dict(zip(found, counts, strict=True)), unit_id, unit) for unit_id, unit, *counts in rows]
    total = Figures({code: sum(one.counts[code] for one in units) for code in found})
    letters = db.session.execute(
        select(L.letter_was, L.letter, func.count())
        .where(L.look_back_id == look_back.id, L.letter != "")
        .group_by(L.letter_was, L.letter)
        .order_by(L.letter_was, L.letter)
    )
    return Report(total, units, [(was, now, count) for was, now, count in letters])


def line(suggestion: Suggestion, line_id: int) -> LookBackLine | None:
    """One line through its suggestion, with everything its page shows: one statement."""
    wanted = (
        select(L)
        .options(
            joinedload(L.look_back),
            joinedload(L.commitment),
            joinedload(L.unit),
            joinedload(L.filled_by),
            joinedload(L.checked_by),
            joinedload(L.taken_off_by),
        )
        .where(L.id == line_id, L.round_id.in_(_round_ids(suggestion)))
    )
    return db.session.scalars(wanted).one_or_none()


def of_suggestion(suggestion: Suggestion) -> Sequence[LookBackLine]:
    """Every line about a suggestion that was not taken off, oldest first: one statement."""
    wanted = select(L).options(joinedload(L.look_back), joinedload(L.commitment), joinedload(L.unit))
    return db.session.scalars(wanted.where(ON, L.round_id.in_(_round_ids(suggestion))).order_by(L.id)).all()


def letter_changes(round_id: int) -> Sequence[LetterChange]:
    """How the letter of a reply changed, oldest first: one statement."""
    wanted = select(LetterChange).options(joinedload(LetterChange.by)).where(LetterChange.round_id == round_id)
    return db.session.scalars(wanted.order_by(LetterChange.id)).all()


def own_rating(line: LookBackLine, person_id: int | None) -> Rating | None:
    """What this deputy has said anew, as it stands."""
    wanted = select(Rating).where(Rating.look_back_line_id == line.id, Rating.is_current)
    return db.session.scalars(wanted.where(Rating.person_id == (person_id or 0))).one_or_none()


def ratings_of(line: LookBackLine) -> Sequence[Any]:
    """What each deputy said anew, once the rating has shut; nothing before."""
    if line.rating_shut_on is None:
        return []
    wanted = select(Person.name, Rating.level, Rating.reason, Rating.private_note)
    wanted = wanted.join(Person, Person.id == Rating.person_id)
    return db.session.execute(
        wanted.where(Rating.look_back_line_id == line.id, Rating.is_current).order_by(Rating.id)
    ).all()


def _round_ids(suggestion: Suggestion) -> list[int]:
    return [one.id for task in suggestion.tasks for one in task.rounds]


def _lines(
    wanted: Select[*tuple[Any, ...]], actor: Actor, look_back: LookBack, show: str, unit_id: int | None, today: date
) -> Select[*tuple[Any, ...]]:
    if show == "waiting":
        chosen = and_(ON, waits(actor, today), true() if look_back.closed_on is None else false())
    else:
        chosen = filters(look_back, today).get(show, ON)
    found = _joined(wanted).where(L.look_back_id == look_back.id, mine(actor), chosen)
    return found.where(L.unit_id == unit_id) if unit_id is not None else found


def _joined(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With the paper, the unit and the promise beside each line."""
    return (
        wanted.join(LookBack, LookBack.id == L.look_back_id)
        .join(Round, Round.id == L.round_id)
        .join(Task, Task.id == Round.task_id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .join(Unit, Unit.id == L.unit_id)
        .outerjoin(Commitment, Commitment.id == L.commitment_id)
    )
