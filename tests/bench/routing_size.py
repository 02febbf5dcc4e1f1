"""Proposing units at size: bytes kept, milliseconds of one proposal and of a page of 200, and of learning from them.

    python -m tests.bench.routing_size [--papers 100000] [--engines sqlite postgresql]

The counts of so many past papers of about ninety pairs of characters are made up and written as they are kept; words
are as unevenly frequent as in real texts, and each of sixty units has words of its own.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from random import Random
from statistics import median

from sqlalchemy import delete, insert, select, text

from tests.bench.__main__ import place_for
from tests.bench.data import opened, prepare
from tests.bench.servers import Place
from tracker.clock import day_of, now
from tracker.db import db
from tracker.domain.limits import BATCH
from tracker.domain.routing_past import Count, pairs_of, share_of, weight_of
from tracker.models.organs import Unit
from tracker.models.routing import RoutingMark, RoutingUnit, RoutingWord
from tracker.queries.documents import KEEPER
from tracker.queries.routing import past_of, successors
from tracker.services._routing import _write_words

SEED, WORDS, OWN, PER_PAPER = 7, 30_000, 600, 38
YEAR = 2026


class City:
    """Texts of papers, with the unit that had them."""

    def __init__(self, unit_ids: list[int]) -> None:
        self.rng = Random(SEED)
        signs = [chr(0x4E00 + at) for at in range(3500)]
        often = list(accumulate(1 / (at + 12) for at in range(len(signs))))
        self.words = [
            "".join(self.rng.choices(signs, cum_weights=often, k=self.rng.choice((2, 2, 2, 3, 4))))
            for _ in range(WORDS)
        ]
        self.often = list(accumulate(1 / (at + 20) for at in range(WORDS)))
        self.units = unit_ids
        self.busy = list(accumulate(1 / (at + 2) for at in range(len(unit_ids))))
        self.own = {unit: self.rng.sample(self.words, OWN) for unit in unit_ids}

    def paper(self) -> tuple[int, str]:
        (unit,) = self.rng.choices(self.units, cum_weights=self.busy)
        common = self.rng.choices(self.words, cum_weights=self.often, k=PER_PAPER * 3 // 4)
        words = [*common, *self.rng.choices(self.own[unit], k=PER_PAPER // 4)]
        self.rng.shuffle(words)
        return unit, "，".join("".join(words[at : at + 5]) for at in range(0, len(words), 5))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--engines", nargs="+", default=("sqlite", "postgresql"))
    options = parser.parse_args()
    for engine in options.engines:
        with place_for(engine) as place:
            if place is None:
                print("PostgreSQL's server programs are not on this machine: left out.")
                continue
            prepare(place, 300)
            for line in measured(place, options.papers):
                print(f"{engine:11} {line}", flush=True)
    return 0


def measured(place: Place, papers: int) -> Iterator[str]:
    """The figures of one engine, in lines."""
    with opened(place):
        city = City(list(db.session.scalars(select(Unit.id).order_by(Unit.id).limit(60))))
        before = _bytes(place)
        rows, pairs = _fill(city, papers)
        yield f"{papers} papers, {pairs / papers:.0f} pairs each: {rows} words, {(_bytes(place) - before) / 1e6:.1f} MB"
        texts = [city.paper()[1] for _ in range(BATCH)]
        yield f"one proposal {_ms(lambda: _propose(texts[:1]), 20):.1f} ms"
        yield f"{BATCH} proposals {_ms(lambda: _propose(texts), 5):.0f} ms"
        yield f"learning from one assignment {_ms(lambda: _learn(city, 1), 10):.1f} ms"
        yield f"learning from {BATCH} assignments {_ms(lambda: _learn(city, BATCH), 3):.0f} ms"


def _fill(city: City, papers: int) -> tuple[int, int]:
    counts: dict[str, Counter[int]] = {}
    weights: Counter[int] = Counter()
    pairs = 0
    for _ in range(papers):
        unit, words = city.paper()
        for pair in pairs_of(words):
            counts.setdefault(pair, Counter())[unit] += 1
            weights[unit] += weight_of(YEAR)
            pairs += 1
    for table in (RoutingWord, RoutingUnit):
        db.session.execute(delete(table))
    for some in _some(sorted(counts)):
        db.session.execute(insert(RoutingWord), [_row(word, counts[word]) for word in some])
    db.session.execute(insert(RoutingUnit), [{"unit_id": u, "papers": 1, "weight": w} for u, w in weights.items()])
    db.session.get_one(RoutingMark, 1).kinds = len(counts)
    db.session.commit()
    return len(counts), pairs


def _row(word: str, units: Counter[int]) -> dict[str, object]:
    part = {unit: Count(number, number * weight_of(YEAR)) for unit, number in units.items()}
    kept = {str(unit): list(count) for unit, count in part.items()}
    return {"word": word, "counts": kept, "share": share_of(part.values())}


def _some(words: list[str]) -> Iterator[list[str]]:
    return (words[at : at + 5000] for at in range(0, len(words), 5000))


def _propose(texts: list[str]) -> None:
    past = past_of(texts, KEEPER, moved=successors(), today=day_of(now()))
    for one in texts:
        past.of(one)
    db.session.rollback()


def _learn(city: City, papers: int) -> None:
    changes: dict[str, dict[int, Counter[str]]] = {}
    for _ in range(papers):
        unit, words = city.paper()
        for pair in pairs_of(words):
            changes.setdefault(pair, {}).setdefault(unit, Counter()).update(papers=1, weight=weight_of(YEAR))
    _write_words(changes)
    db.session.commit()


def _ms(act: Callable[[], None], times: int) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - started))
    return median(taken)


def _bytes(place: Place) -> int:
    if place.engine == "sqlite":
        pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return int(db.session.execute(text(pages)).scalar_one())
    return int(db.session.execute(text("SELECT pg_total_relation_size('routing_word')")).scalar_one())


if __name__ == "__main__":
    raise SystemExit(main())
