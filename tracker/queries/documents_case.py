"""The facts of papers about a whole suggestion: the paper itself, a refusal, a withdrawal, its dossier; and what all
papers say of the case they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.documents import Label, Paper, PaperKind
from tracker.domain.letter_texts import Occasion
from tracker.domain.lifecycle import ALL, QUIET, STEPS
from tracker.domain.numbering import bill_serial
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import CityWord, Rulebook
from tracker.domain.states import SuggestionState
from tracker.models.record import Event
from tracker.models.reviews import Outcome, Review
from tracker.models.suggestions import Suggestion, SuggestionText
from tracker.queries.documents_past import filed_at, signatories, signers_at, unit_at
from tracker.queries.law import rulebook_of
from tracker.queries.places import congress_name
from tracker.queries.versions import lying_text

# Acts that everybody knows of who may read the case at all.
_OPEN = frozenset(action.value for action, step in STEPS.items() if step.seen_by >= ALL and action not in QUIET)
REFUSING = (Outcome.REFUSED, Outcome.LETTER, Outcome.NO_BILL)
_ROLE_WORDS = {
    TaskRole.SOLE: CityWord.SOLE,
    TaskRole.LEAD: CityWord.LEAD,
    TaskRole.CO: CityWord.CO,
    TaskRole.SEPARATE: CityWord.SEPARATE,
}


@dataclass(frozen=True, slots=True)
class Office:
    """The congress and the words of its rulebook, as papers name them."""

    congress: str
    book: Rulebook

    @property
    def desk(self) -> str:
        """临江市人大常委会选联任工委: who the desk is on a paper."""
        return f"{self.congress}常委会{self.book.word(CityWord.DESK)}"

    @property
    def coordinator(self) -> str:
        """临江市督查室, as papers name it beside the desk."""
        return f"{self.congress.removesuffix('人大')}{self.book.word(CityWord.COORDINATOR)}"

    def role(self, role: TaskRole) -> str:
        return self.book.word(_ROLE_WORDS[role])


def office(suggestion: Suggestion, today: date) -> Office:
    """The words this case goes by: one statement beside those of the law."""
    return Office(congress_name(), rulebook_of(suggestion.assigned_on, today))


def number_of(suggestion: Suggestion, book: Rulebook) -> str:
    """第20260113号, of a bill 议案第3号; empty before it has one."""
    if not suggestion.number:
        return ""
    serial = bill_serial(suggestion.number)
    return f"议案第{serial}号" if serial else book.numbering.words(suggestion.number)


# Where somebody may be writing on a text that nobody has handed in.
_CORRECTED = frozenset({SuggestionState.RETURNED, SuggestionState.NOT_ACCEPTED, SuggestionState.WITHDRAWN})


def handed_in(suggestion: Suggestion) -> SuggestionText | None:
    """The text as the office has it, whoever asks: two statements where a correction is being written."""
    if suggestion.state in _CORRECTED and suggestion.submitted_on is not None:
        return lying_text(suggestion)
    return suggestion.text


def sealed_of(suggestion: Suggestion) -> dict[str, Any]:
    """What every paper of a case keeps of it."""
    text = handed_in(suggestion)
    return {"number": suggestion.number or "", "title": text.title if text is not None else suggestion.title}


def shown_of(suggestion: Suggestion, where: Office, at: datetime | None) -> dict[str, Any]:
    """What every paper of a case says of it beside that; who led it when the paper went out, or now for a draft."""
    sitting, signed = suggestion.session, signers_at(suggestion, at)
    occasion = None
    if sitting is not None:
        occasion = Occasion(where.congress, sitting.term.name, sitting.name, bool(suggestion.in_session))
    return {
        "number_words": number_of(suggestion, where.book),
        "occasion": occasion,
        "case_kind": suggestion.kind,
        "lead": signed.lead,
        "delegation": signed.delegation,
        "is_delegations": suggestion.is_delegations,
        "several": signed.several,
        "desk": where.desk,
        "coordinator": where.coordinator,
    }


def label_of(suggestion: Suggestion, where: Office, **more: Any) -> Label:
    """What whoever holds the paper is told of it."""
    number = number_of(suggestion, where.book)
    return Label(number=number, is_confidential=suggestion.is_confidential, **more)


def suggestion_form(suggestion: Suggestion, thing_id: int, where: Office) -> Paper | None:
    """建议专用纸 as it was handed in: one statement."""
    text = handed_in(suggestion)
    if thing_id or text is None:
        return None
    at = filed_at(suggestion)
    signed = signers_at(suggestion, at)
    sealed = sealed_of(suggestion) | {
        "text_no": text.no,
        "problem": text.problem,
        "analysis": text.analysis,
        "requests": [{"no": one.no, "body": one.body} for one in text.requests],
        "signers": [signed.lead_id, *signed.others],
        "on": suggestion.submitted_on,
    }
    shown = shown_of(suggestion, where, at) | {
        "category": suggestion.category.name if suggestion.category else "",
        "consent": suggestion.consent,
        "others": [one.name for one in signatories(signed.others)],
    }
    label = label_of(suggestion, where, on=suggestion.submitted_on)
    return Paper(PaperKind.SUGGESTION, suggestion.id, 0, label, sealed, shown, at=suggestion.submitted_at)


def refusals(suggestion: Suggestion) -> Sequence[Review]:
    """The last decision by which the paper was not accepted: one statement."""
    wanted = select(Review).where(Review.suggestion_id == suggestion.id, Review.outcome.in_(REFUSING))
    return db.session.scalars(wanted.order_by(Review.id.desc()).limit(1)).all()


def refusal(suggestion: Suggestion, review_id: int, where: Office) -> Paper | None:
    """不作为建议处理告知书: one statement."""
    found = next((one for one in refusals(suggestion) if one.id == review_id), None)
    if found is None:
        return None
    ground = next((one for one in where.book.grounds if one.code == found.ground), None)
    on = found.decided_on or day_of(found.made_at)
    sealed = sealed_of(suggestion) | {
        "outcome": found.outcome.value,
        "ground": found.ground,
        "words": found.words,
        "document_no": found.document_no,
        "handed_in": suggestion.submitted_on,
        "on": on,
    }
    shown = shown_of(suggestion, where, found.made_at) | {
        "ground_words": ground.words if ground else "",
        "article": ground.article if ground else "",
        "to": [one.name for one in signatories(signers_at(suggestion, found.made_at).ids)],
    }
    label = label_of(suggestion, where, document_no=found.document_no, unit=where.desk, on=on)
    return Paper(PaperKind.REFUSAL, suggestion.id, review_id, label, sealed, shown, at=found.made_at)


def withdrawal(suggestion: Suggestion, thing_id: int, where: Office) -> Paper | None:
    """撤回告知书: one statement for the act, one for its signers."""
    act = _last(suggestion, Action.WITHDRAW)
    if thing_id or act is None:
        return None
    units = [unit_at(one, act.at) for one in suggestion.tasks if one.with_unit and not one.was_replaced]
    sealed = sealed_of(suggestion) | {
        "why": act.note,
        "on": day_of(act.at),
        "handed_in": suggestion.submitted_on,
        "units": [one.id for one in units],
    }
    shown = shown_of(suggestion, where, act.at) | {
        "to": [one.name for one in signatories(signers_at(suggestion, act.at).ids)],
        "unit_names": [one.name for one in units],
    }
    label = label_of(suggestion, where, unit=where.desk, on=day_of(act.at))
    return Paper(PaperKind.WITHDRAWAL, suggestion.id, 0, label, sealed, shown, at=act.at)


Seen = Callable[[str, int | None], bool]


def dossier(suggestion: Suggestion, seq: int, today: date, may_see: Seen | None = None) -> Paper | None:
    """A whole dossier up to an act of its record: what was printed holds as long as the record up to there does.

    Without `seq` up to the last act its reader knows of (`may_see`: action and share). What is counted as newer is what
    everybody may know: a figure that grew while a window is open would tell a unit that somebody has rated.
    """
    of_case = select(Event.seq, Event.action, Event.task_id).where(Event.suggestion_id == suggestion.id)
    acts = db.session.execute(of_case.order_by(Event.seq.desc())).all()
    known = may_see or _is_open_to_all
    last = seq or next((one for one, action, task_id in acts if known(action, task_id)), 0)
    event = db.session.get(Event, last)
    if event is None or event.suggestion_id != suggestion.id:
        return None
    where = office(suggestion, today)
    since = sum(1 for one, action, task_id in acts if one > event.seq and _is_open_to_all(action, task_id))
    sealed = {"hash": event.hash, "seq": event.seq}
    shown = shown_of(suggestion, where, event.at) | {"since": since}
    label = label_of(suggestion, where, unit=where.desk, on=day_of(event.at))
    return Paper(PaperKind.DOSSIER, suggestion.id, event.seq, label, sealed, shown)


def _is_open_to_all(action: str, _task_id: int | None) -> bool:
    return action in _OPEN


def _last(suggestion: Suggestion, action: Action) -> Event | None:
    wanted = select(Event).where(Event.suggestion_id == suggestion.id, Event.action == action.value)
    return db.session.scalars(wanted.order_by(Event.seq.desc()).limit(1)).first()
