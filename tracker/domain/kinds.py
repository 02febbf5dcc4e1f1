"""What kind of paper one is: a suggestion goes to a unit, a bill to the Presidium, a proposal is another body's."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Suggestions are handled, bills decided on; proposals occur in imported history only."""

    SUGGESTION = "suggestion"
    BILL = "bill"
    PROPOSAL = "proposal"
