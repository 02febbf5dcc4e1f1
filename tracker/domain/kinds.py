"""What kind of paper one is: a suggestion goes to a unit, a bill to the Presidium, a proposal is another body's."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Suggestions are handled, bills decided on; proposals occur in imported history only."""

    SUGGESTION = "suggestion"
    BILL = "bill"
    PROPOSAL = "proposal"


def called(title: str, kind: Kind = Kind.SUGGESTION) -> str:
    """关于…的建议, of a bill 关于…的议案: what a paper is called officially; what is there already stays alone."""
    bare = title.strip()
    head = "" if bare.startswith("关于") else "关于"
    tail = "" if bare.endswith(("建议", "意见", "议案", "提案")) else ("的议案" if kind is Kind.BILL else "的建议")
    return f"{head}{bare}{tail}"
