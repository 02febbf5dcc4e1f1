"""What happens to a paper after it is handed in and when, in words with dates; and the reference one can quote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.calendar import Calendar
from tracker.domain.rulebook import CityWord, ClockKind, Rulebook
from tracker.models.organs import CongressSession
from tracker.models.suggestions import Suggestion
from tracker.web.law_labels import limit_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, phase_words


@dataclass(frozen=True)
class Filing:
    """A day of handing in and the session that day falls to; `sitting` is whether it sits on it."""

    on: date
    session: CongressSession | None
    sitting: bool

    @property
    def words(self) -> str:
        """第七届第六次会议闭会期间: the tag that decides the route and its limits."""
        if self.session is None:
            return ""
        return phase_words(f"{self.session.term.name}{self.session.name}", sitting=self.sitting)


def filing_of(suggestion: Suggestion, now_would_be: Filing) -> Filing:
    """As it was handed in first, which stands however often it comes back; else as it would be handed in now."""
    if suggestion.submitted_on is None:
        return now_would_be
    return Filing(suggestion.submitted_on, suggestion.session, suggestion.in_session)


def reference(suggestion: Suggestion) -> str:
    """20260401-00012: the filing day and our own running number, good until the paper has its official one."""
    return f"{suggestion.submitted_on:%Y%m%d}-{suggestion.id:05d}" if suggestion.submitted_on else ""


def next_steps(suggestion: Suggestion, filing: Filing, *, book: Rulebook, calendar: Calendar) -> list[tuple[str, str]]:
    """The steps to come, each with its limit as the rules set it."""
    desk = book.word(CityWord.DESK)
    return [
        (_("%(desk)s审查，通过后编号", desk=desk), _by(_review_due(suggestion, filing, book, calendar))),
        (_("交给承办单位"), _by(_assigned_due(filing, book, calendar))),
        (_("承办单位与您沟通，逐项答复"), _within(_("交办后"), book, ClockKind.REPLY)),
        (_("请您评价答复"), _within(_("答复后"), book, ClockKind.RATING)),
    ]


def _review_due(suggestion: Suggestion, filing: Filing, book: Rulebook, calendar: Calendar) -> date | None:
    if suggestion.due_kind == ClockKind.REVIEW.value:
        return suggestion.due_on
    return book.due_on(ClockKind.REVIEW, filing.on, calendar)


def _assigned_due(filing: Filing, book: Rulebook, calendar: Calendar) -> date | None:
    if filing.sitting and filing.session is not None:
        return book.due_on(ClockKind.KICK_OFF, filing.session.closes_on, calendar)
    return book.due_on(ClockKind.ASSIGN, filing.on, calendar)


def _by(day: date | None) -> str:
    return _("%(day)s前", day=day_words(day)) if day else ""


def _within(since: str, book: Rulebook, kind: ClockKind) -> str:
    limit = book.rule(kind).limit
    return _("%(since)s%(limit)s内", since=since, limit=limit_words(limit)) if limit else ""
