"""Cells of signers, of their lead and of papers sent back, written by hand from the handbook (c.3, c.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.domain.law_cases import TODAY, Case, Paper, Signed, paper
from tracker.domain.actions import Action
from tracker.domain.guards import Guard
from tracker.domain.parties import SignatureState
from tracker.domain.states import SuggestionState

A, S = Action, SuggestionState
YES, NO = True, False
YESTERDAY = TODAY - timedelta(days=1)


def changed(state: SuggestionState = S.RETURNED, signed_no: int = 1, **facts: Any) -> Paper:
    """Sent back and changed: person 3 signed version 1, or was asked for version 2 and never signed."""
    signed = Signed(3, SignatureState.LAPSED, text_no=signed_no)
    return paper(state, **({"text_no": 2, "signatures": [signed]} | facts))


def left(**facts: Any) -> Paper:
    """A paper whose lead holds no seat any more."""
    return paper(**({"state": S.RETURNED, "lead_seat_until": YESTERDAY, "due_kind": "correction"} | facts))


UNMET: dict[Guard, Callable[[Action], tuple[Case, str]]] = {
    Guard.CORRECTION_IS_OVER: lambda _a: (paper(S.RETURNED, due_kind="correction"), "desk"),
}
BY_HAND: list[tuple[str, Case, str, Action, bool]] = [
    # c.4: a joint paper is taken back only if all who signed it agree (Shanghai, article 10)
    ("a word changed rids nobody of the others", changed(), "author", A.WITHDRAW, NO),
    ("he asks those who signed what was handed in", changed(), "author", A.ASK_WITHDRAWAL, YES),
    ("who consent", changed(withdrawal_asked_on=TODAY), "invitee", A.CONSENT_WITHDRAWAL, YES),
    ("or do not", changed(withdrawal_asked_on=TODAY), "invitee", A.REFUSE_WITHDRAWAL, YES),
    ("who never signed is not waited for", changed(signed_no=2), "author", A.WITHDRAW, YES),
    ("and has no say", changed(signed_no=2, withdrawal_asked_on=TODAY), "invitee", A.CONSENT_WITHDRAWAL, NO),
    ("handed in again it is theirs who signed that", changed(S.SUBMITTED), "author", A.WITHDRAW, YES),
    # The desk acts for a lead who cannot act any more
    ("the desk takes no lead from who can act", paper(S.SUBMITTED), "desk", A.OFFER_LEAD, NO),
    ("for one whose seat has ended it finds another", left(state=S.SUBMITTED), "desk", A.OFFER_LEAD, YES),
    ("a delegation's paper may change hands", paper(S.SUBMITTED, is_delegations=True), "desk", A.OFFER_LEAD, YES),
    ("he himself may always ask another", paper(S.SUBMITTED), "author", A.OFFER_LEAD, YES),
    # c.3, row 4: what was sent back does not lie for ever
    ("while the days run it waits", paper(S.RETURNED, due_kind="correction"), "desk", A.SET_ASIDE, NO),
    ("afterwards no longer", paper(S.RETURNED, due_kind="correction", due_on=YESTERDAY), "desk", A.SET_ASIDE, YES),
    ("nor for a lone lead without a seat", left(signatures=[]), "desk", A.SET_ASIDE, YES),
    ("where another may lead it waits for him", left(), "desk", A.SET_ASIDE, NO),
    ("without a day it waits for nobody", left(due_on=None, due_kind=None), "desk", A.SET_ASIDE, YES),
    ("no author sets aside", left(due_on=YESTERDAY), "author", A.SET_ASIDE, NO),
    ("what is under review is not set aside", left(state=S.IN_REVIEW, due_on=YESTERDAY), "desk", A.SET_ASIDE, NO),
]
