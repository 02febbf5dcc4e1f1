"""One matter to a paper (一事一议), and a title that says which one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tracker.domain.advice import Check, Finding

Texts = Mapping[str, str]
_SECOND_ABOUT = re.compile(r"[和与及、，；]\s*关于")
_ENDS = ("建议", "意见", "议案", "提案")
_OTHER_PAPERS = re.compile(r"(?:请示|报告|函|通知|倡议书|反映|投诉|举报信|情况说明)$")
_STOP = re.compile(r"[。！？!?；;，,、]\s*$")
_NO_WORD = re.compile(r"[^\w]|_")
# A title is read at one look; one sign more names no matter.
_LONG, _SHORT = 50, 4


def one_matter(texts: Texts, words: tuple[str, ...], _is_bill: bool) -> Iterator[Finding]:
    """A second 关于 in the title, the `words` that begin another matter: told only where the text itself says so.

    Requests that share no words with the rest are mostly another side of the same matter.
    """
    for field, text in texts.items():
        hit = _SECOND_ABOUT.search(text) if field == "title" else None
        if hit:
            yield Finding(field, Check.ONE_MATTER, hit[0].strip(), hit.start(), more=("title",))
        elif word := next((one for one in words if one in text), None):
            yield Finding(field, Check.ONE_MATTER, word, text.find(word), more=("word",))


def title(texts: Texts, words: tuple[str, ...], is_bill: bool) -> Iterator[Finding]:
    """A title with a stop at its end, longer than a line, that is another kind of paper, or names no matter."""
    text = texts.get("title", "").strip()
    if not text:
        return
    bare = _NO_WORD.sub("", text).removeprefix("关于")
    told = _wrong_kind(text, is_bill)
    if stop := _STOP.search(text):
        yield Finding("title", Check.TITLE, stop[0].strip(), stop.start(), more=("stop",))
    elif told:
        yield Finding("title", Check.TITLE, told, len(text) - len(told), more=("kind",))
    elif len(bare) > _LONG:
        yield Finding("title", Check.TITLE, more=("long",))
    elif len(_named(bare, words)) < _SHORT:
        yield Finding("title", Check.TITLE, text, more=("short",))


def _wrong_kind(text: str, is_bill: bool) -> str:
    wrong = ("提案", "建议") if is_bill else ("提案", "议案")
    if text.endswith(wrong):
        return text[-2:]
    hit = None if text.endswith(_ENDS) else _OTHER_PAPERS.search(text)
    return hit[0] if hit else ""


def _named(bare: str, words: tuple[str, ...]) -> str:
    """What the title names when the `words` that say nothing are taken away."""
    for one in (*_ENDS, *words, "关于", "加强", "进一步"):
        bare = bare.replace(one, "")
    return bare.strip("的")
