"""What text may hold (rule R19), wherever it comes from, a form or a file: one kind of line end, the rest as it is."""

from __future__ import annotations

import re
import unicodedata

# CR LF first; then what Word and PDF put between lines and pages.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c]")
# Control signs, halves of a character and what is none in any of the planes: no table holds them, no page shows them.
_NONE = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
UNSAVABLE = re.compile(rf"[\x00-\x08\x0b-\x1f\ud800-\udfff{_NONE}]")


# Letters and marks that show nothing: the joiner and the selectors of marks, fillers of Hangul, the blank of Braille.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def evened(text: str) -> str:
    """The text with every line end a newline, without blanks around it; nothing where nothing of it can be seen."""
    held = _LINE_ENDS.sub("\n", text).strip()
    return held if any(map(_shows, held)) else ""


def _shows(sign: str) -> bool:
    # Zero-width spaces, joiners, marks of direction and the soft hyphen are of the category of formats. A control
    # counts as shown: it is refused by name, not passed over.
    return not sign.isspace() and unicodedata.category(sign) != "Cf" and not _BLANK.match(sign)
