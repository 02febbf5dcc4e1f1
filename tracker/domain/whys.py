"""Why an act is not open, and the refusal that says so."""

from __future__ import annotations

from enum import StrEnum

from tracker.domain.actions import Action


class Why(StrEnum):
    """Why an action is not open; each code has its sentence in `web/action_labels.py`."""

    NOT_VISIBLE = "not_visible"
    NOT_YOURS = "not_yours"
    WRONG_STATE = "wrong_state"
    CASE_IS_OVER = "case_is_over"
    PAPER_INCOMPLETE = "paper_incomplete"
    OTHERS_SIGNED = "others_signed"
    REPLIES_MISSING = "replies_missing"
    ROUNDS_UNSETTLED = "rounds_unsettled"
    ONLY_CO_UNITS = "only_co_units"
    NOT_FOR_CO_UNITS = "not_for_co_units"
    NOT_IN_HAND = "not_in_hand"
    REPLY_INCOMPLETE = "reply_incomplete"
    RATING_IS_THE_LEADS = "rating_is_the_leads"
    WINDOW_SHUT = "window_shut"
    WINDOW_OPEN = "window_open"
    SOMEBODY_RATED = "somebody_rated"
    NOTHING_TO_DECIDE = "nothing_to_decide"


class Refused(Exception):
    """The rules say no. Nothing was changed."""

    def __init__(self, why: Why, action: Action) -> None:
        super().__init__(f"{action}: {why}")
        self.why = why
        self.action = action
