"""A delivered reply in short: for each request what was asked, how far it is solved, what is promised by when."""

from __future__ import annotations

from typing import Any

from flask import url_for

from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Answer, Round
from tracker.web.law_labels import SEMANTICS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def in_short(round_: Round) -> dict[str, Any]:
    """The arguments of the macro `answers_in_short`."""
    suggestion: Suggestion = round_.suggestion
    asked = {one.no: one.body for one in suggestion.text.requests} if suggestion.text else {}
    rows = [_row(one, asked.get(one.request_no, "")) for one in round_.answers]
    return {
        "title": _("您提的%(n)s项，答复如下", n=len(rows)),
        "href": url_for("dossier.show", suggestion_id=suggestion.id, _anchor=f"round-{round_.id}"),
        "answers": rows,
        "foot": [words for words in _foot(round_) if words],
    }


def _row(answer: Answer, request: str) -> tuple[int, str, str, str, str]:
    words = str(SEMANTICS[answer.semantic]) if answer.semantic else ""
    until = _("%(day)s前", day=day_words(answer.promise_due_on, year=True)) if answer.is_promise else ""
    return answer.request_no, request, answer.letter, words, until


def _foot(round_: Round) -> list[str]:
    contact = _("%(name)s %(phone)s", name=round_.contact_name, phone=round_.contact_phone)
    return [
        _("%(unit)s%(day)s答复", unit=round_.unit.short_name, day=day_words(round_.delivered_on)),
        round_.document_no,
        _("联系人 %(who)s", who=contact) if contact.strip() else "",
    ]
