"""python3 run.py bench: what pages and journeys cost, each against a floor measured in the same run.

--json FILE   write the figures there too
--full        100,000 suggestions after 20,000, and searches among a million titles
--only NAMES  only these pages and nothing that writes, as in: --only W7 W7-s
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench import (
    alike,
    data,
    drafting,
    journeys,
    law,
    lists,
    measure,
    papers,
    report,
    routing,
    search,
    titles,
    weights,
)
from tests.bench.servers import Place, served
from tests.postgres_cluster import cluster, programs

SIZES = (20_000, 100_000)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__, allow_abbrev=False)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of suggestions instead of the usual")
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql"))
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these pages")
    options = parser.parse_args(arguments)
    sizes = options.sizes or (SIZES if options.full else SIZES[:1])
    found: dict[str, Any] = {"machine": report.machine(), "runs": []}
    report.print_machine(found["machine"])
    for engine in options.engines:
        for size in sizes:
            with place_for(engine) as place:
                if place is None:
                    print("PostgreSQL's server programs are not on this machine: left out.")
                    continue
                if options.only:
                    for figure in pages_alone(place, size, options.only):
                        report.print_figures([figure])
                    continue
                found["runs"].append(run(place, size))
                report.print_run(found["runs"][-1])
    if options.full:
        found["titles"] = list(of_titles(options.engines))
    if not options.only:
        found |= on_texts()
    if options.json:
        Path(options.json).write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    if told := found.get("drafting_missed"):
        print("Missed: " + "; ".join(told))
        return 1
    return 0 if report.print_verdict(found["runs"], found.get("titles", ())) else 1


def on_texts() -> dict[str, Any]:
    """What is measured on texts alone: how often the drafting desk cries out, how good likeness and routing are."""
    print("drafting desk: alarms by check")
    alarms = drafting.measured()
    drafting.print_alarms(alarms)
    found = {"alike": alike.figures(), "routing": list(routing.figures())}
    for lines in found.values():
        print("\n".join(["", *lines]), flush=True)
    by_name = {one.name: one.as_json() for one in alarms}
    return {**found, "drafting": by_name, "drafting_missed": drafting.missed(alarms)}


def of_titles(engines: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Searches among a million titles."""
    for engine in engines:
        with place_for(engine) as place:
            if place is not None:
                print(f"{engine}, {titles.MANY:,} titles")
                for figure in titles.figures(place):
                    report.print_figures([figure.as_json()])
                    yield {"engine": engine, **figure.as_json()}


@contextlib.contextmanager
def place_for(engine: str) -> Iterator[Place | None]:
    """An empty database of this engine that keeps its promises, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        if engine == "sqlite":
            yield Place(engine, Path(folder), "")
        elif programs() is None:
            yield None
        else:
            with cluster(durable=True) as url:
                yield Place(engine, Path(folder), url)


def pages_alone(place: Place, size: int, names: list[str]) -> Iterator[dict[str, Any]]:
    """Only these of the pages that are read, to see what a change does to them."""
    data.prepare(place, size)
    facts = data.survey(place)
    with served(place, "ours") as ours, served(place, "floor") as floor:
        works = [one for one in journeys.reading(facts, ours, floor) if one.name in names]
        for one in works:
            yield measure.figure(one).as_json()


def run(place: Place, size: int) -> dict[str, Any]:
    """Everything that is measured on one database."""
    started = time.monotonic()
    data.prepare(place, size)
    loaded = time.monotonic() - started
    facts = data.survey(place)
    paths = ["/", "/suggestions", f"/suggestions/{facts.closed[0]}"]
    with served(place, "ours") as ours, served(place, "floor") as floor:
        figures = [measure.figure(work) for work in journeys.reading(facts, ours, floor)]
        rush = measure.rush(facts, ours, floor)
        weighed = weights.weights(ours, facts, paths)
        figures += [measure.figure(work) for work in journeys.writing(facts, ours, floor)]
        kept = measure.eight_writers(facts, ours)
    figures += papers.figures(place, facts)
    figures += lists.figures(place, facts)
    found = search.facts(place)
    likeness = alike.seconds(place)
    return {
        "engine": place.engine,
        "suggestions": facts.suggestions,
        "load_seconds": loaded,
        "figures": [one.as_json() for one in figures],
        "eight_readers": rush.as_json(),
        "eight_writers_kept": kept,
        "statements": weights.statements(place, facts, paths),
        "weights": weighed,
        "search": found,
        "alike": likeness,
        "memory": weights.memory(place, facts, paths),
        # Last: it moves very many dates.
        "law_seconds": law.seconds(place),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
