"""The texts of papers as they were written, part by part: what is searched, and where hits are shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.results import PROMISING
from tracker.domain.states import SuggestionState
from tracker.models.organs import Delegation, Unit
from tracker.models.people import Person
from tracker.models.suggestions import Request, Suggestion, SuggestionText
from tracker.models.tasks import Answer, Round, Task
from tracker.queries.register_shares import COLUMNS, Entry, with_shares
from tracker.queries.scope import went_out
from tracker.queries.versions import lying_text

# Here a later text may have been written that nobody has handed in.
_CORRECTED = (SuggestionState.RETURNED, SuggestionState.NOT_ACCEPTED, SuggestionState.WITHDRAWN)


class Part(StrEnum):
    """Which part of a paper a text is."""

    PROBLEM = "problem"
    ANALYSIS = "analysis"
    REQUEST = "request"
    OPENING = "opening"
    ANSWER = "answer"
    PROMISE = "promise"


OF_PAPER = frozenset({Part.PROBLEM, Part.ANALYSIS, Part.REQUEST})


@dataclass(frozen=True, slots=True)
class Written:
    """One text: which part, the number of the request it is or answers, the unit that replies."""

    part: Part
    text: str
    no: int = 0
    unit: str = ""


_AMONG: Any = bindparam("ids", type_=Integer, expanding=True)
_OF_TEXT = (
    Suggestion.text_no,
    SuggestionText.id.label("text_id"),
    SuggestionText.problem,
    SuggestionText.analysis,
)
_LATEST = and_(SuggestionText.suggestion_id == Suggestion.id, SuggestionText.no == Suggestion.text_no)
_ENTRIES = (
    select(*COLUMNS, *_OF_TEXT)
    .outerjoin(Person, Person.id == Suggestion.author_id)
    .outerjoin(Delegation, Delegation.id == Suggestion.delegation_id)
    .outerjoin(SuggestionText, _LATEST)
    .where(Suggestion.id.in_(_AMONG))
)
_PAPERS = (
    select(Suggestion.id, Suggestion.state, *_OF_TEXT)
    .outerjoin(SuggestionText, _LATEST)
    .where(Suggestion.id.in_(_AMONG))
)
_REQUESTS = (
    select(Request.text_id, Request.no, Request.body)
    .where(Request.text_id.in_(_AMONG))
    .order_by(Request.text_id, Request.no)
)
_ROUNDS = (
    select(Task.suggestion_id, Round.id, Round.opening, Unit.short_name)
    .join(Round, Round.task_id == Task.id)
    # Another unit may have taken the share over since.
    .join(Unit, Unit.id == func.coalesce(Round.by_unit_id, Task.unit_id))
    .where(Task.suggestion_id.in_(_AMONG), went_out())
    .order_by(Task.id, Round.no)
)
_ANSWERS = (
    select(Answer.round_id, Answer.request_no, Answer.body, Answer.semantic, Answer.promise_due_on, Answer.promise)
    .where(Answer.round_id.in_(_AMONG))
    .order_by(Answer.round_id, Answer.request_no)
)
_OLD = select(Suggestion.id, Suggestion.history).where(Suggestion.id.in_(_AMONG))


def entries(actor: Actor, ids: Sequence[int]) -> list[Entry]:
    """The rows of the register of these papers, in this order; they are papers the actor may open. Two statements."""
    return with_shares(actor, _rows(ids))


def entries_with_texts(actor: Actor, ids: Sequence[int]) -> list[tuple[Entry, list[Written]]]:
    """The same with what `written` tells of them: five statements, more where it says so."""
    rows = _rows(ids)
    texts = _written(rows)
    return [(entry, texts[entry.row.id]) for entry in with_shares(actor, rows)]


def _rows(ids: Sequence[int]) -> list[Any]:
    rows = {row.id: row for row in db.session.execute(_ENTRIES, {"ids": list(ids)})} if ids else {}
    return [rows[one] for one in ids if one in rows]


def written(ids: Collection[int]) -> dict[int, list[Written]]:
    """The parts of these papers that everybody reads who may open them, as they were last handed in, the paper first,
    then every delivered reply: four statements, one more where history is among them, and one for each paper that is
    written anew."""
    return _written(db.session.execute(_PAPERS, {"ids": list(ids)}).all() if ids else ())


def _written(rows: Sequence[Any]) -> dict[int, list[Written]]:
    found: dict[int, list[Written]] = {row.id: [] for row in rows}
    if found:
        _papers(found, [row for row in rows if row.text_id is not None])
        _replies(found)
        _old_replies(found, [row.id for row in rows if row.text_id is None or row.state is SuggestionState.ARCHIVED])
    return found


def _papers(found: dict[int, list[Written]], rows: Sequence[Any]) -> None:
    lying = {row.id: _lying(row) for row in rows}
    requests: dict[int, list[Written]] = {}
    text_ids = [text_id for text_id, _problem, _analysis in lying.values()]
    for text_id, no, body in db.session.execute(_REQUESTS, {"ids": text_ids}) if text_ids else ():
        requests.setdefault(text_id, []).append(Written(Part.REQUEST, body, no))
    for suggestion_id, (text_id, problem, analysis) in lying.items():
        parts = (Written(Part.PROBLEM, problem), Written(Part.ANALYSIS, analysis), *requests.get(text_id, ()))
        found[suggestion_id] += [one for one in parts if one.text]


def _lying(row: Any) -> tuple[int, str, str]:
    """The text as it was last handed in: id, problem, analysis."""
    if row.text_no > 1 and row.state in _CORRECTED:
        held = lying_text(db.session.get_one(Suggestion, row.id))
        return (held.id, held.problem, held.analysis) if held is not None else (0, "", "")
    return row.text_id, row.problem or "", row.analysis or ""


def _replies(found: dict[int, list[Written]]) -> None:
    rows = db.session.execute(_ROUNDS, {"ids": list(found)}).all()
    answers: dict[int, list[Any]] = {}
    ids = [row.id for row in rows]
    for one in db.session.execute(_ANSWERS, {"ids": ids}) if ids else ():
        answers.setdefault(one.round_id, []).append(one)
    for suggestion_id, round_id, opening, unit in rows:
        parts = [Written(Part.OPENING, opening, unit=unit)]
        for one in answers.get(round_id, ()):
            parts.append(Written(Part.ANSWER, one.body, one.request_no, unit))
            if one.semantic in PROMISING and one.promise_due_on is not None:
                parts.append(Written(Part.PROMISE, one.promise, one.request_no, unit))
        found[suggestion_id] += [part for part in parts if part.text]


def _old_replies(found: dict[int, list[Written]], ids: Sequence[int]) -> None:
    """Replies of imported history of which nobody knows the day or the unit."""
    for suggestion_id, history in db.session.execute(_OLD, {"ids": list(ids)}) if ids else ():
        old = (history or {}).get("undated_replies", ())
        found[suggestion_id] += [Written(Part.OPENING, one["body"]) for one in old if one.get("body")]
