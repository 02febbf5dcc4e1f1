"""The conditions a row of the law may name: pure questions about one case, answered with a reason or nothing."""

from __future__ import annotations

from enum import StrEnum


class Guard(StrEnum):
    """A condition beyond party and state."""

    PAPER_IS_COMPLETE = "paper_is_complete"
    SIGNS_ALONE = "signs_alone"
    EVERY_REPLY_IS_OUT = "every_reply_is_out"
    EVERY_ROUND_IS_SETTLED = "every_round_is_settled"
    IS_CO_TASK = "is_co_task"
    IS_REPLY_TASK = "is_reply_task"
    TASK_IS_IN_HAND = "task_is_in_hand"
    REPLY_IS_COMPLETE = "reply_is_complete"
    WINDOW_IS_OPEN = "window_is_open"
    RATING_IS_OVER = "rating_is_over"
    NOBODY_RATED_IN_TIME = "nobody_rated_in_time"
    AWAITS_DECISION = "awaits_decision"
