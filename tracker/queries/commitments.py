"""Promises: one with all that became of it, and the ledger (承诺台账) of those that are an actor's to watch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.limits import COUNTED, EXPORT_BATCH, PAGE
from tracker.domain.parties import UNIT_SIDE, Actor, SignatureState
from tracker.domain.permissions import Sight, sight, standing_of
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import ON_RECORD, CommitmentState, SuggestionState
from tracker.models.commitments import (
    Commitment,
    CommitmentChange,
    CommitmentDispute,
    CommitmentProgress,
)
from tracker.models.organs import CongressSession, Term, Unit
from tracker.models.people import Person
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.cases import BIGGEST
from tracker.queries.commitment_groups import SHOWN, Group, group_of

C = CommitmentState


class Flag(StrEnum):
    """What else one may look for."""

    MOVED = "moved"
    ASKED = "asked"
    DISPUTED = "disputed"
    ENTRUSTED = "entrusted"
    KEPT_LATE = "kept_late"
    OLDER_TERM = "older_term"
    CHASED = "chased"


@dataclass(frozen=True)
class Wanted:
    """What is asked of the ledger: one group or all, by owner, unit, session, words and mark.

    `unknown`: names and values that were asked for and mean nothing; no promise is like that.
    """

    group: Group | None = None
    owner: str = ""
    unit_id: int | None = None
    session_id: int | None = None
    flag: Flag | None = None
    words: str = ""
    page: int = 1
    unknown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Numbers:
    """How many promises stand how; `kept_late` are those of the kept ones that were kept after their day."""

    of: dict[Group, int]
    kept_late: int

    @property
    def total(self) -> int:
        return sum(self.of.values())


def find(actor: Actor, commitment_id: int) -> Commitment | None:
    """A promise with its whole history if the actor may read it: who reads all of its suggestion, or owes it."""
    if commitment_id > BIGGEST:
        return None
    wanted = (
        select(Commitment)
        .where(Commitment.id == commitment_id)
        .options(
            joinedload(Commitment.suggestion).joinedload(Suggestion.author),
            joinedload(Commitment.suggestion).joinedload(Suggestion.session).joinedload(CongressSession.term),
            joinedload(Commitment.round).joinedload(Round.task).joinedload(Task.unit),
            joinedload(Commitment.unit),
            joinedload(Commitment.signed_by),
            selectinload(Commitment.progress).joinedload(CommitmentProgress.by),
            selectinload(Commitment.changes).options(
                joinedload(CommitmentChange.by), joinedload(CommitmentChange.decided_by)
            ),
            selectinload(Commitment.disputes).options(
                joinedload(CommitmentDispute.person),
                joinedload(CommitmentDispute.answered_by),
                joinedload(CommitmentDispute.settled_by),
            ),
        )
    )
    found = db.session.scalars(wanted).one_or_none()
    return found if found is not None and may_read(actor, found) else None


def may_read(actor: Actor, one: Commitment) -> bool:
    """Whether the actor may read a promise's own page."""
    if sight(actor, one.suggestion) is Sight.FULL:
        return True
    return one.suggestion.state is not SuggestionState.ARCHIVED and bool(standing_of(actor, one) & UNIT_SIDE)


def numbers(actor: Actor, wanted: Wanted, *, today: date) -> Numbers:
    """How many there are of each group under these filters: one statement."""
    late = Commitment.fulfilled_on > Commitment.due_on
    each = _ledger(actor, wanted, today, group=group_of(today), late=case((late, 1), else_=0)).subquery()
    counted = select(each.c.group, func.count(), func.sum(each.c.late)).group_by(each.c.group)
    rows = db.session.execute(counted).all()
    of = dict.fromkeys(Group, 0) | {Group(name): count for name, count, _late in rows}
    return Numbers(of, sum(late or 0 for name, _count, late in rows if name == Group.KEPT))


def _ledger(actor: Actor, wanted: Wanted, today: date, **columns: Any) -> Select[Any]:
    found = (
        select(Commitment.id, *(column.label(name) for name, column in columns.items()))
        .join(Suggestion, Suggestion.id == Commitment.suggestion_id)
        .join(Round, Round.id == Commitment.round_id)
        .join(Task, Task.id == Round.task_id)
        .where(in_ledger(actor), Commitment.state != C.REPLACED)
    )
    return found.where(*_asked(wanted, today))


def in_ledger(actor: Actor) -> Any:
    """Whose ledger a promise stands in: of the unit that owes it, the coordinator of its system, the desk, the
    committee of its field, and the deputies who signed the paper. A test compares it with `standing_of`."""
    live = Suggestion.state != SuggestionState.ARCHIVED
    role = actor.role
    if role is Role.DESK:
        return live
    if role in UNIT_ROLES:
        return and_(live, Commitment.unit_id == actor.unit_id)
    if role is Role.COORDINATOR:
        return and_(live, Task.system == actor.system)
    if role is Role.COMMITTEE:
        field = or_(Suggestion.is_key, Suggestion.category_id.in_(sorted(actor.category_ids)))
        return and_(Suggestion.state.in_(sorted(ON_RECORD)), field)
    if role is Role.ASSISTANT:
        return and_(live, Suggestion.author_id == actor.assists_id)
    signed = select(Signature.suggestion_id).where(
        Signature.person_id == actor.person_id, Signature.state == SignatureState.AGREED
    )
    own = or_(Suggestion.author_id == actor.person_id, Suggestion.id.in_(signed))
    return and_(live, own) if role is Role.DEPUTY else false()


def _asked(wanted: Wanted, today: date) -> list[Any]:
    found: list[Any] = [false()] if wanted.unknown else []
    if wanted.group is not None:
        found.append(group_of(today) == wanted.group.value)
    if wanted.owner:
        found.append(Commitment.owner == wanted.owner)
    if wanted.unit_id is not None:
        found.append(Commitment.unit_id == wanted.unit_id)
    if wanted.session_id is not None:
        found.append(Suggestion.session_id == wanted.session_id)
    if wanted.words:
        word = wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = (Commitment.promise, Suggestion.title, Suggestion.number)
        found.append(or_(*(column.ilike(f"%{word}%", escape="\\") for column in like)))
    return found + ([_flagged(wanted.flag, today)] if wanted.flag else [])


def _flagged(flag: Flag, today: date) -> Any:
    if flag is Flag.OLDER_TERM:
        ended = select(CongressSession.id).join(Term, Term.id == CongressSession.term_id)
        return Suggestion.session_id.in_(ended.where(Term.ends_on < today))
    return {
        Flag.MOVED: Commitment.moves > 0,
        Flag.ASKED: Commitment.change_is_open,
        Flag.DISPUTED: Commitment.is_disputed,
        Flag.ENTRUSTED: Task.unit_id != Commitment.unit_id,
        Flag.CHASED: Commitment.chases > 0,
        Flag.KEPT_LATE: Commitment.fulfilled_on > Commitment.due_on,
    }[flag]


def first_page(actor: Actor, wanted: Wanted, *, today: date) -> list[Any]:
    """The nearest promises of each group, as many as are shown at first."""
    group = group_of(today)
    place = func.row_number().over(partition_by=group, order_by=_order())
    ranked = _ledger(actor, wanted, today, group=group, place=place).subquery()
    most = or_(*(and_(ranked.c.group == one.value, ranked.c.place <= many) for one, many in SHOWN.items()))
    return _rows(select(ranked.c.id).where(most), today)


def page(actor: Actor, wanted: Wanted, *, today: date) -> list[Any]:
    """One page of the promises asked for, nearest first."""
    skipped = (min(max(wanted.page, 1), COUNTED // PAGE) - 1) * PAGE
    ids = _ledger(actor, wanted, today).order_by(*_order()).limit(PAGE).offset(skipped)
    return _rows(ids, today)


def every(actor: Actor, wanted: Wanted, *, today: date) -> Iterator[Any]:
    """All promises asked for, for a table in a file, a batch at a time and none left out."""
    ids = db.session.scalars(_ledger(actor, wanted, today).order_by(*_order())).all()
    for first in range(0, len(ids), EXPORT_BATCH):
        batch = select(Commitment.id).where(Commitment.id.in_(ids[first : first + EXPORT_BATCH]))
        yield from _rows(batch, today)


def _order() -> tuple[Any, ...]:
    # What is owed comes with what is pressed hardest first, then by the nearest day; then what is over with the latest.
    over = func.coalesce(Commitment.fulfilled_on, Commitment.dropped_on)
    return over.desc().nulls_first(), Commitment.pressure.desc(), Commitment.due_on, Commitment.id


def _rows(ids: Select[Any], today: date) -> list[Any]:
    last = select(func.max(CommitmentProgress.id)).where(CommitmentProgress.commitment_id == Commitment.id)
    shown = select(func.sum(CommitmentProgress.files)).where(CommitmentProgress.commitment_id == Commitment.id)
    chosen = ids.subquery()
    wanted = (
        select(
            Commitment,
            Suggestion.number,
            Suggestion.title,
            Suggestion.signer_count,
            Person.name.label("author"),
            Unit.short_name.label("unit"),
            (func.coalesce(Term.name, "") + func.coalesce(CongressSession.name, "")).label("origin"),
            CommitmentProgress.words,
            CommitmentProgress.made_at,
            func.coalesce(shown.correlate(Commitment).scalar_subquery(), 0).label("files"),
            group_of(today).label("group"),
        )
        .join(chosen, chosen.c.id == Commitment.id)
        .join(Suggestion, Suggestion.id == Commitment.suggestion_id)
        .join(Unit, Unit.id == Commitment.unit_id)
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(CongressSession, CongressSession.id == Suggestion.session_id)
        .outerjoin(Term, Term.id == CongressSession.term_id)
        .outerjoin(CommitmentProgress, CommitmentProgress.id == last.correlate(Commitment).scalar_subquery())
        .order_by(*_order())
    )
    return list(db.session.execute(wanted).all())


def owners(actor: Actor, *, today: date) -> Sequence[str]:
    """The names of who answers for the promises of this ledger, most first; a hundred at most."""
    wanted = _ledger(actor, Wanted(), today).with_only_columns(Commitment.owner).where(Commitment.owner != "")
    many = wanted.group_by(Commitment.owner).order_by(func.count().desc(), Commitment.owner).limit(100)
    return db.session.scalars(many).all()


def later_round(one: Commitment) -> int | None:
    """Which later reply of the same share promised something for the same request: its number, nothing where none."""
    newest = (
        select(func.max(Round.no))
        .join(Commitment, Commitment.round_id == Round.id)
        .where(
            Round.task_id == one.round.task_id,
            Round.no > one.round.no,
            Commitment.request_no == one.request_no,
            Commitment.state != C.REPLACED,
        )
    )
    return db.session.scalar(newest)
