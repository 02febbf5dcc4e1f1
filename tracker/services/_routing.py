"""What past assignments teach, kept in the transaction of the act it follows from: `follow` after every act that gives
a share to a unit or takes it away, `note_choices` when papers are assigned. Nothing is ever added up by hand: a paper's
former part is taken back and its present one put in, so the order of acts makes no difference.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert, select, update

from tracker.db import db
from tracker.domain.routing import rank_of
from tracker.domain.routing_past import Count, share_of
from tracker.models.routing import RoutingChoice, RoutingMark, RoutingPaper, RoutingUnit, RoutingWord
from tracker.queries.routing_lessons import Part, Wording, holders, kept, part_of, parts, read, words_of

# Raised when what is counted changes: the worker then goes through the past again.
DEFINITIONS = 1
# So many values are named in one statement at most.
AT_ONCE = 5000


def follow(suggestion_ids: Collection[int]) -> None:
    """Let the counts say what is true of these papers now; runs inside the transaction of the act."""
    if not suggestion_ids:
        return
    db.session.flush()
    mark = mark_now()
    ids = sorted(set(suggestion_ids))
    present, former, papers = parts(ids), kept(ids), read(ids)
    changes: dict[str, dict[int, Counter[str]]] = defaultdict(dict)
    units: dict[int, Counter[str]] = defaultdict(Counter)
    for suggestion_id in ids:
        paper, before = papers[suggestion_id], former.get(suggestion_id)
        if before is not None and before[0] != paper.text_id:
            _put(changes, units, words_of(before[0], suggestion_id), before[1], -1)
            before = None
        differs = _difference(present[suggestion_id], before[1] if before else {})
        _put(changes, units, paper.words, differs, 1)
    mark.kinds += _write_words(changes)
    _write_units(units)
    _write_papers(papers, present, former)
    _follow_choices(ids)


def note_choices(proposed: Mapping[int, Sequence[int]], *, today: date) -> None:
    """Record which units were proposed for papers just assigned (units by paper) beside those that were chosen."""
    held = holders(proposed)
    for suggestion_id, units in proposed.items():
        place = rank_of(units, held[suggestion_id])
        db.session.add(
            RoutingChoice(
                suggestion_id=suggestion_id,
                assigned_on=today,
                proposed=list(units),
                chosen=sorted(held[suggestion_id]),
                offered=len(units),
                place=place,
                place_now=place,
            )
        )
    db.session.flush()


def mark_now() -> RoutingMark:
    """The mark; where there is none, or what is counted was defined otherwise, everything begins anew."""
    mark = db.session.get(RoutingMark, 1)
    if mark is None or mark.definitions != DEFINITIONS:
        mark = begin_anew()
    return mark


def begin_anew() -> RoutingMark:
    """Forget all counts; what was proposed and chosen stays, for nothing else knows it."""
    for table in (RoutingWord, RoutingUnit, RoutingPaper):
        db.session.execute(delete(table))
    mark = db.session.get(RoutingMark, 1) or RoutingMark(id=1)
    mark.definitions, mark.kinds, mark.walked_to = DEFINITIONS, 0, 0
    db.session.add(mark)
    db.session.flush()
    return mark


def _json(part: Part) -> dict[str, list[int]]:
    return {str(unit_id): list(count) for unit_id, count in sorted(part.items()) if any(count)}


def _difference(present: Part, before: Part) -> Part:
    none = Count(0, 0)
    pairs = {unit_id: (present.get(unit_id, none), before.get(unit_id, none)) for unit_id in {*present, *before}}
    return {
        unit_id: Count(now.papers - then.papers, now.weight - then.weight)
        for unit_id, (now, then) in pairs.items()
        if now != then
    }


def _put(
    changes: dict[str, dict[int, Counter[str]]],
    units: dict[int, Counter[str]],
    words: Sequence[str],
    part: Part,
    sign: int,
) -> None:
    for unit_id, count in part.items():
        papers, weight = sign * count.papers, sign * count.weight
        units[unit_id].update(papers=papers, weight=weight * len(words))
        for word in words:
            held = changes[word].setdefault(unit_id, Counter())
            held["papers"] += papers
            held["weight"] += weight


def _write_words(changes: Mapping[str, Mapping[int, Counter[str]]]) -> int:
    """Write the changed counts; returns how many more pairs are known."""
    known, words = 0, sorted(changes)
    for at in range(0, len(words), AT_ONCE):
        some = words[at : at + AT_ONCE]
        wanted = select(RoutingWord.word, RoutingWord.counts).where(RoutingWord.word.in_(some))
        held = {word: part_of(counts) for word, counts in db.session.execute(wanted)}
        after = {word: _added(held.get(word, {}), changes[word]) for word in some}
        rows = [
            {"word": word, "counts": _json(part), "share": share_of(part.values())}
            for word, part in after.items()
            if part
        ]
        new, old = [row for row in rows if row["word"] not in held], [row for row in rows if row["word"] in held]
        gone = [word for word, part in after.items() if not part and word in held]
        if new:
            db.session.execute(insert(RoutingWord), new)
        if old:
            db.session.execute(update(RoutingWord), old)
        if gone:
            db.session.execute(delete(RoutingWord).where(RoutingWord.word.in_(gone)))
        known += len(new) - len(gone)
    return known


def _added(part: Part, change: Mapping[int, Counter[str]]) -> Part:
    for unit_id, more in change.items():
        held = part.get(unit_id, Count(0, 0))
        part[unit_id] = Count(held.papers + more["papers"], held.weight + more["weight"])
    return {unit_id: count for unit_id, count in part.items() if any(count)}


def _write_units(units: Mapping[int, Counter[str]]) -> None:
    for unit_id, more in sorted(units.items()):
        row = db.session.get(RoutingUnit, unit_id)
        if row is None:
            row = RoutingUnit(unit_id=unit_id, papers=0, weight=0)
            db.session.add(row)
        row.papers += more["papers"]
        row.weight += more["weight"]
    db.session.flush()


def _write_papers(
    papers: Mapping[int, Wording], present: Mapping[int, Part], former: Mapping[int, tuple[int | None, Part]]
) -> None:
    rows = [
        {"suggestion_id": one, "text_id": paper.text_id, "counted": _json(present[one])}
        for one, paper in papers.items()
        if present[one] or one in former
    ]
    new = [row for row in rows if row["suggestion_id"] not in former]
    old = [row for row in rows if row["suggestion_id"] in former]
    if new:
        db.session.execute(insert(RoutingPaper), new)
    if old:
        db.session.execute(update(RoutingPaper), old)


def _follow_choices(ids: Sequence[int]) -> None:
    choices = db.session.scalars(select(RoutingChoice).where(RoutingChoice.suggestion_id.in_(ids))).all()
    held = holders([one.suggestion_id for one in choices])
    for one in choices:
        one.place_now = rank_of(one.proposed, held[one.suggestion_id])
