"""What the desk has before it when it reviews one paper: the paper, what was asked of its author before, what lies with
him now, and what the text touches."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.numbering import series_of
from tracker.domain.permissions import may, why_not
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind, Rulebook
from tracker.domain.whys import Why
from tracker.models.reviews import Intended
from tracker.models.suggestions import Suggestion
from tracker.queries import reviews as waiting
from tracker.queries import similar
from tracker.queries.cosigning import signers_of
from tracker.queries.law import calendar_now, rulebook_for
from tracker.queries.marks import correction
from tracker.queries.outcomes import outcomes_of
from tracker.queries.writing import certificate_of
from tracker.web.access import actor, me
from tracker.web.action_labels import WHYS
from tracker.web.alike_words import cards
from tracker.web.comparisons import compared
from tracker.web.dossier_reviews import told
from tracker.web.drafting import as_reasons, read_stored, reasons_address
from tracker.web.due_tags import due_link
from tracker.web.entry_words import entered_words
from tracker.web.forms import Form
from tracker.web.outcome_words import INTENDED
from tracker.web.papers import official_form, official_title
from tracker.web.review_form import MOST, ReviewForm
from tracker.web.spoken import gettext as _

# The act that decides what was put.
DECIDES = {Intended.REFUSE: Action.REFUSE, Intended.LETTER: Action.AS_LETTER}


def paper(suggestion: Suggestion, form: ReviewForm) -> dict[str, Any]:
    """Everything the page of the review shows."""
    today = day_of(now())
    book, signers = rulebook_for(today), signers_of(suggestion)
    kind = ClockKind(suggestion.due_kind) if suggestion.due_kind else ClockKind.REVIEW
    return {
        "suggestion": suggestion,
        "title": official_title(suggestion.title, suggestion.kind),
        "form_of_paper": official_form(suggestion, signers, book=book, certificate=certificate_of(suggestion)),
        "reading": read_stored(suggestion, book),
        "reasons": reasons_address(suggestion),
        "taken": waiting.taken_up(suggestion),
        "earlier": waiting.reviews_of(suggestion),
        "tag": due_link(kind, suggestion.due_on, today=today, case=suggestion.id),
        "next_number": _next_number(suggestion, book),
        "may_take_up": may(actor(), Action.TAKE_UP, suggestion, today=today),
        "may_accept": may(actor(), Action.ACCEPT, suggestion, today=today),
        "not_yet": _not_yet(suggestion, today),
        "queue": _queue(suggestion),
        "me_id": me().person_id,
        "entered": entered_words(suggestion),
        "alike": similar.under_review(actor(), suggestion),
        "raised_before": cards(suggestion, similar.similar_to(actor(), suggestion, most=3), today),
        "start": Form(hat_id=actor().membership_id),
        "mend_by": book.due_on(ClockKind.CORRECTION, today, calendar_now()),
        "marks_open": form.wants_row or bool(form.filled),
        "most_marks": MOST,
        **_again(suggestion),
        **_outcome(suggestion),
    }


def _not_yet(suggestion: Suggestion, today: date) -> str:
    """Why the paper cannot be registered, to who would otherwise do it."""
    why = why_not(actor(), Action.ACCEPT, suggestion, today=today)
    return "" if why in (None, Why.NOT_YOURS) else str(WHYS[why])


def _queue(suggestion: Suggestion) -> tuple[str, str]:
    """The list this reader came from: words and address."""
    if actor().role is Role.DELEGATION_CLERK:
        return _("初审"), url_for("checks.queue")
    return (_("议案"), url_for("bills.queue")) if suggestion.is_bill else (_("审查立案"), url_for("reviews.queue"))


def _next_number(suggestion: Suggestion, book: Rulebook) -> str:
    today = day_of(now())
    series = series_of(book.numbering, today, suggestion.session_id)
    serial = waiting.last_serial(series) + 1
    ordinal = suggestion.session.ordinal if suggestion.session else 0
    return book.numbering.words(book.numbering.number(today.year, serial, ordinal))


def _again(suggestion: Suggestion) -> dict[str, Any]:
    """For a paper that comes again: what it was sent back for, what became of it, and the two texts compared."""
    asked = correction(suggestion)
    if asked is None or asked.before is None or suggestion.text is None:
        return {"asked": None, "changes": [], "unchanged": False}
    unchanged = asked.before.no == suggestion.text.no
    changes = [] if unchanged else compared(asked.before, suggestion.text)
    return {"asked": asked, "changes": changes, "unchanged": unchanged}


def _outcome(suggestion: Suggestion) -> dict[str, Any]:
    """What lies with the deputy or waits for a decision, and the buttons that are open to this reader."""
    today = day_of(now())
    may_put = may(actor(), Action.PUT_OUTCOME, suggestion, today=today)
    if suggestion.intended is None:
        return {"row": None, "may_put": may_put, "decide": None, "why": ""}
    action = DECIDES.get(Intended(suggestion.intended))
    why = why_not(actor(), action, suggestion, today=today) if action is not None else None
    address = {Action.REFUSE: "outcomes.refuse", Action.AS_LETTER: "outcomes.as_letter"}
    decide = None
    if action is not None and why is None:
        words = _("决定%(kind)s", kind=INTENDED[Intended(suggestion.intended)])
        decide = (words, url_for(address[action], suggestion_id=suggestion.id))
    return {
        "row": told(outcomes_of(suggestion)[0]),
        "may_put": may_put,
        "decide": decide,
        "why": str(WHYS[why]) if why is not None else "",
    }


def reasons(suggestion: Suggestion) -> str:
    """What the drafting desk finds, as the beginning of a letter that asks for correction."""
    return as_reasons(read_stored(suggestion, rulebook_for(day_of(now()))), most=NOTE)
