"""Opinions and replies of a dossier, each as far as this reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.clock import day_of, now
from tracker.domain.clocks import standing
from tracker.domain.parties import UNIT_SIDE, Party, SignatureState, TaskRole, parties
from tracker.domain.rulebook import Rulebook
from tracker.domain.states import OUT, SuggestionState, TaskState
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Answer, Round, Task
from tracker.queries.dossier import Names
from tracker.queries.entries import letter_days
from tracker.web.access import actor, me
from tracker.web.addresses import address
from tracker.web.labels import TASK_ROLES
from tracker.web.letters import class_words, letter, promise_words, to_words
from tracker.web.papers import official_title
from tracker.web.register_rows import share_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, standing_words

# Co-opinions go from unit to unit; the offices see them, the deputies see the reply that came of them.
READ_OPINIONS = UNIT_SIDE | {Party.COORDINATOR, Party.DESK}


def opinions(tasks: Sequence[Task], who: frozenset[Party], today: date, *, inner: bool) -> list[tuple[Any, ...]]:
    """One line for each unit: its co-opinion, or how far its reply is."""
    shown = [_opinion(task, who, today, inner=inner) for task in tasks]
    return [row for row in shown if row is not None]


def _opinion(task: Task, who: frozenset[Party], today: date, *, inner: bool) -> tuple[Any, ...] | None:
    role, name = str(TASK_ROLES[task.role]), task.unit.short_name
    if task.role is TaskRole.CO:
        given = task.opinion if who & READ_OPINIONS else None
        if given is not None:
            given_on = day_of(given.given_at)
            when = _("%(no)s %(day)s", no=given.document_no, day=day_words(given_on)).strip()
            if task.due_on is not None and given.is_accepted is not False and given_on > task.due_on:
                when = _("%(when)s，晚了%(n)s天", when=when, n=(given_on - task.due_on).days)
            signed = _("签发人：%(who)s", who=given.signer_name)
            taken = {True: _("已采用"), False: "", None: _("已提交")}[given.is_accepted]
            back = "" if taken else _("已退回重报")
            return role, False, name, taken, None, back, when, f"{given.body}（{signed}）", None
    elif task.rounds and task.rounds[-1].state in OUT:
        return None  # its letter stands below
    last = task.rounds[-1].state if task.rounds else None
    late = task.due_on is not None and today > task.due_on and not _is_over(task)
    stands = standing(task.due_on, today) if late else None
    words = standing_words(stands, task.due_on, today) if stands else share_words(task.state, last, inner=inner)
    owed = _owed(task) if task.due_on and task.state is not TaskState.ENDED else ""
    kind = stands.value if stands else None
    return role, task.role is not TaskRole.CO, name, "", kind, words, owed, *_draft(task)


def _owed(task: Task) -> str:
    day = day_words(task.due_on, year=task.due_on.year != day_of(now()).year) if task.due_on else ""
    return _("应于%(day)s前提交", day=day) if task.role is TaskRole.CO else _("应于%(day)s前答复", day=day)


def _draft(task: Task) -> tuple[str, str | None]:
    """For the unit's own people the way to the reply as far as it is written; nobody else learns of it."""
    written = task.rounds and task.rounds[-1].drafted_by_id is not None
    ours = task.unit_id == actor().unit_id
    if not written or not ours or not parties(actor(), task.suggestion, task) & UNIT_SIDE:
        return "", None
    ids = {"suggestion_id": task.suggestion_id, "round_id": task.rounds[-1].id}
    return _("答复稿只有本单位看得到。"), address("replies.letter", **ids)


def _is_over(task: Task) -> bool:
    return task.state in (TaskState.REPLIED, TaskState.ENDED)


def letters(suggestion: Suggestion, names: Names, book: Rulebook, *, full: bool) -> list[dict[str, Any]]:
    """The delivered replies as official letters, the latest round of each unit first."""
    asked = {one.no: one.body for one in suggestion.text.requests} if suggestion.text else {}
    out = [one for task in suggestion.tasks for one in reversed(task.rounds) if one.state in OUT]
    if suggestion.state is not SuggestionState.ARCHIVED:
        to, congress, dated = _signers(suggestion, names), me().sitting.congress, _dated(out)
        return [
            {
                "id": one.id,
                "letter": letter(one, to, book, congress=congress, on=dated[one.id], contact=full),
                "now": one.letter_now,
            }
            for one in out
        ]
    return [{"id": one.id, "letter": _archived(one, asked, names, book), "now": ""} for one in out]


def _dated(out: list[Round]) -> dict[int, date | None]:
    """The day under each letter: of one that came on paper, that of the paper."""
    on_paper = [one.id for one in out if one.signer_name]
    days = letter_days(on_paper) if on_paper else {}
    return {one.id: days.get(one.id, one.delivered_on) for one in out}


def _archived(one: Round, asked: dict[int, str], names: Names, book: Rulebook) -> dict[str, Any]:
    """A letter of history: what its source gave; what it did not is said."""
    suggestion = one.suggestion
    again = _("（第%(n)s次答复）", n=one.no) if one.no > 1 else ""
    signed = one.signed_by.name if one.signed_by else suggestion.history.get("signed_by", "")
    return {
        "unit": one.unit.name,
        "document_no": one.document_no or _("文号未提供"),
        "title": _("对%(title)s的答复", title=official_title(suggestion.title)) + again,
        "to_words": to_words(suggestion, _signers(suggestion, names)),
        "opening": one.opening,
        "answers": [_answer(answer, asked, book) for answer in one.answers],
        "signed_words": f"{one.unit.name} {signed}".strip(),
        "date_words": day_words(one.delivered_on, year=True) or _("日期未提供"),
    }


def _signers(suggestion: Suggestion, names: Names) -> list[str]:
    agreed = [names.person(one.person_id) for one in suggestion.signatures if one.state is SignatureState.AGREED]
    lead = suggestion.author.name if suggestion.author else suggestion.history.get("author", "")
    return [lead, *agreed]


def _answer(answer: Answer, asked: dict[int, str], book: Rulebook) -> tuple[Any, ...]:
    request = asked.get(answer.request_no, "")
    return answer.request_no, request, answer.body, answer.letter, class_words(answer, book), promise_words(answer)
