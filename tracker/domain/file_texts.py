"""The text of attachments: what became of reading one, how much of it is kept, and by which reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.characters import UNSAVABLE

# A higher number has every file read anew, in the quiet: raise it when the reader finds more than before.
READER = 1
CHARACTERS = 200_000
# Documents; of a picture nobody expects text.
DOCUMENTS = frozenset({"pdf", "ofd", "doc", "wps", "docx", "xls", "et", "xlsx", "ppt", "dps", "pptx", "txt"})


class TextState(StrEnum):
    """What became of reading a file."""

    WAITING = "waiting"
    READ = "read"
    NO_TEXT = "no_text"
    NO_READER = "no_reader"
    FAILED = "failed"


class Why(StrEnum):
    """Why a file could not be read: of the file, of the limits of the reader, or of what befell it."""

    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    DECLARES = "declares"
    BURSTS = "bursts"
    DEEP = "deep"
    MEMORY = "memory"
    TIME = "time"
    CRASHED = "crashed"
    KILLED = "killed"
    DAMAGED = "damaged"
    GAVE_UP = "gave_up"


@dataclass(frozen=True)
class Reading:
    """What came out of a file: plain text, one paragraph a line; `why` only where it failed."""

    state: TextState
    text: str = ""
    was_cut: bool = False
    why: str = ""


def reading_of(text: str, *, was_cut: bool) -> Reading:
    """The text as it is kept: without what no table holds, at most 200,000 characters."""
    held = UNSAVABLE.sub("", text).strip()
    if not held:
        return Reading(TextState.NO_TEXT)
    return Reading(TextState.READ, held[:CHARACTERS].rstrip(), was_cut or len(held) > CHARACTERS)


def failure(why: str) -> Reading:
    """A file that could not be read, by the word of the reader for it; any word it should not know is a crash."""
    if why == TextState.NO_READER:
        return Reading(TextState.NO_READER)
    return Reading(TextState.FAILED, why=Why(why) if why in set(Why) else Why.CRASHED)
