"""The part of a reply's form for each request: the answer, its class, what is promised by when, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.limits import ANSWER, NAME, PROMISE
from tracker.domain.results import Semantic
from tracker.domain.rulebook import Rulebook
from tracker.models.tasks import Answer, Round
from tracker.queries.law import rulebook_for
from tracker.services.replies import AnswerDraft
from tracker.web.forms import Part
from tracker.web.lengths import at_most
from tracker.web.picks import is_offered, picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words


def offered(_form: Any, field: Any) -> None:
    """Refuse what is not among the choices."""
    if field.data and not is_offered(field):
        raise ValidationError(problem_words("unknown"))


class DayField(DateField):
    """A day; what is none is refused in words that show how one is written."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([one.strip() for one in valuelist if one.strip()])
        except ValueError:
            raise ValueError(_("请写成“2026-09-01”这样的日期")) from None


class AnswerPart(Part):
    """What is said to one numbered request."""

    body = TextAreaField(_l("答复"), [at_most(ANSWER)])
    outcome = RadioField(_l("办理结果"), [offered], validate_choice=False)
    promise = TextAreaField(_l("做到什么"), [at_most(PROMISE)], render_kw={"rows": 2})
    measure = TextAreaField(_l("措施"), [at_most(PROMISE)], render_kw={"rows": 2})
    due = DayField(_l("完成日期"), [Optional()])
    unit = SelectField(_l("责任单位"), [offered], coerce=picked_id, validate_choice=False)
    owner = StringField(_l("责任人"), [at_most(NAME)])


class ReadBack(AnswerPart):
    """The same where only what was typed is read back: the classes are those of today's rulebook."""

    outcome = RadioField(
        _l("办理结果"), choices=lambda: offers(classes(rulebook_for(day_of(now())))), validate_choice=False
    )
    unit = SelectField(_l("责任单位"), choices=lambda: [("", "")], coerce=picked_id, validate_choice=False)


class Class(NamedTuple):
    """One of the classes the rulebook knows."""

    semantic: Semantic
    letter: str
    words: str


def classes(book: Rulebook) -> list[Class]:
    """The classes of this rulebook, in its order."""
    return [Class(one.semantic, one.letter, one.words) for one in book.result_classes]


def offers(known: Iterable[Class]) -> list[tuple[str, str]]:
    """The classes as choices: A 已经解决."""
    return [(one.semantic.value, f"{one.letter} {one.words}") for one in known]


def units_of(round_: Round) -> list[tuple[int | str, str]]:
    """Who may keep what is promised: the unit that replies, or another of this case."""
    others = {
        task.unit_id: task.unit.short_name
        for task in round_.suggestion.tasks
        if not task.was_replaced and task.unit_id != round_.task.unit_id
    }
    return [("", round_.task.unit.short_name), *others.items()]


def letter_of(part: AnswerPart) -> str:
    """The letter of the chosen class."""
    label = next((str(one.label.text) for one in part.outcome if one.data == part.outcome.data), "")
    return label.partition(" ")[0]


def part_of(answer: Answer) -> dict[str, Any]:
    """What is stored of an answer, by the names of its boxes."""
    return {
        "body": answer.body,
        "outcome": answer.semantic.value if answer.semantic else None,
        "promise": answer.promise,
        "measure": answer.promise_measure,
        "due": answer.promise_due_on,
        "unit": answer.promise_unit_id,
        "owner": answer.promise_owner,
    }


def sketch(no: int, part: AnswerPart) -> AnswerDraft:
    """What is typed of an answer."""
    due: date | None = part.due.data
    return AnswerDraft(
        no,
        part.body.data or "",
        semantic_of(part),
        part.promise.data or "",
        due,
        part.owner.data or "",
        part.measure.data or "",
        part.unit.data if is_offered(part.unit) else None,
    )


def semantic_of(part: AnswerPart) -> Semantic | None:
    """The class that is chosen, if it is one of those offered."""
    return Semantic(part.outcome.data) if part.outcome.data and is_offered(part.outcome) else None


def stored(answer: Answer) -> AnswerDraft:
    """An answer as it is stored."""
    return AnswerDraft(
        answer.request_no,
        answer.body,
        answer.semantic,
        answer.promise,
        answer.promise_due_on,
        answer.promise_owner,
        answer.promise_measure,
        answer.promise_unit_id,
    )
