"""Who should handle it: how often the proposal is right, on published suggestions with a known lead unit.

    python -m tests.bench.routing [--data FOLDER]

Every record is left out in turn and proposed for from the others. The records come from many places, so units are
taken for the kind of authority they are (all education bureaus are one) and matched with the unit of the demo congress
that does such work: its duty words were written without this data. Titles alone are read; bodies were not published.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from tracker.demo.texts import units
from tracker.domain.routing import Doubt, DutyWords, candidates, doubt
from tracker.domain.routing_past import Count, Past, Spoken, pairs_of, weight_of

YEAR = 2025
# What names of authorities of one kind have in common; the first that fits counts.
KINDS = (
    ("市公安局", "公安|交警"),
    ("市教育局", "教育|教体"),
    ("市民政局", "民政局"),
    ("市交通运输局", "交通"),
    ("市住房城乡建设局", "住房|住建|房管|城乡建设|建设发展"),
    ("市水务局", "水务|水利"),
    ("市发展改革委", "发展和改革|发展改革|发改|能源局"),
    ("市自然资源和规划局", "自然资源"),
    ("市城市管理局", "城管|城市管理|综合行政执法"),
    ("市消防救援支队", "消防"),
    ("市文化广电旅游局", "文化|文旅|旅游"),
    ("市市场监管局", "市场监"),
    ("市工业和信息化局", "工业|工信|经济信息"),
    ("市国资委", "国资委|国有资产"),
    ("市政务服务和数据局", "审批|政务服务"),
    ("市卫生健康委", "卫生|卫健"),
    ("市农业农村局", "农业"),
    ("市生态环境局", "生态环境|环保"),
    ("市财政局", "财政"),
    ("市商务局", "商务"),
    ("市人力资源社会保障局", "人力资源|人社"),
)


class Record(NamedTuple):
    """A title, the place of its unit's kind among the units of the demo congress, and where it was."""

    title: str
    unit: int
    region: str


class Offered(NamedTuple):
    """A unit of the demo congress as the domain wants it."""

    id: int
    duty_words: str


PLACES = {one.short_name: at for at, one in enumerate(units(), start=1)}
DUTIES = DutyWords(Offered(PLACES[one.short_name], one.duty_words) for one in units())
Ranking = Callable[[Sequence[Record], Record], list[int]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder that holds suggestions.jsonl")
    for line in figures(parser.parse_args().data):
        print(line, flush=True)
    return 0


def figures(folder: Path | None = None) -> Iterator[str]:
    """Lines that say what was measured, or that there was nothing to measure on."""
    folder = folder or _found()
    if folder is None or not (folder / "suggestions.jsonl").is_file():
        yield "routing: not measured, the published suggestions (suggestions.jsonl) are not here"
        return
    led, records = _read(folder / "suggestions.jsonl")
    kinds = Counter(one.unit for one in records)
    yield f"{led} records with a title and a lead unit; {len(records)} of them of {len(kinds)} kinds of authority."
    yield "Left out one by one, proposed from the others; in brackets the 95 % interval (Wilson)."
    for name, ranking in RANKINGS.items():
        yield _line(name, records, ranking)
    yield from _doubts(records)
    yield from _regions(records)


def _found() -> Path | None:
    parents = Path(__file__).resolve().parents
    return next((one / "shared" / "data" for one in parents if (one / "shared" / "data").is_dir()), None)


def _read(path: Path) -> tuple[int, list[Record]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row.get("title") and row.get("lead_unit")]
    kinds = ((row, _kind(row["lead_unit"])) for row in rows)
    return len(rows), [Record(row["title"], kind, row.get("region") or "") for row, kind in kinds if kind]


def _kind(name: str) -> int | None:
    return next((PLACES[unit] for unit, pattern in KINDS if re.search(pattern, name)), None)


def _spoken(past: Sequence[Record], title: str) -> dict[int, Spoken]:
    """As the program keeps it: each pair of each paper once, all of one year."""
    counts: dict[str, dict[int, Count]] = {}
    weights: Counter[int] = Counter()
    for one in past:
        for pair in pairs_of(one.title):
            held = counts.setdefault(pair, {}).get(one.unit, Count(0, 0))
            counts[pair][one.unit] = Count(held.papers + 1, held.weight + weight_of(YEAR))
            weights[one.unit] += weight_of(YEAR)
    return Past(counts, weights, kinds=len(counts), year=YEAR).of(title)


def _frequent(past: Sequence[Record], one: Record) -> list[int]:
    return [unit for unit, _times in Counter(each.unit for each in past).most_common()]


def _words(past: Sequence[Record], one: Record) -> list[int]:
    ranked = candidates(DUTIES.in_text(one.title, title=one.title), proposed_id=None, habits={})
    return [each.unit_id for each in ranked]


def _past(past: Sequence[Record], one: Record) -> list[int]:
    ranked = candidates({}, proposed_id=None, habits={}, spoken=_spoken(past, one.title))
    return [each.unit_id for each in ranked]


def _both(past: Sequence[Record], one: Record) -> list[int]:
    ranked = candidates(
        DUTIES.in_text(one.title, title=one.title), proposed_id=None, habits={}, spoken=_spoken(past, one.title)
    )
    return [each.unit_id for each in ranked]


RANKINGS: dict[str, Ranking] = {
    "most frequent unit": _frequent,
    "duty words alone": _words,
    "past alone": _past,
    "as the program proposes": _both,
}


def _line(name: str, records: Sequence[Record], ranking: Ranking) -> str:
    places = [_place(records, at, ranking) for at in range(len(records))]
    first, three = sum(place == 1 for place in places), sum(0 < place <= 3 for place in places)
    return f"  {name:26} top 1 {_rate(first, len(records))}   top 3 {_rate(three, len(records))}"


def _place(records: Sequence[Record], at: int, ranking: Ranking) -> int:
    ranked = ranking([*records[:at], *records[at + 1 :]], records[at])
    return ranked.index(records[at].unit) + 1 if records[at].unit in ranked else 0


def _doubts(records: Sequence[Record]) -> Iterator[str]:
    right: Counter[Doubt] = Counter()
    seen: Counter[Doubt] = Counter()
    for at, one in enumerate(records):
        spoken = _spoken([*records[:at], *records[at + 1 :]], one.title)
        ranked = candidates(DUTIES.in_text(one.title, title=one.title), proposed_id=None, habits={}, spoken=spoken)
        seen[doubt(ranked)] += 1
        right[doubt(ranked)] += bool(ranked) and ranked[0].unit_id == one.unit
    yield "How sure it said it was, and how often the first was right:"
    for kind in reversed(Doubt):
        yield f"  {kind.value:26} {_rate(right[kind], seen[kind])}"


def _regions(records: Sequence[Record]) -> Iterator[str]:
    """Within one place, where it has several units and several records: elsewhere there is nothing to choose."""
    regions = Counter(one.region for one in records)
    fit = [
        place
        for place, number in regions.items()
        if number >= 5 and len({one.unit for one in records if one.region == place}) > 1
    ]
    yield "Within one place of five records or more and several units:" + ("" if fit else " none.")
    for place in fit:
        own = [one for one in records if one.region == place]
        for name in ("most frequent unit", "as the program proposes"):
            yield _line(f"{name}, {len(own)} records", own, RANKINGS[name])


def _rate(part: int, whole: int) -> str:
    if not whole:
        return "none"
    low, high = _interval(part, whole)
    return f"{part}/{whole} = {part / whole:.2f} ({low:.2f}–{high:.2f})"


def _interval(part: int, whole: int) -> tuple[float, float]:
    z, rate = 1.96, part / whole
    middle = (rate + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(rate * (1 - rate) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return middle - half, middle + half


if __name__ == "__main__":
    raise SystemExit(main())
