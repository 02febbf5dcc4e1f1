"""What the pages of entries from paper show beside their form."""

from __future__ import annotations

from typing import Any

from flask import url_for

from tracker.clock import day_of, now
from tracker.domain.entries import Entered, awaits
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor
from tracker.models.joint import PaperEntry
from tracker.models.suggestions import Suggestion
from tracker.queries import law
from tracker.queries.cosigning import signers_of
from tracker.queries.entries import entries_of
from tracker.web import bill_writing, papers
from tracker.web.entry_forms import PaperEntryForm, SettleForm
from tracker.web.entry_words import EFFECTS, ENTERED, STANDS_ONLY, channel_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, instant_words, number_words

OF_THE_PAPER = frozenset({Entered.SUGGESTION, Entered.SIGNATURE})


def about(suggestion: Suggestion) -> dict[str, Any]:
    """The head of every page."""
    return {
        "suggestion": suggestion,
        "title": papers.official_title(suggestion.title),
        "number": number_words(suggestion.number),
    }


def to_answer(suggestion: Suggestion, actor: Actor) -> dict[str, Any]:
    """What waits for the reader's word, and the paper where it is about the paper."""
    mine = [one for one in entries_of(suggestion) if awaits(one, actor)]
    book = law.rulebook_of(suggestion.assigned_on, day_of(now()))
    shows = any(one.what in OF_THE_PAPER for one in mine)
    return about(suggestion) | {
        "rows": [_facts(one) for one in mine],
        "paper": papers.official_form(suggestion, signers_of(suggestion), book=book) if shows else None,
        "has_reply": any(one.what is Entered.REPLY for one in mine),
        "has_paper": any(one.what is Entered.SUGGESTION for one in mine),
        "has_signature": any(one.what is Entered.SIGNATURE for one in mine),
    }


def kinds(form: PaperEntryForm) -> dict[str, Any]:
    """Whether a bill or a suggestion is entered, the way to the other, and what a bill asks for."""
    is_bill = form.kind.data == Kind.BILL
    tabs = [
        (_("代录建议"), None, url_for("entries.new"), not is_bill),
        (_("代录议案"), None, url_for("entries.new", kind=Kind.BILL.value), is_bill),
    ]
    return {"is_bill": is_bill, "kinds": tabs, "bill_rule": bill_writing.paper_rule_words() if is_bill else ""}


def to_settle(suggestion: Suggestion, form: SettleForm, asked: int | None) -> dict[str, Any]:
    """One disputed entry, what its side said, and what either answer leads to."""
    disputed = [one for one in entries_of(suggestion) if one.is_unsettled]
    wanted = form.entry.data or asked
    one = next((one for one in disputed if one.id == wanted), disputed[0])
    form.entry.data = form.entry.raw_data = None
    form.entry.data = one.id
    whose = one.person.name if one.person else one.unit.short_name if one.unit else ""
    said = {"who": one.answered_by.name if one.answered_by else whose, "at": instant_words(one.answered_at)}
    return about(suggestion) | {
        "row": _facts(one),
        "whose": whose,
        "said": said | {"words": one.words},
        "effects": [str(words) for words in EFFECTS[one.what]] + ([] if one.can_be_voided else [str(STANDS_ONLY)]),
        "may_void": one.can_be_voided,
        "may_keep": one.what is not Entered.SIGNATURE,
        "others": len(disputed) - 1,
    }


def _facts(one: PaperEntry) -> dict[str, str]:
    dated = {Entered.SIGN_FOR: _("签收日期"), Entered.REPLY: _("落款日期")}.get(one.what, _("签名日期"))
    return {
        "what": str(ENTERED[one.what]),
        "dated": dated,
        "day": day_words(one.on_paper_of, year=True),
        "way": channel_words(one.channel.value),
        "by": one.entered_by.name if one.entered_by else "",
        "at": instant_words(one.entered_at),
    }
