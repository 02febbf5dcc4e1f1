"""What the unit that replied says of the suggestion itself (建议质量评价): three short questions, three levels."""

from __future__ import annotations

from enum import StrEnum


class Aspect(StrEnum):
    """What is asked about a suggestion, in the order it is asked."""

    PROBLEM = "problem"
    ANALYSIS = "analysis"
    PROPOSAL = "proposal"


class Quality(StrEnum):
    """Three levels, from best to least."""

    GOOD = "good"
    FAIR = "fair"
    TO_IMPROVE = "to_improve"
