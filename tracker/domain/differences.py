"""What changed between two texts, character by character and made for reading Chinese.

Sentences are laid side by side first, then the characters inside the sentences that differ. A number or a Latin word
counts as one character; one or two characters that happen to survive between two changes are not worth the reader's
eye and are swallowed, but a change never runs on across the end of a sentence for their sake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of characters with one fate."""

    change: Change
    text: str


# Comparing n with m units costs about n × m; beyond these sizes a block is shown as replaced instead of searched.
SENTENCES_COMPARED = 2_000_000
CHARACTERS_COMPARED = 400_000
CHARACTERS_IN_ALL = 4_000_000
# With less than this in common two sentences read better as one struck out and one put in.
ALIKE = 0.35
SWALLOWED = 2

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")
_UNIT = re.compile(r"[0-9０-９][0-9０-９.,]*[0-9０-９]|[A-Za-zＡ-Ｚａ-ｚ]+|.", re.DOTALL)
_ENDS = "。！？；\n"
_PAUSES = _ENDS + "，、：,;:"


def compare(old: str, new: str) -> list[Piece]:
    """The new text as it came of the old one; kept and added pieces make the new text, kept and removed the old."""
    old, new = old.replace("\r\n", "\n"), new.replace("\r\n", "\n")
    if old == new:
        return [Piece(Change.KEPT, new)] if new else []
    budget = [CHARACTERS_IN_ALL]
    pieces: list[Piece] = []
    for before, after in _blocks(_SENTENCE.findall(old), _SENTENCE.findall(new), SENTENCES_COMPARED):
        if before == after:
            pieces.append(Piece(Change.KEPT, "".join(after)))
        else:
            pieces += _characters("".join(before), "".join(after), budget)
    return _readable(pieces)


def is_changed(pieces: Iterable[Piece]) -> bool:
    """Whether anything was added or removed."""
    return any(piece.change is not Change.KEPT for piece in pieces)


def likeness(old: str, new: str) -> float:
    """How much of two texts is the same, 0 to 1; bounded work like `compare`."""
    if old == new:
        return 1.0
    kept = sum(len(piece.text) for piece in compare(old, new) if piece.change is Change.KEPT)
    return 2 * kept / (len(old) + len(new))


def _blocks(old: list[str], new: list[str], most: int) -> Iterator[tuple[list[str], list[str]]]:
    """Both rows of units cut into blocks that are equal or replace each other."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield old[:head], new[:head]
    if len(middle_old) * len(middle_new) > most:
        yield middle_old, middle_new
    else:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        for _tag, i, j, k, m in matcher.get_opcodes():
            yield middle_old[i:j], middle_new[k:m]
    if tail:
        yield old[len(old) - tail :], new[len(new) - tail :]


def _common(old: list[str], new: list[str]) -> int:
    """How many units at the beginning are the same."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _characters(old: str, new: str, budget: list[int]) -> list[Piece]:
    if not old or not new:
        return _replaced(old, new)
    units_old, units_new = _UNIT.findall(old), _UNIT.findall(new)
    most = min(CHARACTERS_COMPARED, budget[0])
    budget[0] -= min(len(units_old) * len(units_new), most)
    pieces: list[Piece] = []
    for before, after in _blocks(units_old, units_new, most):
        same = before == after
        pieces += [Piece(Change.KEPT, "".join(after))] if same else _replaced("".join(before), "".join(after))
    kept = sum(len(piece.text) for piece in pieces if piece.change is Change.KEPT)
    return pieces if kept >= ALIKE * min(len(old), len(new)) else _replaced(old, new)


def _replaced(old: str, new: str) -> list[Piece]:
    both = (Piece(Change.REMOVED, old), Piece(Change.ADDED, new))
    return [piece for piece in both if piece.text]


def _readable(pieces: list[Piece]) -> list[Piece]:
    return _slid(_merged(_swallowed(_merged(pieces))))


def _swallowed(pieces: list[Piece]) -> list[Piece]:
    """Without the crumbs that survived between two changes."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        inside = 0 < at < len(pieces) - 1
        if inside and piece.change is Change.KEPT and _is_crumb(piece.text):
            found += [Piece(Change.REMOVED, piece.text), Piece(Change.ADDED, piece.text)]
        else:
            found.append(piece)
    return found


def _is_crumb(text: str) -> bool:
    return len(text) <= SWALLOWED and not any(character in _ENDS for character in text)


def _merged(pieces: list[Piece]) -> list[Piece]:
    """Between two kept runs at most one removed piece and, behind it, one added piece."""
    found: list[Piece] = []
    removed, added = "", ""
    for piece in [*pieces, Piece(Change.KEPT, "")]:
        if piece.change is Change.REMOVED:
            removed += piece.text
        elif piece.change is Change.ADDED:
            added += piece.text
        elif piece.text or piece is not pieces[-1]:
            found += _replaced(removed, added)
            removed, added = "", ""
            found = _with_kept(found, piece.text)
    return found


def _with_kept(found: list[Piece], text: str) -> list[Piece]:
    if not text:
        return found
    if found and found[-1].change is Change.KEPT:
        return [*found[:-1], Piece(Change.KEPT, found[-1].text + text)]
    return [*found, Piece(Change.KEPT, text)]


def _slid(pieces: list[Piece]) -> list[Piece]:
    """Lone changes moved along what repeats around them, so that they end where a reader pauses."""
    found = list(pieces)
    for at in range(1, len(found) - 1):
        before, piece, after = found[at - 1 : at + 2]
        alone = before.change is Change.KEPT and after.change is Change.KEPT and piece.change is not Change.KEPT
        if alone:
            kept = before.text, piece.text, after.text
            left, middle, right = max(_slides(*kept), key=_reads_well)
            found[at - 1] = Piece(Change.KEPT, left)
            found[at] = Piece(piece.change, middle)
            found[at + 1] = Piece(Change.KEPT, right)
    return [piece for piece in found if piece.text]


_FAR = 60


def _slides(left: str, middle: str, right: str) -> Iterator[tuple[str, str, str]]:
    """The same change as it is and shifted to either side; which one was meant no comparison can know."""
    yield left, middle, right
    a, b, c = left, middle, right
    for _step in range(_FAR):
        if not a or a[-1] != b[-1]:
            break
        a, b, c = a[:-1], a[-1] + b[:-1], b[-1] + c
        yield a, b, c
    a, b, c = left, middle, right
    for _step in range(_FAR):
        if not c or b[0] != c[0]:
            break
        a, b, c = a + b[0], b[1:] + c[0], c[1:]
        yield a, b, c


def _reads_well(split: tuple[str, str, str]) -> int:
    left, middle, _right = split
    edges = ((not left or left[-1] in _ENDS), middle[-1] in _ENDS)
    pauses = ((not left or left[-1] in _PAUSES), middle[-1] in _PAUSES)
    return 2 * sum(edges) + sum(pauses)
