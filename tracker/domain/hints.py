"""What a text runs into while it is written: refusal grounds it touches (never blocking), marks of secrecy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.limits import REQUEST_SHORT
from tracker.domain.rulebook import Ground

# The ground that is touched not by a word but by saying too little.
NO_CONTENT = "no_content"


@dataclass(frozen=True, slots=True)
class Hint:
    """One ground that one field may be seen to fall under; `word` is what was found, empty where it is the brevity."""

    field: str
    ground: str
    word: str


def hints(texts: Mapping[str, str], grounds: Iterable[Ground]) -> tuple[Hint, ...]:
    """What a draft may be refused for, field by field and ground by ground, each at most once (domain handbook c.2).

    `texts` maps fields to what stands in them; requests are named `requests-0`, `requests-1` and so on.
    """
    known = tuple(grounds)
    return tuple(hint for field, text in texts.items() for hint in _of_field(field, text, known))


def _of_field(field: str, text: str, grounds: tuple[Ground, ...]) -> Iterable[Hint]:
    for ground in grounds:
        word = next((word for word in ground.hints if word in text), None)
        if word is not None:
            yield Hint(field, ground.code, word)
        elif ground.code == NO_CONTENT and field.startswith("requests-") and 0 < len(text.strip()) < REQUEST_SHORT:
            yield Hint(field, ground.code, "")


# A paper marked with a grade of secrecy: a star after the grade, 密级 before it, or the grade alone on its line with at
# most how long it holds. The words in a sentence (商业秘密, 国家秘密) mark nothing.
_GRADE = "(?:绝密|机密|秘密)"
_TERM = r"(?:\d{1,3}年|[一二三四五六七八九十]+年|长期|启用前)"
_MARKS = (
    re.compile(rf"{_GRADE}[★☆⭐✩]"),
    re.compile(rf"密级[:：]?{_GRADE}"),
    re.compile(rf"^[\[(【（〔]?{_GRADE}(?:[*＊※]?{_TERM}?|[*＊※].*)[\])】）〕]?$"),
)
_INVISIBLE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")


def is_marked(text: str) -> bool:
    """Whether a line of the text carries a mark of secrecy; such a text is not stored (PB-10)."""
    if "密" not in text:
        return False
    lines = (_INVISIBLE.sub("", line) for line in text.splitlines())
    return any(mark.search(line) for line in lines for mark in _MARKS)


def marked(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The fields whose text carries a mark of secrecy."""
    return tuple(field for field, text in texts.items() if is_marked(text))
