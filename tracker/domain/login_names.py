"""Names people log in with: one spelling for what looks the same, and which characters they may have."""

from __future__ import annotations

import unicodedata

SHORTEST, LONGEST = 2, 60
_MARKS = ".-_@"


def folded(name: str) -> str:
    """The name as it is compared: full width and capitals make no difference, nor do blanks around it."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def is_login_name(name: str) -> bool:
    """Letters of any script, digits and .-_@, from 2 to 60 characters."""
    return SHORTEST <= len(name) <= LONGEST and all(one.isalnum() or one in _MARKS for one in name)
