"""The reply: drafted request by request, sent up, sent back, signed and delivered to every signer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.hints import marked
from tracker.domain.letter_texts import closing, is_of_another
from tracker.domain.parties import CLOCK, Actor, TaskRole
from tracker.domain.permissions import require
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.reply_gaps import faults
from tracker.domain.results import Semantic, weakest
from tracker.domain.rulebook import Switch
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Answer, Delivery, Round
from tracker.queries import law as laws
from tracker.queries.shared_replies import subject_of, subjects_beside
from tracker.services._advance import advance
from tracker.services._clearing import Remark, give_back, keep_version, lay_before, signing_facts
from tracker.services._files import drafted, keys_of, settle
from tracker.services._lines import PutIn, TakenOver, lines_of_earlier, note_lines
from tracker.services._load import Invalid, fresh
from tracker.services._promises import promise_all
from tracker.services._requests import drop_open
from tracker.services._succession import present_unit


@dataclass(frozen=True)
class AnswerDraft:
    """The answer to one numbered request as far as it is written."""

    request_no: int
    body: str = ""
    semantic: Semantic | None = None
    promise: str = ""
    promise_due_on: date | None = None
    promise_owner: str = ""
    promise_measure: str = ""
    # Of the units of the case the one that will keep it; nothing for the one that replies.
    promise_unit_id: int | None = None


@dataclass(frozen=True)
class ReplyDraft:
    """A reply as far as it is written. `letter` overrides the weakest letter of the answers."""

    answers: Sequence[AnswerDraft]
    opening: str = ""
    document_no: str = ""
    letter: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    no_contact_reason: str = ""
    without_co_reason: str = ""
    publication: PublicMode | None = None
    publication_reason: str = ""
    deputy_view: DeputyView | None = None
    deputy_words: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """Everything written by hand, by field; answers and promises as `answer-2` and `promise-2`."""
        answers = {f"answer-{one.request_no}": one.body for one in self.answers}
        promises = {f"promise-{one.request_no}": one.promise for one in self.answers}
        measures = {f"promise_measure-{one.request_no}": one.promise_measure for one in self.answers}
        reasons = {"no_contact_reason": self.no_contact_reason, "without_co_reason": self.without_co_reason}
        public = {"publication_reason": self.publication_reason, "deputy_words": self.deputy_words}
        return answers | promises | measures | {"opening": self.opening} | reasons | public


@transactional
def save(
    actor: Actor,
    round_id: int,
    draft: ReplyDraft,
    *,
    version: int,
    now: datetime,
    files: Sequence[str] | None = None,
    lines: Sequence[PutIn] = (),
    taken: Sequence[TakenOver] = (),
) -> int:
    """Save the draft; it may have gaps. Returns the new version. Raises `Stale` when somebody saved in between.

    `files` are its attachments from now on; nothing leaves them as they are. `lines` were just put into its answers,
    as were the answers of earlier rounds that are `taken` over.

    Raises `Invalid` for a text marked as secret: this system is not the place for it, nothing is stored (PB-10); and
    for a line that is not the unit's to use, or not any more.
    """
    if found := marked(draft.texts):
        raise Invalid(**dict.fromkeys(found, "secret"))
    one = fresh(Round, round_id, version=version)
    require(actor, Action.DRAFT_REPLY, one, today=day_of(now))
    write_draft(one, draft, actor)
    note_lines(one, lines, actor, now=now)
    lines_of_earlier(one, taken, actor, now=now)
    settle(one, files, actor, was_read=False, now=now)
    one.suggestion.changed_at = now
    db.session.flush()
    return one.version


@transactional
def send_up(actor: Actor, round_id: int, *, version: int, now: datetime) -> int:
    """Send the finished draft to the unit's office or, where nobody reviews it, to who signs. Returns the round's id.

    Raises `Invalid` for a promise that is not in the future or more than ten years ahead, for a letter that begins with
    nothing or names another paper of the group, and for a reply nobody spoke about without saying why.
    """
    one = fresh(Round, round_id, version=version)
    require(actor, Action.SEND_UP, one, today=day_of(now))
    fit_to_send(one, now=now, **_misnamed(one))
    facts = lay_before(one, laws.rulebook_of(one.suggestion.assigned_on, day_of(now)), actor, now=now)
    advance(one, Action.SEND_UP, actor, now=now, facts=facts)
    keep_version(one, actor, now=now)
    return one.id


@transactional
def send_back(
    actor: Actor, round_id: int, *, note: str, remarks: Sequence[Remark] = (), version: int, now: datetime
) -> int:
    """Who reviews or signs sends the draft that was shown back with what to mend. Returns the round's id."""
    one = fresh(Round, round_id, version=version)
    return give_back(one, Action.SEND_BACK, actor, note=note, remarks=remarks, now=now)


@transactional
def deliver(actor: Actor, round_id: int, *, document_no: str, version: int, now: datetime) -> int:
    """Sign and deliver to every signer; promises become commitments. Returns the suggestion's id.

    The task is replied with the same act, and the suggestion once every reply is out. Raises `Invalid` like `send_up`.
    """
    one = fresh(Round, round_id, version=version)
    require(actor, Action.DELIVER, one, today=day_of(now))
    fit_as_letter(one, document_no, now=now)
    facts = signing_facts(one, now=now)
    one.document_no, one.signed_by_id, one.signed_at = document_no, actor.person_id, now
    files = keys_of(drafted(one))
    return send_out(one, Action.DELIVER, actor, replied_on=day_of(now), facts=facts, files=files, now=now)


def fit_as_letter(one: Round, document_no: str, *, now: datetime) -> None:
    """Raise `Invalid` with all that keeps a signed letter from going out, its number among it."""
    fit_to_send(one, now=now, **_misnamed(one), **({} if document_no.strip() else {"document_no": "missing"}))


def send_out(
    one: Round,
    action: Action,
    actor: Actor,
    *,
    replied_on: date,
    facts: dict[str, Any],
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """Deliver a finished reply to every signer, inside another service's transaction; returns the suggestion's id.

    `replied_on` is the day of Asia/Shanghai the unit answered, which on paper may be an earlier one than today.
    """
    suggestion = one.suggestion
    one.delivered_at, one.delivered_on = now, day_of(now)
    one.closing = closing_of(one, {task.unit_id: task.unit.short_name for task in suggestion.tasks}, today=day_of(now))
    _hand_over(one, suggestion, now=now)
    told = sent_facts(one)
    advance(one, action, actor, now=now, facts=told | facts, files=files)
    one.stage = None
    promise_all(one, now=now)
    one.task.replied_on = replied_on
    advance(one.task, Action.REPLIED, actor, now=now)
    drop_open(one.task, now=now)
    _roll_up(suggestion, now=now)
    return suggestion.id


def sent_facts(one: Round) -> dict[str, Any]:
    """What the record keeps of a reply that goes out: figures of past days tell its letter and publication from it."""
    public = one.publication.value if one.publication else None
    to = [each.person_id for each in one.deliveries]
    return {"document_no": one.document_no, "letter": one.letter, "publication": public, "to": to}


def fit_to_send(one: Round, *, now: datetime, **more: str) -> None:
    """Raise `Invalid` with everything that keeps the reply from going out; `more` are problems found elsewhere."""
    if not one.answers:
        raise Invalid(answers="nothing_answered")
    found = faults(one, has_talked=one.task.has_talked, today=day_of(now), copied=one.copied_opening) | more
    found |= _keepers_gone(one)
    if found:
        raise Invalid(**found)


def _keepers_gone(one: Round) -> dict[str, str]:
    """Promises in the name of a unit that has no share of this case any more, nor the one that has its work now."""
    ours = {task.unit_id for task in one.suggestion.tasks if not task.was_replaced}
    named = {each.request_no: each.promise_unit_id for each in one.answers if each.is_promise and each.promise_unit_id}
    gone = [no for no, unit_id in named.items() if unit_id not in ours and present_unit(unit_id).id not in ours]
    return {f"promise_unit-{no}": "not_of_this_case" for no in gone}


def _misnamed(one: Round) -> dict[str, str]:
    """An opening that speaks of another paper of the group, where papers handled together are answered."""
    is_so = is_of_another(one.opening, subject_of(one.suggestion), subjects_beside(one.suggestion))
    return {"opening": "other_paper"} if is_so else {}


def closing_of(one: Round, names: Mapping[int, str], *, today: date) -> str:
    """What the letter says of the co-units when it goes out on a day of Asia/Shanghai: who was heard, who was not.

    `names`: short names of units by id.
    """
    if one.task.role is not TaskRole.LEAD:
        return ""
    # A unit that has taken the lead over does not hear itself.
    others = [
        task
        for task in one.suggestion.tasks
        if task.role is TaskRole.CO and not task.was_replaced and task.unit_id != one.task.unit_id
    ]
    heard = [
        (names[task.unit_id], task.opinion.document_no) for task in others if task.opinion and task.opinion.is_accepted
    ]
    waited_for = one.co_units_waited_for
    missing = [(names[task.unit_id], task.due_on is not None and task.due_on < today) for task in waited_for]
    return closing(heard, missing, [names[task.unit_id] for task in one.co_units_unread])


def _hand_over(one: Round, suggestion: Suggestion, *, now: datetime) -> None:
    book = laws.rulebook_of(suggestion.assigned_on, day_of(now))
    one.asks_quality = one.no == 1 and book.is_on(Switch.TWO_WAY_RATING)
    for person_id in suggestion.signers:
        may_rate = person_id == suggestion.author_id or book.is_on(Switch.CO_SIGNERS_RATE)
        one.deliveries.append(Delivery(person_id=person_id, delivered_at=now, may_rate=may_rate))
    db.session.flush()


def _roll_up(suggestion: Suggestion, *, now: datetime) -> None:
    if suggestion.every_reply_is_out and suggestion.replied_on is None:
        # The day the last unit answered, which of a letter on paper is an earlier one than that of its entry.
        suggestion.replied_on = max((task.replied_on for task in suggestion.replying if task.replied_on), default=None)
        advance(suggestion, Action.COMPLETE, CLOCK, now=now)


def write_draft(one: Round, draft: ReplyDraft, actor: Actor) -> None:
    """Put what was typed into the round, inside another service's transaction."""
    book = laws.rulebook_of(one.suggestion.assigned_on, one.opened_on)
    letters = {each.semantic: each.letter for each in book.result_classes}
    held = {answer.request_no: answer for answer in one.answers}
    for sketch in draft.answers:
        if sketch.request_no not in one.task.part:
            raise Invalid(answers="not_in_part")
        answer = held.get(sketch.request_no)
        if answer is None:
            answer = Answer(request_no=sketch.request_no)
            one.answers.append(answer)
        answer.body, answer.semantic = sketch.body, sketch.semantic
        answer.letter = letters.get(sketch.semantic, "") if sketch.semantic else ""
        answer.promise, answer.promise_due_on = sketch.promise, sketch.promise_due_on
        answer.promise_owner, answer.promise_measure = sketch.promise_owner, sketch.promise_measure
        answer.promise_unit_id = _keeping(one, sketch)
    given = [answer.letter for answer in one.answers if answer.letter]
    one.letter = draft.letter or (weakest(given) if given else "")
    one.opening, one.document_no = draft.opening, draft.document_no
    one.contact_name, one.contact_phone = draft.contact_name, draft.contact_phone
    one.no_contact_reason, one.without_co_reason = draft.no_contact_reason, draft.without_co_reason
    one.publication, one.publication_reason = draft.publication, draft.publication_reason
    one.deputy_view, one.deputy_words = draft.deputy_view, draft.deputy_words
    one.drafted_by_id = actor.person_id
    # Answers are rows of their own: without this a save that changes only them would leave the version as it was.
    flag_modified(one, "drafted_by_id")


def _keeping(one: Round, sketch: AnswerDraft) -> int | None:
    """The unit that keeps the promise, where it is another of this case. Raises `Invalid` for one that is not of it."""
    if sketch.promise_unit_id in (None, one.task.unit_id):
        return None
    if sketch.promise_unit_id not in {task.unit_id for task in one.suggestion.tasks if not task.was_replaced}:
        raise Invalid(**{f"promise_unit-{sketch.request_no}": "not_of_this_case"})
    return sketch.promise_unit_id
