"""What all readers share: why a file cannot be read, and which signs of its text are kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Above this the rest of a file is not looked at: whoever started the reader keeps a little less.
MOST = 210_000
# A paragraph longer than this is told in pieces, so that one of a hundred megabytes is not gathered first.
PARAGRAPH = 100_000
_NONE = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
# Controls, halves of characters and what is none; the soft hyphen, the mark of byte order and the space without width.
_DROPPED = re.compile(rf"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\xad\u200b\ufeff{_NONE}]")
_ODD = {"Co", "Cn"}
# From this share on, what comes out of a file is no writing but numbers of signs in a font.
ILLEGIBLE = 0.3


class Unreadable(Exception):
    """The text of a file cannot be had; `code` says why, in a word that is translated where it is shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def gathered(paragraphs: Iterable[str], most: int = MOST) -> tuple[str, bool]:
    """Paragraphs as plain text, one a line, blanks evened; and whether there was more than so many characters."""
    kept: list[str] = []
    count = 0
    for paragraph in paragraphs:
        for line in paragraph.splitlines():
            plain = " ".join(_DROPPED.sub("", line).split())
            if not plain:
                continue
            kept.append(plain)
            count += len(plain) + 1
            if count > most:
                return "\n".join(kept)[:most], True
    return "\n".join(kept), False


def is_legible(text: str) -> bool:
    """Whether this is writing. Of a font without a table of its characters only their numbers in it can be had."""
    odd = sum(sign == "\ufffd" or unicodedata.category(sign) in _ODD for sign in text)
    return odd <= ILLEGIBLE * len(text)
