"""Ratings and promises of a dossier: who may read which level, reason and note, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.domain.clocks import standing
from tracker.domain.parties import Party
from tracker.domain.ratings import ASKED_ON_DELIVERY, HEADLINE, Question, answers_to, needs_reason, tally
from tracker.domain.states import OWED, RoundState, SuggestionState
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Rating, Round
from tracker.queries.back_to_back import looks_early, reads_early
from tracker.queries.dossier import Names
from tracker.queries.ratings import papers_of
from tracker.web.addresses import address
from tracker.web.commitment_matters import state_of
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_replies import OUT
from tracker.web.due_tags import DueTag
from tracker.web.labels import LEVELS, QUESTIONS
from tracker.web.rating_labels import NO_REASON_ON_PAPER, WISHES
from tracker.web.rating_tallies import on_paper, spread
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, standing_words

# Who signed reads the others' ratings once he has rated himself: nobody rates by another's word.
SIGNERS = frozenset({Party.AUTHOR, Party.COSIGNER})


def ratings(suggestion: Suggestion, reader: Reader, names: Names) -> list[dict[str, Any]]:
    """For each delivered reply what this reader may know of its rating; replies nobody may know of yet say so."""
    rounds = [one for task in suggestion.tasks for one in reversed(task.rounds) if one.state in OUT]
    return [_rated(one, suggestion, reader, names) for one in rounds]


def _rated(one: Round, suggestion: Suggestion, reader: Reader, names: Names) -> dict[str, Any]:
    archived = suggestion.state is SuggestionState.ARCHIVED
    settled = archived or one.state is not RoundState.DELIVERED
    inner = {"is_signer": bool(reader.who & SIGNERS), "is_desk": Party.DESK in reader.who}
    early = reads_early(reader.actor, one, **inner) and looks_early(reader.looker, one)
    reads = early or (reader.full and settled)
    given = [each for each in one.ratings if each.is_current] if reads else []
    return {
        "unit": _whose(one),
        "headline": _archived_headline(one) if archived else _headline(one, settled=settled),
        "rows": _rating_rows(given, suggestion, names, reader),
        "spread": _spread(one) if reads and settled and one.asked else [],
        "note": "" if settled else _waiting_words(one, reader.today, reads=reads),
    }


def _spread(one: Round) -> list[tuple[str, str]]:
    """For each question that was asked with the reply, its levels and the silent."""
    return [
        (str(QUESTIONS[question]), spread(tally(one.asked, answers_to(one.ratings, question))))
        for question in ASKED_ON_DELIVERY
    ]


def _whose(one: Round) -> str:
    """The unit, and which of its replies where there are several."""
    unit = one.unit.short_name
    return _("%(unit)s第%(n)s次答复", unit=unit, n=one.no) if len(one.task.rounds) > 1 else unit


def _headline(one: Round, *, settled: bool) -> str:
    if one.state is RoundState.NO_FEEDBACK:
        return _("未反馈")
    return str(LEVELS[one.headline]) if settled and one.headline else ""


def _archived_headline(one: Round) -> str:
    """A rating of history: where its source is silent, nobody may say that the deputies were."""
    return str(LEVELS[one.headline]) if one.headline else _("未提供")


def _waiting_words(one: Round, today: date, *, reads: bool) -> str:
    due = day_words(one.rating_due_on)
    if reads:
        left = len(one.still_to_rate(today))
        if not left:
            return _("代表都已评价，评价期还没有结束。")
        return (
            _("还有%(n)s名代表没有评价，%(day)s截止。", n=left, day=due)
            if due
            else _("还有%(n)s名代表没有评价。", n=left)
        )
    return _("全部代表评价完、或者评价期结束以后才看得到结果。")


def _rating_rows(
    given: Sequence[Rating], suggestion: Suggestion, names: Names, reader: Reader
) -> list[tuple[str, str, str, str, str]]:
    is_desk = Party.DESK in reader.who
    papers = papers_of(given)
    by_person: dict[int, dict[Question, Rating]] = {}
    for each in given:
        by_person.setdefault(each.person_id, {})[each.question] = each
    rows = []
    for person_id, said in by_person.items():
        answer, process = said.get(HEADLINE), said.get(Question.PROCESS)
        lead = _("（领衔）") if person_id == suggestion.author_id else ""
        rows.append(
            (
                names.person(person_id) + lead + on_paper(answer, papers),
                str(LEVELS[answer.level]) if answer else "",
                str(LEVELS[process.level]) if process else "",
                " ".join(words for words in (*_reasons(answer, process), _wish(answer, reader)) if words),
                answer.private_note if is_desk and answer else "",
            )
        )
    return rows


def _reasons(*said: Rating | None) -> list[str]:
    return [each.reason or _no_reason(each) for each in said if each and (each.reason or _no_reason(each))]


def _no_reason(each: Rating) -> str:
    """A paper may say less than the form on screen asks for."""
    return str(NO_REASON_ON_PAPER) if each.paper_rating_id and needs_reason(each.level) else ""


def _wish(answer: Rating | None, reader: Reader) -> str:
    """What the deputy asks of the congress is no word to the unit."""
    if answer is None or answer.wish is None or not reader.who & (SIGNERS | {Party.DESK}):
        return ""
    return _("（希望：%(wish)s）", wish=WISHES[answer.wish])


def running(found: Sequence[Commitment]) -> int:
    """How many promises a unit still works at."""
    return sum(one.state in OWED for one in found)


def promises(found: Sequence[Commitment], names: Names, today: date, *, full: bool) -> list[tuple[Any, ...]]:
    """Promise, number of the request, unit and owner, its day and how it stands, its page for who may read it."""
    return [
        (
            one.promise,
            one.request_no,
            names.unit(one.unit_id),
            one.owner,
            day_words(one.due_on, year=True),
            _promise_tag(one, today),
            state_of(one),
            address("commitments.show", commitment_id=one.id) if full else "",
            0 if one.is_doubted else one.percent,
        )
        for one in found
    ]


def _promise_tag(one: Commitment, today: date) -> DueTag | None:
    if one.state not in OWED:
        return None
    stands = standing(one.due_on, today)
    return DueTag(stands.value, standing_words(stands, one.due_on, today), "")
