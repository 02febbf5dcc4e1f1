"""What stood in a round and gave way to something else: put aside word for word, and put back (rule R11)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.results import Semantic
from tracker.models.attachments import Attachment
from tracker.models.tasks import Answer, Round
from tracker.services._lines import lines_put_aside, lines_put_back

# Everything somebody writes into a reply beside its answers.
WORDS = (
    "document_no",
    "opening",
    "letter",
    "contact_name",
    "contact_phone",
    "no_contact_reason",
    "without_co_reason",
    "copied_opening",
    "signer_name",
    "closing",
    "publication_reason",
    "deputy_words",
)


def put_aside(one: Round) -> dict[str, Any]:
    """Empty the round and return all that was written in it; nothing of it is left for whoever writes next."""
    held: dict[str, Any] = {name: getattr(one, name) for name in WORDS}
    held["drafted_by_id"] = one.drafted_by_id
    held["publication"] = one.publication.value if one.publication else None
    held["deputy_view"] = one.deputy_view.value if one.deputy_view else None
    held["answers"] = [_words_of(answer) for answer in one.answers]
    if lines := lines_put_aside(one):
        held["lines"] = lines
    for name in WORDS:
        setattr(one, name, "")
    one.drafted_by_id = one.publication = one.deputy_view = None
    for answer in one.answers:
        answer.body = answer.letter = answer.promise = answer.promise_owner = answer.promise_measure = ""
        answer.semantic = answer.promise_due_on = answer.promise_unit_id = None
    return held


def put_back(one: Round, held: dict[str, Any]) -> None:
    """Write into an emptied round what `put_aside` had taken out of it."""
    lines_put_back(one, held.get("lines", ()))
    for name in WORDS:
        setattr(one, name, held.get(name, ""))
    one.drafted_by_id = held.get("drafted_by_id")
    one.publication = PublicMode(held["publication"]) if held.get("publication") else None
    one.deputy_view = DeputyView(held["deputy_view"]) if held.get("deputy_view") else None
    by_no = {answer.request_no: answer for answer in one.answers}
    for words in held.get("answers", ()):
        answer = by_no.get(words["request_no"])
        if answer is None:
            answer = Answer(request_no=words["request_no"])
            one.answers.append(answer)
        answer.body, answer.letter = words["body"], words["letter"]
        answer.semantic = Semantic(words["semantic"]) if words["semantic"] else None
        answer.promise, answer.promise_owner = words["promise"], words["promise_owner"]
        answer.promise_measure, answer.promise_unit_id = words.get("promise_measure", ""), words.get("promise_unit_id")
        due = words["promise_due_on"]
        answer.promise_due_on = date.fromisoformat(due) if due else None


def files_put_back(keys: list[str]) -> None:
    """The attachments of a draft that had been taken out with it belong to it again."""
    for one in db.session.scalars(select(Attachment).where(Attachment.key.in_(keys))):
        one.taken_out_at = None


def is_written(held: dict[str, Any]) -> bool:
    """Whether anybody had written anything."""
    said = [held.get(name, "") for name in WORDS] + [
        one[name] for one in held["answers"] for name in ("body", "promise")
    ]
    return any(words.strip() for words in said)


def _words_of(answer: Answer) -> dict[str, Any]:
    return {
        "request_no": answer.request_no,
        "body": answer.body,
        "letter": answer.letter,
        "semantic": answer.semantic.value if answer.semantic else None,
        "promise": answer.promise,
        "promise_owner": answer.promise_owner,
        "promise_measure": answer.promise_measure,
        "promise_unit_id": answer.promise_unit_id,
        "promise_due_on": answer.promise_due_on.isoformat() if answer.promise_due_on else None,
    }
