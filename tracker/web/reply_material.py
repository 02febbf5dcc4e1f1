"""What lies beside a reply while it is written: talks, co-opinions, earlier answers, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.clocks import standing
from tracker.domain.parties import TaskRole
from tracker.domain.ratings import Level
from tracker.domain.rulebook import Rulebook
from tracker.domain.states import TaskState
from tracker.models.tasks import Answer, Round, Task
from tracker.queries.replies import Noted
from tracker.web import letters
from tracker.web.evidence import came_with_shares
from tracker.web.file_words import Row
from tracker.web.labels import LEVELS, MANNERS, PHASES, QUESTIONS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, standing_words

# So many talks stand under each request; the others are one link away.
TALKS_SHOWN = 2
Link = tuple[str, str, str]


@dataclass(frozen=True)
class Paper:
    """One text at hand, with the place on the page where it stands in full."""

    anchor: str
    icon: str
    short: str
    title: str
    words: str
    about: tuple[int, ...] = ()
    quote: str = ""
    files: tuple[Row, ...] = ()
    # The round whose answer it is.
    round_no: int = 0


@dataclass(frozen=True)
class Material:
    """Everything at hand, and what a request has to wait for."""

    papers: list[Paper] = field(default_factory=list)
    waiting: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    more_talks: int = 0

    @property
    def opinions(self) -> list[Paper]:
        """What the co-units said."""
        return [one for one in self.papers if one.anchor.startswith("opinion-")]

    def links(self, no: int) -> list[Link]:
        """What stands under a request."""
        found = [(one.icon, one.short, f"#{one.anchor}") for one in self.papers if no in one.about]
        return found + (
            [("chat-left-text", _("另有%(n)s次沟通", n=self.more_talks), "#papers")] if self.more_talks else []
        )

    def quoted(self, no: int, body: str) -> str:
        """Which papers the answer quotes already."""
        names = [one.short for one in self.papers if no in one.about and one.words and one.words in body]
        return _("已引用%(names)s", names=_("、").join(names)) if names else ""

    def to_quote(self, anchor: str, no: int) -> Paper | None:
        """The paper whose words may be put into the answer to this request."""
        return next((one for one in self.papers if one.anchor == anchor and no in one.about and one.quote), None)

    def waits(self, no: int, all_: Sequence[int]) -> str:
        """What is not there yet and concerns this request but not all of them."""
        return "".join(words for words, about in self.waiting if no in about and set(about) < set(all_))

    def waits_for_all(self, all_: Sequence[int]) -> list[str]:
        """What is not there yet and concerns every request."""
        return [words for words, about in self.waiting if set(about) >= set(all_)]


def material(round_: Round, talks: Sequence[Noted], book: Rulebook, *, today: date) -> Material:
    """What is at hand for this round."""
    part = tuple(sorted(round_.task.part))
    others = [
        task for task in round_.suggestion.tasks if task.role is TaskRole.CO and task.state is not TaskState.ENDED
    ]
    heard = [task for task in others if not task.owes_opinion and task.opinion is not None]
    files = came_with_shares(round_.suggestion, {task.id for task in heard}, Action.OPINE) if heard else {}
    papers = [paper for task in heard if (paper := _opinion(task, part, files.get(task.id, ())))]
    papers += [paper for one in _before(round_) for paper in _earlier(one, book)]
    papers += [_talk(one, part if at < TALKS_SHOWN else ()) for at, one in enumerate(talks)]
    waiting = [
        (_missing(task, today), tuple(no for no in part if no in task.part)) for task in others if task.owes_opinion
    ]
    unread = [task for task in heard if task.opinion_awaits_word]
    waiting += [(_unread(task), tuple(no for no in part if no in task.part)) for task in unread]
    return Material(papers, waiting, max(0, len(talks) - TALKS_SHOWN))


def _before(round_: Round) -> list[Round]:
    return [one for one in reversed(round_.task.rounds) if one.no < round_.no]


def _opinion(task: Task, part: tuple[int, ...], files: Sequence[Row]) -> Paper | None:
    given = task.opinion
    if given is None:
        return None
    unit, day = task.unit.short_name, day_words(day_of(given.given_at))
    facts = {"unit": unit, "no": given.document_no, "day": day, "who": given.signer_name}
    title = _("%(unit)s会办意见 %(no)s（%(day)s，签发人%(who)s）", **facts)
    about, short = tuple(no for no in part if no in task.part), _("%(unit)s会办意见", unit=unit)
    quote = _("%(what)s：%(words)s", what=short, words=given.body)
    return Paper(f"opinion-{task.id}", "quote", short, title, given.body, about, quote, tuple(files))


def _earlier(one: Round, book: Rulebook) -> list[Paper]:
    return [_earlier_answer(one, answer, book) for answer in one.answers]


def _earlier_answer(one: Round, answer: Answer, book: Rulebook) -> Paper:
    facts = {"n": one.no, "letter": answer.letter, "no": answer.request_no, "day": day_words(one.delivered_on)}
    short = _("第%(n)s次答复（%(letter)s类）", **facts)
    title = _("第%(n)s次答复（%(day)s）对第%(no)s项的答复", **facts)
    result = f"{answer.letter} {letters.class_words(answer, book)}"
    words = "\n".join(said for said in (answer.body, result.strip(), letters.promise_words(answer)) if said)
    anchor, about = f"earlier-{one.no}-{answer.request_no}", (answer.request_no,)
    return Paper(anchor, "clock", short, title, words, about, answer.body, round_no=one.no)


def _talk(one: Noted, about: tuple[int, ...]) -> Paper:
    facts = {"day": day_words(one.on), "manner": MANNERS[one.manner], "phase": PHASES[one.phase], "who": one.with_name}
    short = _("%(day)s%(manner)s", **facts)
    title = _("%(day)s与%(who)s代表沟通（%(phase)s，%(manner)s），参加的有%(came)s", came=one.who_came, **facts)
    return Paper(f"talk-{one.id}", "chat-left-text", short, title, one.said, about)


def _unread(task: Task) -> str:
    return _("%(unit)s的会办意见还没有采用或者退回，请先看过再送签、签发。", unit=task.unit.short_name)


def _missing(task: Task, today: date) -> str:
    unit, stands = task.unit.short_name, standing(task.due_on, today)
    if task.due_on is None:
        return _("%(unit)s的会办意见还没有到。", unit=unit)
    if task.opinion is not None:
        return _(
            "%(unit)s的会办意见已退回，等它重报，%(words)s。",
            unit=unit,
            words=standing_words(stands, task.due_on, today),
        )
    words = standing_words(stands, task.due_on, today)
    return _("%(unit)s的会办意见还没有到，%(words)s。", unit=unit, words=words)


def rated_words(round_: Round) -> list[tuple[str, str]]:
    """What the deputies thought of a settled round, the worst first: question with level, and the reason, each once."""
    given = [one for one in round_.ratings if one.is_current and one.reason]
    worst = sorted(given, key=lambda one: -list(Level).index(one.level))
    said = [(f"{QUESTIONS[one.question]} {LEVELS[one.level]}", one.reason) for one in worst]
    return list(dict.fromkeys(said))
