"""How words are found in texts: what a text is made of for the index, what a query asks, where the hits lie.

Chinese has no blanks between its words, and a dictionary of them misses names and new words. So a run of Chinese is cut
into every pair of neighbours, and its last character alone: whatever piece of two or more characters somebody types is
a chain of pairs that stands in the text exactly where the piece stands. Latin words and numbers are kept whole and are
found by their beginning. Both databases are given the same pairs, and so find the same texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Raised with every change of what is cut out of a text: an index of an older version is built anew.
VERSION = 1
# What a query may hold: more than anybody means, little enough to be answered at once.
LONGEST_QUERY, MOST_TERMS, LONGEST_TERM = 200, 8, 40

_RUN = re.compile(r"[0-9a-z]+|[^0-9a-z ]+")


class _Folding(dict[int, str]):
    """One character for one, so that a hit lies in the text where it lies in its folded copy."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(sign: str) -> str:
    """The character as it is compared: wide as narrow, capital as small, and everything that is no letter a blank."""
    same = unicodedata.normalize("NFKC", sign).casefold()
    kept = same if len(same) == 1 else sign
    return kept if kept.isalnum() else " "


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text as it is searched, just as long as it is: letters and digits of one form, a blank for all between."""
    return text.translate(_FOLDING)


def is_latin(run: str) -> bool:
    """Whether a folded run is a word of letters and digits, found by its beginning, and not Chinese."""
    return run[0] < "\x80"


def tokens(text: str) -> list[str]:
    """What the index keeps of a folded text, in its order."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if is_latin(run):
            found.append(run)
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
            found.append(run[-1])
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """One piece of a query without a blank in it, folded: it must stand in the text as it is. Where it begins with a
    Latin word or a number, that begins there in the text too."""

    run: str

    @property
    def begins_latin(self) -> bool:
        return is_latin(self.run)

    @property
    def is_short(self) -> bool:
        """Whether it is a single character, which may stand in nearly every text."""
        return len(self.run) == 1

    @property
    def tokens(self) -> tuple[tuple[str, bool], ...]:
        """The tokens it is a chain of, each with whether it is only the beginning of those that are meant. 3号线 is 3
        and 号线 and neither is a beginning: in the text no digit follows the 3."""
        found: list[tuple[str, bool]] = []
        *before, last = _RUN.findall(self.run)
        for part in (*before, last):
            if is_latin(part) or len(part) == 1:
                found.append((part, part is last))
            else:
                found += [(part[at : at + 2], False) for at in range(len(part) - 1)]
        return tuple(found)

    def places(self, text: str) -> Iterable[tuple[int, int]]:
        """Where it stands in a folded text: from, to."""
        pattern = rf"(?<![0-9a-z]){self.run}" if self.begins_latin else re.escape(self.run)
        return (found.span() for found in re.finditer(pattern, text))

    def is_in(self, text: str) -> bool:
        """Whether it stands in a folded text."""
        return any(True for _place in self.places(text)) if self.begins_latin else self.run in text


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: every term must be there. `was_cut` says that more was typed than is looked for."""

    terms: tuple[Term, ...]
    was_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> str:
        """The terms, a blank between them."""
        return " ".join(term.run for term in self.terms)


def query_of(typed: str) -> Query:
    """What somebody means by what he typed: quotes, operators and signs of every kind mean nothing."""
    runs = list(dict.fromkeys(folded(typed[:LONGEST_QUERY]).split()))
    kept = [run[:LONGEST_TERM] for run in runs[:MOST_TERMS]]
    was_cut = len(typed) > LONGEST_QUERY or len(runs) > MOST_TERMS or kept != runs[:MOST_TERMS]
    return Query(tuple(Term(run) for run in dict.fromkeys(kept)), was_cut)


def stands_in(query: Query, texts: Sequence[str]) -> bool:
    """Whether every term stands in some of these folded texts."""
    return all(any(term.is_in(text) for text in texts) for term in query.terms)


def marked(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the terms stand in a text as it was written: from, to, in order; what overlaps or touches is one."""
    searched = folded(text)
    found = sorted(place for term in query.terms for place in term.places(searched))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text shown around a hit; `is_hit` where it is the hit itself."""

    text: str
    is_hit: bool


# So much is shown around hits, and the passage begins so far before the first of them.
PASSAGE, BEFORE = 72, 18
_STOPS = "。！？；\n"


def passage(text: str, query: Query) -> list[Piece]:
    """The part of a text with the most hits in it, the hits told apart; nothing when there is none."""
    places = marked(text, query)
    if not places:
        return []
    start = _beginning(text, _best(places))
    return pieces(text, places, start, min(len(text), start + PASSAGE))


def _best(places: Sequence[tuple[int, int]]) -> int:
    """The hit after which most others are near enough to be shown with it, the first of several. An attachment has
    thousands of hits: each is passed once by either end."""
    best, most, end = places[0][0], 0, 0
    for at, (start, _end) in enumerate(places):
        while end < len(places) and places[end][1] <= start + PASSAGE - BEFORE:
            end += 1
        if end - at > most:
            best, most = start, end - at
    return best


def _beginning(text: str, hit: int) -> int:
    """The beginning of the sentence, where it is near; else a few characters before the hit."""
    first = max(0, hit - BEFORE)
    stop = max((text.rfind(sign, first, hit) for sign in _STOPS), default=-1)
    return stop + 1 if stop >= 0 else first


def pieces(text: str, places: Iterable[tuple[int, int]], start: int = 0, end: int | None = None) -> list[Piece]:
    """The text between two places in pieces, an ellipsis where something was left out."""
    last = len(text) if end is None else end
    found = [Piece("…", is_hit=False)] if start > 0 else []
    at = start
    for opens, closes in places:
        first, beyond = max(opens, start), min(closes, last)
        if first >= beyond:
            continue
        if at < first:
            found.append(Piece(_evened(text[at:first]), is_hit=False))
        found.append(Piece(_evened(text[first:beyond]), is_hit=True))
        at = beyond
    if at < last:
        found.append(Piece(_evened(text[at:last]), is_hit=False))
    return [*found, Piece("…", is_hit=False)] if last < len(text) else found


def _evened(text: str) -> str:
    return text.replace("\n", " ")


# Papers of one day stand beside each other; so many fit before the next day begins.
OF_A_DAY = 1024


def first_place(day_number: int) -> int:
    """Where the papers of a day begin in the order of the index; days are counted from the year 1."""
    return day_number * OF_A_DAY + 1
