"""Writing suggestions and replies out of the sentences: places stay the same through a paper, figures in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tracker.demo.texts import Topic, table, topics
from tracker.domain.results import Semantic

PLACES = ("区", "街", "路", "校", "社", "厂", "河", "市", "院", "站")
FIGURES = 400
LONGEST_TITLE = 190
# Many deputies leave the usual frame of a title away.
PLAIN_TITLES = 0.3

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Point:
    """One request of a paper, with the figures it mentions."""

    ask: str
    done: str
    plan: str
    promise: str


@dataclass(frozen=True, slots=True)
class Written:
    """A paper as written, and what a reply to it will need."""

    topic: Topic
    title: str
    problem: str
    analysis: str
    points: tuple[Point, ...]
    words: Words


class Writer:
    """Writes with one source of chance, so that the same seed writes the same."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._topics = topics()
        self._places = table("places")
        self._phrases = table("phrases")
        self._figures = [self._some_figures() for _ in range(FIGURES)]

    def paper(self, topic: Topic | None = None, *, requests: int = 0, long_title: bool = False) -> Written:
        """A complete paper on a topic."""
        rng = self._rng
        topic = topic or rng.choice(self._topics)
        words = self.places()
        points = self._points(topic, words, requests or rng.choices((1, 2, 3, 4, 5, 6), (8, 20, 32, 24, 11, 5))[0])
        title = self.say(rng.choice(topic.titles), words)
        if long_title:
            title = self._lengthened(title, points)
        elif rng.random() < PLAIN_TITLES:
            title = title.removeprefix("关于").removesuffix("的建议")
        return Written(topic, title, self._problem(topic, words), self._analysis(topic, words), points, words)

    def places(self) -> Words:
        """One place of each kind."""
        rng, places = self._rng, self._places
        words = {kind: rng.choice(places[kind]) for kind in PLACES}
        words["路2"] = rng.choice([road for road in places["路"] if road != words["路"]])
        return words

    def say(self, template: str, words: Words) -> str:
        """A sentence with its places, and figures of its own."""
        return template.format_map(self._rng.choice(self._figures) | words)

    def phrase(self, *path: str, words: Words | None = None) -> str:
        """One of the sentences of a list in `phrases.toml`."""
        found: Any = self._phrases
        for name in path:
            found = found[name]
        return self.say(self._rng.choice(found), words or {})

    def answer(self, written: Written, number: int, semantic: Semantic, us: str) -> str:
        """What a unit that calls itself `us` answers to a request."""
        point = written.points[number - 1]
        words = written.words | {"我": us}
        match semantic:
            case Semantic.SOLVED:
                return point.done.replace("{我}", us)
            case Semantic.IN_PROGRESS | Semantic.PLANNED:
                return point.plan.replace("{我}", us)
            case Semantic.REFERENCE:
                return self.phrase("reference", words=words)
            case _:
                return self.phrase("deferred", words=words)

    def _problem(self, topic: Topic, words: Words) -> str:
        rng = self._rng
        told = rng.sample(topic.problem, rng.randint(2, len(topic.problem)))
        surveyed = rng.sample(self._phrases["survey"], rng.choice((1, 2, 4, 5, 6, 7)))
        first, second = ("".join(self.say(one, words) for one in part) for part in (told, surveyed))
        return f"{first}\n{second}"

    def _analysis(self, topic: Topic, words: Words) -> str:
        rng = self._rng
        told = [*topic.analysis, *rng.sample(self._phrases["reason"], rng.choice((0, 2, 4, 5, 6, 7, 8)))]
        return "".join(self.say(one, words) for one in told)

    def _points(self, topic: Topic, words: Words, count: int) -> tuple[Point, ...]:
        rng = self._rng
        chosen = sorted(rng.sample(range(len(topic.asks)), min(count, len(topic.asks))))
        found = []
        for place in chosen:
            one = topic.asks[place]
            # What is asked, done, planned and promised speaks of the same figures.
            said = rng.choice(self._figures) | words | {"我": "{我}"}
            found.append(Point(*(text.format_map(said) for text in (one.ask, one.done, one.plan, one.promise))))
        return tuple(found)

    def _lengthened(self, title: str, points: tuple[Point, ...]) -> str:
        head = title.removesuffix("的建议")
        for point in points:
            longer = f"{head}，{point.ask.rstrip('。')}"
            head = longer if len(longer) < LONGEST_TITLE else head
        return f"{head}的建议"

    def _some_figures(self) -> Words:
        rng = self._rng
        figures = {
            "n": rng.randint(2, 9),
            "n2": rng.randint(2, 9),
            "m": rng.randint(11, 68),
            "m2": rng.randint(11, 48),
            "k": rng.choice((120, 150, 180, 210, 260, 320, 380, 430, 560, 680, 740, 860, 920)),
            "w": rng.randint(6, 96) * 5,
            "p": rng.randint(21, 79),
            "p2": rng.randint(8, 34),
            "月": f"{rng.randint(3, 12)}月",
        }
        return {name: str(value) for name, value in figures.items()}
