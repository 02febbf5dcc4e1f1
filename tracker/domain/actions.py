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
    PRE_ASSIGN = "pre_assign"
    SPEAK = "speak"
    CLOSE_CIRCULATION = "close_circulation"
    JOIN_GROUP = "join_group"
    LEAVE_GROUP = "leave_group"
    LINK = "link"
    UNLINK = "unlink"
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
    CONFIRM_CONTACT = "confirm_contact"
    CORRECT_CONTACT = "correct_contact"
    ASK_CO = "ask_co"
    OPINE = "opine"
    ACCEPT_OPINION = "accept_opinion"
    SEND_BACK_OPINION = "send_back_opinion"
    RAISE_DISAGREEMENT = "raise_disagreement"
    ANSWER_DISAGREEMENT = "answer_disagreement"
    DECIDE_DISAGREEMENT = "decide_disagreement"
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
