"""Co-handling in a dossier: what each co-unit is asked and gave, what units dispute, talks with the deputies, and the
answers of several units in the order of the requests."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.parties import Party, TaskRole
from tracker.domain.states import OUT, SuggestionState, TaskState
from tracker.models.procedures import Disagreement
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Answer, Round, Task
from tracker.queries import law
from tracker.queries.co_handling import disagreements_of, opinions_of
from tracker.queries.replies import Noted, talks
from tracker.web import talk_words
from tracker.web.disagreements import views
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.letters import class_words, promise_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def asked(suggestion: Suggestion, reader: Reader, _there: frozenset[str]) -> Section | None:
    """What each co-unit is asked for and by when, and every version of its opinion where there are several."""
    if not reader.sees(Action.ASK_CO):
        return None
    told = [task for task in suggestion.tasks if task.role is TaskRole.CO and not task.was_replaced and _has_more(task)]
    if not told:
        return None
    again = [task for task in told if task.opinion is not None and task.opinion.no > 1]
    versions = opinions_of(*again) if again else []
    rows = [
        {
            "unit": task.unit.short_name,
            "asked": task.asked,
            "by": _by_when(task),
            "judgement": task.opinion.judgement if task.opinion is not None and task not in again else "",
            "versions": [one for one in versions if one.task_id == task.id],
        }
        for task in told
    ]
    return Section("co-units", _("会办要求"), _("%(n)s个单位", n=len(rows)), "dossier/_co_units.html", {"rows": rows})


def _has_more(task: Task) -> bool:
    judged = task.opinion is not None and (task.opinion.no > 1 or bool(task.opinion.judgement))
    return bool(task.asked or task.agreed_due_on or judged)


def _by_when(task: Task) -> str:
    legal = _("%(day)s前", day=day_words(task.due_on, year=True)) if task.due_on else ""
    agreed = _("商定%(day)s前", day=day_words(task.agreed_due_on, year=True)) if task.agreed_due_on else ""
    return _("，").join(words for words in (legal, agreed) if words)


def disputes(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Each disagreement with both texts side by side, and the decision by which both units go."""
    if "disagreements" not in there or not reader.sees(Action.RAISE_DISAGREEMENT):
        return None
    rows = [_dispute(one) for one in disagreements_of(suggestion)]
    return Section(
        "disagreements", _("分歧协调"), _("%(n)s项", n=len(rows)), "dossier/_disagreements.html", {"rows": rows}
    )


def _dispute(one: Disagreement) -> dict[str, Any]:
    return {
        "point": one.point,
        "views": views(one),
        "decision": one.decision,
        "is_over": one.decided_at is not None,
        "raised_at": one.raised_at,
        "decided_at": one.decided_at,
        "decided_by": one.decided_by.name if one.decided_by is not None else "",
    }


def talked(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """The three meetings of each unit, every talk with what its deputy said of it, and one's own to confirm."""
    if "contacts" not in there or not reader.full or not reader.sees(Action.NOTE_CONTACT):
        return None
    found = talks(*suggestion.tasks)
    units = [_unit_talks(task, [one for one in found if one.task_id == task.id], reader) for task in suggestion.tasks]
    rows = [row for row in units if row["talks"]]
    counted = sum(one.counts for one in found)
    note = _("%(n)s次，%(m)s次代表已确认", n=len(found), m=counted)
    held = {"rows": rows, "several": len(rows) > 1, "hat": reader.actor.membership_id or ""}
    return Section("talks", _("与代表的沟通"), note, "dossier/_talks.html", held)


def _unit_talks(task: Task, found: Sequence[Noted], reader: Reader) -> dict[str, Any]:
    own = task.unit_id == reader.actor.unit_id
    # What was said to a deputy no other unit reads; its people see that there was a talk.
    reads = reader.seer.reads_note(Action.NOTE_CONTACT, task.id)
    is_out = task.state in (TaskState.REPLIED, TaskState.ENDED)
    over = task.state is TaskState.ENDED
    return {
        "task": task,
        "unit": task.unit.short_name,
        "meetings": talk_words.meetings(found),
        "hint": talk_words.next_hint(task, found, is_out=is_out) if own and not over else "",
        "talks": [_talk(one, reads, reader) for one in found],
    }


def _talk(one: Noted, reads: bool, reader: Reader) -> dict[str, Any]:
    asked = one.awaits and one.with_person_id == reader.actor.person_id and bool(reader.who & _SIGNERS)
    mine = asked and reader.looker is None
    return {
        "id": one.id,
        "title": talk_words.title(one),
        "came": talk_words.came(one),
        "status": talk_words.status(one),
        "said": one.said if reads else "",
        "correction": one.correction if reads else "",
        "once": secrets.token_urlsafe(18) if mine else "",
    }


_SIGNERS = frozenset({Party.AUTHOR, Party.COSIGNER})


def by_request(suggestion: Suggestion, reader: Reader, _there: frozenset[str]) -> Section | None:
    """Where several units replied: the answers put in the order of the requests, across units."""
    if suggestion.state is SuggestionState.ARCHIVED:
        return None
    last = [task.rounds[-1] for task in suggestion.tasks if task.rounds]
    out = [one for one in (_last_out(task) for task in suggestion.tasks) if one is not None]
    if len(out) < 2 or not last or suggestion.text is None:
        return None
    book = law.rulebook_of(suggestion.assigned_on, reader.today)
    rows = [
        {
            "no": request.no,
            "body": request.body,
            "answers": [row for one in out for row in _said(one, request.no, book)],
        }
        for request in suggestion.text.requests
    ]
    return Section(
        "by-request", _("按请求看答复"), _("%(n)s个单位", n=len(out)), "dossier/_by_request.html", {"rows": rows}
    )


def _last_out(task: Task) -> Round | None:
    return next((one for one in reversed(task.rounds) if one.state in OUT), None)


def _said(one: Round, no: int, book: Any) -> list[dict[str, Any]]:
    given: list[Answer] = [answer for answer in one.answers if answer.request_no == no]
    return [
        {
            "round_id": one.id,
            "unit": one.unit.short_name,
            "letter": answer.letter,
            "class_words": class_words(answer, book),
            "body": answer.body,
            "promise": promise_words(answer),
        }
        for answer in given
    ]
