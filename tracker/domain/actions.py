"""The three machines, everything that can be done to a case, and what an act hands in."""

from __future__ import annotations

from enum import StrEnum


class Machine(StrEnum):
    """The three machines; 件, 件次 and 轮次 are counted apart."""

    SUGGESTION = "suggestion"
    TASK = "task"
    ROUND = "round"


class Action(StrEnum):
    """Everything that can be done to a case. One row each, below."""

    START = "start"
    REVISE = "revise"
    INVITE = "invite"
    AGREE = "agree"
    DECLINE = "decline"
    SUBMIT = "submit"
    DISCARD = "discard"
    WITHDRAW = "withdraw"
    TAKE_UP = "take_up"
    ACCEPT = "accept"
    RETURN = "return"
    REFUSE = "refuse"
    ASSIGN = "assign"
    COMPLETE = "complete"
    CLOSE = "close"
    ARCHIVE = "archive"
    MOVE_IN = "move_in"
    OPEN_WITH_COORDINATOR = "open_with_coordinator"
    OPEN = "open"
    DISTRIBUTE = "distribute"
    SIGN_FOR = "sign_for"
    GIVE = "give"
    NOTE_CONTACT = "note_contact"
    OPINE = "opine"
    REPLIED = "replied"
    RESUME = "resume"
    END = "end"
    OPEN_ROUND = "open_round"
    DRAFT_REPLY = "draft_reply"
    SEND_UP = "send_up"
    SEND_BACK = "send_back"
    DELIVER = "deliver"
    RATE = "rate"
    SHUT_RATING = "shut_rating"
    LAPSE = "lapse"
    REHANDLE = "rehandle"
    EXPLAIN = "explain"


class Asks(StrEnum):
    """What the actor hands in with the action."""

    NOTHING = "nothing"
    NOTE = "note"
    PAPER = "paper"
