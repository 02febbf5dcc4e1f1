"""Replies on their way out: what came back with which remarks, the versions, what a reader saw last, who has it now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.marks import fate
from tracker.domain.reply_texts import texts_of
from tracker.domain.states import ClearanceStage
from tracker.models.people import Person
from tracker.models.record import Event
from tracker.models.replies import ReplyRemark, ReplyVersion
from tracker.models.tasks import Round
from tracker.queries.marks import Marked

SENT_BACK = (Action.SEND_BACK, Action.SEND_BACK_CHECK)
# Who did one of these has read the version it says.
_READ = (*SENT_BACK, Action.PASS_REVIEW, Action.SIGN, Action.PASS_CHECK)


@dataclass(frozen=True)
class Returned:
    """The latest sending back: by whom and where, the word on the whole, the passages and what became of them."""

    name: str
    at: datetime
    words: str
    stage: ClearanceStage
    version_no: int
    marks: Sequence[Marked]

    @property
    def mended(self) -> int:
        return sum(one.fate == "mended" for one in self.marks)

    def of(self, field: str) -> list[Marked]:
        """The marks of one box."""
        return [one for one in self.marks if one.field == field]


def returned(round_: Round) -> Returned | None:
    """What this reply was sent back for last, if it was; three statements at most, none before it was sent up."""
    if not round_.versions_sent:
        return None
    row = db.session.execute(
        select(Person.name, Event.at, Event.note, Event.facts)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(
            Event.suggestion_id == round_.task.suggestion_id, Event.round_id == round_.id, Event.action.in_(SENT_BACK)
        )
        .order_by(Event.seq.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    no, stage = row.facts.get("version", 0), ClearanceStage(row.facts.get("stage", ClearanceStage.SIGN))
    return Returned(row.name or "", row.at, row.note, stage, no, _marks(round_, no) if row.facts.get("marks") else [])


def _marks(round_: Round, no: int) -> list[Marked]:
    rows = [one for one in remarks_of(round_) if one.version_no == no]
    before, now = texts_at(round_, no), texts_of(round_)
    return [Marked(one.field, one.passage, one.remark, fate(one.field, one.passage, before, now)) for one in rows]


def remarks_of(round_: Round) -> Sequence[ReplyRemark]:
    """Every passage that was ever marked, in the order of the versions. One statement."""
    wanted = select(ReplyRemark).where(ReplyRemark.round_id == round_.id).options(joinedload(ReplyRemark.by))
    return db.session.scalars(wanted.order_by(ReplyRemark.version_no, ReplyRemark.id)).all()


def texts_at(round_: Round, no: int) -> dict[str, str]:
    """The texts of one version; nothing where it was sent up before versions were kept. One statement."""
    wanted = select(ReplyVersion.texts).where(ReplyVersion.round_id == round_.id, ReplyVersion.no == no)
    return db.session.scalar(wanted) or {}


def versions_of(round_: Round) -> list[tuple[ReplyVersion, str]]:
    """Every version with who sent it up, the first first. One statement."""
    rows = db.session.execute(
        select(ReplyVersion, Person.name)
        .outerjoin(Person, Person.id == ReplyVersion.by_id)
        .where(ReplyVersion.round_id == round_.id)
        .order_by(ReplyVersion.no)
    )
    return [(one, name or "") for one, name in rows]


def words_sent_back(round_: Round) -> dict[int, list[tuple[str, datetime, str]]]:
    """By version the word on the whole with which it was sent back, with name and moment. One statement."""
    rows = db.session.execute(
        select(Person.name, Event.at, Event.note, Event.facts)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(
            Event.suggestion_id == round_.task.suggestion_id, Event.round_id == round_.id, Event.action.in_(SENT_BACK)
        )
        .order_by(Event.seq)
    )
    found: dict[int, list[tuple[str, datetime, str]]] = {}
    for name, at, note, facts in rows:
        found.setdefault(facts.get("version", 0), []).append((name or "", at, note))
    return found


def last_read(round_: Round, person_id: int | None) -> int | None:
    """The version this person acted on last, of the ones before the one that lies here now. One statement."""
    if round_.versions_sent < 2:
        return None
    facts = db.session.scalar(
        select(Event.facts)
        .where(
            Event.suggestion_id == round_.task.suggestion_id,
            Event.round_id == round_.id,
            Event.person_id == person_id,
            Event.action.in_(_READ),
        )
        .order_by(Event.seq.desc())
        .limit(1)
    )
    no = (facts or {}).get("version")
    return no if no and no < round_.versions_sent else None


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names by person. One statement."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(set(person_ids))))
    return {row.id: row.name for row in rows}
