"""How often the drafting desk cries out, check by check: over good papers and official texts, where every alarm is one
too many, and over citizens' messages, where most are right.

    python -m tests.bench.drafting [--samples N] [--texts FOLDER]

The texts lie beside the checkout and are only read; where they are not, the good papers alone are counted.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tracker.demo.papers import Writer
from tracker.domain.advice import Finding
from tracker.domain.drafting import findings
from tracker.rulebooks import PACKAGED, books_in

TEXTS = Path(__file__).resolve().parents[3] / "shared" / "data"
PAPERS = 3_000
# A sentence of a message that asks for something, as it would stand in a box of requests.
_ASK = re.compile(r"(?:^|(?<=[。；！？\n，]))(?:建议|希望|请求|恳请|要求|请)[^。！？\n]{4,120}[。！？]?")
# Shares of texts with an alarm that is one too many: at most one good paper in a hundred; of official letters at most
# one in two hundred for a ground or a trace. What a letter lacks in facts says nothing about the check.
MOST_OF_PAPERS, MOST_OF_LETTERS = 0.01, 0.005
_NOT_OF_LETTERS = frozenset({"facts", "repeated"})

Texts = Mapping[str, str]


@dataclass
class Alarms:
    """What was found in texts of one kind."""

    name: str
    texts: int = 0
    with_any: int = 0
    seconds: float = 0.0
    by_code: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def share(self, code: str) -> float:
        return self.by_code[code] / self.texts if self.texts else 0.0

    @property
    def milliseconds(self) -> float:
        return self.seconds / self.texts * 1000 if self.texts else 0.0

    def as_json(self) -> dict[str, Any]:
        shares = {code: self.share(code) for code, _count in self.by_code.most_common()}
        return {"texts": self.texts, "with_any": self.with_any, "milliseconds": self.milliseconds, "shares": shares}


def measured(folder: Path = TEXTS) -> list[Alarms]:
    """Every kind of text that is there."""
    found = [_alarms("good papers of the demo", _good_papers())]
    if folder.is_dir():
        titles = [row for row in _rows(folder / "suggestions.jsonl") if row["kind"] == "npc" and row["title"]]
        messages = [*_rows(folder / "scale_messages.jsonl")]
        found += [
            _alarms("published titles", [{"title": row["title"]} for row in titles]),
            _alarms("official letters", [{"problem": row["reply_text"]} for row in messages if row["reply_text"]]),
            _alarms("citizens' messages", [{"problem": row["body"]} for row in messages if row["body"]]),
            _alarms(
                "what they ask for", [{"requests-0": ask} for row in messages for ask in _ASK.findall(row["body"])]
            ),
        ]
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _good_papers() -> list[Texts]:
    writer, papers = Writer(Random(7)), []
    for _ in range(PAPERS):
        one = writer.paper()
        requests = {f"requests-{at}": point.ask for at, point in enumerate(one.points)}
        papers.append({"title": one.title, "problem": one.problem, "analysis": one.analysis} | requests)
    return papers


def _alarms(name: str, texts: Sequence[Texts]) -> Alarms:
    book = books_in(PACKAGED)[-1]
    told = Alarms(name, len(texts))
    for one in texts:
        started = time.perf_counter()
        found = findings(one, grounds=book.grounds, advice=book.advice)
        told.seconds += time.perf_counter() - started
        told.with_any += bool(found)
        told.by_code.update({each.code for each in found})
        for each in found:
            told.samples[each.code].append(_around(one, each))
    return told


def _around(texts: Texts, one: Finding) -> str:
    text = texts[one.field][max(0, one.at - 15) : one.at + 30].replace("\n", " ")
    return f"{one.found or '-'} | {'/'.join(one.more)} | {text}"


def missed(found: Sequence[Alarms]) -> list[str]:
    """What cries out more than it may; empty when all is well."""
    told = []
    for one in found:
        if one.name.startswith("good") and one.with_any > MOST_OF_PAPERS * one.texts:
            told.append(f"{one.name}: {one.with_any} of {one.texts}")
        if one.name.startswith("official"):
            told += [
                f"{one.name}, {code}: {one.share(code):.2%}"
                for code in one.by_code
                if code not in _NOT_OF_LETTERS and one.share(code) > MOST_OF_LETTERS
            ]
    return told


def print_alarms(found: Sequence[Alarms], *, samples: int = 0) -> None:
    """The shares in lines, with some of the places where asked for."""
    for one in found:
        print(f"  {one.name}: {one.with_any} of {one.texts} with an alarm, {one.milliseconds:.2f} ms each")
        for code, count in one.by_code.most_common():
            print(f"    {code:24} {count:6}  {one.share(code):7.2%}")
            for place in Random(1).sample(one.samples[code], min(samples, len(one.samples[code]))):
                print(f"      {place}")
    if len(found) == 1:
        print("  The texts to compare with are not beside this checkout: titles, letters and messages are left out.")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.bench.drafting", description=__doc__, allow_abbrev=False)
    parser.add_argument("--samples", type=int, default=0, metavar="N", help="show so many places of each check")
    parser.add_argument("--texts", type=Path, default=TEXTS, metavar="FOLDER", help="where the texts lie")
    options = parser.parse_args(arguments)
    found = measured(options.texts)
    print("drafting desk: alarms by check")
    print_alarms(found, samples=options.samples)
    told = missed(found)
    print("All within what they may." if not told else "MISSED: " + "; ".join(told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
