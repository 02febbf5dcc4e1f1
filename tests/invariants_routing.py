"""What must hold of what past assignments taught: it is what the record itself says, word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select

from tracker.db import db
from tracker.models.routing import RoutingChoice, RoutingMark, RoutingPaper, RoutingUnit, RoutingWord
from tracker.models.suggestions import Suggestion
from tracker.queries.routing_lessons import holders, parts, read


def lessons() -> Iterator[str]:
    """Every count that differs from a count by hand, and every choice whose place is not that of who has it now."""
    ids = list(db.session.scalars(select(Suggestion.id).order_by(Suggestion.id)))
    present, wordings = parts(ids), read(ids)
    kept = {one.suggestion_id: one.counted for one in db.session.scalars(select(RoutingPaper))}
    words: Counter[tuple[str, str, int]] = Counter()
    for one in ids:
        counted = {str(unit_id): list(count) for unit_id, count in present[one].items() if any(count)}
        if kept.get(one, {}) != counted:
            yield f"paper {one} teaches {counted}, kept is {kept.get(one)}"
        for unit_id, (papers, weight) in counted.items():
            for word in wordings[one].words:
                words[word, unit_id, 0] += papers
                words[word, unit_id, 1] += weight
    yield from _words(words)
    now = holders(ids)
    for choice in db.session.scalars(select(RoutingChoice)):
        held = next((at for at, unit in enumerate(choice.proposed, 1) if unit in now[choice.suggestion_id]), 0)
        if held != choice.place_now:
            yield f"the choice on {choice.suggestion_id} says place {choice.place_now}, it is {held}"


def _words(words: Counter[tuple[str, str, int]]) -> Iterator[str]:
    kept: Counter[tuple[str, str, int]] = Counter()
    for row in db.session.scalars(select(RoutingWord)):
        for unit_id, (papers, weight) in row.counts.items():
            kept[row.word, unit_id, 0], kept[row.word, unit_id, 1] = papers, weight
    right = {key: number for key, number in words.items() if number}
    if {key: number for key, number in kept.items() if number} != right:
        wrong = sorted(key for key in {*kept, *right} if kept[key] != right.get(key, 0))
        yield f"words are counted wrongly: {wrong[:3]}"
    whole: Counter[int] = Counter()
    for (_word, unit_id, what), number in right.items():
        whole[int(unit_id)] += number * (what == 1)
    for unit in db.session.scalars(select(RoutingUnit)):
        if unit.weight != whole[unit.unit_id]:
            yield f"all words of unit {unit.unit_id} weigh {unit.weight}, it is {whole[unit.unit_id]}"
    known = db.session.scalar(select(RoutingMark.kinds)) or 0
    if known != db.session.scalar(select(func.count()).select_from(RoutingWord)):
        yield f"{known} words are said to be known"
