"""The part of a dossier on what is open among its signers, and on who led it before."""

from __future__ import annotations

from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.judging_joint import UNDER_PEN
from tracker.domain.parties import SignatureState
from tracker.domain.states import WITHDRAWABLE
from tracker.models.joint import LeadChange
from tracker.models.suggestions import Suggestion
from tracker.queries.signing import consents, last_note, lead_changes
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def signing(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """What was asked of the signers, signatures that lapsed with a changed text, and every change of the lead."""
    if not reader.sees(Action.ASK_WITHDRAWAL):
        return None
    held: dict[str, Any] = {"lapsed": _lapsed(suggestion, reader), "asked": None, "changes": []}
    if suggestion.withdrawal_asked_on is not None and suggestion.state in WITHDRAWABLE:
        held["asked"] = {
            "on": suggestion.withdrawal_asked_on,
            "reason": last_note(suggestion, Action.ASK_WITHDRAWAL),
            "signers": consents(suggestion, today=reader.today),
        }
    if "lead_changes" in there and reader.sees(Action.OFFER_LEAD):
        held["changes"] = [(one.reason, _change_words(one)) for one in lead_changes(suggestion)]
    if not any(held.values()):
        return None
    return Section("signing", _("署名"), "", "dossier/_joint.html", held)


def _lapsed(suggestion: Suggestion, reader: Reader) -> int:
    """How many signatures no longer hold because the text was changed, while they can be renewed."""
    if suggestion.state not in UNDER_PEN or not reader.sees(Action.REVISE):
        return 0
    return sum(
        one.state is SignatureState.LAPSED and one.text_no != suggestion.text_no for one in suggestion.signatures
    )


def _change_words(one: LeadChange) -> str:
    facts = {
        "day": day_words(day_of(one.offered_at), year=True),
        "to": one.to_person.name,
        "former": one.from_person.name if one.from_person else "",
        "on": day_words(day_of(one.answered_at), year=True) if one.answered_at else "",
    }
    if one.answered_at is None:
        return _("%(day)s提议由%(to)s接替%(former)s领衔，等答复。", **facts)
    if one.was_taken:
        return _("%(on)s由%(to)s接替%(former)s领衔。", **facts)
    if one.was_taken is None:
        return _("%(day)s提议由%(to)s接替%(former)s领衔，%(on)s收回。", **facts)
    return _("%(day)s提议由%(to)s接替%(former)s领衔，%(on)s没有接替。", **facts)
