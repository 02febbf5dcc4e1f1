"""What the pages of a reply show: to who writes it, to who reads it over, to who signs it, and after it went out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import url_for

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.clearing import reviewers
from tracker.domain.letter_texts import foreign
from tracker.domain.parties import UNIT_SIDE, SignatureState, TaskRole, parties
from tracker.domain.permissions import may
from tracker.domain.results import PROMISING
from tracker.domain.rulebook import CityWord, ClockKind, Rulebook, Switch
from tracker.domain.states import RoundState
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round
from tracker.queries import clearance as clearing
from tracker.queries import law
from tracker.queries import replies as found
from tracker.queries.co_handling import disagreements_of
from tracker.queries.cosigning import signers_of
from tracker.queries.escalations import ordered
from tracker.queries.files import of_reply
from tracker.queries.ratings import running_clock
from tracker.queries.shared_replies import subject_of, subjects_beside
from tracker.services._lines import TakenOver
from tracker.web import letters, papers, reply_lines
from tracker.web.access import actor, me
from tracker.web.addresses import exists
from tracker.web.clearance_words import hint_words, lies_with, publication_words, view_words, waits_words
from tracker.web.due_tags import DueTag, due_tag
from tracker.web.file_words import file_row
from tracker.web.picks import picked_id
from tracker.web.reply_form import ReplyForm, reply_form
from tracker.web.reply_gaps import unheard
from tracker.web.reply_hints import doubted
from tracker.web.reply_material import Material, material, rated_words
from tracker.web.spoken import gettext as _
from tracker.web.words import number_words


def book_of(round_: Round) -> Rulebook:
    """The rulebook of the day the case was first assigned: its classes and letters hold to the end."""
    return law.rulebook_of(round_.suggestion.assigned_on, round_.opened_on)


def form_of(round_: Round) -> ReplyForm:
    """The form as posted or as saved; before the first save with the usual opening and its handler as contact."""
    starts = {"opening": letters.opening_words(round_.suggestion), "contact_name": me().name}
    return reply_form(round_, book_of(round_), hat_id=actor().membership_id, starts_with=starts)


def is_own(round_: Round) -> bool:
    """Whether the reader belongs to the unit that writes this reply."""
    # A unit that handed the share over goes on reading the case, not what its successor is writing.
    ours = round_.task.unit_id == actor().unit_id
    return ours and bool(parties(actor(), round_.suggestion, round_.task) & UNIT_SIDE)


def written(form: ReplyForm, round_: Round) -> dict[str, Any]:
    """The page of who writes it."""
    book = book_of(round_)
    at_hand = _at_hand(round_)
    numbers = list(form.parts)
    return head(round_) | {
        "form": form,
        "asked": asked_of(round_.suggestion),
        "approved": reply_lines.offers(form, round_, asked_of(round_.suggestion)),
        "at_hand": at_hand,
        "waiting": at_hand.waits_for_all(numbers),
        "waits": {no: at_hand.waits(no, numbers) for no in numbers},
        "promising": sorted(one.value for one in PROMISING),
        "advice": _advice(book),
        "owes_reason": not round_.task.has_talked,
        "unconfirmed": sum(one.awaits for one in round_.task.contacts),
        "waits_for": unheard(round_),
        "disputes": disputes(round_),
        "hints": _hints(form, round_),
        "quoted": {no: at_hand.quoted(no, part.body.data or "") for no, part in form.parts.items()},
        "returned": clearing.returned(round_),
        "again": again(round_),
        "contact_page": _contact_page(round_),
    }


def disputes(round_: Round) -> list[dict[str, Any]]:
    """What was decided between the units, or is still open: both go by it. Asked for only beside co-units."""
    if round_.task.role is not TaskRole.LEAD:
        return []
    rows = disagreements_of(round_.suggestion)
    return [
        {"unit": one.co_unit.short_name, "point": one.point, "decision": one.decision}
        for one in rows
        if one.decision or one.decided_at is None
    ]


def quote(form: ReplyForm, round_: Round, asked: str) -> TakenOver | None:
    """Put a paper at hand into an answer; `asked` is `<its anchor>/<number of the request>`. Which round it came from
    (0 when it is no answer) and the number, or None."""
    anchor, _slash, number = asked.partition("/")
    no = picked_id(number) or 0
    paper = _at_hand(round_).to_quote(anchor, no) if no in form.parts and is_own(round_) else None
    return TakenOver(paper.round_no, no) if paper is not None and form.append(no, paper.quote) else None


def shown(round_: Round) -> dict[str, Any]:
    """The page of the draft as a letter, for who reads it and does not write it."""
    today = day_of(now())
    drafting = round_.state is RoundState.DRAFTING
    return head(round_) | {
        "letter": letter_of(round_, on=None),
        "others_named": others_named(round_),
        "may_clear": may(actor(), Action.SEND_BACK, round_, today=today),
        "may_recall": may(actor(), Action.RECALL_DRAFT, round_, today=today),
        "waits": "" if drafting else waits_words(round_, who_has(round_), today=today),
        "returned": clearing.returned(round_) if drafting else None,
        "publication": publication_words(round_.publication, round_.publication_reason),
        "deputy_view": view_words(round_.deputy_view, round_.deputy_words),
    }


def who_has(round_: Round) -> str:
    """The names of who can act on it now."""
    names = clearing.names_of(post.person_id for post in round_.task.clearing_posts)
    return lies_with(round_, names, today=day_of(now()))


def goes_to_office(round_: Round) -> bool:
    """Whether it goes to the unit's office first when it is sent up."""
    reviewed = book_of(round_).is_on(Switch.UNIT_REVIEW)
    task = round_.task
    return reviewed and bool(reviewers(task.clearing_posts, round_, day_of(now()), sent_up_by=task.handler_id))


def others_named(round_: Round) -> list[str]:
    """The other papers of the group that this letter names: easily left standing where words were taken over."""
    text = "\n".join([round_.opening, *(one.body for one in round_.answers)])
    return foreign(text, subject_of(round_.suggestion), subjects_beside(round_.suggestion))


def class_words(round_: Round) -> str:
    """What the letter of the whole reply says here."""
    words = [one.words for one in book_of(round_).classes_of(round_.letter)]
    return _("%(letter)s类：%(words)s", letter=round_.letter, words=_("、").join(words)) if words else ""


def received(round_: Round) -> dict[str, Any]:
    """The page after it went out."""
    clock = running_clock(round_, ClockKind.RATING)
    return head(round_) | {
        "to": found.delivered_to(round_),
        "rate_by": round_.rating_due_on,
        "copies": letters.copies(round_.task, book_of(round_)),
        "desk": book_of(round_).word(CityWord.DESK),
        "rating_clock": clock.id if clock else None,
        "promises": found.promises_of(round_),
    }


def letter_of(round_: Round, *, on: date | None, signed_by: str = "") -> dict[str, Any]:
    """The draft as a letter."""
    arguments = letters.letter(
        round_,
        signer_names(round_.suggestion),
        book_of(round_),
        congress=me().sitting.congress,
        on=on,
    )
    arguments["files"] = [file_row(round_.suggestion.id, one) for one in of_reply(round_.id)]
    if signed_by:
        arguments["signed_words"] = f"{round_.task.unit.name} {signed_by}"
    return arguments


def _at_hand(round_: Round) -> Material:
    return material(round_, found.talks(round_.task), book_of(round_), today=day_of(now()))


def _hints(form: ReplyForm, round_: Round) -> dict[int, str]:
    found_ = doubted(form.draft, asked_of(round_.suggestion), has_files=bool(form.files.names))
    hints = {no: hint_words(all_) for no, all_ in found_.items()}
    for no, words in reply_lines.warned(round_, form.draft).items():
        # After the hints: "you need not change it" is said of those alone.
        hints[no] = hints.get(no, "") + "".join(words)
    return hints


def head(round_: Round) -> dict[str, Any]:
    suggestion, task = round_.suggestion, round_.task
    clock = found.reply_clock(task)
    return {
        "round_": round_,
        "suggestion": suggestion,
        "task": task,
        "title": papers.official_title(suggestion.title),
        "number": number_words(suggestion.number),
        "people": _people(suggestion),
        "tag": _tag(round_, clock.kind if clock else ClockKind.REPLY),
        "clock_id": clock.id if clock else None,
    }


def _tag(round_: Round, kind: ClockKind) -> DueTag | None:
    if round_.state not in (RoundState.DRAFTING, RoundState.IN_CLEARANCE):
        return None
    return due_tag(kind, round_.task.due_on, today=day_of(now()))


def _people(suggestion: Suggestion) -> str:
    lead = suggestion.author.name if suggestion.author else ""
    if suggestion.is_delegations:
        return papers.proposer_words(suggestion)
    if suggestion.signer_count > 1:
        return _("%(name)s等%(n)s名代表", name=lead, n=suggestion.signer_count)
    return _("%(name)s代表", name=lead)


def asked_of(suggestion: Suggestion) -> dict[int, str]:
    return {one.no: one.body for one in suggestion.text.requests} if suggestion.text else {}


def _advice(book: Rulebook) -> list[str]:
    """What each letter asks for, said where no promise is asked for yet."""
    owing = _letters(one.letter for one in book.result_classes if one.semantic in PROMISING)
    free = _letters(one.letter for one in book.result_classes if one.semantic not in PROMISING)
    return [
        _("选%(letters)s类写明做到什么、哪天做到、谁负责。", letters=owing),
        _("选%(letters)s类不用写承诺，答复里说明办到哪一步或者理由。", letters=free),
    ]


def _letters(all_: Iterable[str]) -> str:
    return _("、").join(dict.fromkeys(all_))


def signer_names(suggestion: Suggestion) -> list[str]:
    lead = [suggestion.author.name] if suggestion.author else []
    return lead + [one.name for one in signers_of(suggestion) if one.state is SignatureState.AGREED]


def again(round_: Round) -> dict[str, Any] | None:
    """Why it is answered once more: what was said of the round before, and the desk's reason."""
    before = next((one for one in round_.task.rounds if one.no == round_.no - 1), None)
    if before is None:
        return None
    return {"round": before, "ordered": ordered(round_), "said": rated_words(before)}


def _contact_page(round_: Round) -> str | None:
    if not exists("contacts.new"):
        return None
    return url_for("contacts.new", suggestion_id=round_.suggestion.id, task_id=round_.task.id)
