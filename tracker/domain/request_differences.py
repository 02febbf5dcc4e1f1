"""What became of the numbered requests (具体建议) between two versions of a paper."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.differences import Piece, compare, likeness

# Below this likeness a request was not reworded but taken out, and another put in.
SAME_REQUEST = 0.5
# A paper has few requests; beyond this only equal wording is recognised.
COMPARED_ONE_BY_ONE = 30


class Fate(StrEnum):
    """What became of one request."""

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class RequestChange:
    """One request in the order of the new version, removed ones where they stood; numbers count from one."""

    fate: Fate
    old_no: int | None
    new_no: int | None
    is_moved: bool
    pieces: tuple[Piece, ...]


def compare_requests(old: Sequence[str], new: Sequence[str]) -> list[RequestChange]:
    """Each request of both versions once; moved means its order among the kept ones changed, not only its number."""
    pairs = _paired(old, new)
    steady = _steady(sorted((after, before) for before, after in pairs.items()))
    of_new = {after: before for before, after in pairs.items()}
    rows = [(_place(before, pairs), 0, _removed(before, old)) for before in range(len(old)) if before not in pairs]
    for after in range(len(new)):
        before_no = of_new.get(after)
        rows.append((float(after), 1, _present(before_no, after, old, new, is_moved=before_no not in steady)))
    return [row for _at, _rank, row in sorted(rows, key=lambda one: one[:2])]


def _present(
    before: int | None, after: int, old: Sequence[str], new: Sequence[str], *, is_moved: bool
) -> RequestChange:
    pieces = tuple(compare(old[before] if before is not None else "", new[after]))
    if before is None:
        return RequestChange(Fate.ADDED, None, after + 1, is_moved=False, pieces=pieces)
    fate = Fate.KEPT if old[before] == new[after] else Fate.CHANGED
    return RequestChange(fate, before + 1, after + 1, is_moved=is_moved, pieces=pieces)


def _removed(before: int, old: Sequence[str]) -> RequestChange:
    return RequestChange(Fate.REMOVED, before + 1, None, is_moved=False, pieces=tuple(compare(old[before], "")))


def _place(before: int, pairs: dict[int, int]) -> float:
    """Where a removed request is shown: behind the one that stood before it."""
    earlier = [pairs[at] for at in range(before) if at in pairs]
    return (earlier[-1] if earlier else -1) + 0.5


def _paired(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    free = list(range(len(new)))
    for before, body in enumerate(old):
        same = next((after for after in free if new[after] == body), None)
        if same is not None:
            pairs[before] = same
            free.remove(same)
    left = [before for before in range(len(old)) if before not in pairs]
    if len(left) * len(free) > COMPARED_ONE_BY_ONE**2:
        return pairs
    likely = sorted(
        ((likeness(old[before], new[after]), -abs(before - after), before, after) for before in left for after in free),
        reverse=True,
    )
    taken: set[int] = set()
    for alike, _near, before, after in likely:
        if alike >= SAME_REQUEST and before not in pairs and after not in taken:
            pairs[before] = after
            taken.add(after)
    return pairs


def _steady(pairs: list[tuple[int, int]]) -> set[int]:
    """Old places of the longest row of requests that kept their order; the others were moved."""
    ends: list[int] = []
    rows: list[list[int]] = []
    for _after, before in pairs:
        at = bisect_left(ends, before)
        row = [*(rows[at - 1] if at else []), before]
        ends[at:] = [before, *ends[at + 1 :]]
        rows[at:] = [row, *rows[at + 1 :]]
    return set(rows[-1]) if rows else set()
