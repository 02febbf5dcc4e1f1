"""The conditions a row of the law may name: pure questions about one case, answered with a reason or nothing."""

from __future__ import annotations

from enum import StrEnum


class Guard(StrEnum):
    """A condition beyond party and state."""

    PAPER_IS_COMPLETE = "paper_is_complete"
    SIGNS_ALONE = "signs_alone"
    MAY_CIRCULATE = "may_circulate"
    CIRCULATION_IS_OPEN = "circulation_is_open"
    CIRCULATION_MAY_END = "circulation_may_end"
    CIRCULATION_IS_OVER = "circulation_is_over"
    IS_IN_NO_GROUP = "is_in_no_group"
    IS_IN_A_GROUP = "is_in_a_group"
    MAY_LINK = "may_link"
    EVERY_REPLY_IS_OUT = "every_reply_is_out"
    EVERY_ROUND_IS_SETTLED = "every_round_is_settled"
    IS_CO_TASK = "is_co_task"
    IS_REPLY_TASK = "is_reply_task"
    LEAD_IS_AT_WORK = "lead_is_at_work"
    OPINION_AWAITS_WORD = "opinion_awaits_word"
    NO_DISAGREEMENT_OPEN = "no_disagreement_open"
    DISAGREEMENT_AWAITS_ME = "disagreement_awaits_me"
    DECIDES_DISAGREEMENT = "decides_disagreement"
    CONTACT_AWAITS_ME = "contact_awaits_me"
    TASK_IS_IN_HAND = "task_is_in_hand"
    REPLY_IS_COMPLETE = "reply_is_complete"
    WINDOW_IS_OPEN = "window_is_open"
    RATING_IS_OVER = "rating_is_over"
    NOBODY_RATED_IN_TIME = "nobody_rated_in_time"
    AWAITS_DECISION = "awaits_decision"
