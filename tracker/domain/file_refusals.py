"""Why a file may not be attached, as a code; the words are in `web/file_words.py`."""

from __future__ import annotations


class Unacceptable(ValueError):
    """The file is none that may be taken, or cannot be read far enough to tell."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
