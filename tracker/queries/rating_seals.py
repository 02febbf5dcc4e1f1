"""Whether the rows of ratings still say what the record sealed when they were given (rule R12)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select

from tracker.db import db
from tracker.domain.quality import Aspect
from tracker.domain.rating_sight import LEVELS, OF_PROMISE, OF_QUALITY, OF_REPLY, SEALED, seal_of
from tracker.models.ratings import QualityRating, Rating
from tracker.models.record import Event

AT_ONCE = 5_000
Held = dict[tuple[Any, ...], deque[Row[Any]]]


def changed() -> Iterator[int]:
    """The numbers of the events whose rating was changed or taken away since. Ratings of before, and those brought in
    with earlier years, were not sealed and are not judged. Four statements."""
    yield from _ratings_changed()
    yield from _qualities_changed()


def _ratings_changed() -> Iterator[int]:
    acts = sorted(action.value for action in OF_PROMISE | OF_REPLY)
    wanted = select(Event.seq, Event.at, Event.person_id, Event.round_id, Event.facts).where(Event.action.in_(acts))
    held = _held()
    with db.session.execute(wanted.order_by(Event.seq).execution_options(yield_per=AT_ONCE)) as events:
        for event in events:
            if SEALED in event.facts and not _is_as_given(event, held):
                yield event.seq


def _held() -> Held:
    """Every rating by what it is of, who gave it, when, and the question; in the order they were written."""
    found: Held = defaultdict(deque)
    wanted = select(*Rating.__table__.columns).order_by(Rating.id).execution_options(yield_per=AT_ONCE)
    with db.session.execute(wanted) as rows:
        for row in rows:
            found[(*_of_row(row), row.person_id, row.made_at, row.question)].append(row)
    return found


def _qualities_changed() -> Iterator[int]:
    """The same of what units said of suggestions."""
    rows = db.session.execute(select(*QualityRating.__table__.columns).order_by(QualityRating.id))
    held: Held = defaultdict(deque)
    for row in rows:
        held[(row.round_id, row.person_id, row.made_at)].append(row)
    wanted = select(Event.seq, Event.at, Event.person_id, Event.round_id, Event.facts).order_by(Event.seq)
    for event in db.session.execute(wanted.where(Event.action.in_([action.value for action in OF_QUALITY]))):
        found = held[(event.round_id, event.person_id, event.at)]
        given = found.popleft() if found else None
        levels = {each.value: getattr(given, each.value).value for each in Aspect} if given else {}
        if given is None or levels != event.facts[LEVELS] or seal_of({}, given.words, None) != event.facts[SEALED]:
            yield event.seq


def _of_row(row: Row[Any]) -> tuple[str, int]:
    if row.look_back_line_id is not None:
        return "line", row.look_back_line_id
    return ("commitment", row.commitment_id) if row.commitment_id is not None else ("round", row.round_id)


def _of_event(event: Row[Any]) -> tuple[str, int]:
    name = next((name for name in ("line", "commitment") if name in event.facts), "")
    return (name, event.facts[name]) if name else ("round", event.round_id)


def _is_as_given(event: Row[Any], held: Held) -> bool:
    levels: dict[str, str] = event.facts[LEVELS]
    by = event.facts.get("for_person", event.person_id)
    rows = [held[(*_of_event(event), by, event.at, question)] for question in levels]
    if not all(rows):
        return False
    given = [one.popleft() for one in rows]
    # One of the rows holds the note and what is asked for: more than that is more than was given.
    note = "".join(row.private_note for row in given)
    wish = "".join(row.wish.value for row in given if row.wish)
    reasons = {row.question.value: row.reason for row in given}
    sealed = seal_of(reasons, note, wish or None)
    return {row.question.value: row.level.value for row in given} == levels and sealed == event.facts[SEALED]
