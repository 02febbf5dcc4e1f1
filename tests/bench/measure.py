"""Taking times: the product and the floor in turn, so that whatever else the machine does weighs on both."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tests.bench.client import Client
from tests.bench.data import Facts
from tests.bench.journeys import Failed, Work, check, create
from tests.bench.servers import Served

WARM = 6


@dataclass(frozen=True)
class Figure:
    """Milliseconds of one piece of work, ours and the floor's, and their ratio against its goal."""

    name: str
    words: str
    ours: float
    ours_p95: float
    floor: float
    floor_p95: float
    ratio: float
    goal: float

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.goal

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"met": self.is_met}


def figure(work: Work) -> Figure:
    """Runs of both in turn after some to warm up; medians and 95th percentiles."""
    warm = WARM if work.runs > WARM * 3 else 1
    for _ in range(warm):
        work.ours(), work.floor()
    pairs = [(work.ours(), work.floor()) for _ in range(work.runs)]
    ours, bare = sorted(pair[0] for pair in pairs), sorted(pair[1] for pair in pairs)
    middle, below = statistics.median(ours), statistics.median(bare)
    return Figure(work.name, work.words, middle, _p95(ours), below, _p95(bare), middle / below, work.goal)


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]


@dataclass(frozen=True)
class Rush:
    """Eight people at once: pages a second of the register, ours and the floor's."""

    ours: float
    floor: float
    goal: float = 1 / 3

    @property
    def share(self) -> float:
        return self.ours / self.floor

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"share": self.share, "met": self.share >= self.goal}


def rush(facts: Facts, ours: Served, floor: Served, *, seconds: float = 4.0) -> Rush:
    """Both in turn, twice each."""
    rates: dict[int, list[float]] = {ours.port: [], floor.port: []}
    for _ in range(2):
        for server in (ours, floor):
            rates[server.port].append(_pages_a_second(server, facts.keys["desk"], seconds))
    return Rush(max(rates[ours.port]), max(rates[floor.port]))


def _pages_a_second(server: Served, key: str, seconds: float) -> float:
    until, counts = time.monotonic() + seconds, [0] * 8

    def read(at: int) -> None:
        client = Client(server.port, key)
        while time.monotonic() < until:
            check(client, client.get("/suggestions"))
            counts[at] += 1

    _together(read)
    return sum(counts) / seconds


def eight_writers(facts: Facts, ours: Served, *, each: int = 5) -> int:
    """Eight people write at once; returns how many papers were kept. Any failure raises."""
    kept = [0] * 8

    def write(at: int) -> None:
        for _ in range(each):
            create(facts, ours)
            kept[at] += 1

    _together(write)
    return sum(kept)


def _together(work: Callable[[int], None]) -> None:
    problems: list[BaseException] = []

    def guarded(at: int) -> None:
        try:
            work(at)
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=guarded, args=(at,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise Failed(f"{len(problems)} of 8 failed: {problems[0]!r}")
