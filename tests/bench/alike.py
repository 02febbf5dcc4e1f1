"""How good the likeness of tracker/domain/alike.py is: on labelled suggestions and messages, when they are there.

Prints what is found and how sure that is. The labelled groups of suggestions are cut in two by a fixed draw; figures of
both halves were seen while variants were tried and the words left out were written with all titles in view, so the
other half is no blind test. The weight of the title was chosen on the messages, which are not cut.
`TRACKER_SHARED_DATA`
names the folder; without it nothing is measured and that is said.

    python -m tests.bench.alike
"""

from __future__ import annotations

import json
import math
import os
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import select

from tests.bench.data import opened
from tests.bench.servers import Place
from tracker.db import db
from tracker.domain.alike import Weighed, counted, likeness, weighed
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.suggestions import Suggestion
from tracker.queries.alike_texts import text_of
from tracker.queries.similar import KNOWN, similar_to

DATA = Path(os.environ.get("TRACKER_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
STRONG = ("same-proposal", "near-duplicate")
DRAW = 20
NEAR, FAR = 3, 5
# Milliseconds of looking up what is alike, of half the papers.
LOOKUP_AT_MOST = 50
Row = dict[str, Any]


def figures(folder: Path = DATA) -> list[str]:
    """Lines that say what was measured, or that there was nothing to measure on."""
    missing = [name for name in ("suggestions.jsonl", "scale_messages.jsonl") if not (folder / name).is_file()]
    if missing:
        return [f"alike: not measured, the labelled records are not there ({', '.join(missing)})"]
    return [*_of_suggestions(_rows(folder, "suggestions")), *_of_messages(_rows(folder, "scale_messages"))]


def _rows(folder: Path, name: str) -> list[Row]:
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["title"]]


def _of_suggestions(rows: list[Row]) -> list[str]:
    rarity = counted(row["title"] for row in rows)
    papers = {row["id"]: weighed(row["title"], "", rarity) for row in rows}
    groups = sorted({row["dup_group"] for row in rows if row["dup_group"]})
    random.Random(DRAW).shuffle(groups)
    chosen_on = set(groups[::2])
    hits: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        strong = [one for one in rows if one["dup_group"] == row["dup_group"] and one["dup_strength"] in STRONG]
        partners = {one["id"] for one in strong} - {row["id"]}
        if row["dup_group"] and row["dup_strength"] in STRONG and partners:
            found = _nearest(row["id"], papers, NEAR)
            hits[row["dup_group"] in chosen_on].append(bool(partners.intersection(found)))
    return [
        f"alike, suggestions by title ({len(rows)}): a strong partner in the top {NEAR}: {_share(hits[half])}, {words}"
        for half, words in ((True, "groups it was chosen on"), (False, "the other groups"))
    ]


def _nearest(one: str, papers: dict[str, Weighed], most: int) -> list[str]:
    rated = ((-likeness(papers[one], held), other) for other, held in papers.items() if other != one)
    return [other for rate, other in sorted(rated)[:most] if rate]


def _of_messages(rows: list[Row]) -> list[str]:
    rarity = counted(f"{row['title']}\n{row['body'] or ''}" for row in rows)
    papers = {row["id"]: weighed(row["title"], row["body"] or "", rarity) for row in rows}
    group = {row["id"]: row["dup_group"] for row in rows}
    held = Counter(one for one in group.values() if one)
    index: dict[str, list[str]] = defaultdict(list)
    for one, paper in papers.items():
        for token in paper.weights:
            index[token].append(one)
    places, reachable = [], []
    for one in (one for one, name in group.items() if name):
        right = sum(group[other] == group[one] for other in _from(index, one, papers))
        places.append(right / FAR)
        reachable.append(right / min(FAR, held[group[one]] - 1))
    return [
        f"alike, messages ({len(rows)}, {len(places)} labelled): {words} {_mean(found)}"
        for words, found in (
            (f"places of the top {FAR} in the right group:", places),
            ("of the places its group can fill (some have four members):", reachable),
        )
    ]


def _from(index: dict[str, list[str]], one: str, papers: dict[str, Weighed]) -> list[str]:
    rates: dict[str, float] = defaultdict(float)
    for token, weight in papers[one].weights.items():
        for other in index[token]:
            rates[other] += weight * papers[other].weights[token] / papers[other].length
    rates.pop(one)
    return sorted(rates, key=lambda other: (-rates[other], other))[:FAR]


def _share(hits: list[bool]) -> str:
    """Hits of how many, with Wilson's 95 % interval."""
    n, right, z = len(hits), sum(hits), 1.96
    middle = (right + z * z / 2) / (n + z * z)
    wide = z / (n + z * z) * math.sqrt(right * (n - right) / n + z * z / 4)
    return f"{right} of {n} = {right / n:.0%} (95 %: {middle - wide:.0%} to {middle + wide:.0%})"


def _mean(found: list[float]) -> str:
    """The mean with the 95 % interval of 2,000 seeded redraws."""
    redraw = random.Random(DRAW)
    means = sorted(sum(redraw.choices(found, k=len(found))) / len(found) for _ in range(2000))
    return f"{sum(found) / len(found):.1%} (95 %: {means[50]:.1%} to {means[-51]:.1%})"


def seconds(place: Place) -> dict[str, float]:
    """Milliseconds of one lookup by the desk: half of them take at most `median`, nearly all at most `p95`."""
    with opened(place):
        taken = sorted(lookups(Actor(None, None, Role.DESK)))
    return {"median": median(taken), "p95": taken[round(0.95 * (len(taken) - 1))]}


def lookups(actor: Actor, number: int = 200) -> list[float]:
    """Milliseconds of looking up what is alike, as a page does it, for so many papers evenly spread over the open
    database; the first look, which reads how rare pairs are, is left out."""
    ids = db.session.scalars(select(Suggestion.id).where(Suggestion.state.in_(KNOWN)).order_by(Suggestion.id)).all()
    found = []
    for one in [ids[0], *ids[:: max(1, len(ids) // number)]]:
        suggestion = db.session.get_one(Suggestion, one)
        text_of(suggestion)
        began = time.perf_counter()
        similar_to(actor, suggestion)
        found.append(1000 * (time.perf_counter() - began))
        db.session.rollback()
    return found[1:]


if __name__ == "__main__":
    print("\n".join(figures()))
