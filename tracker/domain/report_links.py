"""Which numbers of an edited text are still the figures they were drafted as, and which stand for themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from tracker.domain.report_drafts import WORKED, Segment, joined, plain

_AROUND = "0123456789.%"
# A number that counts something; days and years do not.
_COUNT = re.compile(r"\d+(?:\.\d+)?(?=件|轮次|项|名|人次|%|个百分点)")


def linked(words: str, draft: Sequence[Segment], holds: Callable[[str, str], bool]) -> list[Segment]:
    """The text in pieces: a number that nobody touched and whose figure still says it (`holds`) keeps its code."""
    if words == plain(draft):
        return joined([(text, code if code == WORKED or not code or holds(code, text) else "") for text, code in draft])
    found: list[Segment] = []
    at = 0
    for start, end, code in _kept(words, draft):
        text = words[start:end]
        if start >= at and (code == WORKED or holds(code, text)):
            found += [(words[at:start], ""), (text, code)]
            at = end
    return joined([*found, (words[at:], "")])


def loose(segments: Sequence[Segment]) -> list[str]:
    """Numbers that count something and that no figure stands behind: typed by somebody, or of a figure that moved."""
    after = [*(words for words, _code in segments[1:]), ""][: len(segments)]
    found: list[str] = []
    for (words, code), follow in zip(segments, after, strict=True):
        if not code:
            # What follows tells what is counted; a number that ends the piece may be counted by the next.
            found += [one[0] for one in _COUNT.finditer(words + follow[:2]) if one.end() <= len(words)]
    return found


def _kept(words: str, draft: Sequence[Segment]) -> list[tuple[int, int, str]]:
    """Where the drafted numbers stand in the text now."""
    matcher = SequenceMatcher(None, plain(draft), words, autojunk=False)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
    found, at = [], 0
    for text, code in draft:
        end = at + len(text)
        if code:
            moved = next((b - a for a, b, size in blocks if a <= at and end <= a + size), None)
            if moved is not None and _is_whole(words, at + moved, end + moved):
                found.append((at + moved, end + moved, code))
        at = end
    return found


def _is_whole(words: str, start: int, end: int) -> bool:
    """Not part of a longer number somebody made of it."""
    before, behind = words[start - 1 : start], words[end : end + 1]
    return (not before or before not in _AROUND) and (not behind or behind not in _AROUND or words[end - 1] == "%")
