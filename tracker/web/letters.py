"""The reply as an official letter: the same words for the handler's preview, the signer's table and the deputy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tracker.clock import day_of, now
from tracker.domain.letter_texts import Occasion, closing, reply_title, usual_opening
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import CityWord, Rulebook
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Answer, Round, Task
from tracker.services.replies import closing_of
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def letter(
    round_: Round,
    signers: Sequence[str],
    book: Rulebook,
    *,
    congress: str,
    on: date | None,
    document_no: str | None = None,
    contact: bool = True,
) -> dict[str, Any]:
    """The arguments of the macro `reply_letter`. `signers`: names, the lead deputy first; `on`: the day under it.

    `congress` is the short name of the congress it goes to; without `contact` the person to ask is left out.
    """
    suggestion, task = round_.suggestion, round_.task
    asked = {one.no: one.body for one in suggestion.text.requests} if suggestion.text else {}
    given = {one.request_no: one for one in round_.answers}
    number = round_.document_no if document_no is None else document_no
    return {
        "unit": round_.unit.name,
        "document_no": number or _("（文号待定）"),
        "letter": round_.letter,
        "title": title(round_, congress, book),
        "to_words": to_words(suggestion, signers),
        "opening": round_.opening,
        "answers": [_answer(no, given.get(no), asked, book) for no in sorted({*task.part, *given})],
        "closing": closing_words(round_),
        "signed_words": f"{round_.unit.name} {round_.signer}".strip(),
        "date_words": day_words(on, year=True) or _("（签发日期）"),
        "contact": contact_words(round_) if contact else "",
        "copies": _("抄送：%(offices)s", offices=copies(task, book)),
    }


def title(round_: Round, congress: str, book: Rulebook) -> str:
    """What the letter is called."""
    suggestion = round_.suggestion
    sitting, number = suggestion.session, book.numbering.words(suggestion.number or "")
    if sitting is None:
        return reply_title(number, None, no=round_.no)
    return reply_title(number, Occasion(congress, sitting.term.name, sitting.name, suggestion.in_session), no=round_.no)


def to_words(suggestion: Suggestion, signers: Iterable[str]) -> str:
    """林若溪、方舒代表：, or of a delegation's paper 滨湖代表团："""
    if suggestion.is_delegations and suggestion.delegation is not None:
        return _("%(delegation)s：", delegation=suggestion.delegation.name)
    return _("%(names)s代表：", names=_("、").join(name for name in signers if name))


def opening_words(suggestion: Suggestion) -> str:
    """How a reply usually begins; a start for the handler, who may change it. It claims no view nobody has given."""
    others = [
        task.unit.short_name
        for task in suggestion.tasks
        if task.role is TaskRole.CO and task.opinion and task.opinion.is_accepted
    ]
    return usual_opening(
        official_title(suggestion.title),
        others,
        joint=suggestion.signer_count > 1,
        of_delegation=suggestion.is_delegations,
    )


def closing_words(round_: Round) -> str:
    """The co-units whose views were heard, and those that were not there in time; what they said stands in the answers
    as the handler put it. A letter that is out says what it said when it went out."""
    if round_.closing:
        return round_.closing
    if round_.delivered_at is None:
        names = {task.unit_id: task.unit.short_name for task in round_.suggestion.tasks}
        return closing_of(round_, names, today=day_of(now()))
    # One of before this sentence was kept: whatever came in later does not change it.
    given = [(task.unit.short_name, task.opinion) for task in round_.suggestion.tasks if task.role is TaskRole.CO]
    heard = [(unit, one.document_no) for unit, one in given if one and one.given_at <= round_.delivered_at]
    return closing(heard, ())


def contact_words(round_: Round) -> str:
    """联系人：景行 8555 0142, or nothing while nobody is named."""
    if not round_.contact_name:
        return ""
    return _("联系人：%(who)s %(phone)s", who=round_.contact_name, phone=round_.contact_phone)


def copies(task: Task, book: Rulebook) -> str:
    """The offices that get a copy: the desk, and the coordinator of the unit's system where it has one."""
    offices = [book.word(CityWord.DESK)]
    if task.unit.has_coordinator:
        offices.append(book.word(CityWord.COORDINATOR))
    return _("、").join(offices)


def _answer(no: int, answer: Answer | None, asked: dict[int, str], book: Rulebook) -> tuple[Any, ...]:
    request = asked.get(no, "")
    if answer is None:
        return no, request, _("（还没有答复）"), "", "", ""
    body = answer.body or _("（还没有答复）")
    return no, request, body, answer.letter, class_words(answer, book), promise_words(answer)


def class_words(answer: Answer, book: Rulebook) -> str:
    """What the letter of an answer means here, exactly: one letter may stand for two classes."""
    classes = book.classes_of(answer.letter)
    return next((one.words for one in classes if one.semantic is answer.semantic), classes[0].words if classes else "")


def promise_words(answer: Answer) -> str:
    """承诺：8所小学护学通道启用，2026年8月31日前，程远负责; only where the class promises something."""
    if not answer.is_promise:
        return ""
    facts = {"what": answer.promise, "day": day_words(answer.promise_due_on, year=True), "who": answer.promise_owner}
    if answer.promise_owner:
        return _("承诺：%(what)s，%(day)s前，%(who)s负责", **facts)
    return _("承诺：%(what)s，%(day)s前", **facts)
