"""Promises and attachments in which words stand, as far as one may read them: the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from tracker.db import db
from tracker.domain.finding import Query
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.readers import Reader
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import SuggestionState
from tracker.models.attachments import Attachment, FileText, Scan, StoredFile
from tracker.models.commitments import Commitment, CommitmentProgress
from tracker.models.organs import Unit
from tracker.models.search import Beside, SearchBeside
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import ME, MY_UNIT, values
from tracker.queries.scope import held_by, sees
from tracker.queries.search_engines import BESIDE, Form, form_of, likely, places, stands, texts, words_of

# So many are told; of words that stand in more rows than are looked up in the index, the texts themselves are read.
MOST = 3000
LOOKED_UP = 4 * MOST
S = SearchBeside


@dataclass(frozen=True)
class FoundBeside:
    """One page of promises or attachments: rows with their paper; `total` is None where there are more than are looked
    at."""

    rows: Sequence[Any]
    page: int
    total: int | None

    @property
    def has_more(self) -> bool:
        """Whether there is another page."""
        return self.page * PAGE < (MOST if self.total is None else self.total)


def search_beside(actor: Actor, query: Query, *, shown: Beside | None, page: int = 1) -> dict[Beside, FoundBeside]:
    """What is found of both kinds, as far as this actor may read it; the rows of one page of the kind that is shown.
    A statement, one more where there are any, one more for the rows."""
    if not query or actor.role is None:
        return {kind: FoundBeside((), 1, 0) for kind in Beside}
    form = form_of(query)
    asked = values(actor) | words_of(query, form)
    held: dict[Beside, list[int]] = {kind: [] for kind in Beside}
    many = db.session.scalars(_count(form), asked).one()
    for kind, place in db.session.execute(_places(actor.role, form, many > LOOKED_UP), asked) if many else ():
        held[kind].append(place)
    return {kind: _page(kind, found, page=page if kind is shown else 0) for kind, found in held.items()}


def _page(kind: Beside, found: Sequence[int], *, page: int) -> FoundBeside:
    total = None if len(found) > MOST else len(found)
    if page < 1:
        return FoundBeside((), 1, total)
    at = min(page, max(1, -(-min(len(found), MOST) // PAGE)))
    return FoundBeside(_rows(kind, found[(at - 1) * PAGE : at * PAGE]), at, total)


@lru_cache(128)
def _count(form: Form) -> Select[int]:
    return select(func.count()).select_from(likely(S, form, BESIDE, LOOKED_UP + 1).subquery())


@lru_cache(128)
def _places(role: Role, form: Form, is_everywhere: bool) -> Select[*tuple[Any, ...]]:
    looked_up = S.place.in_(places(S, form, BESIDE, LOOKED_UP + 1))
    there = stands(form, texts(S, BESIDE)) if is_everywhere else looked_up
    wanted = select(S.kind, S.place).join(Suggestion, Suggestion.id == S.suggestion_id).where(there, reads(role))
    return wanted.order_by(S.place.desc())


def reads(role: Role) -> ColumnElement[bool]:
    """Who reads which row, as the law and the sight of the role say; with the parameters of `asker`."""
    everybody = and_(_is_for(Reader.EVERYBODY), sees(role))
    in_full = _in_full(role)
    return or_(everybody, in_full)


_STAFF = {
    Role.DESK: Reader.DESK,
    Role.COORDINATOR: Reader.COORDINATOR,
    Role.DELEGATION_CLERK: Reader.CLERK,
    Role.BILL_GROUP: Reader.BILL_GROUP,
    Role.COMMITTEE: Reader.COMMITTEE,
    Role.ASSISTANT: Reader.ASSISTANT,
}


def _in_full(role: Role) -> ColumnElement[bool]:
    # History is open to all and in full to none but the desk.
    live = Suggestion.state != SuggestionState.ARCHIVED
    if role is Role.DEPUTY:
        signed = select(Signature.suggestion_id).where(
            Signature.person_id == ME, Signature.state == SignatureState.AGREED
        )
        own = or_(Suggestion.author_id == ME, Suggestion.id.in_(signed))
        return and_(live, _is_for(Reader.AUTHORS), own)
    if role in UNIT_ROLES:
        held = select(Task.suggestion_id).where(*held_by(MY_UNIT))
        shared = and_(_is_for(Reader.UNITS), Suggestion.id.in_(held))
        # What a unit has promised it reads, whatever became of its share.
        own = and_(_is_for(Reader.OWN_UNIT), S.unit_id == MY_UNIT, or_(S.kind == Beside.PROMISE, sees(role)))
        return and_(live, or_(shared, own))
    if role not in _STAFF:
        return false()
    found = and_(_is_for(_STAFF[role]), sees(role))
    return found if role is Role.DESK else and_(found, live)


def _is_for(reader: Reader) -> ColumnElement[bool]:
    return S.readers.bitwise_and(int(reader)) != 0


def _rows(kind: Beside, shown: Sequence[int]) -> Sequence[Any]:
    if not shown:
        return ()
    paper = (Suggestion.id.label("suggestion_id"), Suggestion.number, Suggestion.title, Suggestion.kind)
    wanted: Any = select(S.place, *paper).join(Suggestion, Suggestion.id == S.suggestion_id)
    if kind is Beside.FILE:
        wanted = wanted.join(Attachment, Attachment.key == S.attachment_key)
        # Of a file that has to be scanned again nothing is shown.
        clean = and_(StoredFile.digest == Attachment.digest, StoredFile.scan == Scan.CLEAN)
        wanted = wanted.outerjoin(StoredFile, clean)
        wanted = wanted.outerjoin(FileText, FileText.digest == StoredFile.digest)
        wanted = wanted.add_columns(Attachment.key, Attachment.name, FileText.text.label("words"))
    else:
        wanted = wanted.join(Commitment, Commitment.id == S.commitment_id).join(Unit, Unit.id == Commitment.unit_id)
        # As they are searched: what it takes, how far it is.
        said = select(func.aggregate_strings(CommitmentProgress.words, "\n"))
        said = said.where(CommitmentProgress.commitment_id == Commitment.id)
        wanted = wanted.add_columns(Commitment, Unit.short_name.label("unit"), said.scalar_subquery().label("progress"))
    return list(db.session.execute(wanted.where(S.place.in_(shown)).order_by(S.place.desc())).all())
