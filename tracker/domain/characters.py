"""What text may hold (rule R19), wherever it comes from, a form or a file: one kind of line end, the rest as it is."""

from __future__ import annotations

import re

# CR LF first; then what Word and PDF put between lines and pages.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c]")
# Control signs, halves of a character and what is none in any of the planes: no table holds them, no page shows them.
_NONE = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
UNSAVABLE = re.compile(rf"[\x00-\x08\x0b-\x1f\ud800-\udfff{_NONE}]")


def evened(text: str) -> str:
    """The text with every line end a newline, without blanks around it."""
    return _LINE_ENDS.sub("\n", text).strip()
