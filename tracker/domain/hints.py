"""What a text runs into while it is written: refusal grounds it touches (never blocking), marks of secrecy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.limits import REQUEST_SHORT
from tracker.domain.rulebook import Ground

# The ground that is touched not by a word but by saying too little, and the one that the number of a case touches.
NO_CONTENT, IN_COURT = "no_content", "in_court"


@dataclass(frozen=True, slots=True)
class Hint:
    """One ground that one field may be seen to fall under; `word` is what was found, empty where it is the brevity.

    `at`: where it begins in the field, in characters.
    """

    field: str
    ground: str
    word: str
    at: int = 0


# （2023）粤0304民初1234号: a case a court has or had before it.
_CASE = re.compile(r"[（(](?:19|20)\d{2}[）)][\u4e00-\u9fff]\d{0,4}[\u4e00-\u9fff]{1,3}\d{1,6}号")
# Before who is asked; a body named elsewhere in a sentence (参照国家…) is asked nothing. 教育部门 is the city's own.
_ASKING = (
    r"(?:^|[。；！？，：:\n])[ \u3000]{0,4}(?:\S{0,2}[、.．）)])?[ \u3000]{0,2}"
    r"(?:关于)?(?:建议|提请|敦促|恳请|呼吁|希望|要求|请)(?:由|请|尽快)?"
)


def hints(texts: Mapping[str, str], grounds: Iterable[Ground]) -> tuple[Hint, ...]:
    """What a draft may be refused for, field by field and ground by ground, each at most once (domain handbook c.2).

    `texts` maps fields to what stands in them; requests are named `requests-0`, `requests-1` and so on.
    """
    known = tuple(grounds)
    return tuple(hint for field, text in texts.items() for hint in _of_field(field, text, known))


def falls_under(ground: Ground) -> str:
    """涉及代表本人及其亲属个人问题: what a paper under this ground does, to be put into a sentence."""
    return ground.words.removesuffix("的")


def _of_field(field: str, text: str, grounds: tuple[Ground, ...]) -> Iterator[Hint]:
    is_request = field.startswith("requests-")
    for ground in grounds:
        hit = _touched(text, ground, addressed=is_request or field == "title")
        if hit is not None:
            yield Hint(field, ground.code, hit[0], hit[1])
        elif ground.code == NO_CONTENT and is_request and 0 < len(text.strip()) < REQUEST_SHORT:
            yield Hint(field, ground.code, "")


def _touched(text: str, ground: Ground, *, addressed: bool) -> tuple[str, int] | None:
    """The first word of the ground in the text and its place; not where it is part of a word that means another."""
    for word in ground.hints:
        at = text.find(word)
        while at >= 0 and _means_another(text, word, at, ground.unless):
            at = text.find(word, at + 1)
        if at >= 0:
            return word, at
    if ground.code == IN_COURT and (case := _CASE.search(text)):
        return case[0], case.start()
    return _asked_of(text, ground) if addressed else None


def _means_another(text: str, word: str, at: int, unless: tuple[str, ...]) -> bool:
    for one in unless:
        inner = one.find(word)
        if inner >= 0 and at >= inner and text.startswith(one, at - inner):
            return True
    return False


def _asked_of(text: str, ground: Ground) -> tuple[str, int] | None:
    if not ground.asked_of:
        return None
    bodies = "|".join(re.escape(body) for body in sorted(ground.asked_of, key=len, reverse=True))
    for hit in re.finditer(f"{_ASKING}({bodies})(?!门)", text):
        if not any(text.startswith(one, hit.start(1)) for one in ground.unless):
            return hit[1], hit.start(1)
    return None


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
