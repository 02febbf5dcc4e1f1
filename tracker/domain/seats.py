"""Why a deputy's seat ends (代表资格终止); Deputies Law 2025, articles 61 and 62."""

from __future__ import annotations

from enum import StrEnum


class SeatEnd(StrEnum):
    """The grounds, as the desk names them."""

    DIED = "died"
    RESIGNED = "resigned"
    RECALLED = "recalled"
    MOVED_AWAY = "moved_away"
    TERM_OVER = "term_over"
    OTHER = "other"
