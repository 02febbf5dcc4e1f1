"""Situations of replies on their way out: with the office, back from it, with the check."""

from __future__ import annotations

from tests import clearing_parts
from tests.situation_parts import OF_ROUND, Situation

SITUATIONS: dict[str, Situation] = {
    "with_office": Situation(clearing_parts.in_review, OF_ROUND),
    "sent_back_by_office": Situation(clearing_parts.sent_back_by_office, OF_ROUND),
    "in_check": Situation(clearing_parts.in_check, OF_ROUND),
    "to_be_signed_for_check": Situation(clearing_parts.to_be_signed_for_check, OF_ROUND),
}
