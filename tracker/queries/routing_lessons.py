"""What past assignments teach, read from the record itself: who answers for a paper, which words it has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from tracker.db import db
from tracker.domain.parties import TaskRole
from tracker.domain.routing_past import Count, pairs_of, weight_of
from tracker.models.organs import Unit
from tracker.models.procedures import Objection
from tracker.models.routing import RoutingPaper
from tracker.models.suggestions import Request, Suggestion, SuggestionText
from tracker.models.tasks import Task

# By unit id: papers it answers for and what they weigh.
Part = dict[int, Count]


class Wording(NamedTuple):
    """The text of a paper that is counted, as pairs of characters; no text where there is a title only."""

    text_id: int | None
    words: tuple[str, ...]


def parts(ids: Sequence[int]) -> dict[int, Part]:
    """What each paper teaches: who answers for it now, or did when it was taken back, and against whom an objection was
    upheld.

    While an objection waits nothing is decided yet, and the share still counts for its unit.
    """
    found: dict[int, Part] = {suggestion_id: {} for suggestion_id in ids}
    for suggestion_id, unit_id, on in _answering(ids):
        count = found[suggestion_id].get(unit_id, Count(0, 0))
        found[suggestion_id][unit_id] = Count(count.papers + 1, count.weight + weight_of(on.year))
    bounced = (
        select(Objection.suggestion_id, Objection.unit_id, Task.opened_on)
        .join(Task, Task.id == Objection.task_id)
        .where(Objection.suggestion_id.in_(ids), Objection.is_upheld.is_(True), Task.role != TaskRole.CO)
    )
    for suggestion_id, unit_id, on in db.session.execute(bounced):
        count = found[suggestion_id].get(unit_id, Count(0, 0))
        found[suggestion_id][unit_id] = Count(count.papers, count.weight - weight_of(on.year))
    return found


def _answering(ids: Iterable[int]) -> Sequence[Any]:
    # Once per unit and paper, however many shares of it the unit has.
    wanted = (
        select(Task.suggestion_id, Task.unit_id, Task.opened_on)
        .join(Unit, Unit.id == Task.unit_id)
        .where(
            Task.suggestion_id.in_(list(ids)),
            Task.role != TaskRole.CO,
            Task.was_replaced.is_(False),
            # Units of other places are known from imported history only.
            Unit.congress_id.is_not(None),
        )
        .order_by(Task.id)
    )
    rows = db.session.execute(wanted).all()
    return list({(row.suggestion_id, row.unit_id): row for row in rows}.values())


def read(ids: Sequence[int]) -> dict[int, Wording]:
    """The present text of each paper: title and requests."""
    text = and_(SuggestionText.suggestion_id == Suggestion.id, SuggestionText.no == Suggestion.text_no)
    wanted = select(Suggestion.id, Suggestion.title, SuggestionText.id).outerjoin(SuggestionText, text)
    rows = db.session.execute(wanted.where(Suggestion.id.in_(ids))).all()
    asked = _requests({text_id for _id, _title, text_id in rows if text_id is not None})
    return {
        suggestion_id: Wording(text_id, pairs_of("\n".join((title, *asked.get(text_id or 0, ())))))
        for suggestion_id, title, text_id in rows
    }


def words_of(text_id: int | None, suggestion_id: int) -> tuple[str, ...]:
    """The pairs of a text that has been replaced since, as they were counted."""
    title = db.session.scalar(
        select(Suggestion.title).where(Suggestion.id == suggestion_id)
        if text_id is None
        else select(SuggestionText.title).where(SuggestionText.id == text_id)
    )
    return pairs_of("\n".join((title or "", *_requests({text_id or 0}).get(text_id or 0, ()))))


def _requests(text_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    wanted = select(Request.text_id, Request.body).where(Request.text_id.in_(text_ids))
    for text_id, body in db.session.execute(wanted.order_by(Request.text_id, Request.no)):
        found.setdefault(text_id, []).append(body)
    return found


def kept(ids: Sequence[int]) -> dict[int, tuple[int | None, Part]]:
    """What each paper has given to the counts so far, and of which text."""
    wanted = select(RoutingPaper.suggestion_id, RoutingPaper.text_id, RoutingPaper.counted)
    return {
        suggestion_id: (text_id, part_of(counted))
        for suggestion_id, text_id, counted in db.session.execute(wanted.where(RoutingPaper.suggestion_id.in_(ids)))
    }


def part_of(counts: Mapping[str, Sequence[int]]) -> Part:
    """Counts as they are stored."""
    return {int(unit_id): Count(*count) for unit_id, count in counts.items()}


def holders(ids: Iterable[int]) -> dict[int, set[int]]:
    """Who answers for each paper now; where a share went along with a reorganisation, the former unit counts too."""
    found: dict[int, set[int]] = {suggestion_id: set() for suggestion_id in ids}
    wanted = select(Task.suggestion_id, Task.unit_id, Task.came_from_id).where(
        Task.suggestion_id.in_(found), Task.role != TaskRole.CO, Task.was_replaced.is_(False)
    )
    for suggestion_id, unit_id, came_from_id in db.session.execute(wanted):
        found[suggestion_id] |= {unit_id, *([came_from_id] if came_from_id else [])}
    return found
